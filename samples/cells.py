"""Cells and rows of a form's tables: labels with hints, labels before their values, codes.

A label may be parted over lines; a hint stands below it in small print.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from samples.forms_shared import in_squares
from samples.layout import UNITS, Cell, Para, Row, Table, Values, value
from samples.style import Style

HINT_SIZE = 8.5  # points
UNDATED = "　　　年　　月　　日"
CODE_UNITS = 18  # a square a unit

Asked = tuple[str, str, int, int]  # label, field, units of the label and of the value


def dated(shown: str) -> str:
    """Return a date, or room for one."""
    return shown or UNDATED


def caption(
    text: str, column: int, columns: int, rows: int = 1, *, hint: str = "", size: float = 0.0
) -> Cell:
    """Return a label cell, with a hint in small print below."""
    paras = [Para(one, size=size, face="label", align="center") for one in text.split("\n")]
    paras += [Para(hint, size=HINT_SIZE, face="label", align="center")] if hint else []
    return Cell(tuple(paras), column, columns, rows, "label")


def upright(text: str, rows: int = 1, column: int = 0, columns: int = 2) -> Cell:
    """Return a label cell with a character a line."""
    paras = tuple(Para(one, face="label", align="center") for one in text)
    return Cell(paras, column, columns, rows, "title")


def line(values: Values, *asked: Asked, left: int = 0, height: float = 10.0) -> Row:
    """Return a row of labels with their values behind them; hints follow a | in the label."""
    cells: list[Cell] = []
    for text, name, wide, room in asked:
        shown, (label, _, hint) = values[name].shown, text.partition("|")
        align = "left" if room > 9 or len(shown) > 16 else "center"
        cells += [
            caption(label, left, wide, hint=hint),
            value(shown, left + wide, room, align=align),
        ]
        left += wide + room
    return Row(tuple(cells), height)


def code_line(
    values: Values, style: Style, label: str, name: str, height: float = 10.0, left: int = 0
) -> Row:
    """Return the row of a code of 18 characters, in squares where the style has them."""
    wide = UNITS - CODE_UNITS - left
    row = line(values, (label, name, wide, CODE_UNITS), left=left, height=height)
    if not style.comb:
        return row
    return replace(row, cells=(row.cells[0], in_squares(name, row.cells[1], 11)))


def beside(title: str, rows: Sequence[Row]) -> list[Row]:
    """Return rows with an upright title at their left; they leave it two units."""
    first, *others = rows
    return [replace(first, cells=(upright(title, len(rows)), *first.cells)), *others]


def table(*parts: Row | Iterable[Row], repeat: int = 0) -> Table:
    """Return a table of rows and groups of rows."""
    rows: list[Row] = []
    for one in parts:
        rows += [one] if isinstance(one, Row) else one
    return Table(tuple(rows), repeat)
