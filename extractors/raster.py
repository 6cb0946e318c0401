"""Pictures of pages: from PDF through PDFium, from image files through Pillow.

Limits are checked on what the file's header says, before any pixel is allocated.
"""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Protocol

import cv2
import numpy as np
import pi_heif
import pypdfium2 as pdfium
from PIL import Image, ImageOps, UnidentifiedImageError

from extractors.facts import Problem
from extractors.limits import Limits, UnreadableError
from extractors.ocr.engine import PageImage
from extractors.sniff import IMAGES, FileKind

POINTS_PER_INCH = 72
READING_DPI = 200
_MOST_DPI = 300
_LEAST_DPI = 50
_A4_LONG_INCHES = 11.69

# A picture larger than the limit is decoded for being reduced where it takes at most this share
# of a worker's memory. Pillow keeps colours as four bytes a pixel.
_DECODED_SHARE = 0.5
_PIXEL_BYTES = {"1": 1, "L": 1, "P": 1, "LA": 4, "I;16": 2, "I;16B": 2}
_BROKEN_IMAGE = (OSError, ValueError, SyntaxError, EOFError, TypeError, RuntimeError)

Image.MAX_IMAGE_PIXELS = None  # our own limit is checked first, with our own answer
# Nothing but the picture itself; it stands upright already when Pillow has it.
pi_heif.register_heif_opener(
    thumbnails=False, depth_images=False, aux_images=False, decode_threads=1
)


@dataclass(frozen=True, slots=True)
class Raster:
    """One page's picture, turned as the file itself asks for (EXIF, a PDF page's own turn)."""

    image: PageImage
    dpi: int
    problems: tuple[Problem, ...] = ()


class PageSource(Protocol):
    """An opened file with pages, 0-based."""

    @property
    def pages(self) -> int: ...

    def raster(self, index: int, dpi: int | None = None) -> Raster:
        """The picture of a page; without a dpi, at the resolution that suits reading."""
        ...


@contextmanager
def opened(data: bytes, kind: FileKind, limits: Limits) -> Iterator[PageSource]:
    """Open a PDF or an image file; raises UnreadableError with the reason."""
    if len(data) > limits.file_bytes:
        raise UnreadableError("file-too-large", limit=limits.file_bytes)
    if kind is FileKind.PDF:
        document = _open_pdf(data)
        try:
            yield _PdfPages(document, limits)
        finally:
            document.close()
    elif kind in IMAGES:
        with _open_image(data) as picture:
            yield _ImagePages(picture, limits)
    else:
        raise UnreadableError("kind-unsupported", kind=kind.value)


def _open_pdf(data: bytes) -> Any:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = "pdf-encrypted" if "assword" in str(error) else "pdf-damaged"
        raise UnreadableError(code) from error
    _load_forms(document)
    if len(document) == 0:
        document.close()
        raise UnreadableError("pdf-no-pages")
    return document


def _load_forms(document: Any) -> None:
    """Let PDFium draw form fields, also those that bring no picture of their own.

    Nothing of the file runs: PDFium keeps scripts from running where it is given no platform for
    them (`m_pJsPlatform` stays NULL; the wheels hold no V8 anyway), nobody calls the document's
    opening actions, and XFA is off.
    """
    # A form that cannot be loaded costs only the fields that are not drawn.
    with suppress(pdfium.PdfiumError):
        document.init_forms(pdfium.raw.FPDF_FORMFILLINFO(version=2, xfa_disabled=True))


@contextmanager
def pdf_page(data: bytes, index: int) -> Iterator[tuple[Any, Any]]:
    """A PDF's document and one page of it (0-based), as PDFium has them."""
    document = _open_pdf(data)
    try:
        page = document[index]
        try:
            yield document, page
        finally:
            page.close()
    except (pdfium.PdfiumError, IndexError) as error:
        raise UnreadableError("page-damaged") from error
    finally:
        document.close()


@contextmanager
def _open_image(data: bytes) -> Iterator[Image.Image]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(data))
    except (UnidentifiedImageError, *_BROKEN_IMAGE) as error:
        raise UnreadableError("image-damaged") from error
    with picture:
        yield picture


@dataclass(frozen=True, slots=True)
class _PdfPages:
    document: Any
    limits: Limits

    @property
    def pages(self) -> int:
        return len(self.document)

    def raster(self, index: int, dpi: int | None = None) -> Raster:
        try:
            page = self.document[index]
        except pdfium.PdfiumError as error:
            raise UnreadableError("page-damaged") from error
        try:
            return self._render(page, dpi)
        finally:
            page.close()

    def _render(self, page: Any, dpi: int | None) -> Raster:
        width, height = page.get_size()
        if not (width >= 1 and height >= 1):
            raise UnreadableError("page-no-size")
        wanted = dpi or _reading_dpi(page, width, height)
        inches = (width / POINTS_PER_INCH) * (height / POINTS_PER_INCH)
        most = int((self.limits.raster_pixels / inches) ** 0.5)
        problems: tuple[Problem, ...] = ()
        if wanted > most:
            problems = (Problem("page-reduced", (("dpi", str(max(1, most))),)),)
        dpi = max(1, min(wanted, most))
        try:
            bitmap = page.render(scale=dpi / POINTS_PER_INCH, rev_byteorder=False)
        except (pdfium.PdfiumError, MemoryError) as error:
            raise UnreadableError("page-damaged") from error
        return Raster(_bgr(bitmap.to_numpy()), dpi, problems)


def _reading_dpi(page: Any, width: float, height: float) -> int:
    """The resolution of the scan that fills the page, within reason; else the usual one."""
    best = 0.0
    for item in page.get_objects(max_depth=2):
        if item.type != pdfium.raw.FPDF_PAGEOBJ_IMAGE:
            continue
        left, bottom, right, top = item.get_bounds()
        if (right - left) * (top - bottom) < 0.5 * width * height:
            continue
        pixels, _ = item.get_px_size()
        best = max(best, pixels / max(1.0, right - left) * POINTS_PER_INCH)
    if best == 0:
        return READING_DPI
    return int(min(_MOST_DPI, max(best, READING_DPI * 0.75)) + 0.5)


@dataclass(frozen=True, slots=True)
class _ImagePages:
    picture: Image.Image
    limits: Limits

    @property
    def pages(self) -> int:
        # An animation is one picture; the frames of a TIFF are pages.
        if self.picture.format != "TIFF":
            return 1
        try:
            return int(getattr(self.picture, "n_frames", 1))
        except _BROKEN_IMAGE as error:
            raise UnreadableError("image-damaged") from error

    def raster(self, index: int, dpi: int | None = None) -> Raster:
        try:
            self.picture.seek(index)
        except _BROKEN_IMAGE as error:
            raise UnreadableError("image-damaged") from error
        factor = _reduction(self.picture, self.limits)
        own = _own_dpi(self.picture)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                picture = self.picture if factor == 1 else _smaller(self.picture, factor)
                upright = ImageOps.exif_transpose(picture)
                image = _bgr(np.asarray(_on_white(upright)))[:, :, ::-1].copy()
        except _BROKEN_IMAGE as error:
            raise UnreadableError("image-damaged") from error
        return _at_dpi(image, max(1, own // factor), dpi, self.limits, factor > 1)


def _reduction(picture: Image.Image, limits: Limits) -> int:
    """By how much a picture's sides are to be divided; 1 where it is within the limit.

    Raises UnreadableError, before anything is decoded, where decoding would take too much memory.
    """
    width, height = picture.size
    pixels = width * height
    if pixels <= limits.page_pixels:
        return 1
    if pixels * _PIXEL_BYTES.get(picture.mode, 4) > limits.worker_bytes * _DECODED_SHARE:
        raise UnreadableError("page-too-large", limit=limits.page_pixels)
    return math.ceil(math.sqrt(pixels / limits.page_pixels))


def _smaller(picture: Image.Image, factor: int) -> Image.Image:
    """The picture with its sides divided; averaged, so that fine print stays."""
    whole = picture.width
    # The decoder of JPEG can leave out the finest detail by itself, in steps of two.
    picture.draft(picture.mode, (whole // factor, picture.height // factor))
    factor = math.ceil(factor * picture.width / whole)
    if picture.mode == "1":
        picture = picture.convert("L")
    elif picture.mode == "P":
        picture = picture.convert("RGBA")
    return picture.reduce(factor)


def _on_white(picture: Image.Image) -> Image.Image:
    """RGB, transparent parts on white paper."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(paper, layered).convert("RGB")
    if picture.mode.startswith("I;16") or picture.mode == "I":
        return Image.fromarray((np.asarray(picture) >> 8).astype(np.uint8)).convert("RGB")
    return picture.convert("RGB")


def _own_dpi(picture: Image.Image) -> int:
    """What the file says, where that is believable; else as if the picture were an A4 sheet."""
    said = picture.info.get("dpi", (0, 0))
    longest = max(picture.size)
    try:
        dpi = float(said[0])
    except (TypeError, ValueError, ZeroDivisionError, IndexError):
        dpi = 0.0
    # Cameras write 72 whatever they took: a sheet would be a metre long.
    if 100 <= dpi <= 1200 and longest / dpi < 2 * _A4_LONG_INCHES:
        return round(dpi)
    return max(1, round(longest / _A4_LONG_INCHES))


def _at_dpi(
    image: PageImage, own: int, wanted: int | None, limits: Limits, reduced: bool
) -> Raster:
    scale = min(1.0, (wanted or _MOST_DPI) / own)
    pixels = image.shape[0] * image.shape[1]
    if pixels * scale**2 > limits.raster_pixels:
        scale = (limits.raster_pixels / pixels) ** 0.5
        reduced = True
    problems = (Problem("page-reduced", (("dpi", str(round(own * scale))),)),) if reduced else ()
    if scale < 1.0:
        size = max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale))
        image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    return Raster(image, max(_LEAST_DPI, round(own * scale)), problems)


def _bgr(pixels: Any) -> PageImage:
    array = np.asarray(pixels, np.uint8)
    if array.ndim == 2 or array.shape[2] == 1:
        return np.repeat(array.reshape(*array.shape[:2], 1), 3, axis=2)
    return np.ascontiguousarray(array[:, :, :3])
