"""A filled letter as it will look, for the screen: the Word file's own paragraphs, read back.

What is shown is what will be sent, template and all. Only files that we filled ourselves come
here.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

Align = Literal["start", "middle", "end"]
_ALIGNED: Final = {WD_ALIGN_PARAGRAPH.CENTER: "middle", WD_ALIGN_PARAGRAPH.RIGHT: "end"}
_LARGE_PT: Final = 18


@dataclass(frozen=True, slots=True)
class Shown:
    """One paragraph. `picture` is a data URI, "" where it has none."""

    text: str
    align: Align
    bold: bool
    large: bool
    picture: str


def paragraphs(letter: bytes) -> tuple[Shown, ...]:
    """The letter's paragraphs, those of table cells in their place."""
    document = Document(io.BytesIO(letter))
    return tuple(_shown(one, document) for one in _all(document))


def _all(document: Any) -> Iterator[Paragraph]:
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from cell.paragraphs


def _shown(paragraph: Paragraph, document: Any) -> Shown:
    written = [run for run in paragraph.runs if run.text.strip()]
    sizes = [run.font.size.pt for run in written if run.font.size]
    align: Any = _ALIGNED.get(paragraph.alignment, "start") if paragraph.alignment else "start"
    return Shown(
        text=paragraph.text,
        align=align,
        bold=bool(written) and all(run.bold for run in written),
        large=max(sizes, default=0) >= _LARGE_PT,
        picture=_picture(paragraph, document),
    )


def _picture(paragraph: Paragraph, document: Any) -> str:
    for blip in paragraph._p.iter(qn("a:blip")):
        part = document.part.related_parts[blip.get(qn("r:embed"))]
        return f"data:{part.content_type};base64,{base64.b64encode(part.blob).decode()}"
    return ""
