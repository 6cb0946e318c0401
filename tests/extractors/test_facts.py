"""Boxes: the one coordinate frame."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.facts import Box

SIDES = st.floats(-5000, 5000, allow_nan=False)


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    xs = sorted((draw(SIDES), draw(SIDES)))
    ys = sorted((draw(SIDES), draw(SIDES)))
    return Box(xs[0], ys[0], xs[1], ys[1])


@pytest.mark.parametrize("edges", [(2, 0, 1, 1), (0, 2, 1, 1), (math.nan, 0, 1, 1)])
def test_edges_out_of_order_are_refused(edges: tuple[float, float, float, float]) -> None:
    """A box is whole when it exists; NaN is no edge."""
    with pytest.raises(ValueError, match="edges out of order"):
        Box(*edges)


@given(one=boxes(), other=boxes())
def test_overlap_is_shared_and_never_larger_than_either(one: Box, other: Box) -> None:
    """Overlap does not depend on the order, and fits into both boxes."""
    assert one.overlap(other) == other.overlap(one)
    assert one.overlap(other) <= min(one.area, other.area) * (1 + 1e-9) + 1e-9
    assert 0.0 <= one.iou(other) <= 1.0 + 1e-9


@given(box=boxes(), by=st.floats(0, 100))
def test_growing_keeps_what_was_inside(box: Box, by: float) -> None:
    """A grown box holds the corners of the box it was grown from."""
    grown = box.grown(by)
    assert grown.holds(box.left, box.top)
    assert grown.holds(box.right, box.bottom)


@given(box=boxes())
def test_shrinking_never_turns_a_box_inside_out(box: Box) -> None:
    """Growing by less than nothing stops at the centre."""
    small = box.grown(-10_000)
    assert small.width >= 0
    assert small.height >= 0
