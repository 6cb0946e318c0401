"""Cut seals of many kinds and press them onto a sheet; an outline tells where the ink is.

Lengths are millimetres on the paper. `samples.stamps` draws the few kinds that packets need; here
every measure is a field, so that a corpus can draw each of them at random.
"""

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from samples import fonts
from samples.seal_wear import Wear, worn
from samples.sheet import Sheet
from samples.stamps import Mask, blend, star

Points = NDArray[np.float64]
MARGIN = 8  # pixels of the large drawing around the seal, for ink that runs
LINE_POINTS = 180  # points on each side of an outline


@dataclass(frozen=True, slots=True)
class Design:
    """What is cut into a seal."""

    title: str
    kind: str  # official, contract, finance, invoice, department, name, other
    shape: str  # round, oval, square, rectangle
    width: float
    height: float
    motif: str = "blank"  # star, blank, emblem
    purpose: str = ""
    code: str = ""
    face: str = "song"
    ring: float = 1.0
    second: float = 0.0  # gap to a thin second ring inside the first; 0: none
    inner: float = 0.0  # radius of a thin ring inside the title, share of the seal's; 0: none
    sweep: float = 250.0  # degrees that the title goes round, middle of first to last letter
    tall: float = 5.0  # of the title's letters
    gap: float = 1.0  # between ring and title
    fill: float = 0.8  # of each letter's room along the arc
    weight: float = 0.0  # added to strokes, share of the letter's height
    star: float = 14.0  # tip to tip
    purpose_tall: float = 4.0
    purpose_face: str = ""  # else that of the title
    code_tall: float = 1.8
    middle: str = ""  # straight across the middle: a tax number, a date
    latin: str = ""  # along the lower arc
    rows: tuple[str, ...] = ()  # of squares and rectangles
    upright_columns: bool = False  # rows are columns, right to left
    frame: bool = True
    inverse: bool = False  # the ground is inked, the letters are not


@dataclass(frozen=True, slots=True)
class Impression:
    """A seal as it is pressed once."""

    design: Design
    ink: str
    colour: tuple[int, int, int]
    turn: float  # degrees clockwise
    wear: Wear
    seed: int


def glyph(character: str, face: str, wide: float, tall: float, weight: float) -> Image.Image:
    """Draw one letter whose body fills a box, in pixels."""
    size = max(8, round(tall * 1.06))
    image = Image.new("L", (size, round(size * 1.08)), 0)
    font = fonts.runs(character, face, size)[0].font
    ImageDraw.Draw(image).text(
        (image.width / 2, image.height / 2),
        character,
        font=font,
        fill=255,
        anchor="mm",
        stroke_width=round(size * weight),
        stroke_fill=255,
    )
    return image.resize((max(2, round(wide)), max(2, round(tall))), Image.Resampling.BICUBIC)


def _ellipse_at(a: float, b: float, sweep: float, count: int) -> list[tuple[float, float, float]]:
    """Return places at equal lengths along an upper arc: x, y (down), degrees clockwise of up."""
    t = np.radians(np.linspace(-sweep / 2, sweep / 2, 721))
    xs, ys = a * np.sin(t), -b * np.cos(t)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(xs), np.diff(ys)))])
    wanted = np.linspace(0, along[-1], count) if count > 1 else np.array([along[-1] / 2])
    at = np.interp(wanted, along, t)
    turns = np.degrees(np.arctan2(np.sin(at) / a, np.cos(at) / b))
    return [
        (a * math.sin(v), -b * math.cos(v), float(turn)) for v, turn in zip(at, turns, strict=True)
    ]


def _put(canvas: Image.Image, letter: Image.Image, x: float, y: float, turn: float = 0) -> None:
    if turn:
        letter = letter.rotate(-turn, expand=True, resample=Image.Resampling.BICUBIC)
    at = (round(x - letter.width / 2), round(y - letter.height / 2))
    canvas.paste(255, at, letter)


def _arc_text(
    canvas: Image.Image, text: str, design: Design, radius: tuple[float, float], tall: float
) -> None:
    places = _ellipse_at(*radius, design.sweep, len(text))
    steps = [math.hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(places)]
    room = min(steps, default=tall) * (1 - tall * 0.3 / min(radius))  # feet stand closer than heads
    wide = min(tall * 0.92, max(tall * 0.28, room * design.fill))
    cx, cy = canvas.width / 2, canvas.height / 2
    for character, (x, y, turn) in zip(text, places, strict=True):
        narrow = 0.7 if character in "（）()" else 1.0
        letter = glyph(character, design.face, wide * narrow, tall, design.weight)
        _put(canvas, letter, cx + x, cy + y, turn)


def lower_text(
    canvas: Image.Image, text: str, face: str, radius: tuple[float, float], tall: float
) -> None:
    """Set digits or Latin letters along the lower arc, heads towards the middle."""
    step = tall * 0.78
    sweep = math.degrees(step * (len(text) - 1) / (sum(radius) / 2))
    cx, cy = canvas.width / 2, canvas.height / 2
    for character, (x, y, turn) in zip(text, _ellipse_at(*radius, sweep, len(text)), strict=True):
        _put(canvas, glyph(character, face, tall * 0.95, tall, 0.02), cx + x, cy - y, -turn)


def upper_text(
    canvas: Image.Image,
    text: str,
    face: str,
    radius: tuple[float, float],
    tall: float,
    sweep: float,
) -> None:
    """Set letters along the upper arc, heads outwards."""
    step = math.radians(sweep) * sum(radius) / 2 / max(1, len(text) - 1)
    wide = min(tall * 0.95, step * 0.95)
    cx, cy = canvas.width / 2, canvas.height / 2
    for character, (x, y, turn) in zip(text, _ellipse_at(*radius, sweep, len(text)), strict=True):
        _put(canvas, glyph(character, face, wide, tall, 0.02), cx + x, cy + y, turn)


def _straight(
    canvas: Image.Image, text: str, face: str, at: tuple[float, float], tall: float, room: float
) -> None:
    """Set a line around a point, no wider than its room."""
    narrow = [0.58 if c.isascii() else 1.0 for c in text]
    unit = min(tall * 0.98, room / max(1.0, sum(narrow)))
    x = at[0] - unit * sum(narrow) / 2
    for character, share in zip(text, narrow, strict=True):
        letter = glyph(character, face, unit * 0.94, tall, 0.01)
        _put(canvas, letter, x + unit * share / 2, at[1])
        x += unit * share


def _emblem(pen: ImageDraw.ImageDraw, cx: float, cy: float, radius: float) -> None:
    """Draw stars over a gate in a wreath above a wheel: like an emblem, and none."""
    star(pen, cx, cy - radius * 0.42, radius * 0.24)
    for angle in (-52, -24, 24, 52):
        x = cx + radius * 0.6 * math.sin(math.radians(angle))
        star(pen, x, cy - radius * 0.12 - radius * 0.3 * math.cos(math.radians(angle)), radius / 10)
    for index, wide in enumerate((0.3, 0.48, 0.62)):
        y = cy + radius * (0.05 + 0.13 * index)
        box = (cx - radius * wide, y, cx + radius * wide, y + radius * 0.07)
        pen.rectangle(box, fill=255)
    for angle in range(100, 261, 16):  # the wreath's ears, from below up both sides
        for side in (angle - 180) * 0.9 - 90, (180 - angle) * 0.9 + 90:
            a = math.radians(side)
            x, y = cx + radius * 0.88 * math.sin(a), cy - radius * 0.88 * math.cos(a)
            ear = radius * 0.07
            pen.ellipse((x - ear, y - ear * 1.3, x + ear, y + ear * 1.3), fill=255)
    y, wheel = cy + radius * 0.72, radius * 0.24
    for spoke in range(0, 360, 45):
        a = math.radians(spoke)
        tip = (cx + wheel * 1.25 * math.cos(a), y + wheel * 1.25 * math.sin(a))
        pen.line([(cx, y), tip], fill=255, width=max(1, round(wheel * 0.35)))
    pen.ellipse((cx - wheel, y - wheel, cx + wheel, y + wheel), fill=255)
    hub = wheel * 0.5
    pen.ellipse((cx - hub, y - hub, cx + hub, y + hub), fill=0)


def _rings(pen: ImageDraw.ImageDraw, design: Design, scale: float) -> None:
    width, height = design.width * scale, design.height * scale

    def ring(inset: float, thick: float) -> None:
        box = (
            MARGIN + inset,
            MARGIN + inset,
            MARGIN + width - inset - 1,
            MARGIN + height - inset - 1,
        )
        pen.ellipse(box, outline=255, width=max(1, round(thick)))

    ring(0, design.ring * scale)
    if design.second:
        ring((design.ring + design.second) * scale, 0.35 * scale)
    if design.inner:
        ring((1 - design.inner) * min(width, height) / 2, 0.35 * scale)


def _round(design: Design, scale: float) -> Image.Image:
    width, height = round(design.width * scale), round(design.height * scale)
    canvas = Image.new("L", (width + 2 * MARGIN, height + 2 * MARGIN), 0)
    pen = ImageDraw.Draw(canvas)
    _rings(pen, design, scale)
    cx, cy = canvas.width / 2, canvas.height / 2
    tall = design.tall * scale
    border = design.ring + (design.second + 0.35 if design.second else 0)
    inset = (border + design.gap) * scale + tall / 2
    _arc_text(canvas, design.title, design, (width / 2 - inset, height / 2 - inset), tall)
    lift = 0.045 * height if design.purpose else 0.0
    if design.motif == "star":
        star(pen, cx, cy - lift, design.star * scale / 2)
    elif design.motif == "emblem":
        _emblem(pen, cx, cy - lift, design.star * scale * 0.62)
    if design.middle:
        middle_tall = (3.5 if design.shape == "oval" else 4.0) * scale
        _straight(canvas, design.middle, "hei", (cx, cy), middle_tall, width * 0.66)
    if design.purpose:
        _purpose(canvas, design, scale)
    if design.latin or design.code:
        small = (design.code_tall + (0.6 if design.latin else 0)) * scale
        inner = (border + 0.55) * scale + small / 2
        lower_text(
            canvas,
            design.latin or design.code,
            "hei",
            (width / 2 - inner, height / 2 - inner),
            small,
        )
    return canvas


def _purpose(canvas: Image.Image, design: Design, scale: float) -> None:
    """Set the purpose straight below the middle, its number under it."""
    text, _, number = design.purpose.partition("(")
    low = (0.25 if number else 0.27) * design.height * scale
    y = canvas.height / 2 + low
    tall = design.purpose_tall * scale
    room = _room_below(design, scale, low, tall)
    face = design.purpose_face or design.face
    _straight(canvas, text, face, (canvas.width / 2, y), tall, room)
    if number:
        below = (canvas.width / 2, y + tall * 0.98)
        _straight(canvas, "(" + number, face, below, tall * 0.72, design.width * scale * 0.3)


def _room_below(design: Design, scale: float, low: float, tall: float) -> float:
    """Return the room of a line so far below the middle, between the title's last letters."""
    inset = (design.ring + design.second + design.gap + design.tall / 2) * scale
    a, b = design.width * scale / 2 - inset, design.height * scale / 2 - inset
    end = math.radians(design.sweep / 2)
    x, y = a * math.sin(end), -b * math.cos(end)
    usual, letter = design.width * scale * 0.52, design.tall * scale
    if low - y > letter * 0.45 + tall / 2:
        return usual
    return min(usual, max(2 * (x - letter * 0.55), usual * 0.6))


def _angular(design: Design, scale: float) -> Image.Image:
    width, height = round(design.width * scale), round(design.height * scale)
    canvas = Image.new("L", (width + 2 * MARGIN, height + 2 * MARGIN), 0)
    pen = ImageDraw.Draw(canvas)
    box = (MARGIN, MARGIN, MARGIN + width - 1, MARGIN + height - 1)
    if design.frame and not design.inverse:
        pen.rectangle(box, outline=255, width=max(1, round(design.ring * scale)))
        if design.second:
            inset = (design.ring + design.second) * scale
            inner = (box[0] + inset, box[1] + inset, box[2] - inset, box[3] - inset)
            pen.rectangle(inner, outline=255, width=max(1, round(0.3 * scale)))
    edge = MARGIN + (design.ring + design.gap + design.second) * scale
    across, down = canvas.width - 2 * edge, canvas.height - 2 * edge
    count = len(design.rows)
    for index, row in enumerate(design.rows):
        if design.upright_columns:
            wide, tall = across / count, down / len(row)
            x = canvas.width - edge - wide * (index + 0.5)
            for place, character in enumerate(row):
                letter = glyph(character, design.face, wide * 0.94, tall * 0.94, design.weight)
                _put(canvas, letter, x, edge + tall * (place + 0.5))
        else:
            tall = down / count
            y = edge + tall * (index + 0.5)
            if design.shape == "square":
                _justified(canvas, row, design, (edge, y), across, tall * 0.94)
            else:
                _straight(canvas, row, design.face, (canvas.width / 2, y), tall * 0.9, across)
    if design.inverse:
        ground = Image.new("L", canvas.size, 0)
        ImageDraw.Draw(ground).rectangle(box, fill=255)
        ground.paste(0, (0, 0), canvas)
        return ground
    return canvas


def _justified(
    canvas: Image.Image,
    row: str,
    design: Design,
    start: tuple[float, float],
    room: float,
    tall: float,
) -> None:
    step = room / len(row)
    for place, character in enumerate(row):
        letter = glyph(character, design.face, step * 0.94, tall, design.weight)
        _put(canvas, letter, start[0] + step * (place + 0.5), start[1])


def drawn(design: Design, dpi: int, larger: int) -> Image.Image:
    """Draw a seal upright and clean, so many times larger than it is at the dpi."""
    scale = dpi / 25.4 * larger
    angular = design.shape in ("square", "rectangle")
    return _angular(design, scale) if angular else _round(design, scale)


def outline(design: Design, turn: float, dpi: int) -> Points:
    """Return points of the outer edge around the seal's middle, in pixels of the sheet."""
    a, b = design.width / 2 * dpi / 25.4, design.height / 2 * dpi / 25.4
    if design.shape in ("round", "oval"):
        t = np.linspace(0, 2 * math.pi, 4 * LINE_POINTS)
        points = np.stack([a * np.sin(t), -b * np.cos(t)], axis=1)
    else:
        run, one = np.linspace(-1, 1, LINE_POINTS), np.ones(LINE_POINTS)
        sides = [(run, -one), (one, run), (run, one), (-one, run)]
        points = np.concatenate([np.stack([a * x, b * y], axis=1) for x, y in sides])
        if not (design.frame or design.inverse):
            points = _hull_of_letters(design, points, dpi)
    c, s = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    return np.asarray(points @ np.array([[c, s], [-s, c]]), np.float64)


def _hull_of_letters(design: Design, frame: Points, dpi: int) -> Points:
    """Shrink the frame that is not there to the box around the letters."""
    canvas = drawn(design, dpi, 1)
    left, top, right, bottom = canvas.getbbox() or (0, 0, *canvas.size)
    low, high = frame.min(axis=0), frame.max(axis=0)
    size = np.array([right - left, bottom - top])
    middle = np.array([left + right - canvas.width, top + bottom - canvas.height]) / 2
    hull: Points = frame / (high - low) * size + middle
    return hull


def impression_mask(one: Impression, dpi: int) -> Mask:
    """Draw a seal as pressed, at the sheet's size; its middle is the mask's middle."""
    larger = 2 if dpi >= 300 else 3
    large = drawn(one.design, dpi, larger)
    turned = large.rotate(-one.turn, expand=True, resample=Image.Resampling.BICUBIC)
    pad = 6 * larger
    size = [-(-(side + 2 * pad) // (2 * larger)) * 2 * larger for side in turned.size]
    whole = Image.new("L", (size[0], size[1]), 0)
    whole.paste(turned, ((size[0] - turned.width) // 2, (size[1] - turned.height) // 2))
    small = whole.resize((size[0] // larger, size[1] // larger), Image.Resampling.BOX)
    mask: Mask = np.asarray(np.asarray(small, np.float32) / 255, np.float32)
    return worn(mask, one.wear, one.turn, dpi, one.seed)


def press(sheet: Sheet, one: Impression, centre: tuple[float, float]) -> Points:
    """Press a seal; what goes over the sheet's edge is lost. Return its whole outline."""
    mask = impression_mask(one, sheet.dpi)
    height, width = mask.shape
    left, top = round(centre[0] - width / 2), round(centre[1] - height / 2)
    x0, y0 = max(0, -left), max(0, -top)
    x1 = min(width, sheet.image.width - left)
    y1 = min(height, sheet.image.height - top)
    if x1 > x0 and y1 > y0:
        seen = np.ascontiguousarray(mask[y0:y1, x0:x1])
        blend(sheet, seen, (left + x0, top + y0), one.colour)
    middle = np.array([left + width / 2, top + height / 2])
    whole: Points = outline(one.design, one.turn, sheet.dpi) + middle
    return whole
