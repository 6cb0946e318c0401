"""The abstract model of a form: what stands on it, before it becomes paper or Word.

Tick boxes are characters inside a text: `□` is empty, any of `TICKED` is ticked; the label of
a box is the text that follows it up to the next box or space, or, where none follows, the word
before it (是□　否☑). A mark in brackets behind a word (是（√）　否（　）) is text, no box.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

UNITS = 24  # every table is laid out on 24 columns of equal width
COMB_PARTS = 11  # of a column: eleven squares of pitch N fill N columns
EMPTY_BOX = "□"
TICKED = "☑■"
MARK = "√"  # in brackets
_TICK = re.compile(f"([{EMPTY_BOX}{TICKED}])([^{EMPTY_BOX}{TICKED}\\s]*)")
_WORD = f"[^{EMPTY_BOX}{TICKED}\\s：；，。、？（）]+"
_WORD_BEFORE = re.compile(f"{_WORD}$")
# A word whose box or brackets stand behind it: not to be parted from them.
MARKED_WORD = re.compile(f"{_WORD}(?:[{EMPTY_BOX}{TICKED}](?=\\s|$)|（[{MARK}　]）)")

Truth = str | bool | list[str]


@dataclass(frozen=True, slots=True)
class Value:
    """One filled-in field: as it is written, and what it means (DOMAIN.md names)."""

    shown: str
    truth: Truth


BLANK = Value("", "")
Values = dict[str, Value]
RowValues = dict[str, list[dict[str, Value]]]


@dataclass(frozen=True, slots=True)
class Para:
    """One paragraph; `seal` and `sign` name the place for a stamp or a signature on it."""

    text: str
    size: float = 0.0  # points; 0 = the style's body size
    face: str = "body"  # body, label, title, or hand (written with a pen on paper)
    align: str = "left"
    indent: bool = False
    before: float = 0.0  # mm
    after: float = 0.0  # mm
    seal: str = ""
    sign: str = ""
    keep: bool = False  # stays on the page of what follows
    filled: int = -1  # where in the text the filled-in part begins; -1: all of it is printed
    pen: bool = False  # on paper the filled-in part is written by hand


@dataclass(frozen=True, slots=True)
class CoverLine:
    """A cover entry: label, and the value on a ruled line."""

    label: str
    value: str
    seal: str = ""
    before: float = 6.0


@dataclass(frozen=True, slots=True)
class Blank:
    """A label and what is filled in behind it; `share` of the width of the text."""

    label: str
    value: str
    share: float = 1.0
    seal: str = ""


@dataclass(frozen=True, slots=True)
class FillLine:
    """Blanks beside each other outside any table, each over a line or a row of dots."""

    blanks: tuple[Blank, ...]
    dotted: bool = False
    size: float = 0.0  # points; 0 = the style's body size
    before: float = 2.5  # mm


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a ruled table: `column` and `columns` in units of the 24-column grid."""

    paras: tuple[Para, ...]
    column: int
    columns: int
    rows: int = 1
    kind: str = "value"  # value, label, title or photo
    valign: str = "middle"
    comb: int = 0  # on paper: so many ruled squares, one character each
    pitch: int = 0  # width of a square in parts of a column, see COMB_PARTS


@dataclass(frozen=True, slots=True)
class Row:
    """The cells that begin in this row, and its least height in mm."""

    cells: tuple[Cell, ...]
    height: float = 8.0


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; its first `repeat` rows stand again on each page that it goes on to."""

    rows: tuple[Row, ...]
    repeat: int = 0


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new sheet."""


Block = Para | CoverLine | FillLine | Table | PageBreak


@dataclass(frozen=True, slots=True)
class Form:
    """A filled form, ready to be drawn or written."""

    kind: str
    blocks: tuple[Block, ...]
    photo_seed: int = 0


def label(text: str, column: int, columns: int, rows: int = 1, *, kind: str = "label") -> Cell:
    """Return a printed label cell."""
    return Cell((Para(text, face="label", align="center"),), column, columns, rows, kind)


def value(text: str, column: int, columns: int, *, align: str = "left", rows: int = 1) -> Cell:
    """Return a cell with a filled-in value, one paragraph a line."""
    lines = text.split("\n")
    return Cell(tuple(Para(line, align=align, filled=0) for line in lines), column, columns, rows)


def ticks_in(text: str) -> list[tuple[str, bool, int]]:
    """Return (label, ticked, position) of each tick box in a text."""
    return [
        (m[2] or _word_before(text[: m.start()]), m[1] in TICKED, m.start())
        for m in _TICK.finditer(text)
    ]


def _word_before(text: str) -> str:
    found = _WORD_BEFORE.search(text)
    return found[0] if found else ""


def choice(options: Sequence[str], chosen: Sequence[str], ticked: str, gap: str = "　") -> Value:
    """Return tick boxes for one enum field (truth is the one option's text)."""
    shown = gap.join(f"{ticked if one in chosen else EMPTY_BOX}{one}" for one in options)
    return Value(shown, chosen[0] if chosen else "")


def choices(options: Sequence[str], chosen: Sequence[str], ticked: str, gap: str = "　") -> Value:
    """Return tick boxes for a field where several may be ticked (truth is a list)."""
    shown = gap.join(f"{ticked if one in chosen else EMPTY_BOX}{one}" for one in options)
    return Value(shown, [one for one in options if one in chosen])


def yes_no(words: tuple[str, str], state: bool, ticked: str, gap: str = "　") -> Value:
    """Return a pair of boxes such as 是/否; the first word means true."""
    marks = (ticked, EMPTY_BOX) if state else (EMPTY_BOX, ticked)
    return Value(gap.join(m + w for m, w in zip(marks, words, strict=True)), state)


def boundaries(rows: Sequence[Row]) -> list[int]:
    """Return the grid positions where some cell of the table begins or ends, in order."""
    edges = {edge for r in rows for c in r.cells for edge in (c.column, c.column + c.columns)}
    return sorted(edges)
