"""Ruled tables on page pictures: lines, cells, rows, columns and spans.

Cells are the white regions that ruled lines enclose, so a merged cell needs no special care:
it is one region that covers several steps of the grid, which the edges of all cells make.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.facts import Box, Cell, Line, Table
from extractors.ocr.engine import PageImage
from extractors.steps import placed

Gray = NDArray[np.uint8]

# All in inches, so that they hold at every resolution.
_LEAST_HORIZONTAL = 0.35  # longer than the longest stroke of a heading
_LEAST_VERTICAL = 0.24
_LEAST_RULE = 0.8
_GAP = 0.09  # breaks in a line up to this are mended
_LEAST_CELL = 0.07
_LEAST_TABLE_WIDTH = 1.5
_LEAST_TABLE_HEIGHT = 0.25
# A region is a cell where it fills its bounding box this far: ruled regions are rectangles.
_RECTANGULAR = 0.72
# Text in a cell is joined into one line of the cell where heights overlap by this share.
_SAME_LINE = 0.5


@dataclass(frozen=True, slots=True)
class Grid:
    """Where a table stands, before its text is known."""

    box: Box
    cells: tuple[Cell, ...]


def ink_of(image: PageImage, dpi: int) -> Gray:
    """255 where the page is dark against its surroundings, else 0."""
    gray = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    block = max(15, round(0.2 * dpi)) | 1
    return np.asarray(
        cv2.adaptiveThreshold(
            gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 12
        ),
        np.uint8,
    )


def find_grids(ink: Gray, dpi: int) -> tuple[Grid, ...]:
    """Find the ruled tables, top to bottom. Pages without long lines cost a few milliseconds."""
    rules = _rules(ink, dpi)
    if not rules.any():
        return ()
    grids = []
    count, _, stats, _ = cv2.connectedComponentsWithStats(rules, connectivity=8)
    for left, top, width, height, _ in stats[1:count].tolist():
        if width < _LEAST_TABLE_WIDTH * dpi or height < _LEAST_TABLE_HEIGHT * dpi:
            continue
        grid = _grid(rules[top : top + height, left : left + width], left, top, dpi)
        if grid is not None:
            grids.append(grid)
    outermost = [g for g in grids if not any(_inside(g.box, other) for other in grids)]
    return tuple(sorted(outermost, key=lambda grid: (grid.box.top, grid.box.left)))


def without_rules(image: PageImage, ink: Gray, dpi: int) -> tuple[PageImage, Gray]:
    """The page and its ink with ruled lines painted over: readers take them for 一 and 丨."""
    across, down = _across_and_down(ink, dpi)
    rules = _long(_thickened(across, _ending(down, across, dpi)), dpi)
    bare = image.copy()
    bare[rules > 0] = _paper(image)
    return bare, np.asarray(cv2.subtract(ink, rules), np.uint8)


def _long(rules: Gray, dpi: int) -> Gray:
    """Only what is longer than any stroke of a character, however large the heading."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(rules, connectivity=8)
    longest = stats[:count, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    keep = longest >= _LEAST_RULE * dpi
    keep[0] = False
    return np.where(keep[labels], np.uint8(255), np.uint8(0))


def _paper(image: PageImage) -> NDArray[np.uint8]:
    """The paper's colour: what is brighter than nearly everything on a coarse sample."""
    sample = image[::16, ::16].reshape(-1, 3)
    return np.asarray(np.percentile(sample, 80, axis=0), np.uint8)


def _rules(ink: Gray, dpi: int) -> Gray:
    return _thickened(*_across_and_down(ink, dpi))


def _across_and_down(ink: Gray, dpi: int) -> tuple[Gray, Gray]:
    across = _strokes(ink, round(_LEAST_HORIZONTAL * dpi), round(_GAP * dpi))
    down = _strokes(ink.T.copy(), round(_LEAST_VERTICAL * dpi), round(_GAP * dpi)).T
    return across, np.ascontiguousarray(down)


def _thickened(across: Gray, down: Gray) -> Gray:
    both = cv2.bitwise_or(across, down)
    return np.asarray(cv2.dilate(both, np.ones((3, 3), np.uint8)), np.uint8)


def _ending(down: Gray, across: Gray, dpi: int) -> Gray:
    """Only what is long, or ends at rules above and below.

    The side of a tick box and a pen's stroke from it to the rule above are together as long as
    the side of a low cell.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(down, connectivity=8)
    keep = np.zeros(count, np.bool_)
    near = round(_GAP * dpi)
    for index, (left, top, width, height, _) in enumerate(stats[1:count].tolist(), 1):
        columns = slice(left, left + width)
        ends = (across[max(0, y - near) : y + near, columns] for y in (top, top + height))
        keep[index] = height >= _LEAST_RULE * dpi or all(end.any() for end in ends)
    return np.where(keep[labels], np.uint8(255), np.uint8(0))


def _strokes(ink: Gray, length: int, gap: int) -> Gray:
    """Long level strokes; small breaks in them are closed, also where a line wavers by a pixel."""
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    opened = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    mended = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    return np.asarray(mended, np.uint8)


def _grid(rules: Gray, left: int, top: int, dpi: int) -> Grid | None:
    framed = cv2.copyMakeBorder(rules, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    count, _, stats, _ = cv2.connectedComponentsWithStats(
        (framed == 0).astype(np.uint8), connectivity=4
    )
    least = _LEAST_CELL * dpi
    height, width = framed.shape
    boxes = []
    for x, y, w, h, area in stats[1:count].tolist():
        outside = x == 0 or y == 0 or x + w == width or y + h == height
        if outside or min(w, h) < least or area < _RECTANGULAR * w * h:
            continue
        boxes.append(Box(left + x - 1, top + y - 1, left + x - 1 + w, top + y - 1 + h))
    # A region inside another is no cell of the grid (an emblem on a framed certificate).
    boxes = [box for box in boxes if not any(_within(box, other) for other in boxes)]
    if len(boxes) < 2:
        return None
    cells = placed(boxes, dpi)
    return Grid(Box.around([cell.box for cell in cells]), cells)


def _within(box: Box, other: Box) -> bool:
    return box is not other and box.overlap(other) > 0.9 * box.area and other.area > box.area


def _inside(box: Box, grid: Grid) -> bool:
    """True where the box lies within one cell of the other table (a frame around a table)."""
    return grid.box != box and any(cell.box.overlap(box) > 0.9 * box.area for cell in grid.cells)


def with_text(grid: Grid, lines: tuple[Line, ...]) -> Table:
    """Put lines into the cells that hold their middles."""
    cells = []
    for cell in grid.cells:
        inside = [line for line in lines if cell.box.holds(*line.box.centre)]
        text = joined(tuple(inside))
        sure = min((line.confidence for line in inside if line.text.strip()), default=1.0)
        cells.append(replace(cell, text=text, confidence=sure))
    return Table(grid.box, tuple(cells))


def joined(lines: tuple[Line, ...]) -> str:
    """Lines top to bottom, pieces on one height left to right with a space between."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.box.centre[1]):
        if rows and _level(rows[-1][-1].box, line.box):
            rows[-1].append(line)
        else:
            rows.append([line])
    return "\n".join(
        " ".join(line.text for line in sorted(row, key=lambda line: line.box.left)) for row in rows
    )


def _level(one: Box, other: Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > _SAME_LINE * min(one.height, other.height)
