"""Which ink may rule a table: stamps do not, coloured forms do."""

from __future__ import annotations

from dataclasses import replace

import cv2

from extractors.facts import Box, Ink, Seal, SealKind, Shape
from extractors.ocr.engine import PageImage
from extractors.rules import bridged, rule_ink
from extractors.tables import find_grids, ink_of
from tests.extractors.drawing import DPI, ruled, sheet

BLUE, RED = (190, 60, 50), (50, 40, 200)
ROWS, COLUMNS = (100, 200, 300), (100, 400, 1000)


def cells(image: PageImage) -> list[int]:
    ink = rule_ink(image, ink_of(image, DPI), DPI)
    return [len(grid.cells) for grid in find_grids(ink, DPI)]


def stamped(image: PageImage, colour: tuple[int, int, int]) -> PageImage:
    """Stamp a name seal of 14 mm over two rules: ink darkens, it does not cover."""
    stamp = sheet(image.shape[1], image.shape[0])
    stamp[:] = 255
    cv2.rectangle(stamp, (600, 98), (710, 208), colour, 8)
    image[:] = cv2.multiply(image, stamp, scale=1 / 255)
    return image


def test_the_frame_of_a_name_seal_parts_no_cells() -> None:
    """Its sides end on the table's rules, or cross them."""
    for colour in (BLUE, RED):
        image = stamped(ruled(sheet(), ROWS, COLUMNS), colour)
        assert cells(image) == [4]
    plain = stamped(ruled(sheet(), ROWS, COLUMNS), (40, 40, 40))
    assert cells(plain) != [4]


def test_a_rule_goes_on_behind_a_stamp() -> None:
    """Where the seal's ink lies along a rule, the rule is not broken."""
    image = ruled(sheet(), ROWS, COLUMNS)
    image[196:205, 560:740] = BLUE
    assert cells(image) == [4]


def test_a_form_printed_in_colour_has_its_rules() -> None:
    """Red-ruled and blue-ruled tables are tables."""
    for colour in (BLUE, RED):
        image = sheet()
        for y in ROWS:
            cv2.line(image, (100, y), (1000, y), colour, 3)
        for x in (100, 160, 220, 1000):
            cv2.line(image, (x, 100), (x, 300), colour, 3)
        cv2.line(image, (100, 300), (100, 500), colour, 3)
        cv2.line(image, (1000, 300), (1000, 500), colour, 3)
        cv2.line(image, (100, 500), (1000, 500), colour, 3)
        assert cells(image) == [7]


def test_a_long_red_rule_stays_and_a_short_one_goes() -> None:
    """The line under a letterhead is one; a stroke of a stamp is none."""
    image = sheet()
    cv2.line(image, (100, 100), (1000, 100), RED, 4)
    cv2.line(image, (100, 300), (250, 300), RED, 4)
    ink = rule_ink(image, ink_of(image, DPI), DPI)
    assert ink[98:103, 200:900].any(axis=0).all()
    assert not ink[298:303, 110:240].any()


def test_a_rule_that_a_seal_has_hidden_is_joined() -> None:
    """Lifting its ink off left a gap; elsewhere such a gap stays, and nothing is drawn beyond."""
    image = ruled(sheet(), ROWS, COLUMNS)
    image[190:211, 560:700] = 255
    ink = ink_of(image, DPI)
    box = Box(500, 60, 800, 360)
    seal = Seal(
        box, Shape.ROUND, Ink.RED, SealKind.OFFICIAL, "", "", "", 42.0, True, False, 0.9, 0.0
    )
    assert len(find_grids(ink, DPI)[0].cells) == 3
    assert len(find_grids(bridged(ink, (seal,), DPI), DPI)[0].cells) == 4
    for other in (replace(seal, box=Box(100, 600, 400, 900)), replace(seal, ink=Ink.BLACK)):
        assert len(find_grids(bridged(ink, (other,), DPI), DPI)[0].cells) == 3


def test_a_cell_between_others_under_a_seal_stays_whole() -> None:
    """Rules that end at its sides are not one rule, where the cell is as wide as the seal."""
    image = ruled(sheet(), (100, 300), (100, 400, 750, 1000))
    for left, right in ((100, 400), (750, 1000)):
        image[199:202, left:right] = 0
    seal = Seal(
        Box(430, 90, 730, 390), Shape.ROUND, Ink.RED, SealKind.OFFICIAL, "", "", "", 42.0, True,
        False, 0.9, 0.0,
    )  # fmt: skip
    ink = ink_of(image, DPI)
    assert len(find_grids(ink, DPI)[0].cells) == 5
    assert bridged(ink, (seal,), DPI).sum() >= ink.sum()
    assert len(find_grids(bridged(ink, (seal,), DPI), DPI)[0].cells) == 5


def test_a_rule_that_ends_beside_a_seal_goes_no_further() -> None:
    """A row of one cell under two stays one, though its title's strokes stand where they part."""
    image = ruled(sheet(), (100, 500, 570, 900), (100, 1000))
    image[100:500, 549:552] = 0
    image[515:555, 549:552] = 0  # a stroke of a character in the middle of the row
    seal = Seal(
        Box(200, 220, 500, 560), Shape.ROUND, Ink.RED, SealKind.OFFICIAL, "", "", "", 42.0, True,
        False, 0.9, 0.0,
    )  # fmt: skip
    ink = ink_of(image, DPI)
    assert len(find_grids(ink, DPI)[0].cells) == 4
    assert len(find_grids(bridged(ink, (seal,), DPI), DPI)[0].cells) == 4


def test_a_rule_that_stops_before_a_seal_and_begins_behind_it_is_two() -> None:
    """Of the row between, some is beside the seal, and shows that nothing stands there."""
    image = ruled(sheet(), (100, 240, 320, 460), (100, 500, 1000))
    image[243:318, 490:510] = 255  # the row in the middle is one cell
    ink = ink_of(image, DPI)
    seal = Seal(
        Box(420, 270, 560, 400), Shape.SQUARE, Ink.BLUE, SealKind.NAME, "", "", "", 18.0, True,
        False, 0.9, 0.0,
    )  # fmt: skip
    assert len(find_grids(ink, DPI)[0].cells) == 5
    assert len(find_grids(bridged(ink, (seal,), DPI), DPI)[0].cells) == 5
