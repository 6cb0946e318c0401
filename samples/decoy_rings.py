"""Printed rings that a seal is most easily taken for: certifiers' marks, places left for a seal."""

import math
import random

from PIL import Image, ImageDraw

from samples.decoy_tools import place, put_line, red, strong
from samples.seal_papers import Page
from samples.seal_press import lower_text, upper_text

CERTIFIERS = ("QUALITY SYSTEM", "CERTIFIED FIRM", "GREEN PRODUCT", "ISO 9001", "LAB ACCREDITED")
BELOW = ("MANAGEMENT", "TESTING", "SINCE 1998", "INSPECTION")


def certified_mark(page: Page, rng: random.Random) -> None:
    """Print a certifier's round mark: two rings, Latin letters between them, a sign inside."""
    x, y = place(page, rng)
    r, colour = page.mm(rng.uniform(8, 20)), strong(rng)
    side = round(2 * r) + 8
    mask = Image.new("L", (side, side), 0)
    pen, middle, thick = ImageDraw.Draw(mask), side / 2, max(1, round(r * 0.05))
    for share in (1.0, 0.62):
        ring = (middle - r * share, middle - r * share, middle + r * share, middle + r * share)
        pen.ellipse(ring, outline=255, width=thick)
    if rng.random() < 0.3:  # the middle filled, as logos often are
        inner = (middle - r * 0.62, middle - r * 0.62, middle + r * 0.62, middle + r * 0.62)
        pen.ellipse(inner, fill=255)
    around, tall = (r * 0.81, r * 0.81), r * 0.24
    upper_text(mask, rng.choice(CERTIFIERS), "hei", around, tall, rng.uniform(150, 210))
    lower_text(mask, rng.choice(BELOW), "hei", around, tall * 0.9)
    at = (round(x - middle), round(y - middle))
    page.sheet.image.paste(colour, at, mask)
    inside = (255, 255, 255) if mask.getpixel((side // 2, side // 2)) else colour
    put_line(
        page, (x, y), rng.choice(("✓", "Q", "CQ", "QA", "19")), r / page.sheet.dpi * 55, inside
    )


def seal_place(page: Page, rng: random.Random) -> None:
    """Print the dashed ring or box in which a seal is asked for, and left out."""
    x, y = place(page, rng, 40)
    r = page.mm(rng.uniform(14, 22))
    colour = red(rng) if rng.random() < 0.45 else (rng.randint(90, 170),) * 3
    pen, thick = page.sheet.pen, max(1, round(page.mm(0.3)))
    if rng.random() < 0.7:
        for angle in range(0, 360, 12):
            pen.arc((x - r, y - r, x + r, y + r), angle, angle + 7, fill=colour, width=thick)
    else:
        dash = page.mm(2)
        for step in range(math.floor(2 * r / dash / 1.6)):
            start = x - r + step * dash * 1.6
            for level in (y - r * 0.7, y + r * 0.7):
                pen.line([(start, level), (start + dash, level)], fill=colour, width=thick)
    text = rng.choice(("盖章处", "（盖章）", "公章", "加盖公章"))
    put_line(page, (x, y), text, rng.uniform(10, 16), colour)
