"""The rows and columns of a ruled table, from the white regions between its rules.

A region ends beside a rule and its neighbour begins behind it. Both edges are put on the middle of
the rule before any are compared: then how thick rules are drawn, or drawn double, does not count,
and two rules that really stand side by side (a row of small boxes over a row of wide cells) need
no more than a millimetre between them. What is left of the page's slant, or of a photo's
perspective, moves a rule by more than that from the table's first row to its last: it is measured
on the rules that run on from row to row, and taken out before edges are compared.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extractors.facts import Box, Cell

Floats = NDArray[np.float64]

# Inches. One edge are rules less than a millimetre apart; no rule is thicker than the second.
_ONE_EDGE = 0.04
_THICKEST = 0.075
_LEAST_RUNS = 6  # rules running on, below which a slant of three parameters is not fitted
_FITS = 4
# Pixels, and times the usual error: what runs on with a greater error is another rule.
_LEAST_ERROR, _MOST_ERROR = 1.5, 2.5


def placed(boxes: list[Box], dpi: int) -> tuple[Cell, ...]:
    """Cells reaching to the middles of their rules, with the row and column steps they cover."""
    sides = np.array([(box.left, box.top, box.right, box.bottom) for box in boxes], np.float64)
    across = _on_rules(sides[:, [0, 2]], sides[:, [1, 3]], _THICKEST * dpi)
    down = _on_rules(sides[:, [1, 3]], sides[:, [0, 2]], _THICKEST * dpi)
    one_edge = _ONE_EDGE * dpi
    columns = _covered(_upright(across, down, one_edge), one_edge)
    rows = _covered(_upright(down, across, one_edge), one_edge)
    cells = []
    for index, ((left, right), (top, bottom)) in enumerate(
        zip(across.tolist(), down.tolist(), strict=True)
    ):
        (row, row_span), (column, column_span) = rows[index], columns[index]
        cells.append(Cell(row, column, row_span, column_span, Box(left, top, right, bottom), ""))
    return tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))


def _on_rules(ends: Floats, sides: Floats, thickest: float) -> Floats:
    """The ends (start, end) of all regions, moved out to the middles of the rules there.

    `sides` are the regions' stretches the other way: neighbours share a part of them. An end
    without a neighbour has a rule as thick as is usual.
    """
    starts, stops = ends[:, 0], ends[:, 1]
    beside = np.minimum(sides[:, None, 1], sides[None, :, 1]) > np.maximum(
        sides[:, None, 0], sides[None, :, 0]
    )
    gaps = starts[None, :] - stops[:, None]  # from the stop of one to the start of another
    gaps = np.where(beside & (gaps >= 0) & (gaps <= thickest), gaps, np.inf)
    after, before = gaps.min(axis=1), gaps.min(axis=0)
    known = after[np.isfinite(after)]
    usual = float(np.median(known)) if known.size else 0.0
    after, before = (np.where(np.isfinite(one), one, usual) for one in (after, before))
    return np.stack([starts - before / 2, stops + after / 2], axis=1)


def _upright(ends: Floats, sides: Floats, one_edge: float) -> Floats:
    """The ends after the slant of the rules on which they lie was taken out.

    `ends` and `sides` as in `_on_rules`, n x 2 pixels. The slant at a place is a constant and
    linear in both directions, which is a turn and the first order of a perspective. Unchanged
    where too few rules run on.
    """
    middles = sides.mean(axis=1)
    follow = np.abs(sides[:, None, 1] - sides[None, :, 0]) < one_edge
    runs = []
    for end in ends.T:
        one, other = np.nonzero(follow & (np.abs(end[:, None] - end[None, :]) < one_edge))
        far = middles[other] - middles[one]
        at = (middles[one] + middles[other]) / 2
        runs.append(np.stack([end[one], at, end[other] - end[one], far], axis=1)[far > 0])
    along, at, moved, far = np.concatenate(runs).T
    if far.size < _LEAST_RUNS:
        return ends
    terms = np.stack([np.ones_like(far), along, at], axis=1) * far[:, None]
    constant, by_end, by_side = _fitted(terms, moved)
    base = float(middles.mean())
    away = middles[:, None] - base
    slant = constant + by_side * base + by_end * ends
    return np.asarray(ends - slant * away - by_side * away**2 / 2)


def _fitted(terms: Floats, values: Floats) -> Floats:
    """Least squares without what lies far off; a plain slope where little is left."""
    kept = np.ones(len(values), bool)
    found: Floats = np.zeros(3)
    for _ in range(_FITS):
        if np.count_nonzero(kept) < _LEAST_RUNS:
            return np.array([values.sum() / terms[:, 0].sum(), 0.0, 0.0])
        found = np.asarray(np.linalg.lstsq(terms[kept], values[kept], rcond=None)[0], np.float64)
        errors = np.abs(terms @ found - values)
        kept = errors <= max(_LEAST_ERROR, _MOST_ERROR * float(np.median(errors[kept])))
    return found


def _covered(ends: Floats, one_edge: float) -> list[tuple[int, int]]:
    """For each region, the step at which it begins and how many it covers."""
    steps = _steps(ends, one_edge)
    places = [(_nearest(steps, start), _nearest(steps, stop)) for start, stop in ends.tolist()]
    return [(start, max(1, stop - start)) for start, stop in places]


def _steps(ends: Floats, tolerance: float) -> Floats:
    """Coordinates that lie apart by more than the tolerance: the means of what lies closer."""
    values = np.sort(ends, axis=None)
    breaks = np.nonzero(np.diff(values) > tolerance)[0] + 1
    return np.array([part.mean() for part in np.split(values, breaks)])


def _nearest(steps: Floats, value: float) -> int:
    return int(np.abs(steps - value).argmin())
