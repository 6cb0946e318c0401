"""XML in Office files: entities, depth and size, before a tree is built."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from openpyxl import Workbook

from extractors.limits import Limits, UnreadableError
from extractors.word import read_word
from extractors.workbook import count_sheets

LIMITS = Limits()
BOMB = b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
REACHING = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def word() -> bytes:
    out = io.BytesIO()
    document = Document()
    document.add_paragraph("申报表")
    document.save(out)
    return out.getvalue()


def workbook() -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


def changed(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The package with the first `old` of a part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                assert old in content
                content = content.replace(old, new, 1)
            target.writestr(name, content)
    return out.getvalue()


def reason(data: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_word(data, limits)
    return caught.value.problem.code


@pytest.mark.parametrize("declared", [BOMB, REACHING])
@pytest.mark.parametrize("part", ["word/document.xml", "[Content_Types].xml", "word/styles.xml"])
def test_a_document_type_closes_the_file(declared: bytes, part: str) -> None:
    """No Office program writes one; with it come bombs and references outwards."""
    with zipfile.ZipFile(io.BytesIO(word())) as package:
        begins = package.read(part)
    head = begins[: begins.index(b"?>") + 2]
    assert reason(changed(word(), part, head, head + declared)) == "xml-entities"


def test_depth_and_size_are_limited() -> None:
    """A thousand paragraphs in each other; and more XML than may be parsed."""
    deep = b"<w:smartTag>" * 1_000 + b"</w:smartTag>" * 1_000
    data = changed(word(), "word/document.xml", b"<w:sectPr", deep + b"<w:sectPr")
    assert reason(data) == "xml-too-deep"
    assert reason(word(), Limits(xml_bytes=1_000)) == "xml-too-large"
    assert read_word(word(), Limits()).lines


def test_workbooks_go_through_the_same_gate() -> None:
    """Of a sheet, too."""
    data = workbook()
    assert count_sheets(data, Limits()) == 1
    part = "xl/worksheets/sheet1.xml"
    with pytest.raises(UnreadableError) as caught:
        count_sheets(changed(data, part, b"<worksheet", BOMB + b"<worksheet"), Limits())
    assert caught.value.problem.code == "xml-entities"
