"""Word files: tables, merged cells, content controls, ticks."""

import io
import zipfile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from extractors.facts import PageFacts, Presence
from extractors.forms import extract
from extractors.formtypes import Field, Form
from extractors.limits import Limits, UnreadableError
from extractors.word import check_package, read_word

LIMITS = Limits()


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def cells(facts: PageFacts) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.column, c.row_span, c.column_span, c.text) for c in facts.tables[0].cells]


def test_merged_cells_have_spans() -> None:
    """Across and down."""
    document = Document()
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "side"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "wide"
    table.cell(1, 1).text, table.cell(1, 2).text = "a", "b"
    facts = read_word(saved(document), LIMITS)
    assert cells(facts) == [
        (0, 0, 2, 1, "side"), (0, 1, 1, 2, "wide"), (1, 1, 1, 1, "a"), (1, 2, 1, 1, "b"),
    ]  # fmt: skip


def test_cells_in_content_controls_are_not_lost() -> None:
    """python-docx passes over them, and the row would shift to the left."""
    document = Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "姓名", "张三"
    row = table.rows[0]._tr
    first = row.tc_lst[0]
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
    row.replace(first, control)
    control.find(qn("w:sdtContent")).append(first)
    facts = read_word(saved(document), LIMITS)
    assert [cell[-1] for cell in cells(facts)] == ["姓名", "张三"]


def test_ticks_typed_and_as_symbols() -> None:
    """☑ as a character, and as Word's own symbol."""
    document = Document()
    document.add_paragraph("☑国有　□民营")
    run = document.add_paragraph().add_run()
    run._r.append(parse_xml(f'<w:sym {nsdecls("w")} w:font="Wingdings 2" w:char="F052"/>'))
    run._r.append(parse_xml(f"<w:t {nsdecls('w')}>是</w:t>"))
    facts = read_word(saved(document), LIMITS)
    assert [(tick.label, tick.ticked) for tick in facts.ticks] == [
        ("国有", True), ("民营", False), ("是", True),
    ]  # fmt: skip


def test_deleted_text_is_not_read() -> None:
    """Tracked changes: what was deleted is gone, what was inserted is there."""
    document = Document()
    paragraph = document.add_paragraph("甲")
    space = nsdecls("w")
    paragraph._p.append(parse_xml(f"<w:ins {space}><w:r><w:t>乙</w:t></w:r></w:ins>"))
    paragraph._p.append(parse_xml(f"<w:del {space}><w:r><w:delText>丙</w:delText></w:r></w:del>"))
    assert [line.text for line in read_word(saved(document), LIMITS).lines] == ["甲乙"]


def test_blank_and_filled_cells_are_told_apart() -> None:
    """An empty cell beside its label is blank."""
    document = Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "联系人", ""
    table.cell(1, 0).text, table.cell(1, 1).text = "姓名", "张三"
    form = Form(kind="f", name="f", fields=(Field(name="a", labels=("联系人",)),
                                            Field(name="b", labels=("姓名",))))  # fmt: skip
    fields = extract(form, (("0" * 64, read_word(saved(document), LIMITS)),)).fields
    assert fields["a"].presence is Presence.BLANK
    assert fields["b"].value == "张三"


def archive(names: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in names.items():
            package.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (archive({"a.txt": b"x"}), "docx-damaged"),
        (archive({"[Content_Types].xml": b"<", "word/document.xml": b"<"}), "docx-damaged"),
        (archive({"[Content_Types].xml": b"", "word/x": bytes(30_000_000)}), "archive-bomb"),
        (b"PK\x03\x04", "archive-damaged"),
    ],
)
def test_what_is_no_word_file_has_its_reason(data: bytes, code: str) -> None:
    """Limits come before parsing."""
    with pytest.raises(UnreadableError) as caught:
        read_word(data, LIMITS)
    assert caught.value.problem.code == code


def test_too_many_members_are_refused_by_the_directory_alone() -> None:
    """A package of three members against a limit of two."""
    with pytest.raises(UnreadableError) as caught:
        check_package(archive({"a": b"", "b": b"", "c": b""}), Limits(archive_members=2))
    assert caught.value.problem.code == "archive-too-many"


def test_an_external_entity_closes_the_file() -> None:
    """It is told before anything is parsed."""
    document = Document()
    document.add_paragraph("text")
    data = saved(document)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = {name: package.read(name) for name in package.namelist()}
    bomb = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    body = names["word/document.xml"]
    start = body.index(b"?>") + 2
    names["word/document.xml"] = body[:start] + bomb + body[start:].replace(b"text", b"&e;")
    with pytest.raises(UnreadableError) as caught:
        read_word(archive(names), LIMITS)
    assert caught.value.problem.code == "xml-entities"
