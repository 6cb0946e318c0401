"""From tables and lines to fields: labels are found, and what belongs to them is read.

Pure functions over page facts: the same code reads paper, born-digital PDF and Word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from extractors.blocks import read_block
from extractors.blocktitles import guessed_titles
from extractors.facts import PageFacts, Presence, Reading
from extractors.formtypes import Field, Form, FormFacts, Place
from extractors.freelines import in_line, names_a_part
from extractors.inferred import Taken, inferred
from extractors.labelled import (
    IN_CELL,
    Labelled,
    asks_to_sign,
    before_colon,
    label_inside,
    labelled,
)
from extractors.labels import STRONG, is_label_key, known_labels
from extractors.language import label_key, squeezed
from extractors.layout import Piece, Sheet, below, level, right_of, right_under, sheet_of
from extractors.overleaf import with_overleaf
from extractors.readings import GUESSED, choices_in, is_plausible, reading_of
from extractors.rows import Order, read_rows
from extractors.wording import reads_as_label

# A label more than so many times as large as its value is a title of something else.
_SIDE_TITLE = 1.8
_SAME_ROW = 12.0
_BY_OPTIONS = 0.95
_DISPUTED, _AS_GOOD = 0.8, 0.02
_MANY_OPTIONS = 3
_STOP = "。"
_FOR_A_SEAL = re.compile("公章|盖章|印章")
_UNDER_A_TITLE = 0.85


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
    fields.update(_read_blocks(form, sheets, places, orders))
    marked = labelled(sheets, form, in_tables)
    chosen = _chosen(form, marked, orders)
    for field in form.fields:
        found = chosen.get(field.name)
        answer: Reading[Any] | None = None
        if found is not None:
            whole = field.type == "richtext" and found.in_table
            value = _with_overleaf(found.value, sheets, form) if whole else found.value
            answer = reading_of(field, value, found.score)
        elif field.options:
            answer = _from_options(field, form, sheets)
        if answer is None or (field.pattern and answer.value is None):
            answer = _from_pattern(field, sheets, answer)
        if answer is not None:
            fields[field.name] = answer
    fields |= _guessed(form, sheets, marked, fields, _taken(chosen, in_tables))
    rows = {name: rowed.rows for name, rowed in tables.items()}
    numbers = tuple((file, page.number) for file, page in pages)
    return FormFacts(form.kind, numbers, fields, rows, places)


def _chosen(form: Form, marked: tuple[Labelled, ...], orders: dict[str, Order]) -> dict[str, Found]:
    """Where each field stands; their labels' places are noted in `orders`.

    A place belongs to the field that is said to follow another one there, where the other field
    that would have it may stand elsewhere as well.
    """
    chosen: dict[str, Found] = {}
    offered = _offered(form, marked)
    # A field that follows another one comes after it, wherever the definition has it.
    for field in sorted(form.fields, key=lambda one: bool(one.after)):
        found = _choose(field, offered[field.name], orders)
        if found is None:
            continue
        chosen[field.name], orders[field.name] = found, found.label
        for other in form.fields if field.after else ():
            if other.after or other.type != field.type or not _one_place(found, chosen, other):
                continue
            elsewhere = [one for one in offered[other.name] if one.label != found.label]
            moved = _choose(other, elsewhere, orders)
            if moved is not None and moved.score >= STRONG:
                chosen[other.name], orders[other.name] = moved, moved.label
    return chosen


def _one_place(found: Found, chosen: dict[str, Found], other: Field) -> bool:
    return other.name in chosen and chosen[other.name].label == found.label


def _taken(chosen: dict[str, Found], in_tables: frozenset[Order]) -> Taken:
    return Taken(
        {name: found.label for name, found in chosen.items()},
        {name: found.value.order for name, found in chosen.items()},
        in_tables,
    )


def _read_blocks(
    form: Form, sheets: tuple[Sheet, ...], places: dict[str, Place], orders: dict[str, Order]
) -> Iterator[tuple[str, Reading[Any]]]:
    """Fields of all blocks; without a known title, under the one that is most like theirs."""
    titles = frozenset(label_key(label) for block in form.blocks for label in block.labels)
    for block in form.blocks:
        yield from read_block(block, sheets, places, orders, titles)
    missing = [block for block in form.blocks if block.name not in places]
    if not missing:
        return
    guessed = guessed_titles(form.blocks, missing, sheets, orders)
    for block in missing:
        if block.name not in guessed:
            continue
        key = guessed[block.name]
        named = replace(block, labels=(key,))
        place: dict[str, Place] = {}
        order: dict[str, Order] = {}
        read = list(read_block(named, sheets, place, order, titles | {key}, GUESSED))
        if not set(order.values()) & set(orders.values()):  # else it is another block's
            places |= place
            orders |= order
            yield from read


def _guessed(
    form: Form,
    sheets: tuple[Sheet, ...],
    marked: tuple[Labelled, ...],
    fields: dict[str, Reading[Any]],
    taken: Taken,
) -> dict[str, Reading[Any]]:
    """Readings of fields that were not found, or found with what they cannot mean: never sure."""
    missing = [
        field
        for field in form.fields
        if (read := fields.get(field.name)) is None
        or (read.presence is Presence.FILLED and not _may_be(field, read))
    ]
    readings = {}
    for name, candidate in inferred(form, missing, sheets, marked, taken).items():
        field = next(one for one in missing if one.name == name)
        readings[name] = reading_of(field, candidate.values[0], GUESSED)
    return readings


def _may_be(field: Field, read: Reading[Any]) -> bool:
    if field.type == "person":
        return is_plausible(field, read.value)
    return read.value is not None


def _with_overleaf(value: Piece, sheets: tuple[Sheet, ...], form: Form) -> Piece:
    def asks(cell: Piece) -> bool:
        if squeezed(cell.text).endswith(_STOP) and not label_inside(cell, form):
            return False
        return is_label_key(form, cell.key) or bool(label_inside(cell, form))

    return with_overleaf(value, sheets, asks)


def _offered(form: Form, marked: tuple[Labelled, ...]) -> dict[str, list[Found]]:
    """Everywhere that each field may stand, in the order of the labels."""
    by_label: dict[str, list[int]] = {}
    for at, one in enumerate(marked):
        for label, _ in one.matches:
            by_label.setdefault(label, []).append(at)
    offered = {}
    for field in form.fields:
        keys = {label_key(label) for label in field.labels}
        places = sorted({at for key in keys for at in by_label.get(key, ())})
        own = tuple(marked[at] for at in places)
        offered[field.name] = _in_region(field, own, form)
    return offered


def _in_region(field: Field, marked: tuple[Labelled, ...], form: Form) -> list[Found]:
    """What belongs in tables may stand on the cover, where it stands in none; and vice versa."""
    found = _places_of(field, marked, form)
    if found or field.region == "any":
        return found
    first = tuple(one for one in marked if one.sheet.index == 0)
    return _places_of(replace(field, region="any"), first, form)


def _places_of(field: Field, marked: tuple[Labelled, ...], form: Form) -> list[Found]:
    """Everywhere the field may stand; under the heading of a part a long text, and only there."""
    keys = {label_key(label) for label in field.labels}
    places: list[Found] = []
    parts: list[Found] = []
    for one in marked:
        score = max((value for label, value in one.matches if label in keys), default=0.0)
        if not score or field.region == ("cover" if one.table else "table"):
            continue
        if field.type == "person" and asks_to_sign(before_colon(one.piece.text) or one.piece.text):
            continue
        value = _in_cell(one) if one.table else in_line(one, field, form)
        if value is None:
            continue
        if _is_for_a_seal(one, value):
            continue
        offered = _offers(field, value)
        if offered is False:
            continue
        score = max(score, _BY_OPTIONS) if offered else score
        sure = score if one.table and not one.rest else 0.96 * score
        found = Found(one.piece.order, sure, value, bool(one.table))
        part = names_a_part(one, value) and (not one.table or field.type == "richtext")
        (parts if part else places).append(found)
    return places or (parts if field.type == "richtext" else [])


def _is_for_a_seal(one: Labelled, value: Piece) -> bool:
    """True where a label only says whose seal belongs there: 申报单位（公章）, and nothing."""
    empty = not squeezed(value.text).strip("_＿")
    return empty and not one.table and bool(_FOR_A_SEAL.search(one.piece.text))


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


def _in_cell(one: Labelled) -> Piece | None:
    if one.rest:
        return one.piece.rest(one.rest)
    value = value_cell(one.piece, one.table, one.labels)
    if value is not None and reads_as_label(value.key):
        # Perhaps one of a row of labels whose values stand below; 体系主管 alone is a post.
        also = frozenset(cell.order for cell in one.table if reads_as_label(cell.key))
        if heads_a_column(one.piece, one.table, one.labels | also):
            value = below(one.piece, one.table) or value
    if value is None and one.piece.text.rstrip().endswith(IN_CELL):
        return one.piece.rest("")  # the value would follow the colon, and does not
    return value


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
    row = [cell for cell in table if level(cell, label)]
    named = [cell.order in labels for cell in sorted(row, key=lambda cell: cell.box.left)]
    if not any(one and other for one, other in pairwise(named)):
        return False
    for head in row:
        under = next((cell for cell in table if right_under(cell, head)), None)
        if under is None or under.order in labels:
            return False
    return True


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
    """The label that agrees best; of equals one in a table; for long texts the roomiest place.

    Where long texts stand under headings, the heading of a part stands over the text's own.
    """
    long = field.type == "richtext"
    room = round(found.value.box.area) if long else 0.0
    written = not long or found.score < STRONG or bool(squeezed(found.value.text))
    agreed = round(found.score, 1) if written else _UNDER_A_TITLE
    return agreed, found.in_table, room, tuple(-part for part in found.label)


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


def _from_pattern(
    field: Field, sheets: tuple[Sheet, ...], known: Reading[Any] | None
) -> Reading[Any] | None:
    """What a pattern finds anywhere; where that says nothing, what is `known` stays."""
    if not field.pattern:
        return known
    for sheet in sheets:
        piece = sheet.search(field.pattern)
        if piece is None:
            continue
        found = reading_of(field, piece, 0.9)
        return found if found.value is not None or known is None else known
    return known
