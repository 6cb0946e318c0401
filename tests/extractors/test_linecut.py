"""Typed lines over the borders of cells."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.facts import Box, Line
from extractors.linecut import split_lines


def cells(*edges: float) -> tuple[Box, ...]:
    return tuple(Box(a, 0, b, 40) for a, b in pairwise(edges))


@pytest.mark.parametrize(
    ("text", "right", "edges", "parts"),
    [
        ("职工总数（人）252", 270, (0, 213, 500), ["职工总数（人）", "252"]),
        ("项目起始时间2019-04-06", 345, (0, 198, 500), ["项目起始时间", "2019-04-06"]),
        (
            "社会信用代码91310104MA1BH9962L",
            490,
            (0, 198, 600),
            ["社会信用代码", "91310104MA1BH9962L"],
        ),
        ("运行稳定。", 150, (0, 134, 300), ["运行稳定。"]),
        ("只在一格", 100, (0, 300), ["只在一格"]),
    ],
)
def test_a_cut_lies_between_characters(
    text: str, right: float, edges: tuple[float, ...], parts: list[str]
) -> None:
    """Latin characters are half as wide; a closing mark that hangs over a border stays."""
    found = split_lines((Line(text, Box(5, 5, right, 35), 1.0),), cells(*edges))
    assert [line.text for line in found] == parts


@given(st.text("职工总数252AB（）。 ", min_size=1), st.lists(st.integers(1, 400), max_size=5))
def test_no_character_is_lost(text: str, edges: list[int]) -> None:
    line = Line(text, Box(0, 5, 400, 35), 1.0)
    found = split_lines((line,), cells(0, *sorted(set(edges)), 401))
    assert "".join(one.text for one in found).replace(" ", "") == text.replace(" ", "")


def test_where_characters_are_known_to_end_a_line_is_cut_there() -> None:
    """Digits one in a square, and a label close behind them: widths alone would tell nothing."""
    line = Line("138电话", Box(0, 5, 400, 35), 1.0)
    known = {line: (0.15, 0.4, 0.65, 0.9, 1.0)}
    found = split_lines((line,), cells(0, 100, 200, 300, 401), known)
    assert [piece.text for piece in found] == ["1", "3", "8", "电话"]
