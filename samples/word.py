"""Write a form as a Word file, and give its text as Word shows it."""

import io
import zipfile
from datetime import datetime
from itertools import pairwise
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_UNDERLINE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from samples.layout import UNITS, CoverLine, FillLine, Form, PageBreak, Para, Row, Table, boundaries
from samples.portrait import portrait
from samples.style import Style

FACES = {"song": "宋体", "ming": "新宋体", "hei": "黑体", "kai": "楷体", "ukai": "楷体_GB2312"}
ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
SYMBOLS = {"☑": "F052", "■": "F0A2", "□": "F0A3"}  # in the typeface Wingdings 2
UNUSED = ("/stylesWithEffects", "/thumbnail")  # ballast of python-docx's template
EPOCH = (2021, 7, 1, 9, 0, 0)
TEXT_WIDTH_MM = 166


def write(form: Form, style: Style) -> bytes:
    """Return the form as a .docx with the same bytes for the same form."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm((210 - TEXT_WIDTH_MM) / 2)
    section.top_margin = section.bottom_margin = Mm(22)
    for block in form.blocks:
        if isinstance(block, PageBreak):
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        elif isinstance(block, CoverLine):
            _cover_line(document.add_paragraph(), block, style)
        elif isinstance(block, FillLine):
            _fill_line(document.add_paragraph(), block, style)
        elif isinstance(block, Para):
            _fill(document.add_paragraph(), block, style)
        else:
            _table(document, block, style, form.photo_seed)
    core = document.core_properties
    core.author, core.title = "申报单位", ""
    core.created = core.modified = datetime(*EPOCH)
    for rels in (document.part.rels, document.part.package.rels):
        for key in [k for k, one in rels.items() if one.reltype.endswith(UNUSED)]:
            del rels[key]
    out = io.BytesIO()
    document.save(out)
    return fixed_zip(out.getvalue())


def fixed_zip(data: bytes) -> bytes:
    """Return a zip file with its members' times set to one fixed time."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return out.getvalue()


def text_of(form: Form) -> list[str]:
    """Return the form's paragraphs as Word holds them, top to bottom."""
    out: list[str] = []
    for block in form.blocks:
        if isinstance(block, CoverLine):
            out.append(f"{block.label} {block.value}".strip())
        elif isinstance(block, FillLine):
            out.append("　".join(f"{one.label} {one.value}".strip() for one in block.blanks))
        elif isinstance(block, Para):
            out.append(block.text)
        elif isinstance(block, Table):
            out += [
                p.text for r in block.rows for c in r.cells if c.kind != "photo" for p in c.paras
            ]
    return [line.strip() for line in out if line.strip()]


def _run(paragraph: Paragraph, text: str, face: str, size: float, *, bold: bool = False) -> Any:
    run = paragraph.add_run(text)
    run.font.name = FACES[face]
    run.font.size = Pt(size)
    run.font.bold = bold
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FACES[face])
    return run


def _fill(paragraph: Paragraph, para: Para, style: Style) -> None:
    face = {"hand": style.body, "body": style.body, "label": style.label, "title": style.title}[
        para.face
    ]
    paragraph.alignment = ALIGN[para.align]
    paragraph.paragraph_format.space_before = Mm(para.before)
    paragraph.paragraph_format.space_after = Mm(para.after)
    size = para.size or style.size
    if para.indent:
        paragraph.paragraph_format.first_line_indent = Pt(size * 2)
    if style.symbols and any(mark in para.text for mark in SYMBOLS):
        _with_symbols(paragraph, para.text, face, size)
    elif para.text:
        _run(paragraph, para.text, face, size, bold=para.face == "title")


def _with_symbols(paragraph: Paragraph, text: str, face: str, size: float) -> None:
    """Write tick boxes as Wingdings symbols, as Word's own list of symbols inserts them."""
    plain = ""
    for character in (*text, ""):
        if character and character not in SYMBOLS:
            plain += character
            continue
        if plain:
            _run(paragraph, plain, face, size)
            plain = ""
        if character:
            symbol = OxmlElement("w:sym")
            symbol.set(qn("w:font"), "Wingdings 2")
            symbol.set(qn("w:char"), SYMBOLS[character])
            paragraph.add_run()._element.append(symbol)


def _cover_line(paragraph: Paragraph, line: CoverLine, style: Style) -> None:
    paragraph.paragraph_format.space_before = Mm(line.before)
    paragraph.paragraph_format.left_indent = Mm(16)
    _run(paragraph, line.label, style.label, 15)
    shown = f" {line.value} " if line.value else "　" * 12
    _run(paragraph, shown, style.body, 15).font.underline = True


def _fill_line(paragraph: Paragraph, line: FillLine, style: Style) -> None:
    paragraph.paragraph_format.space_before = Mm(line.before)
    size = line.size or style.size
    whole = TEXT_WIDTH_MM / (size * 25.4 / 72)  # characters of full width on a line
    for index, one in enumerate(line.blanks):
        _run(paragraph, ("　" if index else "") + one.label, style.label, size)
        room = round(one.share * whole) - len(one.label) - len(one.value) - 2
        shown = f" {one.value} " + "　" * max(0, room)
        font = _run(paragraph, shown, style.body, size).font
        font.underline = WD_UNDERLINE.DOTTED if line.dotted else WD_UNDERLINE.SINGLE


def _table(document: Any, table: Table, style: Style, photo_seed: int) -> None:
    edges = boundaries(table.rows)
    unit = TEXT_WIDTH_MM / UNITS
    made = document.add_table(rows=0, cols=len(edges) - 1)
    made.style = "Table Grid"
    made.autofit = False
    for grid, (left, right) in zip(made._tbl.tblGrid.gridCol_lst, pairwise(edges), strict=True):
        grid.w = Mm((right - left) * unit)
    spans: dict[int, tuple[int, int]] = {}  # column -> (rows still open, columns)
    for number, row in enumerate(table.rows):
        element = OxmlElement("w:tr")
        _row_properties(element, row.height, repeated=number < table.repeat)
        made._tbl.append(element)
        for column, cells, opener in _row_cells(row, spans):
            width, rest = cells, edges.index(column + cells) - edges.index(column)
            tc = _tc(width * unit, rest, opener)
            controlled = style.controls and column > 0 and not opener
            element.append(_in_control(tc) if controlled else tc)
            _content(_Cell(tc, made), row, column, opener, style, photo_seed)


def _row_properties(element: Any, height: float, *, repeated: bool) -> None:
    properties = OxmlElement("w:trPr")
    tall = OxmlElement("w:trHeight")
    tall.set(qn("w:val"), str(round(height / 25.4 * 1440)))
    tall.set(qn("w:hRule"), "atLeast")
    properties.append(tall)
    if repeated:
        properties.append(OxmlElement("w:tblHeader"))
    element.append(properties)


def _row_cells(row: Row, spans: dict[int, tuple[int, int]]) -> list[tuple[int, int, str]]:
    """Return (column, columns, merge state) of a row's cells, and keep `spans` current."""
    out = [(column, columns, "continue") for column, (_, columns) in spans.items()]
    for column, (left, columns) in list(spans.items()):
        if left <= 1:
            del spans[column]
        else:
            spans[column] = (left - 1, columns)
    for cell in row.cells:
        out.append((cell.column, cell.columns, "restart" if cell.rows > 1 else ""))
        if cell.rows > 1:
            spans[cell.column] = (cell.rows - 1, cell.columns)
    return sorted(out)


def _in_control(tc: Any) -> Any:
    """Wrap a cell in a content control, as forms made from templates have it."""
    control, inside = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    control.append(OxmlElement("w:sdtPr"))
    inside.append(tc)
    control.append(inside)
    return control


def _tc(width: float, columns: int, merge: str) -> Any:
    tc = OxmlElement("w:tc")
    properties = OxmlElement("w:tcPr")
    wide = OxmlElement("w:tcW")
    wide.set(qn("w:w"), str(round(width / 25.4 * 1440)))
    wide.set(qn("w:type"), "dxa")
    properties.append(wide)
    for name, val in (
        ("w:gridSpan", str(columns) if columns > 1 else ""),
        ("w:vMerge", merge),
        ("w:vAlign", "center"),
    ):
        if val:
            child = OxmlElement(name)
            child.set(qn("w:val"), val)
            properties.append(child)
    tc.append(properties)
    tc.append(OxmlElement("w:p"))
    return tc


def _content(target: _Cell, row: Row, column: int, merge: str, style: Style, seed: int) -> None:
    if merge == "continue":
        return
    cell = next(c for c in row.cells if c.column == column)
    if cell.kind == "photo" and seed:
        picture = io.BytesIO()
        portrait(seed, 200, 270).save(picture, "JPEG", quality=70)
        target.paragraphs[0].add_run().add_picture(picture, width=Mm(25))
        return
    for index, para in enumerate(cell.paras):
        paragraph = target.paragraphs[0] if index == 0 else target.add_paragraph()
        _fill(paragraph, para, style)
