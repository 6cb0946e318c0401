"""A panel for a seal: its crop, the unrolled strip with what was read under it, and what it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
from PIL import Image, ImageDraw

from extractors.facts import Drawn, Seal
from extractors.ocr.engine import PageImage
from extractors.seals.views import SealView
from pipeline.messages import INKS, SEAL_KINDS, SHAPES, text
from pipeline.typeface import Typeface, chinese, latin

WIDTH: Final = 1400
_HEIGHT, _CROP, _MARGIN, _LETTER, _SMALL = 440, 330, 20, 42, 25
_NUMBERS, _BADGE, _STEP = 18, 30, 36
_STRIP: Final = WIDTH - _CROP - 3 * _MARGIN
_TALLEST: Final = 150  # of the strip
BADGE: Final = _BADGE + 6  # height of a number
_INK, _GREY = "#222222", "#888888"
# From which confidence on a letter is shown in which colour.
_SURE: Final = ((0.9, "#00771f"), (0.6, "#c06a00"), (0.0, "#c00000"))


@dataclass(frozen=True, slots=True)
class _Pen:
    """Where to draw, and with what; without a Chinese typeface only what is ASCII is shown."""

    draw: ImageDraw.ImageDraw
    has_chinese: bool

    def write(self, at: tuple[float, float], words: str, size: int, colour: str = _INK) -> None:
        self.draw.text(at, self.shown(words), font=_face(size), fill=colour)

    def centre(self, at: tuple[float, float], words: str, size: int, colour: str) -> None:
        self.draw.text(at, self.shown(words), font=_face(size), fill=colour, anchor="ma")

    def shown(self, words: str) -> str:
        if self.has_chinese or words.isascii():
            return words
        return "".join(one if one.isascii() else "?" for one in words)


def _face(size: int) -> Typeface:
    return chinese(size) or latin(size)


def panel(number: int, seal: Seal, view: SealView | None, page: PageImage) -> Image.Image:
    """One seal of a page, `WIDTH` pixels wide."""
    sheet = Image.new("RGB", (WIDTH, _HEIGHT), "white")
    pen = _Pen(ImageDraw.Draw(sheet), chinese(_SMALL) is not None)
    pen.draw.rectangle((0, 0, WIDTH - 1, _HEIGHT - 1), outline=_GREY)
    _crop(sheet, seal, page)
    label(pen.draw, (_MARGIN // 2, _MARGIN // 2), number)
    left, top = _CROP + 2 * _MARGIN, _MARGIN
    if view is not None:
        top += _strip(sheet, view, (left, top)) + 6
    _letters(pen, seal, view, (left, top))
    for index, line in enumerate(_lines(seal, pen.has_chinese)):
        pen.write((left, top + 1.75 * _LETTER + _NUMBERS + _STEP * index), line, _SMALL)
    return sheet


def label(draw: ImageDraw.ImageDraw, at: tuple[float, float], number: int) -> None:
    """The number of a seal, on the page and on its panel alike; `at` is its top left corner."""
    words, face = str(number), latin(_BADGE)
    wide = max(_BADGE, draw.textlength(words, font=face)) + 8
    x, y = at
    draw.rectangle((x, y, x + wide, y + BADGE), fill="#cc0000")
    draw.text((x + wide / 2, y + BADGE / 2), words, font=face, fill="white", anchor="mm")


def _crop(sheet: Image.Image, seal: Seal, page: PageImage) -> None:
    box = seal.box.grown(0.05 * max(seal.box.width, seal.box.height))
    left, top = max(0, round(box.left)), max(0, round(box.top))
    part = page[top : max(top + 1, round(box.bottom)), left : max(left + 1, round(box.right))]
    if part.size == 0:
        return
    sheet.paste(_fitted(part, _CROP, _HEIGHT - 2 * _MARGIN), (_MARGIN, _MARGIN))


def _fitted(image: PageImage, wide: int, high: int) -> Image.Image:
    picture = Image.fromarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB))
    scale = min(wide / picture.width, high / picture.height)
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _strip(sheet: Image.Image, view: SealView, at: tuple[int, int]) -> int:
    """Draw the strip, and answer with its height."""
    high = _TALLEST if view.opening else 2 * _LETTER + _TALLEST // 2
    fitted = _fitted(view.strip, _STRIP, high)
    sheet.paste(fitted, at)
    ImageDraw.Draw(sheet).rectangle(
        (at[0], at[1], at[0] + fitted.width, at[1] + fitted.height), outline="#bbbbbb"
    )
    return fitted.height


def _letters(pen: _Pen, seal: Seal, view: SealView | None, at: tuple[int, int]) -> None:
    """The title's letters below their places on the strip, each with its confidence."""
    best = [one.candidates[0] for one in seal.characters if one.candidates]
    if not best:
        pen.write(at, "" if seal.title else text("no-title"), _SMALL, _GREY)
        return
    lies_round = view is not None and view.opening is not None
    first, last = (view.first, view.last) if view and lies_round else (0.0, 1.0)
    room = _STRIP * (last - first) / len(best)
    room = room if lies_round else min(room, 2.0 * _LETTER)
    size = max(12, min(_LETTER, int(room * 0.95)))
    for index, (letter, sure) in enumerate(best):
        x = at[0] + _STRIP * first + room * (index + 0.5)
        colour = next(colour for least, colour in _SURE if sure >= least)
        pen.centre((x, at[1]), letter, size, colour)
        pen.centre((x, at[1] + 1.3 * _LETTER), f"{100 * sure:.0f}", _NUMBERS, colour)


def _lines(seal: Seal, has_chinese: bool) -> list[str]:
    """What the seal is, in words; without a Chinese typeface in English ones."""
    size = f"{seal.diameter_mm:.1f} mm" if seal.diameter_mm else "? mm"
    sure = f"{seal.confidence:.2f} / {seal.title_confidence:.2f}"
    if not has_chinese:
        facts = (seal.kind.value, seal.shape.value, seal.ink.value, size)
        whole = "complete" if seal.complete else "cut by the edge"
        return [
            ", ".join(facts),
            f"{whole}  code {seal.code or '-'}  {seal.drawn.value}",
            f"confidence of seal / title: {sure}",
            "no Chinese typeface on this machine: letters are shown as ?",
        ]
    facts = (SEAL_KINDS[seal.kind], SHAPES[seal.shape], INKS[seal.ink], size)
    whole = text("seal-whole") if seal.complete else text("seal-cut")
    return [
        "　".join((*facts, whole, *((text("seal-drawn"),) if seal.drawn is not Drawn.NO else ()))),
        text("seal-words", purpose=seal.purpose or "—", code=seal.code or "—"),
        text("seal-sure", sure=sure),
        text("seal-readings", readings="／".join(seal.readings[1:3]) or "—"),
    ]
