"""A page as a picture with what was found drawn on it. Runs in a worker: it opens the file."""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw

from extractors.facts import Box, PageFacts, Problem, Source
from extractors.limits import Limits
from extractors.locked import unlocked
from extractors.ocr.engine import PageImage
from extractors.raster import opened
from extractors.seals.views import SealView, views
from extractors.sniff import IMAGES, FileKind
from extractors.upright import deskewed, flattened, sheet_corners, turned
from pipeline.panels import BADGE, WIDTH, label, panel
from pipeline.tasks import attempt

_CELL, _LINE, _SEAL, _TICK, _TICKED = "#3366cc", "#999999", "#cc0000", "#cc8800", "#008800"
_RING, _GAP = "#7a00cc", 20


def draw_page(path: Path, kind: FileKind, page: PageFacts, limits: Limits) -> bytes | Problem:
    """The upright page as PNG: cells blue, lines grey, ticks green or orange, seals red with the
    fitted outline in violet; each seal is numbered and has a panel beside the page."""
    return attempt(lambda: _drawn(path, kind, page, limits))


def upright_picture(path: Path, kind: FileKind, page: PageFacts, limits: Limits) -> PageImage:
    """The page in the pixels of its facts; raises whatever parsers of foreign bytes raise."""
    data = path.read_bytes()
    with opened(unlocked(data, limits.passwords) or data, kind, limits) as source:
        raster = source.raster(page.number - 1)
    image = raster.image
    if page.source is not Source.TEXT_LAYER:
        image = _upright(image, kind, page)
    if page.width and page.height:
        # The reader enlarges small pictures; boxes are in its pixels.
        image = np.asarray(cv2.resize(image, (page.width, page.height)), np.uint8)
    return image


def _drawn(path: Path, kind: FileKind, page: PageFacts, limits: Limits) -> bytes:
    image = upright_picture(path, kind, page, limits)
    seen = views(image, page.dpi, page.seals)
    sheet = Image.fromarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB))
    _mark(sheet, page, seen)
    panels = [
        panel(number, seal, view, image)
        for number, (seal, view) in enumerate(zip(page.seals, seen, strict=True), 1)
    ]
    out = io.BytesIO()
    _beside(sheet, panels).save(out, "PNG")
    return out.getvalue()


def _beside(sheet: Image.Image, panels: list[Image.Image]) -> Image.Image:
    """The page, and to its right one panel for each seal."""
    if not panels:
        return sheet
    deep = sum(one.height + _GAP for one in panels) + _GAP
    size = (sheet.width + WIDTH + 2 * _GAP, max(sheet.height, deep))
    whole = Image.new("RGB", size, "#dddddd")
    whole.paste(sheet)
    top = _GAP
    for one in panels:
        whole.paste(one, (sheet.width + _GAP, top))
        top += one.height + _GAP
    return whole


def _mark(sheet: Image.Image, page: PageFacts, seen: tuple[SealView | None, ...]) -> None:
    draw = ImageDraw.Draw(sheet)
    for line in page.lines:
        _outline(draw, line.box, _LINE, 1)
    for table in page.tables:
        for cell in table.cells:
            _outline(draw, cell.box, _CELL, 2)
    for tick in page.ticks:
        _outline(draw, tick.box, _TICKED if tick.ticked else _TICK, 3)
    for number, (seal, view) in enumerate(zip(page.seals, seen, strict=True), 1):
        _outline(draw, seal.box, _SEAL, 2)
        if view is not None:
            _ring(draw, view)
        label(draw, (seal.box.left, max(0.0, seal.box.top - BADGE)), number)


def _ring(draw: ImageDraw.ImageDraw, view: SealView) -> None:
    """The fitted outline, and the place where it was opened."""
    corners = [(float(x), float(y)) for x, y in view.outline]
    draw.line([*corners, corners[0]], fill=_RING, width=3)
    if view.opening is not None:
        draw.line(view.opening, fill=_RING, width=5)


def _upright(image: PageImage, kind: FileKind, page: PageFacts) -> PageImage:
    """The same steps as the reader took, with what it found out."""
    corners = sheet_corners(image) if kind in IMAGES else None
    if corners is not None:
        image = flattened(image, corners)
    return deskewed(turned(image, page.rotation), page.skew)


def _outline(draw: ImageDraw.ImageDraw, box: Box, colour: str, width: int) -> None:
    draw.rectangle((box.left, box.top, box.right, box.bottom), outline=colour, width=width)
