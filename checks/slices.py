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
from extractors.seals.masks import PER_MM, mask_of

Floats = NDArray[np.float64]

MOST_COLUMNS: Final = 24  # of a slice that are looked at
STEP: Final = 0.25  # mm between the centres that are tried
FAR: Final = 1.0  # mm: what a column can be off at most
LINE: Final = 4.0  # mm inwards from the outer edge, in which the ring and a second one lie
BORDER: Final = 1.0  # mm of a slice that are compared with the next one
INSIDE: Final = 2.0  # mm from the outline: the ring itself meets in any two seals of one size
NEAR: Final = 0.75  # mm that a stroke may jump from one slice to the next
SHIFT: Final = 0.75  # mm by which the next slice may be moved as a whole
TALLEST: Final = 32.0  # half height, mm, up to which inks are compared
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


def tint(fragment: Fragment) -> Floats:
    """The ink's colour without its strength: what it takes of red, green and blue, 0..1."""
    taken = 255.0 - np.array(fragment.colour, np.float64)
    return np.asarray(taken / max(1.0, float(taken.max())))


def line_profile(one: Laid, half: Half) -> Floats:
    """Share of ink in steps of a mask's pixel from the seal's outer edge inwards."""
    mask = mask_of(one.fragment)
    first = int(mask.any(0).argmax())
    rows, columns = np.indices(mask.shape)
    x = (columns - first + 0.5) / PER_MM + one.start
    y = (rows + 0.5) / PER_MM + one.fragment.top - one.fragment.y
    # To first order, the distance from an ellipse is (1 - r) / |grad r|.
    r = np.hypot(x / half.width, y / half.height)
    slope = np.hypot(x / half.width**2, y / half.height**2) / np.maximum(r, 1e-6)
    deep = (1 - r) / np.maximum(slope, 1e-6) * PER_MM
    steps = round(LINE * PER_MM)
    ring = (deep >= 0) & (deep < steps)
    at = deep[ring].astype(int)
    inked = np.bincount(at, mask[ring], steps)
    return np.asarray(inked / np.maximum(1, np.bincount(at, minlength=steps)))


def continues(before: Laid, after: Laid, half: Half) -> tuple[float, float]:
    """How much of the ink at two slices' common border goes on across it (0..1), and how much
    ink there is, mm."""
    left, right = _border(before, half, last=True), _border(after, half, last=False)
    inked = float(left.sum() + right.sum()) / PER_MM
    if not inked:
        return 0.0, 0.0
    reach = round(SHIFT * PER_MM)
    best = 0.0
    for shift in range(-reach, reach + 1):
        moved = np.roll(right, shift)
        met = (left & _widened(moved)).sum() + (moved & _widened(left)).sum()
        best = max(best, float(met / (left.sum() + moved.sum())))
    return best, inked


def _border(one: Laid, half: Half, *, last: bool) -> NDArray[np.bool_]:
    """Where there is ink along a slice's right or left border, by height from the seal's middle."""
    mask = mask_of(one.fragment)
    columns = np.nonzero(mask.any(0))[0]
    wide = round(BORDER * PER_MM)
    part = mask[:, columns[-wide:] if last else columns[:wide]]
    y = (np.arange(len(mask)) + 0.5) / PER_MM + one.fragment.top - one.fragment.y
    x = np.array([one.end if last else one.start])
    end = float(half_chord(x, 0.0, half.width, half.height)[0])
    rows = y[(part.sum(1) * 2 >= part.shape[1]) & (np.abs(y) < end - INSIDE)]
    found = np.zeros(2 * round(TALLEST * PER_MM) + 1, bool)
    found[(rows * PER_MM).round().astype(int) + round(TALLEST * PER_MM)] = True
    return found


def _widened(inked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    near = np.ones(2 * round(NEAR * PER_MM) + 1)
    return np.asarray(np.convolve(inked, near, "same") > 0)
