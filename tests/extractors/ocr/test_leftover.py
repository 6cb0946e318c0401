"""Where ink stands that no character of a reading accounts for."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.ocr.engine import PageImage
from extractors.ocr.leftover import (
    left_at_end,
    left_between,
    with_paper_behind,
)
from extractors.ocr.strips import StripReader

_HIGH = 48
_PITCH = 0.7  # heights of the strip


def _strip(count: int, paper: int = 230) -> tuple[PageImage, list[float]]:
    """Blots for characters side by side, and where each stands."""
    strip = np.full((_HIGH, round((count * _PITCH + 1) * _HIGH), 3), paper, np.uint8)
    places = [(0.5 + number) * _PITCH for number in range(count)]
    for place in places:
        middle = round(place * _HIGH)
        strip[8:40, middle - 13 : middle + 13] = 40
    return strip, places


@pytest.mark.parametrize("paper", [255, 170])
def test_ink_beyond_the_last_character_is_seen(paper: int) -> None:
    """A mark after the last character that was read is left over, on grey paper too."""
    strip, places = _strip(6, paper)
    assert not left_at_end(strip, places)
    assert left_at_end(strip, places[:-1])


def test_a_character_missing_between_others_is_seen() -> None:
    """Ink in a gap of two characters is left over; a gap without ink is a space."""
    strip, places = _strip(7)
    assert not left_between(strip, places)
    less = [*places[:3], *places[4:]]
    assert left_between(strip, less)
    middle = round(places[3] * _HIGH)
    strip[:, middle - 14 : middle + 14] = 230
    assert not left_between(strip, less)


def test_a_speck_is_not_left_over() -> None:
    """One dark pixel beyond the end is dust."""
    strip, places = _strip(4)
    strip[20, -5] = 0
    assert not left_at_end(strip, places)


def test_nothing_read_leaves_nothing_over() -> None:
    """Without characters nothing can be said of what is beyond them."""
    strip, _ = _strip(4)
    assert not left_at_end(strip, ())
    assert not left_between(strip, ())


def test_paper_is_set_behind_the_end() -> None:
    """What is added has the colour of the strip's paper, and the strip is unchanged before it."""
    strip, _ = _strip(4, 170)
    longer = with_paper_behind(strip)
    assert (longer[:, : strip.shape[1]] == strip).all()
    assert longer.shape[1] > strip.shape[1]
    assert (longer[:, strip.shape[1] :] == 170).all()


class _Network:
    """Answers with the given steps, whatever it is shown."""

    def __init__(self, steps: list[list[float]]) -> None:
        self._steps = np.array([steps], np.float32)

    def run(self, _: object) -> np.ndarray:
        return self._steps


def test_a_reading_says_where_each_character_was_last_seen() -> None:
    """Places are in heights of the strip, at the last step that shows the character."""
    steps = [
        [0.1, 0.9, 0.0],
        [0.2, 0.8, 0.0],
        [0.6, 0.4, 0.0],  # still the first character
        [1.0, 0.0, 0.0],
        [1.0, 0.0, 0.0],
        [0.7, 0.0, 0.3],
        [1.0, 0.0, 0.0],
        [1.0, 0.0, 0.0],
    ]
    steps = [[*step, 0.0, 0.0, 0.0] for step in steps]
    reader = StripReader(_Network(steps), ("", "甲", "。", "乙", "丙", " "))  # type: ignore[arg-type]
    (answer,) = reader.read((np.full((48, 64, 3), 255, np.uint8),))
    assert answer.text == "甲"
    assert answer.places == pytest.approx((1.5 * 8 / 48,))
