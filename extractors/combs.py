"""Combs: rows of small ruled boxes for one character each, as codes and phone numbers have.

The table keeps its boxes; here they are found among its cells and read. A single digit is too
little for a recogniser to be sure of, so what stands in the boxes is pushed together into a strip,
as close as print stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.facts import Box, Cell, Line
from extractors.ocr.engine import PageImage, Recognised, Recogniser

Gray = NDArray[np.uint8]

# A postcode has six boxes; fewer are taken for narrow columns.
_LEAST_BOXES = 6
_MOST_ALIKE = 2  # a telephone and a mobile number may stand in two rows
# Shares: of the usual width, by which boxes differ; of the height, how wide they are at most.
_VARIES, _WIDEST = 0.25, 1.3
_TOUCHING = 0.35
# Shares of a box: its border, and the ink in it (lengthwise) from which it is written in.
_BORDER, _LEAST_MARK = 0.1, 0.14
_APART = 0.12  # of a character's height: the gap between characters pushed together


def combs(cells: Sequence[Cell]) -> tuple[tuple[Cell, ...], ...]:
    """The combs among a table's cells, each from left to right.

    Where the same narrow cells come row upon row they are columns of a table.
    """
    rows: dict[tuple[int, int], list[Cell]] = {}
    for cell in cells:
        if cell.box.width <= _WIDEST * cell.box.height:
            rows.setdefault((cell.row, cell.row_span), []).append(cell)
    long = [run for row in rows.values() for run in _runs(row) if len(run) >= _LEAST_BOXES]
    alike = Counter((run[0].column, run[-1].column) for run in long)
    return tuple(run for run in long if alike[run[0].column, run[-1].column] <= _MOST_ALIKE)


def _runs(row: list[Cell]) -> Iterator[tuple[Cell, ...]]:
    """Stretches of cells as wide as the one before, side by side."""
    run: list[Cell] = []
    for cell in sorted(row, key=lambda cell: cell.box.left):
        if run and not _goes_on(run, cell):
            yield tuple(run)
            run = []
        run.append(cell)
    yield tuple(run)


def _goes_on(run: list[Cell], cell: Cell) -> bool:
    usual = float(np.median([one.box.width for one in run]))
    beside = abs(cell.box.left - run[-1].box.right) <= _TOUCHING * usual
    return beside and abs(cell.box.width - usual) <= _VARIES * usual


@dataclass(frozen=True, slots=True)
class _Written:
    """What stands in one box, cut out, and where."""

    picture: PageImage
    box: Box


def read_combs(
    cells: Sequence[Cell],
    lines: tuple[Line, ...],
    bare: PageImage,
    ink: Gray,
    recogniser: Recogniser,
) -> tuple[Line, ...]:
    """The lines with those in a table's combs read anew, a line for each box that is written in.

    `bare` and `ink` (255 on dark) are without rules.
    """
    for comb in combs(cells):
        written = [one for cell in comb if (one := _cut_out(cell.box, bare, ink)) is not None]
        if not all(_is_one_character(one, written) for one in written):
            continue
        rest = (one for one in lines if not any(c.box.holds(*one.box.centre) for c in comb))
        lines = (*rest, *(_lines(written, recogniser) if written else ()))
    return lines


def _is_one_character(one: _Written, others: list[_Written]) -> bool:
    tallest = max(other.box.height for other in others)
    return one.box.width <= _WIDEST * tallest


def _cut_out(box: Box, bare: PageImage, ink: Gray) -> _Written | None:
    """The ink inside a box with a narrow margin; None where the box is empty."""
    border = max(3.0, _BORDER * min(box.width, box.height))
    inner = box.grown(-border)
    left, top, right, bottom = (
        round(side) for side in (inner.left, inner.top, inner.right, inner.bottom)
    )
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink[top:bottom, left:right])
    marks = [
        (x, y, x + wide, y + high)
        for x, y, wide, high, _ in stats[1:count].tolist()
        if max(wide, high) >= _LEAST_MARK * box.height
    ]
    if not marks:
        return None
    x0, y0 = (min(mark[side] for mark in marks) for side in (0, 1))
    x1, y1 = (max(mark[side] for mark in marks) for side in (2, 3))
    rows = slice(max(0, top + y0 - 2), top + y1 + 2)
    columns = slice(max(0, left + x0 - 2), left + x1 + 2)
    place = Box(columns.start, rows.start, columns.stop, rows.stop)
    return _Written(bare[rows, columns], place)


def _lines(written: list[_Written], recogniser: Recogniser) -> Iterator[Line]:
    """Read together; where the count of characters is another, in halves."""
    (answer,) = recogniser.recognise((_pushed_together(written),))
    characters = answer.text.replace(" ", "")
    if len(characters) == len(written):
        for one, character, sure in zip(written, characters, _sureness(answer), strict=True):
            yield Line(character, one.box, sure)
    elif len(written) > 1:
        middle = len(written) // 2
        yield from _lines(written[:middle], recogniser)
        yield from _lines(written[middle:], recogniser)
    elif characters:
        yield Line(characters, written[0].box, answer.confidence)


def _sureness(answer: Recognised) -> list[float]:
    """How sure the recogniser is of each character that is no space."""
    ranked = [character.candidates[0] for character in answer.characters]
    sure = [value for text, value in ranked if text != " "]
    wanted = len(answer.text.replace(" ", ""))
    return sure if len(sure) == wanted else [answer.confidence] * wanted


def _pushed_together(written: list[_Written]) -> PageImage:
    """One strip with the characters side by side on paper, at the heights they stand at."""
    top, bottom = min(one.box.top for one in written), max(one.box.bottom for one in written)
    high = round(bottom - top)
    gap = max(2, round(_APART * high))
    wide = sum(one.picture.shape[1] + gap for one in written) + gap
    paper = np.percentile(
        np.concatenate([one.picture.reshape(-1, 3) for one in written]), 90, axis=0
    )
    strip = np.empty((high + 2 * gap, wide, 3), np.uint8)
    strip[:] = paper
    x = gap
    for one in written:
        y = gap + round(one.box.top - top)
        tall, broad = one.picture.shape[:2]
        strip[y : y + tall, x : x + broad] = one.picture[: strip.shape[0] - y]
        x += broad + gap
    return strip
