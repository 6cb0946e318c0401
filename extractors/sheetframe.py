"""A sheet's cells laid out as a page: boxes, tables and free lines, without pixels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from extractors.facts import Box, Cell, Line, PageFacts, Source, Status, Table
from extractors.frame import SheetFrame
from extractors.limits import UnreadableError
from extractors.typedticks import typed_ticks

Place = tuple[int, int]
Merged = tuple[int, int, int, int]

_COLUMN, _ROW = 100, 20
_LEAST_COLUMNS = 24
_MOST_CELLS = 60_000
# From so many ruled cells with text on, rules tell what is a table.
_RULED = 4


@dataclass(frozen=True, slots=True)
class Grid:
    """What a sheet holds, by row and column from 0. `merged`: row, column, rows, columns."""

    texts: dict[Place, str]
    ruled: AbstractSet[Place]
    merged: tuple[Merged, ...]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell with its spans; `lines` are those of its text."""

    row: int
    column: int
    rows: int
    columns: int
    lines: tuple[str, ...]


def page_of(grid: Grid, index: int, name: str) -> PageFacts:
    """The facts of a sheet; cells keep the rows and columns that they have in it."""
    height, width = _extent(grid)
    spans, covered = _merges(grid, height, width)
    tables = _tables(grid, spans, covered, height, width)
    in_tables = {(cell.row, cell.column) for table in tables for cell in table}
    free = [
        _cell(grid, place, spans)
        for place in sorted(grid.texts)
        if place not in in_tables and place not in covered
    ]
    every = [*(cell for table in tables for cell in table), *free]
    frame = SheetFrame(name, _tops(every, height, grid), _lefts(width, grid))
    made = tuple(_table(table, frame) for table in tables)
    lines = sorted(_lines(every, frame), key=lambda line: (line.box.top, line.box.left))
    return PageFacts(
        number=index + 1,
        width=max(_LEAST_COLUMNS * _COLUMN, frame.lefts[-1]),
        height=max(_ROW, frame.tops[-1]),
        dpi=0,
        rotation=0,
        skew=0.0,
        source=Source.EXCEL,
        status=Status.READ,
        blank=not lines,
        lines=tuple(lines),
        tables=made,
        ticks=tuple(tick for line in lines for tick in typed_ticks(line)),
        frame=frame,
    )


def _extent(grid: Grid) -> tuple[int, int]:
    """Rows and columns in use: where text stands, and what is merged or ruled beside it."""
    height = max((row for row, _ in grid.texts), default=-1) + 1
    width = max((column for _, column in grid.texts), default=-1) + 1
    for top, left, rows, columns in grid.merged:
        if (top, left) in grid.texts:
            height, width = max(height, top + rows), max(width, left + columns)
    width = max([width, *(column + 1 for row, column in grid.ruled if row < height)])
    return min(height, _MOST_CELLS), min(width, _MOST_CELLS)


def _merges(
    grid: Grid, height: int, width: int
) -> tuple[dict[Place, tuple[int, int]], AbstractSet[Place]]:
    """Spans of merged cells by their first place, and the places that they cover."""
    spans: dict[Place, tuple[int, int]] = {}
    covered: set[Place] = set()
    room = _MOST_CELLS * 4
    for top, left, rows, columns in grid.merged:
        rows, columns = min(rows, height - top), min(columns, width - left)
        if rows < 1 or columns < 1 or (top, left) in covered:
            continue
        room -= rows * columns
        if room < 0:
            raise UnreadableError("table-too-large", limit=_MOST_CELLS)
        spans[top, left] = rows, columns
        covered.update((top + r, left + c) for r in range(rows) for c in range(columns) if r or c)
    return spans, covered


def _cell(grid: Grid, place: Place, spans: dict[Place, tuple[int, int]]) -> _Cell:
    rows, columns = spans.get(place, (1, 1))
    lines = tuple(line.strip() for line in grid.texts.get(place, "").splitlines() if line.strip())
    return _Cell(*place, rows, columns, lines)


def _tables(
    grid: Grid,
    spans: dict[Place, tuple[int, int]],
    covered: AbstractSet[Place],
    height: int,
    width: int,
) -> list[list[_Cell]]:
    """Where enough cells are ruled, these; else all places from the first text to the last.

    A row without cells ends a table.
    """
    by_rules = sum(place in grid.texts for place in grid.ruled) >= _RULED
    places: Iterable[Place]
    if by_rules:
        places = (place for place in grid.ruled if place[0] < height)
    else:
        places = _filled_places(grid, spans, width)
    rows: dict[int, list[_Cell]] = {}
    for count, place in enumerate(sorted(set(places) - covered)):
        if count >= _MOST_CELLS:
            raise UnreadableError("table-too-large", limit=_MOST_CELLS)
        row, column = place
        if row not in grid.hidden_rows and column not in grid.hidden_columns:
            rows.setdefault(row, []).append(_cell(grid, place, spans))
    return list(_split(rows))


def _split(rows: dict[int, list[_Cell]]) -> Iterator[list[_Cell]]:
    """The cells of rows that follow each other without a gap."""
    table: list[_Cell] = []
    end = -1
    for row in sorted(rows):
        if table and row > end:
            yield table
            table = []
        table.extend(rows[row])
        end = max(end, *(cell.row + cell.rows for cell in rows[row]))
    if table:
        yield table


def _filled_places(grid: Grid, spans: dict[Place, tuple[int, int]], width: int) -> Iterator[Place]:
    """The places of a sheet without rules: blocks of rows with text, each as wide as the sheet.

    Rows with a single text above and below a block are titles and notes.
    """
    for block in _blocks(grid, spans):
        if sum(map(len, block.values())) > 1:
            for row in block:
                yield from ((row, column) for column in range(width))


def _blocks(grid: Grid, spans: dict[Place, tuple[int, int]]) -> Iterator[dict[int, list[int]]]:
    """Columns with text by row, in runs of rows that follow each other."""
    rows: dict[int, list[int]] = {}
    for row, column in sorted(grid.texts):
        for each in range(row, row + spans.get((row, column), (1, 1))[0]):
            rows.setdefault(each, []).append(column)
    block: dict[int, list[int]] = {}
    for row in sorted(rows):
        if block and row - 1 not in block:
            yield _trimmed(block)
            block = {}
        block[row] = rows[row]
    yield _trimmed(block)


def _trimmed(block: dict[int, list[int]]) -> dict[int, list[int]]:
    many = [row for row, columns in block.items() if len(columns) > 1]
    if not many:
        return {}
    return {row: block[row] for row in block if many[0] <= row <= many[-1]}


# Places in the made frame


def _tops(cells: list[_Cell], height: int, grid: Grid) -> tuple[int, ...]:
    """Where each row begins, and where the last one ends: every line of text has its room."""
    heights = [0 if row in grid.hidden_rows else _ROW for row in range(height)]
    for cell in sorted(cells, key=lambda cell: cell.rows):
        bottom = min(height, cell.row + cell.rows)
        missing = len(cell.lines) * _ROW - sum(heights[cell.row : bottom])
        if missing > 0 and bottom > cell.row:
            heights[bottom - 1] += missing
    return _summed(heights)


def _lefts(width: int, grid: Grid) -> tuple[int, ...]:
    return _summed([0 if one in grid.hidden_columns else _COLUMN for one in range(width)])


def _summed(sizes: list[int]) -> tuple[int, ...]:
    edges = [0]
    for size in sizes:
        edges.append(edges[-1] + size)
    return tuple(edges)


def _box(cell: _Cell, frame: SheetFrame) -> Box:
    bottom = min(len(frame.tops) - 1, cell.row + cell.rows)
    right = min(len(frame.lefts) - 1, cell.column + cell.columns)
    return Box(
        frame.lefts[cell.column], frame.tops[cell.row], frame.lefts[right], frame.tops[bottom]
    )


def _table(cells: list[_Cell], frame: SheetFrame) -> Table:
    made = tuple(
        Cell(one.row, one.column, one.rows, one.columns, _box(one, frame), "\n".join(one.lines))
        for one in cells
    )
    return Table(Box.around([cell.box for cell in made]), made)


def _lines(cells: list[_Cell], frame: SheetFrame) -> Iterator[Line]:
    for cell in cells:
        box = _box(cell, frame)
        for number, text in enumerate(cell.lines):
            top = box.top + number * _ROW
            yield Line(text, Box(box.left, top, box.right, top + _ROW), 1.0)
