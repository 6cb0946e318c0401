"""Ruled tables on page pictures: lines, cells, rows, columns and spans.

Cells are the white regions that ruled lines enclose, so a merged cell needs no special care:
it is one region that covers several steps of the grid, which the edges of all cells make.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.contours import Contour, parts_of, without_parts
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
    for part in parts_of(rules)[0]:
        left, top, width, height = cv2.boundingRect(part)
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
    sheet = np.empty_like(image)
    cv2.rectangle(sheet, (0, 0), sheet.shape[1::-1], _paper(image).tolist(), cv2.FILLED)
    cv2.copyTo(sheet, rules, bare)
    return bare, np.asarray(cv2.subtract(ink, rules), np.uint8)


def _long(rules: Gray, dpi: int) -> Gray:
    """Only what is longer than any stroke of a character, however large the heading."""
    short = [
        part for part in parts_of(rules)[0] if max(cv2.boundingRect(part)[2:]) < _LEAST_RULE * dpi
    ]
    return without_parts(rules, short)


def _paper(image: PageImage) -> NDArray[np.uint8]:
    """The paper's colour: what is brighter than nearly everything on a coarse sample."""
    sample = image[::16, ::16].reshape(-1, 3)
    return np.asarray(np.percentile(sample, 80, axis=0), np.uint8)


def _rules(ink: Gray, dpi: int) -> Gray:
    return _thickened(*_across_and_down(ink, dpi))


def _across_and_down(ink: Gray, dpi: int) -> tuple[Gray, Gray]:
    gap = round(_GAP * dpi)
    return (
        _strokes(ink, (round(_LEAST_HORIZONTAL * dpi), 1), (gap, 1)),
        _strokes(ink, (1, round(_LEAST_VERTICAL * dpi)), (1, gap)),
    )


def _thickened(across: Gray, down: Gray) -> Gray:
    both = cv2.bitwise_or(across, down)
    return np.asarray(cv2.dilate(both, np.ones((3, 3), np.uint8)), np.uint8)


def _ending(down: Gray, across: Gray, dpi: int) -> Gray:
    """Only what is long, or ends at rules above and below.

    The side of a tick box and a pen's stroke from it to the rule above are together as long as
    the side of a low cell.
    """
    near = round(_GAP * dpi)
    loose = []
    for part in parts_of(down)[0]:
        left, top, width, height = cv2.boundingRect(part)
        columns = slice(left, left + width)
        ends = (across[max(0, y - near) : y + near, columns] for y in (top, top + height))
        if height < _LEAST_RULE * dpi and not all(end.any() for end in ends):
            loose.append(part)
    return without_parts(down, loose)


def _strokes(ink: Gray, length: tuple[int, int], gap: tuple[int, int]) -> Gray:
    """Long strokes; small breaks in them are closed, also where a line wavers by a pixel.

    `length` and `gap` are width and height in pixels, the stroke's breadth being 1.
    """
    across = (1, 3) if length[1] == 1 else (3, 1)
    thick = cv2.dilate(ink, np.ones(across[::-1], np.uint8))
    opened = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones(length[::-1], np.uint8))
    mended = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, np.ones(gap[::-1], np.uint8))
    return np.asarray(mended, np.uint8)


def _grid(rules: Gray, left: int, top: int, dpi: int) -> Grid | None:
    least = _LEAST_CELL * dpi
    boxes = []
    for hole in parts_of(rules)[1]:
        # The contour of a hole runs on the rules around it.
        x, y, wide, high = cv2.boundingRect(hole)
        x, y, w, h = x + 1, y + 1, wide - 2, high - 2
        if min(w, h) < least or _free(rules, hole) < _RECTANGULAR * w * h:
            continue
        boxes.append(Box(left + x, top + y, left + x + w, top + y + h))
    # A region inside another is no cell of the grid (an emblem on a framed certificate).
    boxes = [box for box in boxes if not any(_within(box, other) for other in boxes)]
    if len(boxes) < 2:
        return None
    cells = placed(boxes, dpi)
    return Grid(Box.around([cell.box for cell in cells]), cells)


def _free(rules: Gray, hole: Contour) -> int:
    """How many pixels without rules a contour goes around."""
    x, y, wide, high = cv2.boundingRect(hole)
    inside = np.zeros((high, wide), np.uint8)
    cv2.drawContours(inside, [hole], -1, 255, cv2.FILLED, offset=(-x, -y))
    return int(np.count_nonzero(cv2.subtract(inside, rules[y : y + high, x : x + wide])))


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
        penned = joined(tuple(replace(line, text=line.penned) for line in inside if line.penned))
        cells.append(replace(cell, text=text, confidence=sure, penned=penned))
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
