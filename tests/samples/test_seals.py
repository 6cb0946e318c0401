"""The corpus of seals: its plans, its boxes, its names."""

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from samples import seal_designs
from samples.decoys import DECOYS
from samples.degrade import Ageing
from samples.seal_names import near, owner
from samples.seal_pages import draw_page, seal_box
from samples.seal_plan import PagePlan, plan_page
from samples.seal_press import Impression, press
from samples.seal_wear import Wear
from samples.seals import make_corpus
from samples.sheet import blank_sheet


@pytest.fixture(scope="module")
def plans() -> list[PagePlan]:
    """Return the plans of two hundred pages."""
    return [plan_page(3, number) for number in range(1, 201)]


def test_half_the_pages_bear_seals(plans: list[PagePlan]) -> None:
    """One of two neighbours bears one to three seals, the other decoys only."""
    for first, second in zip(plans[::2], plans[1::2], strict=True):
        bare, sealed = sorted((first, second), key=lambda plan: len(plan.seals))
        assert (len(bare.seals), len(sealed.seals) in (1, 2, 3)) == (0, True)
        assert bare.decoys


def test_everything_occurs(plans: list[PagePlan]) -> None:
    """Two hundred pages hold every kind, shape, ink, place, source and decoy."""
    seals = [one for plan in plans for one in plan.seals]
    assert {one.named.design.kind for one in seals} == set(seal_designs.KINDS)
    assert {one.named.design.shape for one in seals} == {"round", "oval", "square", "rectangle"}
    assert {one.named.design.motif for one in seals} == {"star", "blank", "emblem"}
    assert {one.pressed.ink for one in seals} == {"red", "blue"}
    assert {one.place for one in seals} == {
        "text",
        "signature",
        "table",
        "empty",
        "edge",
        "overlap",
    }
    assert {name for plan in plans for name in plan.decoys} == set(DECOYS)
    assert {plan.source for plan in plans} == {"scan", "photo", "grey", "bw"}


def test_more_pages_leave_the_first_as_they_are(plans: list[PagePlan]) -> None:
    """A page's plan hangs on the seed and its number alone."""
    assert plan_page(3, 57) == plans[56]
    assert plan_page(4, 57) != plans[56]


def test_same_seed_same_bytes(tmp_path: Path) -> None:
    """Two runs write the same files, whether one process draws or two."""
    for name, workers in (("a", 1), ("b", 2)):
        make_corpus(2, 5, tmp_path / name, workers)
    written = sorted(p.relative_to(tmp_path / "a") for p in (tmp_path / "a").rglob("*.*"))
    assert len(written) == 3
    for name in written:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


@pytest.mark.parametrize("kind", list(seal_designs.KINDS))
@pytest.mark.parametrize("frame", [True, False])
def test_the_box_encloses_the_ink(kind: str, frame: bool) -> None:
    """On a clean sheet the outline's box is that of the ink, to a pixel or two.

    Without a frame it is the box around the letters, whose corners are empty.
    """
    design = seal_designs.draw(random.Random(kind), kind=kind).design
    design = replace(design, frame=frame)
    sheet = blank_sheet(200)
    one = Impression(design, "red", (215, 30, 45), 21.0 if frame else 0.0, Wear(), 1)
    outline = press(sheet, one, (800, 1000))
    found = seal_box(outline, sheet, np.eye(3), sheet.image.size)
    assert found is not None
    box, complete = found
    inked = np.asarray(sheet.image)[..., 1] < 150
    ys, xs = np.nonzero(inked)
    ink = (xs.min(), ys.min(), xs.max() + 1, ys.max() + 1)
    size = np.array(sheet.image.size * 2)
    assert complete
    assert np.abs(np.array(box) * size - np.array(ink)).max() < 3


def test_a_seal_over_the_edge_is_cut() -> None:
    """What lies beyond the paper belongs to no box, and the seal is not complete."""
    design = seal_designs.draw(random.Random(1), kind="official").design
    sheet = blank_sheet(150)
    one = Impression(design, "red", (215, 30, 45), 0.0, Wear(), 1)
    outline = press(sheet, one, (sheet.image.width - 10, 700))
    found = seal_box(outline, sheet, np.eye(3), sheet.image.size)
    assert found is not None
    (left, _, right, _), complete = found
    assert not complete
    assert right == pytest.approx(1, abs=0.001)
    width = design.width / 25.4 * 150
    assert (right - left) * sheet.image.width == pytest.approx(width / 2 + 10, abs=2)


def test_near_names_are_other_names() -> None:
    """Each near name differs from the title and from the others, and not by much."""
    rng = random.Random(2)
    lengths = Counter()
    for _ in range(300):
        name = owner(rng)
        names = near(rng, name)
        assert len({str(name), *names}) == 4
        assert sum(a != b for a, b in zip(str(name), names[0], strict=True)) == 1
        lengths[len(str(name))] += 1
    assert min(lengths) >= 6
    assert min(lengths) <= 8
    assert 20 <= max(lengths) <= 26


def test_a_grey_copy_has_black_seals(plans: list[PagePlan]) -> None:
    """On a copy without colours each seal is black and told to be a copy."""
    plan = next(p for p in plans if p.seals and not p.decoys and p.layout != "certificate")
    grey = replace(plan, source="grey", dpi=150, ageing=Ageing(grey=True))
    _, truth = draw_page(grey)
    assert truth["seals"]
    assert {(seal["ink"], seal["copy"]) for seal in truth["seals"]} == {("black", True)}
