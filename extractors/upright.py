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
# Darkness of ink against its paper: plain, and of a fine rule on a small picture.
_PLAIN, _FAINT = 40, 20
# Pixels of the small picture that a side is looked at on either hand; the share of it beyond which
# it is dark around a sheet; and on which print that goes across a side is none of its edge.
_ASIDE, _DARK_BEYOND, _CUT = 6, 0.5, 0.006
_STROKE_SIDE = 5  # a stroke's surroundings, which do not reach across a side
# Where the usual level cuts through the page, a shadow lies on it: lower ones are tried.
_LEVELS = (1.0, 0.8, 0.65)


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
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return _inked(np.asarray(small, np.uint8), _PLAIN, _PAPER_SIDE)


def _inked(gray: Gray, least: int, side: int) -> Gray:
    """How much darker than the brightest paper within a square around it, from `least` on."""
    around = (side, side)
    paper = cv2.blur(cv2.dilate(gray, np.ones(around, np.uint8)), around)
    ink = cv2.subtract(paper, gray)
    return np.where(ink > least, ink, 0).astype(np.uint8)


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
    gray = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)
    small = cv2.resize(gray, None, fx=scale, fy=scale)
    blurred = np.asarray(cv2.GaussianBlur(small, (5, 5), 0), np.uint8)
    fine = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = _inked(np.asarray(fine, np.uint8), _FAINT, _STROKE_SIDE)
    level, _ = cv2.threshold(blurred, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    for share in _LEVELS:
        corners = _bright_quadrilateral(blurred, share * level)
        if corners is None:
            break
        if not _cuts_print(ink, corners):
            return corners / np.float32(scale)
    return None


def _bright_quadrilateral(gray: Gray, level: float) -> NDArray[np.float32] | None:
    """Corners of the largest part brighter than a level, where it has four and is no margin."""
    border = np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]])
    if np.mean(border > level) > 0.5:
        return None  # bright up to the edges: nothing but paper
    bright = np.where(gray > level, 255, 0).astype(np.uint8)
    closed = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return None
    paper = cv2.convexHull(max(contours, key=cv2.contourArea))
    if cv2.contourArea(paper) < _SHEET_SHARE * gray.size:
        return None
    corners = cv2.approxPolyDP(paper, 0.03 * cv2.arcLength(paper, True), True).reshape(-1, 2)
    return _ordered(corners.astype(np.float32)) if len(corners) == 4 else None


def _cuts_print(inked: Gray, corners: NDArray[np.float32]) -> bool:
    """True where print goes on across a side: the edge of a shadow is no edge of the sheet.

    Around a sheet there is none, or strokes everywhere, as on wood.
    """
    ink = inked > 0
    middle = corners.mean(axis=0)
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = np.linspace(0, 1, max(2, round(float(np.linalg.norm(end - start)))))[:, None]
        points = start + along * (end - start)
        inwards = (middle - (start + end) / 2) / np.linalg.norm(middle - (start + end) / 2)
        inside, outside = (_at(ink, points + by * inwards) for by in (_ASIDE, -_ASIDE))
        if outside.mean() < _DARK_BEYOND and (inside & outside).mean() > _CUT:
            return True
    return False


def _at(ink: NDArray[np.bool_], points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """What the picture shows at points x, y; beyond its edges nothing."""
    x, y = np.rint(points).astype(int).T
    within = (x >= 0) & (y >= 0) & (x < ink.shape[1]) & (y < ink.shape[0])
    found = np.zeros(len(points), np.bool_)
    found[within] = ink[y[within], x[within]]
    return found


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
