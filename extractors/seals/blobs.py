"""Outlines from blobs of ink: what lies close together is taken as one stamp."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from extractors.facts import Box
from extractors.seals.inks import Grey
from extractors.seals.outline import ROUND_RATIO, Outline, Points

# Gaps up to this share of the page's long side are closed: 1.5 mm on A4.
JOIN: Final = 0.005
LOWEST: Final = 0.5  # half the height of a frame, in the smallest half width
BORDER: Final = 3  # pixels: what ends this near to the page's edge is cut by it


def blob_outlines(mask: Grey, smallest: float, largest: float) -> tuple[Outline, ...]:
    """Ellipses and rectangles around each blob whose size (half width) is in the range, pixels."""
    found: list[Outline] = []
    # Unjoined too: a frame that nearly touches another seal.
    for join in (0.0, JOIN, 3 * JOIN):
        side = max(3, int(max(mask.shape) * join) | 1) if join else 1
        joined = cv2.morphologyEx(
            cv2.copyMakeBorder(mask, side, side, side, side, cv2.BORDER_CONSTANT, value=0),
            cv2.MORPH_CLOSE,
            np.ones((side, side), np.uint8),
        )
        # Holes too: the inside of a ring keeps its form where something touches it outside.
        contours, _ = cv2.findContours(joined, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
        for contour in contours:
            left, top, width, height = cv2.boundingRect(contour)
            corner = Box(left - side, top - side, left - side + width, top - side + height)
            if smallest < max(width, height) < 2.6 * largest and _at_edge(corner, mask):
                found.extend(_cut_circle(contour - side, mask, smallest, largest))
            if max(width, height) < 2 * smallest or max(width, height) > 2.6 * largest:
                continue
            found.extend(_around(contour - side, smallest))
    return tuple(found)


def _around(contour: cv2.typing.MatLike, smallest: float) -> list[Outline]:
    """Only frames may be lower than `smallest`: long stamps with one line of text."""
    hull = cv2.convexHull(contour)
    frame = _rectangle(hull)
    if frame is None or min(frame.half_width, frame.half_height) < LOWEST * smallest:
        return []
    curved = ellipse_through(_densely(hull)) if len(hull) >= 6 else None
    if curved is None or min(curved.half_width, curved.half_height) < smallest:
        return [frame]
    return [curved, frame]


def _at_edge(box: Box, mask: Grey) -> bool:
    height, width = mask.shape[:2]
    return (
        box.left <= BORDER
        or box.top <= BORDER
        or box.right >= width - BORDER
        or box.bottom >= height - BORDER
    )


def _cut_circle(
    contour: cv2.typing.MatLike, mask: Grey, smallest: float, largest: float
) -> list[Outline]:
    """The circle through what the page's edge leaves of a ring."""
    height, width = mask.shape[:2]
    points = _densely(cv2.convexHull(contour))
    x, y = points[:, 0], points[:, 1]
    inner = (x > BORDER) & (y > BORDER) & (x < width - 1 - BORDER) & (y < height - 1 - BORDER)
    # The hull's chords over worn places lie inside the ring: a second fit to the outer half.
    circle = circle_through(points[inner])
    if circle is not None:
        away = np.hypot(points[:, 0] - circle.x, points[:, 1] - circle.y)
        circle = circle_through(points[inner & (away > circle.radius - 1.5)]) or circle
    if circle is None or not smallest < circle.radius < largest:
        return []
    return [circle]


def circle_through(points: Points) -> Outline | None:
    """Least squares on x² + y² = 2ax + 2by + c; None for too few points or points on a line."""
    if len(points) < 6:
        return None
    system = np.column_stack([2 * points, np.ones(len(points))]).astype(np.float64)
    solution, *_ = np.linalg.lstsq(system, (points.astype(np.float64) ** 2).sum(1), rcond=None)
    x, y, rest = (float(value) for value in solution)
    square = rest + x * x + y * y
    if square <= 0:
        return None
    radius = float(np.sqrt(square))
    return Outline(x, y, radius, radius, 0.0, straight=False)


def _densely(hull: cv2.typing.MatLike) -> Points:
    """Hull corners with points between them, so that long straight edges count for their length."""
    corners = hull.reshape(-1, 2).astype(np.float32)
    ahead = np.roll(corners, -1, axis=0)
    pieces = [
        start
        + (end - start) * np.linspace(0, 1, max(2, int(np.linalg.norm(end - start) / 3)))[:, None]
        for start, end in zip(corners, ahead, strict=True)
    ]
    return np.concatenate(pieces).astype(np.float32)


def ellipse_through(points: cv2.typing.MatLike) -> Outline | None:
    """The ellipse fitted to the points; None where they lie on a line or too far from one."""
    if len(points) < 6:
        return None
    (x, y), (first, second), degrees = cv2.fitEllipseDirect(points)
    if not np.isfinite([x, y, first, second]).all() or min(first, second) < 4:
        return None
    turn = np.deg2rad(degrees)
    half_width, half_height = first / 2, second / 2
    if half_height > half_width:
        half_width, half_height, turn = half_height, half_width, turn + np.pi / 2
    # An ellipse looks the same after half a turn: keep the turn within a quarter of upright,
    # and that of a nearly round one, whose long side says nothing, within an eighth.
    turn = (turn + np.pi / 2) % np.pi - np.pi / 2
    if half_height > ROUND_RATIO * half_width and abs(turn) > np.pi / 4:
        half_width, half_height, turn = half_height, half_width, turn - np.sign(turn) * np.pi / 2
    return Outline(x, y, half_width, half_height, float(turn), straight=False)


def _rectangle(hull: cv2.typing.MatLike) -> Outline | None:
    (x, y), (width, height), degrees = cv2.minAreaRect(hull)
    if min(width, height) < 6:
        return None
    turn = np.deg2rad(degrees)
    # The turn nearest to upright: stamps are set by hand, not thrown.
    turn = (turn + np.pi / 4) % (np.pi / 2) - np.pi / 4
    if abs(np.sin(np.deg2rad(degrees) - turn)) > 0.5:
        width, height = height, width
    return Outline(x, y, width / 2, height / 2, float(turn), straight=True)
