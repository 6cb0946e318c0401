"""Seals and signatures: ink that comes onto the paper after printing."""

import math
import random
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from samples import fonts
from samples.sheet import Rect, Sheet

Mask = NDArray[np.float32]
SUPER = 2  # seals are drawn this much larger, then turned and shrunk


@dataclass(frozen=True, slots=True)
class SealSpec:
    """What a seal shows, and who owns it."""

    title: str
    kind: str = "official"  # official, contract, finance, invoice, department, name
    shape: str = "round"  # round, oval, square
    mm: float = 42.0
    code: str = ""
    purpose: str = ""
    face: str = "song"
    star: bool = True


@dataclass(frozen=True, slots=True)
class PlacedSeal:
    """A seal on a sheet."""

    spec: SealSpec
    place: str
    expected: str
    box: Rect
    ink: str = "red"
    complete: bool = True


def official(title: str, code: str, rng: random.Random) -> SealSpec:
    """Return an organisation's official seal."""
    big = "股份" in title or "集团" in title or "局" in title or "协会" in title
    return SealSpec(
        title,
        mm=42.0 if big else 40.0,
        code=code if rng.random() < 0.8 else "",
        face=rng.choice(("song", "song", "ming", "hei")),
    )


def purpose_seal(title: str, purpose: str, code: str, *, star: bool) -> SealSpec:
    """Return a seal for one purpose (合同专用章, 财务专用章, 发票专用章)."""
    kind = {"合同专用章": "contract", "财务专用章": "finance", "发票专用章": "invoice"}[purpose]
    if kind == "invoice":
        return SealSpec(title, kind, "oval", 40.0, code, purpose, "song")
    return SealSpec(title, kind, "round", 38.0, code, purpose, "song", star)


def department_seal(title: str, department: str) -> SealSpec:
    """Return the seal of an organisation's department, which binds the organisation to nothing."""
    return SealSpec(title, "department", mm=38.0, purpose=department)


def name_seal(name: str) -> SealSpec:
    """Return the square seal with a person's name."""
    return SealSpec(name, "name", "square", 20.0, face="ming")


def _glyph(character: str, face: str, height: int, squeeze: float) -> Image.Image:
    image = Image.new("L", (round(height * 1.2), round(height * 1.25)), 0)
    font = fonts.runs(character, face, height)[0].font
    ImageDraw.Draw(image).text(
        (image.width / 2, image.height / 2),
        character,
        font=font,
        fill=255,
        anchor="mm",
        stroke_width=max(1, height // 45),
        stroke_fill=255,
    )
    return image.resize((max(1, round(image.width * squeeze)), image.height))


def _along_arc(
    canvas: Image.Image,
    text: str,
    face: str,
    radius: tuple[float, float],
    size: tuple[int, float],
    sweep: float,
    *,
    below: bool = False,
) -> None:
    """Set a text along an arc, centred at the top (or at the bottom, reading outwards)."""
    cx, cy = canvas.width / 2, canvas.height / 2
    height, squeeze = size
    for index, character in enumerate(text):
        share = 0.5 if len(text) == 1 else index / (len(text) - 1)
        angle = (share - 0.5) * sweep
        glyph = _glyph(character, face, height, squeeze)
        if below:
            turned = glyph.rotate(angle, expand=True, resample=Image.Resampling.BICUBIC)
            x = cx + radius[0] * math.sin(math.radians(angle))
            y = cy + radius[1] * math.cos(math.radians(angle))
        else:
            turned = glyph.rotate(-angle, expand=True, resample=Image.Resampling.BICUBIC)
            x = cx + radius[0] * math.sin(math.radians(angle))
            y = cy - radius[1] * math.cos(math.radians(angle))
        at = (round(x - turned.width / 2), round(y - turned.height / 2))
        canvas.paste(255, at, turned)


def star(
    pen: ImageDraw.ImageDraw,
    cx: float,
    cy: float,
    radius: float,
    fill: int | tuple[int, int, int] = 255,
) -> None:
    """Draw a five-pointed star, one tip up."""
    points = []
    for index in range(10):
        reach = radius if index % 2 == 0 else radius * 0.382
        angle = math.radians(index * 36 - 90)
        points.append((cx + reach * math.cos(angle), cy + reach * math.sin(angle)))
    pen.polygon(points, fill=fill)


def _round(spec: SealSpec, dpi: int) -> Image.Image:
    scale = dpi / 25.4 * SUPER
    width = round(spec.mm * scale)
    height = round(width * 0.75) if spec.shape == "oval" else width
    canvas = Image.new("L", (width + 8, height + 8), 0)
    pen = ImageDraw.Draw(canvas)
    border = 1.2 if spec.mm > 41 else 1.0
    pen.ellipse((4, 4, width + 3, height + 3), outline=255, width=round(border * scale))
    count = len(spec.title)
    tall = (4.2 if spec.shape == "oval" else 5.2 if count <= 16 else 4.6) * scale
    sweep = min(
        190.0 if spec.shape == "oval" else 235.0 if spec.purpose else 300.0, 15.5 * count + 20
    )
    radius = (width / 2 - border * scale - tall * 0.72, height / 2 - border * scale - tall * 0.72)
    room = math.radians(sweep) * (radius[0] + radius[1]) / 2 / max(count, 1)
    squeeze = min(0.85, max(0.42, room / (tall * 1.12)))
    _along_arc(canvas, spec.title, spec.face, radius, (round(tall), squeeze), sweep)
    cx, cy = canvas.width / 2, canvas.height / 2
    if spec.shape == "round" and spec.star:
        star(pen, cx, cy - (1.5 * scale if spec.purpose else 0), 7 * scale * spec.mm / 42)
    if spec.purpose:
        _straight(canvas, spec, cy + (6.2 if spec.shape == "oval" else 8.6) * scale, 3.6 * scale)
    if spec.shape == "oval" and spec.code:
        size = round(2.2 * scale)
        pen.text(
            (cx, cy + 0.4 * scale),
            spec.code,
            font=fonts.font("hei", size),
            fill=255,
            anchor="mm",
        )
    elif spec.code:
        small = 1.9 * scale
        inner = width / 2 - border * scale - small * 0.75
        _along_arc(canvas, spec.code, "hei", (inner, inner), (round(small), 0.8), 44, below=True)
    return canvas


def _straight(canvas: Image.Image, spec: SealSpec, y: float, tall: float) -> None:
    step = tall * 0.95
    start = canvas.width / 2 - step * (len(spec.purpose) - 1) / 2
    for index, character in enumerate(spec.purpose):
        glyph = _glyph(character, spec.face, round(tall), 0.85)
        canvas.paste(
            255, (round(start + index * step - glyph.width / 2), round(y - glyph.height / 2)), glyph
        )


def _square(spec: SealSpec, dpi: int) -> Image.Image:
    scale = dpi / 25.4 * SUPER
    side = round(spec.mm * scale)
    canvas = Image.new("L", (side + 8, side + 8), 0)
    ImageDraw.Draw(canvas).rectangle(
        (4, 4, side + 3, side + 3), outline=255, width=round(0.9 * scale)
    )
    text = spec.title + ("印" if len(spec.title) == 3 else "之印" if len(spec.title) == 2 else "")
    cell = side * 0.45
    for index, character in enumerate(text[:4]):
        column, row = 1 - index // 2, index % 2
        glyph = _glyph(character, spec.face, round(cell * 0.86), 1.0)
        x = 4 + side * (0.275 + 0.45 * column) - glyph.width / 2
        y = 4 + side * (0.275 + 0.45 * row) - glyph.height / 2
        canvas.paste(255, (round(x), round(y)), glyph)
    return canvas


def seal_mask(spec: SealSpec, dpi: int, rng: random.Random) -> Mask:
    """Draw a seal, turn it, wear it; 1 is full ink."""
    drawn = _square(spec, dpi) if spec.shape == "square" else _round(spec, dpi)
    turn = rng.gauss(0, 6)
    turned = drawn.rotate(
        max(-15.0, min(15.0, turn)), expand=True, resample=Image.Resampling.BICUBIC
    )
    small = turned.resize((turned.width // SUPER, turned.height // SUPER), Image.Resampling.BOX)
    mask = np.asarray(small, np.float32) / 255
    noise = np.random.default_rng(rng.getrandbits(32))
    low = noise.random((9, 9), np.float32)
    uneven = cv2.resize(low, (mask.shape[1], mask.shape[0]), interpolation=cv2.INTER_CUBIC)
    grain = cv2.GaussianBlur(noise.random(mask.shape, np.float32), (0, 0), 1.1)
    strength = rng.uniform(0.62, 0.95)
    worn = mask * np.clip(strength + (uneven - 0.5) * rng.uniform(0.1, 0.6), 0.12, 1)
    holes = grain > rng.uniform(0.56, 0.75)
    out: Mask = np.where(holes, worn * 0.35, worn).astype(np.float32)
    return out


def ink_colour(rng: random.Random, ink: str = "red") -> tuple[int, int, int]:
    """Return a red or a blue as stamp pads have it."""
    strong, weak, third = rng.randint(195, 235), rng.randint(15, 60), rng.randint(25, 70)
    return (third, weak + 25, strong - 45) if ink == "blue" else (strong, weak, third)


def press(
    sheet: Sheet,
    spec: SealSpec,
    centre: tuple[float, float],
    rng: random.Random,
    ink: str = "red",
) -> Rect:
    """Stamp a sheet; the ink multiplies with what stands there. Return the ink's box."""
    mask = seal_mask(spec, sheet.dpi, rng)
    colour = ink_colour(rng, ink)
    height, width = mask.shape
    left = round(min(max(centre[0] - width / 2, 4), sheet.image.width - width - 4))
    top = round(min(max(centre[1] - height / 2, 4), sheet.image.height - height - 4))
    blend(sheet, mask, (left, top), colour)
    return _ink_box(mask, (left, top))


def _ink_box(mask: Mask, at: tuple[int, int]) -> Rect:
    """Return the box around a mask's ink on the sheet that it was put on at a point."""
    ys, xs = np.nonzero(mask > 0.2)
    return (
        at[0] + float(xs.min()),
        at[1] + float(ys.min()),
        at[0] + float(xs.max()) + 1,
        at[1] + float(ys.max()) + 1,
    )


def blend(sheet: Sheet, mask: Mask, at: tuple[int, int], colour: tuple[int, int, int]) -> None:
    """Multiply a coloured ink onto a sheet."""
    left, top = at
    box = (left, top, left + mask.shape[1], top + mask.shape[0])
    patch = np.asarray(sheet.image.crop(box), np.float32)
    ink = 1 - mask[..., None] * (1 - np.array(colour, np.float32) / 255)
    sheet.image.paste(Image.fromarray((patch * ink).astype(np.uint8)), box[:2])


def sign(
    sheet: Sheet, name: str, at: tuple[float, float], rng: random.Random, size: float = 0.3
) -> None:
    """Write by hand, from a point at the left's middle; `size` is the height in inches.

    What is written is a line of the sheet, in the box of its ink.
    """
    tall = round(sheet.dpi * size * rng.uniform(0.88, 1.18))
    face = rng.choice(("kai", "ukai"))
    mask = Image.new("L", (round(tall * (len(name) + 1.4)), tall * 2), 0)
    x = tall * 0.3
    for character in name:
        glyph = _glyph(
            character, face, round(tall * rng.uniform(0.88, 1.12)), rng.uniform(0.8, 1.0)
        )
        glyph = glyph.rotate(rng.uniform(-8, 8), resample=Image.Resampling.BICUBIC)
        mask.paste(255, (round(x), round(tall * 0.35 + rng.uniform(-0.08, 0.08) * tall)), glyph)
        step = 0.5 if character.isascii() else 0.76  # digits are narrow
        x += glyph.width * step * rng.uniform(0.9, 1.1)
    slant = rng.uniform(0.05, 0.35)
    mask = mask.transform(
        mask.size,
        Image.Transform.AFFINE,
        (1, slant, -slant * tall, rng.uniform(-0.04, 0.04), 1, 0),
        Image.Resampling.BICUBIC,
    )
    waved = wave(np.asarray(np.asarray(mask, np.float32) / 255, np.float32), rng)
    colour = rng.choice(((22, 28, 96), (20, 20, 28), (30, 42, 130)))
    top = round(at[1] - mask.height * 0.5)
    left = round(min(at[0] + 2, sheet.image.width - mask.width - 10))
    top = max(2, min(top, sheet.image.height - mask.height - 2))
    blend(sheet, waved, (left, top), colour)
    sheet.lines.append((name, _ink_box(waved, (left, top))))


def wave(mask: Mask, rng: random.Random) -> Mask:
    """Bend strokes as a hand does."""
    height, width = mask.shape
    ys, xs = np.indices((height, width), np.float32)
    phase, swing = rng.uniform(0, 6), height * 0.018
    bent = cv2.remap(
        mask,
        xs + swing * np.sin(ys / height * 9 + phase, dtype=np.float32),
        ys + swing * np.sin(xs / height * 7 + phase, dtype=np.float32),
        cv2.INTER_LINEAR,
    )
    return np.asarray(bent * rng.uniform(0.8, 0.98), np.float32)
