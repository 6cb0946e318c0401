"""An open volume on one scan: where its two pages meet, and the order in which they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.facts import Box, Half, Line, PageFacts

# Two A4 pages side by side are 1.41 times as wide as high; scanners cut some of it off.
_LEAST_WIDE = 1.2
# Shares of the width between which pages meet, and the least empty band there.
_FROM, _TO, _LEAST_BAND = 0.38, 0.62, 0.015
_LEAST_LINES = 3


def gutter_of(width: int, height: int, lines: Sequence[Line], cells: Sequence[Box]) -> float | None:
    """Where the left page ends and the right one begins, in pixels; None on a single page.

    A wide page is an open volume if words stand on both sides of an empty band around its middle
    that no cell of a table crosses: a landscape table or drawing has something there.
    """
    if width < _LEAST_WIDE * height:
        return None
    boxes = [*(line.box for line in lines), *cells]
    band = max(_gaps(boxes, _FROM * width, _TO * width), key=lambda gap: gap[1] - gap[0])
    if band[1] - band[0] < _LEAST_BAND * width:
        return None
    gutter = (band[0] + band[1]) / 2
    left = sum(line.box.right <= gutter for line in lines)
    enough = min(left, len(lines) - left) >= _LEAST_LINES
    return gutter if enough else None


def _gaps(boxes: Sequence[Box], start: float, end: float) -> list[tuple[float, float]]:
    """The pieces from start to end that no box covers."""
    gaps = []
    reached = start
    for box in sorted(boxes, key=lambda box: box.left):
        if box.right <= reached:
            continue
        if box.left >= end:
            break
        gaps.append((reached, max(reached, box.left)))
        reached = box.right
    return [*gaps, (reached, max(reached, end))]


def in_order(lines: tuple[Line, ...], gutter: float | None) -> tuple[Line, ...]:
    """Lines of the left page before those of the right one; order is kept within each."""
    if gutter is None:
        return lines
    return tuple(sorted(lines, key=lambda line: line.box.centre[0] > gutter))


def halves(page: PageFacts) -> tuple[PageFacts, ...]:
    """The left and the right page of an open volume; a single page as it is.

    Both keep the number of the scan and its coordinates; what lies over the gutter (a seal
    pressed across it) belongs to the side where its middle is.
    """
    if page.gutter is None:
        return (page,)
    return tuple(_half(replace(page, half=half)) for half in Half)


def _half(page: PageFacts) -> PageFacts:
    area = page.area
    right = page.half is Half.RIGHT

    def own(box: Box) -> bool:
        return (box.centre[0] >= area.left) if right else (box.centre[0] < area.right)

    lines = tuple(line for line in page.lines if own(line.box))
    seals = tuple(seal for seal in page.seals if own(seal.box))
    return replace(
        page,
        blank=not lines and not seals,
        lines=lines,
        tables=tuple(table for table in page.tables if own(table.box)),
        ticks=tuple(tick for tick in page.ticks if own(tick.box)),
        seals=seals,
    )
