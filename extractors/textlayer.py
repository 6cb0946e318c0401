"""The text layer of a born-digital PDF page, in the frame of its picture."""

from __future__ import annotations

import io
from typing import Any

import pdfplumber
from pdfminer.pdfparser import PDFSyntaxError
from pdfminer.psparser import PSException
from pdfplumber.utils.exceptions import PdfminerException

from extractors.facts import Box, Line
from extractors.ocr.engine import split_at_cells

_LEAST_CHARACTERS = 8
_MOST_STRANGE = 0.1
_SCAN_SHARE = 0.7
_FAILURES = (PdfminerException, PDFSyntaxError, PSException, ValueError, KeyError, TypeError)


def text_lines(data: bytes, index: int, width: int, height: int) -> tuple[Line, ...]:
    """Lines of the page's text layer, or none where it has no believable one.

    `width` and `height` are those of the page's picture in pixels. A layer is not believed where
    its characters have no meaning (no mapping to Unicode), or where a picture covers the page:
    then what is read is what some other program read from that scan.
    """
    try:
        with pdfplumber.open(io.BytesIO(data), pages=[index + 1]) as document:
            if not document.pages:
                return ()
            page = document.pages[0]
            try:
                return _lines(page, width, height) if _believable(page) else ()
            finally:
                page.close()
    except _FAILURES:
        return ()  # PDFium has shown the page: it is read from the picture


def _believable(page: Any) -> bool:
    text = "".join(char["text"] for char in page.chars)
    if len(text.replace(" ", "")) < _LEAST_CHARACTERS:
        return False
    strange = sum(_is_strange(char["text"]) for char in page.chars)
    if strange > _MOST_STRANGE * len(page.chars):
        return False
    area = float(page.width) * float(page.height)
    covered = max((_area(image) for image in page.images), default=0.0)
    return covered < _SCAN_SHARE * area


def _is_strange(text: str) -> bool:
    """No character of a text: replacement, private use, control, or pdfminer's `(cid:12)`."""
    return text.startswith("(cid:") or any(
        char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or char < " " for char in text
    )


def _area(image: dict[str, Any]) -> float:
    return float((image["x1"] - image["x0"]) * (image["bottom"] - image["top"]))


def _lines(page: Any, width: int, height: int) -> tuple[Line, ...]:
    left, top, right, bottom = page.cropbox if page.rotation in (0, None) else page.bbox
    across, down = width / max(1.0, right - left), height / max(1.0, bottom - top)
    words = page.extract_words(keep_blank_chars=True, x_tolerance_ratio=0.9, y_tolerance=3)
    lines = []
    for word in words:
        text = word["text"].strip()
        if not text:
            continue
        x0, x1 = (word["x0"] - left) * across, (word["x1"] - left) * across
        y0, y1 = (word["top"] - top) * down, (word["bottom"] - top) * down
        if x1 > x0 and y1 > y0:
            lines.append(Line(text, Box(x0, y0, x1, y1), 1.0))
    return tuple(lines)


def split_lines(lines: tuple[Line, ...], cells: tuple[Box, ...]) -> tuple[Line, ...]:
    """Cut lines at the borders of cells; the text is shared out by width."""
    pieces = []
    for line in lines:
        boxes = split_at_cells((line.box,), cells)
        if len(boxes) <= 1:
            pieces.append(line)
            continue
        for box in boxes:
            start = round((box.left - line.box.left) / line.box.width * len(line.text))
            end = round((box.right - line.box.left) / line.box.width * len(line.text))
            if text := line.text[start:end].strip():
                pieces.append(Line(text, box, line.confidence))
    return tuple(pieces)
