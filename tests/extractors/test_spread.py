"""Two pages of an open volume on one scan."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractors.facts import Box, Half, Line, PageFacts, Source, Status
from extractors.spread import gutter_of, halves, in_order

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


def scan(lines: list[Line], gutter: float | None = 1650.0) -> PageFacts:
    return PageFacts(
        3, WIDTH, HEIGHT, 200, 0, 0.0, Source.OCR, Status.READ, False, lines=tuple(lines),
        gutter=gutter,
    )  # fmt: skip


def test_an_open_volume_is_two_pages_in_the_frame_of_its_scan() -> None:
    left, right = halves(scan(VOLUME))
    assert (left.half, right.half) == (Half.LEFT, Half.RIGHT)
    assert (left.number, right.number) == (3, 3)
    assert (*left.lines, *right.lines) == tuple(VOLUME)
    assert left.area == Box(0, 0, 1650, HEIGHT)
    assert right.area == Box(1650, 0, WIDTH, HEIGHT)


def test_the_empty_side_of_a_volume_is_blank() -> None:
    """The back of a sheet in a bound volume is no page with text."""
    left, right = halves(scan(text(1800, 3150)))
    assert left.blank
    assert not right.blank


def test_a_single_page_is_itself() -> None:
    page = scan(VOLUME, gutter=None)
    assert halves(page) == (page,)
    assert page.area == Box(0, 0, WIDTH, HEIGHT)


@given(st.lists(st.sampled_from(VOLUME), unique_by=lambda line: line.text))
def test_every_line_of_a_volume_is_on_one_of_its_pages(lines: list[Line]) -> None:
    left, right = halves(scan(lines))
    assert sorted(line.text for line in (*left.lines, *right.lines)) == sorted(
        line.text for line in lines
    )
