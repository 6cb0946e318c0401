"""Decoys in ink over the print: a red pen's marks, and pale letters across the page."""

import random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from samples import fonts
from samples.decoy_tools import Colour, Place, place, red
from samples.seal_papers import Page
from samples.stamps import blend, wave


def _ink_over(page: Page, mask: Image.Image, at: Place, colour: Colour, rng: random.Random) -> None:
    """Lay a pen's strokes over the print, as far as they stand on the sheet."""
    waved = wave(np.asarray(np.asarray(mask, np.float32) / 255, np.float32), rng)
    left, top = max(0, round(at[0])), max(0, round(at[1]))
    wide, high = page.sheet.image.size
    kept = np.ascontiguousarray(waved[: max(0, high - top), : max(0, wide - left)])
    if kept.size:
        blend(page.sheet, kept, (left, top), colour)


def handwriting(page: Page, rng: random.Random) -> None:
    """Write a remark with a red pen."""
    text = rng.choice(
        ("已阅", "同意", "请补充材料", "数据有误请核对", "退回修改", "重要", "缺第3页", "OK")
    )
    pixels = page.size(rng.uniform(18, 40))
    mask = Image.new("L", (round(pixels * (len(text) + 1)), pixels * 2), 0)
    for index, character in enumerate(text):
        face = rng.choice(("kai", "ukai"))
        ImageDraw.Draw(mask).text(
            (pixels * (0.3 + index * 0.95), pixels * rng.uniform(0.3, 0.5)),
            character,
            font=fonts.runs(character, face, pixels)[0].font,
            fill=255,
        )
    mask = mask.rotate(rng.uniform(-12, 12), resample=Image.Resampling.BICUBIC)
    _ink_over(page, mask, place(page, rng, 25), red(rng), rng)


def _stroke(page: Page, rng: random.Random, wide: float, high: float, shape: str) -> None:
    mask = Image.new("L", (round(wide * 1.2) + 20, round(high * 1.2) + 20), 0)
    pen, thick = ImageDraw.Draw(mask), max(2, round(page.mm(rng.uniform(0.5, 1.1))))
    if shape == "circle":
        ring = (10, 10, 10 + wide, 10 + high)
        pen.arc(ring, rng.uniform(0, 90), rng.uniform(390, 460), fill=255, width=thick)
    elif shape == "tick":
        points = [(10, 10 + high * 0.5), (10 + wide * 0.35, 10 + high), (10 + wide, 10)]
        pen.line(points, fill=255, width=thick, joint="curve")
    else:
        pen.line([(10, 14), (10 + wide, 12)], fill=255, width=thick)
        if rng.random() < 0.3:
            pen.line([(10, 20 + thick * 2), (10 + wide, 22 + thick * 2)], fill=255, width=thick)
    soft = mask.filter(ImageFilter.GaussianBlur(0.7))
    places = page.spots.get("text") or [place(page, rng)]
    x, y = rng.choice(places)
    at = (x + page.mm(rng.uniform(-30, 20)), y + page.mm(rng.uniform(-10, 10)))
    _ink_over(page, soft, at, red(rng), rng)


def underline(page: Page, rng: random.Random) -> None:
    """Underline words in red."""
    for _ in range(rng.randint(1, 4)):
        _stroke(page, rng, page.mm(rng.uniform(15, 70)), page.mm(3), "line")


def circled_words(page: Page, rng: random.Random) -> None:
    """Circle words in red."""
    for _ in range(rng.randint(1, 3)):
        high = page.mm(rng.uniform(7, 30))
        _stroke(page, rng, high * rng.uniform(1, 3), high, "circle")


def ticks(page: Page, rng: random.Random) -> None:
    """Tick off lines in red."""
    for _ in range(rng.randint(1, 6)):
        side = page.mm(rng.uniform(5, 12))
        _stroke(page, rng, side, side, "tick")


def watermark(page: Page, rng: random.Random) -> None:
    """Lay big pale letters across the page, red, blue or grey."""
    wide, high = page.sheet.image.size
    text = rng.choice(("内部资料", "仅供申报使用", "样本", "复印无效", "质量协会"))
    mask = Image.new("L", (wide, high), 0)
    pixels = page.size(rng.uniform(30, 80))
    font, pen = fonts.font("hei", pixels), ImageDraw.Draw(mask)
    for row in range(1 if rng.random() < 0.5 else 4):
        pen.text(
            (wide * rng.uniform(0.1, 0.3), high * (0.45 if row == 0 else row * 0.22)),
            text,
            font=font,
            fill=70,
        )
    turned = mask.rotate(rng.uniform(15, 50), resample=Image.Resampling.BICUBIC)
    colour = rng.choice(((235, 60, 60), (90, 110, 220), (120, 120, 120)))
    blend(page.sheet, np.asarray(np.asarray(turned, np.float32) / 255, np.float32), (0, 0), colour)
