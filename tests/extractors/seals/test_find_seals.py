"""Seals are found where they are, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
import seal_drawing as drawing
from seal_drawing import BLUE, RED, Drawn
from seal_fakes import NOTHING, Says

from extractors.facts import Box, Edge, Ink, Seal, Shape
from extractors.ocr.engine import PageImage
from extractors.seals.find import find_seals
from extractors.seals.inks import FAINT, over, strength
from extractors.seals.locate import under_rings, working_sizes
from extractors.seals.masks import PER_MM, mask_of
from extractors.seals.outline import Outline

DPI = 100


def stamped(
    seal: Drawn, at: tuple[int, int] = (400, 500), ink: tuple[int, int, int] = RED
) -> tuple[PageImage, Box]:
    """A page of text with one seal, after a round through JPEG."""
    page = drawing.blank_page(DPI)
    for row in range(14):
        drawing.write(page, "申报单位应当具备独立法人资格并经营三年以上", (80, 300 + 40 * row), 18)
    mask = drawing.worn(drawing.seal_mask(seal, DPI), 0.3, seed=1)
    box = drawing.press(page, mask, at, ink)
    return drawing.as_jpeg(page, 60), box


def only(page: PageImage, dpi: int | None = DPI) -> Seal:
    seals = find_seals(page, dpi, Says())
    assert len(seals) == 1, seals
    return seals[0]


def test_a_round_red_seal_over_text() -> None:
    """Place, size, ink and title of an ordinary seal come out."""
    page, box = stamped(Drawn(turn=8))

    seal = only(page)

    assert seal.box.iou(box) > 0.9
    assert (seal.shape, seal.ink, seal.complete, seal.edge) == (Shape.ROUND, Ink.RED, True, False)
    assert seal.diameter_mm == pytest.approx(42, abs=1)
    assert seal.title == "上海示范质量协会"


@pytest.mark.parametrize("ink", [(70, 40, 190), (40, 95, 235), (90, 50, 140)])
def test_red_runs_from_purple_to_orange(ink: tuple[int, int, int]) -> None:
    """Stamp pads differ; all their reds are red."""
    page, box = stamped(Drawn(), ink=ink)

    assert only(page).box.iou(box) > 0.9


def test_a_blue_seal() -> None:
    """Blue ink is found and named as blue."""
    page, box = stamped(Drawn(), ink=BLUE)

    seal = only(page)

    assert seal.ink is Ink.BLUE
    assert seal.box.iou(box) > 0.9


@pytest.mark.parametrize(
    ("drawn", "shape"),
    [
        (Drawn(shape="oval", wide=40, high=30, star=0, letter=4.2, turn=-10), Shape.OVAL),
        (Drawn("王建国", "square", 20, 20, 0.9, turn=5), Shape.SQUARE),
        (Drawn(shape="rect", wide=55, high=24), Shape.RECTANGLE),
    ],
)
def test_other_shapes(drawn: Drawn, shape: Shape) -> None:
    """Ovals, squares and rectangles are told apart and lie where they were pressed."""
    page, box = stamped(drawn)

    seal = only(page)

    assert seal.shape is shape
    assert seal.box.iou(box) > 0.85


def test_two_seals_that_cross() -> None:
    """Of two overlapping seals each is found whole."""
    page, first = stamped(Drawn(), at=(300, 500))
    second = drawing.press(page, drawing.seal_mask(Drawn(turn=20), DPI), (420, 540), RED)

    seals = find_seals(page, DPI, Says())

    assert len(seals) == 2
    for box in (first, second):
        assert max(seal.box.iou(box) for seal in seals) > 0.85


def test_a_seal_cut_by_the_edge() -> None:
    """Half a seal at the page's edge is reported as a part."""
    page, box = stamped(Drawn(), at=(drawing.blank_page(DPI).shape[1] - 80, 500))

    seal = only(page)

    assert (seal.edge, seal.complete) == (True, False)
    assert seal.box.iou(box) > 0.8


def test_no_size_without_a_resolution() -> None:
    """A photo has no scale: the seal is found and its size left open."""
    page, box = stamped(Drawn())

    seal = only(page, None)

    assert seal.box.iou(box) > 0.9
    assert seal.diameter_mm is None


def test_an_oval_on_a_greyscale_copy() -> None:
    """Ink that is paler than print is looked at by itself, whatever the outline."""
    page, box = stamped(Drawn(shape="oval", wide=45, high=30, star=0, letter=4.2, turn=-10))
    grey = cv2.cvtColor(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)

    seal = only(np.asarray(grey, np.uint8))

    assert (seal.shape, seal.ink) == (Shape.OVAL, Ink.BLACK)
    assert seal.box.iou(box) > 0.8


def test_a_greyscale_copy() -> None:
    """A clear ring is found without colour."""
    page, box = stamped(Drawn())
    grey = cv2.cvtColor(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)

    seal = only(np.asarray(grey, np.uint8))

    assert seal.ink is Ink.BLACK
    assert seal.box.iou(box) > 0.85


def test_an_unreadable_seal_is_kept() -> None:
    """A star and a ring make a seal, also where no letter can be read."""
    page, box = stamped(Drawn())

    (seal,) = find_seals(page, DPI, NOTHING)

    assert seal.title == ""
    assert seal.box.iou(box) > 0.9


def letterhead(page: PageImage) -> None:
    drawing.write(page, "上海市质量协会文件", (120, 100), 60, RED)
    cv2.line(page, (80, 200), (740, 200), RED, 4)


def frame(page: PageImage) -> None:
    for inset in (30, 40):
        cv2.rectangle(page, (inset, inset), (796 - inset, 1139 - inset), RED, 3)


def emblem(page: PageImage) -> None:
    cv2.circle(page, (410, 150), 70, (60, 180, 230), -1)
    cv2.circle(page, (410, 150), 60, (35, 30, 205), -1)
    for x in (380, 410, 440):
        cv2.circle(page, (x, 130), 7, (60, 200, 240), -1)


def pen_circle(page: PageImage) -> None:
    cv2.ellipse(page, (300, 400), (80, 55), 10, 20, 350, RED, 3)


def red_text(page: PageImage) -> None:
    for row in range(6):
        drawing.write(page, "为贯彻落实质量强市战略引导", (90, 320 + 36 * row), 26, RED)


def red_table(page: PageImage) -> None:
    for step in range(5):
        cv2.line(page, (100, 300 + 50 * step), (700, 300 + 50 * step), RED, 2)
        cv2.line(page, (100 + 150 * step, 300), (100 + 150 * step, 500), RED, 2)


def code_square(page: PageImage) -> None:
    cells = (np.random.default_rng(1).random((25, 25)) > 0.5).astype(np.uint8)
    large = cv2.resize(cells, (100, 100), interpolation=cv2.INTER_NEAREST)
    page[300:400, 300:400][large > 0] = RED


def ring_chart(page: PageImage) -> None:
    cv2.circle(page, (400, 400), 80, RED, 24)
    cv2.ellipse(page, (200, 400), (80, 80), 0, 0, 250, (190, 90, 40), -1)


@pytest.mark.parametrize(
    "draw",
    [letterhead, frame, emblem, pen_circle, red_text, red_table, code_square, ring_chart],
)
def test_decoys_are_not_seals(draw: Callable[[PageImage], None]) -> None:
    """What is red or round on a page without a seal is not reported, whatever is read in it."""
    page = drawing.blank_page(DPI)
    drawing.write(page, "申报单位应当具备独立法人资格", (90, 700), 22)
    draw(page)

    assert find_seals(drawing.as_jpeg(page, 60), DPI, NOTHING) == ()


def test_a_mark_that_names_nobody() -> None:
    """仅供预览 in a red box says something about the paper and is no seal."""
    page, _ = stamped(Drawn("仅供预览", "rect", 45, 20))

    assert find_seals(page, DPI, Says("仅供预览")) == ()


def test_an_empty_page() -> None:
    """A blank page, of any size, has no seal."""
    for size in ((1169, 827), (40, 30), (3, 3)):
        assert find_seals(np.full((*size, 3), 255, np.uint8), None, Says()) == ()


@pytest.mark.parametrize("part", [0, 1, 2])
def test_slices_at_the_page_edge(part: int) -> None:
    """Each third of a seal pressed across fanned-out pages is found on its page, and only there."""
    page = drawing.blank_page(DPI)
    mask = drawing.seal_mask(Drawn(), DPI)
    third = mask.shape[1] // 3
    at = (page.shape[1] - third, 400)
    box = drawing.press(page, mask[:, part * third : (part + 1) * third], at, RED)

    seal = only(drawing.as_jpeg(page, 60))

    assert (seal.edge, seal.complete) == (True, False)
    assert seal.box.iou(box) > 0.7


def test_a_name_seal_across_a_round_one() -> None:
    """A square that a ring crosses is a seal of its own."""
    page, ring = stamped(Drawn(), at=(400, 500))
    name = drawing.press(
        page, drawing.seal_mask(Drawn("董燕", "square", 20, 20), DPI), (340, 570), RED
    )

    seals = find_seals(page, DPI, Says())

    assert sorted(seal.shape for seal in seals) == [Shape.ROUND, Shape.SQUARE]
    for box in (ring, name):
        assert max(seal.box.iou(box) for seal in seals) > 0.8


def test_a_poor_ellipse_does_not_stand_for_a_frame() -> None:
    """With a ring's line in it a frame is like an ellipse, a little: the frame is better."""
    page = drawing.blank_page(DPI)
    drawing.press(page, drawing.seal_mask(Drawn(wide=38, high=38), DPI), (420, 500), BLUE)
    name = Drawn("孙霞东印", "square", 20, 20, 0.9)
    drawing.press(page, drawing.seal_mask(name, DPI), (372, 610), BLUE)
    mask = over(strength(page, Ink.BLUE), FAINT)
    ring = Outline(495, 575, 75, 75, 0.0, straight=False)
    ellipse = Outline(411, 649, 41, 34, -0.2, straight=False)

    (found,) = under_rings(mask, [ring, ellipse], working_sizes(mask.shape[:2], DPI))

    assert found.straight
    assert (found.x, found.y) == pytest.approx((411, 649), abs=3)


@pytest.mark.parametrize("at", [(-84, 74), (84, 74), (-74, -84)])
def test_a_frame_that_a_ring_crosses(at: tuple[int, int]) -> None:
    """A department's round seal runs over a corner of a name seal of the same ink: two seals."""
    page = drawing.blank_page(DPI)
    ring = drawing.press(page, drawing.seal_mask(Drawn(wide=38, high=38), DPI), (420, 500), BLUE)
    name = Drawn("孙霞东印", "square", 20, 20, 0.9, turn=2)
    middle, half = (420 + 75, 500 + 75), 39
    spot = (middle[0] + at[0] - half, middle[1] + at[1] - half)
    frame_box = drawing.press(page, drawing.seal_mask(name, DPI), spot, BLUE)

    seals = find_seals(drawing.as_jpeg(page, 60), DPI, Says())

    for box in (ring, frame_box):
        assert any(seal.box.iou(box) > 0.8 for seal in seals)


@pytest.mark.parametrize("narrow", [0.0, 0.3, 0.47, 0.6, 0.9])
@pytest.mark.parametrize("drawn", [Drawn(), Drawn(shape="oval", wide=45, high=30, double=True)])
def test_a_slice_of_three_millimetres(drawn: Drawn, narrow: float) -> None:
    """Only two short arcs of the ring: the slice is kept with its place on the seal."""
    page = drawing.blank_page(200)
    mask = drawing.worn(drawing.seal_mask(drawn, 200), 0.3, seed=2)
    wide, start = round(3 * 200 / 25.4), round(narrow * mask.shape[1])
    box = drawing.press(page, mask[:, start : start + wide], (page.shape[1] - wide, 800), RED)

    (seal,) = find_seals(drawing.as_jpeg(page, 60), 200, Says())

    assert seal.box.iou(box) > 0.7
    kept = seal.fragment
    assert kept is not None
    assert kept.edge is Edge.RIGHT
    assert mask_of(kept).mean() > 0.02
    assert (kept.rows / PER_MM, kept.columns / PER_MM) == (
        pytest.approx(box.height / 200 * 25.4, abs=0.6),
        pytest.approx(box.width / 200 * 25.4, abs=0.6),
    )


def test_a_slice_in_black_on_a_grey_page() -> None:
    """A grey scan's slice at the left edge; its text is far enough from it."""
    page = drawing.blank_page(200)
    for row in range(14):
        drawing.write(page, "申报单位应当具备独立法人资格并经营三年以上", (200, 600 + 80 * row), 36)
    mask = drawing.seal_mask(Drawn(), 200)
    third = mask.shape[1] // 3
    box = drawing.press(page, mask[:, third : 2 * third], (0, 800), (90, 90, 90))

    slices = [seal for seal in find_seals(page, 200, Says()) if seal.fragment is not None]

    assert len(slices) == 1
    assert slices[0].box.iou(box) > 0.7
    assert slices[0].ink is Ink.BLACK


def test_coloured_edges_are_no_slices() -> None:
    """A red stripe along the edge, red tabs and a red shadow are not cut from a seal."""
    page = drawing.blank_page(200)
    page[:, -20:] = RED
    for top in (300, 600, 900, 1100, 1500):
        page[top : top + 90, :60] = RED
    page[1800:1806, :100] = RED
    page[2000:2006, :100] = RED

    assert [one for one in find_seals(page, 200, Says()) if one.fragment is not None] == []


def test_a_whole_seal_near_the_edge_is_no_slice() -> None:
    """Nothing of it is on another page."""
    page = drawing.blank_page(200)
    mask = drawing.seal_mask(Drawn(), 200)
    drawing.press(page, mask, (page.shape[1] - mask.shape[1] - 12, 800), RED)

    (seal,) = find_seals(page, 200, Says())

    assert (seal.fragment, seal.complete) == (None, True)
