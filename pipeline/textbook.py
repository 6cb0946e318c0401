"""Workbooks (.xlsx) of nothing but text, for very many cells: ten times as fast as a library.

A haul's report has two thousand cells a packet, and a library that can write any workbook looks at
each of them for what it might be. Here every cell is a string by its type, so that what somebody
typed into a form never becomes a number, a link or a formula. ECMA-376 part 1, chapters 12 and 18.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple, Self
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_LONGEST: Final = 32_000  # characters; Excel takes 32,767 in a cell
_QUICK: Final = 1  # how hard to compress
_CHUNK: Final = 2_000  # rows
# What XML cannot hold, and what reads like the way in which Excel writes that down (_x000D_).
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9a-fA-F]{4}_")
_EDGES = re.compile(r"^\s|\s$|\n")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Cell(NamedTuple):
    """Words, and a colour (#RRGGBB) behind them; none where it is "". There are very many."""

    words: str
    colour: str = ""


Row = Sequence[str | Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, and a width in characters."""

    heading: str
    width: int


class _Parts(dict[str | Cell, str]):
    """Cells as XML: most stand in a report many times, and are written down once.

    `strings` are all words in the order of their numbers, `styles` the numbers of colours.
    """

    def __init__(self) -> None:
        super().__init__()
        self.strings: dict[str, int] = {}
        self.styles = {"": 0}

    def __missing__(self, cell: str | Cell) -> str:
        words, colour = (cell, "") if isinstance(cell, str) else (cell.words, cell.colour)
        number = self.styles.setdefault(colour, len(self.styles) + 1)
        part = self.styled(words, f' s="{number}"' if number else "")
        self[cell] = part
        return part

    def styled(self, words: str, style: str) -> str:
        if not words:
            return f"<c{style}/>"
        number = self.strings.setdefault(words[:_LONGEST], len(self.strings))
        return f'<c t="s"{style}><v>{number}</v></c>'


class TextBook:
    """A workbook that is written sheet by sheet; it is whole when the block around it ends."""

    def __init__(self, path: Path, head_colour: str) -> None:
        self._zip = ZipFile(path, "w", ZIP_DEFLATED, compresslevel=_QUICK)
        self._parts = _Parts()
        self._sheets: list[tuple[str, str]] = []
        self._head_colour = head_colour

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._finish()
        self._zip.close()

    def add(self, name: str, columns: Sequence[Column], rows: Iterable[Row]) -> None:
        """A sheet with a frozen header and a filter over all; at most 26 columns."""
        last, end = _LETTERS[len(columns) - 1], 1
        with self._zip.open(_entry(f"xl/worksheets/sheet{len(self._sheets) + 1}.xml"), "w") as out:
            out.write(_opening(columns).encode())
            style = f' s="{_HEADING}"'
            head = (self._parts.styled(one.heading, style) for one in columns)
            out.write(f"<row>{''.join(head)}</row>".encode())
            chunk: list[str] = []
            for row in rows:
                chunk.append(f"<row>{''.join(map(self._parts.__getitem__, row))}</row>")
                end += 1
                if len(chunk) == _CHUNK:
                    out.write("".join(chunk).encode())
                    chunk = []
            chunk.append(f'</sheetData><autoFilter ref="A1:{last}{end}"/></worksheet>')
            out.write("".join(chunk).encode())
        self._sheets.append((name, f"$A$1:${last}${end}"))

    def _finish(self) -> None:
        count = len(self._sheets)
        ids = range(1, count + 1)
        self._write("[Content_Types].xml", _content_types(ids))
        target = f'<Relationship Id="rId1" Type="{_DOCUMENT}/officeDocument" Target='
        self._write("_rels/.rels", _relationships(f'{target}"xl/workbook.xml"/>'))
        self._write("xl/workbook.xml", _workbook(self._sheets))
        parts = "".join(
            f'<Relationship Id="rId{n}" Type="{_DOCUMENT}/worksheet" '
            f'Target="worksheets/sheet{n}.xml"/>'
            for n in ids
        )
        for number, part in ((count + 1, "styles"), (count + 2, "sharedStrings")):
            parts += (
                f'<Relationship Id="rId{number}" Type="{_DOCUMENT}/{part}" Target="{part}.xml"/>'
            )
        self._write("xl/_rels/workbook.xml.rels", _relationships(parts))
        self._write("xl/styles.xml", _styles(self._head_colour, list(self._parts.styles)[1:]))
        strings = "".join(map(_string, self._parts.strings))
        self._write("xl/sharedStrings.xml", f'<sst xmlns="{_MAIN}">{strings}</sst>')

    def _write(self, name: str, xml: str) -> None:
        self._zip.writestr(_entry(name), _HEAD + xml, compresslevel=_QUICK)


_HEADING: Final = 1  # the style of a header's cells; 0 is that of all others


def _entry(name: str) -> ZipInfo:
    """With no time of its own: the same report is the same file."""
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    return entry


def _opening(columns: Sequence[Column]) -> str:
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{column.width + 0.7}" customWidth="1" style="0"/>'
        for n, column in enumerate(columns, 1)
    )
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{widths}</cols><sheetData>"
    )


def _string(words: str) -> str:
    if _UNWRITABLE.search(words):
        words = _UNWRITABLE.sub(_told, words)
    space = ' xml:space="preserve"' if _EDGES.search(words) else ""
    return f"<si><t{space}>{escape(words)}</t></si>"


def _told(hit: re.Match[str]) -> str:
    """Of what cannot be written its number, and of what reads like a number the mark's own."""
    return f"_x005F{hit[0]}" if hit[0][0] == "_" else f"_x{ord(hit[0]):04X}_"


def _relationships(parts: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{parts}</Relationships>'


def _content_types(sheets: Iterable[int]) -> str:
    parts = [("workbook", "sheet.main"), ("styles", "styles"), ("sharedStrings", "sharedStrings")]
    parts += [(f"worksheets/sheet{number}", "worksheet") for number in sheets]
    told = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for name, kind in parts
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{told}</Types>'
    )


def _workbook(sheets: Sequence[tuple[str, str]]) -> str:
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>'
        for n, (name, _) in enumerate(sheets, 1)
    )
    filters = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{n}" hidden="1">'
        f"'{escape(name)}'!{area}</definedName>"
        for n, (name, area) in enumerate(sheets)
    )
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>{listed}</sheets>'
        f"<definedNames>{filters}</definedNames></workbook>"
    )


def _styles(head: str, colours: Sequence[str]) -> str:
    """Style 0 wraps its words, 1 is a header's, from 2 on each has a colour."""
    fills = "".join(
        '<fill><patternFill patternType="solid">'
        f'<fgColor rgb="FF{colour.lstrip("#")}"/></patternFill></fill>'
        for colour in (head, *colours)
    )
    wrap = 'applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    looks = f'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" {wrap}'
    looks += (
        '<xf numFmtId="0" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" '
        'applyFill="1" applyBorder="1"/>'
    )
    looks += "".join(
        f'<xf numFmtId="0" fontId="0" fillId="{n}" borderId="0" xfId="0" applyFill="1" {wrap}'
        for n in range(3, len(colours) + 3)
    )
    sides = "".join(f'<{side} style="thin"/>' for side in ("left", "right", "top", "bottom"))
    font = '<sz val="11"/><name val="Calibri"/><family val="2"/>'
    return (
        f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font>{font}</font>'
        f"<font><b/>{font}</font></fonts>"
        f'<fills count="{len(colours) + 3}"><fill><patternFill patternType="none"/></fill>'
        f'<fill><patternFill patternType="gray125"/></fill>{fills}</fills>'
        f'<borders count="2"><border/><border>{sides}<diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="{len(colours) + 2}">{looks}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )
