"""Files of plain text: their lines as one page of facts, as Word pages are without pixels."""

from __future__ import annotations

from extractors.facts import Box, Line, PageFacts, Source, Status
from extractors.limits import Limits, UnreadableError

# GB 18030 holds GBK and GB 2312, in which Chinese text files are written that are not UTF-8.
_ENCODINGS = ("utf-8-sig", "gb18030")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_LINE, _WIDTH = 20, 1000


def read_text(data: bytes, limits: Limits) -> PageFacts:
    """Read plain text; raises UnreadableError where the bytes are none."""
    if len(data) > limits.file_bytes:
        raise UnreadableError("file-too-large", limit=limits.file_bytes)
    texts = [text.strip() for text in _decoded(data).splitlines()]
    lines = tuple(
        Line(text, Box(0, number * _LINE, _WIDTH, (number + 1) * _LINE), 1.0)
        for number, text in enumerate(texts)
        if text
    )
    return PageFacts(
        number=1,
        width=_WIDTH,
        height=max(_LINE, len(texts) * _LINE),
        dpi=0,
        rotation=0,
        skew=0.0,
        source=Source.TEXT_LAYER,
        status=Status.READ,
        blank=not lines,
        lines=lines,
    )


def _decoded(data: bytes) -> str:
    encodings = ("utf-16",) if data.startswith(_UTF_16) else _ENCODINGS
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableError("text-encoding")
