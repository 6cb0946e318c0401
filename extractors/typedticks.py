"""Tick boxes that are characters of typed text: text layers, Word."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from extractors.facts import Box, Line, Tick
from extractors.linecut import ends_of

EMPTY_MARKS = "□☐◻▢"
TICKED_MARKS = "☑☒■√✓✔▣⊠"
BOXES = frozenset(EMPTY_MARKS + TICKED_MARKS)
_BOX = f"[{EMPTY_MARKS}{TICKED_MARKS}]"
_TYPED = re.compile(f"({_BOX})\\s?([^{EMPTY_MARKS}{TICKED_MARKS}\\s]*)")
# 是□ 否□: the box stands behind its word.
_BEHIND = re.compile(f"([^{EMPTY_MARKS}{TICKED_MARKS}\\s:：]+)\\s?({_BOX})")
AFTER_COLON = re.compile(r"[:：]")


def _is_behind(text: str) -> bool:
    """True where boxes stand behind their words: what follows a label begins with one."""
    choices = AFTER_COLON.split(text)[-1].strip()
    marks = EMPTY_MARKS + TICKED_MARKS
    return bool(choices) and choices[0] not in marks and choices[-1] in marks


def typed_ticks(line: Line) -> tuple[Tick, ...]:
    """Tick boxes that are characters of the text, with boxes guessed from their place in it."""
    starts = [line.box.left + line.box.width * end for end in (0.0, *ends_of(line.text))]
    behind = _is_behind(line.text)
    found = [
        (match.start(2), match[1], match[2]) if behind else (match.start(), match[2], match[1])
        for match in (_BEHIND if behind else _TYPED).finditer(line.text)
    ]
    return tuple(
        Tick(
            Box(
                starts[start],
                line.box.top,
                starts[start + 1],
                line.box.bottom,
            ),
            label,
            mark in TICKED_MARKS,
            line.confidence,
        )
        for start, label, mark in found
    )


def on_squares(ticks: tuple[Tick, ...], squares: tuple[Box, ...]) -> tuple[Tick, ...]:
    """Typed ticks in the places of the boxes' own characters, where these are known.

    On each height they are as many and in one order; where they are not, the nearest is taken.
    """
    if not squares:
        return ticks
    rows: dict[tuple[float, float], list[Tick]] = {}
    for tick in ticks:
        rows.setdefault((tick.box.top, tick.box.bottom), []).append(tick)
    placed: list[Tick] = []
    for (top, bottom), row in rows.items():
        level = [box for box in squares if top <= box.centre[1] <= bottom]
        level.sort(key=lambda box: box.left)
        row.sort(key=lambda tick: tick.box.left)
        placed.extend(_in_turn(row, level))
    return tuple(sorted(placed, key=lambda tick: (tick.box.top, tick.box.left)))


def _in_turn(row: list[Tick], level: list[Box]) -> Iterator[Tick]:
    """Ticks on boxes of one height, both from left to right."""
    if len(row) == len(level):
        yield from (replace(tick, box=box) for tick, box in zip(row, level, strict=True))
        return
    lefts = [box.left for box in level]
    for tick in row:
        at = bisect_left(lefts, tick.box.left)
        near = level[max(0, at - 1) : at + 1]
        best = min(near, key=lambda box: abs(box.left - tick.box.left), default=tick.box)
        yield replace(tick, box=best)
