"""Blank forms made with python-docx, and what the reader sees in them."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document

from checks.drafting.drafts import DraftForm
from checks.drafting.forms import forms_of
from extractors.facts import PageFacts
from extractors.limits import Limits
from extractors.word import read_word

Row = Sequence[str | tuple[str, int]]
Part = str | Sequence[Row]


def word(*parts: Part) -> bytes:
    """A Word file of paragraphs and tables; a cell is its text, or text and how many columns."""
    document = Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        width = max(sum(_span(cell) for cell in row) for row in part)
        table = document.add_table(len(part), width)
        for number, row in enumerate(part):
            column = 0
            for cell in row:
                end = column + _span(cell) - 1
                place = table.cell(number, column).merge(table.cell(number, end))
                place.text = cell if isinstance(cell, str) else cell[0]
                column = end + 1
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _span(cell: str | tuple[str, int]) -> int:
    return 1 if isinstance(cell, str) else cell[1]


def page(*parts: Part) -> PageFacts:
    return read_word(word(*parts), Limits())


def drafts(*parts: Part) -> tuple[DraftForm, ...]:
    return forms_of("forms/某表.docx", (page(*parts),))


def draft(*parts: Part) -> DraftForm:
    """The one form that is found."""
    (form,) = drafts(*parts)
    return form


def labels(form: DraftForm) -> list[str]:
    return [field.label for field in form.fields]


def headings(form: DraftForm) -> list[list[str]]:
    return [[column.label for column in rows.columns] for rows in form.rows]
