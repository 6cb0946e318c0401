"""Ruled tables on pictures."""

import cv2
import numpy as np
import pytest

from extractors.facts import Box, Line
from extractors.tables import find_grids, ink_of, joined, with_text, without_rules
from extractors.ticks import Mark, find_marks, with_labels
from extractors.typedticks import typed_ticks
from tests.extractors.drawing import DPI, FakeRecogniser, box, ruled, sheet, words

ROWS, COLUMNS = (100, 180, 260, 340), (100, 300, 700, 1000)


def grids(image: np.ndarray) -> list[list[tuple[int, int, int, int]]]:
    found = find_grids(ink_of(image, DPI), DPI)
    return [[(c.row, c.column, c.row_span, c.column_span) for c in grid.cells] for grid in found]


def test_a_plain_grid() -> None:
    """Three rows of three."""
    (cells,) = grids(ruled(sheet(), ROWS, COLUMNS))
    assert cells == [(row, column, 1, 1) for row in range(3) for column in range(3)]


def test_merged_cells_have_spans() -> None:
    """A title over all columns, and a side title over two rows."""
    image = sheet()
    ruled(image, (100, 180), (100, 1000))
    ruled(image, (180, 260, 340), (300, 700, 1000))
    ruled(image, (180, 340), (100, 300))
    (cells,) = grids(image)
    assert cells == [(0, 0, 1, 3), (1, 0, 2, 1), (1, 1, 1, 1), (1, 2, 1, 1), (2, 1, 1, 1),
                     (2, 2, 1, 1)]  # fmt: skip


def test_a_merged_row_between_columns_stays_merged() -> None:
    """The rules above and below are not mended across a row of a quarter of an inch."""
    image = sheet()
    ruled(image, (100, 150), (100, 500, 1000))
    ruled(image, (150, 205), (100, 1000))
    ruled(image, (205, 255), (100, 500, 1000))
    (cells,) = grids(image)
    assert cells == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 2), (2, 0, 1, 1), (2, 1, 1, 1)]


def test_small_breaks_in_lines_are_mended() -> None:
    """A scanner loses a millimetre of a line here and there."""
    image = ruled(sheet(), ROWS, COLUMNS)
    image[95:105, 400:410] = 250
    image[200:210, 295:305] = 250
    (cells,) = grids(image)
    assert len(cells) == 9


def test_two_tables_and_a_frame() -> None:
    """Tables apart are apart; a frame around the page is no table."""
    image = ruled(sheet(1200, 1000), (20, 980), (20, 1180))
    ruled(image, (100, 160, 220), (100, 500, 1000))
    ruled(image, (600, 660, 720), (100, 500, 1000))
    assert [len(cells) for cells in grids(image)] == [4, 4]


def test_text_alone_is_no_table() -> None:
    """Strokes of characters are short."""
    assert grids(words(sheet(), "HELLO TTTT EEEE", 100, 300, 2.0)) == []


def test_rules_are_painted_over_and_letters_kept() -> None:
    """Recognisers take rules for characters; large letters are no rules."""
    image = words(ruled(sheet(), ROWS, COLUMNS), "T", 400, 160, 2.0)
    ink = ink_of(image, DPI)
    bare, left = without_rules(image, ink, DPI)
    assert bare[100, 400:900].min() > 200
    assert left[100:160, 380:460].any()


def test_lines_go_into_the_cells_that_hold_them() -> None:
    """Pieces on one height are one line of the cell."""
    (grid,) = find_grids(ink_of(ruled(sheet(), ROWS, COLUMNS), DPI), DPI)
    lines = (
        Line("two", Box(420, 110, 480, 140), 0.9),
        Line("one", Box(320, 112, 380, 142), 0.8),
        Line("three", Box(320, 145, 380, 170), 0.95),
    )
    table = with_text(grid, lines)
    cell = next(cell for cell in table.cells if cell.text)
    assert (cell.row, cell.column) == (0, 1)
    assert cell.text == "one two\nthree"
    assert cell.confidence == pytest.approx(0.8)
    assert joined(lines) == "one two\nthree"


def marks(image: np.ndarray, answer: str = "") -> list[tuple[int, bool]]:
    found = find_marks(ink_of(image, DPI), image, DPI, FakeRecogniser(answer))
    return sorted((round(mark.box.left / 10), mark.ticked) for mark in found)


def test_tick_boxes_and_their_state() -> None:
    """Empty, ticked, and filled."""
    image = sheet()
    box(box(image, 100, 100), 300, 100, ticked=True)
    cv2.rectangle(image, (500, 100), (528, 128), (30, 30, 30), -1)
    assert marks(image) == [(10, False), (30, True), (50, True)]


def test_a_tick_may_run_into_the_word_after_it() -> None:
    """The square is the left part of the two."""
    image = box(box(sheet(), 100, 100), 300, 100, ticked=True)
    cv2.line(image, (324, 103), (350, 98), (30, 30, 30), 4)
    cv2.line(image, (350, 98), (352, 128), (30, 30, 30), 4)
    assert marks(image) == [(10, False), (30, True)]


def test_framed_characters_are_no_tick_boxes() -> None:
    """The recogniser says that it is 国."""
    assert marks(box(sheet(), 100, 100, ticked=True), "国") == []


def test_a_box_in_the_middle_of_a_word_is_a_character() -> None:
    """Something stands close on its left."""
    image = box(sheet(), 100, 100)
    cv2.line(image, (93, 100), (93, 128), (30, 30, 30), 3)
    assert marks(image) == []


def test_a_box_whose_word_touches_it_and_hangs_lower_is_found() -> None:
    """Narrow setting: the word's first stroke runs into the frame, and reaches below it."""
    image = sheet(600, 300)
    for x in (100, 300):
        box(image, x, 100)
        cv2.rectangle(image, (x + 36, 104), (x + 60, 136), (30, 30, 30), 2)
        cv2.line(image, (x + 28, 116), (x + 36, 116), (30, 30, 30), 2)
    found = find_marks(ink_of(image, DPI), image, DPI, FakeRecogniser())
    lefts = [round(mark.box.left, -1) for mark in found if not mark.ticked]
    assert lefts == [100, 300]


def test_a_solid_square_is_a_tick_whatever_is_read_in_it() -> None:
    image = sheet(600, 300)
    box(image, 100, 100)
    cv2.rectangle(image, (300, 100), (328, 128), (30, 30, 30), cv2.FILLED)
    recogniser = FakeRecogniser("重")
    found = find_marks(ink_of(image, DPI), image, DPI, recogniser)
    assert [(round(mark.box.left, -1), mark.ticked) for mark in found] == [(300, True)]
    assert recogniser.asked == 1


def test_boxes_may_stand_behind_their_words() -> None:
    """是□ 否☑: the first has a word before it, and the last has none after it."""
    marks = (Mark(Box(140, 100, 165, 125), 0.0), Mark(Box(240, 100, 265, 125), 0.5))
    lines = (
        Line("是否会员：是", Box(20, 98, 136, 128), 0.9),
        Line("否", Box(210, 98, 236, 128), 0.9),
    )
    assert [(one.label, one.ticked) for one in with_labels(marks, lines)] == [
        ("是", False),
        ("否", True),
    ]
    moved = (Line("是", Box(168, 98, 196, 128), 0.9), Line("否", Box(268, 98, 296, 128), 0.9))
    assert [(one.label, one.ticked) for one in with_labels(marks, moved)] == [
        ("是", False),
        ("否", True),
    ]


def test_a_box_that_was_read_with_its_word_says_that_boxes_stand_behind() -> None:
    """是☑ 否□, where only the first is known as a box."""
    lines = (Line("是", Box(110, 98, 136, 128), 0.9), Line("否□", Box(180, 98, 250, 128), 0.9))
    marks = (Mark(Box(140, 100, 165, 125), 0.5),)
    assert [(one.label, one.ticked) for one in with_labels(marks, lines)] == [("是", True)]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("□是 ☑否", [("是", False), ("否", True)]),
        ("是□ 否☑", [("是", False), ("否", True)]),
        ("会员：是☑　否□", [("是", True), ("否", False)]),
        ("☑国有 □民营", [("国有", True), ("民营", False)]),
        ("□", [("", False)]),
    ],
)
def test_typed_boxes_before_and_behind(text: str, labels: list[tuple[str, bool]]) -> None:
    found = typed_ticks(Line(text, Box(0, 0, 200, 20), 1.0))
    assert [(one.label, one.ticked) for one in found] == labels


def test_the_empty_boxes_say_how_large_boxes_are() -> None:
    """Many framed characters of another size on the page do not outvote them."""
    image = sheet(900, 300)
    box(image, 100, 100, 32)
    for x in range(300, 800, 80):
        box(image, x, 100, 22, ticked=True)
    found = find_marks(ink_of(image, DPI), image, DPI, FakeRecogniser())
    assert [round(mark.box.left, -1) for mark in found] == [100]


@pytest.mark.parametrize(
    ("answer", "boxes"), [("是口", [(160, False), (360, True)]), ("知", []), ("加工", [])]
)
def test_boxes_close_behind_words(answer: str, boxes: list[tuple[int, bool]]) -> None:
    """Read with what stands before it, a box is a second character; half a character is none."""
    image = sheet(600, 300)
    for x, ticked in ((160, False), (360, True)):
        words(image, "H", x - 34, 128, 1.2)
        cv2.line(image, (x - 5, 104), (x - 5, 126), (30, 30, 30), 2)
        box(image, x, 100, 28, ticked)
    cells = (Box(50, 60, 550, 200),)
    ink = ink_of(image, DPI)
    found = find_marks(ink, image, DPI, FakeRecogniser(answer), cells)
    assert sorted((round(mark.box.left, -1), mark.ticked) for mark in found) == boxes
    assert find_marks(ink, image, DPI, FakeRecogniser(answer)) == ()
