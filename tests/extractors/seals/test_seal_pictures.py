"""What is kept of an impression, and seals that are image objects of a PDF."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pikepdf
import pytest
import seal_drawing as drawing
from seal_drawing import RED, Drawn
from seal_fakes import Says

from checks.impressions import same_picture
from extractors.facts import Box, PageFacts, Seal, Source, Status
from extractors.facts import Drawn as Lies
from extractors.ocr.engine import PageImage
from extractors.placed import with_drawn
from extractors.seals.find import find_seals
from extractors.sniff import FileKind

DPI = 200
WIDE, HIGH = 400, 600  # points and pixels of the PDF's page


def _page(*seals: tuple[Drawn, int, tuple[int, int]]) -> PageImage:
    """Text, and seals with their wear's seed and place."""
    page = drawing.blank_page(DPI)
    for row in range(9):
        drawing.write(page, "申报单位应当具备独立法人资格", (100, 300 + 70 * row), 36)
    for seal, seed, at in seals:
        mask = drawing.worn(drawing.seal_mask(seal, DPI), 0.3, seed)
        drawing.press(page, mask, at, RED)
    return drawing.as_jpeg(page, 75)


def _two(page: PageImage) -> tuple[Seal, Seal]:
    first, second = find_seals(page, DPI, Says())
    return first, second


def test_one_picture_twice_on_a_page_is_told() -> None:
    """Over text and beside it, what is kept of the impressions is the same."""
    page = _page((Drawn(turn=3), 1, (208, 304)), (Drawn(turn=3), 1, (800, 1600)))
    assert same_picture(*_two(page))


@pytest.mark.parametrize("other", [(Drawn(turn=4), 2), (Drawn(turn=3), 2)])
def test_a_stamp_pressed_twice_is_told_apart(other: tuple[Drawn, int]) -> None:
    """Turned by a degree, or only inked otherwise."""
    page = _page((Drawn(turn=3), 1, (208, 304)), (*other, (800, 1600)))
    assert not same_picture(*_two(page))


def test_nothing_is_kept_of_a_seal_that_the_edge_cuts() -> None:
    """Part of an impression is no impression."""
    page = _page((Drawn(), 1, (1500, 700)))
    (seal,) = find_seals(page, DPI, Says())
    assert (seal.edge, seal.fingerprint) == (True, "")


def _pdf(rotate: int, place: tuple[float, float, float, float], nested: bool) -> bytes:
    """A scan of the whole page, and a small picture (left, bottom, width, height in points)."""
    with pikepdf.new() as pdf:
        image = pikepdf.Stream(
            pdf, b"\xff\0\0", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=1,
            Height=1, BitsPerComponent=8, ColorSpace=pikepdf.Name.DeviceRGB,
        )  # fmt: skip
        left, bottom, wide, high = place
        small = f"q {wide / 2} 0 0 {high / 2} {left / 2} {bottom / 2} cm /Im Do Q"
        resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=image))
        form = pikepdf.Stream(
            pdf, small.encode(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form,
            BBox=[0, 0, WIDE, HIGH], Resources=resources,
        )  # fmt: skip
        content = f"q {WIDE} 0 0 {HIGH} 0 0 cm /Im Do Q q 2 0 0 2 0 0 cm "
        content += "/Fm Do Q" if nested else f"{small} Q"
        page = pikepdf.Dictionary(
            Type=pikepdf.Name.Page, MediaBox=[0, 0, WIDE, HIGH], Rotate=rotate,
            Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=image, Fm=form)),
            Contents=pdf.make_stream(content.encode()),
        )  # fmt: skip
        pdf.pages.append(pikepdf.Page(page))
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def _facts(box: Box, turned: int, size: tuple[int, int]) -> PageFacts:
    seal = replace(_SEAL, box=box)
    return PageFacts(
        1, *size, 72, turned, 0.0, Source.OCR, Status.READ, False, seals=(seal,)
    )  # fmt: skip


_SEAL = find_seals(_page((Drawn(), 1, (800, 900))), DPI, Says())[0]
_PLACE = (50.0, 100.0, 110.0, 110.0)


@pytest.mark.parametrize("nested", [False, True])
@pytest.mark.parametrize(
    ("rotate", "turned", "box"),
    [
        (0, 0, Box(50, 390, 160, 500)),
        (90, 0, Box(100, 50, 210, 160)),
        (0, 90, Box(100, 50, 210, 160)),
        (0, 180, Box(240, 100, 350, 210)),
        (0, 270, Box(390, 240, 500, 350)),
    ],
)
def test_a_picture_of_its_own_is_told(rotate: int, turned: int, box: Box, nested: bool) -> None:
    """However the page is turned, and inside a form of the PDF too."""
    size = (HIGH, WIDE) if (rotate + turned) % 180 else (WIDE, HIGH)
    facts = _facts(box, turned, size)
    found = with_drawn(facts, _pdf(rotate, _PLACE, nested), FileKind.PDF)
    assert found.seals[0].drawn is Lies.IMAGE


@pytest.mark.parametrize(
    ("box", "place"),
    [
        (Box(200, 100, 310, 210), _PLACE),  # elsewhere
        (Box(50, 390, 90, 430), (50.0, 100.0, 180.0, 180.0)),  # in the corner of a photo
        (Box(10, 10, 390, 590), (0.0, 0.0, WIDE, HIGH)),  # a scan is the page
    ],
)
def test_other_pictures_are_no_seals(box: Box, place: tuple[float, float, float, float]) -> None:
    """A seal on a scan, beside a picture or as part of a photo is no picture of its own."""
    found = with_drawn(_facts(box, 0, (WIDE, HIGH)), _pdf(0, place, False), FileKind.PDF)
    assert found.seals[0].drawn is Lies.NO


def test_a_picture_file_has_no_objects() -> None:
    """Only a PDF can tell; its bytes are not even opened for others."""
    facts = _facts(Box(0, 0, 10, 10), 0, (WIDE, HIGH))
    assert with_drawn(facts, b"no PDF", FileKind.JPEG) is facts


def test_a_page_whose_parts_cannot_be_listed_stays_as_it_was_read() -> None:
    """What was read is kept where PDFium cannot open the page a second time."""
    facts = _facts(Box(0, 0, 10, 10), 0, (WIDE, HIGH))
    assert with_drawn(facts, b"%PDF- damaged", FileKind.PDF) is facts


def test_the_kept_impression_is_small() -> None:
    """A seal's facts stay within a few kilobytes."""
    assert 0 < len(_SEAL.fingerprint) < 3000
    assert np.isfinite(_SEAL.confidence)
