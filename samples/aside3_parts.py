"""Parts of the forms in the third layout kept aside: nobody tunes the reader on it.

Habits of this office: a table of its own below each numbered chapter, heads of two rows over its
lists, labels above their values where there are several of a kind, hints in small print.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from samples.cells import HINT_SIZE, caption, dated
from samples.layout import UNITS, Cell, PageBreak, Para, Row, Value, Values, value
from samples.layout_parts import date_face, ticked_as
from samples.style import ASIDE3, Style

LIST_SIZE = 10.0  # points, in lists of many columns

Above = tuple[str, str, int]  # label, field, units


def aside3_style(style: Style, rng: random.Random) -> Style:
    """Return an applicant's looks in this layout."""
    body = rng.choice(("song", "song", "kai", "ming"))
    return replace(
        style,
        layout=ASIDE3,
        body=body,
        label=rng.choice((body, "hei", "song")),
        title=rng.choice(("hei", "ming", "song")),
        dates=rng.choice(("cjk", "padded", "gaps", "dots", "slashes")),
        boxes=rng.choice(("behind", "before", "brackets")),
    )


def values_of(values: Values, style: Style) -> Values:
    """Return a form's values with choices set as this layout has them."""
    return ticked_as(values, style.boxes, style.ticked)


def above(values: Values, title: str, wide: int, *asked: Above) -> list[Row]:
    """Return two rows: labels, and below each its value; a title stands before both."""
    heads: list[Cell] = [caption(title, 0, wide, 2)] if wide else []
    below: list[Cell] = []
    left = wide
    for text, name, units in asked:
        heads.append(caption(text, left, units))
        below.append(value(values[name].shown, left, units, align="center"))
        left += units
    return [Row(tuple(heads), 8.5), Row(tuple(below), 10.0)]


@dataclass(frozen=True, slots=True)
class Head:
    """A column of a list, or several under a common head."""

    text: str
    units: int = 0
    parts: tuple[tuple[str, int], ...] = ()

    @property
    def widths(self) -> tuple[int, ...]:
        """Return the units of the columns."""
        return tuple(units for _, units in self.parts) or (self.units,)


def crown(heads: Sequence[Head], left: int = 0, size: float = 0.0) -> list[Row]:
    """Return the two rows at the top of a list."""
    upper: list[Cell] = []
    lower: list[Cell] = []
    for one in heads:
        wide = sum(one.widths)
        upper.append(caption(one.text, left, wide, 1 if one.parts else 2, size=size))
        start = left
        for text, units in one.parts:
            lower.append(caption(text, start, units, size=size))
            start += units
        left += wide
    return [Row(tuple(upper), 8.5), Row(tuple(lower), 8.5)]


def counted(
    heads: Sequence[Head],
    rows: Sequence[dict[str, Value]],
    names: Sequence[str],
    least: int,
    *,
    left: int = 0,
    size: float = 0.0,
    height: float = 9.0,
) -> list[Row]:
    """Return a list whose lines are counted in its first column; at least so many lines."""
    widths = [units for one in heads for units in one.widths]
    out = crown(heads, left, size)
    for number in range(max(least, len(rows))):
        shown = [rows[number][name].shown if number < len(rows) else "" for name in names]
        column = left
        cells: list[Cell] = []
        for text, units in zip((str(number + 1), *shown), widths, strict=True):
            para = Para(text, size=size, align="center", filled=0 if cells and text else -1)
            cells.append(Cell((para,), column, units))
            column += units
        out.append(Row(tuple(cells), height))
    return out


def chapter(text: str, before: float = 5.0) -> Para:
    """Return the heading of a chapter."""
    return Para(text, size=14, face="title", before=before, after=2, keep=True)


def chapter_row(text: str) -> Row:
    """Return the heading of a chapter as the first row of its table."""
    return Row((Cell((Para(text, size=14, face="title"),), 0, UNITS, kind="title"),), 11.0)


def footnote(text: str) -> Para:
    """Return a note in small print below a table."""
    return Para(f"注：{text}", size=9, face="label", before=1)


def unit_note(text: str) -> Para:
    """Return what a table's numbers are counted in, above its right end."""
    return Para(text, size=10, face="label", align="right", after=1, keep=True)


def prose(shown: str) -> tuple[Para, ...]:
    """Return free text, a paragraph a line."""
    return tuple(Para(one, indent=True, filled=0 if one else -1) for one in shown.split("\n"))


def essay(title: str, hint: str, shown: str, height: float) -> list[Row]:
    """Return a heading row with a hint, and free text in a cell below."""
    head = (
        Para(title, face="label", align="center"),
        Para(hint, size=HINT_SIZE, face="label", align="center"),
    )
    return [
        Row((Cell(head, 0, UNITS, kind="title"),), 11.0),
        Row((Cell(prose(shown), 0, UNITS, valign="top"),), height),
    ]


@dataclass(frozen=True, slots=True)
class Say:
    """What somebody says about the application, and where they sign and seal it."""

    shown: str
    place: str  # of the seal and the signature; empty: nobody signed
    date: str
    signer: str
    stamp: str = "（公章）"
    printed: bool = False  # the text belongs to the form


def said(one: Say, style: Style, gap: float = 8.0, room: int = 9) -> tuple[Para, ...]:
    """Return a text, the signature at the middle, and the seal over the date at the right.

    `room` is how many characters the signature may take.
    """
    filled = -1 if one.printed or not one.shown else 0
    out = [Para(one.shown, indent=True, before=1.5, filled=filled)]
    if one.signer:
        name = f"{one.signer}：{'　' * room}"
        out.append(Para(name, align="center", before=gap, sign=one.place))
    if one.stamp:
        stamp = f"{one.stamp}{'　' * 3}"
        out.append(Para(stamp, align="right", before=3.5, seal=one.place))
    day = f"{dated(one.date)}{'　' * 2}"
    face = date_face(one.date, style)
    out.append(Para(day, face=face, align="right", before=2.5, after=6))
    return tuple(out)


def numbered(title: str, notes: Sequence[str]) -> list[Para | PageBreak]:
    """Return a page that tells how to fill the form in."""
    head = Para(title, size=16, face="title", align="center", before=8, after=8)
    told = (Para(f"{i}．{one}", size=12, indent=True, after=2) for i, one in enumerate(notes, 1))
    return [head, *told, PageBreak()]


def cover_head(title: Sequence[tuple[str, float]], before: float) -> list[Para]:
    """Return the top of a cover: room for the office's number, and the title."""
    number = "受理编号：＿＿＿＿＿＿＿＿"
    out = [
        Para(number, size=12, face="label", align="right"),
        Para("（由市质协填写）", size=9, face="label", align="right"),
    ]
    for index, (text, size) in enumerate(title):
        gap = before if index == 0 else 6
        out.append(Para(text, size=size, face="title", align="center", before=gap))
    return out


def cover_foot(before: float) -> list[Para | PageBreak]:
    """Return the foot of a cover."""
    return [
        Para("上海市质量协会印制", size=15, face="label", align="center", before=before),
        Para("二〇二一年五月", size=15, face="label", align="center", before=2),
        PageBreak(),
    ]
