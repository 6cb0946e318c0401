"""Read the title around a seal: several strips, one answer."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from extractors.facts import Character
from extractors.ocr.engine import PageImage, Recognised, Recogniser
from extractors.seals.reopen import lettered, other_openings, whole_turn
from extractors.seals.ring import (
    Floats,
    Plate,
    Ring,
    filled_under_print,
    softened,
    title_strip,
    unrolled,
)
from extractors.seals.wording import put_right

SQUEEZE: Final = 0.8  # READING.md: characters of a ring read best at 0.8 of their width
WIDER: Final = 0.03  # radii of margin above and below the band: with a little white it reads better
# Confidences from which an opening is believed at once, and from which a strip counts as certain.
WELL, CERTAIN = 0.85, 0.95
DOUBTFUL: Final = 0.4
ENDS_WELL: Final = 1.5  # what an ending is worth, in sure letters
SHORTEST: Final = 5
ENDINGS: Final = re.compile(
    r"(公司|集团|企业|局|厅|处|院|所|站|队|办|委|部|室|协会|学会|商会|联合会|委员会|基金会|工会"
    r"|总会|大学|学院|学校|中学|小学|幼儿园|医院|中心|厂|店|行|社|馆|场|矿|校|园|库|台|政府|法院"
    r"|检察院|银行|支行|合作社|工作室|事务所|（特殊普通合伙）|（有限合伙）|（普通合伙）)$"
)
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


@dataclass(frozen=True, slots=True)
class Layers:
    """The unrolled ink, softened; and as it is, with what print hides filled in."""

    ink: Floats
    filled: Floats


NO_TITLE: Final = Title("", 0.0, (), ())


def read_title(sheet: Plate, rings: tuple[Ring, ...], recogniser: Recogniser) -> tuple[Title, Ring]:
    """Read the arc title, and tell by which of the openings; the best supported reading is taken.

    Where the first strip says a whole name for certain, one more is enough to bear it out.
    """
    layers = _layers(sheet)
    ring, first = _reopened(layers, *_opened(layers, rings, recogniser), recogniser)
    results = [first]
    for picture in other_strips(layers, ring):
        results.extend(recogniser.recognise((picture,)))
        if _settled(results):
            break
    return agreed(tuple(results)), ring


def _opened(
    layers: Layers, rings: tuple[Ring, ...], recogniser: Recogniser
) -> tuple[Ring, Recognised]:
    """The first strip of the first opening that reads as a name, else of what reads best."""
    read: list[tuple[float, Ring, Recognised]] = []
    for ring in rings:
        (result,) = recogniser.recognise((_first_strip(layers, ring),))
        text = trimmed(result)
        if text.confidence >= WELL and is_whole(text.text):
            return ring, result
        read.append((worth(text), ring, result))
    _, ring, result = max(read, key=lambda one: one[0])
    return ring, result


def _first_strip(layers: Layers, ring: Ring) -> PageImage:
    return title_strip(layers.filled, ring, SQUEEZE, WIDER)


def _reopened(
    layers: Layers, ring: Ring, first: Recognised, recogniser: Recogniser
) -> tuple[Ring, Recognised]:
    """The ring as the letters all around it say it opens, if more of a title is read so."""
    turn = whole_turn(ring)
    strip = _first_strip(layers, turn)
    (around,) = recogniser.recognise((strip,))
    letters = lettered(around, turn, strip.shape[0], SQUEEZE)
    if letters is None:
        return ring, first
    before = worth(trimmed(first))
    best = (before, ring, first)
    for other, cost in other_openings(ring, letters):
        (result,) = recogniser.recognise((_first_strip(layers, other),))
        value = worth(trimmed(result))
        if value > max(best[0], before + cost):
            best = (value, other, result)
    return best[1], best[2]


def worth(reading: Recognised) -> float:
    """How much a reading looks like a title: its letters, as far as they are sure, and its end."""
    sure = sum(
        character.candidates[0][1] - DOUBTFUL
        for character, letter in zip(reading.characters, reading.text, strict=True)
        if "\u4e00" <= letter <= "\u9fff"
    )
    return sure + (ENDS_WELL if is_whole(reading.text) else 0.0)


def is_whole(text: str) -> bool:
    """True for a text that ends as names of organisations do."""
    return len(text) >= SHORTEST and bool(ENDINGS.search(text))


def _settled(results: list[Recognised]) -> bool:
    """True where two strips say the same whole name for certain."""
    read = [trimmed(result) for result in results]
    sure = [one.text for one in read if one.confidence >= CERTAIN and is_whole(one.text)]
    return len(sure) > len(set(sure))


def _layers(sheet: Plate) -> Layers:
    return Layers(
        softened(unrolled(sheet.ink, sheet.outline)),
        unrolled(filled_under_print(sheet), sheet.outline),
    )


def other_strips(layers: Layers, ring: Ring) -> Iterator[PageImage]:
    """Further pictures of the title, each wrong in its own way."""
    yield title_strip(layers.ink, ring, SQUEEZE * 1.25)
    yield title_strip(layers.filled, ring, SQUEEZE)
    yield title_strip(layers.ink, ring, SQUEEZE * 0.8)
    yield title_strip(softened(layers.filled), ring, SQUEEZE * 1.25, WIDER)


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
    text, characters = put_right(text, characters)
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
