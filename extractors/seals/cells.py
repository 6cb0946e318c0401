"""A seal's impression in little, as it is kept: square cells of ink in a short text.

Packing and unpacking need no pixels, so that impressions can be compared when a packet is judged.
"""

from __future__ import annotations

import base64
import binascii
from typing import Final

import numpy as np
from numpy.typing import NDArray

SIDE: Final = 64  # cells
FULL: Final = 14  # of a cell that is all ink
HIDDEN: Final = 15  # of one that black print covers

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]


def packed(ink: Floats, hidden: Mask) -> str:
    """Cells of ink (0..1) as text, two cells a byte."""
    levels = np.where(hidden, HIDDEN, np.clip(np.rint(ink * FULL), 0, FULL)).astype(np.uint8)
    pairs = levels.reshape(-1, 2)
    return base64.b64encode((pairs[:, 0] << 4 | pairs[:, 1]).tobytes()).decode()


def unpacked(text: str) -> tuple[Floats, Mask] | None:
    """Ink (0..1) and which cells are hidden; None for what is no impression."""
    try:
        data = np.frombuffer(base64.b64decode(text, validate=True), np.uint8)
    except (binascii.Error, ValueError):
        return None
    if data.size * 2 != SIDE * SIDE:
        return None
    levels = np.stack([data >> 4, data & 15], 1).reshape(SIDE, SIDE)
    return np.minimum(levels / np.float32(FULL), 1).astype(np.float32), levels == HIDDEN
