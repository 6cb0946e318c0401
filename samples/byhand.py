"""Values written into a printed form by hand: which fields, and how a pen writes them."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from PIL import Image, ImageDraw

from samples import fonts
from samples.layout import (
    EMPTY_BOX,
    MARK,
    TICKED,
    Block,
    Cell,
    CoverLine,
    FillLine,
    Form,
    Para,
    Table,
    Values,
)
from samples.sheet import Rect, Sheet, Spot, put_text
from samples.stamps import Mask, blend

# What tells whose a packet is stays printed, and what has a place of its own to be written in.
_PRINTED = ("org_name", "uscc", "id_no", "project_name", "person_name", "employer")
_LONGEST = 24
_PENS = (
    (((25, 45, 150), (38, 62, 172), (30, 42, 130), (62, 74, 190)), 0.5),  # blue
    (((22, 28, 96), (34, 42, 92), (46, 52, 112)), 0.35),  # blue-black
    (((20, 20, 28), (40, 40, 44)), 0.15),  # black
)
_SUPER = 3  # characters are drawn this much larger, then shrunk


@dataclass(frozen=True, slots=True)
class Hand:
    """One writer with one pen."""

    colour: tuple[int, int, int]
    face: str
    slant: float
    size: float  # of the printed size
    shaky: float  # how far strokes bend, of a character's height
    thick: float  # by how much strokes are thicker than print's, of a character's height


def hand_of(rng: random.Random) -> Hand:
    """Draw a writer."""
    colours = rng.choices([one for one, _ in _PENS], [share for _, share in _PENS])[0]
    return Hand(
        rng.choice(colours),
        rng.choice(("kai", "ukai")),
        rng.uniform(-0.05, 0.3),
        rng.uniform(1.05, 1.35),
        rng.uniform(0.025, 0.06),
        rng.uniform(0.0, 0.02),
    )


def by_hand(
    form: Form, values: Values, share: float, rng: random.Random
) -> tuple[Form, tuple[str, ...]]:
    """Return the form with so many of its short values left to a pen, and these fields' names.

    Only a value that stands once on the form, in a place of its own, can be written by hand.
    """
    once = Counter(text for block in form.blocks for text in _filled_in(block))
    shown = {
        name: one.shown
        for name, one in values.items()
        if name not in _PRINTED and not name.startswith("_") and _is_writable(one.shown)
    }
    alone = Counter(shown.values())
    chosen = {
        text: name
        for name, text in shown.items()
        if rng.random() < share and once[text] == alone[text] == 1
    }
    written: list[str] = []

    def pen(para: Para) -> Para:
        name = chosen.get(_value_of(para))
        if name is None:
            return para
        written.append(name)
        return replace(para, pen=True)

    blocks = tuple(_with(block, pen) for block in form.blocks)
    return replace(form, blocks=blocks), tuple(written)


def _is_writable(text: str) -> bool:
    marks = any(mark in text for mark in EMPTY_BOX + TICKED + MARK + "\n")
    return 0 < len(text.strip()) <= _LONGEST and not marks and text != "无"


def _value_of(para: Para) -> str:
    return para.text[para.filled :] if para.filled >= 0 and not para.sign else ""


def _filled_in(block: Block) -> Iterator[str]:
    """Everything that is filled in, wherever."""
    if isinstance(block, Table):
        for row in block.rows:
            for cell in row.cells:
                if not cell.comb:
                    yield from map(_value_of, cell.paras)
                yield cell.paras[0].text if cell.comb else ""
    elif isinstance(block, CoverLine):
        yield from (block.value, block.value)  # never a pen's: counts as twice
    elif isinstance(block, FillLine):
        for one in block.blanks:
            yield from (one.value, one.value)
    elif isinstance(block, Para):
        yield _value_of(block)


def _with(block: Block, pen: Callable[[Para], Para]) -> Block:
    if isinstance(block, Para):
        return pen(block)
    if not isinstance(block, Table):
        return block

    def cell_of(cell: Cell) -> Cell:
        return cell if cell.comb else replace(cell, paras=tuple(map(pen, cell.paras)))

    return replace(
        block,
        rows=tuple(replace(row, cells=tuple(map(cell_of, row.cells))) for row in block.rows),
    )


def leave_to_pen(
    sheet: Sheet, at: tuple[float, float], parts: tuple[str, str], place: tuple[str, int, float]
) -> Rect:
    """Print a label and note what a pen writes behind it.

    `place`: the label's typeface and size in pixels, and where the room for writing ends.
    """
    face, pixels, right = place
    label = put_text(sheet, at, parts[0], face, pixels)
    box = (label[2], at[1], right, at[1] + pixels * 1.05)
    if parts[1].strip():
        sheet.spots.append(Spot(parts[1].strip(), "pen", box))
    return (at[0], at[1], label[2] + fonts.text_width(parts[1], face, pixels), box[3])


def write_by_hand(sheet: Sheet, hand: Hand, rng: random.Random) -> None:
    """Write what a sheet leaves to a pen; each text is a line of the sheet."""
    for spot in sheet.spots:
        if spot.kind == "pen":
            _write(sheet, spot, hand, rng)


def _write(sheet: Sheet, spot: Spot, hand: Hand, rng: random.Random) -> None:
    left, top, right, bottom = spot.box
    tall = (bottom - top) * hand.size
    glyphs = [_glyph(one, hand, tall * rng.uniform(0.87, 1.13), rng) for one in spot.name]
    steps = [glyph.shape[1] * rng.uniform(0.84, 1.0) for glyph in glyphs]
    fit = min(1.0, (right - left) / max(1.0, sum(steps)))
    room = round(tall * 2)
    canvas = np.zeros((room, round(sum(steps)) + room), np.float32)
    x, drift = 0.0, 0.0
    for glyph, step in zip(glyphs, steps, strict=True):
        drift = 0.6 * drift + rng.gauss(0, 0.035) * tall
        y = max(0, round((room - glyph.shape[0]) / 2 + drift))
        part = canvas[y : y + glyph.shape[0], round(x) : round(x) + glyph.shape[1]]
        np.maximum(part, glyph[: part.shape[0], : part.shape[1]], out=part)
        x += step * fit
    columns = np.nonzero(canvas.max(axis=0))[0]
    if not len(columns):
        return
    mask = _pressed(canvas[:, : columns[-1] + 1], rng)
    middle = (top + bottom) / 2 + rng.gauss(0, 0.04) * tall
    at = (
        max(0, min(round(left + rng.uniform(0, 3)), sheet.image.width - mask.shape[1])),
        max(0, min(round(middle - room / 2), sheet.image.height - room)),
    )
    blend(sheet, mask, at, hand.colour)
    ys, xs = np.nonzero(mask > 0.2)
    left, right = at[0] + float(xs.min()), at[0] + float(xs.max()) + 1
    top, bottom = at[1] + float(ys.min()), at[1] + float(ys.max()) + 1
    sheet.lines.append((spot.name, (left, top, right, bottom)))


def _glyph(character: str, hand: Hand, tall: float, rng: random.Random) -> Mask:
    """Draw one character as it comes out this time: leaning, bent, the strokes thick or thin."""
    large = max(8, round(tall * _SUPER))
    face = hand.face if fonts.has(hand.face, character) else fonts.FALLBACK
    wide = fonts.width(character, face, large)
    canvas = Image.new("L", (round(wide + large * 0.5), round(large * 1.5)), 0)
    at = (large * 0.25, large * 0.25)
    ImageDraw.Draw(canvas).text(at, character, font=fonts.font(face, large), fill=255)
    mask = np.asarray(np.asarray(canvas, np.float32) / 255, np.float32)
    mask = _bent(mask, hand, large, rng)
    thick = (hand.thick + rng.uniform(-0.005, 0.009)) * large
    side = 2 * round(abs(thick)) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    mask = np.asarray(
        cv2.dilate(mask, kernel) if thick > 0 else cv2.erode(mask, kernel), np.float32
    )
    size = (max(1, mask.shape[1] // _SUPER), max(1, mask.shape[0] // _SUPER))
    small = np.asarray(cv2.resize(mask, size, interpolation=cv2.INTER_AREA), np.float32)
    columns = np.nonzero(small.max(axis=0) > 0.15)[0]
    if not len(columns):
        return np.zeros((small.shape[0], round(wide / _SUPER)), np.float32)
    gap = round(0.04 * tall)
    cut = small[:, max(0, columns[0] - gap) : columns[-1] + 1 + gap]
    return np.ascontiguousarray(cut)


def _bent(mask: Mask, hand: Hand, large: int, rng: random.Random) -> Mask:
    height, width = mask.shape
    turn, lean = rng.gauss(0, 0.06), hand.slant + rng.gauss(0, 0.05)
    wide = rng.uniform(0.86, 1.06)
    ys, xs = np.indices((height, width), np.float32)
    y, x = ys - height / 2, xs - width / 2
    noise = np.random.default_rng(rng.getrandbits(32))

    def swing() -> Mask:
        few = noise.normal(0, 1, (4, 4)).astype(np.float32)
        return np.asarray(
            cv2.resize(few, (width, height), interpolation=cv2.INTER_CUBIC) * hand.shaky * large,
            np.float32,
        )

    source_x = (x + (lean + turn) * y) / wide + width / 2 + swing()
    source_y = y - turn * x + height / 2 + swing()
    bent = cv2.remap(
        mask, source_x.astype(np.float32), source_y.astype(np.float32), cv2.INTER_LINEAR
    )
    return np.asarray(bent, np.float32)


def _pressed(mask: Mask, rng: random.Random) -> Mask:
    """A pen presses more here and less there."""
    few = np.random.default_rng(rng.getrandbits(32)).random((3, 12)).astype(np.float32)
    uneven = cv2.resize(few, mask.shape[::-1], interpolation=cv2.INTER_CUBIC)
    return np.asarray(mask * np.clip(0.72 + 0.3 * uneven, 0, 1), np.float32)
