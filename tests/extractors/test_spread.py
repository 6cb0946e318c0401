"""Two pages of an open volume on one scan."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractors.facts import Box, Line
from extractors.spread import gutter_of, in_order

WIDTH, HEIGHT = 3300, 2340


def text(left: float, right: float, count: int = 10) -> list[Line]:
    return [
        Line(f"{left}-{number}", Box(left, 200 + 60 * number, right, 240 + 60 * number), 0.9)
        for number in range(count)
    ]


VOLUME = [*text(150, 1500), *text(1800, 3150)]


def test_the_pages_of_a_volume_meet_in_the_empty_band() -> None:
    assert gutter_of(WIDTH, HEIGHT, VOLUME, ()) == 1650


def test_an_upright_page_in_two_columns_is_one_page() -> None:
    assert gutter_of(HEIGHT, WIDTH, VOLUME, ()) is None


def test_a_landscape_table_is_one_page() -> None:
    """Its words may leave the middle free; its cells do not."""
    cells = [Box(150, 200, 1400, 400), Box(1400, 200, 3150, 400)]
    assert gutter_of(WIDTH, HEIGHT, VOLUME, cells) is None


def test_a_line_over_the_middle_makes_one_page() -> None:
    assert gutter_of(WIDTH, HEIGHT, [*VOLUME, *text(900, 2400, 1)], ()) is None


def test_a_wide_page_with_words_on_one_side_is_one_page() -> None:
    assert gutter_of(WIDTH, HEIGHT, text(150, 1500), ()) is None
    assert gutter_of(WIDTH, HEIGHT, (), ()) is None


@given(st.permutations(VOLUME))
def test_the_left_page_is_read_first_and_nothing_is_lost(lines: list[Line]) -> None:
    ordered = in_order(tuple(lines), 1650)
    assert [line.box.left for line in ordered] == [150] * 10 + [1800] * 10
    assert [one for one in ordered if one.box.left == 150] == [
        one for one in lines if one.box.left == 150
    ]
    assert in_order(tuple(lines), None) == tuple(lines)
