"""Choices that are marked in brackets, 是（　）否（　）, as the tick boxes that they stand for.

How to tick, 在方框内打“√”, is told and no box.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.facts import PageFacts

_CHOICE = re.compile(r"([^\s()（）:：,，、;；。?？_＿]{1,12})[ \u3000]?[(（][\s\u3000]*[)）]")
_PARTS_OF_A_DATE = frozenset("年月日时分")
_LEAST = 2


_HOW_TO = re.compile(
    r"[(（]?(?:请?在[^。；，,()（）]{0,14})?[划打画][“\"'‘「]?[√✓☑✔][”\"'’」]?[)）]?"
)


def boxed(text: str) -> str:
    """The text with a box before each choice; without boxes where there are not two of them."""
    text = _HOW_TO.sub("", text)
    choices = [match for match in _CHOICE.finditer(text) if match[1] not in _PARTS_OF_A_DATE]
    if len(choices) < _LEAST:
        return text
    places = {match.start() for match in choices}
    return _CHOICE.sub(lambda one: f"□{one[1]}" if one.start() in places else one[0], text)


def page_boxed(page: PageFacts) -> PageFacts:
    """A page with such choices as boxes, in cells and lines alike."""
    return replace(
        page,
        lines=tuple(replace(line, text=boxed(line.text)) for line in page.lines),
        tables=tuple(
            replace(
                table, cells=tuple(replace(cell, text=boxed(cell.text)) for cell in table.cells)
            )
            for table in page.tables
        ),
    )
