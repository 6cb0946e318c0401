"""Repeating tables: a row of headings, and the rows under it, also on the next page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from extractors.facts import Presence, Reading
from extractors.formtypes import Field, Rows
from extractors.language import label_key, similarity
from extractors.layout import Piece, Sheet
from extractors.readings import reading_of

_LEAST_HEADINGS = 0.6
_SAME_COLUMN = 0.6
_SAME_ROW = 0.5

Row = Mapping[str, Reading[Any]]
Order = tuple[int, float, float]


@dataclass(frozen=True, slots=True)
class _Column:
    field: Field
    left: float  # shares of the page's width, so that they hold on the next page too
    right: float


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
            rows.extend(found)
            used.update(places)
            if ended:
                columns = ()
        if not sheet.tables:
            columns = ()
    return Rowed(tuple(rows), frozenset(used))


def _heading(
    table: Rows, cells: tuple[Piece, ...]
) -> tuple[tuple[_Column, ...], float, tuple[Piece, ...]] | None:
    """Columns, lower edge and cells of the heading row, where enough headings stand in one row."""
    best: list[tuple[Field, Piece]] = []
    headings = frozenset(label_key(label) for column in table.columns for label in column.labels)
    for anchor in (cell for cell in cells if _may_head(cell.key, headings)):
        row = [cell for cell in cells if _level(anchor, cell)]
        matched = _matched(table.columns, row)
        if len(matched) > len(best):
            best = matched
    if len(best) < max(2, _LEAST_HEADINGS * len(table.columns)):
        return None
    columns = tuple(
        _Column(field, cell.box.left / cell.page_width, cell.box.right / cell.page_width)
        for field, cell in best
    )
    heading = tuple(cell for _, cell in best)
    return columns, max(cell.box.bottom for cell in heading), heading


@lru_cache(maxsize=50_000)
def _may_head(key: str, headings: frozenset[str]) -> bool:
    return key in headings or any(similarity(key, heading) for heading in headings if key)


def _matched(columns: tuple[Field, ...], row: list[Piece]) -> list[tuple[Field, Piece]]:
    pairs: list[tuple[Field, Piece]] = []
    for field in columns:
        scored = [
            (max(similarity(cell.key, label_key(label)) for label in field.labels), cell)
            for cell in row
            if cell.key and not any(cell is taken for _, taken in pairs)
        ]
        score, cell = max(scored, key=lambda pair: pair[0], default=(0.0, None))
        if score and cell is not None:
            pairs.append((field, cell))
    return pairs


def _goes_on(cells: tuple[Piece, ...], columns: tuple[_Column, ...], known: frozenset[str]) -> bool:
    """True where the first row of a table on the next page has the same columns, and no label."""
    top = min(cells, key=lambda cell: (cell.box.top, cell.box.left))
    row = tuple(cell for cell in cells if _level(top, cell))
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
        row = tuple(cell for cell in remaining if _level(remaining[0], cell))
        remaining = [cell for cell in remaining if not any(cell is one for one in row)]
        placed = _in_columns(row, columns)
        if len(placed) < max(2, _LEAST_HEADINGS * len(columns)):
            if len(row) == 1 and row[0].box.height > 2 * _typical(cells):
                continue  # a merged cell at the side
            return rows, used, True
        if sum(piece.key in known for piece in placed.values()) >= 2:
            return rows, used, True
        readings = {
            column.field.name: reading_of(column.field, piece, 1.0)
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


def _level(one: Piece, other: Piece) -> bool:
    shared = min(one.box.bottom, other.box.bottom) - max(one.box.top, other.box.top)
    return shared > _SAME_ROW * max(one.box.height, other.box.height)
