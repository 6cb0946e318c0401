"""Makers of small hauls, archives and mails, and a reading engine that reads nothing much."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from concurrent.futures import Future
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from docx import Document
from openpyxl import Workbook
from PIL import Image, ImageDraw

from extractors.facts import Box, Line
from extractors.limits import Limits
from extractors.ocr.engine import PageImage, Recognised
from pipeline.settings import LimitSettings, Settings
from pipeline.tasks import EngineChoice
from pipeline.workers import InlineExecutor


class FakeEngine:
    """Reads the same line from every page."""

    identity = "fake-1"

    def rotation(self, image: PageImage) -> int:
        return 0

    def lines(
        self, image: PageImage, cells: tuple[Box, ...] = (), marks: tuple[Box, ...] = ()
    ) -> tuple[Line, ...]:
        return (Line("一行字", Box(10, 10, 100, 30), 0.9),)

    def recognise(self, strips: tuple[PageImage, ...]) -> tuple[Recognised, ...]:
        return tuple(Recognised("", 0.0, ()) for _ in strips)


def make_fake(threads: int) -> FakeEngine:
    return FakeEngine()


class FakeEyes:
    """Sees one line at the top of an upright page."""

    def survey(self, image: PageImage) -> tuple[int, tuple[Box, ...]]:
        return 0, (Box(10, 10, 100, 30),)

    def read(self, strips: tuple[PageImage, ...]) -> tuple[Recognised, ...]:
        return tuple(Recognised("一行字", 0.9, ()) for _ in strips)


def make_fake_eyes(threads: int) -> FakeEyes:
    return FakeEyes()


FAKE = EngineChoice("fake-1", make_fake, eyes=make_fake_eyes, eyes_identity="eyes-1")


class CountingExecutor(InlineExecutor):
    """Runs tasks here and remembers which."""

    def __init__(self) -> None:
        self.ran: list[str] = []

    def submit(self, task: Any, args: tuple[Any, ...], seconds: float) -> Future[Any]:
        self.ran.append(task.__name__)
        return super().submit(task, args, seconds)


def settings(workspace: Path, limits: Mapping[str, int] | None = None, **more: Any) -> Settings:
    """Settings for a test; `limits` are those that differ from the defaults."""
    more = {"settle_seconds": 0} | more
    return Settings(workspace=workspace, limits=LimitSettings(**(limits or {})), **more)


def some_limits(**changed: int) -> Limits:
    return LimitSettings(**changed).limits()


def picture(shade: int = 0) -> Image.Image:
    """A small page with a bar on it; another shade makes other bytes."""
    page = Image.new("RGB", (420, 594), "white")
    ImageDraw.Draw(page).rectangle((60, 60, 300, 80), fill=(shade, shade, shade))
    return page


def png(shade: int = 0) -> bytes:
    out = io.BytesIO()
    picture(shade).save(out, "PNG", dpi=(72, 72))
    return out.getvalue()


def pdf(pages: int = 1, shade: int = 0) -> bytes:
    out = io.BytesIO()
    all_pages = [picture(shade + number) for number in range(pages)]
    all_pages[0].save(out, "PDF", save_all=True, append_images=all_pages[1:], resolution=72)
    return out.getvalue()


def docx(text: str = "申报表") -> bytes:
    document = Document()
    document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def archive(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as target:
        for name, data in files.items():
            target.writestr(name, data)
    return out.getvalue()


def renamed(data: bytes, old: str, new: bytes) -> bytes:
    """An archive's bytes with a name's bytes replaced, for names that zipfile would not write."""
    assert len(old) == len(new)
    return data.replace(old.encode(), new)


def encrypted(data: bytes) -> bytes:
    """An archive's bytes with every member marked as encrypted."""
    out = bytearray(data)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = out.find(magic)
        while start >= 0:
            out[start + offset] |= 1
            start = out.find(magic, start + 4)
    return bytes(out)


def mail(attachments: Mapping[str, bytes], text: str = "您好，材料见附件。") -> EmailMessage:
    message = EmailMessage()
    message["Received"] = "from mx.example.com by mail.example.com; Fri, 13 Aug 2021 08:05:00 +0000"
    message["Received"] = "from pc by mx.example.com; Wed, 11 Aug 2021 08:05:00 +0000"
    message["From"] = "a@example.com"
    message["Subject"] = "申报材料"
    message.set_content(text)
    for name, data in attachments.items():
        message.add_attachment(data, maintype="application", subtype="pdf", filename=name)
    return message


def workbook(rows: list[list[Any]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write files (names may have folders) below `folder`."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder
