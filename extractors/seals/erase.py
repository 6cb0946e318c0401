"""Take a seal's ink off the page, so that the print under it can be read."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from extractors.facts import Box, Ink, Seal, Shape
from extractors.ocr.engine import PageImage
from extractors.seals.closeup import WhitePage
from extractors.seals.inks import Grey, paper_over, strength

GROWN: Final = 0.04  # of the seal's size: the soft edge of the ink
FRINGE: Final = 14  # strength from which a pixel counts as ink
INK_LEVEL: Final = 25  # percentile of the ink's brightness that still becomes white
SAFELY_BELOW: Final = 0.93  # of that brightness: noise stays white too
DARKEST: Final = 25.0  # of 255: print this dark becomes black
# A blue ink: percentile of its brightness that stands for all of it; how much ink its edges hold
# beside what lies next to them; the most of the blue light it may take; what becomes white.
TYPICAL: Final = 60
EDGE_INK: Final = 0.85
MOST_TAKEN: Final = 0.8
NEARLY_WHITE: Final = 224.0
LEAST_TOP: Final = 110.0  # of 255: never spread further, however dark the ink


def without_seals(image: PageImage, seals: tuple[Seal, ...]) -> PageImage:
    """A copy of the page with the coloured ink of these seals whitened, black print kept.

    Only inside the seals: whitening by hue everywhere erases red letterheads (READING.md).
    """
    result = image.copy()
    page = WhitePage.of(image)
    for seal in seals:
        if seal.ink is not Ink.BLACK:
            _erase(result, page.paper, seal)
    return result


def _erase(page: PageImage, sheet: PageImage, seal: Seal) -> None:
    """Whiten one seal's ink in place."""
    height, width = page.shape[:2]
    box = seal.box.grown(GROWN * max(seal.box.width, seal.box.height))
    left, top = max(0, int(box.left)), max(0, int(box.top))
    right, bottom = min(width, int(box.right) + 1), min(height, int(box.bottom) + 1)
    crop = page[top:bottom, left:right]
    if crop.size == 0:
        return
    place = Box(left / width, top / height, right / width, bottom / height)
    colour = paper_over(sheet, place, (crop.shape[0], crop.shape[1]))
    white = cv2.divide(crop, colour, scale=255).astype(np.uint8)
    print_ = _print(white, seal.ink)
    # Only where there is ink, with the soft edge that JPEG leaves: grey print beside it stays.
    inked = cv2.dilate((strength(white, seal.ink) > FRINGE).astype(np.uint8), np.ones((3, 3)))
    touched = (inked > 0) & (_area(seal, box, (left, top), crop.shape) > 0)
    cleaned = cv2.multiply(colour, cv2.merge([print_] * 3), scale=1 / 255)
    crop[touched] = cleaned[touched]


def _print(white: PageImage, ink: Ink) -> Grey:
    """What lies under a seal, in grey: the channel in which its ink is bright, spread out.

    By the ink's own channel, not by hue: JPEG keeps colour at half the resolution, so near
    print the hue is the seal's and the print's mixed, and whitening by it eats into strokes.
    """
    if ink is Ink.BLUE:
        return _under_blue(white)
    own = white[..., 2].astype(np.float32)
    strong = strength(white, ink)
    inked = own[strong > max(FRINGE, 0.6 * float(strong.max()))]
    level = float(np.percentile(inked, INK_LEVEL)) if inked.size else 255.0
    top = max(LEAST_TOP, SAFELY_BELOW * level)
    spread = (own - DARKEST) / (top - DARKEST) * 255
    return np.asarray(np.clip(spread, 0, 255), np.uint8)


def _under_blue(white: PageImage) -> Grey:
    """What lies under a blue seal, in grey.

    Blue ink takes a third of the blue light as well, so that no channel shows the print alone.
    Paper and print are multiplied by what the ink lets through: of blue 1 - c * taken, of red
    1 - c * taken_red, where c is how much ink there is. From two channels both c and the print
    under it follow.
    """
    own, other = (white[..., channel].astype(np.float32) / 255 for channel in (0, 2))
    strong = strength(white, Ink.BLUE)
    full = strong > max(FRINGE, 0.6 * float(strong.max()))
    if not full.any():
        return np.asarray(white[..., 0], np.uint8)
    taken = 1 - float(np.percentile(own[full], TYPICAL))
    taken_red = 1 - float(np.percentile(other[full], 100 - TYPICAL))
    ratio = other / np.maximum(own, 1 / 255)
    amount = np.clip((1 - ratio) / np.maximum(taken_red - ratio * taken, 0.001), 0, 1)
    # Colour is blurred more than brightness: at the ink's edges there is more than it says.
    amount = np.maximum(amount, EDGE_INK * cv2.dilate(amount, np.ones((3, 3), np.uint8)))
    printed = 255 * own / (1 - amount * min(taken, MOST_TAKEN))
    spread = (printed - DARKEST) / (NEARLY_WHITE - DARKEST) * 255
    return np.asarray(np.clip(spread, 0, 255), np.uint8)


def _area(seal: Seal, box: Box, corner: tuple[int, int], shape: tuple[int, ...]) -> Grey:
    """Mask of the seal's surface on the crop: an ellipse for curved seals that are whole."""
    area = np.zeros(shape[:2], np.uint8)
    if seal.edge or seal.shape not in {Shape.ROUND, Shape.OVAL}:
        area[:] = 255
        return area
    x, y = box.centre
    axes = (round(box.width / 2), round(box.height / 2))
    cv2.ellipse(area, (round(x) - corner[0], round(y) - corner[1]), axes, 0, 0, 360, 255, -1)
    return area
