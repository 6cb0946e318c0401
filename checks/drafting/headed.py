"""Parts of a blank form outside tables, under numbered headings: room for a text, opinions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from checks.drafting.blocks import block_of
from checks.drafting.cells import asks_seal, asks_signature, is_blank, is_label
from checks.drafting.found import Found, FoundField
from checks.drafting.lines import may_be_field

# By depth: 一、 （一） 1．
_DEPTHS = (
    re.compile(r"^\s*[一二三四五六七八九十]{1,3}[、.．]\s*"),
    re.compile(r"^\s*[(（][一二三四五六七八九十]{1,3}[)）]\s*"),
    re.compile(r"^\s*\d{1,2}[.．、](?!\d)\s*"),
)
_BRACKETED = re.compile(r"^\s*[(（].*[)）]\s*$")
_UNCERTAIN = "uncertain: a heading with nothing printed under it"


@dataclass(frozen=True, slots=True)
class Headed:
    """What a heading asks for, and how many lines from it on belong to it."""

    found: Found
    lines: int


def headed(texts: Sequence[str | None], at: int) -> Headed | None:
    """What the heading at a place of a form asks for; None where it asks for nothing itself.

    `texts` are the form's lines in their order, None for each table.
    """
    text = texts[at]
    depth = _depth(text)
    if text is None or depth is None or re.search("[:：]", text):
        return None
    label = _DEPTHS[depth].sub("", text).strip()
    end = next((i for i in range(at + 1, len(texts)) if _ends(texts[i])), len(texts))
    under = [line for line in texts[at + 1 : end] if line is not None]
    if not is_label(label) or not may_be_field(label):
        return None
    if any(asks_seal(line) or asks_signature(line) for line in under):
        return Headed(block_of(label, "\n".join(under)), end - at)
    following = _depth(texts[end]) if end < len(texts) else depth
    empty = all(is_blank(line) or _BRACKETED.match(line) for line in under)
    if not empty or following is None or following > depth:
        return None
    return Headed(FoundField(label, roomy=True, cover=True, notes=(_UNCERTAIN,)), end - at)


def _depth(text: str | None) -> int | None:
    if text is None:
        return None
    return next((place for place, one in enumerate(_DEPTHS) if one.match(text)), None)


def _ends(text: str | None) -> bool:
    return text is None or _depth(text) is not None
