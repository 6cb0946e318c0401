"""The quick tier: a small picture of every page, and what can be told from it."""

from __future__ import annotations

from statistics import median

import cv2
import numpy as np

from extractors.facts import Box, Line, Look
from extractors.limits import Limits
from extractors.ocr.engine import Eyes, PageImage
from extractors.raster import opened
from extractors.sniff import FileKind
from extractors.textlayer import head_lines, layer_fits
from extractors.upright import turned
from extractors.workbook import read_sheet

_DPI = 100
# Ink is counted on a smaller picture still: fine noise is gone there.
_INK_DPI = 60
_BLANK_INK = 0.0012
_DARKER, _REDDER = 45, 60
# A title is among the first lines of a page, or among the largest of its upper part.
_FIRST, _LARGEST, _UPPER = 5, 4, 0.6
# But a line of the usual size that runs over the page has more characters than any title. Share
# of the page's width, widths to the height, heights to the usual one.
_WIDE, _LONG, _LARGER = 0.7, 10, 1.25
# What stands for a line that was seen and not read.
UNREAD = "…"
_MARGIN = 0.1
# Pixels: what an ink pixel is held against, and the shortest straight piece of a rule.
_AROUND, _PIECE = 31, 36
_LEAST_RULE, _LEAST_RULES = 0.2, 3
_NO_LINES: tuple[Line, ...] = ()
_NO_BOXES: tuple[Box, ...] = ()


def look(data: bytes, kind: FileKind, index: int, eyes: Eyes, limits: Limits) -> Look:
    """What a glance at one page (0-based) shows; raises UnreadableError with the reason."""
    if kind in (FileKind.DOCX, FileKind.DOC):
        return Look(1, 0, 0, 0, False, 0.0, 0.0, True)
    if kind is FileKind.XLSX:
        sheet = read_sheet(data, index, limits)
        return Look(index + 1, 0, 0, 0, sheet.blank, 0.0, 0.0, True)
    with opened(data, kind, limits) as source:
        raster = source.raster(index, _DPI)
    image = raster.image
    height, width = image.shape[:2]
    ink, red = _ink_shares(image, raster.dpi)
    typed = kind is FileKind.PDF and layer_fits(data, index)
    blank = ink < _BLANK_INK and not typed
    turn, heads, boxes = 0, _NO_LINES, _NO_BOXES
    if typed:
        heads = head_lines(data, index, width, height)
        boxes = tuple(line.box for line in heads)
    elif not blank:
        turn, boxes = eyes.survey(image)
        image = turned(image, turn)
        height, width = image.shape[:2]
        heads = _heads(image, boxes, eyes)
    return Look(
        number=index + 1,
        width=width,
        height=height,
        dpi=raster.dpi,
        blank=blank,
        ink=ink,
        red=red,
        text_layer=typed,
        problems=raster.problems,
        rotation=turn,
        heads=heads,
        line_count=len(boxes),
        ruled=_ruled(image),
        usual_height=median(box.height for box in boxes) if boxes else 0.0,
    )


def _candidates(boxes: tuple[Box, ...], height: int) -> tuple[Box, ...]:
    """The lines that could be a title, from top to bottom."""
    ordered = sorted(boxes, key=lambda box: (box.top, box.left))
    upper = [box for box in ordered[_FIRST:] if box.top < _UPPER * height]
    largest = sorted(upper, key=lambda box: -box.height)[:_LARGEST]
    return tuple(box for box in ordered if box in ordered[:_FIRST] or box in largest)


def _heads(image: PageImage, boxes: tuple[Box, ...], eyes: Eyes) -> tuple[Line, ...]:
    """The possible titles: read where they could be one by their length, too."""
    height, width = image.shape[:2]
    usual = median(box.height for box in boxes) if boxes else 0.0
    inside = [
        Box(max(0.0, b.left), max(0.0, b.top), min(width, b.right), min(height, b.bottom))
        for b in (b.grown(_MARGIN * b.height) for b in _candidates(boxes, height))
    ]
    # A document's name may stand at the end of the first line, after that of its owner.
    worth = [box for n, box in enumerate(inside) if n == 0 or not _is_body(box, width, usual)]
    strips = tuple(
        image[int(box.top) : round(box.bottom), int(box.left) : round(box.right)] for box in worth
    )
    read = dict(zip(worth, eyes.read(strips), strict=True))
    return tuple(
        Line(read[box].text, box, read[box].confidence) if box in read else Line(UNREAD, box, 0.0)
        for box in inside
        if box not in read or read[box].text.strip()
    )


def _is_body(box: Box, width: float, usual: float) -> bool:
    """True for a line that is too long for a title; `box` with its margin."""
    line = box.height / (1 + 2 * _MARGIN)
    return box.width > max(_WIDE * width, _LONG * line) and line < _LARGER * usual


def _ruled(image: PageImage) -> float:
    """Share of the height from the first horizontal rule to the last, 0 where they are few.

    Rules are told from strokes by their length; those that run uphill a little count too.
    """
    gray = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    height, width = gray.shape[:2]
    ink = cv2.adaptiveThreshold(
        gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _AROUND, _DARKER / 3
    )
    pieces = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, _PIECE), np.uint8))
    joined = cv2.dilate(pieces, np.ones((3, _PIECE), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    rules = stats[1:count]
    rules = rules[rules[:, cv2.CC_STAT_WIDTH] >= _LEAST_RULE * width]
    if len(rules) < _LEAST_RULES:
        return 0.0
    tops = rules[:, cv2.CC_STAT_TOP]
    bottoms = tops + rules[:, cv2.CC_STAT_HEIGHT]
    extent = int(bottoms.max()) - int(tops.min())
    return float(round(extent / height, 3))


def _ink_shares(image: PageImage, dpi: int) -> tuple[float, float]:
    """Shares of dark and of red pixels, without the outermost twentieth (edges of the scanner).

    Dark is measured against the paper around, so that a faint show-through of the back and a
    shadow are no ink.
    """
    scale = min(1.0, _INK_DPI / dpi)
    small = np.asarray(
        cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8
    )
    height, width = small.shape[:2]
    y, x = height // 20, width // 20
    inner = small[y : height - y or None, x : width - x or None]
    gray = cv2.cvtColor(inner, cv2.COLOR_BGR2GRAY)
    paper = cv2.medianBlur(gray, 15)
    dark = cv2.subtract(paper, gray) > _DARKER
    blue, green, red = cv2.split(inner)
    coloured = cv2.subtract(red, cv2.max(blue, green)) > _REDDER
    return float(np.mean(dark | coloured)), float(np.mean(coloured))
