"""Tables of text from .xlsx and .csv files: foreign bytes, so this runs in a worker."""

from __future__ import annotations

import csv
import io
import warnings
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from openpyxl import load_workbook

from extractors.facts import Problem
from extractors.limits import Limits, UnreadableError
from extractors.package import opened_package
from extractors.sniff import HEAD, FileKind, sniff
from extractors.word import check_package
from extractors.workbook import DAMAGED
from extractors.xmlgate import check_xml
from pipeline.tasks import attempt

Value = str | int | float | bool | datetime | date | None
Sheet = tuple[tuple[Value, ...], ...]

_MOST_ROWS = 50_000
_MOST_COLUMNS = 100
_MOST_SHEETS = 20
_SEPARATORS = (",", "\t", ";", "，")


def read_sheets(path: Path, limits: Limits) -> tuple[Sheet, ...] | Problem:
    """All sheets of a workbook (values, not formulas), or a .csv as one; or the reason."""
    return attempt(lambda: _sheets(path, limits))


def _sheets(path: Path, limits: Limits) -> tuple[Sheet, ...]:
    if path.stat().st_size > limits.file_bytes:
        raise UnreadableError("file-too-large", limit=limits.file_bytes)
    data = path.read_bytes()
    kind = sniff(data[:HEAD])
    if kind is FileKind.EMPTY:
        raise UnreadableError("empty-file")
    if kind is FileKind.ZIP:
        if check_package(data, limits) is not FileKind.XLSX:
            raise UnreadableError("kind-unsupported", kind="zip")
        with opened_package(io.BytesIO(data), limits) as package:
            check_xml(package, limits)
        try:
            return _workbook(data)
        except DAMAGED as error:
            raise UnreadableError("table-damaged") from error
    # A table of text may begin like a mail (its first column may be called "To:").
    if kind in (FileKind.UNKNOWN, FileKind.EML):
        return (_text_table(data),)
    raise UnreadableError("kind-unsupported", kind=kind.value)


def _workbook(data: bytes) -> tuple[Sheet, ...]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        sheets = []
        for sheet in islice(book.worksheets, _MOST_SHEETS):
            sheet.reset_dimensions()  # the size that the file claims may be a million columns
            rows = sheet.iter_rows(max_col=_MOST_COLUMNS, values_only=True)
            sheets.append(
                _checked(
                    [tuple(_plain(cell) for cell in row) for row in islice(rows, _MOST_ROWS + 1)]
                )
            )
        return tuple(sheets)
    finally:
        book.close()


def _plain(cell: object) -> Value:
    if cell is None or isinstance(cell, str | int | float | bool | datetime | date):
        return cell
    return str(cell)


def _text_table(data: bytes) -> Sheet:
    text = _decoded(data)
    first = text.split("\n", 1)[0]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        return _checked([tuple(row[:_MOST_COLUMNS]) for row in islice(reader, _MOST_ROWS + 1)])
    except csv.Error as error:
        raise UnreadableError("table-damaged") from error


def _decoded(data: bytes) -> str:
    """Excel on a Chinese Windows writes GBK, others UTF-8 with or without a mark."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableError("table-damaged")


def _checked(rows: list[tuple[Value, ...]]) -> Sheet:
    if len(rows) > _MOST_ROWS:
        raise UnreadableError("table-too-long", limit=_MOST_ROWS)
    return tuple(rows)
