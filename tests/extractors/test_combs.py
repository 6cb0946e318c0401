"""Rows of boxes for one character each: found among cells, read together, joined for a field."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.combs import combs, read_combs
from extractors.facts import Box, Cell, Character, Line, Presence, Table
from extractors.ocr.engine import PageImage, Recognised
from extractors.tables import find_grids, ink_of, without_rules
from extractors.upright import deskewed, skew_of
from tests.checks.paper import page
from tests.extractors.drawing import ruled, sheet, words
from tests.extractors.test_forms import read

MM = 1 / 25.4
SKEW_LEFT = 0.2  # degrees; more is taken out of a page before its tables are looked for


def form(boxes: int, dpi: int, pitch_mm: float = 5.2, skew: float = 0.0) -> PageImage:
    """A label and a comb, over a row that ends 2 mm beside an edge of the comb."""
    unit = dpi * MM
    left, top, high = 15 * unit, 15 * unit, 9 * unit
    start = left + 30 * unit
    edges = [start + index * pitch_mm * unit for index in range(boxes + 1)]
    end = edges[-1] + 20 * unit
    image = sheet(round(end + 15 * unit), round(60 * unit))
    rows = [round(top + index * high) for index in range(4)]
    thick = max(1, round(0.3 * unit))
    ruled(image, (rows[0], rows[3]), (round(left), round(end)), thick)
    ruled(image, (rows[1], rows[2]), (round(left), *map(round, (start, *edges[1:], end))), thick)
    for y0, y1 in ((rows[0], rows[1]), (rows[2], rows[3])):
        for x in (start, edges[3] + 2 * unit):
            cv2.line(image, (round(x), y0), (round(x), y1), (40, 40, 40), thick)
    if skew:
        middle = (image.shape[1] / 2, image.shape[0] / 2)
        turn = cv2.getRotationMatrix2D(middle, skew, 1.0)
        image = np.asarray(
            cv2.warpAffine(image, turn, image.shape[1::-1], borderValue=(250, 250, 250)), np.uint8
        )
    return image


@pytest.mark.parametrize("skew", [0.0, 0.15, 1.0])
@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize("boxes", [6, 11, 15, 18])
def test_a_comb_keeps_its_columns(boxes: int, dpi: int, skew: float) -> None:
    """Each box is a column, also where an edge of another row stands 2 mm beside one."""
    image = form(boxes, dpi, skew=skew)
    if skew > SKEW_LEFT:
        image = deskewed(image, skew_of(image))
    (grid,) = find_grids(ink_of(image, dpi), dpi)
    (comb,) = combs(grid.cells)
    spans = [cell.column_span for cell in comb]
    assert len(comb) == boxes
    assert sorted(spans) == [1] * (boxes - 1) + [2]
    assert spans.index(2) == 3


def test_narrow_columns_of_a_table_are_no_comb() -> None:
    """What is repeated in row after row are columns."""
    image = ruled(sheet(), (100, 160, 220, 280), tuple(range(100, 520, 42)))
    (grid,) = find_grids(ink_of(image, 200), 200)
    assert combs(grid.cells) == ()


def test_few_or_unequal_boxes_are_no_comb() -> None:
    """Five squares are none, nor are cells of many widths."""
    five = ruled(sheet(), (100, 160), (100, 142, 184, 226, 268, 310, 700))
    uneven = ruled(sheet(), (100, 160), (100, 142, 220, 262, 340, 382, 460, 700))
    for image in (five, uneven):
        (grid,) = find_grids(ink_of(image, 200), 200)
        assert combs(grid.cells) == ()


class CountingRecogniser:
    """Answers with the characters 0, 1, 2… for the blots of a strip, and loses one of many."""

    def __init__(self, most: int = 99) -> None:
        self.most = most

    def recognise(self, strips: tuple[PageImage, ...]) -> tuple[Recognised, ...]:
        return tuple(self._one(strip) for strip in strips)

    def _one(self, strip: PageImage) -> Recognised:
        dark = (strip.mean(axis=(0, 2)) < 245).astype(np.int8)
        blots = int((np.diff(np.concatenate([[0], dark])) == 1).sum())
        text = "".join("0123456789ABCDEFGH"[index] for index in range(min(blots, self.most)))
        return Recognised(text, 0.9, tuple(Character(((char, 0.9),)) for char in text))


def written(empty: tuple[int, ...] = ()) -> tuple[PageImage, tuple[Cell, ...]]:
    image = ruled(sheet(), (100, 170), (100, *range(400, 863, 42), 1100))
    for index in range(11):
        if index not in empty:
            cv2.rectangle(image, (412 + 42 * index, 118), (430 + 42 * index, 150), (30, 30, 30), -1)
    (grid,) = find_grids(ink_of(image, 200), 200)
    return image, grid.cells


def lines_of(recogniser: CountingRecogniser, empty: tuple[int, ...] = ()) -> list[Line]:
    image, cells = written(empty)
    bare, ink = without_rules(image, ink_of(image, 200), 200)
    label = Line("电话", Box(120, 110, 200, 150), 0.9)
    wrong = Line("什么", Box(405, 110, 700, 150), 0.9)
    lines = read_combs(cells, (label, wrong), bare, ink, recogniser)
    assert label in lines
    assert wrong not in lines
    return sorted((one for one in lines if one is not label), key=lambda one: one.box.left)


def test_a_comb_is_read_as_one_strip() -> None:
    """Characters pushed together are one word; each goes back into its box."""
    lines = lines_of(CountingRecogniser())
    assert "".join(one.text for one in lines) == "0123456789A"
    assert [round((one.box.centre[0] - 400) // 42) for one in lines] == list(range(11))


def test_an_empty_box_is_left_out() -> None:
    """The character after a gap is in its own box."""
    lines = lines_of(CountingRecogniser(), empty=(3,))
    assert len(lines) == 10
    assert [round((one.box.centre[0] - 400) // 42) for one in lines] == [0, 1, 2, *range(4, 11)]


def test_a_strip_that_lost_a_character_is_read_in_parts() -> None:
    """A wrong count says that some box was passed over: none may get its neighbour's character."""
    lines = lines_of(CountingRecogniser(most=4))
    assert len(lines) == 11
    assert "".join(one.text for one in lines) == "01012012012"


def test_boxes_with_words_are_left_as_they_are() -> None:
    """Narrow columns with several characters each are not read as a comb."""
    image = ruled(sheet(), (100, 170), (100, *range(400, 863, 42), 1100))
    for index in range(11):
        words(image, "im", 405 + 42 * index, 145, 0.7)
    (grid,) = find_grids(ink_of(image, 200), 200)
    bare, ink = without_rules(image, ink_of(image, 200), 200)
    lines = (Line("im", Box(405, 110, 440, 150), 0.9),)
    assert read_combs(grid.cells, lines, bare, ink, CountingRecogniser()) == lines


def comb_page(text: str) -> tuple[Cell, ...]:
    label = Cell(0, 0, 1, 1, Box(100, 200, 300, 250), "项目负责人", 0.9)
    phone = Cell(1, 0, 1, 1, Box(100, 250, 300, 300), "联系人", 0.9)
    boxes = [
        Cell(0, 1 + index, 1, 1, Box(300 + 40 * index, 200, 340 + 40 * index, 250), char.strip())
        for index, char in enumerate(text)
    ]
    return (label, *boxes, phone)


@pytest.mark.parametrize(
    ("text", "value"), [("ABCDEFG", "ABCDEFG"), ("ABC EFG", "ABCEFG"), ("       ", None)]
)
def test_a_comb_is_one_value(text: str, value: str | None) -> None:
    """The label speaks of all boxes; where all are empty the field is blank."""
    cells = comb_page(text)
    facts = read(page(tables=[Table(Box.around([c.box for c in cells]), cells)]))
    reading = facts.fields["leader"]
    assert reading.value == value
    assert (reading.presence is Presence.BLANK) is (value is None)
    assert reading.evidence is not None
    assert reading.evidence.box == Box(300, 200, 580, 250)
