"""Tick boxes: small drawn squares, empty or marked, and the words after them.

On paper they are found as squares; in typed text they are characters (`typedticks`).
Framed characters such as 国 or 日 look like marked squares, so the recogniser is asked
about each candidate.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.contours import parts_of
from extractors.crossed import crossed, lift_pen
from extractors.facts import Box, Line, Tick
from extractors.ocr.engine import PageImage, Recogniser
from extractors.typedticks import AFTER_COLON, EMPTY_MARKS

# Sides in inches.
_LEAST_SIDE, _MOST_SIDE = 0.07, 0.24
_SIDE_RATIO = (0.72, 1.4)
_RUN_TOGETHER = 6
_SIDE_COVERED = 0.8
_BAND = 0.22
_TICKED_INK = 0.10
_PENNED_INK = 0.05  # beyond what is in the empty boxes of the page
# More ink inside than a tick makes, and less than a solid square has: a character.
_DENSE, _SOLID = 0.75, 0.93
_SIZE_VARIES = 0.22
_LEAST_GAP = 0.25
_SPECKS = 0.04
# Widths of a box: how far its word may stand from it, and the boxes of a choice from each other.
_WORD_NEAR, _ONE_CHOICE = 2, 14
_BEFORE = 1.5  # widths of a box: the character before it
_EDGE = 3  # pixels by which a frame may be blurred beyond its box
_TICK_STICKS_OUT = 0.12
# How sure a recogniser must be of a character; a pen's strokes in a box look like some.
_SURE_CHARACTER, _SURER_CHARACTER = 0.6, 0.85
# What recognisers read in empty and marked boxes, where they do not know these as characters.
_LIKE_BOXES = frozenset("口囗回区凶冈囚巴")


@dataclass(frozen=True, slots=True)
class Mark:
    """A square on the page; `filled` is the share of ink inside its frame, `least` a tick's."""

    box: Box
    filled: float
    least: float = _TICKED_INK

    @property
    def ticked(self) -> bool:
        return self.filled > self.least


def find_marks(
    ink: NDArray[np.uint8],
    image: PageImage,
    dpi: int,
    recogniser: Recogniser,
    cells: tuple[Box, ...] = (),
) -> tuple[Mark, ...]:
    """Find tick boxes, in no particular order; `ink` is 255 on dark. Both are without rules.

    `cells` of tables keep apart what belongs to different choices.
    """
    squares = _squares(ink, dpi)
    plain = _of_one_size([mark for mark in squares if _stands_apart(ink, mark.box)])
    plain = _no_characters(plain, image, recogniser, _SURE_CHARACTER)
    if all(mark.ticked for mark in plain):  # an untouched box is to be expected
        plain = [*plain, *_behind_words(squares, ink, image, recogniser, cells)]
    empty = [mark.box for mark in plain if not mark.ticked]
    ticked = [mark.box for mark in plain if mark.ticked]
    penned = [
        Mark(box, filled, _PENNED_INK) for box, filled in crossed(image, empty, ticked, cells)
    ]
    return (*plain, *_no_characters(penned, image, recogniser, _SURER_CHARACTER))


def _behind_words(
    squares: list[Mark],
    ink: NDArray[np.uint8],
    image: PageImage,
    recogniser: Recogniser,
    cells: tuple[Box, ...],
) -> list[Mark]:
    """Boxes close behind their words (是□), which the right halves of 知 and 加 look like.

    Read together with what stands before them, those are one character, and these two.
    """
    ends = [
        mark
        for mark in squares
        if not _stands_apart(ink, mark.box)
        and _ends_word(ink, mark.box)
        and any(cell.holds(*mark.box.centre) for cell in cells)
    ]
    if not ends:
        return []
    strips = tuple(_strip(image, mark.box, _BEFORE * mark.box.width) for mark in ends)
    read = recogniser.recognise(strips)
    found = [
        mark
        for mark, answer in zip(ends, read, strict=True)
        if len(answer.text.strip()) > 1 and not _is_character(answer.text.strip()[-1])
    ]
    return _of_one_size(found) if any(not mark.ticked for mark in found) else []


def _no_characters(
    marks: list[Mark], image: PageImage, recogniser: Recogniser, sure: float
) -> list[Mark]:
    """Those that the recogniser does not take for a character; no character is solid."""
    asked = [mark for mark in marks if mark.filled < _SOLID]
    read = recogniser.recognise(tuple(_strip(image, mark.box) for mark in asked)) if asked else ()
    characters = {
        mark.box
        for mark, answer in zip(asked, read, strict=True)
        if _is_character(answer.text[:1]) and answer.confidence > sure
    }
    return [mark for mark in marks if mark.box not in characters]


def _is_character(char: str) -> bool:
    """True for what a recogniser answers to a character; boxes it takes for 口, 回 and the like."""
    return "\u4e00" <= char <= "\u9fff" and char not in _LIKE_BOXES


def _of_one_size(marks: list[Mark]) -> list[Mark]:
    """Boxes of a form are of one size; a blot or a dense character seldom is.

    What the size is say the empty ones, where there are any: no character is an empty square.
    """
    empty = [mark.box.height for mark in marks if not mark.ticked]
    sides = sorted(empty or [mark.box.height for mark in marks])
    usual = sides[len(sides) // 2] if sides else 0.0
    return [
        mark
        for mark in marks
        if abs(mark.box.height - usual) <= _SIZE_VARIES * usual
        and not _DENSE < mark.filled < _SOLID
    ]


def _squares(ink: NDArray[np.uint8], dpi: int) -> list[Mark]:
    least, most = _LEAST_SIDE * dpi, _MOST_SIDE * dpi
    # Greyscale scans break thin frames: mend single-pixel gaps before looking for components.
    mended = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((2, 2), np.uint8)), np.uint8)
    marks = []
    for outline in parts_of(mended)[0]:
        left, top, width, height = cv2.boundingRect(outline)
        if not (least <= width and least <= height <= most):
            continue
        # A tick, or narrow setting, may join box and word: then the square is the left part.
        if width > _SIDE_RATIO[1] * height:
            if width >= _RUN_TOGETHER * height:
                continue
            start, high = _left_side(mended[top : top + height, left : left + 2] > 0)
            if high < least:
                continue
            top, width, height = top + start, high, high
        if width < _SIDE_RATIO[0] * height:
            continue
        part = mended[top : top + height, left : left + width] > 0
        frame = _frame(part)
        if frame is None:
            continue
        x0, y0, x1, y1 = frame
        box = Box(left + x0, top + y0, left + x1, top + y1)
        marks.append(Mark(box, _inner_ink(part[y0:y1, x0:x1])))
    return marks


def _left_side(edge: NDArray[np.bool_]) -> tuple[int, int]:
    """Where the longest unbroken run of ink on an edge, h x 2, begins, and how long it is."""
    inked = np.concatenate([[False], edge.any(axis=1), [False]]).astype(np.int8)
    turns = np.diff(inked)
    starts, stops = np.nonzero(turns == 1)[0], np.nonzero(turns == -1)[0]
    longest = int((stops - starts).argmax())
    return int(starts[longest]), int(stops[longest] - starts[longest])


def _frame(part: NDArray[np.bool_]) -> tuple[int, int, int, int] | None:
    """Where the four sides of a square run inside a component (a tick may stick out of it)."""
    height, width = part.shape
    band_y, band_x = max(2, round(_BAND * height)), max(2, round(_BAND * width))
    # A tick that sticks out makes the component larger than the square on the top right.
    rows, columns = part.mean(axis=1), part.mean(axis=0)
    tops = np.nonzero(rows[: 2 * band_y] >= _SIDE_COVERED * 0.85)[0]
    bottoms = np.nonzero(rows[height - band_y :] >= _SIDE_COVERED * 0.85)[0]
    lefts = np.nonzero(columns[:band_x] >= _SIDE_COVERED * 0.85)[0]
    rights = np.nonzero(columns[width - 2 * band_x :] >= _SIDE_COVERED * 0.85)[0]
    if not (len(tops) and len(bottoms) and len(lefts) and len(rights)):
        return None
    x0, x1 = int(lefts[0]), width - 2 * band_x + int(rights[-1]) + 1
    y0, y1 = int(tops[0]), height - band_y + int(bottoms[-1]) + 1
    # The strokes of 口 reach below its frame; those of a drawn box do not.
    if height - y1 > 1 + 0.04 * height or x0 > 1 + 0.04 * width:
        return None
    square = part[y0:y1, x0:x1]
    if min(square.shape) < 6 or not 0.8 <= (x1 - x0) / (y1 - y0) <= 1.25:
        return None
    sides = (square[:2].max(0), square[-2:].max(0), square[:, :2].max(1), square[:, -2:].max(1))
    return (x0, y0, x1, y1) if all(side.mean() >= _SIDE_COVERED for side in sides) else None


def _inner_ink(square: NDArray[np.bool_]) -> float:
    height, width = square.shape
    y, x = max(3, round(0.2 * height)), max(3, round(0.2 * width))
    inner = square[y : height - y, x : width - x]
    return float(inner.mean()) if inner.size else 0.0


def _stands_apart(ink: NDArray[np.uint8], box: Box) -> bool:
    """True where nothing touches the box on its left, above or below.

    Parts of characters (the 目 in 着, the lower half of 管) have the rest of theirs there.
    """
    gap, edge = max(5, round(_LEAST_GAP * box.width)), _EDGE
    left, top = round(box.left), round(box.top)
    right, bottom = round(box.right), round(box.bottom)
    before = ink[top:bottom, max(0, left - gap) : max(0, left - edge)]
    above = ink[max(0, top - gap) : max(0, top - edge), left : right - edge]
    under = ink[bottom + edge : bottom + gap, left:right]
    # A tick may stick out at the top right, so more ink is allowed above.
    return _share(before) < _SPECKS and _share(under) < _SPECKS and _share(above) < _TICK_STICKS_OUT


def _ends_word(ink: NDArray[np.uint8], box: Box) -> bool:
    """True where nothing touches the box on its right, above or below."""
    gap, edge = max(5, round(_LEAST_GAP * box.width)), _EDGE
    left, top = round(box.left), round(box.top)
    right, bottom = round(box.right), round(box.bottom)
    after = ink[top:bottom, right + edge : right + gap]
    above = ink[max(0, top - gap) : max(0, top - edge), left : right - edge]
    under = ink[bottom + edge : bottom + gap, left:right]
    return all(_share(part) < _TICK_STICKS_OUT for part in (after, above)) and (
        _share(under) < _SPECKS
    )


def _share(part: NDArray[np.uint8]) -> float:
    return float(part.mean()) / 255 if part.size else 0.0


def _strip(image: PageImage, box: Box, before: float = 0.0) -> PageImage:
    """The box with a margin, and so many pixels more of what stands before it."""
    by = 0.25 * box.height
    top, bottom = max(0, round(box.top - by)), round(box.bottom + by)
    left, right = max(0, round(box.left - max(by, before))), round(box.right + by)
    return image[top:bottom, left:right]


def without_marks(image: PageImage, marks: tuple[Mark, ...]) -> PageImage:
    """The page with its tick boxes painted over, so that they are not read as characters."""
    clean = image.copy()
    for mark in marks:
        box = mark.box.grown(2 + 0.12 * mark.box.width)
        if mark.ticked:
            lift_pen(clean, box)
        part = clean[
            max(0, round(box.top)) : round(box.bottom), max(0, round(box.left)) : round(box.right)
        ]
        if part.size:
            part[:] = np.percentile(part.reshape(-1, 3), 90, axis=0)
    return clean


def with_labels(marks: tuple[Mark, ...], lines: tuple[Line, ...]) -> tuple[Tick, ...]:
    """Give each mark its words: those right of it, or left of it where a form has boxes behind."""
    ticks = []
    for row in _rows_of(marks):
        after = [_line_after(mark, row, lines) for mark in row]
        before = [_line_before(mark, row, lines) for mark in row]
        # Behind: the first has words before it, and the last none after it, or such as have a box
        # of their own behind them that was read with them (是☑ 否□).
        last = after[-1]
        ends = last is None or last.text.rstrip().endswith(tuple(EMPTY_MARKS))
        behind = before[0] is not None and ends and all(before)
        for mark, line in zip(row, before if behind else after, strict=True):
            label = line.text.strip() if line else ""
            label = AFTER_COLON.split(label)[-1] if behind else label
            ticks.append(Tick(mark.box, label, mark.ticked, line.confidence if line else 0.5))
    return tuple(sorted(ticks, key=lambda tick: (tick.box.top, tick.box.left)))


def _rows_of(marks: tuple[Mark, ...]) -> list[tuple[Mark, ...]]:
    """Marks that stand on one height with no more than a choice's words between them."""
    rows: list[list[Mark]] = []
    for mark in sorted(marks, key=lambda mark: (mark.box.left, mark.box.top)):
        for row in rows:
            last = row[-1].box
            near = mark.box.left - last.right < _ONE_CHOICE * mark.box.width
            if near and _on_height(last, mark.box.centre[1]):
                row.append(mark)
                break
        else:
            rows.append([mark])
    return [tuple(row) for row in rows]


def _line_after(mark: Mark, marks: tuple[Mark, ...], lines: tuple[Line, ...]) -> Line | None:
    _, middle = mark.box.centre
    stop = min(
        (m.box.left for m in marks if m.box.left > mark.box.right and _on_height(m.box, middle)),
        default=float("inf"),
    )
    after = [
        line
        for line in lines
        if _on_height(line.box, middle)
        and mark.box.left <= line.box.left < stop
        and line.box.centre[0] > mark.box.right
        and line.box.left - mark.box.right < _WORD_NEAR * mark.box.width
    ]
    return min(after, key=lambda line: line.box.left, default=None)


def _line_before(mark: Mark, marks: tuple[Mark, ...], lines: tuple[Line, ...]) -> Line | None:
    _, middle = mark.box.centre
    start = max(
        (m.box.right for m in marks if m.box.right <= mark.box.left and _on_height(m.box, middle)),
        default=float("-inf"),
    )
    before = [
        line
        for line in lines
        if _on_height(line.box, middle)
        and start - mark.box.width / 2 <= line.box.left
        and line.box.right <= mark.box.right
        and line.box.centre[0] < mark.box.left
        and mark.box.left - line.box.right < _WORD_NEAR * mark.box.width
    ]
    return max(before, key=lambda line: line.box.right, default=None)


def _on_height(box: Box, y: float) -> bool:
    return box.top <= y <= box.bottom
