"""Fields whose labels the form's definition does not know, from what is left on the pages.

Labels that mean nothing known, with the values they have, are put together with the fields that
were not found: by shared words, by what the value is, and by the neighbours on the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.formtypes import Field, Form
from extractors.guesses import Candidate, guesses
from extractors.labelled import Labelled, after_colon, before_colon
from extractors.labels import is_option_key, pairs
from extractors.language import label_key, squeezed
from extractors.layout import Piece, Sheet, below, right_of
from extractors.readings import choices_in
from extractors.rows import Order
from extractors.typedticks import EMPTY_MARKS, TICKED_MARKS

# Documents of a few fields are no forms to fill in.
_LEAST_FIELDS = 8
_SAME_ROW = 12.0
_LONGEST, _LONGEST_QUESTION = 16, 44
_ASKS = re.compile(r"[\u3400-\u9fffA-Za-z0-9/、，,（）()\-·？?]{2,}")
_SENTENCE = re.compile(r"[。；！!]")
_LEAST_QUESTION = 4
_MARKS = EMPTY_MARKS + TICKED_MARKS
_BEFORE_CHOICES = re.compile(rf"[\s:：？?（({_MARKS}]+$")


@dataclass(frozen=True, slots=True)
class Taken:
    """What is spoken for: labels of found fields with their values, and cells of tables.

    `labels` gives the place of each found field's label, `values` that of its value.
    """

    labels: Mapping[str, Order]
    values: Mapping[str, Order]
    in_tables: frozenset[Order]


def inferred(
    form: Form,
    missing: Sequence[Field],
    sheets: tuple[Sheet, ...],
    marked: tuple[Labelled, ...],
    taken: Taken,
) -> Mapping[str, Candidate]:
    """A label and a value for some of the missing fields."""
    if len(form.fields) < _LEAST_FIELDS or not missing:
        return {}
    known = {one.piece.order for one in marked if one.matches}
    known |= {order for one in marked for order in one.labels}
    used = frozenset(known | set(taken.values.values()) | taken.in_tables)
    candidates = [*_in_cells(form, sheets, used, taken), *_in_lines(form, sheets, used)]
    place = {field.name: at for at, field in enumerate(form.fields)}
    found = [(place[name], order) for name, order in taken.labels.items() if name in place]

    def between(field: Field, candidate: Candidate) -> float:
        """How many of the nearest found fields before and after it stand where they should."""
        at = place[field.name]
        before = max((pair for pair in found if pair[0] < at), default=None)
        after = min((pair for pair in found if pair[0] > at), default=None)
        sides = [
            pair[1] < candidate.label.order if pair is before else candidate.label.order < pair[1]
            for pair in (before, after)
            if pair is not None
        ]
        return sum(sides) / len(sides) if sides else 0.0

    return guesses(missing, candidates, between)


def _in_cells(
    form: Form, sheets: tuple[Sheet, ...], used: frozenset[Order], taken: Taken
) -> Iterator[Candidate]:
    for sheet in sheets:
        for table in sheet.tables:
            for cell in table:
                if cell.order not in used:
                    yield from _of_cell(form, cell, table, used, taken)


def _of_cell(
    form: Form, cell: Piece, table: tuple[Piece, ...], used: frozenset[Order], taken: Taken
) -> Iterator[Candidate]:
    head = before_colon(cell.text)
    if asked := _question(cell):
        yield asked
    elif head and _may_ask(form, head) and squeezed(after_colon(cell.text)):
        yield Candidate(cell.rest(head), (cell.rest(after_colon(cell.text)),))
    elif (value := _value_of(cell, table, used, taken)) is not None:
        longest = _LONGEST_QUESTION if len(choices_in(value)) > 1 else _LONGEST
        if _may_ask(form, cell.text, longest):
            yield Candidate(cell, (value,))


def _question(piece: Piece) -> Candidate | None:
    """A question with its choices in one place: 近三年有无事故？ 有□ 无☑."""
    printed = choices_in(piece)
    if len(printed) < 2 or not printed[0]:
        return None
    first = re.escape(printed[0])
    # Beside a box, before a bracket, or set apart where its box is no character.
    begins = re.search(
        rf"[{_MARKS}]\s?{first}|{first}\s?[{_MARKS}(（]|(?<=[\s:：？?]){first}", piece.text
    )
    at = begins.start() if begins else 0
    head = _BEFORE_CHOICES.sub("", piece.text[:at])
    if len(label_key(head)) < _LEAST_QUESTION or len(label_key(head)) > _LONGEST_QUESTION:
        return None
    return Candidate(piece.rest(head), (replace(piece.rest(piece.text[at:]), ticks=piece.ticks),))


def _value_of(
    label: Piece, table: tuple[Piece, ...], used: frozenset[Order], taken: Taken
) -> Piece | None:
    """Where its neighbours on the row have their values, an unknown label has its own too."""
    right, under = right_of(label, table), below(label, table)
    beneath = [
        taken.values[name][1] > order[1] + _SAME_ROW
        for name, order in taken.labels.items()
        if name in taken.values and _on_row(order, label)
    ]
    places = (under, right) if 2 * sum(beneath) > len(beneath) else (right, under)
    return next((one for one in places if one is not None and one.order not in used), None)


def _on_row(order: Order, label: Piece) -> bool:
    return order[0] == label.index and abs(order[1] - label.order[1]) <= _SAME_ROW


def _in_lines(form: Form, sheets: tuple[Sheet, ...], used: frozenset[Order]) -> Iterator[Candidate]:
    for sheet in sheets:
        for line in sheet.free:
            if line.order in used:
                continue
            if asked := _question(line):
                yield asked
                continue
            for _, matched, rest, head in pairs(form, line.text):
                if not matched and _may_ask(form, head):
                    value = rest.strip("_＿.·—- 　")
                    yield Candidate(line.rest(head), (line.rest(value),))


def _may_ask(form: Form, text: str, longest: int = _LONGEST) -> bool:
    """True for a few words that may ask for something: no sentence, no number, no choice."""
    key = label_key(text)
    return (
        1 < len(key) <= longest
        and bool(_ASKS.fullmatch(key))
        and sum(char.isdigit() for char in key) < len(key) / 3
        and not _SENTENCE.search(text)
        and not is_option_key(form, key)
    )
