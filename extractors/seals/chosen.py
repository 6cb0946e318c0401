"""Choose among outlines: each bit of ink belongs to one seal.

The best outline takes the ink of its line; what is left must still bear out the next one. So the
second find of one ring has nothing to stand on, while a seal that another crosses keeps nearly all
of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import cv2
import numpy as np

from extractors.seals.inks import Grey
from extractors.seals.outline import Outline
from extractors.seals.signs import read_signs, score

TAKEN: Final = 0.1  # of the radius: how wide a line an outline takes, its inner ring included
LEFT: Final = 0.55  # share of an outline's own ink that must not be another's
CONCENTRIC: Final = 0.22  # of the larger radius
LEAST_CROSSING: Final = 0.45  # score of a seal that lies over another
SMALL_PART: Final = 0.6  # of the radius: letters and stars, no seal within a seal
LETTER: Final = 0.3  # of a ring's radius: its letters run full and look like small frames
LARGER: Final = 1.12
FRAMED: Final = 0.7  # of each side's ink: a block of letters in a ring has no such frame
SAME_OUTLINE: Final = 0.12


def chosen(mask: Grey, outlines: Iterable[Outline], least: float) -> list[Outline]:
    """Those that score above `least` on ink which no better one has taken, best first."""
    scored = [(score(read_signs(mask, outline), outline), outline) for outline in outlines]
    rest = mask.copy()
    kept: list[Outline] = []
    for value, outline in sorted(scored, key=lambda pair: -pair[0]):
        if value > least and _stands(mask, rest, outline, kept, least):
            kept.append(outline)
            take(rest, outline)
    return kept


def take(rest: Grey, outline: Outline) -> None:
    """Remove the ink of an outline's line, in place."""
    rim, _ = outline.points(160)
    thick = max(3, round(TAKEN * min(outline.radius, outline.half_height)))
    cv2.polylines(rest, [np.round(rim).astype(np.int32)], True, 0, thick)


def _stands(mask: Grey, rest: Grey, outline: Outline, kept: list[Outline], least: float) -> bool:
    near = [other for other in kept if outline.box.overlap(other.box) > 0]
    if not near:
        return True
    if any(_within(outline, other) for other in near):
        return False
    own, left = read_signs(mask, outline), read_signs(rest, outline)
    if outline.straight and left.weakest < FRAMED:
        return False
    crossing = max(least, LEAST_CROSSING)
    return left.outline >= LEFT * own.outline and score(left, outline) > crossing


def _within(outline: Outline, other: Outline) -> bool:
    """True for circles through the text of a ring, or through a frame, and the like."""
    apart = float(np.hypot(outline.x - other.x, outline.y - other.y))
    if outline.straight is not other.straight:
        # A ring drawn into a frame touches its sides.
        if other.straight:
            return outline.radius < 1.1 * other.radius and apart < CONCENTRIC * other.radius
        return outline.radius < LETTER * other.radius and apart < other.radius
    if outline.radius < SMALL_PART * other.radius and apart < other.radius:
        return True
    larger = max(outline.radius, other.radius)
    return apart < CONCENTRIC * larger and outline.radius < LARGER * other.radius


def same_outline(first: Outline, second: Outline) -> bool:
    """True for one stamp seen in two inks (purple is both): nearly the same line."""
    scale = SAME_OUTLINE * max(first.radius, second.radius)
    apart = float(np.hypot(first.x - second.x, first.y - second.y))
    return apart < 1.5 * scale and abs(first.radius - second.radius) < scale
