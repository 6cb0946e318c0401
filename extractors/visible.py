"""What a PDF page's text layer really puts on paper: seen in the page's own picture.

The page is drawn twice, the second time with all text made invisible. Where the two pictures
differ stands text that can be seen. Hidden words, white ones on white, words beside the sheet
or under a scan make no difference, however they were hidden; and dark ink that is in both
pictures is writing which the layer knows nothing of.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from extractors.facts import Box
from extractors.ocr.engine import PageImage

Mask = NDArray[np.uint8]

_POINTS_PER_INCH = 72
_INVISIBLE = pdfium.raw.FPDF_TEXTRENDERMODE_INVISIBLE
_DEEPEST = 8  # forms within forms
_MOST_PIXELS = 4_000_000
_DIFFERS, _DARK, _COLOURED = 24, 45, 60
# Inches: the heights that writing has, what is too long for a word, a reach around the layer.
_LEAST_HEIGHT, _MOST_HEIGHT, _LONGEST, _REACH = 0.045, 0.42, 4.0, 0.03
_STROKE = 0.45
# A photo has more ink around any spot (within half an inch) than dense print.
_AROUND, _PHOTO = 0.5, 0.5
# Square inches of ink: about a dozen characters of 12 points.
_LEAST_INK = 0.07
_MOST_OUTSIDE = 0.3


@dataclass(frozen=True, slots=True)
class Visible:
    """255 where visible text of the layer stands (`text`), and where other writing (`other`)."""

    text: Mask
    other: Mask
    dpi: float

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        height, width = self.text.shape
        return width, height

    def shows(self, box: Box, dpi: float) -> bool:
        """True where anything of the layer can be seen inside a box, which is at another dpi."""
        by = self.dpi / dpi
        height, width = self.text.shape
        left, right = max(0, int(box.left * by)), min(width, int(box.right * by) + 1)
        top, bottom = max(0, int(box.top * by)), min(height, int(box.bottom * by) + 1)
        return left < right and top < bottom and bool(self.text[top:bottom, left:right].any())

    def is_whole(self, known: tuple[Box, ...] = ()) -> bool:
        """True where the layer holds nearly all writing but for what stands in `known` places."""
        other = self.other.copy()
        for box in known:
            left, top = max(0, int(box.left)), max(0, int(box.top))
            other[top : int(box.bottom) + 2, left : int(box.right) + 2] = 0
        outside, inside = np.count_nonzero(other), np.count_nonzero(self.text)
        least = _LEAST_INK * self.dpi**2
        return bool(outside < least or outside < _MOST_OUTSIDE * (outside + inside))


def visible(page: Any, dpi: float) -> Visible | None:
    """Compare a PDFium page with itself without text; None where none of its text is drawn.

    The page stays without text: nothing else may be drawn from it afterwards.
    """
    texts = [
        item.raw
        for item in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_TEXT], max_depth=_DEEPEST)
    ]
    if all(pdfium.raw.FPDFTextObj_GetTextRenderMode(text) == _INVISIBLE for text in texts):
        return None
    inches = page.get_width() * page.get_height() / _POINTS_PER_INCH**2
    dpi = min(dpi, (_MOST_PIXELS / max(inches, 1e-6)) ** 0.5)
    whole = _drawn(page, dpi)
    for text in texts:
        pdfium.raw.FPDFTextObj_SetTextRenderMode(text, _INVISIBLE)
    bare = _drawn(page, dpi)
    text = np.asarray(_brightest(cv2.absdiff(whole, bare)) > _DIFFERS, np.uint8) * np.uint8(255)
    return Visible(text, _writing(bare, text, dpi), dpi) if text.any() else None


def _drawn(page: Any, dpi: float) -> PageImage:
    pixels = page.render(scale=dpi / _POINTS_PER_INCH).to_numpy()
    return np.ascontiguousarray(pixels[:, :, :3])


def _brightest(image: Any) -> Mask:
    """The largest channel of each pixel; many times quicker than NumPy's `max` over an axis."""
    blue, green, red = cv2.split(image)
    return np.asarray(cv2.max(cv2.max(blue, green), red), np.uint8)


def _writing(bare: PageImage, text: Mask, dpi: float) -> Mask:
    """Dark ink of a page without its text that looks like writing: no rules, seals or photos."""
    gray = np.asarray(cv2.cvtColor(bare, cv2.COLOR_BGR2GRAY), np.uint8)
    window = round(_AROUND * dpi) | 1
    paper = np.asarray(cv2.dilate(gray, np.ones((window, window), np.uint8)), np.uint8)
    dark = np.asarray(cv2.subtract(paper, gray) > _DARK, np.uint8)
    crowded = cv2.blur(dark.astype(np.float32), (window, window)) > _PHOTO
    darkest = cv2.bitwise_not(_brightest(cv2.bitwise_not(bare)))
    hue = cv2.subtract(_brightest(bare), darkest)
    reach = max(1, round(_REACH * dpi))
    layer = cv2.dilate(text, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    dark[crowded | (hue > _COLOURED) | (layer > 0)] = 0
    # Rules, frames and bars: longer than any stroke of a character. Both ways at once: where
    # rules cross, one taken away first would leave pieces of the other.
    stroke = np.ones((1, round(_STROKE * dpi)), np.uint8)
    across, down = (cv2.morphologyEx(dark, cv2.MORPH_OPEN, one) for one in (stroke, stroke.T))
    dark[(across > 0) | (down > 0)] = 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    tall, wide = stats[:count, cv2.CC_STAT_HEIGHT], stats[:count, cv2.CC_STAT_WIDTH]
    keep = (tall >= _LEAST_HEIGHT * dpi) & (tall <= _MOST_HEIGHT * dpi) & (wide <= _LONGEST * dpi)
    keep[0] = False
    return np.where(keep[labels], np.uint8(255), np.uint8(0))
