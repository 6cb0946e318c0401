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
from extractors.language import LabelSpotter, label_key, similarity
from extractors.layout import Piece, Sheet, below, right_of, sheet_of
from extractors.overleaf import with_overleaf
from extractors.readings import reading_of
from extractors.rows import Order, read_rows

_IN_CELL = ("：", ":")
# A year heads a column of a table, and is a value elsewhere.
_YEAR = re.compile(r"\d{4}年?度?")
_LONG_TYPES = ("text", "richtext", "organisation")
# A label more than so many times as large as its value is a title of something else.
_SIDE_TITLE = 1.8
_SAME_ROW = 12.0
_SAME_EDGE = 0.012  # shares of the page's width


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
        found = _choose(field, list(_places_of(field, labelled, known)), orders)
        answer: Reading[Any] | None = None
        if found is not None:
            orders[field.name] = found.label
            whole = field.type == "richtext" and found.in_table
            value = with_overleaf(found.value, sheets) if whole else found.value
            answer = reading_of(field, value, found.score)
        if answer is None or (field.pattern and answer.value is None):
            answer = _from_pattern(field, sheets) or answer
        if answer is not None:
            fields[field.name] = answer
    rows = {name: rowed.rows for name, rowed in tables.items()}
    numbers = tuple((file, page.number) for file, page in pages)
    return FormFacts(form.kind, numbers, fields, rows, places)


@lru_cache(maxsize=64)
def known_labels(form: Form) -> frozenset[str]:
    """Keys of every label of a form: a cell that holds one is no value."""
    labels = [label for field in form.fields for label in field.labels]
    labels += [label for block in form.blocks for label in block.labels]
    labels += [label for rows in form.rows for column in rows.columns for label in column.labels]
    return frozenset(key for label in labels if not _YEAR.fullmatch(key := label_key(label)))


@lru_cache(maxsize=64)
def _spotter(form: Form) -> LabelSpotter:
    labels = {label_key(label) for field in form.fields for label in field.labels}
    return LabelSpotter(frozenset(label for label in labels if len(label) > 1))


@lru_cache(maxsize=100_000)
def _matches(form: Form, key: str) -> tuple[tuple[str, float], ...]:
    """The form's labels that a key may be, with how well it agrees: itself, or misread ones."""
    labels = _field_labels(form)
    if key in labels or key in known_labels(form):
        return ((key, 1.0),)
    if not key or len(key) > _longest(form) + 1:
        return ()
    scored = ((label, similarity(key, label)) for label in labels)
    return tuple((label, score) for label, score in scored if score)


@lru_cache(maxsize=64)
def _field_labels(form: Form) -> frozenset[str]:
    return frozenset(label_key(label) for field in form.fields for label in field.labels)


@lru_cache(maxsize=64)
def _longest(form: Form) -> int:
    return max(map(len, _field_labels(form)), default=0)


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A cell or line with the labels it may be. `rest` is what follows in the same place."""

    piece: Piece
    matches: tuple[tuple[str, float], ...]
    rest: str
    sheet: Sheet
    table: tuple[Piece, ...]


def _labelled(
    sheets: tuple[Sheet, ...], form: Form, in_tables: frozenset[Order]
) -> tuple[_Labelled, ...]:
    """Every label on the sheets, once; cells of repeating tables are none."""
    found: list[_Labelled] = []
    spotter = _spotter(form)
    for sheet in sheets:
        for table in sheet.tables:
            for cell in table:
                if cell.order in in_tables:
                    continue
                found.extend(_pairs(cell, spotter, sheet, table))
                matches, rest = _matches(form, cell.key), ""
                if not matches and (head := _before_colon(cell.text)):
                    matches = tuple(m for m in _matches(form, label_key(head)) if m[1] > 0.9)
                    rest = _after_colon(cell.text)
                if matches:
                    found.append(_Labelled(cell, matches, rest, sheet, table))
        for line in sheet.free:
            pairs = _pairs(line, spotter, sheet, ())
            found.extend(pairs)
            spotted = None if pairs else spotter.leading(line.text)
            if spotted is not None:
                rest = spotted[1].lstrip("：: _＿.·—-")
                found.append(_Labelled(line, ((spotted[0], 1.0),), rest, sheet, ()))
    return tuple(found)


def _pairs(
    piece: Piece, spotter: LabelSpotter, sheet: Sheet, table: tuple[Piece, ...]
) -> list[_Labelled]:
    """Several labels with their values in one place, 姓名：____ 性别：____; none where one is."""
    pairs = spotter.pairs(piece.text)
    if len(pairs) < 2:
        return []
    step = piece.box.width / max(1, len(piece.text))
    found = []
    for at, label, rest in pairs:
        # Each a little further right, so that what follows on what can be told.
        box = replace(piece.box, left=min(piece.box.right, piece.box.left + at * step))
        place = replace(piece.rest(rest), box=box)
        value = rest.strip().strip("_＿.·—-").strip() or "_"
        found.append(_Labelled(place, ((label, 1.0),), value, sheet, table))
    return found


def _places_of(
    field: Field, labelled: tuple[_Labelled, ...], known: frozenset[str]
) -> Iterator[Found]:
    """Everywhere the field may stand."""
    keys = {label_key(label) for label in field.labels}
    for one in labelled:
        score = max((value for label, value in one.matches if label in keys), default=0.0)
        if not score or field.region == ("cover" if one.table else "table"):
            continue
        value = _in_cell(one, known) if one.table else _in_line(one, field, known)
        if value is not None:
            sure = score if one.table and not one.rest else 0.96 * score
            yield Found(one.piece.order, sure, value, bool(one.table))


def _in_cell(one: _Labelled, known: frozenset[str]) -> Piece | None:
    if one.rest:
        return one.piece.rest(one.rest)
    value = value_cell(one.piece, one.table, known)
    if value is None and one.piece.text.rstrip().endswith(_IN_CELL):
        return one.piece.rest("")  # the value would follow the colon, and does not
    return value


def _in_line(one: _Labelled, field: Field, known: frozenset[str]) -> Piece:
    """Outside tables the value follows in the line, or stands right of it."""
    long = field.type in _LONG_TYPES
    if one.rest:
        return one.piece.rest(one.rest + (one.sheet.continued(one.piece) if long else ""))
    value = right_of(one.piece, one.sheet.free)
    if value is None or is_label(value, known):
        return one.piece.rest("")
    return value.rest(value.text + (one.sheet.continued(value) if long else ""))


def value_cell(label: Piece, table: tuple[Piece, ...], known: frozenset[str]) -> Piece | None:
    """The cell that a label speaks of: the one to its right, else the one below it."""
    if heads_a_column(label, table, known):
        return below(label, table)
    right = right_of(label, table)
    if right is not None and label.box.height > _SIDE_TITLE * right.box.height:
        return None  # the merged title of a block, with the block's own labels beside it
    if right is not None and not is_label(right, known):
        return right
    under = below(label, table)
    if under is None or is_label(under, known):
        return None
    return under if under.box.width < _SIDE_TITLE * label.box.width else None


def heads_a_column(label: Piece, table: tuple[Piece, ...], known: frozenset[str]) -> bool:
    """True for a label in a row of labels whose values stand in a row of the same cells below.

    Beside one another stand labels only in such rows; a row of values has none.
    """
    row = _level_with(label, table)
    named = [is_label(cell, known) for cell in sorted(row, key=lambda cell: cell.box.left)]
    if not any(one and other for one, other in pairwise(named)):
        return False
    for head in row:
        under = _right_under(head, table)
        if under is None or is_label(under, known):
            return False
    return True


def _level_with(label: Piece, table: tuple[Piece, ...]) -> list[Piece]:
    """The cells between the same two rules as a label."""
    top, bottom, slack = label.box.top, label.box.bottom, _SAME_EDGE * label.page_width
    return [
        cell
        for cell in table
        if abs(cell.box.top - top) < slack and abs(cell.box.bottom - bottom) < slack
    ]


def _right_under(head: Piece, table: tuple[Piece, ...]) -> Piece | None:
    """The cell of the same width that begins where a head ends."""
    left, right, bottom = head.box.left, head.box.right, head.box.bottom
    slack = _SAME_EDGE * head.page_width
    for cell in table:
        box = cell.box
        if (
            abs(box.top - bottom) < slack
            and abs(box.left - left) < slack
            and abs(box.right - right) < slack
        ):
            return cell
    return None


def is_label(piece: Piece, known: frozenset[str]) -> bool:
    """True where a cell holds nothing but a label of the form."""
    return bool(piece.key) and piece.key in known


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
    return max(found, key=lambda one: _merit(field, one), default=None)


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


def _from_pattern(field: Field, sheets: tuple[Sheet, ...]) -> Reading[Any] | None:
    if not field.pattern:
        return None
    for sheet in sheets:
        piece = sheet.search(field.pattern)
        if piece is not None:
            return reading_of(field, piece, 0.9)
    return None
