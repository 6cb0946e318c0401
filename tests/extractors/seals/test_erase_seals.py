"""Ink is taken off inside seals only, and print stays."""

from __future__ import annotations

import numpy as np
import seal_drawing as drawing
from seal_drawing import BLUE, RED, Drawn

from extractors.facts import Box, Ink, Seal, SealKind, Shape
from extractors.seals.erase import without_seals

DPI = 100


def a_seal(box: Box, ink: Ink) -> Seal:
    return Seal(box, Shape.ROUND, ink, SealKind.OFFICIAL, "", "", "", 42.0, True, False, 0.9, 0.0)


def test_ink_goes_and_print_stays() -> None:
    """Under both inks black print comes out as it was, on white."""
    for colour, ink in ((RED, Ink.RED), (BLUE, Ink.BLUE)):
        page = drawing.blank_page(DPI)
        drawing.write(page, "独立法人资格", (300, 470), 40)
        before = page.copy()
        box = drawing.press(page, drawing.seal_mask(Drawn(), DPI), (320, 400), colour)

        after = without_seals(page, (a_seal(box, ink),))

        chroma = after.astype(int).max(2) - after.astype(int).min(2)
        assert (chroma > 40).sum() < 0.01 * box.area
        black, kept = before.max(2) < 90, after.max(2) < 128
        assert (black & kept).sum() > 0.97 * black.sum()


def test_red_outside_a_seal_stays() -> None:
    """A red letterhead is not touched, and the page handed in is not either."""
    page = drawing.blank_page(DPI)
    drawing.write(page, "上海市质量协会文件", (120, 100), 60, RED)
    box = drawing.press(page, drawing.seal_mask(Drawn(), DPI), (320, 500), RED)
    before = page.copy()

    after = without_seals(page, (a_seal(box, Ink.RED),))

    assert np.array_equal(after[:300], before[:300])
    assert np.array_equal(page, before)
    assert not np.array_equal(after, before)


def test_fine_grey_print_comes_out_from_under_blue_ink() -> None:
    """Blue ink darkens what is under it in every channel; thin strokes must not go with it."""
    page = drawing.blank_page(DPI)
    drawing.write(page, "独立法人资格经营年限", (270, 430), 14, (100, 100, 100))
    before = page.copy()
    box = drawing.press(page, drawing.seal_mask(Drawn(), DPI), (320, 400), (150, 55, 60))

    after = without_seals(drawing.as_jpeg(page, 60), (a_seal(box, Ink.BLUE),))

    inside = slice(round(box.top), round(box.bottom)), slice(round(box.left), round(box.right))
    before, after = before[inside].max(2), after[inside].max(2)
    printed, kept = before < 170, after < 200
    assert (printed & kept).sum() > 0.92 * printed.sum()
    assert (kept & (before > 230)).mean() < 0.04
