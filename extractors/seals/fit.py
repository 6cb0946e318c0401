"""Put an outline exactly on its ink."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from extractors.facts import Shape
from extractors.seals.blobs import circle_through, ellipse_through
from extractors.seals.inks import Grey
from extractors.seals.outline import Outline, Points

RAYS: Final = 180


def fitted(mask: Grey, rough: Outline, reach: float = 0.1, rounds: int = 3) -> Outline:
    """The ellipse through the outermost ink within `reach` (share of the radius) of the outline.

    An outline with too little ink near it comes back unchanged.
    """
    if rough.straight:
        return _straight_fitted(mask, rough)
    current = rough
    for turn in range(rounds):
        points = _outer_ink(mask, current, reach / (turn + 1))
        better = _through_most(points, current)
        if better is None:
            return current
        moved = abs(better.x - current.x) + abs(better.y - current.y)
        current = better
        if turn and moved < 0.004 * current.radius:
            break
    return current


def _straight_fitted(mask: Grey, rough: Outline) -> Outline:
    """Each side of a rectangle moved to the outer edge of the line that is nearest to it."""
    cos, sin = np.cos(rough.turn), np.sin(rough.turn)
    far = max(3.0, 0.12 * min(rough.half_width, rough.half_height))
    right = _side(mask, rough, (cos, sin), rough.half_width, rough.half_height, far)
    left = _side(mask, rough, (-cos, -sin), rough.half_width, rough.half_height, far)
    bottom = _side(mask, rough, (-sin, cos), rough.half_height, rough.half_width, far)
    top = _side(mask, rough, (sin, -cos), rough.half_height, rough.half_width, far)
    across, down = (right - left) / 2, (bottom - top) / 2
    return replace(
        rough,
        x=float(rough.x + across * cos - down * sin),
        y=float(rough.y + across * sin + down * cos),
        half_width=rough.half_width + (right + left) / 2,
        half_height=rough.half_height + (bottom + top) / 2,
    )


def _side(
    mask: Grey, rough: Outline, way: tuple[float, float], out: float, along: float, far: float
) -> float:
    """How many pixels outwards (+) or inwards (-) the side's line has its outer edge."""
    offsets = np.arange(far, -far, -0.5, dtype=np.float32)
    steps = np.linspace(-0.9 * along, 0.9 * along, 80, dtype=np.float32)
    x = rough.x + way[0] * (out + offsets[:, None]) - way[1] * steps[None]
    y = rough.y + way[1] * (out + offsets[:, None]) + way[0] * steps[None]
    taken = cv2.remap(
        mask, x.astype(np.float32), y.astype(np.float32), cv2.INTER_NEAREST, borderValue=0
    )
    inked = (taken > 0).mean(1)
    if inked.max() < 0.3:
        return 0.0
    return float(offsets[int((inked > 0.6 * inked.max()).argmax())])


def _outer_ink(mask: Grey, outline: Outline, reach: float) -> Points:
    """For each ray, the outermost inked pixel near the outline, if it ends a run of ink."""
    rim, normal = outline.points(RAYS)
    far = max(3.0, reach * outline.radius)
    offsets = np.arange(far, -far, -0.5, dtype=np.float32)
    at = rim[None] + offsets[:, None, None] * normal[None]
    taken = cv2.remap(mask, at[..., 0], at[..., 1], cv2.INTER_NEAREST, borderValue=0) > 0
    first = taken.argmax(0)
    # Ink from the very start of the ray belongs to something outside that runs across.
    usable = taken.any(0) & (first > 1)
    columns = np.nonzero(usable)[0]
    return np.asarray(at[first[columns], columns], np.float32)


def _through_most(points: Points, near: Outline) -> Outline | None:
    """A fit that drops the points which lie off it, twice; None where too few are left."""
    kept = points
    result: Outline | None = None
    for _ in range(2):
        if len(kept) < RAYS * 0.2:
            return result
        result = _ellipse_or_circle(kept, near)
        if result is None:
            return None
        off = np.abs(_distance(points, result))
        limit = max(1.2, 2.0 * float(np.median(off)))
        kept = points[off <= limit]
    return result


def _ellipse_or_circle(points: Points, near: Outline) -> Outline | None:
    """An ellipse where the points go around most of the way, else a circle."""
    around = np.arctan2(points[:, 1] - near.y, points[:, 0] - near.x)
    sectors = np.unique(((around / (2 * np.pi) + 0.5) * 24).astype(int) % 24).size
    if sectors >= 16:
        outline = ellipse_through(points)
        if outline is not None and _plausible(outline, near):
            return outline
    if near.shape is not Shape.ROUND:
        return None
    circle = circle_through(points)
    return circle if circle is not None and _plausible(circle, near) else None


def _plausible(new: Outline, old: Outline) -> bool:
    moved = float(np.hypot(new.x - old.x, new.y - old.y))
    grown = new.radius / old.radius
    return (
        moved < 0.2 * old.radius
        and 0.85 < grown < 1.18
        and 0.45 < new.half_height / new.half_width < 2.2
    )


def _distance(points: Points, outline: Outline) -> Points:
    """Roughly how far each point lies outside (+) or inside (-) the outline, pixels."""
    away = points - np.array([outline.x, outline.y], np.float32)
    cos, sin = np.cos(outline.turn), np.sin(outline.turn)
    u = (away[:, 0] * cos + away[:, 1] * sin) / outline.half_width
    v = (-away[:, 0] * sin + away[:, 1] * cos) / outline.half_height
    return np.asarray((np.hypot(u, v) - 1.0) * outline.radius, np.float32)
