"""Parts of a blank form outside tables, under numbered headings: room for a text, opinions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from checks.drafting.blocks import block_of
from checks.drafting.cells import (
    asks_date,
    asks_seal,
    asks_signature,
    depth_of,
    is_blank,
    is_label,
    is_opinion_label,
    shown_label,
    unbracketed,
    without_number,
)
from checks.drafting.found import Found, FoundField
from checks.drafting.lines import may_be_field

_BRACKETED = re.compile(r"^\s*[(（].*[)）]\s*$")
_COLON = re.compile("[:：]")
_LONGEST_OPINION, _MOST_UNDER = 20, 10
_UNCERTAIN = "uncertain: a heading with nothing printed under it"


@dataclass(frozen=True, slots=True)
class Headed:
    """What a heading asks for, and how many lines from it on belong to it."""

    found: Found
    lines: int


def headed(texts: Sequence[str | None], at: int, titles: Sequence[str] = ()) -> Headed | None:
    """What the heading at a place of a form asks for; None where it asks for nothing itself.

    `texts` are the form's lines in their order, None for each table; `titles` are as long, and
    have the table's own title over its whole width, or "".
    """
    text = texts[at]
    depth = depth_of(text)
    if text is not None and _is_opinion(text):
        return _opinion(text, texts, at)
    if text is None or depth is None or _COLON.search(text):
        return None
    label = without_number(text).strip()
    end = next((i for i in range(at + 1, len(texts)) if _ends(texts[i])), len(texts))
    under = [line for line in texts[at + 1 : end] if line is not None]
    if not is_label(label) or not may_be_field(label):
        return None
    if any(asks_seal(line) or asks_signature(line) for line in under):
        return Headed(block_of(label, "\n".join(under)), end - at)
    following: int | None = depth
    if end < len(texts):
        # A table with a numbered title of its own is no part of what the heading asks for.
        following = depth_of(texts[end] or (titles[end] if titles else ""))
    empty = all(is_blank(line) or _BRACKETED.match(line) for line in under)
    if not empty or following is None or following > depth:
        return None
    return Headed(FoundField(label, roomy=True, cover=True, notes=(_UNCERTAIN,)), end - at)


def _is_opinion(text: str) -> bool:
    """True for 评审机构意见： or 本人承诺 alone in a line, without a number."""
    bare = text.strip().rstrip(":：")
    short = is_label(bare) and len(unbracketed(bare)) <= _LONGEST_OPINION
    return short and depth_of(text) is None and is_opinion_label(bare) and not _COLON.search(bare)


def _opinion(text: str, texts: Sequence[str | None], at: int) -> Headed | None:
    # The numbered sentences of a pledge belong to it.
    ends = (i for i in range(at + 1, len(texts)) if _ends(texts[i]) and "。" not in str(texts[i]))
    end = next(ends, len(texts))
    under = [line or "" for line in texts[at + 1 : min(end, at + 1 + _MOST_UNDER)]]
    marked = [i for i, line in enumerate(under) if asks_seal(line) or asks_signature(line)]
    if not marked:
        return None
    dated = [i for i, line in enumerate(under) if asks_date(line) and i <= marked[-1] + 1]
    last = max(marked[-1], *dated, 0)
    return Headed(block_of(shown_label(text), "\n".join(under[: last + 1])), last + 2)


def _ends(text: str | None) -> bool:
    return text is None or depth_of(text) is not None or _is_opinion(text)
