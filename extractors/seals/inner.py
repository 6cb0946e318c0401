"""Straight lines of text inside a seal (purpose, tax number) and the code at its bottom arc."""

from __future__ import annotations

import re
from typing import Final

import cv2
import numpy as np

from extractors.ocr.engine import PageImage, Recognised, Recogniser
from extractors.seals.ring import (
    INKED,
    Floats,
    Plate,
    as_print,
    filled_under_print,
    softened,
    unrolled,
)
from extractors.seals.title import trimmed

SURE_OF_CODE: Final = 0.95
CODE: Final = re.compile(r"\d{13,14}")
# Heights of a line of text in radii: 3 mm in a large oval, 6 mm in a small round seal.
# Where a purpose stands, in half heights below the middle, and how far it reaches to the sides.
BELOW: Final = ((0.38, 0.7), (0.3, 0.6), (0.5, 0.85))
BELOW_REACH: Final = 0.6
LEAST_INK: Final = 0.06
LINE_HEIGHT: Final = (0.09, 0.42)


def upright(sheet: Plate, turn: float, layer: Floats) -> Floats:
    """A layer turned back so that the seal stands upright, with only what lies inside the ring."""
    outline = sheet.outline
    spin = cv2.getRotationMatrix2D((outline.x, outline.y), float(np.rad2deg(turn)), 1.0)
    size = round(outline.half_width * 2)
    spin[0, 2] += size / 2 - outline.x
    spin[1, 2] += size / 2 - outline.y
    return cv2.warpAffine(layer, spin, (size, size), borderValue=0).astype(np.float32)


def inner_strips(sheet: Plate, turn: float) -> tuple[PageImage, ...]:
    """Each straight line of text within the ring, from top to bottom, as print."""
    outline = sheet.outline
    picture = softened(upright(sheet, turn, sheet.ink))
    centre = picture.shape[0] / 2
    low = outline.half_height
    top, bottom = round(centre - 0.35 * low), round(centre + 0.8 * low)
    reach = round(0.3 * outline.half_width)
    middle = picture[top:bottom, round(centre) - reach : round(centre) + reach]
    rows = (middle > INKED).mean(1) > 0.05
    found = []
    for first, last in _runs(rows):
        high = last - first
        if not LINE_HEIGHT[0] * low <= high <= LINE_HEIGHT[1] * low:
            continue
        cut = _line(picture[max(0, top + first - 3) : top + last + 3], centre, high)
        if cut is not None:
            found.append(as_print(cut))
    return tuple(found)


def _runs(flags: cv2.typing.MatLike) -> list[tuple[int, int]]:
    edges = np.diff(np.concatenate([[0], np.asarray(flags).astype(np.int8), [0]]))
    return list(
        zip(np.nonzero(edges == 1)[0].tolist(), np.nonzero(edges == -1)[0].tolist(), strict=True)
    )


def _line(rows: Floats, centre: float, high: int) -> Floats | None:
    """The stretch of a row of text around the middle, up to the first wide gap on each side."""
    columns = (rows > INKED).any(0)
    if not columns.any():
        return None
    widest_gap = max(6, round(0.7 * high))
    joined = cv2.morphologyEx(
        columns.astype(np.uint8).reshape(1, -1), cv2.MORPH_CLOSE, np.ones((1, widest_gap), np.uint8)
    ).ravel()
    for first, last in _runs(joined):
        if first - widest_gap <= centre <= last + widest_gap and last - first > 2.0 * high:
            return rows[:, first:last]
    return None


def read_inner(sheet: Plate, turn: float, recogniser: Recogniser) -> tuple[Recognised, ...]:
    """What the straight lines say, from top to bottom."""
    return recogniser.recognise(inner_strips(sheet, turn))


def read_below(sheet: Plate, turn: float, recogniser: Recogniser) -> tuple[Recognised, ...]:
    """What stands where purposes usually stand, the most usual place first."""
    outline = sheet.outline
    picture = upright(sheet, turn, filled_under_print(sheet))
    centre, low = picture.shape[0] / 2, outline.half_height
    side = round(centre - BELOW_REACH * outline.half_width)
    cuts = [
        picture[round(centre + top * low) : round(centre + bottom * low), side:-side]
        for top, bottom in BELOW
    ]
    inked = [cut for cut in cuts if cut.size and float((cut > INKED).mean()) > LEAST_INK]
    return recogniser.recognise(tuple(as_print(cut) for cut in inked))


def readable(results: tuple[Recognised, ...]) -> tuple[Recognised, ...]:
    """Those that say something; what cannot be read is left out."""
    read = [trimmed(result) for result in results]
    return tuple(result for result in read if len(result.text) >= 2 and result.confidence > 0.4)


def code_strips(sheet: Plate, turn: float) -> tuple[PageImage, ...]:
    """The bottom arc, which reads from left to right with its feet outwards."""
    strip = unrolled(sheet.ink, sheet.outline)
    columns = strip.shape[1]
    middle = round(((turn - sheet.outline.turn) / (2 * np.pi) + 0.5) * columns)
    half = round(columns * 0.17)
    # Counter-clockwise, and the strip upside down: digits stand with their feet to the rim.
    taken = np.arange(middle + half, middle - half, -1) % columns
    found = []
    for upper, lower in ((0.045, 0.21), (0.06, 0.26)):
        cut = strip[round(upper * 200) : round(lower * 200)][::-1][:, taken]
        big = cv2.resize(cut, None, fx=1.6, fy=1.6, interpolation=cv2.INTER_CUBIC)
        found.append(as_print(big))
    return tuple(found)


def read_code(sheet: Plate, turn: float, recogniser: Recogniser) -> str:
    """The 13 or 14 digits at the bottom, "" where they cannot be read in full."""
    read = recogniser.recognise(code_strips(sheet, turn))
    codes = {_digits(result.text) for result in read}
    letters = [letter.candidates[0][1] for result in read for letter in result.characters]
    sure = min(letters, default=0.0)
    code = codes.pop() if len(codes) == 1 else ""
    # A code that is nearly right is worse than none: all strips must agree, and surely.
    return code if CODE.fullmatch(code) and sure >= SURE_OF_CODE else ""


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text.translate(str.maketrans("OoQDIlZSB", "000011258")))
