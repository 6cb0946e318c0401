"""Charts as a report has them: bars or a line over the years, with figures."""

import random
from collections.abc import Sequence

from samples import fonts
from samples.sheet import INK, Rect, Sheet, put_text

TINTS = ((70, 110, 170), (190, 120, 50), (120, 120, 120), (80, 140, 90))
HIGHEST = 100


def put_chart(
    sheet: Sheet,
    box: Rect,
    names: Sequence[str],
    face: str,
    pixels: int,
    rng: random.Random,
) -> None:
    """Draw axes, the values and their figures into a box."""
    left, top, right, bottom = box[0] + pixels * 3, box[1], box[2], box[3] - pixels * 1.8
    pen = sheet.pen
    for share in range(0, HIGHEST + 1, 25):
        y = bottom - (bottom - top) * share / HIGHEST / 1.1
        if share:
            pen.line([(left, y), (right, y)], fill=(205, 205, 205), width=1)
        put_text(sheet, (box[0], y - pixels / 2), str(share), face, pixels)
    tint, step = rng.choice(TINTS), (right - left) / len(names)
    start = rng.uniform(35, 70)
    points = []
    for index, name in enumerate(names):
        value = min(99.0, start + (98 - start) * index / len(names) + rng.uniform(-3, 3))
        points.append((left + (index + 0.5) * step, bottom - (bottom - top) * value / 110))
        _middle(sheet, points[-1][0], bottom + pixels * 0.5, name, face, pixels)
        _middle(sheet, points[-1][0], points[-1][1] - pixels * 1.5, f"{value:.1f}", face, pixels)
    if rng.random() < 0.6:
        for x, y in points:
            pen.rectangle((x - step * 0.25, y, x + step * 0.25, bottom), fill=tint, outline=INK)
    else:
        pen.line(points, fill=tint, width=max(3, pixels // 7))
        for x, y in points:
            dot = pixels * 0.2
            pen.ellipse((x - dot, y - dot, x + dot, y + dot), fill=tint)
    pen.line([(left, top), (left, bottom), (right, bottom)], fill=INK, width=2)


def _middle(sheet: Sheet, x: float, y: float, shown: str, face: str, pixels: int) -> None:
    wide = fonts.text_width(shown, face, pixels)
    put_text(sheet, (x - wide / 2, y), shown, face, pixels)
