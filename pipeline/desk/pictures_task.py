"""Pictures for the desk, made in a worker: pages in a few widths, and the unrolled rings."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from extractors.facts import Box, PageFacts, Problem
from extractors.limits import Limits
from extractors.ocr.engine import PageImage
from extractors.seals.views import views
from extractors.sniff import FileKind
from pipeline import tasks
from pipeline.pictures import upright_picture
from pipeline.tasks import EngineChoice, attempt

_QUALITY = 82
_STRIP_WIDE, _STRIP_HIGH = 760, 120


@dataclass(frozen=True, slots=True)
class Strip:
    """The ring of a seal, unrolled, as PNG; the title stands between the shares of its width."""

    picture: bytes
    first: float
    last: float


@dataclass(frozen=True, slots=True)
class Words:
    """What was read in a part of a page. `confidence` 0..1 is that of its least sure line."""

    text: str
    confidence: float


def ready() -> None:
    """Nothing: a worker that has done it has loaded what drawing takes."""


def draw_widths(
    path: Path, kind: FileKind, page: PageFacts, widths: Sequence[int], limits: Limits
) -> tuple[bytes, ...] | Problem:
    """JPEGs of the upright page, one a width; none is wider than the page was read."""
    return attempt(lambda: _widths(upright_picture(path, kind, page, limits), widths))


def _widths(image: PageImage, widths: Sequence[int]) -> tuple[bytes, ...]:
    return tuple(_jpeg(_narrowed(image, width)) for width in widths)


def _narrowed(image: PageImage, width: int) -> PageImage:
    high, wide = image.shape[:2]
    if wide <= width:
        return image
    size = (width, max(1, round(high * width / wide)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def _jpeg(image: PageImage) -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(image[:, :, ::-1])).save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def draw_strips(
    path: Path, kind: FileKind, page: PageFacts, limits: Limits
) -> tuple[Strip | None, ...] | Problem:
    """The unrolled ring of each seal of the page, in order; None for one not found again."""

    def work() -> tuple[Strip | None, ...]:
        image = upright_picture(path, kind, page, limits)
        return tuple(
            Strip(_png(view.strip), view.first, view.last) if view is not None else None
            for view in views(image, page.dpi, page.seals)
        )

    return attempt(work)


def _png(strip: PageImage) -> bytes:
    picture = Image.fromarray(cv2.cvtColor(strip, cv2.COLOR_BGR2GRAY))
    picture.thumbnail((_STRIP_WIDE, _STRIP_HIGH))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def read_part(
    path: Path, kind: FileKind, page: PageFacts, box: Box, choice: EngineChoice, limits: Limits
) -> Words | Problem:
    """Read a rectangle of the upright page with the engine; raises what keeps it from loading."""
    engine = tasks.engine_of(choice)

    def work() -> Words:
        image = upright_picture(path, kind, page, limits)
        part = _cut(image, box)
        lines = engine.lines(part) if part.size else ()
        text = "\n".join(line.text for line in lines)
        return Words(text, min((line.confidence for line in lines), default=0.0))

    return attempt(work)


def _cut(image: PageImage, box: Box) -> PageImage:
    """The part with a white margin: detectors overlook what touches the edge."""
    high, wide = image.shape[:2]
    left, top = max(0, int(box.left)), max(0, int(box.top))
    part = image[top : min(high, round(box.bottom)), left : min(wide, round(box.right))]
    if part.size == 0:
        return np.zeros((0, 0, 3), np.uint8)
    margin = 24
    framed = cv2.copyMakeBorder(
        part, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=(255, 255, 255)
    )
    return np.asarray(framed, np.uint8)
