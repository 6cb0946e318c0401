"""Blue stamp pads and pens: what they leave on the paper, and what the truth says of it."""

import random
from dataclasses import replace

import numpy as np
import pytest

from samples import packet
from samples.committed import committed_plans
from samples.deal import draw_plans
from samples.degrade import Ageing, scan
from samples.packet import Packet, make
from samples.pen import tick_by_pen
from samples.plan import ORG, PROJECT, Plan, make_plan
from samples.sheet import Rect, Sheet, blank_sheet, put_text
from samples.stamps import PlacedSeal, name_seal, press


@pytest.fixture(scope="module")
def blue_packet() -> Packet:
    """Return a project's packet with a blue pad in use."""
    return make(make_plan("blue", 1, PROJECT, "folder", (), set(), light=True, blue=True))


def seals(made: Packet) -> list[PlacedSeal]:
    """Return every seal of a packet."""
    return [s for document in made.documents for page in document.pages for s in page.seals]


def stamped(ink: str) -> tuple[Sheet, PlacedSeal]:
    """Return an empty sheet with one seal."""
    sheet = blank_sheet(200)
    box = press(sheet, name_seal("杨嘉思"), (500, 500), random.Random(1), ink)
    return sheet, PlacedSeal(name_seal("杨嘉思"), "contact", "杨嘉思", box, ink)


@pytest.mark.parametrize(("ink", "channel"), [("red", 0), ("blue", 2)])
def test_ink_has_its_colour(ink: str, channel: int) -> None:
    """The ink's own channel stays bright where the others go dark."""
    sheet, seal = stamped(ink)
    left, top, right, bottom = map(round, seal.box)
    patch = np.asarray(sheet.image)[top:bottom, left:right].astype(int)
    dark = patch[patch.min(axis=2) < 150]
    others = [c for c in range(3) if c != channel]
    assert len(dark) > 500
    assert (dark[:, channel] > dark[:, others].max(axis=1) + 30).all()


@pytest.mark.parametrize(("grey", "told"), [(False, "blue"), (True, "black")])
def test_only_a_grey_scan_takes_the_colour(grey: bool, told: str) -> None:
    """A blue seal stays blue in the truth unless the scan holds no colours."""
    sheet, seal = stamped("blue")
    assert scan(sheet, (seal,), Ageing(grey=grey), random.Random(1)).seals[0].ink == told


def test_blue_takes_no_place_of_a_demanded_seal(blue_packet: Packet) -> None:
    """A blue pad adds seals; every place where the organisation's is demanded stays red."""
    blue = {(s.spec.kind, s.place) for s in seals(blue_packet) if s.ink == "blue"}
    assert {("department", "department"), ("official", "report_issuer")} <= blue
    red = make(replace(blue_packet.plan, blue=False))
    added = ("department", "contact")
    assert [(s.spec, s.place) for s in seals(blue_packet) if s.place not in added] == [
        (s.spec, s.place) for s in seals(red)
    ]
    demanded = {s.place for s in seals(blue_packet) if s.place in packet.APPLICANT_PLACES}
    assert {"cover", "declaration", "org_opinion", "commitment"} <= demanded
    assert not demanded & {place for _, place in blue}


def meets(one: Rect, other: Rect) -> bool:
    """Tell whether two boxes share any ground."""
    return min(one[2], other[2]) > max(one[0], other[0]) and min(one[3], other[3]) > max(
        one[1], other[1]
    )


def test_committed_haul_has_print_under_blue() -> None:
    """At least three pages, at least 150 characters of lines that a blue seal meets."""
    plans = [plan for plan in committed_plans() if plan.blue]
    pages = [page for plan in plans for d in make(plan).documents for page in d.pages]
    under = {
        id(page): sum(
            len(text)
            for text, box in page.lines
            if any(s.ink == "blue" and meets(box, s.box) for s in page.seals)
        )
        for page in pages
    }
    assert sum(count > 0 for count in under.values()) >= 3
    assert sum(under.values()) >= 150


def test_a_share_is_blue() -> None:
    """Some applicants own a blue pad, most use none."""
    share = sum(plan.blue for plan in draw_plans(5, 60)) / 60
    assert 0.05 < share < 0.4


@pytest.mark.parametrize("how", ["check", "fill"])
def test_a_pen_ticks_only_what_is_ticked(how: str) -> None:
    """Ink of a pen comes over ticked boxes, also beyond them, and leaves the others printed."""
    sheet = blank_sheet(200, tick_pen=how)
    put_text(sheet, (200, 300), "☑是　　　　□否", "song", 40)
    printed = np.asarray(sheet.image).astype(int)
    (_, ticked, box), (_, empty, other) = sheet.ticks
    assert (ticked, empty) == (True, False)
    left, top, right, bottom = map(round, box)
    assert printed[top + 6 : bottom - 6, left + 6 : right - 6].min() > 200  # printed empty
    tick_by_pen(sheet, random.Random(1))
    added = np.abs(np.asarray(sheet.image) - printed).max(axis=2) > 60
    assert added[top:bottom, left:right].sum() > (0.08 if how == "check" else 0.4) * 33**2
    assert added[:, : left - 40].sum() == added[:, right + 40 :].sum() == 0
    assert added.sum() > added[top : bottom + 1, left : right + 1].sum()  # overshoot
    assert not meets(other, (left - 40, top - 40, right + 40, bottom + 40))


def with_pen(plan: Plan, how: str) -> list[tuple[str, bool, Rect]]:
    """Return a form's ticks when made with a pen, or in print."""
    made = make(replace(plan, style=replace(plan.style, tick_pen=how)))
    return [tick for page in made.documents[0].pages for tick in page.ticks]


def test_truth_of_pen_ticks_is_that_of_printed_ones() -> None:
    """Labels, states and boxes are the same; nothing else on the paper moves."""
    plan = make_plan("pen", 1, ORG, "folder", (), set(), light=True)
    ticks = with_pen(plan, "check")
    assert ticks == with_pen(plan, "")
    assert {state for _, state, _ in ticks} == {True, False}


def test_committed_haul_has_both_kinds_of_ticks() -> None:
    """In print, checked with a pen, and filled with a pen."""
    assert {plan.style.tick_pen for plan in committed_plans()} == {"", "check", "fill"}
