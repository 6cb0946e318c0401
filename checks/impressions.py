"""Are two seals one and the same picture, pixel for pixel?

The same stamp pressed twice never comes out alike: the hand turns it a little, and ink lies
elsewhere. A picture that was laid on two pages is the same in every place. What is measured is
what is left when the two are shifted over each other, and by how much one is turned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from extractors.facts import Seal
from extractors.seals.cells import SIDE, unpacked

# Measured on samples.bundle, 29 pictures in two places and 30 stamps pressed twice: one picture
# leaves at most 0.08 and is turned by 0.04 degrees; two impressions leave 0.18 or more, or, where
# the ink shows no wear at all, 0.08 turned by 0.2 degrees. Drawn on purpose with the very same
# turn, they leave 0.11.
MOST_LEFT: Final = 0.10
MOST_TURNED: Final = 0.1  # degrees
MOST_STRETCHED: Final = 0.005  # share of the size
LEAST_SEEN: Final = 0.2  # share of the cells that black print hides in neither
LEAST_INKED: Final = 0.02  # share of all cells
EDGE: Final = 2  # cells left out along the sides, where one is shifted over them
# Cosine as they lie, below which two are not looked at closely: pictures reach 0.99, one of two
# thousand pairs of a haul reached this.
LIKE: Final = 0.97

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Cells = TypeVar("Cells", Floats, Mask)


@dataclass(frozen=True, slots=True)
class Difference:
    """What keeps two impressions apart: the rest as a share of the ink, degrees, share of size."""

    left: float
    turned: float
    stretched: float

    @property
    def is_none(self) -> bool:
        """Whether the two are one picture."""
        return (
            self.left <= MOST_LEFT
            and abs(self.turned) <= MOST_TURNED
            and abs(self.stretched) <= MOST_STRETCHED
        )


def same_picture(one: Seal, other: Seal) -> bool:
    """Whether two seals are the same pixel for pixel; false where that cannot be told."""
    found = difference(one.fingerprint, other.fingerprint)
    return found is not None and found.is_none


def repeated(seals: Sequence[Seal]) -> tuple[tuple[int, ...], ...]:
    """Groups of seals (their indices) that are one picture each, as the first of the group is."""
    alike = _alike(seals)
    groups: list[list[int]] = []
    for index, seal in enumerate(seals):
        for group in groups:
            first = group[0]
            if (first, index) in alike and same_picture(seals[first], seal):
                group.append(index)
                break
        else:
            groups.append([index])
    return tuple(tuple(group) for group in groups if len(group) > 1)


def _alike(seals: Sequence[Seal]) -> set[tuple[int, int]]:
    """The pairs that are worth a closer look, found at one stroke."""
    known = [(index, _cells(seal.fingerprint)) for index, seal in enumerate(seals)]
    opened = [(index, cells) for index, cells in known if cells is not None]
    if len(opened) < 2:
        return set()
    ink = np.stack([cells[0].ravel() for _, cells in opened])
    seen = np.stack([~cells[1].ravel() for _, cells in opened]).astype(np.float32)
    # The cosine of each two, over the cells that are seen of both (hidden ones hold no ink).
    sizes = (ink * ink) @ seen.T
    close = (ink @ ink.T) / np.sqrt(np.maximum(sizes * sizes.T, 1e-9))
    pairs = combinations(range(len(opened)), 2)
    return {(opened[a][0], opened[b][0]) for a, b in pairs if close[a, b] >= LIKE}


@lru_cache(maxsize=512)
def _cells(fingerprint: str) -> tuple[Floats, Mask] | None:
    """Ink, and the cells beside those that print hides too: their ink is touched by it."""
    found = unpacked(fingerprint) if fingerprint else None
    if found is None:
        return None
    ink, hidden = found
    if hidden.any():
        hidden = np.logical_or.reduce(list(_moved(hidden).values()))
    return np.where(hidden, 0, ink).astype(np.float32), hidden


def difference(one: str, other: str) -> Difference | None:
    """What is left between two impressions; None where too little can be seen of them."""
    first, second = _cells(one), _cells(other)
    if first is None or second is None:
        return None
    inks, hiddens = _moved(second[0]), _moved(second[1])
    moved = min(
        ((inks[by], hiddens[by]) for by in inks), key=lambda shifted: _apart(first, shifted)
    )
    seen = ~(first[1] | moved[1])
    seen[:EDGE], seen[-EDGE:], seen[:, :EDGE], seen[:, -EDGE:] = False, False, False, False
    if seen.mean() < LEAST_SEEN or first[0][seen].sum() < LEAST_INKED * seen.size:
        return None
    return _fitted(first[0], moved[0], seen)


def _moved(cells: Cells) -> dict[tuple[int, int], Cells]:
    """Cells moved down and to the right by -1, 0 and 1; what leaves a side comes in opposite."""
    height, width = cells.shape
    wide = np.pad(cells, 1, "wrap")
    return {
        (down, right): wide[1 - down : 1 - down + height, 1 - right : 1 - right + width]
        for down in (-1, 0, 1)
        for right in (-1, 0, 1)
    }


def _apart(first: tuple[Floats, Mask], second: tuple[Floats, Mask]) -> float:
    seen = ~(first[1] | second[1])
    return float(((first[0] - second[0])[seen] ** 2).mean()) if seen.any() else np.inf


def _fitted(first: Floats, second: Floats, seen: Mask) -> Difference:
    """Take out what a small shift, stretch, turn and strength explain (least squares)."""
    mean = (first + second) / 2
    down, across = np.gradient(mean)
    y, x = np.mgrid[:SIDE, :SIDE] - (SIDE - 1) / 2
    moves = [across, down, x * across + y * down, x * down - y * across, mean]
    causes = np.stack([move[seen] for move in moves], 1)
    apart = (first - second)[seen]
    shares = np.linalg.lstsq(causes, apart, rcond=None)[0]
    left = float(np.linalg.norm(apart - causes @ shares) / np.linalg.norm(mean[seen]))
    return Difference(left, float(np.degrees(shares[3])), float(shares[2]))
