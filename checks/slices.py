"""Slices of one seal laid side by side: where each was cut from, and how alike their ink is.

Lengths are mm. The seal's vertical chords have half lengths h with h² = b² (1 - (x - s)² / a²), so
that the heights of a slice tell how far from the seal's middle it was, once a and b are known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from extractors.facts import Fragment
from extractors.seals.chords import chords_of, half_chord
from extractors.seals.masks import PER_MM, Bits, mask_of

Floats = NDArray[np.float64]

MOST_COLUMNS: Final = 24  # of a slice that are looked at
STEP: Final = 0.25  # mm between the centres that are tried
FAR: Final = 1.0  # mm: what a column can be off at most
RATIOS: Final = (1.0, 0.75, 0.667)  # height to width, of a seal whose slices alone do not tell


@dataclass(frozen=True, slots=True)
class Half:
    """Half axes of a seal."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Laid:
    """A slice put on its seal: from where to where it goes (from the middle), how far it is off."""

    index: int
    fragment: Fragment
    start: float
    end: float
    off: float

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2

    @property
    def width(self) -> float:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class _Heights:
    x: Floats
    half: Floats
    start: float
    end: float


def laid(slices: Sequence[tuple[int, Fragment]]) -> tuple[Half, tuple[Laid, ...]]:
    """The seal that most slices agree on, and each slice on it."""
    heights = [_heights(fragment) for _, fragment in slices]
    best, places = min(
        ((half, [_place(one, half) for one in heights]) for half in _sizes(slices, heights)),
        key=lambda tried: sum(off for _, off in tried[1]),
    )
    found = [
        Laid(index, fragment, one.start - centre, one.end - centre, off)
        for (index, fragment), one, (centre, off) in zip(slices, heights, places, strict=True)
    ]
    return best, tuple(found)


def _heights(fragment: Fragment) -> _Heights:
    chords = chords_of(mask_of(fragment))
    x = chords.x / PER_MM
    half = (chords.below - chords.above) / 2 / PER_MM
    few = np.linspace(0, len(x) - 1, min(len(x), MOST_COLUMNS)).round().astype(int)
    edge = 0.5 / PER_MM
    return _Heights(x[few], half[few], float(x[0]) - edge, float(x[-1]) + edge)


def _sizes(slices: Sequence[tuple[int, Fragment]], heights: Sequence[_Heights]) -> list[Half]:
    """What the seal may measure: as each slice says alone, or as high as the highest."""
    sizes = [Half(one.half_width, one.half_height) for _, one in slices]
    for highest in sorted((float(one.half.max()) for one in heights), reverse=True)[:2]:
        for ratio in RATIOS:
            sizes += [Half(highest * more / ratio, highest * more) for more in (1.0, 1.02, 1.06)]
    return sizes


def _place(heights: _Heights, half: Half) -> tuple[float, float]:
    """The centre for which the heights fit best, and how far they are off then."""
    centres = np.arange(heights.start - half.width, heights.end + half.width, STEP)
    model = half_chord(heights.x[None], centres[:, None], half.width, half.height)
    off = np.minimum(np.abs(model - heights.half[None]), FAR).mean(1)
    best = int(off.argmin())
    return float(centres[best]), float(off[best])
