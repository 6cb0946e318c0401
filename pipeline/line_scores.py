"""Counting characters: by page without regard to order, and line by line where truth has places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from rapidfuzz.distance import Levenshtein

from extractors.facts import Box, Line, PageFacts
from pipeline.frames import placed, placed_line
from pipeline.tallies import Scores, normal
from pipeline.truth import TruePage, TrueSeal

_TICK_MARKS = dict.fromkeys(map(ord, "□☑☐√■"))
_SKEWED = 0.5  # degrees
_INKS = ("red", "blue", "black")

T = TypeVar("T", "TrueLine", Line)


def compared(text: str) -> str:
    """What counts as the same is the same; tick boxes are counted elsewhere."""
    return normal(text).translate(_TICK_MARKS)


def page_errors(wanted: Sequence[str], got: Sequence[str]) -> tuple[int, int]:
    """Wrong characters and true characters of a page, whatever order the lines have.

    Wrong is the larger of what is missing and what is too much: a misread character is both.
    This is an edit distance that takes no notice of order, so it is never more than one that does.
    """
    true, read = Counter(compared("".join(wanted))), Counter(compared("".join(got)))
    return max((true - read).total(), (read - true).total()), true.total()


@dataclass(frozen=True, slots=True)
class TrueLine:
    """A line of the truth, placed on the page of the facts."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Together:
    """Lines of the truth and read lines in the same place, each from top left on.

    Mostly one of each; a reader may part a line or join two, which is no error.
    """

    true: tuple[TrueLine, ...]
    read: tuple[Line, ...]

    @property
    def wanted(self) -> str:
        return compared("".join(line.text for line in self.true))

    @property
    def errors(self) -> int:
        """Edit distance, in characters."""
        return Levenshtein.distance(self.wanted, compared("".join(ln.text for ln in self.read)))

    def holds(self, line: Line) -> bool:
        """The line's text stands here, all of it (maybe as part of a longer line)."""
        return compared(line.text) in self.wanted


def true_lines(true: TruePage, page: PageFacts) -> tuple[TrueLine, ...]:
    """The truth's lines where the facts should have them."""
    pairs = zip(true.text or (), true.text_boxes or (), strict=True)
    return tuple(TrueLine(text, placed_line(page, box)) for text, box in pairs)


def matched(true: Sequence[TrueLine], read: Sequence[Line]) -> tuple[Together, ...]:
    """Put together what stands in the same place; every line is in exactly one of the groups.

    A read line belongs to the true line nearest in height among those whose box, grown by half
    its height, holds its middle, and to all true lines of its row whose middles it holds.
    """
    group = list(range(len(true) + len(read)))  # each line's group, named by its first member

    def join(one: int, other: int) -> None:
        low, high = sorted((group[one], group[other]))
        group[:] = [low if name == high else name for name in group]

    for number, line in enumerate(read, len(true)):
        for index in _places_of(line, true):
            join(index, number)
    groups: dict[int, list[int]] = {}
    for number, name in enumerate(group):
        groups.setdefault(name, []).append(number)
    return tuple(
        Together(
            _in_order([true[n] for n in members if n < len(true)]),
            _in_order([read[n - len(true)] for n in members if n >= len(true)]),
        )
        for members in groups.values()
    )


def _places_of(line: Line, true: Sequence[TrueLine]) -> list[int]:
    x, y = line.box.centre

    def off(index: int) -> float:
        return abs(true[index].box.centre[1] - y)

    around = [i for i, one in enumerate(true) if one.box.grown(one.box.height / 2).holds(x, y)]
    inside = [
        i
        for i, one in enumerate(true)
        if line.box.holds(*one.box.centre) and off(i) < max(line.box.height, one.box.height) / 2
    ]
    return [*inside, *([min(around, key=off)] if around else [])]


def _in_order(lines: list[T]) -> tuple[T, ...]:
    """By rows, and from left to right in each."""
    rows: list[list[T]] = []
    for line in sorted(lines, key=lambda one: one.box.centre[1]):
        last = rows[-1][-1].box if rows else None
        if last and line.box.centre[1] - last.centre[1] < min(last.height, line.box.height) / 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    return tuple(line for row in rows for line in sorted(row, key=lambda one: one.box.left))


def score_characters(
    scores: Scores, true: TruePage, page: PageFacts, seals: Sequence[TrueSeal]
) -> None:
    """Count a page's characters under every condition that it meets, and its lines."""
    wrong, total = page_errors(true.text or (), [line.text for line in page.lines])
    for name in ("all", *_conditions(true, page)):
        scores.misread(name, wrong, total)
    if true.text_boxes is None:
        return
    groups = matched(true_lines(true, page), page.lines)
    for name, chosen in (("lines", groups), *_under_seals(groups, page, seals)):
        scores.misread(
            name, sum(one.errors for one in chosen), sum(len(one.wanted) for one in chosen)
        )
    scores.said += [
        (line.confidence, one.holds(line))
        for one in groups
        for line in one.read
        if compared(line.text)
    ]


def _conditions(true: TruePage, page: PageFacts) -> list[str]:
    """Names of `CerBy` that a page as a whole counts under."""
    states = {
        "scan": true.source == "scan",
        "photo": true.source == "photo",
        "hard": true.hard,
        "upright": true.rotation == 0,
        "turned": true.rotation != 0,
        "skewed": abs(page.skew) > _SKEWED,
    }
    return [name for name, met in states.items() if met]


def _under_seals(
    groups: Sequence[Together], page: PageFacts, seals: Sequence[TrueSeal]
) -> list[tuple[str, list[Together]]]:
    """By ink: the lines that a true seal touches, and what was read in it where no line is."""
    found = []
    for ink in _INKS:
        boxes = [placed(page, seal.box) for seal in seals if seal.ink == ink]
        touched = [one for one in groups if any(_touches(one, box) for box in boxes)]
        if touched:
            found.append((f"{ink}_seal", touched))
    return found


def _touches(group: Together, seal: Box) -> bool:
    if group.true:
        return any(line.box.overlap(seal) > 0 for line in group.true)
    return any(seal.holds(*line.box.centre) for line in group.read)
