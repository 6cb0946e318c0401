"""Form definitions: data that says what a form looks like, written in a programme pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from extractors.facts import Box, Reading

# pydantic reads packs into these types; an unknown key is a spelling mistake and refused.
STRICT: dict[str, Any] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field: how it may be labelled and what type its value has.

    `after` names a field or block of the same form: of several places with this label the first
    one after that field is meant. `region` tells a cover line from a table cell. `scope` "note"
    marks a cell for the office, which applicants leave blank.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    name: str
    labels: tuple[str, ...] = ()
    type: str = "text"
    required: bool = False
    options: tuple[str, ...] = ()
    after: str = ""
    region: Literal["any", "cover", "table"] = "any"
    office_only: bool = False
    # Reads the value out of running text where no label stands beside it (certificates).
    pattern: str = ""
    # Says something private of a person: clean records leave it out unless it is asked for.
    personal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A repeating table, known by its column headings."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    name: str
    columns: tuple[Field, ...]
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A place that asks for a seal, a signature or a date, mostly with a text above.

    `whole` "page" means a letter: the block is the page on which the form ends; "cover" means
    the form's first page. Gives the fields NAME, NAME_signature and NAME_date.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    name: str
    labels: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    whole: Literal["cell", "page", "cover"] = "cell"
    dated: bool = True
    text: bool = True
    # Under which name the date goes, where it is not NAME_date.
    date_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form or any other kind of document that a programme knows."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    kind: str
    name: str
    titles: tuple[str, ...] = ()
    # Words in a file's name that speak for this kind where the page itself shows no title.
    file_words: tuple[str, ...] = ()
    single_page: bool = False
    # A packet may hold several: fields that tell one from another (all that both have agree). Of
    # any other kind a later one takes the place of an earlier one.
    several: tuple[str, ...] = ()
    # Only that it is there counts: its inside is looked at, and not read in full.
    skim: bool = False
    fields: tuple[Field, ...] = ()
    rows: tuple[Rows, ...] = ()
    blocks: tuple[Block, ...] = ()

    def __hash__(self) -> int:
        """Cheap: forms are keys of caches, and their kinds are unique in a pack."""
        return hash(self.kind)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands on the paper; `box` is None for a Word file."""

    file: str
    page: int
    box: Box | None


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What was read of one form. Missing keys mean what `Presence.NOT_FOUND` means."""

    kind: str
    pages: tuple[tuple[str, int], ...]
    fields: Mapping[str, Reading[Any]]
    rows: Mapping[str, tuple[Mapping[str, Reading[Any]], ...]]
    places: Mapping[str, Place]
