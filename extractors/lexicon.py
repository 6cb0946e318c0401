"""The words that labels of forms are made of, and what they mean (words.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any

NUMBER = "#"
_DIGITS = re.compile("[0-9]+")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every known word with its concepts (none: it says nothing), and what is known of these."""

    words: Mapping[str, tuple[str, ...]]
    longest: int  # characters of a word
    costs: Mapping[str, float]
    attributes: frozenset[str]
    people: frozenset[str]
    implied: Mapping[str, frozenset[str]]

    def split(self, key: str) -> Iterator[tuple[str, ...]]:
        """The concepts of each word of a key, the longest words first.

        A character that belongs to no word stands for itself, and so does a number, marked as one.
        """
        at = 0
        while at < len(key):
            sizes = range(min(self.longest, len(key) - at), 0, -1)
            if size := next((n for n in sizes if key[at : at + n] in self.words), 0):
                yield self.words[key[at : at + size]]
            elif digits := _DIGITS.match(key, at):
                size = len(digits[0])
                yield (NUMBER + digits[0],)
            else:
                size = 1
                yield (key[at],)
            at += size


@cache
def lexicon() -> Lexicon:
    """The one lexicon of a process."""
    known = tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))
    concepts: dict[str, dict[str, Any]] = known["concepts"]
    words: dict[str, tuple[str, ...]] = {word: () for word in known["empty"].split()}
    words |= {word: (name,) for name, said in concepts.items() for word in _words_of(said)}
    words |= {phrase: tuple(means.split()) for phrase, means in known["phrases"].items()}
    return Lexicon(
        words,
        max(map(len, words)),
        {name: said["cost"] for name, said in concepts.items() if "cost" in said},
        frozenset(name for name, said in concepts.items() if said.get("attribute")),
        frozenset(name for name, said in concepts.items() if said.get("person")),
        {name: frozenset(said.get("implies", "").split()) for name, said in concepts.items()},
    )


def _words_of(said: Mapping[str, Any]) -> Iterator[str]:
    yield from said.get("words", "").split()
    if "made_of" in said:
        first, second = said["made_of"]
        yield from map("".join, product(first.split(), second.split()))
