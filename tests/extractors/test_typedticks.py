"""Tick boxes that are characters: what they say, and where they stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractors.facts import Box, Line
from extractors.typedticks import on_squares, typed_ticks

LINE = Line("□制造业　☑服务业　□其他", Box(100, 50, 500, 80), 1.0)


def squares(*lefts: float, top: float = 55) -> tuple[Box, ...]:
    return tuple(Box(left, top, left + 20, top + 20) for left in lefts)


def test_ticks_stand_where_their_characters_do() -> None:
    """In a typeface of other widths than were guessed, each takes the box of its turn."""
    places = squares(100, 290, 470)
    found = on_squares(typed_ticks(LINE), places[::-1])
    assert tuple(tick.box for tick in found) == places
    assert [(tick.label, tick.ticked) for tick in found] == [
        ("制造业", False),
        ("服务业", True),
        ("其他", False),
    ]


def test_boxes_of_other_lines_are_not_taken() -> None:
    """Also where they are nearer to what was guessed."""
    found = on_squares(typed_ticks(LINE), squares(100, 250, 420) + squares(240, 400, top=90))
    assert {tick.box.top for tick in found} == {55}


def test_where_a_box_is_missing_each_tick_takes_the_nearest() -> None:
    """A box that the picture does not bear out is not among them."""
    guessed = typed_ticks(LINE)
    found = on_squares(guessed, squares(guessed[0].box.left, guessed[2].box.left))
    assert found[0].box.left == guessed[0].box.left
    assert found[2].box.left == guessed[2].box.left


@given(st.lists(st.floats(0, 1000), max_size=8), st.integers(0, 6))
def test_no_tick_is_lost_or_changed(lefts: list[float], count: int) -> None:
    """Whatever boxes there are: only places change."""
    ticks = typed_ticks(Line("□是" * count, Box(0, 50, 600, 80), 1.0)) if count else ()
    found = on_squares(ticks, squares(*lefts))
    assert [(t.label, t.ticked, t.confidence) for t in found] == [
        (t.label, t.ticked, t.confidence) for t in ticks
    ]
