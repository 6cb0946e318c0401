"""What people put on top of a PDF page: values of form fields, boxes ticked, words typed over it.

These are no part of the page's text layer. They are taken from the fields themselves, whether
or not the file brings a picture of them, and placed where the page's picture has their ink.
Scripts never run (see `extractors.raster`).
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2 as pdfium

from extractors.facts import Box, Line
from extractors.ocr.engine import PageImage
from extractors.ticks import Mark

_WRITTEN = {
    pdfium.raw.FPDF_FORMFIELD_TEXTFIELD,
    pdfium.raw.FPDF_FORMFIELD_COMBOBOX,
    pdfium.raw.FPDF_FORMFIELD_LISTBOX,
}
_TICKABLE = {pdfium.raw.FPDF_FORMFIELD_CHECKBOX, pdfium.raw.FPDF_FORMFIELD_RADIOBUTTON}
_UNSEEN = (
    pdfium.raw.FPDF_ANNOT_FLAG_INVISIBLE
    | pdfium.raw.FPDF_ANNOT_FLAG_HIDDEN
    | pdfium.raw.FPDF_ANNOT_FLAG_NOVIEW
)
_PASSWORD = 1 << 13  # ISO 32000-1, table 228
_LONGEST = 20_000  # characters; a longer value is cut
_DARK = 60


@dataclass(frozen=True, slots=True)
class Entries:
    """What was entered on a page: words, and tick boxes with their state."""

    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()


def entries(document: Any, page: Any, image: PageImage) -> Entries:
    """Field values and typed notes of a PDFium page, in the pixels of its picture."""
    height, width = image.shape[:2]
    lines: list[Line] = []
    marks: list[Mark] = []
    for annotation, box in _seen(page, width, height):
        kind = _field_kind(document, annotation)
        if kind in _TICKABLE:
            ticked = bool(pdfium.raw.FPDFAnnot_IsChecked(document.formenv, annotation))
            marks.append(Mark(box, 1.0 if ticked else 0.0))
        elif text := _words(document, annotation, kind):
            lines.extend(_lines(text, box, image))
    return Entries(tuple(lines), tuple(marks))


def places(page: Any, width: int, height: int) -> tuple[Box, ...]:
    """Where a page has form fields and typed notes, on a picture of that size."""
    kinds = (pdfium.raw.FPDF_ANNOT_WIDGET, pdfium.raw.FPDF_ANNOT_FREETEXT)
    return tuple(
        box
        for annotation, box in _seen(page, width, height)
        if pdfium.raw.FPDFAnnot_GetSubtype(annotation) in kinds
    )


def _seen(page: Any, width: int, height: int) -> Iterator[tuple[Any, Box]]:
    for annotation in _annotations(page):
        if pdfium.raw.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
            continue
        box = _place(page, annotation, width, height)
        if box is not None:
            yield annotation, box


def _annotations(page: Any) -> Iterator[Any]:
    for index in range(pdfium.raw.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            yield annotation
        finally:
            pdfium.raw.FPDFPage_CloseAnnot(annotation)


def _field_kind(document: Any, annotation: Any) -> int:
    """The kind of form field, -1 for what is none."""
    if pdfium.raw.FPDFAnnot_GetSubtype(annotation) != pdfium.raw.FPDF_ANNOT_WIDGET:
        return -1
    if document.formenv is None:
        return -1
    return int(pdfium.raw.FPDFAnnot_GetFormFieldType(document.formenv, annotation))


def _words(document: Any, annotation: Any, kind: int) -> str:
    raw = pdfium.raw
    if kind in _WRITTEN:
        if raw.FPDFAnnot_GetFormFieldFlags(document.formenv, annotation) & _PASSWORD:
            return ""
        return _text(
            lambda buffer, size: raw.FPDFAnnot_GetFormFieldValue(
                document.formenv, annotation, buffer, size
            )
        )
    if raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_FREETEXT:
        return _text(
            lambda buffer, size: raw.FPDFAnnot_GetStringValue(annotation, b"Contents", buffer, size)
        )
    return ""


def _text(ask: Callable[[Any, int], int]) -> str:
    """PDFium answers with the size in bytes first, then with UTF-16 that ends in a zero."""
    size = min(int(ask(None, 0)), 2 * _LONGEST)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    if int(ask(ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)) > size:
        return ""  # longer than anybody writes into a form
    return buffer.raw[: size - 2].decode("utf-16-le", errors="replace").strip()


def _place(page: Any, annotation: Any, width: int, height: int) -> Box | None:
    """The rectangle in pixels: PDFium turns and crops as it did for the picture."""
    rect = pdfium.raw.FS_RECTF()
    if not pdfium.raw.FPDFAnnot_GetRect(annotation, ctypes.byref(rect)):
        return None
    corners = [
        pixel(page, x, y, width, height)
        for x, y in ((rect.left, rect.bottom), (rect.right, rect.top))
    ]
    xs, ys = ([float(c[axis]) for c in corners] for axis in (0, 1))
    left, right = max(0.0, min(xs)), min(float(width), max(xs))
    top, bottom = max(0.0, min(ys)), min(float(height), max(ys))
    return Box(left, top, right, bottom) if left < right and top < bottom else None


def pixel(page: Any, x: float, y: float, width: int, height: int) -> tuple[int, int]:
    """Where a point of the page (in points) falls on its picture, turned and cropped alike."""
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.raw.FPDF_PageToDevice(
        page, 0, 0, width, height, 0, x, y, ctypes.byref(across), ctypes.byref(down)
    )
    return across.value, down.value


def _lines(text: str, box: Box, image: PageImage) -> Iterator[Line]:
    """One line for each line of the value, sharing out the height that has ink."""
    rows = [row.strip() for row in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    rows = [row for row in rows if row]
    inked = _inked(box, image)
    step = inked.height / max(1, len(rows))
    for number, row in enumerate(rows):
        top = inked.top + number * step
        yield Line(row, Box(inked.left, top, inked.right, top + step), 1.0)


def _inked(box: Box, image: PageImage) -> Box:
    """The part of a field that has ink (its frame left out), or all of it where there is none."""
    edge = max(2.0, 0.06 * min(box.width, box.height))
    inner = box.grown(-edge)
    left, top = round(inner.left), round(inner.top)
    part = image[top : round(inner.bottom), left : round(inner.right)]
    if part.size == 0:
        return box
    gray = part.min(axis=2)
    dark = np.median(gray).astype(np.int16) - gray > _DARK
    ys, xs = np.nonzero(dark)
    if len(ys) == 0:
        return box
    return Box(
        left + float(xs.min()),
        top + float(ys.min()),
        left + float(xs.max()) + 1,
        top + float(ys.max()) + 1,
    )
