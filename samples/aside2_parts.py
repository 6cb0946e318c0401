"""Parts of the forms in the second layout kept aside: nobody tunes the reader on it.

Habits of this office: notes in smaller print below a label, titles of a part down the left side or
as a row of the table, spare rows in every list, the date of an opinion alone on its last line.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from samples.forms_shared import in_squares
from samples.layout import UNITS, Cell, Para, Row, Table, Value, Values, value
from samples.layout_parts import date_face, recommended, ticked_as
from samples.style import ASIDE2, Style

NOTE_SIZE = 9.0  # points
SMALL = 10.0  # points, in lists of many columns
UNDATED = "　　年　　月　　日"
SQUARE = 11  # parts of a column: a square is as wide as a column
Columns = Sequence[tuple[str, int]]  # heading and units


@dataclass(frozen=True, slots=True)
class Ask:
    """A label and the field asked for behind it, with their widths in units."""

    label: str
    name: str
    wide: int
    room: int
    align: str = "left"


def aside2_style(style: Style, rng: random.Random) -> Style:
    """Return an applicant's looks in this layout: other typefaces, its ways to write dates."""
    body = rng.choice(("kai", "ming", "song", "ukai"))
    return replace(
        style,
        layout=ASIDE2,
        body=body,
        label=rng.choice(("song", "hei", body)),
        title=rng.choice(("ming", "song", "hei")),
        dates=rng.choice(("gaps", "cjk", "iso", "padded")),
        boxes=rng.choice(("before", "before", "behind", "brackets")),
    )


def values_of(values: Values, style: Style) -> Values:
    """Return a form's values with choices set as this layout has them."""
    return ticked_as(values, style.boxes, style.ticked)


def head(text: str, column: int, columns: int, rows: int = 1, *, kind: str = "label") -> Cell:
    """Return a label cell, a paragraph a line; one in brackets is a note in smaller print."""
    sizes = ((one, NOTE_SIZE if one.startswith("（") else 0.0) for one in text.split("\n"))
    paras = (Para(one, size=size, face="label", align="center") for one, size in sizes)
    return Cell(tuple(paras), column, columns, rows, kind)


def down(text: str, rows: int, column: int = 0) -> Cell:
    """Return the title of a part, a character a line, one unit wide."""
    letters = tuple(Para(one, face="label", align="center") for one in text)
    return Cell(letters, column, 1, rows, "title")


def asks(values: Values, *entries: Ask, left: int = 0, height: float = 9.5) -> Row:
    """Return a row of labels, each with its value behind it."""
    cells: list[Cell] = []
    for one in entries:
        shown = values[one.name].shown
        cells += [
            head(one.label, left, one.wide),
            value(shown, left + one.wide, one.room, align=one.align),
        ]
        left += one.wide + one.room
    return Row(tuple(cells), height)


def code_row(values: Values, style: Style, one: Ask, left: int = 0) -> Row:
    """Return the row of a code, in squares where the style has them."""
    row = asks(values, one, left=left)
    if not style.comb:
        return row
    cell = in_squares(one.name, row.cells[1], SQUARE)
    return replace(row, cells=(row.cells[0], cell))


def inline(values: Values, *named: tuple[str, str, int], height: float = 9.5) -> Row:
    """Return a row where each label stands in one cell with its value, before a colon."""
    cells, left = [], 0
    for text, name, wide in named:
        shown = values[name].shown
        para = Para(f"{text}：{shown}", filled=len(text) + 1 if shown else -1)
        cells.append(Cell((para,), left, wide))
        left += wide
    return Row(tuple(cells), height)


def beside(title: str, rows: Sequence[Row]) -> list[Row]:
    """Return rows with the title of their part down the left side."""
    first, *others = rows
    return [Row((down(title, len(rows)), *first.cells), first.height), *others]


def banner(text: str, height: float = 8.5) -> Row:
    """Return a row with the title of the rows below, at its left."""
    return Row((Cell((Para(text, face="title"),), 0, UNITS, kind="title"),), height)


def heading(text: str, note: str = "") -> list[Para]:
    """Return the heading of a table outside of it, with a note at the right below."""
    out = [Para(text, size=14, face="title", before=5, after=1.5, keep=True)]
    if note:
        out.append(Para(note, size=NOTE_SIZE, face="label", align="right", after=1, keep=True))
    return out


def headings(columns: Columns, left: int = 0, height: float = 9.5) -> Row:
    """Return the row of a list's headings."""
    cells = []
    for text, wide in columns:
        cells.append(head(text, left, wide))
        left += wide
    return Row(tuple(cells), height)


def entries(
    lines: Sequence[Sequence[str]],
    widths: Sequence[int],
    *,
    left: int = 0,
    size: float = 0.0,
    height: float = 8.5,
) -> list[Row]:
    """Return the rows of a list."""
    out = []
    for line in lines:
        cells, column = [], left
        for text, wide in zip(line, widths, strict=True):
            para = Para(text, size=size, align="center", filled=0 if text else -1)
            cells.append(Cell((para,), column, wide))
            column += wide
        out.append(Row(tuple(cells), height))
    return out


def numbered(
    rows: Sequence[dict[str, Value]], names: Sequence[str], least: int
) -> list[tuple[str, ...]]:
    """Return a list's lines with their number first; spare lines have nothing but the number."""
    spare = ("",) * len(names)
    filled = [tuple(row[name].shown for name in names) for row in rows]
    filled += [spare] * (least - len(rows))
    return [(str(number), *line) for number, line in enumerate(filled, 1)]


def passage(title: str, shown: str, *, note: str = "", height: float = 32.0) -> Row:
    """Return a cell of the table's whole width: a title, and free text below it."""
    head_ = Para(title + note, face="label", after=1)
    lines = tuple(Para(one, indent=True, filled=0) for one in shown.split("\n"))
    return Row((Cell((head_, *lines), 0, UNITS, valign="top"),), height)


def aside_text(title: str, shown: str, *, height: float = 34.0) -> Row:
    """Return free text with its label in a narrow cell at the left."""
    lines = tuple(Para(one, indent=True, filled=0) for one in shown.split("\n"))
    return Row((head(title, 0, 3), Cell(lines, 3, UNITS - 3, valign="top")), height)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody says about the application, and who signs and seals it."""

    title: str
    shown: str
    place: str  # of the seal and the signature; empty: not given
    date: str
    signer: str = ""  # label of the signature
    seal: str = "（公章）"


def closing(one: Opinion, style: Style) -> tuple[Para, ...]:
    """Return where an opinion is signed, sealed and dated, at the right."""
    signed = f"{one.signer}：{'　' * 18}"  # to the left of the seal
    sign = (Para(signed, align="right", before=9, sign=one.place, keep=True),)
    gap = 4 if one.signer else 14
    seal = (Para(f"{one.seal}　　　　", align="right", before=gap, seal=one.place, keep=True),)
    return (
        *(sign if one.signer else ()),
        *(seal if one.seal else ()),
        Para(
            f"{one.date or UNDATED}　　",
            face=date_face(one.date, style),
            align="right",
            before=3,
            after=2,
        ),
    )


def said(one: Opinion) -> Para:
    """Return the text of an opinion."""
    return Para(one.shown, indent=True, before=2, filled=0 if one.shown else -1)


def opinion(one: Opinion, style: Style, height: float = 46.0) -> Row:
    """Return an opinion with its title in a cell at the left."""
    body = Cell((said(one), *closing(one, style)), 3, UNITS - 3, valign="top")
    return Row((head(one.title, 0, 3), body), height)


def titled_opinion(one: Opinion, style: Style, height: float = 44.0) -> Row:
    """Return an opinion with its title at the top of the one cell."""
    name = Para(f"{one.title}：", face="label")
    return Row((Cell((name, said(one), *closing(one, style)), 0, UNITS, valign="top"),), height)


def recommendation(values: Values, style: Style, date: str, title: str) -> Opinion:
    """Return the opinion of whoever recommends the applicant; without one it is not signed."""
    shown, place, when = recommended(values, date)
    signer = "主要负责人（签字）" if style.words % 2 else "负责人签名"
    return Opinion(title, shown, place, when, signer, "（推荐单位盖章）")


def office(values: Values, title: str) -> Opinion:
    """Return what the office fills in itself."""
    return Opinion(title, values["saq_opinion"].shown, "", "", "", "（盖章）")


def table(*parts: Row | Sequence[Row], repeat: int = 0) -> Table:
    """Return a table of rows and groups of rows."""
    rows: list[Row] = []
    for one in parts:
        rows += [one] if isinstance(one, Row) else one
    return Table(tuple(rows), repeat)


def cover_title(lines: Sequence[tuple[str, float]], before: float) -> list[Para]:
    """Return the title on a cover, each line with its size in points."""
    return [
        Para(text, size=size, face="title", align="center", before=before if index == 0 else 5)
        for index, (text, size) in enumerate(lines)
    ]
