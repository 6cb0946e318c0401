"""Counting how well slices are found and joined."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import codec
from pipeline.errors import InputError
from pipeline.straddle_bench import BoundPage, Bundle, TrueBreak, TrueSlice, load_bundles, measured
from tests.checks.test_straddle import bearing, evenly, fanned

# Where `bearing` puts its slices, in shares of a page of 1000 x 1400.
SLICE = TrueSlice(box=(0.95, 400 / 1400, 1.0, 580 / 1400), edge="right")


def bundle(count: int, *breaks: TrueBreak, way: str = "straddle") -> Bundle:
    pages = tuple(BoundPage(slices=(SLICE,) if way == "straddle" else ()) for _ in range(count))
    return Bundle(file="a.pdf", way=way, breaks=breaks, pages=pages)


def test_whole_broken_and_other_bundles_are_counted() -> None:
    """A missing page is named; one false series; one slice of eight was not found."""
    lost = fanned(evenly(4))
    lost[1] = bearing(2)
    found = measured(
        [
            (bundle(4), fanned(evenly(4))),
            (bundle(4, TrueBreak(code="missing", pages=(2,))), lost),
            (bundle(3, way="pressed"), fanned(evenly(3))),
        ]
    ).measures
    assert (found.slices, found.recall) == (8, 0.875)
    assert found.precision == pytest.approx(7 / 10)
    assert (found.recognised, found.exact, found.named, found.named_right) == (1, 1, 1, 1)
    assert (found.whole, found.false_breaks, found.false_series) == (1, 0, 1)
    assert found.by_kind == {"missing": 1.0, "inserted": None, "swapped": None, "foreign": None}


def test_a_break_of_the_wrong_kind_is_half_right() -> None:
    lost = fanned(evenly(4))
    lost[1] = bearing(2)
    result = measured([(bundle(4, TrueBreak(code="foreign", pages=(2,))), lost)])
    assert (result.measures.named, result.measures.named_right) == (1.0, 0.0)
    assert any("named missing 2" in line for line in result.wrong)


def test_a_slice_survives_being_stored() -> None:
    """What is joined later is what was read."""
    one = fanned(evenly(3))[1]
    stored = codec.dump(one)
    assert codec.load_page(stored) == one
    assert len(stored) < 2000


def test_a_corpus_without_truth_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"bundle\.json"):
        load_bundles(tmp_path)
