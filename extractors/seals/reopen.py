"""Open a ring anew by what was read all the way around it.

The opening is first put where the ink leaves a gap (opening.py); a pale first letter, or a second
seal across the ring, can put it into the title. Read as one strip, most letters show themselves,
and with them where the title really begins and ends.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from extractors.ocr.engine import Recognised
from extractors.seals.ring import MARGIN, TURN, Ring

SURE: Final = 0.5  # probability from which a letter counts; upside-down words stay below mostly
LEAST: Final = 4  # letters that tell a pitch
NEXT: Final = 2.0  # pitches to the next letter of the same title: one may be missing
SHIFTED: Final = 0.3  # pitches below which another opening is the same one
MOST: Final = 0.93  # of a turn that a title may take
# What another opening must be worth more, in sure letters: one that only adds to the first costs
# nothing, one that leaves some of it out has to be clearly better.
GROWN, ANEW = 0.0, 1.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """Columns of one turn from before the first letter to behind the last, and letter to letter."""

    first: float
    last: float
    pitch: float


def whole_turn(ring: Ring) -> Ring:
    """The ring with all of its opening, half of it on either side."""
    return replace(ring, start=(ring.start - (TURN - ring.length) // 2) % TURN, length=TURN)


def lettered(read: Recognised, ring: Ring, height: int, squeeze: float) -> Stretch | None:
    """Where the most letters stand in a row around the ring, None where too few were read.

    `height` is that of the strip of `ring` that was read, in pixels, with its margins.
    """
    found = [
        (ring.start + (place * height - MARGIN[1]) / squeeze, character.candidates[0][1])
        for character, place in zip(read.characters, read.places, strict=False)
        if _is_sure(character.candidates)
    ]
    if len(found) < LEAST:
        return None
    columns = np.array([column for column, _ in found])
    pitch = float(np.median(np.diff(columns)))
    first, last = _longest(columns, [sure for _, sure in found], NEXT * pitch)
    return Stretch(first - pitch, last + pitch, pitch)


def _is_sure(candidates: tuple[tuple[str, float], ...]) -> bool:
    letter, sure = candidates[0] if candidates else ("", 0.0)
    return sure >= SURE and ("\u4e00" <= letter <= "\u9fff" or letter in tuple("（）()"))


def _longest(
    columns: np.typing.NDArray[np.float64], sure: list[float], reach: float
) -> tuple[float, float]:
    """First and last of the letters that follow each other within `reach`, around the turn."""
    twice = np.concatenate([columns, columns + TURN])
    best = (0.0, 0.0, 0.0)
    for first in range(len(columns)):
        last = first
        while last + 1 < first + len(columns) and twice[last + 1] - twice[last] < reach:
            last += 1
        worth = sum(sure[at % len(columns)] for at in range(first, last + 1))
        best = max(best, (worth, float(twice[first]), float(twice[last])), key=lambda one: one[0])
    return best[1], best[2]


def other_openings(ring: Ring, letters: Stretch) -> tuple[tuple[Ring, float], ...]:
    """The ring grown to hold the letters, and the letters alone: with what each must be worth."""
    shift = SHIFTED * letters.pitch
    middle = (letters.first + letters.last) / 2
    turns = round((ring.start + ring.length / 2 - middle) / TURN) * TURN
    first = min(float(ring.start), letters.first + turns)
    last = max(float(ring.start + ring.length), letters.last + turns)
    # Within the ring there is nothing to win: where letters are missing there, others are lost.
    if last - first - ring.length <= shift:
        return ()
    anew = _between(ring, letters.first, letters.last)
    if last - first > MOST * TURN:
        return ((anew, ANEW),)
    # The seal's way up is better known by its star than by a letter more on one side.
    grown = replace(_between(ring, first, last), turn=ring.turn)
    return ((grown, GROWN), (anew, ANEW))


def _between(ring: Ring, first: float, last: float) -> Ring:
    """The ring from one column to another, turned as far as its middle moves."""
    start, length = round(first), min(TURN, round(last - first))
    moved = start + length / 2 - ring.start - ring.length / 2
    turn = ring.turn + 2 * np.pi * moved / TURN
    turn = float((turn + np.pi) % (2 * np.pi) - np.pi)
    return replace(ring, start=start % TURN, length=length, turn=turn, gap=1 - length / TURN)
