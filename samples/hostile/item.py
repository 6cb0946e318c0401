"""One file of the corpus, and the honest small files that others are made of."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cache
from typing import Any

import docx
import openpyxl
from PIL import Image, ImageDraw
from reportlab.pdfgen import canvas

from samples.hostile.ole import Note, outlook
from samples.hostile.rar import rar4, rar5


@dataclass(frozen=True, slots=True)
class Item:
    """A file: `group` says what is wrong with it; bytes in names are surrogates, as on disk."""

    group: str
    name: str
    data: bytes


Items = Iterator[Item]
_TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def archive(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as target:
        for name, data in files.items():
            target.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def picture(form: str, size: tuple[int, int] = (420, 594)) -> bytes:
    """Return a page with some strokes and a red ring."""
    page = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(page)
    for line in range(6):
        draw.rectangle((40, 40 + 40 * line, 300, 52 + 40 * line), fill=(20, 20, 20))
    draw.ellipse((240, 400, 360, 520), outline=(200, 20, 20), width=6)
    out = io.BytesIO()
    if form == "TIFF":
        page.save(out, form, save_all=True, append_images=[page.rotate(180)])
    else:
        page.save(out, form)
    return out.getvalue()


def pdf(pages: int = 1, scanned: bool = False) -> bytes:
    """Return a typed PDF with a form field, or one of pictures."""
    out = io.BytesIO()
    paper = canvas.Canvas(out, invariant=True)
    for number in range(pages):
        if scanned:
            paper.drawInlineImage(Image.open(io.BytesIO(picture("JPEG"))), 0, 0, 595, 842)
        else:
            paper.drawString(72, 720, f"Application form, page {number + 1}")
            paper.acroForm.textfield(name=f"field{number}", value="value", x=72, y=500)
        paper.showPage()
    paper.save()
    return out.getvalue()


def word(text: str = "上海市质量管理奖申报表") -> bytes:
    """Return a .docx with a table."""
    document = docx.Document()
    document.add_paragraph(text)
    table = document.add_table(2, 2)
    table.cell(0, 0).text = "申报单位"
    return _saved(document)


def workbook() -> bytes:
    """Return an .xlsx."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["申报单位", "某某有限公司"])
    return _saved(book)


def _saved(document: Any) -> bytes:
    """The document as bytes, without the time at which it was saved."""
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return archive({name: _TIME.sub(b"2021-08-13T08:05:00Z", parts[name]) for name in parts})


def mail(files: Mapping[str, bytes]) -> EmailMessage:
    """Return a mail with attachments."""
    message = EmailMessage()
    message["Received"] = "from a by b; Fri, 13 Aug 2021 08:05:00 +0000"
    message["From"], message["Subject"] = "a@example.com", "申报材料"
    message.set_content("您好，材料见附件。")
    for name, data in files.items():
        message.add_attachment(data, maintype="application", subtype="pdf", filename=name)
    if files:
        message.set_boundary("==of-the-files==")
    return message


@cache
def honest() -> Mapping[str, bytes]:
    """Return one good file of each kind, by a name with the right suffix."""
    page = pdf()
    files = {"申报表.pdf": page, "图.png": picture("PNG")}
    return {
        "typed.pdf": pdf(2),
        "scanned.pdf": pdf(2, scanned=True),
        "photo.jpg": picture("JPEG"),
        "page.png": picture("PNG"),
        "fax.tif": picture("TIFF"),
        "page.bmp": picture("BMP"),
        "page.webp": picture("WEBP"),
        "page.gif": picture("GIF"),
        "form.docx": word(),
        "list.xlsx": workbook(),
        "packet.zip": archive(files),
        "packet.rar": rar5(files),
        "old.rar": rar4({name.encode("gbk"): data for name, data in files.items()}),
        "letter.eml": mail(files).as_bytes(),
        "letter.msg": outlook(Note("材料见附件。", files, {"转发": Note("里面", files)})),
    }
