"""Slices drawn as plain geometry are joined to the seal they were cut from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.findings import Severity, Verdict, standing
from checks.judge import Judged, message_of
from checks.straddle import Break, Fault, joined
from extractors.facts import Box, Edge, Fragment, PageFacts, Source, Status
from extractors.seals.masks import PER_MM, packed
from pipeline.messages import reason_text
from tests.checks.pack import programme
from tests.checks.packets import Packet, files_of, judged, of_code, opened
from tests.checks.paper import page, seal

RED = (220, 90, 95)
OTHER_RED = (215, 95, 160)


@dataclass(frozen=True)
class Cut:
    """A seal without pixels: half axes in mm, and the ink's colour."""

    wide: float = 20.0
    high: float = 20.0
    colour: tuple[int, int, int] = RED

    def slice(self, start: float, end: float, edge: Edge = Edge.RIGHT, y: float = 120) -> Fragment:
        """Its ring and a star between two positions, in radii from the middle."""
        left, right = round(start * self.wide * PER_MM), round(end * self.wide * PER_MM)
        x = (np.arange(left, right) + 0.5) / PER_MM
        rows = (np.arange(round(2 * self.high * PER_MM)) + 0.5) / PER_MM - self.high
        r = np.hypot(x[None] / self.wide, rows[:, None] / self.high)
        mask = ((r < 1) & (r > 1 - 1.2 / self.high)) | (r < 0.2)
        inked = np.nonzero(mask.any(1))[0]
        mask = mask[inked[0] : inked[-1] + 1]
        return Fragment(
            edge=edge,
            x=210.0,
            y=y,
            half_width=self.wide,
            half_height=self.high,
            span=(start, end),
            colour=self.colour,
            left=200.0,
            top=y - self.high + inked[0] / PER_MM,
            rows=mask.shape[0],
            columns=mask.shape[1],
            bits=packed(mask),
        )


def bearing(number: int, *fragments: Fragment) -> PageFacts:
    """A page with these slices."""
    whole = seal("")
    seals = tuple(
        replace(whole, edge=True, complete=False, fragment=one, box=Box(950, 400, 1000, 580))
        for one in fragments
    )
    return page(number, seals=seals)


def fanned(cuts: Sequence[float], cut: Cut = Cut(), edge: Edge = Edge.RIGHT) -> list[PageFacts]:
    """Pages that bear a whole seal, cut at these positions."""
    return [
        bearing(number, cut.slice(start, end, edge))
        for number, (start, end) in enumerate(pairwise(cuts), 1)
    ]


def evenly(count: int) -> list[float]:
    return [-1 + 2 * i / count for i in range(count + 1)]


def numbered(pages: Sequence[PageFacts]) -> list[PageFacts]:
    return [replace(one, number=number) for number, one in enumerate(pages, 1)]


@st.composite
def fans(draw: st.DrawFn) -> list[PageFacts]:
    """Fans of three to eight pages, unevenly fanned, of a round or oval seal."""
    widths = draw(st.lists(st.floats(0.7, 1.4), min_size=3, max_size=8))
    ends = np.concatenate([[0.0], np.cumsum(widths)]) / sum(widths) * 2 - 1
    cut = draw(st.sampled_from([Cut(), Cut(22.5), Cut(22.5, 15.0), Cut(20.0, 15.0)]))
    return fanned([float(end) for end in ends], cut)


@settings(max_examples=25, deadline=None)
@given(pages=fans())
def test_a_whole_fan_is_one_seal(pages: list[PageFacts]) -> None:
    """Every page bears its part, and nothing is wrong with any."""
    (found,) = joined(pages)
    assert found.whole
    assert [one.page for one in found.bearers] == list(range(len(pages)))
    assert found.outside == ()
    assert found.covered == pytest.approx(1, abs=0.08)


@settings(max_examples=25, deadline=None)
@given(pages=fans(), data=st.data())
def test_a_page_without_its_slice_is_named(pages: list[PageFacts], data: st.DataObject) -> None:
    """Its part of the seal is nowhere: missing, and the series is not whole."""
    at = data.draw(st.integers(0, len(pages) - 1))
    pages[at] = bearing(at + 1)
    found = joined(pages)
    assert [one.breaks for one in found] == [(Break(Fault.MISSING, at),)]
    assert not found[0].whole


@settings(max_examples=25, deadline=None)
@given(pages=fans(), data=st.data())
def test_swapped_pages_are_named(pages: list[PageFacts], data: st.DataObject) -> None:
    """Of three pages, too; both of two neighbours are named."""
    at = data.draw(st.integers(0, len(pages) - 2))
    pages[at], pages[at + 1] = pages[at + 1], pages[at]
    (found,) = joined(pages)
    assert found.breaks == (Break(Fault.SWAPPED, at), Break(Fault.SWAPPED, at + 1))


@settings(max_examples=25, deadline=None)
@given(
    pages=fans(),
    other=st.sampled_from([Cut(29.0, 29.0), Cut(colour=OTHER_RED)]),
    data=st.data(),
)
def test_a_slice_of_another_seal_is_named(
    pages: list[PageFacts], other: Cut, data: st.DataObject
) -> None:
    """By the seal's size or by the colour of its ink."""
    at = data.draw(st.integers(1, len(pages) - 2))
    true = pages[at].seals[0].fragment
    assert true is not None
    shaped = Cut(true.half_width, true.half_height, OTHER_RED) if other.colour != RED else other
    pages[at] = bearing(at + 1, shaped.slice(*true.span))
    (found,) = joined(pages)
    assert found.breaks == (Break(Fault.FOREIGN, at),)


def test_a_page_put_in_later_is_told_from_one_that_lost_its_slice() -> None:
    """The slices around it meet: nothing of the seal is missing."""
    pages = fanned(evenly(4))
    pages.insert(2, bearing(3))
    (found,) = joined(numbered(pages))
    assert found.breaks == (Break(Fault.BARE, 2),)


def test_pages_beside_a_whole_seal_are_outside_it() -> None:
    (found,) = joined(numbered([bearing(1), *fanned(evenly(4)), bearing(6)]))
    assert (found.breaks, found.outside) == ((), (0, 5))


def test_a_page_that_was_not_read_is_no_break() -> None:
    """Nobody looked for a slice on it; a blank page has none."""
    pages = fanned(evenly(4))
    unread = replace(bearing(2), status=Status.LOOKED, source=Source.NONE)
    (found,) = joined([pages[0], unread, *pages[2:]])
    assert (found.breaks, found.unseen, found.whole) == ((), (1,), False)
    (found,) = joined([pages[0], replace(unread, blank=True), *pages[2:]])
    assert found.breaks == (Break(Fault.MISSING, 1),)


def test_backs_bear_a_seal_of_their_own() -> None:
    """Sheets printed on both sides: a series at each edge, on every other page."""
    fronts, backs = fanned(evenly(4)), fanned(evenly(4), edge=Edge.LEFT)
    pages = numbered([one for sheet in zip(fronts, backs, strict=True) for one in sheet])
    assert [one.whole for one in joined(pages)] == [True, True]
    pages[2], pages[3] = bearing(3), bearing(4)
    assert sorted(one.page for found in joined(pages) for one in found.breaks) == [2, 3]


def test_unstamped_backs_are_no_breaks() -> None:
    pages = numbered([one for front in fanned(evenly(4)) for one in (front, bearing(1))])
    (found,) = joined(pages)
    assert found.whole


def test_a_fan_may_run_against_the_pages() -> None:
    (found,) = joined(numbered(fanned(evenly(5))[::-1]))
    assert found.whole


def test_two_seals_at_different_heights_are_two() -> None:
    """Two parties to a contract each seal its edges."""
    pages = [
        bearing(number, Cut().slice(a, b), Cut(colour=OTHER_RED).slice(a, b, y=200))
        for number, (a, b) in enumerate(pairwise(evenly(4)), 1)
    ]
    assert [one.whole for one in joined(pages)] == [True, True]


def test_one_slice_is_no_series() -> None:
    assert joined([*fanned(evenly(3))[:1], bearing(2), bearing(3)]) == ()


def packet_with(slices: Sequence[PageFacts]) -> Judged:
    """The result for a packet whose scan bears these slices, page by page."""
    files = files_of(Packet())
    scan = max(files, key=lambda one: len(one.pages))
    pages = tuple(
        replace(one, seals=(*one.seals, *(with_.seals if with_ else ())))
        for one, with_ in zip(
            scan.pages, [*slices, *[None] * (len(scan.pages) - len(slices))], strict=True
        )
    )
    changed = tuple(replace(one, pages=pages) if one is scan else one for one in files)
    return judged(Packet(), changed)


def test_the_rule_names_pages_and_counts_for_nothing() -> None:
    """A broken series is a note: the packet stays complete."""
    count = max(len(one.pages) for one in files_of(Packet()))
    whole = fanned(evenly(count))
    result = packet_with(whole)
    assert [one.verdict for one in of_code(result, "S05")] == [Verdict.MET]
    whole[1] = bearing(2)
    result = packet_with(whole)
    (note,) = of_code(result, "S05")
    assert (note.verdict, note.severity) == (Verdict.UNMET, Severity.NOTE)
    assert "第2页缺少骑缝章印迹" in message_of(note, programme())[0]
    assert note.evidence[0].page == 2
    assert note.evidence[1].box == Box(950, 400, 1000, 580)
    others = tuple(one for one in result.findings if one is not note)
    assert result.standing is standing(others)


def test_a_series_on_some_pages_is_for_people_to_look_at() -> None:
    """Pages beside the series are named, with the reason in words."""
    result = packet_with(fanned(evenly(2)))
    (note,) = of_code(result, "S05")
    assert note.verdict is Verdict.UNSURE
    assert "第3" in note.parameters["what"]
    assert reason_text(note.reason) != note.reason


def test_a_packet_without_slices_says_nothing_of_them() -> None:
    result = judged(Packet())
    assert of_code(result, "S05") == []
    assert opened(result) == []
