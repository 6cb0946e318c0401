"""Rows, columns and spans from the regions between rules."""

from __future__ import annotations

import pytest

from extractors.facts import Box
from extractors.steps import placed
from extractors.tables import find_grids, ink_of
from tests.extractors.drawing import ruled, sheet

DPI = 200
MM = DPI / 25.4


@pytest.mark.parametrize("thick", [1, 3, 6, 9])
@pytest.mark.parametrize(("apart", "steps"), [(0.6, 2), (1.6, 3), (2.5, 3)])
def test_edges_a_millimetre_apart_are_two(apart: float, steps: int, thick: int) -> None:
    """How thick the rules are drawn does not count."""
    image = sheet()
    ruled(image, (100, 200), (100, 400, 1000), thick)
    ruled(image, (200, 300), (100, 400 + round(apart * MM), 1000), thick)
    (grid,) = find_grids(ink_of(image, DPI), DPI)
    assert max(cell.column + cell.column_span for cell in grid.cells) == steps


def test_a_rule_drawn_double_is_one_edge() -> None:
    """Two lines with a millimetre between them, and a table that drifts by a pixel a row."""
    boxes = []
    for row in range(6):
        top = 100.0 + 60 * row
        boxes.append(Box(100.0 + row, top, 392.0 + row, top + 50))
        boxes.append(Box(402.0 + row, top, 700.0 + row, top + 50))
    cells = placed(boxes, DPI)
    assert [(cell.row, cell.column) for cell in cells] == [(r, c) for r in range(6) for c in (0, 1)]
    assert {(cell.row_span, cell.column_span) for cell in cells} == {(1, 1)}


def test_cells_reach_to_the_middle_of_their_rules() -> None:
    """Neighbours share their edge."""
    left, right = placed([Box(100, 100, 196, 150), Box(204, 100, 300, 150)], DPI)
    assert (left.box.right, right.box.left) == (200, 200)
    assert (left.box.left, right.box.right) == (96, 304)


def slanted(by: float, perspective: float) -> list[Box]:
    """Eight rows of two cells over eight rows whose middle rule stands 11 pixels further right."""
    boxes = []
    for row in range(16):
        top = 100.0 + 100 * row
        shift = by * row + perspective * row**2
        middle = 400.0 + shift + (11 if row >= 8 else 0)
        boxes.append(Box(100 + shift, top, middle - 2, top + 96))
        boxes.append(Box(middle + 2, top, 700 + shift, top + 96))
    return boxes


@pytest.mark.parametrize(("by", "perspective"), [(0.0, 0.0), (0.8, 0.0), (-1.2, 0.0), (0.3, 0.06)])
def test_a_slant_neither_joins_nor_parts_rules(by: float, perspective: float) -> None:
    """Over the whole table the rules drift by more than lies between the two in the middle."""
    cells = placed(slanted(by, perspective), DPI)
    assert {(cell.column, cell.column_span) for cell in cells if cell.row < 8} == {(0, 1), (1, 2)}
    assert {(cell.column, cell.column_span) for cell in cells if cell.row >= 8} == {(0, 2), (2, 1)}
