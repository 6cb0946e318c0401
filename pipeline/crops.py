"""A small picture of one place on a page. Runs in a worker: it opens the file."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from extractors.facts import Box, PageFacts, Problem
from extractors.limits import Limits
from extractors.ocr.engine import PageImage
from extractors.sniff import FileKind
from pipeline.pictures import upright_picture
from pipeline.tasks import attempt

# Around the place, as a share of its height, and at least of the page's width: the label on its
# left tells people where they are.
_AROUND = 0.35
_LEAST_BESIDE, _LEAST_ABOVE = 0.14, 0.03
_WIDEST, _HIGHEST = 900, 420  # pixels
_MARK, _THICK = "#d02020", 4


def draw_place(
    path: Path, kind: FileKind, page: PageFacts, box: Box, limits: Limits
) -> bytes | Problem:
    """PNG of a place of the upright page with some of its surroundings, the place in a red frame.

    `box` is in the pixels of the page's facts.
    """
    return attempt(lambda: _drawn(upright_picture(path, kind, page, limits), box))


def _drawn(image: PageImage, box: Box) -> bytes:
    height, width = image.shape[:2]
    beside = max(_AROUND * box.height, _LEAST_BESIDE * width)
    above = max(_AROUND * box.height, _LEAST_ABOVE * width)
    left, top = max(0, round(box.left - beside)), max(0, round(box.top - above))
    right, bottom = min(width, round(box.right + beside)), min(height, round(box.bottom + above))
    part = np.ascontiguousarray(image[top:bottom, left:right, ::-1])
    picture = Image.fromarray(part)
    frame = (box.left - left, box.top - top, box.right - left, box.bottom - top)
    ImageDraw.Draw(picture).rectangle(frame, outline=_MARK, width=_THICK)
    picture.thumbnail((_WIDEST, _HIGHEST))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
