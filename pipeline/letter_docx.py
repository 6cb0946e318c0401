"""Setting a deficiency notice in type: the pack's Word template filled in, and the summary sheet.

The template is a Word file that the office may change. Its tags (Jinja2, through docxtpl) name the
parts of `Letter`; it runs in a sandbox, and every word is escaped, whatever applicants wrote.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from PIL import Image

from pipeline.errors import ConfigurationError, StoreError
from pipeline.files import whole
from pipeline.letters import Letter
from pipeline.messages import text

# Pictures (PNG) by the key of the item that they belong to.
Pictures = Mapping[str, bytes]

_WIDEST_MM, _HIGHEST_MM = 120.0, 55.0
_DPI = 180  # of a page's picture on the letter
_NO_FILE_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Written:
    """A letter with the file it went to; "" for a packet that needs none."""

    letter: Letter
    file: str


def filled(template: bytes, letter: Letter, pictures: Pictures) -> bytes:
    """The letter as .docx; raises ConfigurationError where the template cannot be filled."""
    document = DocxTemplate(io.BytesIO(template))
    words: dict[str, Any] = asdict(letter)
    for name in ("items", "doubts"):
        words[name] = [
            {**asdict(one), "picture": _inline(document, pictures.get(one.key))}
            for one in getattr(letter, name)
        ]
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    try:
        document.render(words, environment)
    except TemplateError as error:
        raise ConfigurationError(f"letter template: {error}") from error
    document.core_properties.title = f"{letter.title} {letter.number}"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _inline(document: DocxTemplate, picture: bytes | None) -> InlineImage | str:
    if picture is None:
        return ""
    with Image.open(io.BytesIO(picture)) as opened:
        wide, high = opened.size
    shrink = min(1.0, _WIDEST_MM / (wide / _DPI * 25.4), _HIGHEST_MM / (high / _DPI * 25.4))
    return InlineImage(document, io.BytesIO(picture), width=Mm(wide / _DPI * 25.4 * shrink))


def file_name(letter: Letter) -> str:
    """A name that every file system takes: number, applicant and award."""
    parts = (letter.number, letter.applicant[:_LONGEST_NAME], letter.award)
    number, applicant, award = map(_plain, parts)
    return text("letter-name", number=number, applicant=applicant, award=award)


def name_prefix(number: str) -> str:
    """How the name of a letter with this number begins."""
    return text("letter-name", number=_plain(number), applicant="\n", award="").split("\n")[0]


def _plain(part: str) -> str:
    return _NO_FILE_NAME.sub("_", part).strip(" .")


_COLUMNS = (
    ("letter-number", 24), ("id", 14), ("applicant", 34), ("award", 10), ("item", 28),
    ("letter-count", 8), ("code", 20), ("letter-doubts", 8), ("letter-due", 14),
    ("letter-path", 60),
)  # fmt: skip


def write_summary(path: Path, letters: Sequence[Written]) -> None:
    """One row a packet, also of those without a letter; raises StoreError."""
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    try:
        with whole(path) as unfinished, xlsxwriter.Workbook(str(unfinished), options) as book:
            sheet = book.add_worksheet(text("letters"))
            head = book.add_format({"bold": True, "bg_color": "#D9E1F2", "border": 1})
            sheet.freeze_panes(1, 0)
            for index, (key, width) in enumerate(_COLUMNS):
                sheet.set_column(index, index, width)
                sheet.write_string(0, index, text(key), head)
            for number, one in enumerate(letters, 1):
                for index, cell in enumerate(_row(one)):
                    sheet.write_string(number, index, cell)
            sheet.autofilter(0, 0, len(letters), len(_COLUMNS) - 1)
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        raise StoreError(f"{path}: cannot be written: {error}") from error


def _row(one: Written) -> tuple[str, ...]:
    letter, sent = one.letter, bool(one.file)
    return (
        letter.number if sent else "", letter.packet, letter.applicant, letter.award, letter.item,
        str(len(letter.items)), "、".join(dict.fromkeys(item.code for item in letter.items)),
        str(len(letter.doubts)), letter.due_on if sent else "", one.file,
    )  # fmt: skip
