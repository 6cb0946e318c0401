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
_STEP = 0.001  # share of the page's side
_LEAST_HEIGHT = 0.2  # of the hull's: rounding and a slightly wrong skew must not eat a long line


def placed(page: PageFacts, shares: BoxShares) -> Box:
    """The box around a place of the truth on the page of the facts."""
    left, top, right, bottom = shares
    corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float64)
    points = _on_page(page, corners)
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    return Box(float(x0), float(y0), float(x1), float(y1))


def placed_line(page: PageFacts, shares: BoxShares) -> Box:
    """The box of a line of text, which lies level on the page of the facts.

    The truth's box is the hull of the line askew; `placed` would give the hull of that hull, which
    holds the middles of the lines above and below. How the frames differ around the line's middle
    says how long and high a level line has such a hull (two equations, linear in both).
    """
    left, top, right, bottom = shares
    middle = np.array([(left + right) / 2, (top + bottom) / 2])
    steps = np.array([(_STEP, 0), (-_STEP, 0), (0, _STEP), (0, -_STEP)])
    around = _on_page(page, middle + steps)
    pixels_a_share = np.stack([around[0] - around[1], around[2] - around[3]], axis=1) / (2 * _STEP)
    hulls = np.abs(np.linalg.inv(pixels_a_share))
    size = np.linalg.solve(hulls, np.array([right - left, bottom - top]))
    hull = placed(page, shares)
    width = float(np.clip(size[0], 0, hull.width))
    height = float(np.clip(size[1], _LEAST_HEIGHT * hull.height, hull.height))
    x, y = (float(value) for value in _on_page(page, middle.reshape(1, 2))[0])
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _on_page(page: PageFacts, shares: Points) -> Points:
    """Points of the truth, in pixels of the page of the facts."""
    if page.cut_out is None:
        points = shares * (page.width, page.height)
    else:
        points = _into_sheet(page, page.cut_out, shares)
    level = levelling(page.width, page.height, page.skew)
    return np.asarray(points @ level[:, :2].T + level[:, 2])


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
