"""From tables and lines to fields: labels are found, and what belongs to them is read.

Pure functions over page facts: the same code reads paper, born-digital PDF and Word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

from extractors.blocks import read_block
from extractors.facts import PageFacts, Reading
from extractors.formtypes import Field, Form, FormFacts, Place
from extractors.labels import STRONG, Matches, is_label_key, known_labels, matches, pairs
from extractors.language import LabelSpotter, label_key, squeezed
from extractors.layout import Piece, Sheet, below, right_of, sheet_of
from extractors.overleaf import with_overleaf
from extractors.readings import choices_in, reading_of
from extractors.rows import Order, read_rows
from extractors.wording import ATTRIBUTES, concepts

_IN_CELL = ("：", ":")
_LONG_TYPES = ("text", "richtext", "organisation")
# A label more than so many times as large as its value is a title of something else.
_SIDE_TITLE = 1.8
_SAME_ROW = 12.0
_SAME_EDGE = 0.012  # shares of the page's width
_SAME_HEIGHT = 0.4  # of a row's
# How long the labels of two steps are at most.
_MOST_FIRST, _MOST_SECOND = 12, 8
_RUN_ON = 0.8  # a label without any mark between it and what follows
_BY_OPTIONS = 0.95
_DISPUTED, _AS_GOOD = 0.8, 0.02
_MANY_OPTIONS = 3
_HEADING = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、]|\d{1,2}[.、]\D")


@dataclass(frozen=True, slots=True)
class Found:
    """A label and what belongs to it. `label` is the label's place in reading order."""

    label: Order
    score: float
    value: Piece
    in_table: bool


def extract(form: Form, pages: tuple[tuple[str, PageFacts], ...]) -> FormFacts:
    """Read a form from its pages (file sha256 and facts), in their order."""
    sheets = tuple(sheet_of(file, index, page) for index, (file, page) in enumerate(pages))
    known = known_labels(form)
    tables = {table.name: read_rows(table, sheets, known) for table in form.rows}
    in_tables = frozenset(place for rowed in tables.values() for place in rowed.cells)
    fields: dict[str, Reading[Any]] = {}
    orders: dict[str, Order] = {}
    places: dict[str, Place] = {}
    titles = frozenset(label_key(label) for block in form.blocks for label in block.labels)
    for block in form.blocks:
        for name, reading in read_block(block, sheets, places, orders, titles):
            fields[name] = reading
    labelled = _labelled(sheets, form, in_tables)
    for field in form.fields:
        found = _choose(field, list(_places_of(field, labelled, form)), orders)
        answer: Reading[Any] | None = None
        if found is not None:
            orders[field.name] = found.label
            whole = field.type == "richtext" and found.in_table
            value = with_overleaf(found.value, sheets) if whole else found.value
            answer = reading_of(field, value, found.score)
        elif field.options:
            answer = _from_options(field, form, sheets)
        if answer is None or (field.pattern and answer.value is None):
            answer = _from_pattern(field, sheets) or answer
        if answer is not None:
            fields[field.name] = answer
    rows = {name: rowed.rows for name, rowed in tables.items()}
    numbers = tuple((file, page.number) for file, page in pages)
    return FormFacts(form.kind, numbers, fields, rows, places)


@lru_cache(maxsize=64)
def _spotter(form: Form) -> LabelSpotter:
    labels = {label_key(label) for field in form.fields for label in field.labels}
    return LabelSpotter(frozenset(label for label in labels if len(label) > 1))


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A cell or line with the labels it may be. `rest` is what follows in the same place;
    `labels` are the places of the table's cells that are labels, and no values."""

    piece: Piece
    matches: Matches
    rest: str
    sheet: Sheet
    table: tuple[Piece, ...]
    labels: frozenset[Order] = frozenset()


def _labelled(
    sheets: tuple[Sheet, ...], form: Form, in_tables: frozenset[Order]
) -> tuple[_Labelled, ...]:
    """Every label on the sheets, once; cells of repeating tables are none."""
    found: list[_Labelled] = []
    for sheet in sheets:
        for table in sheet.tables:
            composed = {
                cell.order: made for cell in table if (made := _in_two_steps(cell, table, form))
            }
            own = {cell.order for cell in table if is_label_key(form, cell.key)}
            titled = {cell.order for cell in table if _label_inside(cell, form)}
            labels = frozenset(own | titled | set(composed))
            for cell in table:
                if cell.order in in_tables:
                    continue
                pairs_here = _pairs(cell, form, sheet, table, labels)
                found.extend(pairs_here)
                matched, rest = composed.get(cell.order) or (), ""
                if not matched and not pairs_here and (inside := _label_inside(cell, form)):
                    matched, rest = inside, _after_colon(cell.text)
                elif not matched:
                    matched = matches(form, cell.key)
                if matched:
                    found.append(_Labelled(cell, matched, rest, sheet, table, labels))
        for line in sheet.free:
            found.extend(_in_lines(line, form, sheet))
    return tuple(found)


def _label_inside(cell: Piece, form: Form) -> Matches:
    """The label that stands before a colon in the same cell as its value."""
    head = _before_colon(cell.text)
    if not head or not squeezed(_after_colon(cell.text)):
        return ()
    return tuple(m for m in matches(form, label_key(head)) if m[1] > STRONG)


def _in_lines(line: Piece, form: Form, sheet: Sheet) -> list[_Labelled]:
    """The labels of a line outside tables: before colons, else at its beginning."""
    several = _pairs(line, form, sheet, (), frozenset())
    if several:
        return several
    whole = tuple(m for m in matches(form, line.key) if m[1] >= STRONG)
    if whole:
        return [_Labelled(line, whole, "", sheet, ())]
    leading = _spotter(form).leading(line.text)
    if leading is None:
        return []
    rest = leading[1].lstrip("：: _＿.·—-")
    apart = rest != leading[1] or not rest
    return [_Labelled(line, ((leading[0], 1.0 if apart else _RUN_ON),), rest, sheet, ())]


def _in_two_steps(cell: Piece, table: tuple[Piece, ...], form: Form) -> Matches:
    """What a label means together with the one it stands under: 联系人 beside 姓名 and 手机.

    Of a person who is none of the form's the telephone is none of the form's either.
    """
    if not cell.key or len(cell.key) > _MOST_SECOND or not concepts(cell.key) <= ATTRIBUTES:
        return ()
    own = matches(form, cell.key)
    for group in _left_of(cell, table):
        if not group.key or len(group.key) > _MOST_FIRST or not _heads_attributes(group, table):
            continue
        first = matches(form, group.key)
        together = tuple(
            (label, score)
            for label, score in matches(form, group.key + cell.key)
            if score >= STRONG and concepts(cell.key) <= concepts(label)
        )
        if together and not {label for label, _ in together} <= {label for label, _ in own}:
            return together
        if first or together:
            return ()
    return ()


def _heads_attributes(group: Piece, table: tuple[Piece, ...]) -> bool:
    """True where labels stand right of a label, and not its own value."""
    beside = right_of(group, table)
    return beside is not None and bool(beside.key) and concepts(beside.key) <= ATTRIBUTES


def _left_of(cell: Piece, table: tuple[Piece, ...]) -> list[Piece]:
    """The cells left of one on its height, the nearest first."""
    middle = cell.box.centre[1]
    level = [
        other
        for other in table
        if other.box.right <= cell.box.left + _SAME_EDGE * cell.page_width
        and other.box.top <= middle <= other.box.bottom
    ]
    return sorted(level, key=lambda other: -other.box.right)


def _pairs(
    piece: Piece, form: Form, sheet: Sheet, table: tuple[Piece, ...], labels: frozenset[Order]
) -> list[_Labelled]:
    """Labels with their values in one place, 姓名：____ 性别：____.

    In a cell there are none unless there are two.
    """
    marked = pairs(form, piece.text)
    lined = _spotter(form).pairs(piece.text)
    if len(lined) > max(1, len(marked)):
        marked = tuple((at, ((label, 1.0),), rest) for at, label, rest in lined)
    several = len(marked) > 1
    if not several and (table or not marked):
        return []
    step = piece.box.width / max(1, len(piece.text))
    found = []
    for at, matched, rest in marked:
        # Each a little further right, so that what follows on what can be told.
        box = replace(piece.box, left=min(piece.box.right, piece.box.left + at * step))
        ticks = tuple(t for t in piece.ticks if squeezed(t.label) in squeezed(rest))
        place = replace(piece.rest(rest), box=box, ticks=ticks) if several else piece
        value = rest.strip().strip("_＿.·—-").strip() or ("_" if several else "")
        found.append(_Labelled(place, matched, value, sheet, table, labels))
    return found


def _places_of(field: Field, labelled: tuple[_Labelled, ...], form: Form) -> Iterator[Found]:
    """Everywhere the field may stand."""
    keys = {label_key(label) for label in field.labels}
    for one in labelled:
        score = max((value for label, value in one.matches if label in keys), default=0.0)
        if not score or field.region == ("cover" if one.table else "table"):
            continue
        value = _in_cell(one) if one.table else _in_line(one, field, form)
        if value is None:
            continue
        offered = _offers(field, value)
        if offered is False:
            continue
        score = max(score, _BY_OPTIONS) if offered else score
        sure = score if one.table and not one.rest else 0.96 * score
        yield Found(one.piece.order, sure, value, bool(one.table))


def _offers(field: Field, value: Piece) -> bool | None:
    """Whether the choices printed in a place are the field's own; None where there are none."""
    if not field.options:
        return None
    printed = choices_in(value)
    if len(printed) < 2:
        return None
    options = [label_key(option) for option in field.options]
    own = sum(any(label_key(one).startswith(option) for option in options) for one in printed)
    return own * 2 >= len(printed)


def _in_cell(one: _Labelled) -> Piece | None:
    if one.rest:
        return one.piece.rest(one.rest)
    value = value_cell(one.piece, one.table, one.labels)
    if value is None and one.piece.text.rstrip().endswith(_IN_CELL):
        return one.piece.rest("")  # the value would follow the colon, and does not
    return value


def _in_line(one: _Labelled, field: Field, form: Form) -> Piece:
    """Outside tables the value follows in the line, stands right of it, or goes on below it."""
    long = field.type in _LONG_TYPES
    if one.rest:
        return one.piece.rest(one.rest + (one.sheet.continued(one.piece) if long else ""))
    value = right_of(one.piece, one.sheet.free)
    if value is None or is_label_key(form, value.key):
        headed = field.type == "richtext" and not one.piece.text.rstrip().endswith(_IN_CELL)
        return one.piece.rest(_under_heading(one, form) if headed else "")
    return value.rest(value.text + (one.sheet.continued(value) if long else ""))


def _under_heading(one: _Labelled, form: Form) -> str:
    """The text under a heading, to the next one, to a table, or to the end of the page."""
    top = min(
        (table[0].box.top for table in one.sheet.tables if table[0].order > one.piece.order),
        default=float("inf"),
    )
    text: list[str] = []
    for line in one.sheet.free:
        if line.order <= one.piece.order or line.box.top > top:
            continue
        if _HEADING.match(squeezed(line.text)) or is_label_key(form, line.key):
            break
        text.append(line.text)
    return "\n".join(text)


def value_cell(label: Piece, table: tuple[Piece, ...], labels: frozenset[Order]) -> Piece | None:
    """The cell that a label speaks of: the one to its right, else the one below it.

    `labels` are the places of cells that are labels themselves.
    """
    if heads_a_column(label, table, labels):
        return below(label, table)
    right = right_of(label, table)
    if right is not None and label.box.height > _SIDE_TITLE * right.box.height:
        return None  # the merged title of a block, with the block's own labels beside it
    if right is not None and right.order not in labels:
        return right
    under = below(label, table)
    if under is None or under.order in labels:
        return None
    return under if under.box.width < _SIDE_TITLE * label.box.width else None


def heads_a_column(label: Piece, table: tuple[Piece, ...], labels: frozenset[Order]) -> bool:
    """True for a label in a row of labels whose values stand in a row of the same cells below.

    Beside one another stand labels only in such rows; a row of values has none.
    """
    row = [cell for cell in table if _level(cell, label)]
    named = [cell.order in labels for cell in sorted(row, key=lambda cell: cell.box.left)]
    if not any(one and other for one, other in pairwise(named)):
        return False
    for head in row:
        under = next((cell for cell in table if _right_under(cell, head)), None)
        if under is None or under.order in labels:
            return False
    return True


def _level(one: Piece, other: Piece) -> bool:
    slack = _slack(one, other)
    return abs(one.box.top - other.box.top) < slack and (
        abs(one.box.bottom - other.box.bottom) < slack
    )


def _right_under(cell: Piece, head: Piece) -> bool:
    aside = _SAME_EDGE * cell.page_width
    return (
        abs(cell.box.left - head.box.left) < aside
        and abs(cell.box.right - head.box.right) < aside
        and abs(cell.box.top - head.box.bottom) < _slack(cell, head)
    )


def _slack(one: Piece, other: Piece) -> float:
    """By how much edges of one row may differ: rows of Word files are low."""
    lowest = min(one.box.height, other.box.height)
    return min(_SAME_EDGE * one.page_width, _SAME_HEIGHT * lowest)


def _before_colon(text: str) -> str:
    at = min((text.find(mark) for mark in _IN_CELL if mark in text), default=-1)
    return text[:at] if 0 < at <= 24 else ""


def _after_colon(text: str) -> str:
    at = min(text.find(mark) for mark in _IN_CELL if mark in text)
    return text[at + 1 :]


def _choose(field: Field, found: list[Found], orders: dict[str, Order]) -> Found | None:
    if field.after:
        start = orders.get(field.after)
        found = [one for one in found if start is not None and _follows(one.label, start)]
        return min(found, key=lambda one: one.label, default=None)
    best = max(found, key=lambda one: _merit(field, one), default=None)
    if best is None or field.type == "richtext":
        return best
    disputed = any(_disputes(one, best) for one in found)
    return replace(best, score=min(best.score, _DISPUTED)) if disputed else best


def _disputes(one: Found, best: Found) -> bool:
    """True where another place has as good a claim and says something else."""
    texts = [squeezed(place.value.text) for place in (one, best)]
    as_good = one.score >= best.score - _AS_GOOD and one.in_table == best.in_table
    return as_good and all(texts) and texts[0] != texts[1]


def _follows(place: Order, start: Order) -> bool:
    """True where a place comes after another; edges of one row differ by some pixels."""
    if place[0] != start[0]:
        return place[0] > start[0]
    if abs(place[1] - start[1]) <= _SAME_ROW:
        return place[2] > start[2]
    return place[1] > start[1]


def _merit(field: Field, found: Found) -> tuple[float, bool, float, tuple[float, ...]]:
    """The label that agrees best; of equals one in a table; for long texts the roomiest place."""
    room = round(found.value.box.area) if field.type == "richtext" else 0.0
    return round(found.score, 1), found.in_table, room, tuple(-part for part in found.label)


def _from_options(field: Field, form: Form, sheets: tuple[Sheet, ...]) -> Reading[Any] | None:
    """Choices that are this field's options and no other's, whatever their label is."""
    others = [one for one in form.fields if one.options and one.name != field.name]
    for sheet in sheets:
        for piece in (*(cell for table in sheet.tables for cell in table), *sheet.free):
            if len(choices_in(piece)) < _MANY_OPTIONS or not _offers(field, piece):
                continue
            if not any(_offers(other, piece) for other in others):
                return reading_of(field, piece, STRONG)
    return None


def _from_pattern(field: Field, sheets: tuple[Sheet, ...]) -> Reading[Any] | None:
    if not field.pattern:
        return None
    for sheet in sheets:
        piece = sheet.search(field.pattern)
        if piece is not None:
            return reading_of(field, piece, 0.9)
    return None
