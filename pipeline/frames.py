"""From the frame of the truth to that of the facts.

Truth gives places as fractions of the upright picture as it was scanned or photographed, askew as
it is. Facts give pixels of the page after its sheet was cut out and its skew taken out.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.facts import Box, CutOut, PageFacts
from extractors.upright import flattening, levelling
from pipeline.truth import BoxShares

Points = NDArray[np.float64]


def placed(page: PageFacts, shares: BoxShares) -> Box:
    """The box around a place of the truth on the page of the facts."""
    left, top, right, bottom = shares
    corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float64)
    if page.cut_out is None:
        points = corners * (page.width, page.height)
    else:
        points = _into_sheet(page, page.cut_out, corners)
    level = levelling(page.width, page.height, page.skew)
    points = points @ level[:, :2].T + level[:, 2]
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    return Box(float(x0), float(y0), float(x1), float(y1))


def _into_sheet(page: PageFacts, cut: CutOut, shares: Points) -> Points:
    """From the upright picture back to the picture as it was, into the sheet, and upright."""
    picture = _turned(shares, -page.rotation % 360) * (cut.width, cut.height)
    matrix, width, height = flattening(np.array(cut.corners, np.float32))
    sheet = cv2.perspectiveTransform(picture.reshape(1, -1, 2), matrix)[0] / (width, height)
    return np.asarray(_turned(sheet, page.rotation) * (page.width, page.height))


def _turned(shares: Points, clockwise: int) -> Points:
    """Fractions of a picture after it was turned by quarters."""
    x, y = shares[:, 0], shares[:, 1]
    turned = {0: (x, y), 90: (1 - y, x), 180: (1 - x, 1 - y), 270: (y, 1 - x)}[clockwise]
    return np.stack(turned, axis=1)
