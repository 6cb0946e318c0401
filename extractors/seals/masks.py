"""Ink masks of slices as short text, so that they can be kept among the facts."""

from __future__ import annotations

import base64
import zlib
from typing import Final

import numpy as np
from numpy.typing import NDArray

from extractors.facts import Fragment

Bits = NDArray[np.bool_]

PER_MM: Final = 4  # pixels of a kept mask


def packed(mask: Bits) -> str:
    """A mask's bits row by row, deflated, in base64: some hundred characters for a slice."""
    return base64.b64encode(zlib.compress(np.packbits(mask).tobytes(), 9)).decode()


def mask_of(fragment: Fragment) -> Bits:
    """The mask of a slice, True where there is ink."""
    flat = np.frombuffer(zlib.decompress(base64.b64decode(fragment.bits)), np.uint8)
    size = fragment.rows * fragment.columns
    return np.unpackbits(flat, count=size).reshape(fragment.rows, fragment.columns).astype(bool)
