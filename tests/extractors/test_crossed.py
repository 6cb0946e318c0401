"""Tick boxes with a pen's mark that leaves them, or that is scribbled over them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.facts import Box
from extractors.ocr.engine import PageImage
from extractors.tables import ink_of, without_rules
from extractors.ticks import find_marks, without_marks
from tests.extractors.drawing import FakeRecogniser, sheet, words

PEN = (110, 40, 30)  # a dark blue
Stroke = list[tuple[float, float]]

# In units of the box's side, from its upper left corner.
STYLES: dict[str, Stroke] = {
    "short": [(0.1, 0.4), (0.4, 0.9), (1.2, -0.2)],
    "long": [(-0.1, 0.5), (0.4, 1.0), (1.8, -0.7)],
    "steep": [(0.1, 0.4), (0.4, 0.95), (1.1, -0.9)],
    "low": [(-0.15, 0.3), (0.5, 1.1), (1.6, -0.1)],
    "cross": [(-0.2, -0.2), (1.2, 1.2), (0.5, 0.5), (1.2, -0.2), (-0.2, 1.2)],
    "scribble": [(-0.1 if i % 2 else 1.1, 0.02 + 0.96 * i / 11) for i in range(12)],
}


def options(dpi: int, marked: dict[int, str], count: int = 5) -> tuple[PageImage, list[int], int]:
    """A row of boxes with a word close behind each; those in `marked` have a pen's mark."""
    scale = dpi / 200
    side, step = round(26 * scale), round(180 * scale)
    image = sheet(round(1200 * scale), round(400 * scale))
    lefts, top = [round(100 * scale) + index * step for index in range(count)], round(200 * scale)
    thin = max(2, round(1.5 * scale))
    for x in lefts:
        cv2.rectangle(image, (x, top), (x + side, top + side), (60, 60, 60), thin)
        words(image, "HE", x + side + round(6 * scale), top + side, 0.9 * scale)
    for index, style in marked.items():
        points = [(lefts[index] + x * side, top + y * side) for x, y in STYLES[style]]
        cv2.polylines(
            image, [np.round(points).astype(np.int32)], False, PEN, round(4.5 * scale), cv2.LINE_AA
        )
    return image, lefts, side


def marks(image: PageImage, dpi: int, answer: str = "") -> list[tuple[float, bool]]:
    bare, ink = without_rules(image, ink_of(image, dpi), dpi)
    found = find_marks(ink, bare, dpi, FakeRecogniser(answer))
    return sorted((mark.box.left, mark.ticked) for mark in found)


@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize("style", STYLES)
def test_a_pen_mark_ticks_its_box_alone(style: str, dpi: int) -> None:
    """The box is found in its printed place, and its empty neighbours stay empty."""
    image, lefts, side = options(dpi, {1: style, 3: style})
    found = marks(image, dpi)
    assert [ticked for _, ticked in found] == [False, True, False, True, False]
    assert all(
        abs(left - want) <= 0.15 * side for (left, _), want in zip(found, lefts, strict=True)
    )


@pytest.mark.parametrize("style", ["long", "steep"])
def test_a_mark_may_reach_the_rule_above(style: str) -> None:
    """The stroke and the box's side together are no rule of the table."""
    image, _, _ = options(200, {1: style})
    cv2.line(image, (60, 185), (1100, 185), (40, 40, 40), 3)
    cv2.line(image, (60, 290), (1100, 290), (40, 40, 40), 3)
    assert [ticked for _, ticked in marks(image, 200)] == [False, True, False, False, False]


def test_a_page_without_empty_boxes_has_none_crossed() -> None:
    """Four sides around strokes may be a character: untouched boxes say that there are boxes."""
    image, _, _ = options(200, {0: "long"}, count=1)
    assert marks(image, 200) == []


def test_a_mark_is_looked_for_among_the_boxes_of_its_cell() -> None:
    """Four strokes in a label beside them are no box of theirs."""
    image, lefts, _ = options(200, {1: "long", 3: "long"})
    bare, ink = without_rules(image, ink_of(image, 200), 200)
    border, last = lefts[3] - 20.0, lefts[4] - 20.0
    cells = (
        Box(0, 100, border, 300), Box(border, 100, last, 300), Box(last, 100, 1200, 300)
    )  # fmt: skip
    found = find_marks(ink, bare, 200, FakeRecogniser(), cells)
    assert sorted((mark.box.left < border, mark.ticked) for mark in found) == [
        (False, False),
        (True, False),
        (True, False),
        (True, True),
    ]


def test_a_sure_character_is_no_crossed_box() -> None:
    """A recogniser that is sure of 国 is believed."""
    image, _, _ = options(200, {1: "long"})
    assert marks(image, 200, "国") == []


def test_solid_areas_hold_no_boxes() -> None:
    """A photograph or a thick bar is dark on every side of every square."""
    image, _, _ = options(200, {})
    cv2.rectangle(image, (100, 20), (700, 150), (30, 30, 30), -1)
    assert len(marks(image, 200)) == 5


def test_a_blue_stroke_is_lifted_and_print_stays() -> None:
    """The word beside the box is read without the stroke; handwriting further off is kept."""
    image, lefts, side = options(200, {1: "long"})
    empty, _, _ = options(200, {})
    for page in (image, empty):
        cv2.line(page, (900, 60), (1000, 60), (150, 40, 20), 4)
    bare, ink = without_rules(image, ink_of(image, 200), 200)
    found = find_marks(ink, bare, 200, FakeRecogniser())

    clean = without_marks(image, found)

    beside = slice(150, 240), slice(lefts[1] + side + 8, lefts[1] + 3 * side)
    assert (image[beside].min(2) < 120).sum() > 1.1 * (empty[beside].min(2) < 120).sum()
    kept, printed = clean[beside].min(2) < 120, empty[beside].min(2) < 120
    assert (kept & ~printed).sum() < 0.02 * printed.sum()
    assert (kept & printed).sum() > 0.8 * printed.sum()
    assert (clean[58:63, 910:990] == image[58:63, 910:990]).all()
