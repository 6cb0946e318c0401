"""Word files (.docx): tables and paragraphs in the order of the body, as one page of facts.

A Word page has no pixels. Its frame is a made one: every row and paragraph is `_ROW` units
high, every grid column `_COLUMN` wide; places are named by address.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from extractors.facts import Box, Cell, Line, PageFacts, Source, Status, Table
from extractors.limits import Limits, UnreadableError
from extractors.package import opened_package
from extractors.sniff import FileKind, zip_flavour
from extractors.typedticks import typed_ticks
from extractors.wordmarkup import BOX, paragraph_text, settle, text_boxes
from extractors.wordparts import footers, headers, notes
from extractors.xmlgate import check_xml

_COLUMN, _ROW = 100, 20
_WIDTH = 24 * _COLUMN
_MOST_NESTED = 4


def check_package(data: bytes, limits: Limits) -> FileKind:
    """Tell what a zip is, after its directory has been held against the limits."""
    with opened_package(io.BytesIO(data), limits) as package:
        entries = package.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked_bytes:
        raise UnreadableError("unpacked-too-large", limit=limits.unpacked_bytes)
    if unpacked > limits.ratio * max(len(data), 10_000):
        raise UnreadableError("archive-bomb", limit=limits.ratio)
    return zip_flavour(frozenset(entry.filename for entry in entries))


def read_word(data: bytes, limits: Limits) -> PageFacts:
    """Read a .docx; raises UnreadableError where it is none."""
    if len(data) > limits.file_bytes:
        raise UnreadableError("file-too-large", limit=limits.file_bytes)
    if check_package(data, limits) is not FileKind.DOCX:
        raise UnreadableError("docx-damaged")
    with opened_package(io.BytesIO(data), limits) as package:
        check_xml(package, limits)
    try:
        document = Document(io.BytesIO(data))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise UnreadableError("docx-damaged") from error
    except etree.XMLSyntaxError as error:
        raise UnreadableError("docx-damaged") from error
    try:
        body = _collected(document)
    except (etree.XMLSyntaxError, ValueError, KeyError) as error:
        raise UnreadableError("docx-damaged") from error
    height = max(_ROW, body.y)
    lines = tuple(body.lines)
    return PageFacts(
        number=1,
        width=_WIDTH,
        height=height,
        dpi=0,
        rotation=0,
        skew=0.0,
        source=Source.WORD,
        status=Status.READ,
        blank=not lines,
        lines=lines,
        tables=tuple(body.tables),
        ticks=tuple(tick for line in lines for tick in typed_ticks(line)),
    )


def _collected(document: Any) -> _Body:
    """Headers, body, notes and footers, as they follow each other on paper."""
    settle(document.element.body)
    body = _Body()
    for part in (*headers(document), document.element.body, *notes(document), *footers(document)):
        for element in _unwrapped(part):
            body.add(element)
    return body


def _unwrapped(parent: Any) -> Iterator[Any]:
    """Children, with content controls replaced by what they hold (python-docx skips them)."""
    for child in parent:
        if child.tag == qn("w:sdt"):
            content = child.find(qn("w:sdtContent"))
            if content is not None:
                yield from _unwrapped(content)
        elif child.tag in (qn("w:ins"), qn("w:moveTo"), qn("w:smartTag"), qn("w:customXml")):
            yield from _unwrapped(child)
        else:
            yield child


@dataclass(slots=True)
class _Body:
    """Collects lines and tables downwards; `y` is where the next one begins."""

    y: int = 0
    lines: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    def add(self, element: Any, depth: int = 0) -> None:
        if element.tag == qn("w:p"):
            self._paragraph(element, 0, _WIDTH)
        elif element.tag == qn("w:tbl") and depth < _MOST_NESTED:
            self._table(element, depth)

    def _paragraph(self, element: Any, left: int, right: int) -> list[str]:
        """Lines of a paragraph, then those of the text boxes that hang on it."""
        texts = paragraph_text(element).split("\n")
        for text in texts:
            self._line(text, left, right)
        for box in text_boxes(element):
            for child in _unwrapped(box):
                if child.tag == qn("w:p"):
                    texts += self._paragraph(child, left, right)
                elif child.tag == qn("w:tbl"):
                    texts += self._flat(child, left, right)
        return texts

    def _flat(self, table: Any, left: int, right: int) -> list[str]:
        """A table where none can stand: its paragraphs as lines."""
        paragraphs = [one for one in table.iter(qn("w:p")) if BOX not in _tags_above(one, table)]
        return [text for one in paragraphs for text in self._paragraph(one, left, right)]

    def _line(self, text: str, left: int, right: int) -> None:
        if text.strip():
            self.lines.append(Line(text.strip(), Box(left, self.y, right, self.y + _ROW), 1.0))
        self.y += _ROW

    def _table(self, element: Any, depth: int) -> None:
        top = self.y
        cells: list[_Merged] = []
        above: dict[int, _Merged] = {}
        for number, row in enumerate(e for e in _unwrapped(element) if e.tag == qn("w:tr")):
            above = self._row(row, number, above, cells, depth)
        if cells:
            done = tuple(cell.finished() for cell in cells)
            self.tables.append(Table(Box(0, top, _WIDTH, max(self.y, top + _ROW)), done))

    def _row(
        self, row: Any, number: int, above: dict[int, _Merged], cells: list[_Merged], depth: int
    ) -> dict[int, _Merged]:
        start, end = self.y, self.y + _ROW
        column = _skipped(row)
        current: dict[int, _Merged] = {}
        for element in (e for e in _unwrapped(row) if e.tag == qn("w:tc")):
            span, continues = _merge(element)
            if continues and column in above:
                cell = above[column]
                cell.rows = number - cell.row + 1
            else:
                cell = _Merged(number, column, 1, span, start, end)
                cells.append(cell)
            self.y = start
            cell.texts.extend(self._cell(element, column, span, depth))
            end = max(end, self.y)
            current[column] = cell
            column += span
        for cell in current.values():
            cell.bottom = end
        self.y = end
        return current

    def _cell(self, element: Any, column: int, span: int, depth: int) -> Iterator[str]:
        for child in _unwrapped(element):
            left, right = column * _COLUMN, (column + span) * _COLUMN
            if child.tag == qn("w:p"):
                yield from self._paragraph(child, left, right)
            elif child.tag == qn("w:tbl") and depth + 1 < _MOST_NESTED:
                self.add(child, depth + 1)
                yield from self._nested_text(child)
            elif child.tag == qn("w:tbl"):
                yield from self._flat(child, left, right)

    def _nested_text(self, table: Any) -> Iterator[str]:
        """The outer cell is no blank one: it says what the table in it says."""
        for paragraph in table.iter(qn("w:p")):
            yield paragraph_text(paragraph)


@dataclass(slots=True)
class _Merged:
    """A cell while its rows are still being counted."""

    row: int
    column: int
    rows: int
    columns: int
    top: int
    bottom: int
    texts: list[str] = field(default_factory=list)

    def finished(self) -> Cell:
        left, right = self.column * _COLUMN, (self.column + self.columns) * _COLUMN
        text = "\n".join(text.strip() for text in self.texts if text.strip())
        box = Box(left, self.top, right, max(self.top, self.bottom))
        return Cell(self.row, self.column, self.rows, self.columns, box, text)


def _tags_above(element: Any, root: Any) -> Iterator[Any]:
    """Tags of what an element stands in, up to a root."""
    for parent in element.iterancestors():
        if parent is root:
            return
        yield parent.tag


def _skipped(row: Any) -> int:
    before = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
    return _number(before, 0)


def _merge(cell: Any) -> tuple[int, bool]:
    """Grid span, and whether the cell continues the one above (ECMA-376-1, 17.4.85)."""
    properties = cell.find(qn("w:tcPr"))
    if properties is None:
        return 1, False
    merge = properties.find(qn("w:vMerge"))
    continues = merge is not None and merge.get(qn("w:val"), "continue") == "continue"
    return max(1, _number(properties.find(qn("w:gridSpan")), 1)), continues


def _number(element: Any, default: int) -> int:
    value = element.get(qn("w:val")) if element is not None else None
    return int(value) if value and value.isdecimal() and int(value) < 100 else default
