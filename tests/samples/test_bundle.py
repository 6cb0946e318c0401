"""Bound scans with a seal across their edges, or with a seal's picture pasted in."""

import io
import random
from itertools import pairwise
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from samples.bundle import make_bundles
from samples.bundle_pages import draw_bundle
from samples.bundle_plan import BREAKS, WAYS, BundlePlan, plan_bundle
from samples.fan import fan, press_fan
from samples.seal_designs import draw
from samples.seal_press import Impression
from samples.seal_wear import Wear
from samples.sheet import blank_sheet


@pytest.fixture(scope="module")
def plans() -> list[BundlePlan]:
    """Return the plans of a hundred bundles."""
    return [plan_bundle(2, number) for number in range(1, 101)]


def first(plans: list[BundlePlan], way: str, code: str = "") -> BundlePlan:
    """Return a short bundle of a way, broken as told or whole."""
    codes = (code,) if code else ()
    fitting = [p for p in plans if p.way == way and tuple(b.code for b in p.breaks) == codes]
    return min(fitting, key=lambda plan: plan.pages)


def test_every_way_and_break_occurs(plans: list[BundlePlan]) -> None:
    """A hundred bundles hold every way, every break, both ways of binding, and whole ones."""
    assert {plan.way for plan in plans} == set(WAYS)
    assert {one.code for plan in plans for one in plan.breaks} == set(BREAKS)
    straddled = [plan for plan in plans if plan.way == "straddle"]
    assert {plan.duplex for plan in straddled} == {True, False}
    assert {bool(plan.breaks) for plan in straddled} == {True, False}


def test_strips_of_a_whole_bundle_make_the_seal(plans: list[BundlePlan]) -> None:
    """On each edge the strips follow each other without gaps from 0 to 1."""
    for plan in plans:
        if plan.way != "straddle" or plan.breaks:
            continue
        for edge in ("right", "left") if plan.duplex else ("right",):
            spans = [s.span for s in plan.strips if s and s.edge == edge]
            assert spans[0][0] == 0
            assert spans[-1][1] == pytest.approx(1)
            assert all(a[1] == b[0] for a, b in pairwise(spans))


@pytest.mark.parametrize("code", BREAKS)
def test_a_break_is_where_it_is_told(plans: list[BundlePlan], code: str) -> None:
    """Only the told pages lack their strip, bear another seal's, or are out of order."""
    for plan in plans:
        if [one.code for one in plan.breaks] != [code]:
            continue
        told = set(plan.breaks[0].pages)
        bare = {n for n, strip in enumerate(plan.strips, 1) if strip is None}
        assert bare == (told if code in ("missing", "inserted") else set())
        own = {plan.pressed.seed}
        if plan.duplex:
            own |= {plan.strips[1].pressed.seed} if plan.strips[1] and 2 not in told else set()
        if code == "foreign" and not plan.duplex:
            other = {n for n, s in enumerate(plan.strips, 1) if s and s.pressed.seed not in own}
            assert other == told
        if code == "swapped":
            fronts = [s.order for s in plan.strips if s and s.edge == "right"]
            assert fronts != sorted(fronts)


def test_strips_laid_side_by_side_are_the_impression() -> None:
    """The strips' ink, put together, is as wide as the seal, and boxes hold the ink."""
    design = draw(random.Random(4), kind="official").design
    pressed = Impression(design, "red", (215, 30, 45), 8.0, Wear(), 1)
    sheets = [blank_sheet(150) for _ in range(4)]
    inked = press_fan(sheets, fan(pressed, 4, "right", random.Random(1)), random.Random(2))
    widths = 0.0
    for sheet, strip in zip(sheets, inked, strict=True):
        assert strip is not None
        ys, xs = np.nonzero(np.asarray(sheet.image)[..., 1] < 150)
        low, high = strip.outline.min(axis=0), strip.outline.max(axis=0)
        assert np.abs(np.array([xs.min(), ys.min()]) - low).max() < 4
        assert np.abs(np.array([xs.max(), ys.max()]) - high).max() < 4
        widths += high[0] - low[0]
    assert widths == pytest.approx(design.width / 25.4 * 150, abs=5)


def test_a_pasted_picture_is_the_same_twice(plans: list[BundlePlan]) -> None:
    """Where the same picture lies over two pages, both name it, and it is an object in the PDF."""
    data, truth = draw_bundle(first(plans, "object"))
    seals = [(p["page"], s) for p in truth["pages"] for s in p["seals"]]
    assert [seal["picture"] for _, seal in seals] == ["picture-1", "picture-1"]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        inks = [
            pdf.pages[page - 1].Resources.XObject["/Im1"].SMask.read_bytes() for page, _ in seals
        ]
        assert inks[0] == inks[1]
        jpeg = pdf.pages[0].Resources.XObject["/Im0"].read_raw_bytes()
    assert Image.open(io.BytesIO(jpeg)).size == (1654, 2339)


def test_same_seed_same_bytes(tmp_path: Path) -> None:
    """Two runs write the same files."""
    for name in ("a", "b"):
        make_bundles(1, 9, tmp_path / name, pages=3, workers=1)
    for name in ("bundles/00001.pdf", "bundle.json"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
