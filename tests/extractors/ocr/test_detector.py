"""What is made of the detecting network's map, with a fake network."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from extractors.facts import Box
from extractors.ocr.detector import LineDetector
from extractors.ocr.sessions import Batch


@dataclass(frozen=True)
class _Map:
    """Answers with the places where it is to be sure of text, each (left, top, right, bottom)."""

    places: tuple[tuple[int, int, int, int], ...]
    sure: float = 0.9
    threads: int = 1
    precision: str = "f32"
    alphabet: tuple[str, ...] = ()

    def run(self, batch: Batch) -> Batch:
        likely = np.zeros((1, 1, *batch.shape[2:]), np.float32)
        for left, top, right, bottom in self.places:
            likely[0, 0, top:bottom, left:right] = self.sure
        return likely


def _found(network: _Map, width: int = 640, height: int = 320) -> tuple[Box, ...]:
    return LineDetector(network, 320).detect(np.zeros((height, width, 3), np.uint8))


def test_lines_are_grown_and_scaled_to_the_picture() -> None:
    """The map is half as large as the picture and shows lines without their outer part."""
    (box,) = _found(_Map(((100, 50, 200, 60),)))
    assert abs(box.left - 2 * (100 - 7)) <= 3 and abs(box.right - 2 * (200 + 7)) <= 3
    assert abs(box.top - 2 * (50 - 7)) <= 3 and abs(box.bottom - 2 * (60 + 7)) <= 3


def test_what_is_doubtful_or_tiny_is_no_line() -> None:
    """A mean below one half, or a stroke of two pixels, is left out."""
    assert _found(_Map(((100, 50, 200, 60),), sure=0.4)) == ()
    assert _found(_Map(((100, 50, 200, 51),))) == ()


def test_lines_come_from_top_to_bottom_and_left_to_right() -> None:
    """Tops that differ by a few pixels are on one height."""
    places = ((180, 40, 220, 50), (20, 42, 60, 52), (20, 100, 200, 110), (20, 10, 100, 20))
    lefts = [round(box.left) for box in _found(_Map(places))]
    assert [left < 100 for left in lefts] == [True, True, False, True]


def test_a_line_at_the_edge_stays_on_the_page() -> None:
    (box,) = _found(_Map(((0, 0, 100, 10),)))
    assert (box.left, box.top) == (0.0, 0.0)
