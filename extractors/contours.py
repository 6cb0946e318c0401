"""Connected parts of a mask by their contours.

The same parts as `connectedComponents` has, in a small part of its time on masks that are mostly
empty: no picture of labels, sixteen times as large as the mask, is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
# Points of a part's border, as OpenCV has them.
Contour = Any


def parts_of(mask: Gray) -> tuple[list[Contour], list[Contour]]:
    """Outlines of the parts (8-connected), also of those inside others, and of their holes."""
    contours, tree = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    if tree is None:
        return [], []
    around = tree[0, :, 3]
    # From top to bottom: OpenCV has the last first.
    pairs = list(zip(contours, around.tolist(), strict=True))[::-1]
    return [c for c, parent in pairs if parent < 0], [c for c, parent in pairs if parent >= 0]


def without_parts(mask: Gray, parts: Sequence[Contour]) -> Gray:
    """The mask without some of its parts, and without what lies inside these."""
    rest = mask.copy()
    if parts:
        cv2.drawContours(rest, parts, -1, 0, cv2.FILLED)
    return rest
