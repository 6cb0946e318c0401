"""Which seals are pictures that were laid over a page: image objects of their own in a PDF.

A scan is one picture of the whole page. A seal whose place is that of a small picture beside it
was put there by a program: this is told as a fact, whatever the reason.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Any, Final

import pypdfium2 as pdfium

from extractors.annotations import pixel
from extractors.facts import Box, Drawn, PageFacts, Seal
from extractors.limits import UnreadableError
from extractors.raster import pdf_page
from extractors.sniff import FileKind

_DEEPEST: Final = 4  # forms within forms
_MOST_PICTURES: Final = 500
_LARGEST: Final = 0.25  # of the page: larger ones are scans, or parts of one
_ALIKE: Final = 0.6  # intersection over union of seal and picture
# A picture with a margin: it holds all of the seal, and little else.
_HELD: Final = 0.9
_FILLED: Final = 0.35


def with_drawn(facts: PageFacts, data: bytes, kind: FileKind) -> PageFacts:
    """A page of a PDF, its seals told apart by whether they are pictures of their own."""
    if kind is not FileKind.PDF or not facts.seals:
        return facts
    try:
        pictures = _pictures(data, facts)
    except UnreadableError:  # drawn and read it was; only its parts cannot be listed
        return facts
    seals = tuple(
        replace(seal, drawn=Drawn.IMAGE) if _is_one_of(seal, pictures) else seal
        for seal in facts.seals
    )
    return replace(facts, seals=seals)


def _is_one_of(seal: Seal, pictures: tuple[Box, ...]) -> bool:
    box = seal.box
    return any(
        box.iou(picture) >= _ALIKE
        or (box.overlap(picture) >= _HELD * box.area and box.area >= _FILLED * picture.area)
        for picture in pictures
    )


def _pictures(data: bytes, facts: PageFacts) -> tuple[Box, ...]:
    """The small pictures of a page, in the pixels of its facts; a skew taken out counts little."""
    on_side = facts.rotation in (90, 270)
    width, height = (facts.height, facts.width) if on_side else (facts.width, facts.height)
    with pdf_page(data, facts.number - 1) as (_, page):
        images = page.get_objects([pdfium.raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEPEST)
        boxes = [_box(page, item, width, height) for item in islice(images, _MOST_PICTURES)]
    turned = (_turned(box, facts.rotation, width, height) for box in boxes)
    return tuple(box for box in turned if box.area <= _LARGEST * width * height)


def _box(page: Any, item: Any, width: int, height: int) -> Box:
    rect, form = item.get_bounds(), item.container
    while form is not None:
        rect, form = form.get_matrix().on_rect(*rect), form.container
    left, bottom, right, top = rect
    corners = [pixel(page, x, y, width, height) for x, y in ((left, bottom), (right, top))]
    xs, ys = (sorted(float(corner[axis]) for corner in corners) for axis in (0, 1))
    return Box(xs[0], ys[0], xs[1], ys[1])


def _turned(box: Box, degrees: int, width: int, height: int) -> Box:
    """Where a box of a picture lies after it was turned clockwise."""
    if degrees == 90:
        return Box(height - box.bottom, box.left, height - box.top, box.right)
    if degrees == 180:
        return Box(width - box.right, height - box.bottom, width - box.left, height - box.top)
    if degrees == 270:
        return Box(box.top, width - box.right, box.bottom, width - box.left)
    return box
