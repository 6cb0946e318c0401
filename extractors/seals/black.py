"""Round seals without colour: photocopies and greyscale scans, found by their ring alone.

Everything on such a page has the seal's ink, so this asks for much more than the coloured path:
a nearly closed thin ring of a seal's usual size, and a star or a readable title in it.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from extractors.facts import Ink
from extractors.seals.circles import find_circles
from extractors.seals.closeup import CloseUp, WhitePage, close_up
from extractors.seals.fit import fitted
from extractors.seals.inks import Grey, balanced, over, strength
from extractors.seals.locate import (
    CLOSE_RADIUS,
    Found,
    Sizes,
    same_place,
    working_sizes,
)
from extractors.seals.outline import Outline
from extractors.seals.signs import read_signs, score

# Radii in mm of what is looked for (official seals have 38 to 45 mm), and in shares of the long
# side where the resolution is not known.
RADII_MM: Final = (17.0, 25.0)
RADII_SHARE: Final = (0.045, 0.16)
DARKER: Final = 18  # than the paper around it, of 255
SUPPORTED: Final = 0.5  # share of the ring that points to its centre
CLEAR: Final = 0.72
CLOSED: Final = 0.85


def locate_black(page: WhitePage, dpi: int | None, taken: tuple[Found, ...]) -> tuple[Found, ...]:
    """Rings on a page in black or grey that look like seals, away from those already found."""
    size = page.image.shape[0], page.image.shape[1]
    sizes = working_sizes(size, dpi)
    small = page.image
    if sizes.scale < 1:
        small = cv2.resize(
            small, None, fx=sizes.scale, fy=sizes.scale, interpolation=cv2.INTER_AREA
        ).astype(np.uint8)
    levels = strength(balanced(small, page.paper), Ink.BLACK)
    least, most = _radii(size, sizes)
    lines = _curved(dark(levels), least)
    rough = (
        Outline(circle.x, circle.y, circle.radius, circle.radius, 0.0, straight=False)
        for circle in find_circles(lines, least, most, steepest=20.0)
        if circle.support >= SUPPORTED
    )
    # The inner line of a double ring has as much support as the outer one: the fit decides.
    found = [_checked(page, outline.scaled(1 / sizes.scale)) for outline in rough]
    best: list[Found] = []
    for one in sorted((item for item in found if item), key=lambda item: -item.score):
        if not any(same_place(one.outline, other.outline) for other in (*taken, *best)):
            best.append(one)
    return tuple(best)


def _radii(size: tuple[int, int], sizes: Sizes) -> tuple[float, float]:
    """Least and greatest radius in pixels of the working picture."""
    if sizes.mm:
        return RADII_MM[0] * sizes.mm, RADII_MM[1] * sizes.mm
    side = max(size) * sizes.scale
    return max(14.0, RADII_SHARE[0] * side), RADII_SHARE[1] * side


def dark(levels: Grey) -> Grey:
    """Mask of what is darker than its surroundings."""
    block = max(15, int(max(levels.shape) * 0.02) | 1)
    return over(cv2.subtract(levels, cv2.blur(levels, (block, block))).astype(np.uint8), DARKER)


def _curved(mask: Grey, radius: float) -> Grey:
    """The mask without characters and without straight lines: mostly rings are left."""
    long = max(9, int(radius * 0.9))
    rows = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    columns = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((long, 1), np.uint8))
    rest = cv2.subtract(mask, cv2.dilate(cv2.max(rows, columns), np.ones((3, 3), np.uint8)))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(rest, connectivity=8)
    large = np.zeros(count, np.uint8)
    large[stats[:, cv2.CC_STAT_WIDTH] > 0.45 * radius] = 255
    large[stats[:, cv2.CC_STAT_HEIGHT] > 0.45 * radius] = 255
    large[0] = 0
    return np.asarray(large[labels], np.uint8)


def _checked(page: WhitePage, rough: Outline) -> Found | None:
    near = close_up(page, rough, CLOSE_RADIUS)
    mask = _ink(near)
    outline = fitted(mask, near.inside(rough), reach=0.06)
    signs = read_signs(mask, outline)
    value = score(signs, outline)
    if value < CLEAR or signs.outline < CLOSED or signs.thin < CLOSED:
        return None
    return Found(near.on_page(outline), Ink.BLACK, signs, value)


def _ink(near: CloseUp) -> Grey:
    return dark(strength(near.white, Ink.BLACK))
