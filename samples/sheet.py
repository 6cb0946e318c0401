"""A sheet of paper: what is drawn on it, and where that stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from PIL import Image, ImageDraw, ImageFilter

from samples import fonts
from samples.layout import (
    EMPTY_BOX,
    MARK,
    MARKED_WORD,
    TICKED,
    ticks_in,
)

A4_MM = (210.0, 297.0)


Rect = tuple[float, float, float, float]


INK = (28, 28, 30)


NOT_LAST = "（《【“"


UNBROKEN = re.compile(r"\S+(?:\s\S+)*")  # what holds no gap of two blanks or more


NOT_FIRST = "，。、；：）】》”！？％%"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place for a stamp, a signature or a tick: where its label or its box stands."""

    name: str
    kind: str  # seal, sign, hand (the name is then the text to write) or tick (check, fill)
    box: Rect


@dataclass(slots=True)
class Sheet:
    """One drawn page and its truth, in pixels."""

    image: Image.Image
    dpi: int
    lines: list[tuple[str, Rect]] = field(default_factory=list)
    cells: list[tuple[int, int, int, int, Rect]] = field(default_factory=list)
    ticks: list[tuple[str, bool, Rect]] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    tick_pen: str = ""  # boxes are printed empty and ticked with a pen: check or fill
    fills: list[tuple[str, Rect]] = field(default_factory=list)  # what is filled in, and where
    typed: bool = False  # tick boxes are characters, as in a text file

    @property
    def pen(self) -> ImageDraw.ImageDraw:
        """Return a pen for this sheet."""
        return ImageDraw.Draw(self.image)


def blank_sheet(dpi: int, *, landscape: bool = False, tick_pen: str = "") -> Sheet:
    """Return an empty A4 sheet."""
    width, height = (round(side / 25.4 * dpi) for side in A4_MM)
    size = (height, width) if landscape else (width, height)
    return Sheet(Image.new("RGB", size, (254, 254, 253)), dpi, tick_pen=tick_pen)


def put_text(
    sheet: Sheet,
    at: tuple[float, float],
    text: str,
    face: str,
    pixels: int,
    ink: tuple[int, int, int] = INK,
    *,
    note: bool = True,
) -> Rect:
    """Draw one line with its top-left corner at a point; tick boxes are drawn as boxes."""
    pen = sheet.pen
    x, y = at
    starts: list[float] = []
    last = ""  # a mark is made with a pen where an opening bracket stands before it
    for run in fonts.runs(text, face, pixels):
        for piece in _split_ticks(run.text):
            if piece in TICKED + EMPTY_BOX:
                starts.append(x)
                _tick_box(sheet, x, y, pixels, piece)
                x += pixels
            elif piece == MARK and sheet.tick_pen and last == "（":
                sheet.spots.append(Spot("check", "tick", _tick_rect(x, y, pixels)))
                x += fonts.text_width(piece, face, pixels)
            elif piece.strip():
                pen.text((x, y), piece, font=run.font, fill=ink)
                x += fonts.text_width(piece, face, pixels)
            else:
                x += fonts.text_width(piece, face, pixels)
            last = piece[-1]
    box = (at[0], y, x, y + pixels * 1.05)
    if note and text.strip():
        note_lines(sheet, text, box, face, pixels)
        for (name, state, _), left in zip(ticks_in(text), starts, strict=True):
            sheet.ticks.append((name, state, _tick_rect(left, y, pixels)))
    return box


def put_filled(
    sheet: Sheet, at: tuple[float, float], parts: tuple[str, str], face: str, pixels: int
) -> Rect:
    """Draw a printed label and what is filled in behind it, as one line."""
    label = put_text(sheet, at, parts[0], face, pixels, note=False)
    filled = put_text(sheet, (label[2], at[1]), parts[1], face, pixels, note=False)
    box = (label[0], label[1], filled[2], filled[3])
    note_lines(sheet, "".join(parts), box, face, pixels)
    sheet.fills.append((parts[1], filled))
    return box


def note_lines(sheet: Sheet, text: str, box: Rect, face: str, pixels: int) -> None:
    """Write down what was drawn in a box: what a wide gap parts are lines of their own.

    Blanks at both ends and the gaps belong to no line: a signature may stand there.
    """
    for found in UNBROKEN.finditer(text):
        left = box[0] + fonts.text_width(text[: found.start()], face, pixels)
        right = left + fonts.text_width(found[0], face, pixels)
        sheet.lines.append((found[0], (left, box[1], right, box[3])))


def _split_ticks(text: str) -> Iterator[str]:
    plain = ""
    for character in text:
        if character in TICKED + EMPTY_BOX + MARK:
            if plain:
                yield plain
            yield character
            plain = ""
        else:
            plain += character
    if plain:
        yield plain


def _tick_rect(x: float, y: float, pixels: int) -> Rect:
    return (x + pixels * 0.08, y + pixels * 0.10, x + pixels * 0.90, y + pixels * 0.92)


def _tick_box(sheet: Sheet, x: float, y: float, pixels: int, mark: str) -> None:
    pen = sheet.pen
    left, top, right, bottom = _tick_rect(x, y, pixels)
    if sheet.tick_pen and mark in TICKED:
        sheet.spots.append(Spot(sheet.tick_pen, "tick", (left, top, right, bottom)))
        mark = EMPTY_BOX
    if sheet.typed:
        pen.text((x, y), mark, font=fonts.font("marks", pixels), fill=INK)
        return
    line = max(2, round(pixels * 0.06))
    pen.rectangle(
        (left, top, right, bottom), outline=INK, width=line, fill=INK if mark == "■" else None
    )
    if mark == "☑":
        side = right - left
        pen.line(
            [
                (left + side * 0.15, top + side * 0.52),
                (left + side * 0.42, top + side * 0.82),
                (left + side * 0.92, top + side * 0.05),
            ],
            fill=INK,
            width=line * 2,
            joint="curve",
        )


def wrap(text: str, face: str, pixels: int, room: float, indent: bool = False) -> list[str]:
    """Break a text into lines that fit; words of Latin letters and digits stay whole."""
    text = ("　　" if indent else "") + text
    lines, line, used = [], "", 0.0
    for token in _tokens(text):
        wide = fonts.text_width(token, face, pixels)
        if line and used + wide > room and token not in NOT_FIRST:
            lines.append(line)
            line, used = "", 0.0
            token = token.lstrip(" ")
        while wide > room and len(token) > 1:
            fit = max(1, int(len(token) * room / wide))
            lines.append(token[:fit])
            token = token[fit:]
            wide = fonts.text_width(token, face, pixels)
        line += token
        used += wide
    return [*lines, line] if line or not lines else lines


def _tokens(text: str) -> Iterator[str]:
    """Yield what must not be broken: a word with the box behind it, and what follows below."""
    done = 0
    for found in MARKED_WORD.finditer(text):
        yield from _plain_tokens(text[done : found.start()])
        yield found[0]
        done = found.end()
    yield from _plain_tokens(text[done:])


def _plain_tokens(text: str) -> Iterator[str]:
    """Yield what must not be broken: Latin words, a box with its label, an opening bracket."""
    word = ""
    boxed = False
    for character in text:
        if character in EMPTY_BOX + TICKED:
            if word:
                yield word
            word, boxed = character, True
        elif (boxed and not character.isspace()) or (character.isascii() and character != " "):
            word += character
        elif word and not boxed and word[-1] in NOT_LAST:
            yield word + character
            word = ""
        else:
            if word:
                yield word
            word, boxed = (character, False) if character in NOT_LAST else ("", False)
            if not word:
                yield character
    if word:
        yield word


def side_by_side(left: Sheet, right: Sheet) -> Sheet:
    """Return two facing pages of an open volume as one landscape sheet."""
    shift = left.image.width
    wide = Image.new("RGB", (shift * 2, left.image.height), (254, 254, 253))
    wide.paste(left.image, (0, 0))
    wide.paste(right.image, (shift, 0))

    def moved(box: Rect) -> Rect:
        return (box[0] + shift, box[1], box[2] + shift, box[3])

    return Sheet(
        wide,
        left.dpi,
        left.lines + [(text, moved(box)) for text, box in right.lines],
        left.cells + [(r, c, rs, cs, moved(box)) for r, c, rs, cs, box in right.cells],
        left.ticks + [(name, state, moved(box)) for name, state, box in right.ticks],
        left.spots + [Spot(s.name, s.kind, moved(s.box)) for s in right.spots],
    )


def back_of(sheet: Sheet) -> Sheet:
    """Return the empty back of a sheet, with its front faintly showing through."""
    through = sheet.image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    through = through.filter(ImageFilter.BoxBlur(3))
    white = Image.new("RGB", through.size, (254, 254, 253))
    return Sheet(Image.blend(white, through, 0.045), sheet.dpi)
