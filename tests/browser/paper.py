"""A workspace whose pages are real pictures, drawn to fit facts made by hand."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

from PIL import Image, ImageDraw

from checks.documents import SubmittedFile
from extractors.facts import PageFacts
from tests.checks.packets import Packet, files_of

_INK, _SEAL = "#222222", "#c8281e"


def contents(packet: Packet) -> Mapping[str, bytes]:
    """A PDF for each scanned file of the packet, by its path."""
    return {file.path: _pdf(file) for file in files_of(packet) if file.kind == "pdf" and file.pages}


def _pdf(file: SubmittedFile) -> bytes:
    sheets = [_sheet(page) for page in file.pages]
    out = io.BytesIO()
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:], resolution=100)
    return out.getvalue()


def _sheet(page: PageFacts) -> Image.Image:
    """Bars for lines, frames for cells, rings for seals: enough to see where things are."""
    image = Image.new("RGB", (page.width, page.height), "white")
    draw = ImageDraw.Draw(image)
    for table in page.tables:
        for cell in table.cells:
            box = cell.box
            draw.rectangle((box.left, box.top, box.right, box.bottom), outline=_INK)
    for line in page.lines:
        draw.rectangle((line.box.left, line.box.top, line.box.right, line.box.bottom), fill=_INK)
    for seal in page.seals:
        box = seal.box
        draw.ellipse((box.left, box.top, box.right, box.bottom), outline=_SEAL, width=5)
    return image


def write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path
