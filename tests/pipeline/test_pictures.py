"""The picture of a page: what was found is drawn where it is, each seal has its panel."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from extractors.facts import Box, Drawn, Ink, Seal, SealKind, Shape, Source
from extractors.limits import Limits
from extractors.seals.views import views
from extractors.sniff import FileKind
from pipeline import messages, panels, typeface
from pipeline.panels import WIDTH, panel
from pipeline.pictures import draw_page, upright_picture
from tests.checks.paper import page, seal

DPI = 120
CENTRE, RADIUS = (600, 700), 95
VIOLET = (0x7A, 0x00, 0xCC)
Pixels = NDArray[np.uint8]


def _sheet() -> Image.Image:
    """A page with a round red seal: ring, blocks for letters around the upper part, a disc."""
    sheet = Image.new("RGB", (1000, 1400), "white")
    pen = ImageDraw.Draw(sheet)
    x, y = CENTRE
    pen.ellipse((x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS), outline=(215, 30, 40), width=5)
    for degrees in range(-110, 111, 22):
        angle = np.radians(degrees)
        u, v = x + 72 * np.sin(angle), y - 72 * np.cos(angle)
        pen.rectangle((u - 9, v - 9, u + 9, v + 9), outline=(215, 30, 40), width=4)
    pen.ellipse((x - 22, y - 22, x + 22, y + 22), fill=(215, 30, 40))
    return sheet


def _seal() -> Seal:
    x, y = CENTRE
    box = Box(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS)
    return replace(seal("上海某某机械公司"), box=box)


def _drawn(folder: Path, *seals: Seal) -> Pixels:
    path = folder / "a.png"
    _sheet().save(path)
    facts = replace(page(seals=seals), dpi=DPI)
    found = draw_page(path, FileKind.PNG, facts, Limits())
    assert isinstance(found, bytes)
    return np.asarray(Image.open(io.BytesIO(found)).convert("RGB"))


@pytest.mark.parametrize(("orientation", "turned_by"), [(3, 180), (6, 90), (8, 270)])
def test_the_page_of_a_photo_stands_as_it_was_read(
    tmp_path: Path, orientation: int, turned_by: int
) -> None:
    """The turn that a camera noted (EXIF) is taken once."""
    upright = _sheet()
    stored = upright.rotate(turned_by, expand=True)  # against the clock
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "a.png"
    stored.save(path, exif=exif)
    facts = replace(page(), width=1000, height=1400, source=Source.OCR)
    seen = upright_picture(path, FileKind.PNG, facts, Limits())
    assert np.abs(seen[:, :, ::-1].astype(int) - np.asarray(upright).astype(int)).max() == 0


def test_a_page_without_seals_is_drawn_alone(tmp_path: Path) -> None:
    """No panel stands beside it."""
    assert _drawn(tmp_path).shape == (1400, 1000, 3)


def test_the_fitted_ring_lies_on_the_seal(tmp_path: Path) -> None:
    """The outline is drawn where the ink is, and a panel stands beside the page."""
    pixels = _drawn(tmp_path, _seal())
    assert pixels.shape[1] > 1000 + WIDTH
    ys, xs = np.nonzero((pixels[:, :1000] == VIOLET).all(axis=2))
    away = np.hypot(xs - CENTRE[0], ys - CENTRE[1])
    assert len(away) > 500
    assert np.percentile(away, 99) < RADIUS + 6
    assert np.mean(away > RADIUS - 8) > 0.7


def test_a_ring_is_opened_at_its_gap() -> None:
    """It is cut below, where no letter stands, and the title fills the middle of the strip."""
    pixels = np.asarray(_sheet())[:, :, ::-1].copy()
    (view,) = views(pixels, DPI, (_seal(),))
    assert view is not None and view.opening is not None
    (x, y), (u, v) = view.opening
    assert abs(x - CENTRE[0]) < 15 and abs(y - CENTRE[1] - RADIUS) < 5
    assert np.hypot(u - CENTRE[0], v - CENTRE[1]) < RADIUS - 20
    assert 0.05 < view.first < 0.3 and 0.7 < view.last < 0.95
    below = view.strip[60:, :, 0] < 128
    inked = np.nonzero(below.any(axis=0))[0] / view.strip.shape[1]
    assert view.first - 0.02 <= inked.min() and inked.max() <= view.last + 0.02


def test_a_seal_that_is_not_found_again_keeps_its_panel(tmp_path: Path) -> None:
    """Its crop and its words are shown, without a strip."""
    elsewhere = replace(_seal(), box=Box(50, 50, 150, 150))
    assert views(np.asarray(_sheet()), DPI, (elsewhere,)) == (None,)
    assert _drawn(tmp_path, elsewhere).shape[1] > 1000 + WIDTH


def test_more_seals_than_the_page_is_high_fit(tmp_path: Path) -> None:
    """The picture grows with the panels."""
    pixels = _drawn(tmp_path, *[_seal()] * 5)
    assert pixels.shape[0] > 1400


@pytest.mark.parametrize("title", [0.99, 0.7, 0.2])
def test_doubtful_letters_have_another_colour(title: float) -> None:
    """What was read surely is green, what was not is red."""
    one = replace(seal("上海某某机械公司", probability=title), box=Box(0, 0, 90, 90))
    pixels = np.asarray(panel(1, one, None, np.full((99, 99, 3), 255, np.uint8)))
    expected = {0.99: (0x00, 0x77, 0x1F), 0.7: (0xC0, 0x6A, 0x00), 0.2: (0xC0, 0x00, 0x00)}[title]
    assert (pixels == expected).all(axis=2).sum() > 50


def test_without_a_chinese_typeface_the_panel_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that cannot be shown is drawn; numbers and English words are left."""
    monkeypatch.setattr(panels, "chinese", lambda _: None)
    lines = panels._lines(_seal(), has_chinese=False)
    assert all(line.isascii() for line in lines)
    assert "40.0 mm" in lines[0] and "typeface" in lines[-1]
    drawn = panel(1, _seal(), None, np.full((1400, 1000, 3), 255, np.uint8))
    assert drawn.width == WIDTH


def test_a_typeface_is_looked_for_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first known name is taken, wherever in the folders it lies; none is no error."""
    (tmp_path / "deep").mkdir()
    for name in ("uming.ttc", "wqy-zenhei.ttc", "DejaVuSans.ttf"):
        (tmp_path / "deep" / name).write_bytes(b"")
    monkeypatch.setattr(typeface, "_FOLDERS", (tmp_path, tmp_path / "missing"))
    assert typeface._file.__wrapped__() == str(tmp_path / "deep" / "wqy-zenhei.ttc")
    monkeypatch.setattr(typeface, "_FOLDERS", (tmp_path / "missing",))
    assert typeface._file.__wrapped__() == ""


def test_what_a_seal_is_stands_in_words() -> None:
    """Kind, shape, ink, size, purpose, code and a picture of its own are told in Chinese."""
    one = replace(
        _seal(), kind=SealKind.CONTRACT, shape=Shape.OVAL, ink=Ink.BLUE, drawn=Drawn.IMAGE,
        purpose="合同专用章", code="3101150012345",
    )  # fmt: skip
    words = "\n".join(panels._lines(one, has_chinese=True))
    for part in ("合同专用章", "椭圆形", "蓝色", "40.0 mm", "3101150012345", "单独图片"):
        assert part in words


def test_every_value_of_a_seal_has_its_word() -> None:
    """No English name is shown to staff."""
    assert set(messages.SEAL_KINDS) == set(SealKind)
    assert set(messages.SHAPES) == set(Shape)
    assert set(messages.INKS) == set(Ink)
