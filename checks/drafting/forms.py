"""From the facts of a blank form to a draft of its definition. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from checks.drafting.brackets import page_boxed
from checks.drafting.cells import slots_of
from checks.drafting.drafts import DraftForm
from checks.drafting.found import Found, FoundBlock, FoundList
from checks.drafting.headed import headed
from checks.drafting.lines import (
    cover_of,
    drawn_choices,
    foot_of,
    goes_on,
    is_numbered_label,
    line_fields,
)
from checks.drafting.lists import List, continued, ends_table
from checks.drafting.naming import named
from checks.drafting.titles import kind_of, short_name, title_of
from checks.drafting.walk import Walk
from extractors.facts import PageFacts, Table
from extractors.language import squeezed
from extractors.layout import sheet_of

_ATTACHMENT = re.compile(r"^附(?:件|表)[\d一二三四五六七八九十]{0,3}[:：.、]?$")
_HEADS = 14
_FOOT = 2


@dataclass(frozen=True, slots=True)
class _Item:
    """A free line or a table of a page, in reading order."""

    text: str
    table: Table | None
    page: PageFacts


def forms_of(
    source: str, pages: tuple[PageFacts, ...], *, ruled: bool = False
) -> tuple[DraftForm, ...]:
    """Drafts of the forms on the pages of a file (its name is `source`); () where there are none.

    A line that is nothing but 附件… begins another form. `ruled` leaves out what has no table:
    in a notice, the letter itself.
    """
    drafts = []
    boxed = tuple(map(page_boxed, pages))
    for section in _sections(tuple(_items(boxed)), ruled):
        if ruled and not any(item.table for item in section):
            continue
        draft = _form(source, section)
        if draft.fields or draft.rows or draft.blocks:
            drafts.append(draft)
    return tuple(drafts)


def _items(pages: tuple[PageFacts, ...]) -> Iterator[_Item]:
    for index, page in enumerate(pages):
        sheet = sheet_of("", index, page)
        items = [(piece.box.top, _Item(piece.text, None, page)) for piece in sheet.free]
        items += [(table.box.top, _Item("", table, page)) for table in page.tables]
        yield from _rejoined([item for _, item in sorted(items, key=lambda pair: pair[0])])


def _rejoined(items: list[_Item]) -> list[_Item]:
    """Choices that were broken over lines as one line each."""
    out: list[_Item] = []
    for item in items:
        if out and not (item.table or out[-1].table) and goes_on(out[-1].text, item.text):
            out[-1] = replace(out[-1], text=f"{out[-1].text}　{item.text}")
        else:
            out.append(item)
    return out


def _sections(items: tuple[_Item, ...], ruled: bool) -> Iterator[tuple[_Item, ...]]:
    section: list[_Item] = []
    for item in items:
        ended = ruled or any(one.table for one in section)
        if ended and _ATTACHMENT.match(squeezed(item.text)):
            yield tuple(section)
            section = []
        section.append(item)
    if section:
        yield tuple(section)


def _form(source: str, items: tuple[_Item, ...]) -> DraftForm:
    first = next((i for i, item in enumerate(items) if item.table), len(items))
    heads = tuple(item.text for item in items[:first])
    titles = title_of(heads[:_HEADS])
    found = tuple(_found(items, first, titles))
    stem = source.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    notes = () if titles else ("uncertain: no title was found, this is the file's name",)
    title = titles[0] if titles else squeezed(stem)
    draft = DraftForm(
        kind=kind_of(title),
        name=short_name(title),
        titles=titles or (title,),
        source=source,
        notes=notes,
    )
    return named(draft, found)


def _found(items: tuple[_Item, ...], first: int, titles: tuple[str, ...]) -> Iterator[Found]:
    last = max((i for i, item in enumerate(items) if item.table), default=-1)
    if last >= 0 and (cover := cover_of(item.text for item in items[:first])):
        yield cover
    before: List | None = None
    page, stamped = None, False
    texts = [None if item.table else item.text for item in items]
    bars = [_bar(item.table) if item.table else "" for item in items]
    under: set[int] = set()
    for index, item in enumerate(items):
        if item.table:
            new_page = page is not item.page
            table, before = _in_table(item.page, item.table, before, new_page=new_page)
            page = item.page
            if index == last:
                table = _with_foot(table)
            stamped = any(_is_foot(one) for one in table)
            yield from table
        elif index in under or squeezed(item.text) in titles:
            continue
        elif (part := headed(texts, index, bars)) is not None:
            under.update(range(index, index + part.lines))
            yield part.found
        else:
            head, front = last >= 0 and index < first, last >= 0 and index < first - 1
            near = (texts[max(0, index - 1)], *texts[index + 1 : index + 2])
            listed = is_numbered_label(item.text) and any(map(is_numbered_label, near))
            yield from line_fields(item.text, head=head, cover=front, listed=listed)
    yield from _drawn_outside(items)
    foot = foot_of(item.text for i, item in enumerate(items) if i > last and i not in under)
    if foot is not None and not stamped:
        yield foot


def _bar(table: Table) -> str:
    """The title over the whole width that a table begins with, or ""."""
    width = max((cell.column + cell.column_span for cell in table.cells), default=0)
    whole = (one for one in table.cells if one.row == 0 and one.column_span == width)
    return next((one.text for one in whole), "")


def _with_foot(found: tuple[Found, ...]) -> tuple[Found, ...]:
    """The place to stamp that ends the last table: without a label it is the form's foot."""
    blocks = [place for place, one in enumerate(found) if isinstance(one, FoundBlock)]
    at = blocks[-1] if blocks else 0
    end = found[at] if blocks else None
    # Nothing follows but a date that stands in the same cell.
    if not isinstance(end, FoundBlock) or end.label or len(found) - at > _FOOT:
        return found
    return (*found[:at], replace(end, text=False, notes=()), *found[at + 1 :])


def _is_foot(one: Found) -> bool:
    return isinstance(one, FoundBlock) and not (one.label or one.text)


def _in_table(
    page: PageFacts, table: Table, before: List | None, *, new_page: bool
) -> tuple[tuple[Found, ...], List | None]:
    """What is in a table, and the list at its end, which may go on on the next page."""
    slots = slots_of(page, table.cells)
    walk = Walk(slots, set(continued(slots, before, new_page=new_page)))
    found = tuple(walk.found())
    lists = [one.table for one in found if isinstance(one, FoundList)]
    if not lists and before is not None and len(walk.used) == len(slots):
        return found, before
    return found, lists[-1] if lists and ends_table(slots, lists[-1]) else None


def _drawn_outside(items: tuple[_Item, ...]) -> Iterator[Found]:
    """Tick boxes that are drawn, and stand in no table; typed ones are in their lines."""
    pages = list({id(item.page): item.page for item in items}.values())
    for page in pages:
        cells = [cell.box for table in page.tables for cell in table.cells]
        typed = {tick for line in page.lines for tick in page.ticks if _is_typed(line.text)}
        outside = tuple(
            tick
            for tick in page.ticks
            if tick not in typed and not any(box.holds(*tick.box.centre) for box in cells)
        )
        yield from drawn_choices(outside)


def _is_typed(text: str) -> bool:
    return any(mark in text for mark in "□☐◻▢☑☒■")
