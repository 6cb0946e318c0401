"""What a coloured seal's own characters leave behind is no text of the page."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from extractors.facts import Box, Ink, Line, Seal, SealKind, Shape
from extractors.ghosts import without_ghosts
from extractors.ocr.engine import PageImage

SEAL = Seal(
    Box(0, 0, 300, 300),
    Shape.ROUND,
    Ink.BLUE,
    SealKind.OFFICIAL,
    "",
    "",
    "",
    42.0,
    True,
    False,
    0.9,
    0.0,
)
PLACE = Box(100, 100, 180, 140)
GHOST = Line("邮务", PLACE, 0.34)
BLUE, PALE, BLACK = (200, 60, 40), (205, 205, 205), (40, 40, 40)
RIM = (228, 228, 228)  # what lifting off leaves of a ring's letters


def paper() -> PageImage:
    return np.full((300, 300, 3), 255, np.uint8)


def drawn(colour: tuple[int, int, int]) -> PageImage:
    page = paper()
    cv2.line(page, (105, 110), (175, 130), colour, 5)
    return page


@pytest.mark.parametrize("left", [PALE, BLACK])
def test_what_has_the_seals_colour_goes(left: tuple[int, int, int]) -> None:
    """However dark the rim that lifting the ink off has left."""
    assert without_ghosts((GHOST,), (SEAL,), drawn(BLUE), drawn(left)) == ()


def test_a_rim_goes_however_well_it_was_read() -> None:
    """Even as what it is: no print is so pale."""
    line = replace(GHOST, text="质量管理部", confidence=0.98)
    assert without_ghosts((line,), (SEAL,), drawn(BLUE), drawn(RIM)) == ()


def test_print_under_a_seal_stays() -> None:
    """It is dark without colour, before and after."""
    assert without_ghosts((GHOST,), (SEAL,), drawn(BLACK), drawn(BLACK)) == (GHOST,)


@pytest.mark.parametrize(
    "line",
    [
        replace(GHOST, confidence=0.9),
        replace(GHOST, text="质量管理"),
        replace(GHOST, box=Box(260, 100, 400, 140)),
    ],
)
def test_what_is_read_well_or_reaches_beyond_the_seal_stays(line: Line) -> None:
    """Only short words that could not be read, on the seal itself, are taken out."""
    assert without_ghosts((line,), (SEAL,), drawn(BLUE), drawn(PALE)) == (line,)


def test_a_grey_seals_words_are_no_matter_of_colour() -> None:
    """On a copy in grey everything has the seal's colour."""
    seal = replace(SEAL, ink=Ink.BLACK)
    assert without_ghosts((GHOST,), (seal,), drawn(BLACK), drawn(BLACK)) == (GHOST,)
