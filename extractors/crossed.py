"""Tick boxes that a pen went over: a mark beyond the frame, or the box scribbled full.

Such a box is no closed shape of its own any more: the stroke runs out of it and into the word
beside it. Its four printed sides still stand, and the untouched boxes of the page say how long
they are; so places are looked for where four sides of that length are inked, whatever crosses them.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.facts import Box, Ink
from extractors.ocr.engine import PageImage
from extractors.seals.inks import FAINT, balanced, over, paper, strength

Gray = NDArray[np.uint8]
Shares = NDArray[np.float32]

# Of the paper's brightness: a fine grey frame is below it, also beside a dark stroke.
_INKED = 0.8
_SIDE_INKED = 0.9
# How far outside, as a share of the side, nothing but a stroke may run, and how much of it that is.
_OUTSIDE, _CROSSED = 0.16, 0.4
# The frame's line, lying a pixel askew: a share of the side, and at least so many pixels.
_LINE, _LINE_PIXELS = 0.14, 3.0
_STROKE = 1.1  # sides of the box that a stroke may run out of it
_MOST_SIZES = 5
# Outside tables: how many sides above and below a box the others of its choice may stand.
_LINES = 2.5
_SAME_PLACE = 0.2


def crossed(
    bare: PageImage, empty: list[Box], ticked: list[Box], cells: tuple[Box, ...] = ()
) -> list[tuple[Box, float]]:
    """Frames as large as the empty boxes that overlap none known, on a page without rules.

    Empty boxes show most surely that the page has boxes, of what size, and where choices stand.
    With each frame comes the share of ink inside it, beyond what the empty ones have.
    """
    if not empty:
        return []
    inked = cv2.cvtColor(balanced(bare, paper(bare)), cv2.COLOR_BGR2GRAY) < _INKED * 255
    ink = inked.astype(np.uint8)
    found = sorted(
        (
            place
            for area in _areas(empty, cells, ink.shape)
            for size in _sizes(empty)
            for place in _frames_in(ink, area, size)
        ),
        key=lambda place: -place[0],
    )
    kept: list[Box] = []
    for _, box in found:
        if not any(box.iou(other) > _SAME_PLACE for other in (*kept, *empty, *ticked)):
            kept.append(box)
    usual = float(np.median([_inside(ink, box) for box in empty]))
    return [(box, max(0.0, _inside(ink, box) - usual)) for box in kept]


def _areas(
    empty: list[Box], cells: tuple[Box, ...], shape: tuple[int, ...]
) -> tuple[tuple[int, int, int, int], ...]:
    """Where boxes of choices may stand: left, top, right, bottom in whole pixels.

    All boxes of one choice may be marked; it stands below or above others then, in cells that
    begin at the same rule, while labels begin at another.
    """
    height, width = shape[0], shape[1]
    found = []
    for box in empty:
        home = min(
            (cell for cell in cells if cell.holds(*box.centre)),
            key=lambda cell: cell.area,
            default=None,
        )
        if home is None:
            reach = _LINES * box.height
            areas = [Box(0, box.top - reach, width, box.bottom + reach)]
        else:
            areas = [cell for cell in cells if abs(cell.left - home.left) < box.width / 2]
        for area in areas:
            left, top = max(0, int(area.left) - 1), max(0, int(area.top) - 1)
            right, bottom = min(width, int(area.right) + 2), min(height, int(area.bottom) + 2)
            found.append((left, top, right, bottom))
    return tuple(dict.fromkeys(found))


def _frames_in(
    ink: Gray, area: tuple[int, int, int, int], size: int
) -> Iterator[tuple[float, Box]]:
    """The frames of one area, in pixels of the page."""
    left, top, right, bottom = area
    for merit, box in _frames(ink[top:bottom, left:right], size):
        yield merit, Box(box.left + left, box.top + top, box.right + left, box.bottom + top)


def lift_pen(page: PageImage, box: Box) -> None:
    """Take off, in place, the blue strokes that run out of a box into the word beside it.

    A black pen cannot be told from print, and stays.
    """
    reach = box.grown(_STROKE * box.width)
    rows = slice(max(0, round(reach.top)), max(0, round(reach.bottom)))
    columns = slice(max(0, round(reach.left)), max(0, round(reach.right)))
    part = page[rows, columns]
    if not part.size:
        return
    blue = over(strength(balanced(part, paper(part)), Ink.BLUE), FAINT)
    _, labels = cv2.connectedComponents(_thick(blue, 3, 3), connectivity=8)
    top, left = round(box.top) - rows.start, round(box.left) - columns.start
    high, wide = round(box.height), round(box.width)
    own = np.setdiff1d(labels[max(0, top) : top + high, max(0, left) : left + wide], [0])
    part[np.isin(labels, own)] = np.percentile(part.reshape(-1, 3), 80, axis=0)


def _inside(ink: Gray, box: Box) -> float:
    """Ink within the frame's own line: a quick stroke crosses no more than a corner."""
    inner = box.grown(-max(_LINE_PIXELS, _LINE * box.width))
    rows = slice(round(inner.top), round(inner.bottom))
    columns = slice(round(inner.left), round(inner.right))
    return float(ink[rows, columns].mean()) if ink[rows, columns].size else 0.0


def _sizes(empty: list[Box]) -> list[int]:
    """Sides in pixels to look for: those of the page's boxes, one more and one less."""
    sides = [round((box.width + box.height) / 2) for box in empty]
    low, high = (round(float(np.percentile(sides, share))) for share in (10, 90))
    count = min(_MOST_SIZES, high - low + 3)
    return sorted({round(side) for side in np.linspace(low - 1, high + 1, count).tolist()})


def _frames(ink: Gray, size: int) -> Iterator[tuple[float, Box]]:
    """Squares of one size whose sides are inked, with how well they are."""
    away = max(3, round(_OUTSIDE * size))
    height, width = (side - size - 2 * away for side in ink.shape)
    if height <= 0 or width <= 0:
        return

    def at(shares: Shares, down: int, right: int) -> Shares:
        return shares[away + down : away + down + height, away + right : away + right + width]

    level, upright = _shares(ink, (size, 1)), _shares(ink, (1, size))
    # A side may lean by a pixel.
    leaning = _shares(_thick(ink, 1, 3), (size, 1))
    leaning_up = _shares(_thick(ink, 3, 1), (1, size))
    last = size - 1
    framed = (
        (at(leaning, 0, 0) >= _SIDE_INKED)
        & (at(leaning, last, 0) >= _SIDE_INKED)
        & (at(leaning_up, 0, 0) >= _SIDE_INKED)
        & (at(leaning_up, 0, last) >= _SIDE_INKED)
        & (at(level, -away, 0) <= _CROSSED)
        & (at(level, last + away, 0) <= _CROSSED)
        & (at(upright, 0, -away) <= _CROSSED)
    )
    # Of places a pixel apart the one with most ink on its very sides; a longer side counts more.
    inked = at(level, 0, 0) + at(level, last, 0) + at(upright, 0, 0) + at(upright, 0, last)
    for y, x in np.argwhere(framed).tolist():
        box = Box(x + away, y + away, x + away + size, y + away + size)
        yield float(inked[y, x]) * size, box


def _thick(ink: Gray, wide: int, high: int) -> Gray:
    return np.asarray(cv2.dilate(ink, np.ones((high, wide), np.uint8)), np.uint8)


def _shares(ink: Gray, size: tuple[int, int]) -> Shares:
    """At each pixel, the share of ink on the stretch that begins there."""
    return np.asarray(
        cv2.boxFilter(ink, cv2.CV_32F, size, anchor=(0, 0), borderType=cv2.BORDER_CONSTANT),
        np.float32,
    )
