"""Draw seals, pages and decoys for the tests. No real seal is copied."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from extractors.facts import Box
from extractors.ocr.engine import PageImage

FONTS = Path("/usr/share/fonts")
FACES = {
    "song": ("uming.ttc", "gbsn00lp.ttf"),
    "kai": ("ukai.ttc", "gkai00mp.ttf"),
    "hei": ("wqy-zenhei.ttc", "uming.ttc"),
}
RED = (40, 35, 215)  # blue, green, red
BLUE = (190, 70, 35)
Mask = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a drawn seal shows. Lengths are in mm, angles in degrees (clockwise)."""

    title: str = "上海示范质量协会"
    shape: str = "round"
    wide: float = 42.0
    high: float = 42.0
    border: float = 1.1
    letter: float = 5.2
    sweep: float = 230.0
    star: float = 7.0
    purpose: str = ""
    code: str = ""
    face: str = "song"
    double: bool = False
    turn: float = 0.0


@cache
def font(face: str, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """A Chinese face if one is installed, else whatever Pillow brings."""
    path = _font_file(face)
    return ImageFont.truetype(path, size) if path else ImageFont.load_default(size)


@cache
def _font_file(face: str) -> str:
    return next((str(path) for name in FACES[face] for path in FONTS.rglob(name)), "")


def seal_mask(seal: Drawn, dpi: int) -> Mask:
    """Full ink is 1. Drawn at twice the resolution, turned, then reduced."""
    scale = dpi / 25.4 * 2
    wide, high = round(seal.wide * scale), round(seal.high * scale)
    canvas = Image.new("L", (wide + 8, high + 8), 0)
    pen = ImageDraw.Draw(canvas)
    outer = (4, 4, wide + 3, high + 3)
    line = max(2, round(seal.border * scale))
    if seal.shape in {"round", "oval"}:
        pen.ellipse(outer, outline=255, width=line)
        if seal.double:
            inset = line * 2
            inner = (4 + inset, 4 + inset, wide + 3 - inset, high + 3 - inset)
            pen.ellipse(inner, outline=255, width=max(1, line // 2))
        _arc(canvas, seal, scale)
        _inside(canvas, pen, seal, scale)
    else:
        pen.rectangle(outer, outline=255, width=line)
        _lines(canvas, seal, line)
    turned = canvas.rotate(-seal.turn, expand=True, resample=Image.Resampling.BICUBIC)
    small = turned.resize((turned.width // 2, turned.height // 2), Image.Resampling.BOX)
    return np.asarray(small, np.float32) / 255


def _glyph(character: str, face: str, size: int, squeeze: float) -> Image.Image:
    tile = Image.new("L", (round(size * 1.3), round(size * 1.3)), 0)
    at = (tile.width / 2, tile.height / 2)
    ImageDraw.Draw(tile).text(
        at, character, font=font(face, size), fill=255, anchor="mm", stroke_width=max(1, size // 40)
    )
    return tile.resize((max(1, round(tile.width * squeeze)), tile.height))


def _arc(canvas: Image.Image, seal: Drawn, scale: float) -> None:
    deep = (seal.border * (3.2 if seal.double else 1.0) + 0.8 + seal.letter / 2) * scale
    count = max(1, len(seal.title) - 1)
    a, b = seal.wide * scale / 2 - deep, seal.high * scale / 2 - deep
    room = math.radians(seal.sweep) * (a + b) / 2 / count
    squeeze = min(0.9, room / (seal.letter * scale * 1.1))
    for index, character in enumerate(seal.title):
        angle = math.radians((index / count - 0.5) * seal.sweep)
        tile = _glyph(character, seal.face, round(seal.letter * scale), squeeze)
        # The letters of an oval stand square to its line, not to the centre.
        lean = math.degrees(math.atan2(b * math.sin(angle), a * math.cos(angle)))
        _put(canvas, tile.rotate(-lean, expand=True), a * math.sin(angle), -b * math.cos(angle))
    small = 1.9
    deep = (seal.border + 0.5 + small / 2) * scale
    reach = seal.wide * scale / 2 - deep
    for index, character in enumerate(seal.code):
        angle = math.radians((index / max(1, len(seal.code) - 1) - 0.5) * 46)
        tile = _glyph(character, "hei", round(small * scale), 0.8)
        turned = tile.rotate(math.degrees(angle), expand=True)
        _put(canvas, turned, reach * math.sin(angle), reach * math.cos(angle))


def _put(canvas: Image.Image, tile: Image.Image, x: float, y: float) -> None:
    at = (
        round(canvas.width / 2 + x - tile.width / 2),
        round(canvas.height / 2 + y - tile.height / 2),
    )
    canvas.paste(255, at, tile)


def _inside(canvas: Image.Image, pen: ImageDraw.ImageDraw, seal: Drawn, scale: float) -> None:
    cx, cy = canvas.width / 2, canvas.height / 2
    if seal.star:
        points = []
        for index in range(10):
            reach = seal.star * scale * (1.0 if index % 2 == 0 else 0.382)
            angle = math.radians(index * 36 - 90)
            points.append((cx + reach * math.cos(angle), cy + reach * math.sin(angle)))
        pen.polygon(points, fill=255)
    tall = 3.6 * scale
    start = -tall * 0.95 * (len(seal.purpose) - 1) / 2
    down = (8.8 if seal.shape == "round" else 6.5) * scale
    for index, character in enumerate(seal.purpose):
        tile = _glyph(character, seal.face, round(tall), 0.85)
        _put(canvas, tile, start + index * tall * 0.95, down)


def _lines(canvas: Image.Image, seal: Drawn, line: int) -> None:
    """Two rows; a name of up to four characters runs down the right column first."""
    text = seal.title
    half = -(-len(text) // 2)
    rows = [text[:half], text[half:]]
    if len(text) <= 4 and seal.shape == "square":
        text = (text + "之印")[:4] if len(text) == 2 else (text + "印")[:4]
        rows = [text[2] + text[0], text[3] + text[1]]
    inner_wide, inner_high = canvas.width - 8 - 4 * line, canvas.height - 8 - 4 * line
    for row, words in enumerate(rows):
        for column, character in enumerate(words):
            step = inner_wide / max(1, len(words))
            size = round(min(inner_high / len(rows) * 0.86, step * 1.3))
            tile = _glyph(character, seal.face, size, min(1.0, step / size * 0.95))
            x = (column + 0.5) * step - inner_wide / 2
            _put(canvas, tile, x, (row + 0.5) / len(rows) * inner_high - inner_high / 2)


def worn(mask: Mask, amount: float, seed: int) -> Mask:
    """Uneven pressure and grain; 0 leaves the mask as it is, 1 nearly destroys it."""
    noise = np.random.default_rng(seed)
    low = noise.random((7, 7), np.float32)
    pressure = cv2.resize(low, (mask.shape[1], mask.shape[0]), interpolation=cv2.INTER_CUBIC)
    grain = cv2.GaussianBlur(noise.random(mask.shape, np.float32), (0, 0), 1.2)
    holes = (grain > 0.62 - 0.1 * amount).astype(np.float32)
    kept = np.clip(1 - amount * (1.1 - pressure), 0.08, 1) * (1 - amount * holes)
    return (mask * kept).astype(np.float32)


def press(page: PageImage, mask: Mask, at: tuple[int, int], ink: tuple[int, int, int]) -> Box:
    """Stamp the page in place, ink multiplied onto what is there; the mask may hang over."""
    height, width = mask.shape
    left, top = at
    x0, y0 = max(0, left), max(0, top)
    x1, y1 = min(page.shape[1], left + width), min(page.shape[0], top + height)
    part = mask[y0 - top : y1 - top, x0 - left : x1 - left, None]
    share = 1 - part * (1 - np.array(ink, np.float32) / 255)
    page[y0:y1, x0:x1] = (page[y0:y1, x0:x1].astype(np.float32) * share).astype(np.uint8)
    ys, xs = np.nonzero(part[..., 0] > 0.2)
    return Box(x0 + xs.min(), y0 + ys.min(), x0 + xs.max() + 1, y0 + ys.max() + 1)


def blank_page(dpi: int = 100, width: float = 210.0, height: float = 297.0) -> PageImage:
    """White paper; sizes in mm."""
    size = (round(height / 25.4 * dpi), round(width / 25.4 * dpi), 3)
    return np.full(size, 250, np.uint8)


def write(
    page: PageImage,
    text: str,
    at: tuple[int, int],
    size: int,
    ink: tuple[int, int, int] = (30, 30, 30),
    face: str = "song",
) -> None:
    """Print a line of text on the page in place; `at` is its top left corner."""
    picture = Image.fromarray(page)
    ImageDraw.Draw(picture).text(at, text, font=font(face, size), fill=ink)
    page[:] = np.asarray(picture)


def as_jpeg(page: PageImage, quality: int) -> PageImage:
    """The page after a round through JPEG."""
    _, data = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
