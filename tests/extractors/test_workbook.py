"""Workbooks: sheets as pages, cells as shown, ticks, limits, damage."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Border, Side

from extractors.facts import PageFacts, Presence, Source
from extractors.forms import extract
from extractors.formtypes import Field, Form, Rows
from extractors.limits import Limits, UnreadableError
from extractors.looker import look
from extractors.reader import describe
from extractors.sniff import FileKind
from extractors.workbook import count_sheets, read_sheet
from tests.pipeline.intake import FakeEyes

LIMITS = Limits()
THIN = Side(style="thin")
RULED = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def form(ruled: bool = True) -> Workbook:
    """A small form: a title, labels and values, a merged row, a repeating table."""
    book = Workbook()
    sheet: Any = book.worksheets[0]
    sheet.title = "基本情况"
    sheet["A1"] = "质量管理奖申报表"
    sheet.merge_cells("A1:D1")
    sheet["A3"], sheet["B3"], sheet["C3"], sheet["D3"] = "申报单位", "甲公司", "成立日期", None
    sheet["D3"] = date(2001, 6, 30)
    sheet["D3"].number_format = 'yyyy"年"m"月"d"日"'
    sheet["A4"], sheet["C4"] = "联系人", "员工人数"
    sheet["D4"] = 1234
    sheet["D4"].number_format = "#,##0"
    sheet["A5"], sheet["B5"] = "性质", "☑国有 □民营"
    sheet.merge_cells("B5:D5")
    for column, text in enumerate(("年份", "营业收入", "利润率"), 1):
        sheet.cell(6, column, text)
    for row, values in enumerate(((2019, 1200.5, 0.125), (2020, 1300, 0.13)), 7):
        for column, value in enumerate(values, 1):
            sheet.cell(row, column, value)
        sheet.cell(row, 3).number_format = "0.0%"
    if ruled:
        for row in sheet["A3:D8"]:
            for cell in row:
                cell.border = RULED
    return book


def page(book: Workbook, index: int = 0) -> PageFacts:
    return read_sheet(saved(book), index, LIMITS)


def changed(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """A package with its members changed; None leaves one out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            body = change(name, old.read(name))
            if body is not None:
                new.writestr(name, body)
    return out.getvalue()


def reason(data: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(UnreadableError) as caught:
        for index in range(count_sheets(data, limits)):
            read_sheet(data, index, limits)
    return caught.value.problem.code


FORM = Form(
    kind="f",
    name="f",
    fields=(
        Field(name="org", labels=("申报单位",)),
        Field(name="contact", labels=("联系人",)),
        Field(name="founded", labels=("成立日期",)),
        Field(name="staff", labels=("员工人数",)),
    ),
    rows=(
        Rows(
            name="years",
            columns=(
                Field(name="year", labels=("年份",)),
                Field(name="income", labels=("营业收入",)),
                Field(name="margin", labels=("利润率",)),
            ),
        ),
    ),
)


@pytest.mark.parametrize("ruled", [True, False])
def test_a_form_in_a_workbook_is_read_as_any_other(ruled: bool) -> None:
    """Fields, blanks, rows and values as shown; evidence names sheet and cell."""
    facts = page(form(ruled))
    found = extract(FORM, (("0" * 64, facts),))
    assert found.fields["org"].value == "甲公司"
    assert found.fields["founded"].raw == "2001年6月30日"
    assert found.fields["staff"].raw == "1,234"
    assert found.fields["contact"].presence is Presence.BLANK
    place = found.fields["org"].evidence
    assert place is not None
    assert (place.box, place.address) == (None, "sheet 基本情况 cell B3")
    assert [row["margin"].raw for row in found.rows["years"]] == ["12.5%", "13.0%"]
    assert [row["income"].raw for row in found.rows["years"]] == ["1200.5", "1300"]


def test_a_sheet_is_a_page_with_a_title_outside_its_table() -> None:
    """Titles and notes are free lines, as on paper; merged cells have spans."""
    facts = page(form())
    assert (facts.source, facts.number, facts.blank) == (Source.EXCEL, 1, False)
    (table,) = facts.tables
    cells = {(cell.row, cell.column): cell for cell in table.cells}
    assert (0, 0) not in cells
    assert facts.lines[0].text == "质量管理奖申报表"
    assert (cells[4, 1].row_span, cells[4, 1].column_span) == (1, 3)
    assert (4, 2) not in cells
    assert [(tick.label, tick.ticked) for tick in facts.ticks] == [("国有", True), ("民营", False)]


def test_every_line_has_its_room_in_its_cell() -> None:
    """Rows grow with their text, also under merged cells, so that no line falls out of its cell."""
    book = form()
    sheet: Any = book.worksheets[0]
    sheet["A4"], sheet["B5"] = "联\n系\n人", "\n".join("一二三四五六")
    facts = page(book)
    (table,) = facts.tables
    inside = [
        line
        for line in facts.lines
        if any(cell.box.holds(*line.box.centre) for cell in table.cells)
    ]
    assert len(facts.lines) - len(inside) == 1
    assert (
        next(c for c in table.cells if (c.row, c.column) == (4, 1)).text == "一\n二\n三\n四\n五\n六"
    )


def test_only_visible_sheets_are_pages() -> None:
    """Hidden sheets, rows and columns hold lists for drop-downs, and are not shown."""
    book = form()
    for state in ("hidden", "veryHidden"):
        book.create_sheet(state)["A1"] = "secret"
        book[state].sheet_state = state
    book.create_sheet("空表")
    sheet: Any = book.worksheets[0]
    sheet["E3"] = "hidden"
    sheet.column_dimensions["E"].hidden = True
    sheet.row_dimensions[4].hidden = True
    data = saved(book)
    assert describe(data, "a.xlsx", LIMITS).pages == 2
    facts = read_sheet(data, 0, LIMITS)
    texts = [line.text for line in facts.lines]
    assert "hidden" not in texts and "联系人" not in texts and "性质" in texts
    place = extract(FORM, (("0" * 64, facts),)).rows["years"][0]["year"].evidence
    assert place is not None and place.address == "sheet 基本情况 cell A7"
    looks = [look(data, FileKind.XLSX, index, FakeEyes(), LIMITS) for index in (0, 1)]
    assert [(one.number, one.blank) for one in looks] == [(1, False), (2, True)]


def contact_of(data: bytes) -> str:
    return extract(FORM, (("0" * 64, read_sheet(data, 0, LIMITS)),)).fields["contact"].raw


def test_a_formula_that_was_never_computed_is_shown_and_no_blank() -> None:
    """Nothing is computed here; a result that was saved is taken."""
    book = form()
    sheet: Any = book.worksheets[0]
    sheet["B4"] = "=1+1"
    data = saved(book)
    assert contact_of(data) == "=1+1"
    done = changed(
        data, lambda name, body: body.replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
        .replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
    )  # fmt: skip
    assert contact_of(done) == "2"
    empty = changed(data, lambda name, body: body.replace(b'<c r="B4"', b'<c r="B4" t="str"'))
    assert contact_of(empty) == ""


def test_ticks_in_symbol_typefaces() -> None:
    """R in Wingdings 2 is a ticked box, in a cell of its own or before its words."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet, face = book.add_worksheet(), book.add_format({"font_name": "Wingdings 2"})
    sheet.write_string(0, 0, "R", face)
    sheet.write_rich_string(1, 0, "性质", face, "£", "外资")
    book.close()
    facts = read_sheet(out.getvalue(), 0, LIMITS)
    assert [(tick.label, tick.ticked) for tick in facts.ticks] == [("", True), ("外资", False)]


def test_dates_in_the_bare_numbers_of_chinese_versions() -> None:
    """Format 31 has no code in the file, and is a date all the same."""
    data = changed(
        saved(form()),
        lambda name, body: body.replace(b'numFmtId="164"', b'numFmtId="31"')
        if name == "xl/styles.xml" else body,
    )  # fmt: skip
    found = extract(FORM, (("0" * 64, read_sheet(data, 0, LIMITS)),))
    assert found.fields["founded"].raw == "2001年6月30日"


VML = """<xml xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:x="urn:schemas-microsoft-com:office:excel">{}</xml>"""
BOX = """<v:shape type="#_x0000_t201"><v:textbox><div><font>{words}</font><br></div></v:textbox>
<x:ClientData ObjectType="Checkbox"><x:Anchor>{column}, {x}, 3, 2, 2, 20, 4, 1</x:Anchor>
{checked}</x:ClientData></v:shape>"""
RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/vmlDrawing" Target="../drawings/vmlDrawing1.vml"/></Relationships>'
)


def with_boxes(data: bytes, *boxes: str) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("xl/worksheets/_rels/sheet1.xml.rels", RELATION)
        package.writestr("xl/drawings/vmlDrawing1.vml", VML.format("".join(boxes)))
    return out.getvalue()


def test_check_boxes_that_lie_on_cells() -> None:
    """Form controls are ticks of the cell that they lie on, from left to right."""
    data = with_boxes(
        saved(form()),
        BOX.format(words="否", column=1, x=60, checked=""),
        BOX.format(words="是", column=1, x=3, checked="<x:Checked>1</x:Checked>"),
    )
    facts = read_sheet(data, 0, LIMITS)
    assert [(tick.label, tick.ticked) for tick in facts.ticks][:2] == [("是", True), ("否", False)]
    contact = extract(FORM, (("0" * 64, facts),)).fields["contact"]
    assert contact.raw == "☑是 □否"


# Limits and damage


def test_limits_come_before_memory() -> None:
    """Large parts, far cells and many sheets are refused by name; far empty ones cost nothing."""
    assert reason(saved(form()), Limits(xml_bytes=1000)) == "table-too-large"
    assert reason(saved(form()), Limits(file_bytes=1000)) == "file-too-large"
    for cell, code in (("A2001", "table-too-long"), ("CW1", "table-too-wide")):
        book = form()
        book.worksheets[0][cell] = "far"
        assert reason(saved(book)) == code
    book = form()
    sheet: Any = book.worksheets[0]
    sheet["XFD1048576"].border = RULED
    sheet["A1048576"] = "  "
    assert len(page(book).lines) == len(page(form()).lines)
    assert reason(saved(form()), Limits(pages=0)) == "too-many-pages"


def test_vast_merged_cells_cost_nothing() -> None:
    """A merge over all the sheet covers what is used of it."""
    far = changed(
        saved(form()),
        lambda name, body: body.replace(b'ref="B5:D5"', b'ref="F10:XFD1048576"'),
    )
    assert read_sheet(far, 0, LIMITS).height < 1000
    data = changed(
        saved(form()),
        lambda name, body: body.replace(b'ref="A1:D1"', b'ref="A1:XFD1048576"'),
    )
    assert reason(data) == "table-too-large"


def test_entities_are_refused() -> None:
    """Neither a file of ours nor a bomb gets into a text by an entity."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write_string(0, 0, "text")
    parts = ((saved(form()), "xl/worksheets/sheet1.xml"), (out.getvalue(), "xl/sharedStrings.xml"))
    for data, part in parts:
        for entity in (b'SYSTEM "file:///etc/hostname"', b'"aaaaaaaaaa"'):
            assert reason(changed(data, with_entity(part, entity))) == "xml-entities"


def with_entity(part: str, entity: bytes) -> Callable[[str, bytes], bytes]:
    """Declares an entity at the head of one part."""
    declared = b"<!DOCTYPE x [<!ENTITY e " + entity + b">]>"

    def change(name: str, body: bytes) -> bytes:
        start = body.index(b"?>") + 2 if body.startswith(b"<?xml") else 0
        return body[:start] + declared + body[start:] if name == part else body

    return change


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"PK\x03\x04broken", "a.xlsx", "table-damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.xlsx",
         "table-encrypted"),
    ],
)  # fmt: skip
def test_what_cannot_be_opened_has_its_reason(data: bytes, name: str, code: str) -> None:
    """A reason that speaks of a workbook."""
    with pytest.raises(UnreadableError) as caught:
        describe(data, name, LIMITS)
    assert caught.value.problem.code == code


def test_a_missing_part_is_damage() -> None:
    """Whatever openpyxl throws, it is one reason."""
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"):
        # mypy cannot infer a lambda that has a default; it binds the part of this turn.
        data = changed(saved(form()), lambda n, b, p=part: None if n == p else b)  # type: ignore[misc]
        try:
            count_sheets(data, LIMITS)
            read_sheet(data, 0, LIMITS)
        except UnreadableError as error:
            assert error.problem.code == "table-damaged"


SAMPLE = with_boxes(saved(form()), BOX.format(words="是", column=1, x=3, checked=""))
with zipfile.ZipFile(io.BytesIO(SAMPLE)) as _package:
    PARTS = tuple(_package.namelist())


@settings(max_examples=120, deadline=None)
@given(
    part=st.sampled_from(PARTS),
    at=st.floats(0, 1),
    cut=st.integers(0, 30),
    put=st.one_of(st.binary(max_size=8), st.sampled_from([b"-1", b"99999999999", b"NaN", b"<c/>"])),
)
def test_changed_parts_give_facts_or_a_reason(part: str, at: float, cut: int, put: bytes) -> None:
    """Damage inside a package that can be opened: nothing unforeseen is thrown."""

    def change(name: str, body: bytes) -> bytes:
        start = int(at * len(body))
        return body[:start] + put + body[start + cut :] if name == part else body

    _facts_or_reason(changed(SAMPLE, change))


@settings(max_examples=60, deadline=None)
@given(at=st.floats(0, 1), put=st.binary(min_size=1, max_size=8))
def test_changed_bytes_give_facts_or_a_reason(at: float, put: bytes) -> None:
    """Damage of the package itself."""
    start = int(at * len(SAMPLE))
    _facts_or_reason(SAMPLE[:start] + put + SAMPLE[start + len(put) :])


def _facts_or_reason(data: bytes) -> None:
    try:
        for index in range(count_sheets(data, LIMITS)):
            assert read_sheet(data, index, LIMITS).number == index + 1
    except UnreadableError as error:
        assert error.problem.code
