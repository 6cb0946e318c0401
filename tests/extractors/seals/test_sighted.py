"""The network sees seals that have no clear line, and its outlines are the page's."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import seal_drawing as drawing
from seal_drawing import BLUE, RED, Drawn

from extractors.facts import Box
from extractors.ocr.engine import PageImage
from extractors.seals.sighted import sightings

DPI = 100


def page_with(seal: Drawn, ink: tuple[int, int, int] = RED) -> tuple[PageImage, Box]:
    page = drawing.blank_page(DPI)
    for row in range(14):
        drawing.write(page, "申报单位应当具备独立法人资格并经营三年以上", (80, 300 + 40 * row), 18)
    mask = drawing.worn(drawing.seal_mask(seal, DPI), 0.3, seed=1)
    return page, drawing.press(page, mask, (400, 500), ink)


@pytest.mark.parametrize("ink", [RED, BLUE])
@pytest.mark.parametrize(
    ("seal", "straight"),
    [
        (Drawn(turn=8), False),
        (Drawn(shape="oval", wide=40, high=30, star=0, letter=4.2, turn=-10), False),
        (Drawn("王建国", "square", 20, 20, 0.9, turn=5), True),
    ],
)
def test_a_seal_is_seen_where_it_is(seal: Drawn, straight: bool, ink: tuple[int, int, int]) -> None:
    """Place, size and whether it has corners."""
    page, box = page_with(seal, ink)

    first, *others = sightings(page, DPI)

    assert first.outline.box.iou(box) > 0.7
    assert first.outline.straight is straight
    assert all(one.likely < first.likely for one in others)


def test_a_page_of_print_shows_none() -> None:
    """Text and the lines of a table are nothing."""
    page = drawing.blank_page(DPI)
    for row in range(20):
        drawing.write(page, "申报单位应当具备独立法人资格并经营三年以上", (80, 200 + 40 * row), 18)
        cv2.line(page, (70, 190 + 40 * row), (700, 190 + 40 * row), (0, 0, 0), 2)

    assert [one for one in sightings(page, DPI) if one.likely >= 0.3] == []


@pytest.mark.parametrize("by", [2, 3])
def test_outlines_are_those_of_the_page_at_any_resolution(by: int) -> None:
    """A picture twice as large has seals twice as large."""
    page, _ = page_with(Drawn())
    large = np.asarray(
        cv2.resize(page, None, fx=by, fy=by, interpolation=cv2.INTER_CUBIC), np.uint8
    )

    (seen,), (again,) = sightings(page, DPI), sightings(large, DPI * by)

    assert again.outline.box.iou(seen.outline.scaled(by).box) > 0.9


@pytest.mark.parametrize("size", [(31, 33), (8, 2000), (1, 1)])
def test_pictures_of_any_size_are_looked_at(size: tuple[int, int]) -> None:
    """Slivers are padded."""
    assert sightings(np.full((*size, 3), 255, np.uint8), None) == ()
