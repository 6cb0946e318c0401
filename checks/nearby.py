"""An index of names: which are the same as one, and which may be, without going through all.

What is found is what `claims.alike` would find name by name.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from checks.claims import SAME_NAME


class Names:
    """Names as they are compared, each with the places (numbers) where it stands."""

    def __init__(self) -> None:
        self._places: dict[str, list[int]] = {}
        self._by_length: dict[int, list[str]] = {}

    def add(self, name: str, place: int) -> None:
        if name not in self._places:
            self._places[name] = []
            self._by_length.setdefault(len(name), []).append(name)
        self._places[name].append(place)

    def same(self, name: str) -> list[int]:
        """Where exactly this name stands."""
        return self._places.get(name, [])

    def like(self, name: str) -> Iterator[int]:
        """Where names stand that may be this one, read twice; some of them are too short for it."""
        if not name:
            yield from self.same(name)
            return
        # The longer of two that are so alike is at most this much longer.
        for length in range(floor(SAME_NAME * len(name)), ceil(len(name) / SAME_NAME) + 1):
            found = process.extract(
                name,
                self._by_length.get(length, ()),
                scorer=Levenshtein.normalized_similarity,
                score_cutoff=SAME_NAME,
                limit=None,
            )
            for one, _, _ in found:
                yield from self._places[one]
