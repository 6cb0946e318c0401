"""Pictures glued or printed into a table's cell: portraits, in which no characters are sought."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.facts import Box
from extractors.ocr.engine import PageImage

_WORK_DPI = 50
# Inches: a cell for a portrait is taller than this, and strokes are thinner.
_LEAST_CELL, _THICKEST_STROKE = 0.6, 0.2
# What is darker than this share of the cell's paper when strokes are gone, over this share of it.
_DARKER, _LEAST_PART = 0.9, 0.25
_BORDER = 2  # pixels of the reduced picture


def outside_pictures(
    places: tuple[Box, ...], cells: tuple[Box, ...], page: PageImage, dpi: int
) -> tuple[Box, ...]:
    """The places that lie in no cell which holds a picture."""
    holding = [cell for cell in cells if any(cell.holds(*place.centre) for place in places)]
    tall = [cell for cell in holding if cell.height >= _LEAST_CELL * dpi]
    if not tall:
        return places
    scale = min(1.0, _WORK_DPI / dpi)
    pictured = [cell for cell in tall if _is_pictured(page, cell, scale)]
    return tuple(p for p in places if not any(cell.holds(*p.centre) for cell in pictured))


def _is_pictured(page: PageImage, cell: Box, scale: float) -> bool:
    """True where much of the cell stays dark when everything as thin as a stroke is taken off."""
    part = page[round(cell.top) : round(cell.bottom), round(cell.left) : round(cell.right)]
    small = cv2.resize(
        cv2.cvtColor(part, cv2.COLOR_BGR2GRAY),
        None,
        fx=scale,
        fy=scale,
        interpolation=cv2.INTER_AREA,
    )[_BORDER:-_BORDER, _BORDER:-_BORDER]
    if not small.size:
        return False
    reach = max(3, round(_THICKEST_STROKE * _WORK_DPI)) | 1
    solid = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    paper = float(np.percentile(solid, 95))
    return float((solid < _DARKER * paper).mean()) >= _LEAST_PART
