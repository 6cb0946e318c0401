"""The rows and columns of a ruled table, from the white regions between its rules.

A region ends beside a rule and its neighbour begins behind it. Both edges are put on the middle of
the rule before any are compared: then how thick rules are drawn, or drawn double, does not count,
and two rules that really stand side by side (a row of small boxes over a row of wide cells) need
no more than a millimetre between them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extractors.facts import Box, Cell

Floats = NDArray[np.float64]

# Inches. One edge are rules less than a millimetre apart; no rule is thicker than the second.
_ONE_EDGE = 0.04
_THICKEST = 0.075


def placed(boxes: list[Box], dpi: int) -> tuple[Cell, ...]:
    """Cells reaching to the middles of their rules, with the row and column steps they cover."""
    sides = np.array([(box.left, box.top, box.right, box.bottom) for box in boxes], np.float64)
    across = _on_rules(sides[:, [0, 2]], sides[:, [1, 3]], _THICKEST * dpi)
    down = _on_rules(sides[:, [1, 3]], sides[:, [0, 2]], _THICKEST * dpi)
    columns, rows = _steps(across, _ONE_EDGE * dpi), _steps(down, _ONE_EDGE * dpi)
    cells = []
    for (left, right), (top, bottom) in zip(across.tolist(), down.tolist(), strict=True):
        column, row = _nearest(columns, left), _nearest(rows, top)
        row_span = max(1, _nearest(rows, bottom) - row)
        column_span = max(1, _nearest(columns, right) - column)
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


def _steps(ends: Floats, tolerance: float) -> Floats:
    """Coordinates that lie apart by more than the tolerance: the means of what lies closer."""
    values = np.sort(ends, axis=None)
    breaks = np.nonzero(np.diff(values) > tolerance)[0] + 1
    return np.array([part.mean() for part in np.split(values, breaks)])


def _nearest(steps: Floats, value: float) -> int:
    return int(np.abs(steps - value).argmin())
