"""What Word shows and what it keeps to itself: boxes, changes, controls, fields, notes."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from extractors.facts import PageFacts
from extractors.limits import Limits
from extractors.word import read_word

SPACE = (
    f"{nsdecls('w', 'wp', 'a')} "
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def read(document: Any) -> PageFacts:
    out = io.BytesIO()
    document.save(out)
    return read_word(out.getvalue(), Limits())


def paragraph(xml: str) -> list[str]:
    """The lines that a document of this one paragraph gives."""
    document = Document()
    document.element.body.insert(0, parse_xml(f"<w:p {SPACE}>{xml}</w:p>"))
    return [line.text for line in read(document).lines]


def box(text: str) -> str:
    return f"<w:txbxContent><w:p>{run(text)}</w:p></w:txbxContent>"


def test_a_text_box_is_read_once() -> None:
    """It stands in the file for new programs and, in VML, for old ones."""
    new = f"<w:drawing><wps:wsp><wps:txbx>{box('框内')}</wps:txbx></wps:wsp></w:drawing>"
    old = f"<w:pict><v:shape><v:textbox>{box('框内')}</v:textbox></v:shape></w:pict>"
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'>{new}</mc:Choice>"
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert paragraph(run("正文") + both) == ["正文", "框内"]
    assert paragraph(run("正文") + f"<w:r>{old}</w:r>") == ["正文", "框内"]


def test_a_text_box_in_a_cell_is_the_cells_text() -> None:
    """Whether the cell is blank depends on it."""
    document = Document()
    cell = document.add_table(1, 1).cell(0, 0)
    old = f"<w:pict><v:shape><v:textbox>{box('张三')}</v:textbox></v:shape></w:pict>"
    cell.paragraphs[0]._p.append(parse_xml(f"<w:r {SPACE}>{old}</w:r>"))
    assert read(document).tables[0].cells[0].text == "张三"


def test_moved_and_hidden_text_and_reading_aids_are_left_out() -> None:
    """Text that was moved away is not there twice; hidden text is not shown."""
    moved = (
        f"<w:moveFrom w:id='1'>{run('旧')}</w:moveFrom><w:moveTo w:id='2'>{run('新')}</w:moveTo>"
    )
    assert paragraph(moved) == ["新"]
    assert paragraph(run("甲") + run("密", "<w:vanish/>")) == ["甲"]
    assert paragraph(run("甲") + run("乙", "<w:vanish w:val='0'/>")) == ["甲乙"]
    ruby = (
        f"<w:r><w:ruby><w:rt>{run('yín')}</w:rt><w:rubyBase>{run('银')}</w:rubyBase></w:ruby></w:r>"
    )
    assert paragraph(ruby) == ["银"]


def test_a_deleted_break_is_no_break() -> None:
    """Tabs and breaks go with the text around them; tab stops are no tabs."""
    deleted = "<w:del w:id='1'><w:r><w:br/><w:delText>x</w:delText></w:r></w:del>"
    stops = "<w:pPr><w:tabs><w:tab w:val='left' w:pos='1'/></w:tabs></w:pPr>"
    assert paragraph(stops + run("甲") + deleted + run("乙")) == ["甲乙"]


def test_a_deleted_row_is_gone() -> None:
    """And an inserted one is there."""
    document = Document()
    table = document.add_table(2, 1)
    for row, (text, change) in enumerate((("旧", "del"), ("新", "ins"))):
        table.cell(row, 0).text = text
        table.rows[row]._tr.get_or_add_trPr().append(
            parse_xml(f"<w:{change} {SPACE} w:id='{row}'/>")
        )
    assert [cell.text for cell in read(document).tables[0].cells] == ["新"]


def test_a_control_that_asks_for_its_text_is_blank() -> None:
    """What Word shows in grey until somebody types is nobody's answer."""
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    asks = control.format("<w:showingPlcHdr/>", run("单击此处输入文字。"))
    assert paragraph(run("姓名：") + asks) == ["姓名："]
    assert paragraph(run("姓名：") + control.format("", run("张三"))) == ["姓名：张三"]


def test_check_boxes_of_both_kinds() -> None:
    """New ones have a state beside whatever sign they show; old ones have only a state."""
    control = (
        "<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val='{}'/></w14:checkbox></w:sdtPr>"
        "<w:sdtContent>{}</w:sdtContent></w:sdt>"
    )
    new = control.format(1, run("Ö")) + run("国有 ") + control.format(0, run("o")) + run("民营")
    assert paragraph(new) == ["☑国有 □民营"]
    field = (
        "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox>{}</w:checkBox></w:ffData>"
        "</w:fldChar></w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )
    ticked = field.format("<w:default w:val='0'/><w:checked/>")
    empty = field.format("<w:default w:val='1'/><w:checked w:val='0'/>")
    assert paragraph(ticked + run("是 ") + empty + run("否")) == ["☑是 □否"]
    assert paragraph(field.format("<w:default w:val='1'/>") + run("是")) == ["☑是"]


def test_fields_give_their_results() -> None:
    """Of a text field the text, of a list what was chosen; never the instruction."""
    text = (
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
        "<w:r><w:instrText>FORMTEXT</w:instrText></w:r>"
        f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{run('张三')}"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )
    assert paragraph(text) == ["张三"]
    entries = "<w:result w:val='1'/><w:listEntry w:val='国有'/><w:listEntry w:val='民营'/>"
    chosen = (
        f"<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:ddList>{entries}</w:ddList></w:ffData>"
        "</w:fldChar></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )
    assert paragraph(chosen) == ["民营"]


def test_headers_footers_and_notes() -> None:
    """As on paper: the header first, then the body, its notes, and the footer."""
    document = Document()
    document.add_paragraph("正文")
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "页脚"
    document.sections[0].even_page_header.paragraphs[0].text = "偶数页"
    notes = (
        f"<w:footnotes {SPACE}><w:footnote w:type='separator' w:id='0'><w:p>{run('线')}</w:p>"
        f"</w:footnote><w:footnote w:id='1'><w:p>{run('脚注')}</w:p></w:footnote></w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    assert [line.text for line in read(document).lines] == ["页眉", "正文", "脚注", "页脚"]


def test_a_cell_with_a_table_in_it_is_not_blank() -> None:
    """The inner table is one of its own, and the outer cell says what it says."""
    document = Document()
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "规模"
    inner = outer.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "☑大型", "□中型"
    facts = read(document)
    assert [cell.text for cell in facts.tables[1].cells] == ["规模", "☑大型\n□中型"]
    assert [cell.text for cell in facts.tables[0].cells] == ["☑大型", "□中型"]
    assert [(tick.label, tick.ticked) for tick in facts.ticks] == [("大型", True), ("中型", False)]
