"""What of a page's text was written with a pen, told by the colour of its ink.

Blue and violet pens beside black print. Red is left alone: it is what teachers, clerks and seals
write with. A black pen has no colour, and is not told apart: half of its lines stand less unevenly
than one printed line in ten does, on photos less than half of them.

How blue ink is: how much more of the blue light than of the others it leaves, as a share of the
light that it takes, summed over the ink of a line on paper made white. Sums stay as they are
where JPEG or a lens spreads colour, and however thick strokes are. Black print has 0.00 to 0.02,
pens 0.2 to 0.9, what is printed in the pure blue of links more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.facts import Box, Ink, Line, Seal
from extractors.language import label_key, squeezed
from extractors.linecut import ends_of
from extractors.ocr.engine import PageImage
from extractors.seals.inks import balanced, paper
from extractors.wording import reads_as_label

Gray = NDArray[np.uint8]
Levels = NDArray[np.float32]

# By how much a pen's ink is bluer than the page's print, and than print varies.
LEAST_BLUE: Final = 0.14
_CLEARLY: Final = 8.0
# Print that is black has no more colour than this, and is most of what stands on a page; a page
# of other print says nothing.
_BLACK: Final = 0.08
_LEAST_BLACK: Final = 0.4
_LEAST_LINES: Final = 4
# With more blue lines than this, or with so many among them that ask for something, or with blue
# lines as even as type sets them, it is the print that is blue.
_MOST_PENNED: Final = 0.5
_MOST_LABELS: Final = 0.2
_EVEN: Final = 0.09
_ENOUGH_PRINT: Final = 24  # lines to know the page's print by
_MORE_UNEVEN: Final = 1.3  # than the page's own print, which a poor photo makes uneven
_LEAST_TALL, _TALL = 3, 0.6
# Pixels, all as dark as black: less ink than this says nothing.
_LEAST_INK: Final = 15.0
# Pixels: a line's margin, and how far around strokes their colour is looked for.
_MARGIN, _AROUND = 3, 5
_NEAR = np.ones((_AROUND, _AROUND), np.uint8)
# A link: a straight rule in a blue of this strength (0..255) along so much of the line, below it.
_BLUE_RULE, _RULE_LONG, _RULE_BELOW = 40, 0.8, 0.4
_LEAST_CHARACTERS: Final = 2  # of what is written on a page, or behind a printed label
_NEAR_COLON: Final = 4  # characters: a label ends at its colon
_MOST_SEALED: Final = 0.4  # of a line's width
# A page without colour is told by every so many pixels, and so few that are so blue (0..255).
_STEP, _COLOURED, _FEW = 5, 24, 12
# Emblems are blue as well, and mostly Latin letters: of a form's values only addresses are.
_WRITABLE = re.compile(r"[\u3400-\u9fff\d@]")
# How much of a reading is a pen's, from which all of it is.
_MOSTLY: Final = 0.5


@dataclass(frozen=True, slots=True)
class _Inked:
    """A line's ink, column by column: the light it takes, how much more is left of the blue.

    `strokes` is the mask of its ink.
    """

    line: Line
    strokes: Gray
    taken: Levels
    bluer: Levels

    @property
    def ink(self) -> float:
        return float(self.taken.sum()) / 255

    @property
    def blue(self) -> float:
        return float(self.bluer.sum() / max(1.0, float(self.taken.sum())))

    def between(self, start: float, end: float) -> tuple[float, float]:
        """Ink and blueness between two shares of its width."""
        wide = len(self.taken)
        part = slice(int(start * wide), max(int(start * wide) + 1, round(end * wide)))
        taken = float(self.taken[part].sum())
        return taken / 255, float(self.bluer[part].sum()) / max(1.0, taken)


def with_penned(
    lines: tuple[Line, ...], page: PageImage, ink: Gray, seals: tuple[Seal, ...]
) -> tuple[Line, ...]:
    """The lines with what of each was written with a pen (`Line.penned`).

    `page` is the upright page as it came; `ink` is 255 where it is dark, rules and seals left out.
    """
    if len(lines) < _LEAST_LINES:
        return lines
    sheet = paper(page)
    if not _has_blue(page, sheet):
        return lines
    sealed = [seal.box for seal in seals if seal.ink is Ink.BLUE]
    free = _without(ink, sealed)
    near = np.asarray(cv2.dilate(free, _NEAR), np.uint8)
    inked = [
        _inked(line, page, sheet, free, near) for line in lines if not _is_covered(line, sealed)
    ]
    inked = [one for one in inked if one.ink >= _LEAST_INK]
    least = _least_blue(inked)
    if least is None:
        return lines
    blue = {id(one.line): (one, part) for one in inked if (part := _by_pen(one, least))}
    few = sum(len(squeezed(part)) for _, part in blue.values()) < _LEAST_CHARACTERS
    if few or _is_print([one for one, _ in blue.values()], inked):
        return lines
    found = {key: part for key, (one, part) in blue.items() if not _is_link(one, page, sheet)}
    return tuple(replace(line, penned=found.get(id(line), "")) for line in lines)


def is_penned(text: str, penned: str) -> bool:
    """Whether most of a text is among what was written with a pen where it stands."""
    if not penned:
        return False
    wanted, written = Counter(squeezed(text)), Counter(squeezed(penned))
    return bool(wanted) and (wanted & written).total() >= _MOSTLY * wanted.total()


def _has_blue(page: PageImage, sheet: PageImage) -> bool:
    few = balanced(np.ascontiguousarray(page[::_STEP, ::_STEP]), sheet)
    blue, _, red = cv2.split(few)
    return int(np.count_nonzero(cv2.subtract(blue, red) > _COLOURED)) >= _FEW


def _without(ink: Gray, boxes: Sequence[Box]) -> Gray:
    if not boxes:
        return ink
    free = ink.copy()
    for box in boxes:
        free[_part(box, 2 * _MARGIN, ink.shape)] = 0
    return free


def _part(box: Box, margin: int, shape: tuple[int, ...]) -> tuple[slice, slice]:
    top, bottom = max(0, int(box.top) - margin), min(shape[0], int(box.bottom) + margin)
    left, right = max(0, int(box.left) - margin), min(shape[1], int(box.right) + margin)
    return slice(top, max(top, bottom)), slice(left, max(left, right))


def _is_covered(line: Line, sealed: Sequence[Box]) -> bool:
    """Whether a blue seal lies over much of a line."""
    under = sum(
        min(line.box.right, box.right) - max(line.box.left, box.left)
        for box in sealed
        if line.box.overlap(box) > 0
    )
    return under > _MOST_SEALED * line.box.width


def _inked(line: Line, page: PageImage, sheet: PageImage, ink: Gray, near: Gray) -> _Inked:
    place = _part(line.box, _MARGIN, page.shape)
    under = _paper_along(sheet, page, line.box, place[1])
    return _Inked(line, ink[place], *_columns(page[place], near[place], under))


def _paper_along(sheet: PageImage, page: PageImage, box: Box, columns: slice) -> Levels:
    """The paper's colour (0..1) in each column of a line, at its middle."""
    high, wide = page.shape[:2]
    row = sheet[min(sheet.shape[0] - 1, int(box.centre[1] / high * sheet.shape[0]))]
    at = np.arange(columns.start, columns.stop) * sheet.shape[1] // wide
    return np.asarray(row[at] / np.float32(255), np.float32)


def _columns(crop: PageImage, around: Gray, under: Levels) -> tuple[Levels, Levels]:
    """Of each column the light that its ink takes, and by how much more is left of the blue."""
    if not crop.size:
        nothing = np.zeros(crop.shape[1], np.float32)
        return nothing, nothing
    inked = cv2.copyTo(crop, around)
    sums = cv2.reduce(inked, 0, cv2.REDUCE_SUM, dtype=cv2.CV_32F)[0] / under
    full = cv2.reduce(around, 0, cv2.REDUCE_SUM, dtype=cv2.CV_32F)[0]
    blue, green, red = sums[:, 0], sums[:, 1], sums[:, 2]
    # Towards cyan much more is left of the green as well.
    return full - sums.mean(axis=1), np.minimum(blue - red, 2 * (blue - green))


def _is_link(one: _Inked, page: PageImage, sheet: PageImage) -> bool:
    """Whether a straight blue rule runs below a line, as below a link."""
    box = one.line.box
    top, bottom = box.bottom - 0.25 * box.height, box.bottom + _RULE_BELOW * box.height
    rows, columns = _part(Box(box.left, top, box.right, bottom), 0, page.shape)
    if rows.stop <= rows.start or columns.stop <= columns.start:
        return False
    high, wide = page.shape[:2]
    place = Box(columns.start / wide, rows.start / high, columns.stop / wide, rows.stop / high)
    blue, _, red = cv2.split(balanced(page[rows, columns], sheet, place))
    strong = (cv2.subtract(blue, red) > _BLUE_RULE).astype(np.uint8)
    thick = cv2.dilate(strong, np.ones((3, 1), np.uint8))
    return bool(thick.mean(axis=1).max() >= _RULE_LONG)


def _unevenness(strokes: Gray) -> float | None:
    """How much characters vary: the spread of their tops, feet and heights, of their height.

    Measured: printed lines of drawn forms 0.06 (one in ten 0.19 and more), of real photos 0.14
    (0.32), a drawn pen's 0.18 (one in six below 0.09).
    """
    inked = np.concatenate([[False], strokes.any(axis=0), [False]])
    edges = np.flatnonzero(np.diff(inked.astype(np.int8)))
    spans = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        rows = np.flatnonzero(strokes[:, start:end].any(axis=1))
        spans.append((int(rows[0]), int(rows[-1]) + 1))
    if len(spans) < _LEAST_TALL:
        return None
    both = np.array(spans, np.float64)
    heights = both[:, 1] - both[:, 0]
    usual = float(np.sort(heights)[int(0.85 * (len(heights) - 1))])
    tall = both[heights >= _TALL * usual]
    if len(tall) < _LEAST_TALL:
        return None
    parts = (_spread(tall[:, 0]), _spread(tall[:, 1]), float((tall[:, 1] - tall[:, 0]).std()))
    return sum(parts) / usual


def _spread(places: NDArray[np.float64]) -> float:
    """Around a straight line, which a page that lies a little askew gives."""
    if len(places) <= _LEAST_TALL:
        return float(places.std())
    along = np.arange(len(places)) - (len(places) - 1) / 2
    off = places - places.mean()
    return float((off - along * (along @ off) / (along @ along)).std())


def _least_blue(inked: Sequence[_Inked]) -> float | None:
    """From which blueness on ink is a pen's on this page; None where its print is blue."""
    if len(inked) < _LEAST_LINES:
        return None
    blues = np.array([one.blue for one in inked])
    print_ = blues[np.abs(blues) <= _BLACK]
    if len(print_) < _LEAST_BLACK * len(blues):
        return None
    usual = float(np.median(print_))
    return usual + max(LEAST_BLUE, _CLEARLY * float(np.median(np.abs(print_ - usual))))


def _by_pen(one: _Inked, least: float) -> str:
    """What of a line is a pen's: all of it, what follows a printed label, or nothing."""
    text = one.line.text
    little = float(np.maximum(one.bluer, 0).sum()) < least * _LEAST_INK * 255
    if little or not _WRITABLE.search(text):
        return ""
    written = _characters(one, least)
    # Where print ends and the pen begins: as many characters as can be are on their side.
    costs = [sum(written[:at]) + written[at:].count(False) for at in range(len(written) + 1)]
    at = min(range(len(costs)), key=lambda place: costs[place])
    if at <= 1 and one.blue >= least:
        return text
    if at == 0:
        return ""
    at = _after_colon(text, at)
    rest = text[at:].strip()
    ink, blue = one.between(ends_of(text)[at - 1], 1.0)
    enough = len(squeezed(rest)) >= _LEAST_CHARACTERS and ink >= _LEAST_INK
    return rest if enough and blue >= least else ""


def _characters(one: _Inked, least: float) -> list[bool]:
    """Whether each character's ink is a pen's; a blank goes with what follows it."""
    found: list[bool] = []
    start = 0.0
    for end in ends_of(one.line.text):
        ink, blue = one.between(start, end)
        found.append(ink > 0 and blue >= least)
        start = end
    for place in range(len(found) - 2, -1, -1):
        if one.line.text[place].isspace():
            found[place] = found[place + 1]
    return found


def _after_colon(text: str, at: int) -> int:
    """The place behind the colon that is nearest; where a gap is wide, characters lie apart."""
    colons = [place + 1 for place, character in enumerate(text) if character in ":："]
    nearest = min(colons, key=lambda place: abs(place - at), default=at)
    return nearest if abs(nearest - at) <= _NEAR_COLON else at


def _is_print(written: Sequence[_Inked], inked: Sequence[_Inked]) -> bool:
    """Whether what is blue is print: most of the page, labels too, or set as type is."""
    if len(written) > _MOST_PENNED * len(inked):
        return True
    labels = sum(_asks(one.line.text) for one in written)
    if labels > max(1.0, _MOST_LABELS * len(written)):
        return True
    hand = {id(one) for one in written}
    uneven = _usual_unevenness(written)
    others = [one for one in inked if id(one) not in hand]
    print_ = _usual_unevenness(others[:: 1 + len(others) // _ENOUGH_PRINT])
    return uneven is not None and uneven < max(_EVEN, _MORE_UNEVEN * (print_ or 0.0))


def _usual_unevenness(lines: Sequence[_Inked]) -> float | None:
    told = [value for one in lines if (value := _unevenness(one.strokes)) is not None]
    return float(np.median(told)) if told else None


def _asks(text: str) -> bool:
    return text.rstrip().endswith((":", "：")) or reads_as_label(label_key(text))
