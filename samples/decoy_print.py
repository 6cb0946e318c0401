"""Printed decoys: red heads and rules, marks of firms, roundels, codes, stickers."""

import math
import random

import numpy as np
from PIL import Image

from samples.decoy_tools import Colour, place, put_line, red, strong
from samples.seal_names import owner
from samples.seal_papers import Page
from samples.stamps import star


def red_header(page: Page, rng: random.Random) -> None:
    """Set a public letter's red head: big name, number, red rule with a star or without."""
    wide = page.sheet.image.width
    colour, y = red(rng), page.mm(rng.uniform(22, 45))
    name = str(owner(rng))[:12] + rng.choice(("文件", "", "公告"))
    size = min(44.0, wide * 0.8 / len(name) / page.sheet.dpi * 72)
    put_line(page, (wide / 2, y), name, size, colour, rng.choice(("song", "ming", "hei")))
    y += page.mm(16)
    put_line(
        page,
        (wide / 2, y),
        f"沪岚〔{rng.randint(2018, 2025)}〕{rng.randint(1, 99)}号",
        14,
        (30, 30, 30),
    )
    y += page.mm(7)
    pen = page.sheet.pen
    thick = round(page.mm(rng.uniform(0.5, 1.2)))
    pen.line([(page.mm(25), y), (wide - page.mm(25), y)], fill=colour, width=thick)
    if rng.random() < 0.6:
        radius = page.mm(rng.uniform(2.5, 4.5))
        around = (wide / 2 - radius * 1.4, y - radius, wide / 2 + radius * 1.4, y + radius)
        pen.rectangle(around, fill=(254, 254, 253))
        star(pen, wide / 2, y, radius, colour)


def red_rules(page: Page, rng: random.Random) -> None:
    """Rule a letter sheet in red."""
    wide, high = page.sheet.image.size
    colour, pitch = red(rng), page.mm(rng.choice((8, 9, 10)))
    y = page.mm(30)
    while y < high - page.mm(25):
        page.sheet.pen.line([(page.mm(22), y), (wide - page.mm(22), y)], fill=colour, width=2)
        y += pitch


def red_table(page: Page, rng: random.Random) -> None:
    """Rule a table or a frame in red, as receipts have it."""
    x, y = place(page, rng, 60)
    wide, high = page.mm(rng.uniform(40, 110)), page.mm(rng.uniform(25, 70))
    left, top, colour = max(page.mm(8), x - wide / 2), y - high / 2, red(rng)
    rows, columns = rng.randint(1, 6), rng.randint(1, 5)
    thick = round(page.mm(rng.uniform(0.2, 0.7))) or 1
    for row in range(rows + 1):
        at = top + high * row / rows
        page.sheet.pen.line([(left, at), (left + wide, at)], fill=colour, width=thick)
    for column in range(columns + 1):
        at = left + wide * column / columns
        page.sheet.pen.line([(at, top), (at, top + high)], fill=colour, width=thick)


def red_border(page: Page, rng: random.Random) -> None:
    """Frame a certificate in red or gold."""
    wide, high = page.sheet.image.size
    for inset, thick in ((10, 2.5), (14, 0.6), (16, 0.3)):
        edge = page.mm(inset)
        colour = red(rng) if rng.random() < 0.7 else (200, 160, 60)
        box = (edge, edge, wide - edge, high - edge)
        page.sheet.pen.rectangle(box, outline=colour, width=round(page.mm(thick)) or 1)


def red_title(page: Page, rng: random.Random) -> None:
    """Set a certificate's title in big red letters."""
    wide, high = page.sheet.image.size
    text = rng.choice(("荣誉证书", "奖　状", "聘　书", "喜　报", "公　告"))
    put_line(
        page, (wide / 2, high * rng.uniform(0.1, 0.25)), text, rng.uniform(36, 66), red(rng), "kai"
    )


def logo_round(page: Page, rng: random.Random) -> None:
    """Print a firm's round mark: disc or ring with letters or a shape in it."""
    x, y = place(page, rng)
    r, pen, colour = page.mm(rng.uniform(6, 18)), page.sheet.pen, strong(rng)
    box = (x - r, y - r, x + r, y + r)
    if rng.random() < 0.5:
        pen.ellipse(box, fill=colour)
        inside: Colour = (255, 255, 255)
    else:
        pen.ellipse(box, outline=colour, width=round(r * rng.uniform(0.08, 0.25)))
        inside = colour
    shape = rng.randrange(3)
    if shape == 0:
        letters = "".join(rng.sample("ABCDEGHKLMNPRSTW", rng.choice((1, 2, 3))))
        put_line(page, (x, y), letters, r / page.sheet.dpi * 72 * 0.7, inside)
    elif shape == 1:
        pen.polygon(
            [(x, y - r * 0.6), (x + r * 0.55, y + r * 0.4), (x - r * 0.55, y + r * 0.4)],
            fill=inside,
        )
    else:
        pen.pieslice((x - r * 0.6, y - r * 0.6, x + r * 0.6, y + r * 0.6), 30, 250, fill=inside)


def logo_square(page: Page, rng: random.Random) -> None:
    """Print a firm's square mark beside its name."""
    x, y = place(page, rng, 35)
    r, colour = page.mm(rng.uniform(5, 13)), strong(rng)
    page.sheet.pen.rounded_rectangle(
        (x - r, y - r, x + r, y + r), r * rng.choice((0, 0.3)), fill=colour
    )
    text = "".join(rng.sample("质品安信达和宏盛", rng.choice((1, 2))))
    put_line(page, (x, y), text, r / page.sheet.dpi * 72 * 0.8, (255, 255, 255))
    if rng.random() < 0.6:
        put_line(page, (x + r * 3.4, y), "中安认证", 14, colour)


def emblem(page: Page, rng: random.Random) -> None:
    """Print a roundel in gold and red: ears around a red disc with stars, a wheel below."""
    wide = page.sheet.image.width
    r = page.mm(rng.uniform(10, 22))
    x, y = (wide / 2, page.mm(18) + r) if rng.random() < 0.7 else place(page, rng, 40)
    gold, colour, pen = (rng.randint(205, 235), rng.randint(160, 185), 40), red(rng), page.sheet.pen
    pen.ellipse((x - r, y - r, x + r, y + r), fill=gold)
    inner = r * 0.78
    pen.ellipse((x - inner, y - inner, x + inner, y + inner), fill=colour)
    star(pen, x, y - inner * 0.42, inner * 0.26, gold)
    for angle in (-60, -25, 25, 60):
        a = math.radians(angle)
        star(
            pen,
            x + inner * 0.62 * math.sin(a),
            y - inner * 0.12 - inner * 0.3 * math.cos(a),
            inner * 0.1,
            gold,
        )
    for index, half in enumerate((0.34, 0.5, 0.62)):
        top = y + inner * (0.08 + 0.15 * index)
        pen.rectangle((x - inner * half, top, x + inner * half, top + inner * 0.08), fill=gold)
    for angle in range(0, 360, 12):
        a = math.radians(angle)
        ex, ey, ear = x + r * 0.9 * math.cos(a), y + r * 0.9 * math.sin(a), r * 0.07
        pen.ellipse((ex - ear, ey - ear, ex + ear, ey + ear), fill=colour if angle % 24 else gold)
    wheel = r * 0.2
    pen.ellipse(
        (x - wheel, y + r * 0.66, x + wheel, y + r * 0.66 + 2 * wheel), fill=gold, outline=colour
    )


def _qr(page: Page, rng: random.Random, colour: Colour) -> None:
    x, y = place(page, rng, 25)
    count = rng.choice((21, 25, 29, 33))
    cell = max(1, round(page.mm(rng.uniform(18, 34)) / count))
    bits = np.random.default_rng(rng.getrandbits(32)).random((count, count)) < 0.5
    for row, column in ((0, 0), (0, count - 7), (count - 7, 0)):
        ring = np.maximum.outer(abs(np.arange(7) - 3), abs(np.arange(7) - 3))
        bits[max(0, row - 1) : row + 8, max(0, column - 1) : column + 8] = False
        bits[row : row + 7, column : column + 7] = ring != 2
    code = Image.fromarray((bits * 255).astype(np.uint8)).resize(
        (count * cell,) * 2, Image.Resampling.NEAREST
    )
    at = (round(x - code.width / 2), round(y - code.height / 2))
    page.sheet.pen.rectangle(
        (at[0] - 6, at[1] - 6, at[0] + code.width + 6, at[1] + code.height + 6), fill="white"
    )
    page.sheet.image.paste(colour, at, code)


def _bars(page: Page, rng: random.Random, colour: Colour) -> None:
    x, y = place(page, rng, 35)
    tall, unit = page.mm(rng.uniform(7, 15)), max(1, round(page.mm(0.3)))
    start, end = x, x + page.mm(rng.uniform(30, 55))
    while x < end:
        thick = unit * rng.randint(1, 4)
        page.sheet.pen.rectangle((x, y, x + thick - 1, y + tall), fill=colour)
        x += thick + unit * rng.randint(1, 3)
    put_line(
        page,
        ((start + end) / 2, y + tall + page.mm(3)),
        str(rng.randrange(10**11, 10**12)),
        9,
        colour,
    )


def qr_black(page: Page, rng: random.Random) -> None:
    """Print a square code."""
    _qr(page, rng, (20, 20, 20))


def qr_red(page: Page, rng: random.Random) -> None:
    """Print a square code in red."""
    _qr(page, rng, red(rng))


def barcode_black(page: Page, rng: random.Random) -> None:
    """Print a bar code."""
    _bars(page, rng, (20, 20, 20))


def barcode_red(page: Page, rng: random.Random) -> None:
    """Print a bar code in red."""
    _bars(page, rng, red(rng))


def sticker(page: Page, rng: random.Random) -> None:
    """Stick on a round or toothed red or gold label."""
    x, y = place(page, rng)
    r, colour = page.mm(rng.uniform(8, 24)), red(rng) if rng.random() < 0.75 else (214, 172, 60)
    if rng.random() < 0.5:
        page.sheet.pen.ellipse((x - r, y - r, x + r, y + r), fill=colour)
    else:
        teeth = rng.choice((24, 36, 48))
        points = [
            (
                x + r * (1 if i % 2 else 0.9) * math.cos(math.pi * i / teeth),
                y + r * (1 if i % 2 else 0.9) * math.sin(math.pi * i / teeth),
            )
            for i in range(2 * teeth)
        ]
        page.sheet.pen.polygon(points, fill=colour)
    if rng.random() < 0.6:
        put_line(
            page,
            (x, y),
            rng.choice(("合格", "正品", "QC", "样品", "已检", "优")),
            r / page.sheet.dpi * 50,
            (255, 245, 220),
        )


def circled_numbers(page: Page, rng: random.Random) -> None:
    """Number points in rings or discs."""
    x, y = place(page, rng, 40)
    r, colour, full = page.mm(rng.uniform(2.5, 8)), red(rng), rng.random() < 0.5
    for index in range(rng.randint(3, 6)):
        at = y + index * r * 3
        box = (x - r, at - r, x + r, at + r)
        width = max(2, round(r * 0.12))
        page.sheet.pen.ellipse(box, outline=colour, fill=colour if full else None, width=width)
        inside = (255, 255, 255) if full else colour
        put_line(page, (x, at), str(index + 1), r / page.sheet.dpi * 80, inside)
