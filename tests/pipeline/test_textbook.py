"""Workbooks of text: what comes out of them is what went in, and nothing in them runs."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from extractors.limits import Limits
from pipeline.sheets import read_sheets
from pipeline.textbook import Cell, Column, TextBook

COLUMNS = (Column("甲", 10), Column("乙", 30))
# Control characters are written as numbers, which this reader does not turn back.
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


def _written(path: Path, rows: list[tuple[str | Cell, ...]]) -> None:
    with TextBook(path, "#D9E1F2") as book:
        book.add("一", COLUMNS, rows)


@settings(deadline=None, max_examples=60)
@given(rows=st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5))
def test_text_comes_back(rows: list[tuple[str, str]]) -> None:
    """Every text is a string, also one that looks like a formula, a number or an escape."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        _written(path, [*rows])
        sheet = load_workbook(path)["一"]
        found = [tuple(cell.value or "" for cell in row) for row in sheet.iter_rows(min_row=2)]
        kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value}
    assert found == rows
    assert kinds <= {"s"}


@pytest.mark.parametrize("words", ["=1+1", "007", "_x000D_", " 前后 ", "一\n二", "<&>\"'"])
def test_odd_words_come_back(tmp_path: Path, words: str) -> None:
    """What XML or a spreadsheet would take for something else."""
    _written(tmp_path / "book.xlsx", [(words, Cell(words, "#F8CBAD"))])
    row = next(load_workbook(tmp_path / "book.xlsx")["一"].iter_rows(min_row=2))
    assert [cell.value for cell in row] == [words, words]
    assert row[1].fill.fgColor.rgb == "FFF8CBAD" and row[0].fill.fill_type is None


def test_colours_are_those_of_their_cells(tmp_path: Path) -> None:
    """Each colour once; the header has its own, and all words are wrapped."""
    colours = ["#F8CBAD", "", "#C6E0B4", "#F8CBAD"]
    _written(tmp_path / "book.xlsx", [("字", Cell("字", one)) for one in colours])
    sheet = load_workbook(tmp_path / "book.xlsx")["一"]
    found = [sheet.cell(row, 2).fill.fgColor.rgb for row in range(2, 6)]
    assert found == ["FFF8CBAD", "00000000", "FFC6E0B4", "FFF8CBAD"]
    assert sheet.cell(1, 1).font.b and sheet.cell(1, 1).fill.fgColor.rgb == "FFD9E1F2"
    assert sheet.cell(2, 1).alignment.wrap_text and sheet.column_dimensions["B"].width > 30
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == "A1:B5"


def test_our_own_reader_takes_it(tmp_path: Path) -> None:
    """The limits and checks that foreign workbooks meet let it pass."""
    _written(tmp_path / "book.xlsx", [("甲", "乙")])
    (rows,) = read_sheets(tmp_path / "book.xlsx", Limits()) or ()
    assert [row[:2] for row in rows] == [("甲", "乙"), ("甲", "乙")]


def test_control_characters_break_no_workbook(tmp_path: Path) -> None:
    """What XML cannot hold is written as its number, as Excel does."""
    _written(tmp_path / "book.xlsx", [("一\x01二\x0c\r", "三")])
    assert load_workbook(tmp_path / "book.xlsx")["一"]["A2"].value == "一_x0001_二_x000C__x000D_"


def test_what_fails_half_way_is_no_workbook(tmp_path: Path) -> None:
    """An error while rows are made passes through."""

    def rows() -> list[tuple[str, str]]:
        raise RuntimeError

    with pytest.raises(RuntimeError), TextBook(tmp_path / "book.xlsx", "#D9E1F2") as book:
        book.add("一", COLUMNS, rows())
