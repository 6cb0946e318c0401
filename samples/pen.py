"""Tick boxes filled in with a pen: a mark over the box, or the box scribbled full."""

import random

import numpy as np
from PIL import Image, ImageDraw

from samples.sheet import Rect, Sheet
from samples.stamps import blend

SUPER = 4  # strokes are drawn this much larger, then shrunk
PENS = ((22, 28, 96), (20, 20, 28), (30, 42, 130))

Point = tuple[float, float]


def tick_by_pen(sheet: Sheet, rng: random.Random) -> None:
    """Tick every box of a sheet that waits for a pen, all with the same one."""
    pen, width = rng.choice(PENS), rng.uniform(0.45, 0.7) / 25.4 * sheet.dpi
    for spot in sheet.spots:
        if spot.kind == "tick":
            strokes = _check(rng) if spot.name == "check" else _scribble(rng)
            _put(sheet, spot.box, strokes, width * rng.uniform(0.85, 1.15), pen)


def _check(rng: random.Random) -> list[list[Point]]:
    """Return a mark in units of the box: down into it, and up beyond its corner."""
    start = (rng.uniform(-0.15, 0.2), rng.uniform(0.3, 0.55))
    low = (rng.uniform(0.32, 0.5), rng.uniform(0.8, 1.1))
    end = (rng.uniform(1.1, 1.9), rng.uniform(-0.8, -0.1))
    bent = ((low[0] + end[0]) / 2 - rng.uniform(0, 0.15), (low[1] + end[1]) / 2 + 0.1)
    return [[*_curve(start, (start[0] + 0.18, low[1] - 0.25), low), *_curve(low, bent, end)]]


def _scribble(rng: random.Random) -> list[list[Point]]:
    """Return a zigzag that fills the box, now and then a little beyond its sides."""
    turns = rng.randint(9, 12)
    points = []
    for index in range(turns + 1):
        down = 0.02 + 0.96 * index / turns
        side = rng.uniform(-0.1, 0.12) if index % 2 else rng.uniform(0.88, 1.12)
        points.append((side, down + rng.uniform(-0.05, 0.05)))
    return [points]


def _curve(start: Point, control: Point, end: Point) -> list[Point]:
    out = []
    for step in range(9):
        t = step / 8
        weights = ((1 - t) ** 2, 2 * t * (1 - t), t * t)
        x, y = (
            sum(w * p[axis] for w, p in zip(weights, (start, control, end), strict=True))
            for axis in (0, 1)
        )
        out.append((x, y))
    return out


def _put(
    sheet: Sheet,
    box: Rect,
    strokes: list[list[Point]],
    width: float,
    colour: tuple[int, int, int],
) -> None:
    side = box[2] - box[0]
    room = round(side)  # around the box, for what goes beyond it
    left, top = round(box[0]) - room, round(box[1]) - room
    size = round(side) + 2 * room
    canvas = Image.new("L", (size * SUPER, size * SUPER), 0)
    drawing = ImageDraw.Draw(canvas)
    for stroke in strokes:
        points = [((room + x * side) * SUPER, (room + y * side) * SUPER) for x, y in stroke]
        drawing.line(points, fill=235, width=max(1, round(width * SUPER)), joint="curve")
        reach = width * SUPER / 2
        for x, y in (points[0], points[-1]):
            drawing.ellipse((x - reach, y - reach, x + reach, y + reach), fill=235)
    small = canvas.resize((size, size), Image.Resampling.BOX)
    blend(sheet, np.asarray(np.asarray(small, np.float32) / 255, np.float32), (left, top), colour)
