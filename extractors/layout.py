"""Pieces of a page with their neighbours: cells and free lines, ready for label work."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np

from extractors.combs import combs
from extractors.facts import OFFICE, Box, Cell, Evidence, Line, PageFacts, Tick
from extractors.language import label_key, plain, squeezed

# Edges of neighbouring cells are this close, as a share of the page's width.
_TOUCHING = 0.012
_REACHING = 0.02
_OVERLAP = 0.5
_SAME_EDGE = 0.012  # shares of the page's width
_SAME_HEIGHT = 0.4  # of a row's
_NEXT_LINE = 1.9
_HEADING = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell or a free line: its text, its key as a label, and where it stands.

    `penned` is what was written there with a pen.
    """

    text: str
    key: str
    box: Box
    confidence: float
    file: str
    page: int
    index: int
    typed: bool
    address: str
    ticks: tuple[Tick, ...]
    page_width: float
    penned: str = ""

    @property
    def order(self) -> tuple[int, float, float]:
        return self.index, self.box.top, self.box.left

    @property
    def evidence(self) -> Evidence:
        return Evidence(self.file, self.page, None if self.typed else self.box, self.address)

    def rest(self, text: str) -> Piece:
        """The same place with only a part of its text."""
        return replace(self, text=text, key=label_key(text))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: the cells of each table, and the lines that stand in none."""

    file: str
    page: PageFacts
    index: int
    tables: tuple[tuple[Piece, ...], ...]
    free: tuple[Piece, ...]

    def continued(self, line: Piece) -> str:
        """Text of the lines that go on with a value: close below it, indented as values are."""
        text, last = "", line
        for other in self.free:
            gap = other.box.top - last.box.top
            indented = line.box.left - line.box.height < other.box.left < line.box.right
            if not 0.5 * line.box.height < gap < _NEXT_LINE * line.box.height or not indented:
                continue
            if _has_label(other) or self._labelled(other) or _HEADING.match(squeezed(other.text)):
                break
            text, last = text + other.text, other
        return text

    def _labelled(self, piece: Piece) -> bool:
        """True where something stands left of it on the same height: a label of its own."""
        return any(
            other is not piece
            and other.box.right <= piece.box.left + piece.box.height / 2
            and _shared(other.box.top, other.box.bottom, piece.box.top, piece.box.bottom) > _OVERLAP
            for other in self.free
        )

    def search(self, pattern: str) -> Piece | None:
        """The first match of a pattern (its first group) over the page's whole text."""
        pieces = sorted(
            [*self.free, *(cell for table in self.tables for cell in table)],
            key=lambda piece: piece.order,
        )
        for piece in pieces:
            match = re.search(pattern, plain(piece.text))
            if match:
                return piece.rest(match[1])
        whole = "".join(plain(piece.text) for piece in pieces)
        match = re.search(pattern, whole)
        return pieces[0].rest(match[1]) if match and pieces else None


def _has_label(piece: Piece) -> bool:
    return "：" in piece.text or ":" in piece.text


def sheet_of(file: str, index: int, page: PageFacts) -> Sheet:
    """Prepare a page; `index` is its place in the document, from 0."""
    tables = tuple(
        tuple(_cell_piece(file, index, page, number, cell) for cell in joined(table.cells))
        for number, table in enumerate(page.tables, 1)
    )
    apart = frozenset(map(id, outside_tables(page)))
    free = tuple(
        _line_piece(file, index, page, number, line)
        for number, line in enumerate(page.lines, 1)
        if id(line) in apart
    )
    return Sheet(file, page, index, tables, tuple(sorted(free, key=lambda piece: piece.order)))


def outside_tables(page: PageFacts) -> tuple[Line, ...]:
    """The lines that stand in no cell of a table, in their order."""
    sides = [
        (cell.box.left, cell.box.top, cell.box.right, cell.box.bottom)
        for table in page.tables
        for cell in table.cells
    ]
    if not sides or not page.lines:
        return page.lines
    left, top, right, bottom = np.array(sides).T[:, :, None]
    x, y = np.array([line.box.centre for line in page.lines]).T
    held = ((left <= x) & (x <= right) & (top <= y) & (y <= bottom)).any(axis=0)
    return tuple(line for line, inside in zip(page.lines, held.tolist(), strict=True) if not inside)


def joined(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Cells with the boxes of each comb as one: a label speaks of all of them.

    Boxes with more than a character each are narrow columns of a table, and stay as they are.
    """
    out = list(cells)
    for comb in combs(cells):
        if any(len(cell.text.strip()) > 1 for cell in comb):
            continue
        first, last = comb[0], comb[-1]
        whole = replace(
            first,
            column_span=last.column + last.column_span - first.column,
            box=Box.around([cell.box for cell in comb]),
            text="".join(cell.text.strip() for cell in comb),
            confidence=min(cell.confidence for cell in comb),
            penned="".join(cell.penned for cell in comb),
        )
        boxes = frozenset(map(id, comb))
        rest = [cell for cell in out if cell is first or id(cell) not in boxes]
        out = [whole if cell is first else cell for cell in rest]
    return tuple(out)


def _address(page: PageFacts, box: Box, in_word: str) -> str:
    """The name of a place where there are no pixels; "" on a page that has some."""
    if page.source not in OFFICE:
        return ""
    return page.frame.address(box.left, box.top) if page.frame else in_word


def _cell_piece(file: str, index: int, page: PageFacts, table: int, cell: Cell) -> Piece:
    address = _address(page, cell.box, f"table {table} row {cell.row + 1} column {cell.column + 1}")
    ticks = tuple(tick for tick in page.ticks if cell.box.holds(*tick.box.centre))
    return Piece(
        cell.text, label_key(cell.text), cell.box, cell.confidence, file, page.number, index,
        page.source in OFFICE, address, ticks, page.area.width, cell.penned,
    )  # fmt: skip


def _line_piece(file: str, index: int, page: PageFacts, number: int, line: Line) -> Piece:
    address = _address(page, line.box, f"line {number}")
    ticks = tuple(tick for tick in page.ticks if line.box.holds(*tick.box.centre))
    return Piece(
        line.text, label_key(line.text), line.box, line.confidence, file, page.number, index,
        page.source in OFFICE, address, ticks, page.area.width, line.penned,
    )  # fmt: skip


def right_of(piece: Piece, others: tuple[Piece, ...]) -> Piece | None:
    """The nearest piece on the same height whose left edge follows this right edge.

    The boxes that a detector draws around words may reach half a character into the next.
    """
    reaching = min(_REACHING * piece.page_width, piece.box.height / 2)
    start = piece.box.right - max(_TOUCHING * piece.page_width, reaching)
    candidates = [
        other
        for other in others
        if other.box.left >= start
        and other is not piece
        and _shared(piece.box.top, piece.box.bottom, other.box.top, other.box.bottom) > _OVERLAP
    ]
    return min(candidates, key=lambda other: (other.box.left, other.box.top), default=None)


def below(piece: Piece, others: tuple[Piece, ...]) -> Piece | None:
    """The nearest piece that begins under this one and shares most of its width."""
    slack = _TOUCHING * piece.page_width
    candidates = [
        other
        for other in others
        if other.box.top >= piece.box.bottom - slack
        and other is not piece
        and _shared(piece.box.left, piece.box.right, other.box.left, other.box.right) > _OVERLAP
    ]
    return min(candidates, key=lambda other: (other.box.top, other.box.left), default=None)


def _shared(start: float, end: float, other_start: float, other_end: float) -> float:
    """Overlap of two stretches as a share of the shorter one."""
    overlap = min(end, other_end) - max(start, other_start)
    return overlap / max(1e-6, min(end - start, other_end - other_start))


def level(one: Piece, other: Piece) -> bool:
    """Whether two cells are of one row and as high."""
    apart = max(abs(one.box.top - other.box.top), abs(one.box.bottom - other.box.bottom))
    # No slack is larger; most pieces are further apart than that.
    return apart < _SAME_EDGE * one.page_width and apart < _slack(one, other)


def right_under(cell: Piece, head: Piece) -> bool:
    """Whether a cell is as wide as the one above it, and begins where that ends."""
    return one_column(cell, head) and abs(cell.box.top - head.box.bottom) < _slack(cell, head)


def one_column(cell: Piece, other: Piece) -> bool:
    """Whether two cells stand under each other and are as wide."""
    aside = _SAME_EDGE * cell.page_width
    return (
        abs(cell.box.left - other.box.left) < aside
        and abs(cell.box.right - other.box.right) < aside
    )


def _slack(one: Piece, other: Piece) -> float:
    """By how much edges of one row may differ: rows of Word files are low."""
    lowest = min(one.box.height, other.box.height)
    return min(_SAME_EDGE * one.page_width, _SAME_HEIGHT * lowest)
