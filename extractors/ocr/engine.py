"""What every OCR engine answers to."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from extractors.facts import Box, Character, Line

_LEAST_PIECE = 4.0

# Height x width x 3, blue-green-red, 8 bits: as OpenCV has it.
PageImage = NDArray[np.uint8]


class EngineMissingError(Exception):
    """An engine or its language is not installed; the message says what to install."""


class OcrEngine(Protocol):
    """Anything that reads lines of text from one page image."""

    @property
    def identity(self) -> str:
        """Engine, version, back end, model hashes: part of the key under which facts are kept."""
        ...

    def rotation(self, image: PageImage) -> int:
        """Return the clockwise turn (0, 90, 180 or 270) that sets the page upright."""
        ...

    def lines(
        self, image: PageImage, cells: tuple[Box, ...] = (), marks: tuple[Box, ...] = ()
    ) -> tuple[Line, ...]:
        """Return lines in reading order, boxes in the image's own pixels.

        No line crosses the border of one of the given table cells, or a tick box (`marks`).
        """
        ...


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a recogniser made of one strip; `characters` keep the alternatives of each place.

    `trace` is the network's whole answer, as far as anything is likely in it: a place for each of
    its steps along the strip, where "" stands for no character. It says how likely any text is.
    `places` say where each was last seen, in heights of the strip from its left; not all engines
    know.
    """

    text: str
    confidence: float
    characters: tuple[Character, ...]
    trace: tuple[Character, ...] = ()
    places: tuple[float, ...] = ()


class Recogniser(Protocol):
    """Reads strips of text, without looking for lines first."""

    def recognise(self, strips: tuple[PageImage, ...]) -> tuple[Recognised, ...]:
        """Read each strip (any height; text runs left to right); same order and length."""
        ...


class ReadingEngine(OcrEngine, Recogniser, Protocol):
    """An engine that reads pages and single strips."""


class Eyes(Protocol):
    """The quick tier's reader: less careful and many times faster."""

    def survey(self, image: PageImage) -> tuple[int, tuple[Box, ...]]:
        """The clockwise turn that sets the page upright, and the lines of the upright page."""
        ...

    def read(self, strips: tuple[PageImage, ...]) -> tuple[Recognised, ...]:
        """Read each strip; same order and length."""
        ...


def split_at_cells(
    boxes: tuple[Box, ...], cells: tuple[Box, ...], marks: tuple[Box, ...] = ()
) -> tuple[Box, ...]:
    """Cut line boxes where they run over the border between two cells of a row, or a tick box.

    Detectors join neighbouring cells' words into one line; read as one, a label and the
    next value could not be told apart any more. Order is kept, pieces go left to right.
    """
    pieces: list[Box] = []
    for box in boxes:
        _, middle = box.centre
        row = [cell for cell in cells if cell.top <= middle <= cell.bottom]
        ticks = [mark for mark in marks if mark.top <= middle <= mark.bottom]
        edges = {x for cell in row for x in (cell.left, cell.right)}
        edges |= {x for mark in ticks for x in (mark.left, mark.right)}
        margin = max(3.0, 0.25 * box.height)
        cuts = sorted(x for x in edges if box.left + margin < x < box.right - margin)
        for left, right in pairwise([box.left, *cuts, box.right]):
            on_mark = any(mark.holds((left + right) / 2, middle) for mark in ticks)
            if right - left >= _LEAST_PIECE and not on_mark:
                pieces.append(Box(left, box.top, right, box.bottom))
    return tuple(pieces)
