"""Building bricks of the layouts: rows from parts, tables with heads, choices as they tick."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from samples.layout import (
    EMPTY_BOX,
    MARK,
    TICKED,
    UNITS,
    Cell,
    Para,
    Row,
    Table,
    Value,
    Values,
    label,
    ticks_in,
    value,
)
from samples.style import Style

Part = tuple[str, str, int]  # what it is (label, title, value, -), its text, its columns
Column = tuple[str, str, int]  # key, heading, columns


def row(*parts: Part | tuple[str, str, int, int], height: float = 9.0) -> Row:
    """Return a row of parts from left to right; "-" stands for a cell of a row above.

    A fourth number is how many rows a cell takes.
    """
    cells, column = [], 0
    for part in parts:
        kind, text, units = part[:3]
        rows = part[3] if len(part) > 3 else 1
        if kind == "value":
            cells.append(value(text, column, units, rows=rows))
        elif kind == "centre":
            cells.append(value(text, column, units, align="center", rows=rows))
        elif kind != "-":
            cells.append(label(text, column, units, rows, kind=kind))
        column += units
    assert column == UNITS, (column, parts)
    return Row(tuple(cells), height)


def beside(title: str, rows: Sequence[Row], units: int = 1) -> list[Row]:
    """Return rows with one title down their left side, a character a line; they leave it room."""
    first = rows[0]
    side = label(title, 0, units, len(rows), kind="title")
    return [replace(first, cells=(side, *first.cells)), *rows[1:]]


def heads(*columns: Column, left: int = 0, height: float = 9.0) -> Row:
    """Return a heading row."""
    cells, column = [], left
    for _, text, units in columns:
        cells.append(label(text, column, units))
        column += units
    return Row(tuple(cells), height)


def lines(
    columns: Sequence[Column],
    rows: Sequence[Mapping[str, Value]],
    *,
    left: int = 0,
    spare: int = 0,
    height: float = 8.0,
) -> list[Row]:
    """Return the rows of a table, the last `spare` of them empty."""
    out = []
    for one in [*rows, *({} for _ in range(spare))]:
        cells, column = [], left
        for key, _, units in columns:
            text = one[key].shown if key in one else ""
            cells.append(value(text, column, units, align="center"))
            column += units
        out.append(Row(tuple(cells), height))
    return out


def listed(
    columns: Sequence[Column],
    rows: Sequence[Mapping[str, Value]],
    *,
    spare: int = 0,
    repeat: int = 0,
) -> Table:
    """Return a table of its own: a heading row and the rows; `repeat` as in `Table`."""
    return Table((heads(*columns), *lines(columns, rows, spare=spare)), repeat)


def section(text: str, size: float, before: float = 4.0) -> Para:
    """Return the heading of what follows, which stays on its page."""
    return Para(text, size=size, face="label", before=before, after=2, keep=True)


def shown(values: Values) -> dict[str, str]:
    """Return the fields as they are written."""
    return {name: one.shown for name, one in values.items()}


def whole(text: str, *, kind: str = "title", height: float = 9.0) -> Row:
    """Return a row that is one printed cell."""
    return Row((label(text, 0, UNITS, kind=kind),), height)


def prose(text: str, column: int = 0, columns: int = UNITS, *, before: str = "") -> Cell:
    """Return a cell of free text; `before` is printed above it in the same cell."""
    head = (Para(before, face="label"),) if before else ()
    parts = (Para(part, indent=True, filled=0) for part in text.split("\n"))
    return Cell((*head, *parts), column, columns)


def numbered(rows: Sequence[Mapping[str, Value]]) -> list[dict[str, Value]]:
    """Return rows with their numbers under "_no"."""
    return [{"_no": Value(str(i), str(i)), **one} for i, one in enumerate(rows, 1)]


def ticked_as(values: Values, boxes: str, ticked: str) -> Values:
    """Return values with every choice set as `boxes` says (see `Style`)."""
    return {name: _set(one, boxes, ticked) for name, one in values.items()}


def _set(one: Value, boxes: str, ticked: str) -> Value:
    if not any(mark in one.shown for mark in TICKED + EMPTY_BOX):
        return one
    options = [(name, state) for name, state, _ in ticks_in(one.shown)]
    if boxes == "brackets":
        parts = [f"{name}（{MARK if state else '　'}）" for name, state in options]
    elif boxes == "behind":
        parts = [f"{name}{ticked if state else EMPTY_BOX}" for name, state in options]
    else:
        parts = [f"{ticked if state else EMPTY_BOX}{name}" for name, state in options]
    return replace(one, shown="　".join(parts))


def date_face(date: str, style: Style) -> str:
    """Return the face of the date beside a signature: a pen's, where the style has it so."""
    return "hand" if date and style.hand_dates else "body"


def signed_at(place: str, signer: str, date: str, style: Style, *, seal: str) -> tuple[Para, ...]:
    """Return the end of an opinion: signature and seal on one line, the date on the next."""
    return (
        Para(
            f"{signer}：　　　　　　　{seal}",
            sign=place,
            seal=place if seal else "",
            align="center",
            after=2.0,
        ),
        Para(
            (date or "　　年　　月　　日") + "　　",
            align="right",
            face=date_face(date, style),
        ),
    )


def seal_first(place: str, signer: str, date: str, style: Style, *, seal: str) -> tuple[Para, ...]:
    """Return the end of an opinion: seal, signature and date, each on its line."""
    return (
        Para(seal + "　　　　", align="right", seal=place if seal else "", after=2.0),
        Para(f"{signer}：　　　　　　　", sign=place, align="center", after=2.0),
        Para(
            f"日期：{date}" if date else "日期：　　年　　月　　日",
            align="right",
            face=date_face(date, style),
        ),
    )


def recommended(values: Values, date: str) -> tuple[str, str, str]:
    """Return text, place and date of the recommender's opinion; empty where there is none."""
    text = values["recommender_opinion"].shown
    filled = text not in ("", "无")
    return text, "recommender_opinion" if filled else "", date if filled else ""
