"""Marks between Chinese characters are set as full-width ones; models answer either."""

from __future__ import annotations

import re

_HAN = "\u3400-\u9fff"
_FULL = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！"}
_MARK = re.compile(f"(?<=[{_HAN}）])[,:;?!]|[,;?!](?=[{_HAN}])")
_OPENING = re.compile(rf"\((?=[^()（）]*[{_HAN}])")
_CLOSING = re.compile(rf"(?<=[{_HAN}])\)")


def full_width(text: str) -> str:
    """The text with the marks that stand at Chinese characters as they are set there (GB/T 15834).

    Brackets count by what is inside them. Nothing but the width of marks is changed.
    """
    text = _OPENING.sub("（", _CLOSING.sub("）", text))
    return _MARK.sub(lambda mark: _FULL[mark.group()], text)
