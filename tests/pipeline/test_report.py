"""The report opens, runs nothing, and shows no personal number."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from extractors.signed import Coverage, Holds, Signature
from pipeline.errors import StoreError
from pipeline.packets import view_of
from pipeline.report import write_report
from tests.checks.pack import programme
from tests.checks.packets import VALUES, Packet
from tests.pipeline.stored import judged_packet

EVIL = "=HYPERLINK(1)"
PERSON = "31010119900101001X"


def _report(folder: Path, packet: Packet) -> Workbook:
    found = judged_packet(packet)
    path = write_report(folder, [found], [view_of(found, programme())])
    return load_workbook(path)


def _words(book: Workbook) -> list[str]:
    return [
        str(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]


def test_sheets_have_headers_filters_and_frozen_rows(tmp_path: Path) -> None:
    """Staff find packets, problems, all checks, fields and files, each to be filtered."""
    book = _report(tmp_path, Packet())
    assert book.sheetnames == [
        "材料包", "问题", "检查项", "字段", "文件", "来件合并与登记", "补正变化",
    ]  # fmt: skip
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref is not None
        assert sheet.cell(1, 1).value == "编号"
    assert book["材料包"].max_row == 2
    assert book["问题"].max_row == 1
    assert book["检查项"].max_row > 20
    assert book["文件"].max_row == 7


def test_what_was_typed_into_a_form_is_no_formula(tmp_path: Path) -> None:
    """A value that begins with an equals sign is text like any other."""
    values = {**VALUES, "主要产品": EVIL}
    book = _report(tmp_path, replace(Packet(), paper=values, typed=values))
    assert EVIL in _words(book)
    assert all(
        cell.data_type in ("s", "inlineStr", "n")
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    )


def test_a_problem_says_what_is_wrong_and_what_to_do(tmp_path: Path) -> None:
    """A missing seal stands in the problems with message, remedy and page."""
    book = _report(tmp_path, replace(Packet(), sealed={"org_opinion": None}))
    rows = list(book["问题"].iter_rows(min_row=2, values_only=True))
    assert any("S01" in row and "未加盖公章" in str(row) for row in rows)


def test_phones_are_masked(tmp_path: Path) -> None:
    """A phone number does not stand in the report, wherever it was read."""
    values = {**VALUES, "联系电话": "13812345678", "组织概述": "请电13812345678。"}
    words = _words(_report(tmp_path, replace(Packet(), paper=values, typed=values)))
    assert any("138****5678" in word for word in words)
    assert not any("13812345678" in word for word in words)


def test_a_folder_that_cannot_be_written_is_a_store_error(tmp_path: Path) -> None:
    """The report's folder being a file ends in one line, not in a traceback."""
    (tmp_path / "exports").write_text("")
    with pytest.raises(StoreError):
        write_report(tmp_path / "exports", [], [])


def test_files_sheet_tells_of_digital_signatures(tmp_path: Path) -> None:
    """Who signed a file, and whether that holds, stands beside it; personal numbers are masked."""
    found = judged_packet(Packet())
    application = found.judged.application
    one = Signature("a", f"张三{PERSON}", "", None, Coverage.WHOLE, Holds.NO)
    files = (replace(application.files[0], signatures=(one,)), *application.files[1:])
    judged = replace(found.judged, application=replace(application, files=files))
    packet = replace(found, judged=judged)
    path = write_report(tmp_path, [packet], [view_of(packet, programme())])
    words = _words(load_workbook(path))
    assert any("张三" in word and "不符" in word for word in words)
    assert not any(PERSON in word for word in words)
