"""How the reader sees a seal: its fitted outline, where the ring was opened, the strip it reads.

Found again from the page's picture without reading anything, for whoever wants to look at it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from extractors.facts import Seal
from extractors.ocr.engine import PageImage
from extractors.seals.closeup import WhitePage, on_page
from extractors.seals.frame import rectified
from extractors.seals.locate import Found
from extractors.seals.located import located
from extractors.seals.outline import Points
from extractors.seals.ring import TURN, Plate, as_print, find_rings, plate, unrolled

SAME: Final = 0.5  # intersection over union of a seal's box and what was found again
CORNERS: Final = 180  # of the outline as it is drawn
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class SealView:
    """A seal as it is read. `outline` and `opening` are on the page, in pixels.

    `opening` is a line inwards from the rim, none where nothing was unrolled. `strip` is the ring
    from there on, clockwise, or the inside of a frame; the title stands between `first` and
    `last`, shares of the strip's width.
    """

    outline: Points
    opening: tuple[Point, Point] | None
    strip: PageImage
    first: float
    last: float


def views(
    image: PageImage, dpi: int | None, seals: tuple[Seal, ...]
) -> tuple[SealView | None, ...]:
    """A view of each seal, in order; None for one that is not found again."""
    if not seals:
        return ()
    page = WhitePage.of(image)
    found = located(page, dpi)
    return tuple(_view(page, seal, found) for seal in seals)


def _view(page: WhitePage, seal: Seal, everything: tuple[Found, ...]) -> SealView | None:
    size = (page.image.shape[0], page.image.shape[1])
    likeness = [
        on_page(found.slice_box or found.outline.box, size).iou(seal.box) for found in everything
    ]
    if not likeness or max(likeness) < SAME:
        return None
    found = everything[int(np.argmax(likeness))]
    sheet = plate(page, found.outline, found.ink, found.print_below)
    rim = found.outline.points(CORNERS)[0]
    if found.outline.straight:
        return SealView(rim, None, as_print(rectified(sheet)), 0.0, 1.0)
    return _unrolled(found, sheet, rim)


def _unrolled(found: Found, sheet: Plate, rim: Points) -> SealView:
    strip = unrolled(sheet.ink, sheet.outline)
    ring = find_rings(sheet)[0]
    gap = (TURN - ring.length) // 2
    opened = (ring.start - gap) % TURN
    rolled = np.roll(strip, -opened, axis=1)
    points, normals = found.outline.points(TURN)
    outer = points[opened]
    inner = outer - normals[opened] * ring.bottom * found.outline.radius
    opening = ((float(outer[0]), float(outer[1])), (float(inner[0]), float(inner[1])))
    first = gap / TURN
    return SealView(rim, opening, _printed(rolled), first, first + ring.length / TURN)


def _printed(layer: cv2.typing.MatLike) -> PageImage:
    """Without the margin that a recogniser wants, so that shares of the width hold."""
    printed = as_print(layer)
    down, across = (
        (printed.shape[axis] - layer.shape[axis]) // 2 for axis in (0, 1)
    )  # the margins on either side
    return printed[down : down + layer.shape[0], across : across + layer.shape[1]]
