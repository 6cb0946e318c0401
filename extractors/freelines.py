"""Values outside tables: what follows a label in its line, right of it, or below it."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.facts import Box, Tick
from extractors.formtypes import Field, Form
from extractors.labelled import IN_CELL, PART_NUMBER, Labelled, before_colon
from extractors.labels import is_label_key, pairs
from extractors.language import TO_FILL, squeezed
from extractors.layout import Piece, right_of
from extractors.readings import CHOICES

_LONG_TYPES = ("text", "richtext", "organisation")
_NEXT_ROW = 1.6  # heights of a line
_PARAGRAPH = 1.2  # heights of a line between two of one text, at most
_MORE_WORDS = 2  # of a heading than its label has: 推广应用前景
_HEADING = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、]|\d{1,2}[.、]\D")


def in_line(one: Labelled, field: Field, form: Form) -> Piece:
    """Outside tables the value follows in the line, stands right of it, or goes on below it."""
    long = field.type in _LONG_TYPES
    if field.type in CHOICES and not one.shared and (ticks := _ticks_after(one, form)):
        return replace(one.piece.rest(one.rest), ticks=ticks)
    heading = field.type == "richtext" and not _has_colon(one.piece.text)
    if one.rest and not (heading and len(squeezed(one.rest)) <= _MORE_WORDS):
        return one.piece.rest(one.rest + (one.sheet.continued(one.piece) if long else ""))
    value = right_of(one.piece, one.sheet.free)
    if value is None or is_label_key(form, value.key):
        if field.type != "richtext":
            return one.piece.rest("")
        asked = one.piece.text.rstrip().endswith(IN_CELL)
        return one.piece.rest(_below(one, form) if asked else _under_heading(one, form))
    return value.rest(value.text + (one.sheet.continued(value) if long else ""))


def names_a_part(one: Labelled, value: Piece) -> bool:
    """True for a numbered heading with nothing right under it: 二、联系人, over a table.

    A line to write on, or a plain number, asks for something.
    """
    text = one.piece.text
    alone = not squeezed(value.text) and not value.ticks
    return alone and not TO_FILL.search(text) and bool(PART_NUMBER.match(squeezed(text)))


def _has_colon(text: str) -> bool:
    return any(mark in text for mark in IN_CELL)


def _ticks_after(one: Labelled, form: Form) -> tuple[Tick, ...]:
    """The tick boxes between a label and the next one, also where they go on in lines below.

    Boxes that were entered or found apart from the words part these into several lines.
    """
    found: list[Tick] = []
    row, left = one.piece.box, one.piece.box.left
    while True:
        level = [piece for piece in one.sheet.free if _holds(row, piece.box.centre[1])]
        ends = [
            piece.box.left
            for piece in level
            if piece.box.left > left and piece is not one.piece and _begins_label(piece, form)
        ]
        stop = min(ends, default=float("inf"))
        here = [
            tick
            for tick in one.sheet.page.ticks
            if _holds(row, tick.box.centre[1]) and left <= tick.box.left < stop
        ]
        if (not here and row is not one.piece.box) or ends:
            return (*found, *here)
        found.extend(here)
        under = [
            piece
            for piece in one.sheet.free
            if row.bottom < piece.box.centre[1] < row.bottom + _NEXT_ROW * row.height
        ]
        if not under or any(_begins_label(piece, form) for piece in under):
            return tuple(found)
        row, left = min((piece.box for piece in under), key=lambda box: box.top), 0.0


def _begins_label(piece: Piece, form: Form) -> bool:
    """True for a line that asks for something: it begins with a label, or numbering and a colon."""
    return (
        is_label_key(form, piece.key)
        or any(matched for _, matched, *_ in pairs(form, piece.text))
        or bool(_HEADING.match(squeezed(piece.text)))
    )


def _holds(box: Box, y: float) -> bool:
    return box.top <= y <= box.bottom


def _below(one: Labelled, form: Form) -> str:
    """The paragraph that stands right under a label and its colon, in a frame or none."""
    text: list[str] = []
    last = one.piece
    for line in one.sheet.free:
        if line.order <= one.piece.order or line.box.top < last.box.top:
            continue
        apart = line.box.top - last.box.bottom > _PARAGRAPH * line.box.height
        if apart or _begins_label(line, form) or before_colon(line.text):
            break
        text.append(line.text)
        last = line
    return "\n".join(text)


def _under_heading(one: Labelled, form: Form) -> str:
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
