"""Is this the seal of organisation X? The name is held against all that the recogniser saw.

Names of different organisations may share nine characters of ten, so a similarity proves nothing.
What counts is how much likelier the best reading of the ring is than the expected name, and
whether it was read with certainty where the two differ.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from checks.compare import comparable
from checks.likelihood import Trace, best_path, log_likelihoods
from extractors.facts import Character, Seal, SealKind

# What a strip may say, and what that way of saying it costs in nats.
Ways = tuple[tuple[str, float], ...]


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
SAME_WITHIN, DIFFERENT_FROM = 7.0, 8.0
# The same of the one strip that comes nearest, where nothing on the seal speaks for another name:
# what crosses a ring spoils some of its pictures more than others.
NEAREST_WITHIN = 5.5
# A character that opens or ends the ring's title is often cut where the ring was opened.
_CUT = 2.5
_LEAST_CUT = 8
# A name that stands there turned about, because the ring was opened in the wrong place; only where
# it comes so much nearer to the reading, and the name as it is does not.
_TURNED, _LIKE_ENOUGH, _BETTER_TURNED = 1.0, 0.8, 0.25
_SIGNETS = ("", "印", "之印", "印章")
_SIGNET = re.compile(r"(?<=.{2})(之印|印章|印|章)$")
_CERTAIN = 0.9
_GAP = Character((("", 1.0),))
_READABLE = 0.55
_UNRELATED = 0.6
# Sure places that say something else, alone and to those that agree, which make another's seal of
# a title that is unlike; or one of them, where the name is this much less likely (nats).
_FOREIGN, _FOREIGN_TO_ALIKE, _FAR = 2, 0.3, 30.0
_BRANCH = re.compile(r"(第.{1,2}|.{2,4})分(公司|局|会|部|所|院)")
# What has branches; a title that ends otherwise broke off before its end (有限 of 有限公司).
_PARENT = re.compile(r"(公司|局|会|部|所|院|行|厂|社|店|中心|大学)$")
_WHOLE, _AGREEING = 0.75, 0.5
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
    if seal.kind is SealKind.NAME:
        return _compare_person(seal, expected)
    name, read = _in_law(comparable(expected)), _in_law(comparable(seal.title))
    if not name or not read:
        return Comparison(Owner.CANNOT_TELL, _aligned(seal, read, name), None)
    if read == name or name in {_in_law(comparable(text)) for text in seal.readings}:
        return Comparison(Owner.SAME, _aligned(seal, read, name), 0.0)
    turned = _as_opened(name, read)
    pairs = _aligned(seal, read, turned)
    # Of a name that is quite unlike, the best strip says enough.
    unlike = Levenshtein.normalized_similarity(read, turned) < _UNRELATED
    margin = _margin(seal, _ways(turned), 1 if unlike else None)
    if margin is not None and turned != name:
        margin += _TURNED
    return Comparison(_answer(seal, read, turned, pairs, margin), pairs, margin)


def engraved(title: str) -> str:
    """Comparable; 印 and 章 behind a person's name say what the thing is, not who."""
    return _SIGNET.sub("", comparable(title))


def _compare_person(seal: Seal, expected: str) -> Comparison:
    """A person's name, behind which the seal may say 印 or 之印."""
    name = engraved(expected)
    whole = comparable(seal.title)
    read = engraved(whole)
    pairs = _aligned(seal, whole, name + whole[len(read) :])
    if not name or not read:
        return Comparison(Owner.CANNOT_TELL, pairs, None)
    if read == name or name in {engraved(text) for text in seal.readings}:
        return Comparison(Owner.SAME, pairs, 0.0)
    margin = _margin(seal, tuple((name + end, 0.0) for end in _SIGNETS))
    return Comparison(_person_answer(seal, read, name, pairs, margin), pairs, margin)


def _person_answer(
    seal: Seal, read: str, name: str, pairs: tuple[Pair, ...], margin: float | None
) -> Owner:
    if margin is not None and margin <= SAME_WITHIN:
        return Owner.SAME
    foreign = any(pair.same is False for pair in pairs)
    clear = len(read) == len(name) and seal.title_confidence >= _READABLE
    if foreign and clear and (margin is None or margin >= DIFFERENT_FROM):
        return Owner.DIFFERENT
    return Owner.CANNOT_TELL


def _as_opened(name: str, read: str) -> str:
    """The name as it reads if the ring was opened elsewhere, where that is what was read."""
    if len(name) < _LEAST_TITLE:
        return name
    plainly = Levenshtein.normalized_similarity(read, name)
    if plainly >= _LIKE_ENOUGH:
        return name
    turns = [name[at:] + name[:at] for at in range(1, len(name))]
    best = max(turns, key=lambda turn: Levenshtein.normalized_similarity(read, turn))
    better = Levenshtein.normalized_similarity(read, best) - plainly
    return best if better >= _BETTER_TURNED else name


def _in_law(name: str) -> str:
    """The name with each legal form in one spelling."""
    for longer, shorter in _SPELLINGS:
        name = name.replace(longer, shorter)
    return name


def _answer(
    seal: Seal, read: str, name: str, pairs: tuple[Pair, ...], margin: float | None
) -> Owner:
    clear = seal.title_confidence >= _READABLE
    if clear and _is_of_the_whole(seal, read, name):
        return Owner.DIFFERENT
    if Levenshtein.normalized_similarity(read, name) < _UNRELATED:
        foreign = clear and _is_foreign(read, name, pairs, margin)
        return Owner.DIFFERENT if foreign else Owner.CANNOT_TELL
    if margin is not None and margin <= SAME_WITHIN:
        return Owner.SAME
    if all(pair.same is not False for pair in pairs) and _comes_near(seal, name):
        return Owner.SAME
    far = margin is None or margin >= DIFFERENT_FROM
    if clear and far and _speaks_against(pairs):
        return Owner.DIFFERENT
    return Owner.CANNOT_TELL


def _speaks_against(pairs: tuple[Pair, ...]) -> bool:
    """One sure place that differs says little beside others that could not be read at all."""
    foreign = sum(pair.same is False for pair in pairs)
    return foreign >= _FOREIGN or (foreign == 1 and all(p.same is not None for p in pairs))


def _is_of_the_whole(seal: Seal, read: str, name: str) -> bool:
    """True where the name is a branch's and the whole seal clearly bears the organisation's own."""
    clear = seal.complete and seal.title_confidence >= _CERTAIN
    whole = clear and name.startswith(read) and bool(_PARENT.search(read))
    return whole and bool(_BRANCH.fullmatch(name[len(read) :]))


def _is_foreign(read: str, name: str, pairs: tuple[Pair, ...], margin: float | None) -> bool:
    """True where another name stands there for certain, not only a name that cannot be read.

    A title that was misread has few places that are both sure and wrong, however unlike it is.
    """
    foreign = sum(pair.same is False for pair in pairs)
    alike = sum(pair.same is True for pair in pairs)
    if _is_part(read, name) or not foreign:
        return False
    if len(read) < _WHOLE * len(name) and alike >= _AGREEING * len(read):
        return False  # reading broke off, and what there is mostly agrees
    if foreign >= _FOREIGN and foreign >= _FOREIGN_TO_ALIKE * alike:
        return True
    return margin is not None and margin >= _FAR


def _comes_near(seal: Seal, name: str) -> bool:
    """True where one of the strips says nearly as likely the name as anything."""
    ways = _ways(name)
    return any(_strip_margin(trace, ways) <= NEAREST_WITHIN for trace in seal.traces)


def _margin(seal: Seal, ways: Ways, strips: int | None = None) -> float | None:
    """How much likelier than the name the best reading is: the mean over the strips, in nats."""
    traces = seal.traces or ((_traced(seal.characters),) if seal.characters else ())
    margins = [_strip_margin(trace, ways) for trace in traces[:strips]]
    return sum(margins) / len(margins) if margins else None


def _traced(characters: tuple[Character, ...]) -> Trace:
    """For engines that tell no more than their characters: each with a gap behind it."""
    return tuple(step for character in characters for step in (character, _GAP))


@lru_cache(maxsize=256)
def _strip_margin(trace: Trace, ways: Ways) -> float:
    texts = [text for text, _ in ways]
    best, *likely = log_likelihoods(trace, [best_path(trace, _plain), *texts], _plain)
    return max(0.0, best - max(one - cost for one, (_, cost) in zip(likely, ways, strict=True)))


def _ways(name: str) -> Ways:
    """What a strip of the ring may say of the name, and what each way costs in nats."""
    spelt = tuple((one, 0.0) for one in _spellings(name))
    return (*spelt, *_cuts(name))


def _spellings(name: str) -> tuple[str, ...]:
    longer = name
    for spelt, shorter in _SPELLINGS:
        longer = longer.replace(shorter, spelt)
    return (name,) if longer == name else (name, longer)


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
    return {place: _likely(character) for place, character in enumerate(kept)}


def _likely(character: Character) -> dict[str, float]:
    """Probabilities of comparable characters: a traditional form counts for the plain one."""
    likely: dict[str, float] = {}
    for char, probability in character.candidates:
        name = _plain(char)
        likely[name] = likely.get(name, 0.0) + probability
    return likely
