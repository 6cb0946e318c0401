"""Words of seals in grey, taken out of a page's lines.

Coloured ink is lifted off before lines are looked for; on a copy in grey the seal stays, and
what stands around its ring is found as text of the page: single characters that lie turned, and
the code at the bottom.
"""

from __future__ import annotations

import math
import re
import unicodedata

from extractors.facts import Box, Ink, Line, Seal, Shape

# Depths in radii: where the ring's words begin, and how far a box around them reaches.
_INNERMOST, _OUTERMOST = 0.45, 1.12
# A turned character is seldom read as anything with confidence, or as more than one or two.
_UNSURE, _SHORT = 0.6, 2
# Seals carry 13 digits (DOMAIN.md 5.2); one of them may be lost or doubled.
_CODE = re.compile(r"\d{12,14}")


def without_ring_words(lines: tuple[Line, ...], seals: tuple[Seal, ...]) -> tuple[Line, ...]:
    """The lines without those that are the ring of a round grey seal, or a part of it."""
    grey = [seal for seal in seals if seal.ink is Ink.BLACK and seal.shape is Shape.ROUND]
    return tuple(line for line in lines if not any(_is_of(line, seal) for seal in grey))


def _is_of(line: Line, seal: Seal) -> bool:
    """True for what lies wholly on the ring and is no print that happens to stand there.

    Print on the ring is upright and mostly longer: it stays unless it is what the seal says.
    """
    if not _on_ring(line.box, seal.box):
        return False
    text = _bare(line.text)
    if text in _bare(seal.title) or _CODE.fullmatch(text):
        return True
    return len(text) <= _SHORT and line.confidence < _UNSURE


def _on_ring(box: Box, seal: Box) -> bool:
    """True where no point of the box lies near the seal's middle or outside the seal."""
    x, y = seal.centre
    radius = max(1.0, (seal.width + seal.height) / 4)
    away = [(box.left - x, box.right - x), (box.top - y, box.bottom - y)]
    nearest = math.hypot(*(max(low, -high, 0.0) for low, high in away))
    farthest = math.hypot(*(max(abs(low), abs(high)) for low, high in away))
    return nearest >= _INNERMOST * radius and farthest <= _OUTERMOST * radius


def _bare(text: str) -> str:
    return unicodedata.normalize("NFKC", "".join(text.split()))
