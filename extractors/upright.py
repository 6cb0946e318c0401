"""Setting a page upright: quarter turns, skew, and the sheet on a photo's background."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.engine import PageImage

Gray = NDArray[np.uint8]

_TURN = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}
_SKEW_SIDE = 1000
_PAPER_SIDE = 15
_MOST_SKEW = 6.0
_LEAST_SKEW = 0.05
# Share of the picture's size, reach and step in degrees: coarse on little, fine on all of it.
_LADDER = ((0.3, _MOST_SKEW, 0.5), (0.5, 0.5, 0.1), (1.0, 0.1, 0.025))
# A sheet on a photo: a quadrilateral that fills at least this share, off the picture's edges.
_SHEET_SHARE = 0.35
_SHEET_SIDE = 800


def turned(image: PageImage, clockwise: int) -> PageImage:
    """Turn by 0, 90, 180 or 270 degrees clockwise."""
    return image if clockwise == 0 else np.asarray(cv2.rotate(image, _TURN[clockwise]), np.uint8)


def skew_of(image: PageImage) -> float:
    """Degrees by which lines run uphill (counter-clockwise positive), within ±6.

    The angle at which the rows' ink differs most from row to row (projection profile;
    Postl 1986), first in whole steps, then finer around the best.
    """
    dark = _dark(image)
    if dark.mean() < 0.5:
        return 0.0
    best = 0.0
    for share, reach, step in _LADDER:
        small = np.asarray(
            cv2.resize(dark, None, fx=share, fy=share, interpolation=cv2.INTER_AREA), np.uint8
        )
        angles = best + np.arange(-reach, reach + step / 2, step)
        best = float(max(angles, key=lambda angle: _sharpness(small, float(angle))))
    return best if _LEAST_SKEW <= abs(best) <= _MOST_SKEW else 0.0


def deskewed(image: PageImage, degrees: float) -> PageImage:
    """Turn the picture so that lines going uphill by so many degrees lie level; size is kept."""
    if degrees == 0.0:
        return image
    height, width = image.shape[:2]
    return np.asarray(
        cv2.warpAffine(
            image,
            levelling(width, height, degrees),
            (width, height),
            flags=cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REPLICATE,
        ),
        np.uint8,
    )


def levelling(width: int, height: int, degrees: float) -> NDArray[np.float64]:
    """The 2 x 3 matrix by which `deskewed` moves points of a picture of this size."""
    centre = (width / 2, height / 2)
    return np.asarray(cv2.getRotationMatrix2D(centre, -degrees, 1.0), np.float64)


def _dark(image: PageImage) -> Gray:
    """Small picture of the ink, 0..255, against the brightest paper around it."""
    scale = min(1.0, _SKEW_SIDE / max(image.shape[:2]))
    gray = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    gray = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    around = (_PAPER_SIDE, _PAPER_SIDE)
    paper = cv2.blur(cv2.dilate(gray, np.ones(around, np.uint8)), around)
    ink = cv2.subtract(paper, gray)
    return np.where(ink > 40, ink, 0).astype(np.uint8)


def _sharpness(dark: Gray, degrees: float) -> float:
    height, width = dark.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    level = cv2.warpAffine(dark, matrix, (width, height), flags=cv2.INTER_LINEAR)
    profile = cv2.reduce(level, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32F).ravel()
    return float(np.square(np.diff(profile)).sum())


def sheet_corners(image: PageImage) -> NDArray[np.float32] | None:
    """Corners of the paper on a darker background, or None where the page fills the picture.

    4 x 2 pixels: top left, top right, bottom right, bottom left.
    """
    height, width = image.shape[:2]
    scale = min(1.0, _SHEET_SIDE / max(height, width))
    gray = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    small = cv2.GaussianBlur(cv2.resize(gray, None, fx=scale, fy=scale), (5, 5), 0)
    level, bright = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    border = np.concatenate([small[0], small[-1], small[:, 0], small[:, -1]])
    if np.mean(border > level) > 0.5:
        return None  # bright up to the edges: nothing but paper
    closed = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return None
    paper = cv2.convexHull(max(contours, key=cv2.contourArea))
    if cv2.contourArea(paper) < _SHEET_SHARE * small.size:
        return None
    corners = cv2.approxPolyDP(paper, 0.03 * cv2.arcLength(paper, True), True).reshape(-1, 2)
    if len(corners) != 4:
        return None
    return _ordered(corners.astype(np.float32) / scale)


def _ordered(corners: NDArray[np.float32]) -> NDArray[np.float32]:
    total = corners.sum(axis=1)
    across = corners[:, 0] - corners[:, 1]
    picked = [total.argmin(), across.argmax(), total.argmax(), across.argmin()]
    return corners[picked]


def flattened(image: PageImage, corners: NDArray[np.float32]) -> PageImage:
    """Take the perspective out: the sheet's corners become the picture's."""
    matrix, width, height = flattening(corners)
    return np.asarray(
        cv2.warpPerspective(image, matrix, (width, height), flags=cv2.INTER_CUBIC), np.uint8
    )


def flattening(corners: NDArray[np.float32]) -> tuple[NDArray[np.float64], int, int]:
    """The 3 x 3 matrix from the picture to the sheet, and the sheet's width and height."""
    top_left, top_right, bottom_right, bottom_left = corners
    width = round(
        max(np.linalg.norm(top_right - top_left), np.linalg.norm(bottom_right - bottom_left))
    )
    height = round(
        max(np.linalg.norm(bottom_left - top_left), np.linalg.norm(bottom_right - top_right))
    )
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = np.asarray(cv2.getPerspectiveTransform(corners, target), np.float64)
    return matrix, width, height
