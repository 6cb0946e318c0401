"""Word and Excel pages have no pixels: their facts as paragraphs and tables for the browser."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.facts import Box, Cell, Line, PageFacts, Table
from pipeline.desk.shapes import Shape

_MOST_BLOCKS = 4000
_INSIDE = 1.0


class OfficeCell(Shape):
    """A cell with its spans; `address` is how evidence names it."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    address: str


class OfficeBlock(Shape):
    """A paragraph, or a table of `rows` rows, each with the cells that begin in it."""

    text: str = ""
    address: str = ""
    rows: tuple[tuple[OfficeCell, ...], ...] = ()


class OfficePage(Shape):
    """`more`: how many blocks were left out of a page too long to show."""

    blocks: tuple[OfficeBlock, ...]
    more: int


def office_page(page: PageFacts) -> OfficePage:
    """The page's paragraphs and outermost tables, from top to bottom."""
    outer = [table for table in page.tables if not _inside_another(table, page.tables)]
    parts: list[tuple[float, OfficeBlock]] = [
        (table.box.top, _table(table, number, page))
        for number, table in enumerate(page.tables, 1)
        if table in outer
    ]
    for number, line in enumerate(page.lines, 1):
        if not any(_holds(table.box, line) for table in outer):
            block = OfficeBlock(text=line.text, address=_address(page, line.box, f"line {number}"))
            parts.append((line.box.top, block))
    parts.sort(key=lambda part: part[0])
    blocks = tuple(block for _, block in parts)
    return OfficePage(blocks=blocks[:_MOST_BLOCKS], more=max(0, len(blocks) - _MOST_BLOCKS))


def _inside_another(table: Table, every: tuple[Table, ...]) -> bool:
    return any(
        other is not table
        and other.box.area > table.box.area
        and any(cell.box.overlap(table.box) >= table.box.area for cell in other.cells)
        for other in every
    )


def _holds(box: Box, line: Line) -> bool:
    return box.top - _INSIDE <= line.box.centre[1] <= box.bottom + _INSIDE and box.holds(
        *line.box.centre
    )


def _table(table: Table, number: int, page: PageFacts) -> OfficeBlock:
    rows: dict[int, list[OfficeCell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(_cell(cell, number, page))
    return OfficeBlock(rows=tuple(tuple(_in_order(rows[row])) for row in sorted(rows)))


def _in_order(cells: list[OfficeCell]) -> Iterator[OfficeCell]:
    yield from sorted(cells, key=lambda cell: cell.column)


def _cell(cell: Cell, table: int, page: PageFacts) -> OfficeCell:
    named = f"table {table} row {cell.row + 1} column {cell.column + 1}"
    return OfficeCell(
        row=cell.row,
        column=cell.column,
        rows=cell.row_span,
        columns=cell.column_span,
        text=cell.text,
        address=_address(page, cell.box, named),
    )


def _address(page: PageFacts, box: Box, in_word: str) -> str:
    """As evidence has it (`extractors.layout`)."""
    return page.frame.address(box.left, box.top) if page.frame else in_word
