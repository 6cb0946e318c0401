"""What the words of Chinese application forms mean: different offices call one thing by many names.

A label is taken apart into concepts by the longest words that are known; two labels agree where
their concepts do. "法人代表姓名" and "法定代表人" ask for the same, "管理人员数" and "职工人数"
do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from extractors.language import label_key, similarity
from extractors.lexicon import NUMBER, lexicon

_LEXICON = lexicon()
_COSTS = _LEXICON.costs
_PERIODS = frozenset({"day", "year"})
# What two labels may have in common and nothing else.
_ALONE = _PERIODS | {"person"}
# What is said of a person, a unit or a period that is named before.
ATTRIBUTES = _LEXICON.attributes
# Who is somebody by this word alone.
PEOPLE = _LEXICON.people
# Of a person: not only a name.
_SAID_OF_PEOPLE = ATTRIBUTES - {"name", "person"}
_SAME = 0.97
_OF_LITTLE, _OF_A_CHARACTER = 0.4, 0.5
_YEAR_FOR_DAY = 0.05
_EXCHANGED = 0.04  # one word in the place of another
_MOST_COST = 0.1
_APPLICANT = frozenset({"apply", "organisation"})
# A label that stands whole in a longer one: doubtful, the better the more of it there is.
_LEAST_HELD, _LEAST_HELD_CONCEPTS, _HELD, _FOR_EACH = 6, 2, 0.86, 0.02


@lru_cache(maxsize=50_000)
def concepts(key: str) -> frozenset[str]:
    """What a label's key speaks of; a character that belongs to no known word stands for itself.

    What a word implies says nothing right beside it.
    """
    row = [concept for word in _LEXICON.split(key) for concept in word or ("",)]
    said = set(range(len(row)))
    for place, concept in enumerate(row):
        implied = _LEXICON.implied.get(concept, frozenset())
        for step in (-1, 1):
            at = place + step
            while 0 <= at < len(row) and row[at] in implied:
                said.discard(at)
                at += step
    return frozenset(row[at] for at in said) - {""}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A key with what it speaks of; `heavy` is what no other name for it could leave out."""

    key: str
    concepts: frozenset[str]
    heavy: frozenset[str]


@lru_cache(maxsize=50_000)
def spoken(key: str) -> Spoken:
    found = concepts(key)
    return Spoken(key, found, found - _COSTS.keys() - _PERIODS)


def may_agree(one: Spoken, label: Spoken) -> bool:
    """False only where `agreement` would answer 0; most of a form's labels are put aside so."""
    return (
        abs(len(one.key) - len(label.key)) <= 1
        or one.heavy == label.heavy
        or label.concepts < one.concepts
    )


def reads_as_label(key: str) -> bool:
    """True for a key that is made of known words only, and says enough: 联系人姓名, 邮政编码."""
    spoken = concepts(key)
    enough = len(spoken) > 1 or len(key) >= _LEAST_HELD_CONCEPTS * 2
    return bool(spoken) and enough and all(map(is_word, spoken))


def is_word(concept: str) -> bool:
    """True for a concept, and not a character or a number that stands for itself."""
    return len(concept) > 1 and not concept.startswith(NUMBER)


def weight(concept: str) -> float:
    """How much a concept says (0..1): what may be missing says little."""
    if not is_word(concept):
        return _OF_A_CHARACTER
    return _OF_LITTLE if concept in _COSTS else 1.0


@lru_cache(maxsize=400_000)
def agreement(key: str, label: str) -> float:
    """How well a key agrees with a label's: 1 the same, above 0.9 misread or another name for it,
    below a label that merely holds it, 0 another one."""
    mine, its = concepts(key), concepts(label)
    if key == label or not mine or not its:
        return similarity(key, label)
    like = 0.0 if _are_others(mine, its) else similarity(key, label)
    if mine.isdisjoint(its) and mine.isdisjoint(_PERIODS):
        return like
    return max(like, _alike(mine, its), _held(key, label))


def _are_others(mine: frozenset[str], its: frozenset[str]) -> bool:
    """True where every word is known, and not all are the same: no character is misread."""
    return mine != its and all(len(concept) > 1 for concept in mine | its)


def _alike(mine: frozenset[str], its: frozenset[str]) -> float:
    common, apart = mine & its, mine ^ its
    cost = 0.0
    if apart >= _PERIODS and len(mine & _PERIODS) == 1:
        apart, cost = apart - _PERIODS, _YEAR_FOR_DAY
        common |= {"day"}
    if not all(one in _COSTS for one in apart):
        return 0.0
    cost += sum(_COSTS[one] for one in apart)
    if apart >= _APPLICANT and (mine >= _APPLICANT or its >= _APPLICANT):
        cost -= _COSTS["apply"]  # who applies is the organisation
    if mine - its - _PERIODS and its - mine - _PERIODS:
        cost += _EXCHANGED
    enough = _is_enough(common, apart) or (mine == its and not mine.isdisjoint(_ALONE))
    return _SAME - cost if enough and cost <= _MOST_COST else 0.0


def _is_enough(common: frozenset[str], apart: frozenset[str]) -> bool:
    """True where what two labels have in common tells one thing from another."""
    if len(common) >= 2 or any(one not in _COSTS for one in common - _PERIODS):
        return True
    return bool(common & PEOPLE) and apart.isdisjoint(_SAID_OF_PEOPLE)


def _held(key: str, label: str) -> float:
    mine, its = concepts(key), concepts(label)
    if len(label) < _LEAST_HELD or len(its) < _LEAST_HELD_CONCEPTS or not its < mine:
        return 0.0
    if any(is_word(one) and one not in _COSTS for one in mine - its):
        return 0.0  # something else is asked for, of what the label names
    return max(0.6, _HELD - _FOR_EACH * len(mine - its))


def agrees(key: str, labels: tuple[str, ...]) -> float:
    """How well a key agrees with the best of some labels."""
    return max((agreement(key, label_key(label)) for label in labels), default=0.0)
