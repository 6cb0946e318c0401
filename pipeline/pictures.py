"""A page as a picture with what was found drawn on it. Runs in a worker: it opens the file."""

from __future__ import annotations

import io
from pathlib import Path

import cv2
from PIL import Image, ImageDraw

from extractors.facts import Box, PageFacts, Problem, Source
from extractors.limits import Limits
from extractors.ocr.engine import PageImage
from extractors.raster import opened
from extractors.sniff import IMAGES, FileKind
from extractors.upright import deskewed, flattened, sheet_corners, turned
from pipeline.tasks import attempt

_CELL, _LINE, _SEAL, _TICK, _TICKED = "#3366cc", "#999999", "#cc0000", "#cc8800", "#008800"


def draw_page(path: Path, kind: FileKind, page: PageFacts, limits: Limits) -> bytes | Problem:
    """The upright page as PNG: cells blue, lines grey, seals red, ticks green or orange."""
    return attempt(lambda: _drawn(path, kind, page, limits))


def _drawn(path: Path, kind: FileKind, page: PageFacts, limits: Limits) -> bytes:
    with opened(path.read_bytes(), kind, limits) as source:
        raster = source.raster(page.number - 1)
    image = raster.image
    if page.source is not Source.TEXT_LAYER:
        image = _upright(image, kind, page, raster.turned)
    picture = Image.fromarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB))
    if page.width and page.height:
        # The reader enlarges small pictures; boxes are in its pixels.
        picture = picture.resize((page.width, page.height))
    draw = ImageDraw.Draw(picture)
    for line in page.lines:
        _outline(draw, line.box, _LINE, 1)
    for table in page.tables:
        for cell in table.cells:
            _outline(draw, cell.box, _CELL, 2)
    for tick in page.ticks:
        _outline(draw, tick.box, _TICKED if tick.ticked else _TICK, 3)
    for seal in page.seals:
        _outline(draw, seal.box, _SEAL, 4)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _upright(image: PageImage, kind: FileKind, page: PageFacts, already: int) -> PageImage:
    """The same steps as the reader took, with what it found out."""
    corners = sheet_corners(image) if kind in IMAGES else None
    if corners is not None:
        image = flattened(image, corners)
    return deskewed(turned(image, (page.rotation - already) % 360), page.skew)


def _outline(draw: ImageDraw.ImageDraw, box: Box, colour: str, width: int) -> None:
    draw.rectangle((box.left, box.top, box.right, box.bottom), outline=colour, width=width)
