"""Workbooks (.xlsx): each visible sheet as one page of facts, as a Word file is one.

A sheet has no pixels: rows are as high as their text, columns equally wide, and places are named
by sheet and cell. Values are those that the program which saved the file left in it; nothing is
computed, and no link is followed.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils.datetime import from_excel

from extractors.cellformat import CHINESE_FORMATS, shown
from extractors.facts import PageFacts
from extractors.limits import Limits, UnreadableError
from extractors.package import BROKEN, opened_package
from extractors.sheetframe import Grid, Place, page_of
from extractors.sheetparts import Drawn, Layout, check_boxes, layout_of
from extractors.sniff import FileKind
from extractors.symbols import ticked_text
from extractors.word import check_package
from extractors.xmlgate import check_xml

# What openpyxl throws on damaged files; it checks little of what it reads.
DAMAGED = (
    *BROKEN, LookupError, TypeError, AttributeError, SyntaxError, ArithmeticError, RuntimeError,
    AssertionError, OSError, etree.LxmlError,
)  # fmt: skip
# One XML part of a form is seldom larger than a few hundred kB.
_MOST_PART = 20_000_000
_MOST_SHEETS = 100
_MOST_ROWS, _MOST_COLUMNS = 2_000, 100
_MOST_TEXT = 2_000_000
_LEAST_SIDES = 2
_LAST_DAY = 2_958_466  # the year 10000


def count_sheets(data: bytes, limits: Limits) -> int:
    """How many sheets a workbook shows; raises UnreadableError with the reason."""
    with _opened(data, limits) as book:
        count = len(_visible(book))
    if count > min(limits.pages, _MOST_SHEETS):
        raise UnreadableError("too-many-pages", limit=min(limits.pages, _MOST_SHEETS))
    if not count:
        raise UnreadableError("table-damaged")
    return count


def read_sheet(data: bytes, index: int, limits: Limits) -> PageFacts:
    """Read a visible sheet, 0-based; raises UnreadableError with the reason."""
    with _opened(data, limits) as book:
        sheet = _visible(book)[index]
        with opened_package(io.BytesIO(data), limits) as package:
            part = sheet._worksheet_path  # read-only sheets tell it in no other way
            layout = layout_of(package, part)
            drawn = check_boxes(package, part)
        grid = _grid(book, sheet, layout, drawn)
        name = str(sheet.title)
    return page_of(grid, index, name)


@contextmanager
def _opened(data: bytes, limits: Limits) -> Iterator[Workbook]:
    """The workbook, row by row; limits are held against the package's directory first."""
    if len(data) > limits.file_bytes:
        raise UnreadableError("file-too-large", limit=limits.file_bytes)
    if check_package(data, limits) is not FileKind.XLSX:
        raise UnreadableError("table-damaged")
    with opened_package(io.BytesIO(data), limits) as package:
        _check_parts(package, limits)
        check_xml(package, limits)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(
                io.BytesIO(data), read_only=True, data_only=True, keep_links=False, rich_text=True
            )
            try:
                yield book
            finally:
                book.close()
    except DAMAGED as error:
        raise UnreadableError("table-damaged") from error


def _check_parts(package: zipfile.ZipFile, limits: Limits) -> None:
    """A member never gives more bytes than its directory says, so that is what is added up."""
    sizes = [
        entry.file_size
        for entry in package.infolist()
        if entry.filename.lower().endswith((".xml", ".rels", ".vml"))
    ]
    if max(sizes, default=0) > _MOST_PART or sum(sizes) > limits.xml_bytes:
        raise UnreadableError("table-too-large", limit=min(_MOST_PART, limits.xml_bytes))


def _visible(book: Workbook) -> list[Any]:
    return [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]


# One sheet


def _grid(book: Workbook, sheet: Any, layout: Layout, drawn: tuple[Drawn, ...]) -> Grid:
    """Texts and ruled cells by place (0-based), without hidden rows and columns."""
    texts: dict[Place, str] = {}
    ruled: set[Place] = set()
    styles = _Styles(book)
    sheet.reset_dimensions()  # the size that the file claims may be a million rows
    letters = 0
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is None and not hasattr(cell, "style_array"):
                continue  # a gap
            place = cell.row - 1, cell.column - 1
            if place[0] in layout.hidden_rows or place[1] in layout.hidden_columns:
                continue
            text = styles.text(cell) or layout.formulas.get(place, "")
            if text.strip():
                _check_place(place)
                letters += len(text)
                texts[place] = text
            if place[0] < _MOST_ROWS and place[1] < _MOST_COLUMNS and styles.is_ruled(cell):
                ruled.add(place)
        if letters > _MOST_TEXT:
            raise UnreadableError("table-too-large", limit=_MOST_TEXT)
    for one in drawn:
        anchor = _anchor(one.place, layout)
        _check_place(anchor)
        texts[anchor] = f"{texts.get(anchor, '')} {one.text}".strip()
    return Grid(texts, ruled, layout.merged, layout.hidden_rows, layout.hidden_columns)


def _anchor(place: Place, layout: Layout) -> Place:
    """The cell that a place belongs to: of merged ones the first."""
    row, column = place
    for top, left, rows, columns in layout.merged:
        if top <= row < top + rows and left <= column < left + columns:
            return top, left
    return place


def _check_place(place: Place) -> None:
    if place[0] >= _MOST_ROWS:
        raise UnreadableError("table-too-long", limit=_MOST_ROWS)
    if place[1] >= _MOST_COLUMNS:
        raise UnreadableError("table-too-wide", limit=_MOST_COLUMNS)


@dataclass(slots=True)
class _Styles:
    """What a workbook's styles make of its cells."""

    book: Workbook

    def text(self, cell: Any) -> str:
        """What the cell shows."""
        value = cell.value
        if isinstance(value, CellRichText):
            return "".join(_run(part) for part in value)
        if isinstance(value, str):
            return ticked_text(value, str(cell.font.name or "")) if len(value) < 20 else value
        number = cell.style_array.numFmtId
        if number in CHINESE_FORMATS and isinstance(value, int | float) and 0 <= value < _LAST_DAY:
            return shown(from_excel(value, self.book.epoch), CHINESE_FORMATS[number])
        return shown(value, str(cell.number_format)) if value is not None else ""

    def is_ruled(self, cell: Any) -> bool:
        """Whether lines are drawn on two of its sides; one alone is a line to write on."""
        border = cell.border
        sides = (border.left, border.right, border.top, border.bottom)
        return sum(bool(side and side.style) for side in sides) >= _LEAST_SIDES


def _run(part: object) -> str:
    if isinstance(part, TextBlock):
        return ticked_text(str(part.text or ""), str(part.font.rFont or "") if part.font else "")
    return str(part)
