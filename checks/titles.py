"""Is this the seal of organisation X? Titles are compared character by character.

Names of different organisations may share nine characters of ten, so a similarity proves
nothing: what counts is whether the differing characters were read with certainty.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Levenshtein

from checks.compare import comparable
from extractors.facts import Seal


class Owner(StrEnum):
    SAME = "same"
    DIFFERENT = "different"
    CANNOT_TELL = "cannot_tell"


# A character that the recogniser held possible at this probability may be the right one.
_POSSIBLE = 0.02
# Where it is the only difference, being among the candidates at all is enough.
_HARDLY = 0.0002
_GUESS = 0.6
_CERTAIN = 0.9
_MOST_MISREAD = 2
_READABLE = 0.55
_UNRELATED = 0.6
_LEAST_TITLE = 6
_LEAST_CUT = 8


@dataclass(frozen=True, slots=True)
class _Difference:
    expected: str
    read: str
    position: int  # in the title as read


def owner(seal: Seal, expected: str) -> Owner:
    """Compare a seal's title with a name; width, brackets and white space are put aside."""
    name = comparable(expected)
    if not name or not comparable(seal.title):
        return Owner.CANNOT_TELL
    if any(comparable(reading) == name for reading in (seal.title, *seal.readings)):
        return Owner.SAME
    read = comparable(seal.title)
    if len(name) >= _LEAST_CUT and read in (name[1:], name[:-1], name[1:-1]):
        return Owner.SAME  # cut at the gap of the ring, where it was unrolled
    if Levenshtein.normalized_similarity(read, name) < _UNRELATED:
        sure = seal.title_confidence >= _READABLE and not _is_part(read, name)
        return Owner.DIFFERENT if sure else Owner.CANNOT_TELL
    return _by_differences(seal, _differences(read, name))


def only_lacks(seal: Seal, expected: str) -> bool:
    """True where the title is the name but for one or two characters that were passed over."""
    read, name = comparable(seal.title), comparable(expected)
    missing = len(name) - len(read)
    enough = len(read) >= _LEAST_TITLE and 0 < missing <= _MOST_MISREAD
    return enough and Levenshtein.distance(read, name) == missing


def _by_differences(seal: Seal, differences: list[_Difference]) -> Owner:
    """What the differing characters say, given what else the recogniser held possible there.

    Measured on samples: where a character was misread, the right one was among the candidates
    each time; where the seal was another one's, it never was.
    """
    chances = [_chance(seal, difference) for difference in differences]
    if len(differences) == 1 and (chances[0] >= _HARDLY or _doubtful(seal, differences[0])):
        return Owner.SAME
    if all(chance >= _POSSIBLE for chance in chances):
        return Owner.SAME if len(differences) <= _MOST_MISREAD else Owner.CANNOT_TELL
    foreign = [
        difference
        for difference, chance in zip(differences, chances, strict=True)
        if chance == 0.0 and _certain(seal, difference)
    ]
    return Owner.DIFFERENT if foreign else Owner.CANNOT_TELL


def _is_part(read: str, name: str) -> bool:
    """True where the reading may be a piece of the name: too short to say anything else."""
    if len(read) < _LEAST_TITLE:
        return True
    missing = len(name) - len(read)
    return missing > 0 and Levenshtein.distance(read, name) <= missing + 1


def _differences(read: str, name: str) -> list[_Difference]:
    found = []
    for step in Levenshtein.opcodes(read, name):
        if step.tag != "equal":
            expected = name[step.dest_start : step.dest_end]
            found.append(_Difference(expected, read[step.src_start : step.src_end], step.src_start))
    return found


def _chance(seal: Seal, difference: _Difference) -> float:
    """Probability that the recogniser gave the expected characters, at the least of them."""
    if len(difference.expected) != len(difference.read):
        return 0.0
    return min(
        dict(_candidates(seal, difference.position + index)).get(char, 0.0)
        for index, char in enumerate(difference.expected)
    )


def _doubtful(seal: Seal, difference: _Difference) -> bool:
    """True where one character stands for one, and what was read there is hardly more than a guess.

    All other characters agree; that another organisation's name does, and that just its own
    character is the unreadable one, is far less likely than a misread character.
    """
    if len(difference.expected) != 1 or len(difference.read) != 1:
        return False
    best = max((p for _, p in _candidates(seal, difference.position)), default=1.0)
    return best < _GUESS


def _certain(seal: Seal, difference: _Difference) -> bool:
    """True where other characters than the expected ones were read without doubt.

    Characters that are missing say nothing: a squeezed one is easily passed over.
    """
    if not difference.read or len(difference.read) < len(difference.expected):
        return False
    span = range(difference.position, difference.position + len(difference.read))
    best = [max((p for _, p in _candidates(seal, at)), default=0.0) for at in span]
    added = len(difference.read) - len(difference.expected)
    return min(best) >= _CERTAIN and added != 1


def _candidates(seal: Seal, position: int) -> tuple[tuple[str, float], ...]:
    kept = [c for c in seal.characters if c.candidates and comparable(c.candidates[0][0])]
    return kept[position].candidates if position < len(kept) else ()
