"""Cutting lines of typed text where they run over the borders of cells."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from extractors.facts import Box, Line
from extractors.ocr.engine import split_at_cells

# Where each character of a line ends, in shares of the line's width.
Ends = Mapping[Line, tuple[float, ...]]
NONE_KNOWN: Ends = {}
_HANGING = frozenset("。，、；：！？）」』》〉】〕”’.,;:!?)")


def split_lines(
    lines: tuple[Line, ...], cells: tuple[Box, ...], known: Ends = NONE_KNOWN
) -> tuple[Line, ...]:
    """Cut lines at the borders of cells, between the characters that stand nearest to them.

    Where `known` does not tell where a line's characters end, the widths of those before them do:
    Chinese ones are twice as wide as Latin ones. A closing mark beyond a border hangs over it and
    stays with its text.
    """
    pieces: list[Line] = []
    for line in lines:
        boxes = split_at_cells((line.box,), cells)
        if len(boxes) <= 1:
            pieces.append(line)
            continue
        ends = known.get(line) or ends_of(line.text)
        cuts = [0, *(_nearest(ends, (b.right - line.box.left) / line.box.width) for b in boxes)]
        cuts[-1] = len(line.text)
        whole = len(pieces)
        for box, (start, end) in zip(boxes, pairwise(cuts), strict=True):
            text = line.text[start:end].strip()
            if len(pieces) > whole and text and all(mark in _HANGING for mark in text):
                pieces[-1] = replace(pieces[-1], text=pieces[-1].text + text)
            elif text:
                pieces.append(Line(text, box, line.confidence))
    return tuple(pieces)


def ends_of(text: str) -> tuple[float, ...]:
    """Where each character ends, as shares of the line's width."""
    wide = [1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text]
    total = sum(wide)
    return tuple(end / total for end in accumulate(wide))


def _nearest(ends: Sequence[float], share: float) -> int:
    """How many characters end up to a place."""
    return min(range(len(ends) + 1), key=lambda n: abs((ends[n - 1] if n else 0.0) - share))
