"""The text layer of a born-digital PDF page, in the frame of its picture.

A layer is believed only as far as the picture bears it out: hidden words are dropped, and a
layer that is not the whole page, or that says other words than the page shows, is not used.
"""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import pdfplumber
import pypdfium2 as pdfium
from pdfminer.pdfparser import PDFSyntaxError
from pdfminer.psparser import PSException
from pdfplumber.utils.exceptions import PdfminerException
from pdfplumber.utils.text import extract_words
from rapidfuzz.distance import Levenshtein

from extractors.annotations import entries, pixel, places
from extractors.facts import Box, Line, Problem, Tick
from extractors.language import squeezed
from extractors.limits import UnreadableError
from extractors.linecut import Ends
from extractors.ocr.engine import PageImage, Recogniser
from extractors.raster import pdf_page
from extractors.ticks import Mark, with_labels
from extractors.typedticks import BOXES, on_squares
from extractors.visible import Visible, visible

_LEAST_CHARACTERS = 8
_HEADS = 24
_MOST_STRANGE = 0.1
_MOST_HIDDEN = 0.5
_LOOK_DPI, _COMPARE_DPI = 60, 100
_FAILURES = (PdfminerException, PDFSyntaxError, PSException, ValueError, KeyError, TypeError)
# Lines that are read from the picture as well, how long they are, how alike the two must be.
_PROBES, _LEAST_PROBE, _MOST_PROBE, _LEAST_ALIKE = 4, 4, 40, 0.5
# What a sure reading must share with the layer at least.
_CONTRADICTS, _SURE = 0.2, 0.85
_MARGIN = 3
_TWICE = 0.12  # of the size: characters nearer than this are one
# Radicals that stand for characters, and have no mapping in Unicode: some makers of PDF
# write the radical where both share a glyph.
_RADICALS = dict(
    zip(
        "⺁⺄⺈⺌⺍⺗⺝⺟⺠⺮⺼⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
        "厂乙勹小小心月母民竹月虎西见角贝车长门青韦页风飞食马鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)
_REPAIRED = {
    code: _RADICALS.get(chr(code)) or unicodedata.normalize("NFKC", chr(code))
    for first, last in ((0x2E80, 0x2FDF), (0xF900, 0xFAFF), (0xFB00, 0xFB06))
    for code in range(first, last + 1)
}


@dataclass(frozen=True, slots=True)
class Layer:
    """The words of a page that need no reading; no lines where its layer is not believed.

    `squares` are the places of the tick boxes that are characters; `ends` where the characters of
    a line end, in shares of its width.
    """

    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()
    squares: tuple[Box, ...] = ()
    problems: tuple[Problem, ...] = ()
    ends: Ends = field(default_factory=dict)

    def ticks(self, typed: tuple[Tick, ...], lines: tuple[Line, ...]) -> tuple[Tick, ...]:
        """Tick boxes of the form's fields, and those of the text where there is no field."""
        kept = (
            tick
            for tick in on_squares(typed, self.squares)
            if not any(tick.box.overlap(mark.box) for mark in self.marks)
        )
        return (*kept, *with_labels(self.marks, lines))


def layer_fits(data: bytes, index: int) -> bool:
    """The quick tier: whether a page has a text layer that its picture bears out."""
    try:
        with pdf_page(data, index) as (_, page):
            words = page.get_textpage()
            # Most scans end here: counting is far quicker than drawing.
            if words.count_chars() < _LEAST_CHARACTERS:
                return False
            text = words.get_text_range().split()
            characters = [char for word in text for char in word]
            if not _meaningful(characters):
                return False
            seen = visible(page, _LOOK_DPI)
            return seen is not None and seen.is_whole(places(page, *seen.size))
    except (UnreadableError, pdfium.PdfiumError):
        return False


def head_lines(data: bytes, index: int, width: int, height: int) -> tuple[Line, ...]:
    """The quick tier: the first runs of the layer's text, on a picture of that size."""
    lines = []
    try:
        with pdf_page(data, index) as (_, page):
            words = page.get_textpage()
            for number in range(min(_HEADS, words.count_rects())):
                left, bottom, right, top = words.get_rect(number)
                text = words.get_text_bounded(left, bottom, right, top).strip()
                (x0, y0), (x1, y1) = (
                    pixel(page, x, y, width, height) for x, y in ((left, top), (right, bottom))
                )
                if text and x0 < x1 and y0 < y1:
                    lines.append(Line(text, Box(x0, y0, x1, y1), 1.0))
    except (UnreadableError, pdfium.PdfiumError):
        return ()
    return tuple(lines)


def read_layer(
    data: bytes, index: int, image: PageImage, dpi: int, recogniser: Recogniser
) -> Layer:
    """The page's words without reading it, or none where it has no believable layer.

    `image` is the page's picture, and boxes are in its pixels. A layer is not believed where its
    characters have no meaning (no mapping to Unicode), where most of it is hidden, where much of
    the writing on the page is not in it, or where it says something else than a few lines read.
    """
    try:
        with pdf_page(data, index) as (document, page):
            if page.get_textpage().count_chars() < _LEAST_CHARACTERS:
                return Layer()
            entered = entries(document, page, image)
            seen = visible(page, _COMPARE_DPI)
            whole = seen is not None and seen.is_whole(places(page, *seen.size))
    except (UnreadableError, pdfium.PdfiumError):
        return Layer()
    if seen is None or not whole:
        return Layer()
    layer = _written(data, index, image, dpi, seen)
    if not layer.lines:
        return Layer()
    if not _agrees(layer.lines, image, recogniser):
        return Layer(problems=(Problem("text-layer-distrusted"),))
    lines = (*layer.lines, *_new(entered.lines, layer.lines))
    return replace(layer, lines=lines, marks=entered.marks)


def _new(entered: tuple[Line, ...], lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Entered words that are not in the layer too: some programs write them there as well."""
    return tuple(
        one
        for one in entered
        if not any(
            one.box.overlap(line.box) and squeezed(one.text) in squeezed(line.text)
            for line in lines
        )
    )


def _written(data: bytes, index: int, image: PageImage, dpi: int, seen: Visible) -> Layer:
    try:
        with pdfplumber.open(io.BytesIO(data), pages=[index + 1]) as document:
            if not document.pages:
                return Layer()
            page = document.pages[0]
            try:
                return _shown(page, image, dpi, seen)
            finally:
                page.close()
    except _FAILURES:
        return Layer()  # PDFium has shown the page: it is read from the picture


def _shown(page: Any, image: PageImage, dpi: int, seen: Visible) -> Layer:
    frame = _Frame.of(page, image)
    written = [char for char in page.chars if char["text"].strip()]
    shown = {
        id(char)
        for char in written
        if (box := frame.box(char)) is not None and seen.shows(box, dpi)
    }
    kept = [char for char in written if id(char) in shown]
    believable = (
        len(kept) >= max(_LEAST_CHARACTERS, (1 - _MOST_HIDDEN) * len(written))
        and _meaningful([char["text"] for char in kept])
        # Most of the words run another way than the page: it has to be turned to be read.
        and 2 * sum(_is_level(char) for char in kept) > len(kept)
    )
    if not believable:
        return Layer()
    lines, ends = [], {}
    for word in _words(
        [char for char in page.chars if id(char) in shown or not char["text"].strip()]
    ):
        box, text = frame.box(word), repaired(word["text"]).strip()
        if text and box is not None:
            line = Line(text, box, 1.0)
            lines.append(line)
            ends[line] = _ends(line, word["chars"], frame)
    squares = (frame.box(char) for char in kept if char["text"] in BOXES)
    return Layer(tuple(lines), squares=tuple(box for box in squares if box is not None), ends=ends)


def _ends(line: Line, chars: list[dict[str, Any]], frame: _Frame) -> tuple[float, ...]:
    """Where the characters of a line end, in shares of its width; () where they are not its own."""
    told = [(repaired(char["text"]), frame.box(char)) for char in chars]
    while told and not told[0][0].strip():
        told.pop(0)
    said = [(letter, box) for text, box in told for letter in text][: len(line.text)]
    if "".join(letter for letter, _ in said) != line.text or line.box.width <= 0:
        return ()
    ends = [(box.right - line.box.left) / line.box.width if box else 0.0 for _, box in said]
    return tuple(ends) if all(a < b for a, b in pairwise(ends)) else ()


def _words(chars: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Words; of those that run up or down the page's side, characters in their own order."""
    slopes = [char["matrix"][1] for char in chars if not _is_level(char)]
    rising = 2 * sum(slope > 0 for slope in slopes) > len(slopes)
    words: list[dict[str, Any]] = extract_words(
        _once(chars),
        keep_blank_chars=True,
        x_tolerance_ratio=0.9,
        y_tolerance=3,
        char_dir_rotated="btt" if rising else "ttb",
        return_chars=True,
    )
    return words


def _once(chars: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Characters without those printed a second time at almost the same place, to look bold.

    pdfplumber's own way takes seconds on a dense page.
    """
    kept: list[dict[str, Any]] = []
    at: dict[tuple[str, int, int], list[tuple[float, float]]] = {}
    for char in chars:
        text, x, y = char["text"], char["x0"], char["top"]
        by = max(0.1, _TWICE * char["size"])
        column, row = int(x // by), int(y // by)
        near = (
            place
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for place in at.get((text, column + dx, row + dy), ())
        )
        if any(abs(x - left) <= by and abs(y - top) <= by for left, top in near):
            continue
        at.setdefault((text, column, row), []).append((x, y))
        kept.append(char)
    return kept


def repaired(text: str) -> str:
    """Radicals, compatibility forms of characters and ligatures as what they stand for.

    Not NFKC: that would make ASCII of full-width signs as well.
    """
    return text.translate(_REPAIRED)


def _is_level(char: dict[str, Any]) -> bool:
    across, up = char["matrix"][:2]
    return bool(across > 0 and abs(up) <= across)


def _meaningful(characters: list[str]) -> bool:
    strange = sum(_is_strange(char) for char in characters)
    return len(characters) >= _LEAST_CHARACTERS and strange <= _MOST_STRANGE * len(characters)


def _is_strange(text: str) -> bool:
    """No character of a text: replacement, private use, control, or pdfminer's `(cid:12)`."""
    return text.startswith("(cid:") or any(
        char in "\ufffd\ufffe\uffff" or "\ue000" <= char <= "\uf8ff" or char < " " for char in text
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    """How points of pdfplumber's frame become pixels: it shows the media box, a viewer the crop
    box, both after the turn that the page asks for."""

    left: float
    top: float
    across: float
    down: float
    width: int
    height: int

    @classmethod
    def of(cls, page: Any, image: PageImage) -> _Frame:
        height, width = image.shape[:2]
        media, crop = (_ordered(box) for box in (page.page_obj.mediabox, page.page_obj.cropbox))
        x0, y0 = max(media[0], crop[0]) - media[0], max(media[1], crop[1]) - media[1]
        x1, y1 = media[2] - min(media[2], crop[2]), media[3] - min(media[3], crop[3])
        wide, high = media[2] - media[0] - x0 - x1, media[3] - media[1] - y0 - y1
        if wide <= 0 or high <= 0:  # the boxes have nothing in common: PDFium shows the media box
            x0 = y0 = x1 = y1 = 0.0
            wide, high = media[2] - media[0], media[3] - media[1]
        # What is cut off at the left and at the top, after the turn.
        left, top = {0: (x0, y1), 90: (y0, x0), 180: (x1, y0), 270: (y1, x1)}[page.rotation]
        if page.rotation in (90, 270):
            wide, high = high, wide
        return cls(
            page.bbox[0] + left, page.bbox[1] + top, width / wide, height / high, width, height
        )

    def box(self, item: dict[str, Any]) -> Box | None:
        """Where a character or word stands in the picture; None outside it."""
        x0, x1 = (item["x0"] - self.left) * self.across, (item["x1"] - self.left) * self.across
        y0, y1 = (item["top"] - self.top) * self.down, (item["bottom"] - self.top) * self.down
        x0, x1 = max(0.0, x0), min(float(self.width), x1)
        y0, y1 = max(0.0, y0), min(float(self.height), y1)
        return Box(x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


def _ordered(box: Any) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (float(side) for side in box)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _agrees(lines: tuple[Line, ...], image: PageImage, recogniser: Recogniser) -> bool:
    """Whether a few lines, read from the picture, say what the layer says.

    A seal or a rule spoils what is read of one line. But one line that is surely something else
    is enough: often only one of a page's fonts has wrong codes.
    """
    probes = _probes(lines)
    if not probes:
        return True
    read = recogniser.recognise(tuple(_strip(line.box, image) for line in probes))
    alike = [
        Levenshtein.normalized_similarity(squeezed(line.text), squeezed(answer.text))
        for line, answer in zip(probes, read, strict=True)
    ]
    contradicted = any(
        same < _CONTRADICTS and answer.confidence >= _SURE and len(answer.text) >= _LEAST_PROBE
        for same, answer in zip(alike, read, strict=True)
    )
    return not contradicted and sorted(alike)[(len(alike) - 1) // 2] >= _LEAST_ALIKE


def _probes(lines: tuple[Line, ...]) -> list[Line]:
    """The longest line of each quarter of the page's lines; only pieces of very long ones."""
    level = [
        _piece(line)
        for line in lines
        if len(line.text) >= _LEAST_PROBE and line.box.width > 1.5 * line.box.height
    ]
    level.sort(key=lambda line: line.box.top)
    step = max(1, -(-len(level) // _PROBES))
    return [
        max(level[start : start + step], key=lambda line: len(line.text))
        for start in range(0, len(level), step)
    ]


def _piece(line: Line) -> Line:
    share = min(1.0, _MOST_PROBE / len(line.text))
    if share == 1.0:
        return line
    box = line.box
    short = Box(box.left, box.top, box.left + share * box.width, box.bottom)
    return replace(line, text=line.text[:_MOST_PROBE], box=short)


def _strip(box: Box, image: PageImage) -> PageImage:
    near = box.grown(_MARGIN)
    return image[
        max(0, round(near.top)) : round(near.bottom), max(0, round(near.left)) : round(near.right)
    ]
