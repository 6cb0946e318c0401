"""Circles in an ink mask by voting along the gradient for their centres.

Unlike joining blobs, this also finds rings that are worn to arcs, cross each other, touch a
letterhead or run over the page's edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.seals.inks import Grey

VOTE_CELL: Final = 2  # pixels to a cell of the vote picture
MOST_POINTS: Final = 12_000
MOST_CENTRES: Final = 16
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Circle:
    x: float
    y: float
    radius: float
    # Share of the circumference (0..1) at which an edge points to the centre.
    support: float


@dataclass(frozen=True, slots=True)
class EdgePoints:
    """Edge pixels with the unit direction of their gradient."""

    x: Floats
    y: Floats
    dx: Floats
    dy: Floats


def edge_points(levels: Grey, steepest: float) -> EdgePoints:
    """Pixels where the picture changes by more than `steepest` levels a pixel."""
    smooth = cv2.GaussianBlur(levels, (0, 0), 1.0)
    gx, gy = cv2.spatialGradient(smooth)
    size = cv2.magnitude(gx.astype(np.float32), gy.astype(np.float32))
    ys, xs = np.nonzero(size > steepest * 8)  # 8: the sum of Sobel's weights
    if xs.size > MOST_POINTS:
        # A fixed seed: the same page must give the same seals.
        keep = np.random.default_rng(0).choice(xs.size, MOST_POINTS, replace=False)
        xs, ys = xs[keep], ys[keep]
    length = size[ys, xs]
    return EdgePoints(
        xs.astype(np.float32),
        ys.astype(np.float32),
        (gx[ys, xs] / length).astype(np.float32),
        (gy[ys, xs] / length).astype(np.float32),
    )


def _votes(points: EdgePoints, size: tuple[int, int], radii: NDArray[np.int64]) -> Floats:
    """Vote picture with a margin of the largest radius on every side."""
    margin = int(radii[-1])
    height = (size[0] + 2 * margin) // VOTE_CELL + 1
    width = (size[1] + 2 * margin) // VOTE_CELL + 1
    total = np.zeros(height * width, np.int64)
    for some in np.array_split(radii.astype(np.float32), max(1, radii.size // 24)):
        away = np.concatenate([some, -some])[:, None]
        x = (points.x + away * points.dx + margin) / VOTE_CELL
        y = (points.y + away * points.dy + margin) / VOTE_CELL
        cells = y.astype(np.int32) * width + x.astype(np.int32)
        total += np.bincount(cells.ravel(), minlength=total.size)
    return cv2.GaussianBlur(total.reshape(height, width).astype(np.float32), (0, 0), 1.2).astype(
        np.float32
    )


def _radii(smallest: float, largest: float) -> NDArray[np.int64]:
    """Radii to try: every other pixel, further apart where the gradient is not as exact."""
    radii = [smallest]
    while radii[-1] < largest:
        radii.append(radii[-1] + max(2.0, 0.02 * radii[-1]))
    return np.array(radii, np.int64)


def find_circles(
    levels: Grey, smallest: float, largest: float, steepest: float = 6.0
) -> tuple[Circle, ...]:
    """Circles with a radius between `smallest` and `largest` pixels, best support first."""
    points = edge_points(levels, steepest)
    if points.x.size < 4 * smallest:
        return ()
    radii = _radii(smallest, largest)
    size = levels.shape[0], levels.shape[1]
    votes = _votes(points, size, radii)
    margin = int(radii[-1])
    apart = max(3, int(smallest / VOTE_CELL / 2))
    found: list[Circle] = []
    for _ in range(MOST_CENTRES):
        _, most, _, (cx, cy) = cv2.minMaxLoc(votes)
        if most < smallest * 0.3:
            break
        cv2.circle(votes, (cx, cy), apart, 0.0, -1)
        x, y = (cx + 0.5) * VOTE_CELL - margin, (cy + 0.5) * VOTE_CELL - margin
        found.extend(_rings_around(points, x, y, smallest, largest, size))
    return tuple(sorted(found, key=lambda circle: -circle.support))


def _rings_around(
    points: EdgePoints, x: float, y: float, smallest: float, largest: float, size: tuple[int, int]
) -> list[Circle]:
    """The one to three radii that have most edge pixels pointing to this centre."""
    away_x, away_y = points.x - x, points.y - y
    distance = np.hypot(away_x, away_y)
    towards = np.abs(away_x * points.dx + away_y * points.dy) > 0.94 * distance
    near = towards & (distance >= smallest * 0.9) & (distance <= largest * 1.1)
    if not near.any():
        return []
    angle = np.arctan2(away_y[near], away_x[near])
    sector = ((angle / (2 * np.pi) + 0.5) * 120).astype(np.int64) % 120
    step = max(1.0, smallest / 25)
    shell = (distance[near] / step).astype(np.int64)
    hit = np.zeros((int(largest * 1.1 / step) + 4, 120), bool)
    for nudge in (-1, 0, 1):
        hit[np.clip(shell + nudge, 0, len(hit) - 1), sector] = True
    counts = hit.sum(1).astype(np.float32)
    result: list[Circle] = []
    for _ in range(3):
        best = int(counts.argmax())
        radius = (best + 0.5) * step
        inside = _share_inside(x, y, radius, size)
        support = float(counts[best]) / 120 / max(inside, 0.15)
        if counts[best] < 120 * 0.12:
            break
        result.append(Circle(x, y, radius, min(1.0, support)))
        reach = max(2, int(0.06 * best))
        counts[max(0, best - reach) : best + reach + 1] = 0
    return result


def _share_inside(x: float, y: float, radius: float, size: tuple[int, int]) -> float:
    """Share of the circumference that lies on the picture."""
    angle = np.arange(120) / 120 * 2 * np.pi
    px, py = x + radius * np.cos(angle), y + radius * np.sin(angle)
    return float(((px >= 0) & (py >= 0) & (px < size[1]) & (py < size[0])).mean())
