"""Read the title around a seal: several strips, one answer."""

from __future__ import annotations

import difflib
import unicodedata
from dataclasses import dataclass
from typing import Final

from extractors.facts import Character
from extractors.ocr.engine import PageImage, Recognised, Recogniser
from extractors.seals.ring import (
    Plate,
    Ring,
    filled_under_print,
    softened,
    title_strip,
    unrolled,
)

SQUEEZE: Final = 0.8  # READING.md: characters of a ring read best at 0.8 of their width
CANDIDATES: Final = 5
TRACES: Final = 5  # of the strips, the best supported first
KEPT_INSIDE: Final = "（）·-&〇○"
BRACKETS: Final = str.maketrans("()", "（）")


@dataclass(frozen=True, slots=True)
class Title:
    """`readings` are those of all strips, best first; `text` is the first of them.

    `traces` are the recogniser's whole answers for the strips that say most of it.
    """

    text: str
    confidence: float
    characters: tuple[Character, ...]
    readings: tuple[str, ...]
    traces: tuple[tuple[Character, ...], ...] = ()


NO_TITLE: Final = Title("", 0.0, (), ())


def read_title(sheet: Plate, ring: Ring, recogniser: Recogniser) -> Title:
    """Read the arc title from five strips and take the reading that the others support most."""
    return agreed(recogniser.recognise(strips(sheet, ring)))


def strips(sheet: Plate, ring: Ring) -> tuple[PageImage, ...]:
    """Pictures of the title, each wrong in its own way."""
    ink = softened(unrolled(sheet.ink, sheet.outline))
    filled = unrolled(filled_under_print(sheet), sheet.outline)
    return (
        title_strip(filled, ring, SQUEEZE),
        title_strip(filled, ring, SQUEEZE * 1.25),
        title_strip(ink, ring, SQUEEZE),
        title_strip(ink, ring, SQUEEZE * 0.8),
        title_strip(softened(filled), ring, SQUEEZE, extra=0.03),
    )


def agreed(results: tuple[Recognised, ...]) -> Title:
    """One title from several readings.

    The reading most like the others is taken as the ground, and each of its characters is put
    to the vote of all readings; the others' probabilities count where they have that place.
    """
    readings = [reading for reading in map(trimmed, results) if reading.text]
    if not readings:
        return NO_TITLE
    ranked = sorted(readings, key=lambda one: -_support(one, readings))
    characters = voted(ranked[0], ranked)
    text = "".join(plain(character.candidates[0][0]) for character in characters)
    share = sum(reading.confidence * likeness(text, reading.text) for reading in readings)
    return Title(
        text,
        share / len(readings),
        characters,
        tuple(dict.fromkeys((text, *(one.text for one in ranked)))),
        tuple(one.trace for one in ranked[:TRACES] if one.trace),
    )


def voted(ground: Recognised, readings: list[Recognised]) -> tuple[Character, ...]:
    """The ground's characters, each with the mean of what all readings say of its place."""
    votes: list[dict[str, float]] = [{} for _ in ground.characters]
    counts = [0] * len(votes)
    for reading in readings:
        for mine, its in _pairs(ground.text, reading.text):
            counts[mine] += 1
            for letter, probability in reading.characters[its].candidates:
                name = plain(letter)
                votes[mine][name] = votes[mine].get(name, 0.0) + probability
    return tuple(
        Character(
            tuple(
                (letter, total / len(readings))
                for letter, total in sorted(vote.items(), key=lambda item: -item[1])[:CANDIDATES]
            )
        )
        for vote, count in zip(votes, counts, strict=True)
        # A character that most readings do not have is a speck.
        if 2 * count > len(readings) or len(readings) == 1
    )


def _pairs(first: str, second: str) -> list[tuple[int, int]]:
    """Places of two texts that correspond: equal characters, and replaced ones of equal number."""
    pairs: list[tuple[int, int]] = []
    matcher = difflib.SequenceMatcher(None, first, second, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal" or (kind == "replace" and b - a == d - c):
            pairs.extend(zip(range(a, b), range(c, d), strict=True))
    return pairs


def _support(one: Recognised, all_: list[Recognised]) -> float:
    return sum(other.confidence * likeness(one.text, other.text) for other in all_)


def likeness(first: str, second: str) -> float:
    """0..1, by the characters in common, in order."""
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()


def trimmed(result: Recognised) -> Recognised:
    """Without specks read as punctuation at the ends, and without spaces."""
    pairs = [
        (character, plain(character.candidates[0][0]))
        for character in result.characters
        if character.candidates
    ]
    # One letter a place: a ligature or circled number would shift what follows.
    pairs = [(character, text[:1]) for character, text in pairs if text.strip()]
    while pairs and not _is_letter(pairs[0][1]):
        pairs.pop(0)
    while pairs and not (_is_letter(pairs[-1][1]) or pairs[-1][1] == "）"):
        pairs.pop()
    pairs = [(one, text) for one, text in pairs if _is_letter(text) or text in KEPT_INSIDE]
    if not pairs:
        return Recognised("", 0.0, ())
    sure = [character.candidates[0][1] for character, _ in pairs]
    return Recognised(
        "".join(text for _, text in pairs),
        sum(sure) / len(sure),
        tuple(character for character, _ in pairs),
        result.trace,
    )


def plain(text: str) -> str:
    """Full-width letters and digits made narrow; brackets made wide, as names are written."""
    return unicodedata.normalize("NFKC", text).translate(BRACKETS)


def _is_letter(text: str) -> bool:
    return unicodedata.category(text[0]) in {"Lo", "Lu", "Ll", "Nd"}
