"""Coloured stamp ink against paper and black print.

Strengths are 0..255: how far the ink's own channel stands above the others after the paper has
been made white, so that a blue-cast phone photo and a flatbed scan are judged by one measure.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.facts import Box, Ink
from extractors.ocr.engine import PageImage

Grey = NDArray[np.uint8]

# Chroma noise of JPEG 40 on black print and grey paper stays below this in nearly all pixels;
# the palest seal that a person still reads stands well above it.
FAINT: Final = 22
# Red runs from purple-red to orange. Beyond this hue (degrees) it is brown, gold or yellow:
# emblems, wood, invoice frames.
ORANGEST_HUE: Final = 26.0
# Blue stamp ink: the hue angle 195..275 degrees.
BLUEST: Final = (195.0, 275.0)
PAPER_BLOCKS: Final = 96  # blocks along the page's long side: 3 mm each on A4
PALEST: Final = 0.62  # the least channel of coloured paper, as a share of the greatest


def paper(image: PageImage) -> PageImage:
    """The colour of the paper, as a small smooth picture of the whole page.

    It looks 12 mm around on an A4 page, further than any solid part of a seal is wide, and keeps
    a bound on colour, so that a large red field is not taken for red paper.
    """
    height, width = image.shape[:2]
    step = max(1, max(height, width) // PAPER_BLOCKS)
    # Every third pixel is enough for an average, and a third of the time.
    few = image[:: min(3, step), :: min(3, step)]
    small = cv2.resize(
        few, (max(1, width // step), max(1, height // step)), interpolation=cv2.INTER_AREA
    )
    smooth = cv2.blur(cv2.dilate(small, np.ones((7, 7), np.uint8)), (5, 5))
    brightest = smooth.max(2, keepdims=True)
    # Paper darker than 64 is a dark surface, not paper: stretching it would only raise noise.
    return np.asarray(np.maximum(np.maximum(smooth, brightest * PALEST), 64), np.uint8)


WHOLE: Final = Box(0.0, 0.0, 1.0, 1.0)


def paper_over(sheet: PageImage, place: Box, size: tuple[int, int]) -> PageImage:
    """The paper's colour under a part of the page, at `size` (height, width) in pixels.

    `sheet` is what `paper` made of the page; `place` is the part in fractions of the page.
    """
    height, width = size
    if place == WHOLE:
        return cv2.resize(sheet, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.uint8)
    rows, columns = sheet.shape[:2]
    to_small = np.array(
        [
            [place.width * columns / width, 0, place.left * columns - 0.5],
            [0, place.height * rows / height, place.top * rows - 0.5],
        ]
    )
    return cv2.warpAffine(
        sheet,
        to_small,
        (width, height),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    ).astype(np.uint8)


def balanced(image: PageImage, sheet: PageImage, place: Box = WHOLE) -> PageImage:
    """A part of the page with its paper made white, also where light or shadow falls on it."""
    under = paper_over(sheet, place, (image.shape[0], image.shape[1]))
    return cv2.divide(image, under, scale=255).astype(np.uint8)


def strength(image: PageImage, ink: Ink) -> Grey:
    """How strongly each pixel of a balanced image shows this ink, 0..255."""
    blue, green, red = cv2.split(image)
    if ink is Ink.RED:
        return _red(blue, green, red)
    if ink is Ink.BLUE:
        return _blue(blue, green, red)
    return cv2.bitwise_not(cv2.max(cv2.max(blue, green), red)).astype(np.uint8)


def _red(blue: cv2.typing.MatLike, green: cv2.typing.MatLike, red: cv2.typing.MatLike) -> Grey:
    over_green = cv2.subtract(red, green)
    over_blue = cv2.subtract(red, blue)
    # hue = 60 * (G - B) / (R - B) where blue is least: cut off where it turns brown.
    yellow = cv2.subtract(green, blue)
    too_brown = cv2.compare(
        yellow, cv2.convertScaleAbs(over_blue, alpha=ORANGEST_HUE / 60), cv2.CMP_GT
    )
    # Purple-red ink has much blue left; half of the distance still counts fully.
    result = cv2.min(over_green, cv2.convertScaleAbs(over_blue, alpha=1.6))
    result[too_brown > 0] = 0
    return result.astype(np.uint8)


def _blue(blue: cv2.typing.MatLike, green: cv2.typing.MatLike, red: cv2.typing.MatLike) -> Grey:
    over_red = cv2.subtract(blue, red)
    over_green = cv2.subtract(blue, green)
    # Towards cyan (hue 195) green may come near blue; towards violet red may.
    result = cv2.min(over_red, cv2.convertScaleAbs(over_green, alpha=3.0))
    violet = cv2.subtract(red, green)
    too_violet = cv2.compare(
        violet, cv2.convertScaleAbs(over_green, alpha=(BLUEST[1] - 240) / 60), cv2.CMP_GT
    )
    result[too_violet > 0] = 0
    return result.astype(np.uint8)


def over(levels: Grey, least: float) -> Grey:
    """Mask (0 or 255) of the pixels above a level."""
    return cv2.threshold(levels, least, 255, cv2.THRESH_BINARY)[1].astype(np.uint8)


def solid(levels: Grey, faint: int = FAINT) -> Grey:
    """Mask (0 or 255) of the pixels that carry ink, split from its own fringe by Otsu's rule."""
    inked = levels[levels > faint]
    if inked.size < 50:
        return over(levels, faint)
    split, _ = cv2.threshold(inked.reshape(1, -1), 0, 255, cv2.THRESH_OTSU)
    # Uneven ink: half of Otsu's split keeps the pale parts that a worn stamp leaves.
    return over(levels, max(float(faint), split * 0.6))


# Shares of the page's grey levels, and of what lies between print and paper: print is what is
# darker, and a stamp that lost its colour stands between.
DARKEST_SHARE: Final = 0.5  # percent
TOWARDS_PAPER: Final = 0.3
PRINT_BELOW: Final = (60, 110)  # levels between which the border is set
GREY_WEIGHT: Final = 0.6  # grey noise is stronger than noise of colour


def print_level(white: PageImage) -> int:
    """The grey level (0..255) below which a white-balanced page holds print, not stamp ink."""
    grey = cv2.cvtColor(white[::2, ::2], cv2.COLOR_BGR2GRAY)
    darkest = float(np.percentile(grey, DARKEST_SHARE))
    level = darkest + TOWARDS_PAPER * (255 - darkest)
    return int(min(PRINT_BELOW[1], max(PRINT_BELOW[0], level)))


def greyish(white: PageImage, print_below: int, around: int) -> Grey:
    """Ink that is neither print nor paper, 0..255: a seal on a copy that lost its colour.

    The edges of print are grey as well: `around` pixels next to it are left out.
    """
    grey = cv2.cvtColor(white, cv2.COLOR_BGR2GRAY)
    print_ = over(cv2.bitwise_not(grey).astype(np.uint8), 255 - print_below)
    side = 2 * around + 1
    near = cv2.dilate(print_, np.ones((side, side), np.uint8))
    levels = cv2.convertScaleAbs(cv2.bitwise_not(grey), alpha=GREY_WEIGHT)
    levels[near > 0] = 0
    return levels.astype(np.uint8)
