"""What an impression looks like, so that two can be told to be one picture."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from extractors.seals.cells import SIDE, Floats, packed
from extractors.seals.ring import Plate

FINER: Final = 4  # pixels to a cell before they are averaged
AROUND: Final = 1.05  # of the longer half axis: some paper around, to be shifted over
COVERED: Final = 0.15  # share of a cell under black print from which its ink is not known


def fingerprint(sheet: Plate) -> str:
    """The ink within the outline, as it stands on the page (not turned upright), as text."""
    ink, print_ = _shrunk(sheet, sheet.ink), _shrunk(sheet, sheet.print_)
    return packed(ink, print_ > COVERED)


def _shrunk(sheet: Plate, layer: Floats) -> Floats:
    outline = sheet.outline
    half = AROUND * max(outline.half_width, outline.half_height)
    step = 2 * half / (SIDE * FINER)
    to_plate = np.array(
        [
            [step, 0, outline.x - half + step / 2 - 0.5],
            [0, step, outline.y - half + step / 2 - 0.5],
        ]
    )
    size = (SIDE * FINER, SIDE * FINER)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    fine = cv2.warpAffine(layer, to_plate, size, flags=flags)
    return cv2.resize(fine, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
