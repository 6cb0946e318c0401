"""The seal that a slice was cut from, out of the upper and lower end of its ink in each column.

The vertical chords of an ellipse, turned or not, have their middles on a line and half lengths
h with h² = b² - (b/a)² (x - s)²: half width a, half height b and centre s are found from these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Height to width of round seals and of the usual ovals (30:40 and 30:45 mm).
RATIOS: Final = (1.0, 0.75, 0.667)
ROUND_FIRST: Final = 0.05  # what an oval must be better by
OFF_MM: Final = 0.45  # how far an end may lie off the outline
KEPT: Final = 0.7  # share of the columns that a fit goes by
STEEPEST: Final = 0.25  # rise of the line of middles of an oval set askew
LEAST_BENT: Final = 0.5  # pixels by which an arc must differ from a line to be told from one
WIDE_MM: Final = 8.0  # from which the line's rise can be told


@dataclass(frozen=True, slots=True)
class Chords:
    """Columns that have ink, with its uppermost and lowest end, in pixels."""

    x: Floats
    above: Floats
    below: Floats


@dataclass(frozen=True, slots=True)
class Fitted:
    """Centre, half axes, rise of the line of middles; `support` is the share of ends on it."""

    x: float
    y: float
    half_width: float
    half_height: float
    rise: float
    support: float
    least: float  # support of the worse of both arcs


def chords_of(mask: NDArray[np.bool_]) -> Chords:
    """The ends of the ink in each column that has any."""
    columns = np.nonzero(mask.any(0))[0]
    inked = mask[:, columns]
    above = inked.argmax(0)
    below = len(mask) - inked[::-1].argmax(0)
    return Chords(
        (columns + 0.5).astype(np.float64), above.astype(np.float64), below.astype(np.float64)
    )


def fit(chords: Chords, mm: float) -> Fitted | None:
    """The seal on whose outline most of the ends lie; `mm` is the pixels to a millimetre."""
    best: Fitted | None = None
    for ratio in RATIOS:
        one = _with_ratio(chords, ratio, mm)
        if one and (best is None or one.support > best.support + ROUND_FIRST):
            best = one
    return best


def half_chord(x: Floats, centre: Floats | float, half_width: float, half_height: float) -> Floats:
    """Half the length of the vertical chords at `x`, 0 outside."""
    inside = np.maximum(0.0, 1 - ((x - centre) / half_width) ** 2)
    return np.asarray(half_height * np.sqrt(inside))


def _with_ratio(chords: Chords, ratio: float, mm: float) -> Fitted | None:
    half = (chords.below - chords.above) / 2
    middle = (chords.below + chords.above) / 2
    bend = ratio * ratio
    centre, square = 0.0, 0.0
    kept = np.ones(len(half), bool)
    for _ in range(4):
        if kept.sum() < 3:
            return None
        x = chords.x[kept]
        slope, level = np.polyfit(x, half[kept] ** 2 + bend * x * x, 1)
        centre = float(slope / (2 * bend))
        square = float(level + bend * centre * centre)
        if square <= 0:
            return None
        off = np.abs(half_chord(chords.x, centre, np.sqrt(square) / ratio, np.sqrt(square)) - half)
        kept = off <= max(1.0, float(np.quantile(off, KEPT)))
    high = float(np.sqrt(square))
    wide = high / ratio
    rise, level = _line(chords.x[kept] - centre, middle[kept], mm if ratio < 1 else 0)
    ends = half_chord(chords.x, centre, wide, high)
    if _is_straight(chords.x[kept], half[kept], ends[kept]):
        return None
    line = level + rise * (chords.x - centre)
    near = max(1.2, OFF_MM * mm)
    on = [
        float((np.abs(line + side * ends - points) <= near).mean())
        for side, points in ((-1, chords.above), (1, chords.below))
    ]
    return Fitted(centre, level, wide, high, rise, sum(on) / 2, min(on))


def _is_straight(x: Floats, half: Floats, model: Floats) -> bool:
    """True for two stripes along each other, whose ends lie nearer to lines than to arcs."""
    if len(x) < 3:
        return False
    line = np.polyval(np.polyfit(x, half, 1), x)
    bent = float(np.abs(model - np.polyval(np.polyfit(x, model, 1), x)).mean())
    return bent > LEAST_BENT and float(np.abs(half - line).mean()) < float(
        np.abs(half - model).mean()
    )


def _line(x: Floats, middle: Floats, mm: float) -> tuple[float, float]:
    """Rise and level (at x = 0) of the middles; a rise only where the slice is wide enough."""
    if not mm or np.ptp(x) < WIDE_MM * mm:
        return 0.0, float(np.median(middle))
    rise, level = np.polyfit(x, middle, 1)
    if abs(rise) > STEEPEST:
        return 0.0, float(np.median(middle))
    return float(rise), float(level)
