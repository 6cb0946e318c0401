"""Slices on the edges of consecutive pages joined to the seal that was pressed over them (骑缝章).

Positions along a seal are in radii (halves of its width) from its middle: -1 is its left end.
Pages are counted by their index in the sequence that was given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, pairwise
from statistics import median_low
from typing import Final

import numpy as np

from checks.slices import Floats, Half, Laid, continues, laid, line_profile, tint
from extractors.facts import Edge, Fragment, PageFacts, Source, Status

SAME_HEIGHT: Final = 10.0  # mm between the middles of one impression's slices
GAP: Final = 0.07  # radii: a wider piece that no page bears is a slice that is missing
END: Final = 0.1  # radii that may lack at the seal's ends
OVERTAKES: Final = 0.03  # radii by which an earlier page's slice lies behind a later one's
OFF: Final = 0.6  # mm: a slice that fits no worse is of a seal of this size
OTHER_TINT: Final = 0.09
OTHER_LINE: Final = 0.3
BROKEN: Final = (0.3, 5.0)  # at both borders less goes on across, of at least so many mm of ink


class Fault(StrEnum):
    """What is wrong with a page of a series: bare means that no part of the seal is missing."""

    MISSING = "missing"
    BARE = "bare"
    SWAPPED = "swapped"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Bearer:
    """A page with its slice: from where to where on the seal it goes."""

    page: int
    start: float
    end: float
    fragment: Fragment


@dataclass(frozen=True, slots=True)
class Break:
    fault: Fault
    page: int


@dataclass(frozen=True, slots=True)
class Straddle:
    """One seal over the edges of several pages.

    `bearers` in the order of the pages, slices of another seal among them; `covered` is the share
    of the seal's width that they show. `outside` are pages before and behind the series that bear
    nothing although the seal's end is there; `unseen` pages in the series that were not read.
    """

    edge: Edge
    bearers: tuple[Bearer, ...]
    breaks: tuple[Break, ...]
    covered: float
    outside: tuple[int, ...]
    unseen: tuple[int, ...]

    @property
    def whole(self) -> bool:
        """True where every page of the series was seen and bears its part."""
        return not self.breaks and not self.unseen and self.covered > 1 - 2 * END


Found = tuple[int, Fragment]


def joined(pages: Sequence[PageFacts]) -> tuple[Straddle, ...]:
    """The seals over the edges of the pages of one file or document, which stand in order."""
    groups = {edge: _groups(pages, edge) for edge in Edge}
    found = []
    for edge, of_edge in groups.items():
        other = groups[Edge.LEFT if edge is Edge.RIGHT else Edge.RIGHT]
        behind = {index for group in other for index, _ in group}
        for group in of_edge:
            straddle = _straddle(pages, edge, group, _step(group, behind))
            if straddle is not None:
                found.append(straddle)
    return tuple(found)


def _groups(pages: Sequence[PageFacts], edge: Edge) -> list[list[Found]]:
    """Slices of an edge that lie at the same height, at most one a page."""
    groups: list[list[Found]] = []
    for index, page in enumerate(pages):
        for seal in page.seals:
            one = seal.fragment
            if one is None or one.edge is not edge:
                continue
            near = [
                group
                for group in groups
                if abs(_height(group) - one.y) <= SAME_HEIGHT and group[-1][0] != index
            ]
            if near:
                min(near, key=lambda group: abs(_height(group) - one.y)).append((index, one))
            else:
                groups.append([(index, one)])
    return groups


def _height(group: list[Found]) -> float:
    return float(np.median([one.y for _, one in group]))


def _step(group: list[Found], behind: set[int]) -> int:
    """2 where only every other page can bear a slice: sheets printed on both sides."""
    indexes = [index for index, _ in group]
    if len({index % 2 for index in indexes}) > 1:
        return 1
    backs = behind and all(index % 2 != indexes[0] % 2 for index in behind)
    in_turn = len(indexes) > 2 and all(b - a == 2 for a, b in pairwise(indexes))
    return 2 if backs or in_turn else 1


def _straddle(
    pages: Sequence[PageFacts], edge: Edge, group: list[Found], step: int
) -> Straddle | None:
    """The seal of a group of slices; None where no two of them belong together."""
    if len(group) < 2:
        return None
    half, slices = laid(group)
    foreign = _foreign(slices, half)
    own = [one for one in slices if one.index not in foreign]
    if len(own) < 2:
        return None
    ascending = sum(np.sign(b.middle - a.middle) for a, b in combinations(own, 2)) >= 0
    bearers = tuple(_bearer(one, half, ascending) for one in slices)
    ours = [one for one in bearers if one.page not in foreign]
    gaps = _gaps(ours)
    bare = sorted(set(range(group[0][0], group[-1][0], step)) - {one.page for one in bearers})
    unseen = tuple(index for index in bare if _unseen(pages[index]))
    torn, outside = _ends(pages, (group[0][0], group[-1][0], step), gaps)
    breaks = [
        *(Break(_fault(index, ours, gaps), index) for index in bare if index not in unseen),
        *(Break(Fault.MISSING, index) for index in torn),
        *(Break(Fault.SWAPPED, index) for index in _swapped(ours)),
        *(Break(Fault.FOREIGN, index) for index in foreign),
    ]
    return Straddle(
        edge,
        bearers,
        tuple(sorted(breaks, key=lambda one: one.page)),
        round(1 - sum(end - start for start, end in gaps) / 2, 3),
        outside,
        unseen,
    )


def _unseen(page: PageFacts) -> bool:
    """True where nobody looked for seals; a blank page has none."""
    only_looked = page.status is Status.LOOKED and page.source is Source.NONE
    return page.status is Status.UNREADABLE or (only_looked and not page.blank)


def _bearer(one: Laid, half: Half, ascending: bool) -> Bearer:
    """Positions run with the pages: seen from behind, or fanned the other way, from the right."""
    ends = (one.start, one.end) if ascending else (-one.end, -one.start)
    start, end = (round(max(-1.0, min(1.0, side / half.width)), 3) for side in ends)
    return Bearer(one.index, start, end, one.fragment)


Piece = tuple[float, float]


def _gaps(bearers: Sequence[Bearer]) -> list[Piece]:
    """The pieces of the seal that none of the slices shows, from its beginning to its end."""
    gaps = []
    reached = -1.0
    for one in sorted(bearers, key=lambda one: one.start):
        if one.start > reached:
            gaps.append((reached, one.start))
        reached = max(reached, one.end)
    return [*gaps, (reached, 1.0)] if reached < 1 else gaps


def _fault(index: int, ours: Sequence[Bearer], gaps: Sequence[Piece]) -> Fault:
    """What a page without a slice lacks: its part of the seal, or nothing (it came later)."""
    near = (
        max((one for one in ours if one.page < index), key=lambda one: one.page, default=ours[0]),
        min((one for one in ours if one.page > index), key=lambda one: one.page, default=ours[-1]),
    )
    start, end = sorted((one.start + one.end) / 2 for one in near)
    wide = [gap for gap in gaps if gap[1] - gap[0] > GAP and gap[0] < end and gap[1] > start]
    return Fault.MISSING if wide else Fault.BARE


def _ends(
    pages: Sequence[PageFacts], run: tuple[int, int, int], gaps: Sequence[Piece]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Pages next to the series whose end of the seal lacks, and all others before and behind it."""
    first, last, step = run
    torn: list[int] = []
    outside: list[int] = []
    for beyond, lacks in (
        (range(first - step, -1, -step), any(a <= -1 and b - a > END for a, b in gaps)),
        (range(last + step, len(pages), step), any(b >= 1 and b - a > END for a, b in gaps)),
    ):
        seen = [index for index in beyond if not _unseen(pages[index])]
        torn += seen[:1] if lacks else []
        outside += seen[1:] if lacks else seen
    return tuple(torn), tuple(sorted(outside))


def _swapped(ours: Sequence[Bearer]) -> tuple[int, ...]:
    """Pages whose slices lie behind those of later pages.

    Where one page alone stands wrong among several, it is named, not those that it passed.
    """
    wrong = [
        (a.page, b.page)
        for a, b in combinations(ours, 2)
        if (a.start + a.end) / 2 > (b.start + b.end) / 2 + OVERTAKES
    ]
    named = {page for pair in wrong for page in pair}
    moved = [page for page in named if all(page in pair for pair in wrong)]
    return tuple(moved) if len(wrong) > 1 and len(moved) == 1 else tuple(sorted(named))


def _foreign(slices: Sequence[Laid], half: Half) -> tuple[int, ...]:
    """Pages whose slice is of another seal, or of another impression of the same.

    Its size, the ink's colour or the ring differ from what most have, or nothing of its ink goes
    on over either border.
    """
    tints = _strangers([tint(one.fragment) for one in slices])
    lines = _strangers([line_profile(one, half) for one in slices])
    broken = _broken(slices, half)
    return tuple(
        one.index
        for one, colour, line in zip(slices, tints, lines, strict=True)
        if one.off > OFF or colour > OTHER_TINT or line > OTHER_LINE or one.index in broken
    )


def _strangers(values: Sequence[Floats]) -> list[float]:
    """How far each is from most of the others; of two nobody can say which is the stranger."""
    if len(values) < 3:
        return [0.0] * len(values)
    return [
        median_low(
            float(np.abs(one - other).max() if len(one) == 3 else np.abs(one - other).mean())
            for j, other in enumerate(values)
            if j != i
        )
        for i, one in enumerate(values)
    ]


def _broken(slices: Sequence[Laid], half: Half) -> set[int]:
    """Slices between two others that they touch, and whose ink goes on at neither border."""
    ordered = sorted(slices, key=lambda one: one.middle)
    cut = []
    for before, after in pairwise(ordered):
        share, ink = continues(before, after, half)
        meets = after.start - before.end < GAP * half.width
        cut.append(meets and ink >= BROKEN[1] and share <= BROKEN[0])
    return {
        one.index for one, left, right in zip(ordered[1:-1], cut, cut[1:], strict=False)
        if left and right
    }  # fmt: skip
