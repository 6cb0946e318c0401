"""Is this the seal of organisation X? The name is held against all that the recogniser saw.

Names of different organisations may share nine characters of ten, so a similarity proves nothing.
What counts is how much likelier the best reading of the ring is than the expected name, and
whether it was read with certainty where the two differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from checks.compare import comparable
from checks.likelihood import Trace, best_path, log_likelihood
from extractors.facts import Character, Seal


class Owner(StrEnum):
    SAME = "same"
    DIFFERENT = "different"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Pair:
    """One place of a name beside what was read there; either is "" where it has nothing.

    `same` is None where the reading is too unsure to say.
    """

    expected: str
    read: str
    same: bool | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Whether a seal bears a name, and character by character why.

    `margin`: how much likelier the best reading is than the name, in nats a strip; 0 where they
    are the same, None where nothing was kept that could tell.
    """

    answer: Owner
    pairs: tuple[Pair, ...]
    margin: float | None

    @property
    def nothing_against(self) -> bool:
        """True where most of the name was read, and nothing else for certain."""
        unsure = sum(pair.same is None for pair in self.pairs)
        enough = sum(pair.same is True for pair in self.pairs) >= _LEAST_TITLE
        return enough and unsure <= _MOST_UNSURE and all(p.same is not False for p in self.pairs)

    @property
    def differing(self) -> tuple[Pair, ...]:
        """The places at which something else stands for certain."""
        return tuple(pair for pair in self.pairs if pair.same is False)


# Nats by which the best reading may be likelier than the name that is on the seal, and from which
# it is another's; set on drawn seals of one seed, held against another's (README).
SAME_WITHIN, DIFFERENT_FROM = 4.0, 6.5
# A character that opens or ends the ring's title is often cut where the ring was opened.
_CUT = 2.5
_LEAST_CUT = 8
_CERTAIN = 0.9
_GAP = Character((("", 1.0),))
_READABLE = 0.55
_UNRELATED = 0.6
_LEAST_TITLE = 6
_MOST_UNSURE = 2
# Company law (2018) art. 8: a limited company's name says 有限责任公司 or 有限公司: one form of
# company in two spellings. 股份有限公司 is another, and a branch (分公司) is no company of its own.
_SPELLINGS = (("有限责任公司", "有限公司"),)


def owner(seal: Seal, expected: str) -> Owner:
    """Whether a seal is the named organisation's."""
    return compare_title(seal, expected).answer


@lru_cache(maxsize=4096)
def compare_title(seal: Seal, expected: str) -> Comparison:
    """Compare a seal's title with a name; width, brackets and white space are put aside."""
    name, read = _in_law(comparable(expected)), _in_law(comparable(seal.title))
    pairs = _aligned(seal, read, name)
    if not name or not read:
        return Comparison(Owner.CANNOT_TELL, pairs, None)
    if read == name or name in {_in_law(comparable(text)) for text in seal.readings}:
        return Comparison(Owner.SAME, pairs, 0.0)
    margin = _margin(seal, name)
    return Comparison(_answer(seal, read, name, pairs, margin), pairs, margin)


def _in_law(name: str) -> str:
    """The name with each legal form in one spelling."""
    for longer, shorter in _SPELLINGS:
        name = name.replace(longer, shorter)
    return name


def _answer(
    seal: Seal, read: str, name: str, pairs: tuple[Pair, ...], margin: float | None
) -> Owner:
    sure = seal.title_confidence >= _READABLE and not _is_part(read, name)
    if Levenshtein.normalized_similarity(read, name) < _UNRELATED:
        return Owner.DIFFERENT if sure else Owner.CANNOT_TELL
    if margin is not None and margin <= SAME_WITHIN:
        return Owner.SAME
    foreign = any(pair.same is False for pair in pairs)
    if foreign and (margin is None or margin >= DIFFERENT_FROM):
        return Owner.DIFFERENT
    return Owner.CANNOT_TELL


def _margin(seal: Seal, name: str) -> float | None:
    """How much likelier than the name the best reading is: the mean over the strips, in nats."""
    traces = seal.traces or ((_traced(seal.characters),) if seal.characters else ())
    margins = [_strip_margin(trace, name) for trace in traces]
    return sum(margins) / len(margins) if margins else None


def _traced(characters: tuple[Character, ...]) -> Trace:
    """For engines that tell no more than their characters: each with a gap behind it."""
    return tuple(step for character in characters for step in (character, _GAP))


def _strip_margin(trace: Trace, name: str) -> float:
    best = log_likelihood(trace, best_path(trace, _plain), _plain)
    likely = max(
        *(log_likelihood(trace, spelt, _plain) for spelt in _spellings(name)),
        *(log_likelihood(trace, cut, _plain) - cost for cut, cost in _cuts(name)),
    )
    return max(0.0, best - likely)


def _spellings(name: str) -> tuple[str, ...]:
    longer = name
    for spelt, shorter in _SPELLINGS:
        longer = longer.replace(shorter, spelt)
    return (name, longer)


def _cuts(name: str) -> tuple[tuple[str, float], ...]:
    if len(name) < _LEAST_CUT:
        return ((name, 0.0),)
    return ((name[1:], _CUT), (name[:-1], _CUT), (name[1:-1], 1.5 * _CUT))


@lru_cache(maxsize=20_000)
def _plain(char: str) -> str:
    return comparable(char)


def _is_part(read: str, name: str) -> bool:
    """True where the reading may be a piece of the name: too short to say anything else."""
    if len(read) < _LEAST_TITLE:
        return True
    missing = len(name) - len(read)
    return missing > 0 and Levenshtein.distance(read, name) <= missing + 1


def _aligned(seal: Seal, read: str, name: str) -> tuple[Pair, ...]:
    """The name beside the reading, place by place (fewest changes)."""
    sure = _certainties(seal, read)
    pairs: list[Pair] = []
    for step in Levenshtein.opcodes(read, name):
        theirs = read[step.src_start : step.src_end]
        ours = name[step.dest_start : step.dest_end]
        for index in range(max(len(theirs), len(ours))):
            got = theirs[index] if index < len(theirs) else ""
            want = ours[index] if index < len(ours) else ""
            pairs.append(Pair(want, got, _same(want, got, sure.get(step.src_start + index, {}))))
    return tuple(pairs)


def _same(want: str, got: str, likely: dict[str, float]) -> bool | None:
    if want == got:
        return True
    return None if _may_be(want, got, likely) else False


def _may_be(want: str, got: str, likely: dict[str, float]) -> bool:
    """True where the reading may be the expected character after all.

    One that is missing says nothing: a squeezed character is easily passed over.
    """
    return not got or likely.get(got, 0.0) < _CERTAIN or likely.get(want, 0.0) > 0.0


def _certainties(seal: Seal, read: str) -> dict[int, dict[str, float]]:
    """What the recogniser held possible at each place of the comparable reading."""
    kept = [c for c in seal.characters if c.candidates and _plain(c.candidates[0][0])]
    if len(kept) != len(read):
        return {}
    return {
        place: {_plain(char): probability for char, probability in character.candidates}
        for place, character in enumerate(kept)
    }
