"""What a person changes in a deficiency notice before it goes out: wording, nothing else.

A doubt gets into a letter by a decision on its finding, never by an edit; and what a person
leaves out of the letter is still a finding of the packet.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from pipeline.letters import Item, Letter, chinese

_FROZEN = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
_MOST_ITEMS = 500

Sentence = Annotated[str, Field(max_length=2_000)]


class EditedItem(BaseModel):
    """An item in other words; `key` is the item's. Empty words leave the letter's own."""

    model_config = _FROZEN

    key: str
    what: Sentence = ""
    remedy: Sentence = ""
    left_out: bool = False


class AddedItem(BaseModel):
    """Something that a person noticed and no rule did."""

    model_config = _FROZEN

    what: Annotated[Sentence, Field(min_length=1)]
    remedy: Sentence = ""


class Edits(BaseModel):
    """All changes to one letter."""

    model_config = _FROZEN

    items: Annotated[tuple[EditedItem, ...], Field(max_length=_MOST_ITEMS)] = ()
    added: Annotated[tuple[AddedItem, ...], Field(max_length=_MOST_ITEMS)] = ()
    due: date | None = None


def edited(letter: Letter, edits: Edits) -> Letter:
    """The letter as it goes out: reworded, numbered anew, without the list of doubts."""
    changes = {one.key: one for one in edits.items}
    kept = [
        _reworded(item, changes.get(item.key))
        for item in letter.items
        if item.key not in changes or not changes[item.key].left_out
    ]
    kept += [
        Item(f"{letter.packet}.added.{number}", 0, "", one.what, one.remedy, "", None)
        for number, one in enumerate(edits.added, 1)
    ]
    numbered = tuple(replace(item, number=number) for number, item in enumerate(kept, 1))
    due = edits.due or letter.due
    return replace(letter, items=numbered, doubts=(), due=due, due_on=chinese(due))


def _reworded(item: Item, change: EditedItem | None) -> Item:
    if change is None:
        return item
    return replace(item, what=change.what or item.what, remedy=change.remedy or item.remedy)
