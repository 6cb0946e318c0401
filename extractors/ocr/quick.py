"""The quick reader: the tiny models, which see every page and read most lines well enough."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import cv2

from extractors.facts import Box
from extractors.ocr.detector import LineDetector, load_detector, load_direction
from extractors.ocr.engine import PageImage, Recognised
from extractors.ocr.models import model_files
from extractors.ocr.sessions import available_backend, load
from extractors.ocr.strips import StripReader, alphabet_of
from extractors.upright import turned

# The longer side, in pixels, of the picture in which lines are looked for.
_SIDE = 736
_ORIENTATION_LINES = 8
_CONFIRMING_LINES = 3
# How much of a line shows its direction, in heights of it. The classifier squeezes what is longer
# than four of them, and knows squeezed lines badly; reading costs as much as the piece is long.
_PIECE = 6
# Share of the pieces' votes that say "upside down": at most 0.36 on pages that are upright, at
# least 0.77 on those that are not (115 sample pages both ways).
_SURELY_LEVEL = 0.25


@dataclass(frozen=True, slots=True)
class QuickReader:
    """One instance a process; it is not thread-safe."""

    detector: LineDetector
    strips: StripReader
    direction: Any

    def read(self, strips: tuple[PageImage, ...]) -> tuple[Recognised, ...]:
        """Read each strip; same order and length."""
        return self.strips.read(strips)

    def survey(self, image: PageImage) -> tuple[int, tuple[Box, ...]]:
        """The clockwise turn that sets the page upright, and the lines of the upright page.

        Lines that are higher than wide mean a quarter turn; upside down is what the direction
        classifier says of the longest lines, or, where those disagree, what reads better.
        """
        boxes = self.detector.detect(image)
        tall = sum(box.height - box.width for box in boxes if box.height > 1.5 * box.width)
        wide = sum(box.width - box.height for box in boxes if box.width > 1.5 * box.height)
        turn = 90 if tall > wide else 0
        if turn:
            boxes = _quarter(boxes, image.shape[0])
            image = turned(image, 90)
        longest = sorted(boxes, key=lambda box: box.width, reverse=True)[:_ORIENTATION_LINES]
        strips = tuple(cropped(image, _beginning(box)) for box in longest)
        if strips and self._upside_down(strips):
            height, width = image.shape[:2]
            return turn + 180, _over(boxes, width, height)
        return turn, boxes

    def _upside_down(self, strips: tuple[PageImage, ...]) -> bool:
        answers = self.direction(list(strips)).cls_res or ()
        votes = [(label == "180", score) for label, score in answers]
        against = sum(score for down, score in votes if down)
        total = sum(score for _, score in votes)
        if total and against / total <= _SURELY_LEVEL:
            return False  # confirmed by reading only where a page would be turned over
        few = strips[:_CONFIRMING_LINES]
        over = tuple(turned(strip, 180) for strip in few)
        return _weight(self.read(over)) > _weight(self.read(few))


@cache
def load_quick(threads: int, backend: str = "auto") -> QuickReader:
    """Load the tiny models, once a process.

    Raises ModuleNotFoundError where their package is missing.
    """
    chosen, files = available_backend(backend), model_files()
    known = files.quick_alphabet.read_text("utf-8").splitlines()
    return QuickReader(
        load_detector(files.quick_detector, chosen, threads, _SIDE, cv2.INTER_AREA),
        StripReader(load(files.quick_recogniser, chosen, threads), alphabet_of(tuple(known))),
        load_direction(chosen, threads),
    )


def cropped(image: PageImage, box: Box) -> PageImage:
    left, top = math.floor(box.left), math.floor(box.top)
    return image[top : math.ceil(box.bottom), left : math.ceil(box.right)]


def _beginning(box: Box) -> Box:
    return replace(box, right=min(box.right, box.left + _PIECE * box.height))


def _quarter(boxes: tuple[Box, ...], height: float) -> tuple[Box, ...]:
    """Boxes after the page, so many pixels high, was turned by 90 degrees clockwise."""
    return tuple(Box(height - b.bottom, b.left, height - b.top, b.right) for b in boxes)


def _over(boxes: tuple[Box, ...], width: float, height: float) -> tuple[Box, ...]:
    """Boxes after the page was turned by 180 degrees, from top to bottom."""
    over = (Box(width - b.right, height - b.bottom, width - b.left, height - b.top) for b in boxes)
    return tuple(sorted(over, key=lambda box: (box.top, box.left)))


def _weight(read: tuple[Recognised, ...]) -> float:
    return sum(result.confidence * len(result.text) for result in read)
