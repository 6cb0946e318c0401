"""Coloured charts and pictures: red slices, red suns, lanterns, balloons."""

import random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from samples.charts import put_chart
from samples.decoy_tools import place, put_line, red, strong
from samples.seal_papers import Page


def pie(page: Page, rng: random.Random) -> None:
    """Draw a pie or ring chart with a red slice."""
    x, y = place(page, rng, 40)
    r, start = page.mm(rng.uniform(12, 30)), rng.uniform(0, 360)
    tints = [red(rng), (70, 110, 180), (240, 180, 40), (90, 160, 90), (150, 150, 150)]
    for share, tint in zip((110, 90, 70, 50, 40), rng.sample(tints, 5), strict=True):
        page.sheet.pen.pieslice((x - r, y - r, x + r, y + r), start, start + share, fill=tint)
        start += share
    if rng.random() < 0.4:
        hole = r * 0.55
        page.sheet.pen.ellipse((x - hole, y - hole, x + hole, y + hole), fill=(254, 254, 253))


def bars(page: Page, rng: random.Random) -> None:
    """Draw a chart with figures, with red columns beside it."""
    x, y = place(page, rng, 50)
    half, tall = page.mm(40), page.mm(25)
    box = (max(10, x - half), y - tall, max(10, x - half) + 2 * half, y + tall)
    put_chart(page.sheet, box, ("2019", "2020", "2021"), "hei", page.size(9), rng)
    for index in range(3):
        left = box[0] + page.mm(20 + 22 * index)
        page.sheet.pen.rectangle(
            (left, y - tall * rng.uniform(-0.4, 0.6), left + page.mm(7), box[3] - page.size(17)),
            fill=red(rng),
        )


def photo(page: Page, rng: random.Random) -> None:
    """Print a coloured picture of blurred blobs."""
    noise = np.random.default_rng(rng.getrandbits(32))
    wide, high = round(page.mm(rng.uniform(45, 100))), round(page.mm(rng.uniform(35, 70)))
    small = noise.integers(30, 230, (rng.randint(3, 7), rng.randint(3, 8), 3), np.uint8)
    image = Image.fromarray(small).resize((wide, high), Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(image)
    for _ in range(rng.randint(3, 9)):
        x, y, r = rng.uniform(0, wide), rng.uniform(0, high), page.mm(rng.uniform(2, 12))
        pen.ellipse((x - r, y - r, x + r, y + r * rng.uniform(0.4, 1.2)), fill=strong(rng))
    _hang(page, image.filter(ImageFilter.GaussianBlur(page.mm(0.4))), rng)


def _hang(page: Page, image: Image.Image, rng: random.Random) -> None:
    x, y = place(page, rng, 20)
    page.sheet.image.paste(image, (round(x - image.width / 2), round(y - image.height / 2)))


def sunset(page: Page, rng: random.Random) -> None:
    """Print a picture of a red sun over a dark land."""
    wide, high = round(page.mm(rng.uniform(50, 110))), round(page.mm(rng.uniform(35, 70)))
    sky = np.linspace((120, 60, 110), (250, 150, 60), high)[:, None].repeat(wide, axis=1)
    image = Image.fromarray(sky.astype(np.uint8))
    pen, r = ImageDraw.Draw(image), high * rng.uniform(0.12, 0.3)
    x, y = wide * rng.uniform(0.3, 0.7), high * rng.uniform(0.45, 0.65)
    pen.ellipse((x - r, y - r, x + r, y + r), fill=(240, 60, 40))
    pen.rectangle((0, high * 0.72, wide, high), fill=(40, 30, 50))
    _hang(page, image.filter(ImageFilter.GaussianBlur(page.mm(0.3))), rng)


def lantern(page: Page, rng: random.Random) -> None:
    """Print red lanterns."""
    for _ in range(rng.randint(1, 3)):
        x, y = place(page, rng, 25)
        r, colour, pen = page.mm(rng.uniform(6, 16)), red(rng), page.sheet.pen
        pen.line([(x, y - r * 1.7), (x, y + r * 2)], fill=(200, 150, 40), width=3)
        pen.ellipse((x - r * 1.2, y - r, x + r * 1.2, y + r), fill=colour)
        for share in (0.3, 0.75):
            box = (x - r * 1.2 * share, y - r, x + r * 1.2 * share, y + r)
            pen.ellipse(box, outline=(230, 180, 60), width=2)
        for sign in (-1, 1):
            low, high = sorted((y + sign * r * 0.92, y + sign * r * 1.1))
            pen.rectangle((x - r * 0.5, low, x + r * 0.5, high), fill=(220, 170, 50))
        if rng.random() < 0.4:
            put_line(
                page, (x, y), rng.choice("福春喜"), r / page.sheet.dpi * 72, (240, 200, 80), "kai"
            )


def balloon(page: Page, rng: random.Random) -> None:
    """Print balloons, red ones among them."""
    for index in range(rng.randint(1, 4)):
        x, y = place(page, rng, 25)
        r, colour = page.mm(rng.uniform(5, 14)), red(rng) if index == 0 else strong(rng)
        page.sheet.pen.ellipse((x - r, y - r * 1.2, x + r, y + r * 1.2), fill=colour)
        light = (x - r * 0.5, y - r * 0.8, x - r * 0.2, y - r * 0.3)
        page.sheet.pen.ellipse(light, fill=(255, 235, 235))
        page.sheet.pen.line(
            [(x, y + r * 1.2), (x + r * 0.2, y + r * 2.6)], fill=(90, 90, 90), width=2
        )
