"""Slices of a seal pressed across the edges of fanned-out pages (骑缝章).

Each page carries one slice at its edge. The middle ones have no left or right side of the ring,
only an upper and a lower arc, so that nothing closed can be looked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from extractors.facts import Box
from extractors.seals.blobs import circle_through
from extractors.seals.inks import Grey
from extractors.seals.outline import Outline, Points

# All in mm; where the resolution is not known, the long side is taken for the 297 mm of A4.
FROM_EDGE: Final = 2.5
WIDEST: Final = 30.0
NARROWEST: Final = 3.0
HEIGHTS: Final = (22.0, 50.0)
GAP: Final = 14.0
RADII: Final = (16.0, 25.0)
OFF: Final = 0.5  # how far an arc's points may lie off the circle
FILLED: Final = (0.05, 0.5)  # share of the slice's box that is ink
ON_ARC: Final = 0.62  # of the columns, above and below together
ON_EACH: Final = 0.4
TRIES: Final = 60


@dataclass(frozen=True, slots=True)
class Fragment:
    """The slice's own box, the circle that it was cut from, and how well it fits (0..1)."""

    box: Box
    circle: Outline
    support: float


def edge_fragments(mask: Grey, mm: float) -> tuple[Fragment, ...]:
    """Slices at the left and right edges; `mm` is the mask's pixels to a millimetre."""
    scale = mm or max(mask.shape) / 297
    width = mask.shape[1]
    reach = min(width, round((WIDEST + FROM_EDGE) * scale))
    found = []
    for left in (0, width - reach):
        found.extend(_in_strip(mask[:, left : left + reach], left, width, scale))
    return tuple(found)


def _in_strip(strip: Grey, left: int, width: int, scale: float) -> list[Fragment]:
    # Arc, star and arc of a middle slice stand far apart, one above the other.
    kernel = np.ones((round(GAP * scale), max(3, round(4 * scale))), np.uint8)
    padded = cv2.copyMakeBorder(strip, kernel.shape[0], kernel.shape[0], 0, 0, cv2.BORDER_CONSTANT)
    joined = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, kernel)[kernel.shape[0] :][: len(strip)]
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    found = []
    for x, y, wide, high, _ in stats[1:count].tolist():
        near = x + left < FROM_EDGE * scale or x + left + wide > width - FROM_EDGE * scale
        fits = NARROWEST * scale <= wide <= WIDEST * scale
        tall = HEIGHTS[0] * scale <= high <= HEIGHTS[1] * scale
        if not (near and fits and tall):
            continue
        fragment = _arcs(strip[y : y + high, x : x + wide], (x + left, y), scale)
        if fragment:
            found.append(fragment)
    return found


def _arcs(piece: Grey, corner: tuple[int, int], scale: float) -> Fragment | None:
    """The circle on which the slice's uppermost and lowest ink lies."""
    inked = piece > 0
    if not FILLED[0] < inked.mean() < FILLED[1]:
        return None
    columns = np.nonzero(inked.any(0))[0]
    above = np.stack([columns, inked[:, columns].argmax(0)], 1).astype(np.float32)
    lowest = piece.shape[0] - 1 - inked[::-1, columns].argmax(0)
    below = np.stack([columns, lowest], 1).astype(np.float32)
    best = _through_both(above, below, scale)
    if best is None:
        return None
    circle, support = best
    ys, xs = np.nonzero(inked)
    box = Box(float(xs.min()), float(ys.min()), float(xs.max()) + 1, float(ys.max()) + 1)
    return Fragment(box.moved(*corner), circle.moved(*corner), support)


def _through_both(above: Points, below: Points, scale: float) -> tuple[Outline, float] | None:
    """By trial: circles through a few points of both arcs, the one with the most points on it."""
    chance = np.random.default_rng(0)
    best: tuple[Outline, float] | None = None
    for _ in range(TRIES):
        few = np.concatenate([chance.choice(above, 3), chance.choice(below, 3)])
        circle = circle_through(few)
        if circle is None or not RADII[0] * scale < circle.radius < RADII[1] * scale:
            continue
        on = [_share_on(points, circle, max(1.2, OFF * scale)) for points in (above, below)]
        support = sum(on) / 2
        if min(on) >= ON_EACH and support >= ON_ARC and (best is None or support > best[1]):
            best = circle, support
    return best


def _share_on(points: Points, circle: Outline, off: float) -> float:
    away = np.hypot(points[:, 0] - circle.x, points[:, 1] - circle.y)
    return float((np.abs(away - circle.radius) <= off).mean())
