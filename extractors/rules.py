"""The ink in which ruled lines are looked for: black and grey, and colours that really rule.

The frame of a blue name seal is as straight as a rule and would part the cells under it, whether
the seal was recognised or not. Stamps are small, so what is coloured rules only where it is long
(the line under a red letterhead), where a whole grid is printed in colour, or where it lies in
the way of a black rule that goes on behind it.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from extractors.contours import parts_of
from extractors.facts import Box, Ink, Seal
from extractors.ocr.engine import PageImage
from extractors.seals.closeup import WhitePage
from extractors.seals.inks import Grey, balanced, over, strength

# Inches: 40 mm, more than a name seal or a row of a round one's text.
_LONG = 1.57
# How far a black rule may run hidden: the widest seal. What counts as its visible part.
_HIDDEN, _SEEN = 2.4, 0.24
_MARGIN = 0.4
_BESIDE = 0.06  # how far beside a seal its ink may still hide a rule
_BLOB_GAP = 0.04
# Strength of colour (0..255) that the chroma noise of JPEG does not reach on black rules.
_COLOURED = 40


def rule_ink(image: PageImage, ink: Grey, dpi: int) -> Grey:
    """The part of a page's ink (255 on dark) that may be ruled lines."""
    coloured = ink & _coloured(image)
    if not coloured.any() or _rules_a_grid(coloured, dpi):
        return ink
    result = ink.copy()
    for window in _windows(coloured, dpi):
        rows = slice(round(window.top), round(window.bottom))
        columns = slice(round(window.left), round(window.right))
        colour = coloured[rows, columns]
        dark = ink[rows, columns] & ~colour
        upright = _ruling(_turned(dark), _turned(colour), dpi).T
        result[rows, columns] &= dark | _ruling(dark, colour, dpi) | upright
    return result


def bridged(ink: Grey, seals: tuple[Seal, ...], dpi: int) -> Grey:
    """The ink with rules joined that a seal parts: seen on both sides of it, at one height.

    What a seal has hidden of a rule (its code, printed as dark as the rule, crosses it), lifting
    its ink off does not give back. A black one's own strokes stay, and are no rules.
    """
    coloured = [seal for seal in seals if seal.ink is not Ink.BLACK]
    if not coloured:
        return ink
    result = ink.copy()
    for seal in coloured:
        area = seal.box.grown(_MARGIN * dpi)
        rows = slice(max(0, round(area.top)), max(0, round(area.bottom)))
        columns = slice(max(0, round(area.left)), max(0, round(area.right)))
        part = ink[rows, columns]
        if not part.size:
            continue
        for turned in (False, True):
            seen = _level(_turned(part) if turned else part, round(_SEEN * dpi))
            joined = _closed(seen, round(seal.box.height if turned else seal.box.width))
            first, last = (
                (seal.box.top - rows.start, seal.box.bottom - rows.start)
                if turned
                else (seal.box.left - columns.start, seal.box.right - columns.start)
            )
            slack = _BESIDE * dpi
            hidden = seen | _between(joined & ~seen, first - slack, last + slack)
            result[rows, columns] |= _turned(hidden) if turned else hidden
    return result


def _between(gaps: Grey, first: float, last: float) -> Grey:
    """Those gaps that lie within two columns: beside the seal bare paper shows that none is."""
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(gaps, connectivity=8)
    left, wide = boxes[:, cv2.CC_STAT_LEFT], boxes[:, cv2.CC_STAT_WIDTH]
    kept = (left >= first) & (left + wide <= last)
    kept[0] = False
    return np.where(kept[labels], np.uint8(255), np.uint8(0)).astype(np.uint8)


def _closed(level: Grey, width: int) -> Grey:
    """Level rules with gaps of up to `width` filled; what ends near the edge ends there."""
    width = max(1, min(width, level.shape[1]))
    # OpenCV takes what lies beyond the edge for rules: one that ends near it would go on to it.
    wide = cv2.copyMakeBorder(level, 0, 0, width, width, cv2.BORDER_CONSTANT, value=0)
    closed = cv2.morphologyEx(wide, cv2.MORPH_CLOSE, np.ones((1, width), np.uint8))
    return np.asarray(closed[:, width:-width], np.uint8)


def _coloured(image: PageImage) -> Grey:
    """Where the page shows red or blue ink; on half of the picture, as JPEG keeps colour."""
    height, width = image.shape[:2]
    half = cv2.resize(
        image, (max(1, width // 2), max(1, height // 2)), interpolation=cv2.INTER_AREA
    ).astype(np.uint8)
    white = balanced(half, WhitePage.of(half).paper)
    either = cv2.max(strength(white, Ink.RED), strength(white, Ink.BLUE))
    mask = cv2.dilate(over(np.asarray(either, np.uint8), _COLOURED), np.ones((3, 3), np.uint8))
    whole = cv2.resize(mask, (width, height), interpolation=cv2.INTER_NEAREST)
    return np.asarray(whole, np.uint8)


def _rules_a_grid(coloured: Grey, dpi: int) -> bool:
    """True for a form printed in colour: its lines are long both ways."""
    length = round(_LONG * dpi)
    return _has_level(coloured, length) and _has_level(_turned(coloured), length)


def _turned(mask: Grey) -> Grey:
    return np.asarray(cv2.transpose(mask), np.uint8)


def _has_level(ink: Grey, length: int) -> bool:
    """Whether `_level` would leave anything: what shrinks to nothing cannot grow back."""
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    return bool(cv2.erode(thick, np.ones((1, length), np.uint8)).any())


def _level(ink: Grey, length: int) -> Grey:
    """Level strokes of this length, also where they waver by a pixel."""
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    return np.asarray(cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, length))), np.uint8)


def _windows(coloured: Grey, dpi: int) -> Iterator[Box]:
    """Around every blot of colour that is large enough to hold a stroke taken for a rule."""
    height, width = coloured.shape
    reach = max(3, round(_BLOB_GAP * dpi)) | 1
    together = np.asarray(cv2.dilate(coloured, np.ones((reach, reach), np.uint8)), np.uint8)
    for left, top, wide, high in map(cv2.boundingRect, parts_of(together)[0]):
        if max(wide, high) < _SEEN * dpi:
            continue
        box = Box(left, top, left + wide, top + high).grown(_MARGIN * dpi)
        yield Box(
            max(0.0, box.left), max(0.0, box.top), min(width, box.right), min(height, box.bottom)
        )


def _ruling(dark: Grey, coloured: Grey, dpi: int) -> Grey:
    """Coloured ink that rules level: long by itself, or between parts of one black rule."""
    long = _level(coloured, round(_LONG * dpi))
    seen = _level(dark, round(_SEEN * dpi))
    across = min(round(_HIDDEN * dpi), seen.shape[1])
    behind = cv2.morphologyEx(seen, cv2.MORPH_CLOSE, np.ones((1, across), np.uint8))
    return np.asarray(coloured & (long | np.asarray(behind, np.uint8)), np.uint8)
