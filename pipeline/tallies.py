"""Tallies: what was right of all that was counted, and what was wrong."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

from extractors.language import plain

_QUOTES = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "。": ".", "○": "〇"}
)


@dataclass(slots=True)
class Tally:
    """Right ones of all; None where nothing was counted."""

    right: int = 0
    total: int = 0

    def add(self, right: bool) -> None:
        self.right += right
        self.total += 1

    @property
    def share(self) -> float | None:
        return round(self.right / self.total, 4) if self.total else None


@dataclass(slots=True)
class Misread:
    """Wrong characters of all that there are."""

    wrong: int = 0
    total: int = 0


@dataclass(slots=True)
class Scores:
    """Tallies by name, and what went wrong, a line each.

    `characters` by condition ("all" for every page); `said`: of each read line how sure the reader
    was, 0..1, and whether it was right.
    """

    tallies: dict[str, Tally] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    by_code: dict[str, Counter[str]] = field(default_factory=dict)
    characters: dict[str, Misread] = field(default_factory=dict)
    said: list[tuple[float, bool]] = field(default_factory=list)
    title_characters: int = 0
    title_wrong: int = 0

    def add(self, name: str, right: bool, note: str = "") -> None:
        self.tallies.setdefault(name, Tally()).add(right)
        if not right and note:
            self.wrong.append(f"{name}: {note}")

    def misread(self, name: str, wrong: int, total: int) -> None:
        found = self.characters.setdefault(name, Misread())
        found.wrong += wrong
        found.total += total

    def share(self, name: str) -> float | None:
        return self.tallies.get(name, Tally()).share

    def count(self, name: str) -> int:
        return self.tallies.get(name, Tally()).total


def normal(text: str) -> str:
    """NFKC, simplified, no white space, one kind of quotes, dashes and zeros."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", plain(text)).translate(_QUOTES))
