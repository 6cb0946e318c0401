"""Repeating tables: a row of headings, and the rows under it, also on the next page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from extractors.columns import guessed_beside, guessed_columns
from extractors.facts import Presence, Reading
from extractors.formtypes import Field, Rows
from extractors.language import label_key, plain
from extractors.layout import Piece, Sheet, one_column
from extractors.readings import GUESSED, reading_of
from extractors.wording import agreement, agrees

_LEAST_HEADINGS = 0.6
# How well a heading has to agree: for the row to be found by it, and in a row that is.
_HEADS, _LEAST_HEAD = 0.87, 0.75
_SAME_COLUMN = 0.6
_SAME_ROW = 0.5
_LEAST_STACKED = 0.5
_EDGE = 0.012  # of the page's width
_UNIT = "unit"
_PERIOD_END = "period_end"
_SUMS = frozenset({"合计", "小计", "总计", "累计", "合计数"})
_LAST_BRACKETS = re.compile(r"\s*[(（/]([^()（）/]{1,4}(?:/[^()（）/]{1,4})?)[)）]?\s*$")
_IN_BRACKETS = re.compile(r"[(（]([^()（）]{1,8})[)）]")

Row = Mapping[str, Reading[Any]]
Order = tuple[int, float, float]


@dataclass(frozen=True, slots=True)
class _Column:
    field: Field
    left: float  # shares of the page's width, so that they hold on the next page too
    right: float
    sure: float = 1.0  # how well its heading agreed


@dataclass(frozen=True, slots=True)
class Rowed:
    """Rows of a repeating table, and the places of all cells that belong to it."""

    rows: tuple[Row, ...]
    cells: frozenset[Order]


def read_rows(table: Rows, sheets: tuple[Sheet, ...], known: frozenset[str]) -> Rowed:
    """Read a repeating table in its order; wholly empty rows are left out."""
    rows: list[Row] = []
    used: set[Order] = set()
    columns: tuple[_Column, ...] = ()
    for sheet in sheets:
        for number, cells in enumerate(sheet.tables):
            start = _heading(table, cells)
            if start is not None:
                columns, bottom, heading = start
                used.update(cell.order for cell in heading)
            elif columns and number == 0 and _goes_on(cells, columns, known):
                bottom = min(cell.box.top for cell in cells)
            else:
                continue
            under = [cell for cell in cells if cell.box.top >= bottom - 0.3 * cell.box.height]
            found, places, ended = _rows_under(columns, tuple(under), known)
            apart = _units_apart(table, columns)
            rows.extend(_with_unit(row, *apart) if apart else row for row in found)
            used.update(places)
            if ended:
                columns = ()
        if not sheet.tables:
            columns = ()
    if not rows:
        return _turned(table, sheets)
    return Rowed(tuple(rows), frozenset(used))


def _units_apart(table: Rows, columns: tuple[_Column, ...]) -> tuple[Field, Field] | None:
    """The columns of name and unit, where the unit has none of its own: 资产总额（万元）."""
    headed = {column.field.name for column in columns}
    unit = next((field for field in table.columns if field.name == _UNIT), None)
    name = next((field for field in table.columns if field.type == "text"), None)
    if unit is None or name is None or unit.name in headed or name.name not in headed:
        return None
    return name, unit


def _with_unit(row: Row, name: Field, unit: Field) -> Row:
    read = row.get(name.name)
    bracket = _LAST_BRACKETS.search(read.raw) if read else None
    if read is None or bracket is None:
        return row
    before = read.raw[: bracket.start()].strip()
    return {
        **row,
        name.name: replace(read, value=plain(before), raw=before),
        unit.name: replace(read, value=plain(bracket[1]), raw=bracket[1]),
    }


def _turned(table: Rows, sheets: tuple[Sheet, ...]) -> Rowed:
    """A table lying on its side: its headings stand one under another, each column is a row.

    The first heading that is not there (the year, the indicator's name) stands above the columns,
    the unit in its brackets. Sums are no rows. Several such tables may stand under one another.
    """
    rows: list[Row] = []
    used: set[Order] = set()
    named: frozenset[str] = frozenset()
    for sheet in sheets:
        for cells in sheet.tables:
            for stack in _stacked(table, cells):
                column = [cell for cell in cells if one_column(stack[0][1], cell)]
                near = _near(stack, column)
                guessed = guessed_beside(table, stack, near, cells)
                found = _columns_beside(table, stack, guessed, cells)
                if not rows or named == frozenset(field.name for field, _ in stack):
                    named = frozenset(field.name for field, _ in stack)
                    rows.extend(found.rows)
                    used.update(found.cells)
    return Rowed(tuple(rows), frozenset(used) if rows else frozenset())


def _stacked(table: Rows, cells: tuple[Piece, ...]) -> list[list[tuple[Field, Piece]]]:
    """Headings that stand one under another in the leftmost column that has enough of them."""
    headings = _headings(table)
    anchors = [cell for cell in cells if _may_head(cell.key, headings)]
    for anchor in sorted(anchors, key=lambda cell: (cell.box.left, cell.box.top)):
        column = [cell for cell in cells if one_column(anchor, cell)]
        runs = [run for run in _runs(table, column) if _is_enough(table, run)]
        if runs:
            return runs
    return []


def _runs(table: Rows, column: list[Piece]) -> list[list[tuple[Field, Piece]]]:
    """Stretches of a column in which every heading comes once."""
    runs: list[list[Piece]] = [[]]
    for cell in sorted(column, key=lambda cell: cell.box.top):
        if len(_matched(table.columns, [*runs[-1], cell])) > len(runs[-1]):
            runs[-1].append(cell)
        elif runs[-1]:
            runs.append([])
            if _matched(table.columns, [cell]):
                runs[-1].append(cell)
    return [_matched(table.columns, run) for run in runs if run]


def _is_enough(table: Rows, run: list[tuple[Field, Piece]]) -> bool:
    # The heading above the columns, a unit, a rank and the like need not be there.
    places = {cell.order for _, cell in run}
    enough = len(places) > 1 and len(run) >= _LEAST_STACKED * len(table.columns)
    return enough and not any(
        _level(one, other) for _, one in run for _, other in run if one is not other
    )


def _near(stack: list[tuple[Field, Piece]], column: list[Piece]) -> list[Piece]:
    """The cells of a column from the one above its headings to the one below them."""
    top = min(cell.box.top for _, cell in stack)
    bottom = max(cell.box.bottom for _, cell in stack)
    slack = _EDGE * stack[0][1].page_width
    return [
        cell for cell in column if cell.box.bottom > top + slack and cell.box.top < bottom + slack
    ]


def _columns_beside(
    table: Rows,
    stack: list[tuple[Field, Piece]],
    guessed: list[tuple[Field, Piece]],
    cells: tuple[Piece, ...],
) -> Rowed:
    top = min(cell.box.top for _, cell in stack)
    right = max(cell.box.right for _, cell in stack)
    slack = _EDGE * stack[0][1].page_width
    beside = [cell for cell in cells if cell.box.left > right - slack]
    named = {field.name for field, _ in (*stack, *guessed)}
    missing = [field for field in table.columns if field.name not in named]
    unit = next((field for field in missing if field.name == _UNIT), None)
    first = next((field for field in missing if field is not unit), None)
    above = [
        cell for cell in beside if abs(cell.box.bottom - top) < min(slack, cell.box.height / 2)
    ]
    heads = [cell for cell in above if first and cell.box.centre[1] < top]
    if not heads:  # the first of the headings speaks of what heads the columns
        first = None
        highest = min((cell for _, cell in stack), key=lambda cell: cell.box.top)
        heads = [cell for cell in beside if _level(cell, highest)]
    rows, used = [], {cell.order for _, cell in stack}
    for head in sorted(heads, key=lambda cell: cell.box.left):
        used.add(head.order)
        row: dict[str, Reading[Any]] = {}
        if first is not None:
            row[first.name] = reading_of(first, head.rest(label_key(head.text)), 1.0)
        if unit is not None and (bracket := _IN_BRACKETS.search(head.text)):
            row[unit.name] = reading_of(unit, head.rest(bracket[1]), 1.0)
        for field, label in (*stack, *guessed):
            place = next((c for c in cells if one_column(head, c) and _level(label, c)), None)
            if place is not None:
                used.add(place.order)
                sure = GUESSED if (field, label) in guessed else 1.0
                row[field.name] = reading_of(field, place, sure)
        values = [row[field.name] for field, _ in stack if field.name in row]
        written = any(reading.presence is not Presence.BLANK for reading in values)
        if written and head.key not in _SUMS:
            rows.append(row)
    return Rowed(tuple(rows), frozenset(used))


def _heading(
    table: Rows, cells: tuple[Piece, ...]
) -> tuple[tuple[_Column, ...], float, tuple[Piece, ...]] | None:
    """Columns, lower edge and cells of the heading row, where enough headings stand in one row."""
    best: list[tuple[Field, Piece]] = []
    headings = _headings(table)
    for anchor in (cell for cell in cells if _may_head(cell.key, headings)):
        row = _lowest([cell for cell in cells if _covers(cell, anchor)])
        matched = _matched(table.columns, row)
        if _worth(matched) > _worth(best):
            best = matched
    if len(best) < max(2, _LEAST_HEADINGS * len(table.columns)):
        return None
    if len({cell.order for _, cell in best}) < 2:
        return None
    bottom = max(cell.box.bottom for _, cell in best)
    guessed = guessed_columns(table, best, [c for c in cells if _covers(c, best[0][1])], cells)
    columns = tuple(
        _Column(field, cell.box.left / cell.page_width, cell.box.right / cell.page_width, sure)
        for pairs, sure in ((best, 1.0), (guessed, GUESSED))
        for field, cell in pairs
    )
    heading = tuple(cell for _, cell in (*best, *guessed))
    return columns, bottom, heading


def _worth(matched: list[tuple[Field, Piece]]) -> tuple[int, int]:
    """How many columns have a heading, and how many have one of their own: 起 and 止, not 起止."""
    return len(matched), len({cell.order for _, cell in matched})


def _lowest(row: list[Piece]) -> list[Piece]:
    """Without the headings that only stand over others of the row."""
    return [cell for cell in row if not any(_is_over(cell, other) for other in row)]


def _is_over(cell: Piece, other: Piece) -> bool:
    slack = _EDGE * cell.page_width
    inside = other.box.left > cell.box.left - slack and other.box.right < cell.box.right + slack
    return cell is not other and inside and other.box.top > cell.box.bottom - 0.3 * other.box.height


def _headings(table: Rows) -> frozenset[str]:
    return frozenset(label_key(label) for column in table.columns for label in column.labels)


@lru_cache(maxsize=50_000)
def _may_head(key: str, headings: frozenset[str]) -> bool:
    return key in headings or any(agreement(key, heading) >= _HEADS for heading in headings if key)


def _matched(columns: tuple[Field, ...], row: list[Piece]) -> list[tuple[Field, Piece]]:
    """Each column with the heading that agrees best; no heading twice but for a period's ends."""
    scored = [
        (score, -place, -index)
        for place, field in enumerate(columns)
        for index, cell in enumerate(row)
        if cell.key and (score := agrees(cell.key, field.labels)) >= _LEAST_HEAD
    ]
    taken: dict[int, int] = {}
    for _, place, index in sorted(scored, reverse=True):
        others = [columns[one] for one, cell in taken.items() if cell == -index]
        free = all(_shares(one, columns[-place]) for one in others)
        if -place not in taken and free:
            taken[-place] = -index
    return [(columns[place], row[taken[place]]) for place in sorted(taken)]


def _shares(one: Field, other: Field) -> bool:
    """True for the start and the end of a period, which may stand in one column (起止时间)."""
    return {one.type, other.type} == {"date", _PERIOD_END} and bool(
        set(one.labels) & set(other.labels)
    )


def _goes_on(cells: tuple[Piece, ...], columns: tuple[_Column, ...], known: frozenset[str]) -> bool:
    """True where the first row of a table on the next page has the same columns, and no label."""
    top = min(cells, key=lambda cell: (cell.box.top, cell.box.left))
    row = tuple(_row_of(top, cells))
    if any(cell.key in known for cell in row):
        return False
    return len(_in_columns(row, columns)) >= max(2, _LEAST_HEADINGS * len(columns))


def _rows_under(
    columns: tuple[_Column, ...], cells: tuple[Piece, ...], known: frozenset[str]
) -> tuple[list[Row], set[Order], bool]:
    rows: list[Row] = []
    used: set[Order] = set()
    remaining = sorted(cells, key=lambda cell: cell.order)
    while remaining:
        row = tuple(_row_of(remaining[0], remaining))
        taken = frozenset(map(id, row))
        remaining = [cell for cell in remaining if id(cell) not in taken]
        placed = _in_columns(row, columns)
        if len(placed) < max(2, _LEAST_HEADINGS * len(columns)):
            if len(row) == 1 and row[0].box.height > 2 * _typical(cells):
                continue  # a merged cell at the side
            return rows, used, True
        if sum(piece.key in known for piece in placed.values()) >= 2:
            return rows, used, True
        readings = {
            column.field.name: reading_of(column.field, piece, column.sure)
            for column in columns
            if (piece := placed.get(column.field.name)) is not None
        }
        if any(reading.presence is not Presence.BLANK for reading in _written(readings)):
            rows.append(readings)
        used.update(cell.order for cell in row)
    return rows, used, False


def _written(readings: dict[str, Reading[Any]]) -> list[Reading[Any]]:
    """Readings that count for whether a row is empty: printed serial numbers do not."""
    return [reading for name, reading in readings.items() if name not in ("rank", "number")]


def _typical(cells: tuple[Piece, ...]) -> float:
    heights = sorted(cell.box.height for cell in cells)
    return heights[len(heights) // 2]


def _in_columns(row: tuple[Piece, ...], columns: tuple[_Column, ...]) -> dict[str, Piece]:
    placed = {}
    for column in columns:
        width = column.right - column.left
        for cell in row:
            left, right = cell.box.left / cell.page_width, cell.box.right / cell.page_width
            shared = min(right, column.right) - max(left, column.left)
            if shared > _SAME_COLUMN * max(width, right - left):
                placed[column.field.name] = cell
    return placed


def _covers(one: Piece, other: Piece) -> bool:
    """True where a cell stands on the height of another; headings may be in two rows."""
    return one.box.top <= other.box.centre[1] <= one.box.bottom


def _row_of(one: Piece, cells: Sequence[Piece]) -> list[Piece]:
    """The cells on the height of one."""
    top, bottom = one.box.top, one.box.bottom
    return [
        cell
        for cell in cells
        if min(bottom, cell.box.bottom) - max(top, cell.box.top)
        > _SAME_ROW * max(bottom - top, cell.box.bottom - cell.box.top)
    ]


def _level(one: Piece, other: Piece) -> bool:
    return bool(_row_of(one, (other,)))
