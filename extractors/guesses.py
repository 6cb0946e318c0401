"""What a label may mean that no form definition knows: words it shares, and what stands beside it.

Other offices ask the same in other words. What a value is (a code with its check digit, a date,
a name of an organisation) and where it stands speak for one field or against it; several labels
and fields are put together so that each pair is the best for both. A guess is never sure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TypeVar

from extractors.formtypes import Field
from extractors.language import label_key, plain, squeezed
from extractors.layout import Piece
from extractors.readings import choices_in
from extractors.values import parse
from extractors.wording import concepts, weight

_OF_CHARACTERS = 0.8
_OF_TYPE, _OF_PLACE = 0.5, 0.2
_LEAST, _LEAST_FIT = 0.45, -0.3
_MARGIN = 0.1
# How like a label has to be: where the value is plain text, of a type, or not there.
_OF_PLAIN, _OF_TYPED, _BLANK, _SURELY_BLANK = 0.4, 0.2, 0.6, 0.8
_LONG, _SHORT = 30, 12
_PERSON = re.compile(r"[\u3400-\u9fff]{2,4}(?:·[\u3400-\u9fff]{2,6})?")
_ORGANISATION = re.compile(
    r"[\u3400-\u9fff（）()]{2,}(?:公司|集团|院|所|厂|协会|学会|中心|医院|学校|大学|学院|银行|店|社"
    r"|政府|局|委员会|联合会|总会|部|处|室)(?:[（(].{1,12}[)）])?"
)
_PHONES = re.compile(r"[\d()（）+\-—、/;,，；转或]+")
_NUMBER = re.compile(r"[-+]?\d[\d,，]*(?:\.\d+)?\s*(?:万元|元|%|％|人|项|件|名|年|次|吨)?")
_UNIT = re.compile(
    r"[万亿]?(?:美元|元|人|项|件|个|次|吨|名|年|天|小时)(?:/\S{1,4})?|[%％‰]|\S{1,2}/\S{1,3}"
)
_CODE = re.compile(r"[A-Za-z0-9〔〕（）()\-/.\u3400-\u9fff]{4,30}")
# Values that hardly mean anything else.
_TELLING = frozenset({"uscc", "idno", "phones", "email", "postcode"})
_AMOUNTS = frozenset({"int", "number", "money_wan", "pct"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A label that is none of the form's, and what stands in its places."""

    label: Piece
    values: tuple[Piece, ...]


Between = Callable[[Field, Candidate], float]
K = TypeVar("K", int, str)
L = TypeVar("L", int, str)


def guesses(
    fields: Sequence[Field], candidates: Sequence[Candidate], between: Between
) -> Mapping[str, Candidate]:
    """The fields' candidates, where both go together better than with any other.

    `between` says from 0 to 1 how well a candidate stands among the field's neighbours.
    """
    scored: dict[tuple[int, int], float] = {}
    for row, field in enumerate(fields):
        for column, candidate in enumerate(candidates):
            score = _together(field, candidate, between)
            if score >= _LEAST:
                scored[row, column] = score
    return MappingProxyType(
        {fields[row].name: candidates[column] for row, column in best_pairs(scored, _MARGIN)}
    )


def best_pairs(scored: Mapping[tuple[K, L], float], margin: float) -> Iterator[tuple[K, L]]:
    """Pairs of which neither has a rival within the margin, the best first."""
    left = dict(scored)
    while left:
        pair, best = max(left.items(), key=lambda item: (item[1], item[0]))
        if all(
            score <= best - margin
            for other, score in left.items()
            if (other[0] == pair[0]) != (other[1] == pair[1])
        ):
            yield pair
        left = {
            other: score
            for other, score in left.items()
            if other[0] != pair[0] and other[1] != pair[1]
        }


def only_one_left(
    fields: Sequence[Field], candidates: Sequence[Candidate], between: Between
) -> tuple[Field, Candidate] | None:
    """The one field and the one candidate that fit and stand in their order, whatever the words."""
    pairs = [
        (field, candidate)
        for field in fields
        for candidate in candidates
        if _fitting(field, candidate) >= 0 and between(field, candidate) == 1.0
    ]
    return pairs[0] if len(pairs) == 1 else None


def _fitting(field: Field, candidate: Candidate) -> float:
    fits = [fit(field, value) for value in candidate.values]
    return sum(fits) / len(fits) if fits else 0.0


def _together(field: Field, candidate: Candidate, between: Between) -> float:
    fitting = _fitting(field, candidate)
    if fitting < _LEAST_FIT:
        return 0.0
    alike = max((likeness(candidate.label.key, label_key(label)) for label in field.labels),
                default=0.0)  # fmt: skip
    if not any(squeezed(value.text) or value.ticks for value in candidate.values):
        least = _SURELY_BLANK if field.required else _BLANK
    elif field.type in _TELLING and fitting == 1.0 and _says_something(candidate.label.key):
        least = 0.0
    else:
        least = _OF_PLAIN if field.type in ("text", "richtext") else _OF_TYPED
    if alike < least:
        return 0.0
    return alike + _OF_TYPE * fitting + _OF_PLACE * between(field, candidate)


def _says_something(key: str) -> bool:
    """True for a key that has a known word in it: a name or a place has none."""
    return any(len(concept) > 1 for concept in concepts(key))


@lru_cache(maxsize=200_000)
def likeness(key: str, label: str) -> float:
    """The share of meaning that two labels have in common (0..1), by concepts or characters."""
    mine, its = concepts(key), concepts(label)
    if not mine or not its:
        return 0.0
    whole = sum(map(weight, mine | its))
    by_concepts = sum(map(weight, mine & its)) / whole
    common = set(key) & set(label)
    by_characters = 2 * len(common) / (len(set(key)) + len(set(label)))
    return max(by_concepts, _OF_CHARACTERS * by_characters)


def fit(field: Field, value: Piece) -> float:
    """How well a value is one of the field's type: -1 it cannot be, 0 nothing is said, 1 surely."""
    given = squeezed(value.text)
    if field.options or field.type == "bool":
        return _fits_choice(field, value)
    if value.ticks:
        return -1.0
    if not given:
        return 0.0
    if field.type in _TELLING:
        parsed = parse(field.type, value.text)
        if field.type == "phones" and not _PHONES.fullmatch(given):
            return -1.0
        return 1.0 if parsed.value is not None and not parsed.objection else -1.0
    if field.type in _AMOUNTS:
        return 0.6 if _NUMBER.fullmatch(plain(value.text)) else -1.0
    rule = _RULES.get(field.name if field.name == "unit" else field.type, _fits_text)
    return rule(given)


def _fits_choice(field: Field, value: Piece) -> float:
    printed = choices_in(value)
    options = [label_key(option) for option in field.options] or ["是", "否", "有", "无"]
    words = printed or (squeezed(value.text),)
    own = sum(any(label_key(word).startswith(option) for option in options) for word in words)
    if not any(words):
        return 0.0
    return 1.0 if 2 * own > len(words) else -1.0


def _fits_date(given: str) -> float:
    parsed = parse("date", given)
    return 0.8 if parsed.value is not None and not parsed.objection else -1.0


def _fits_year(given: str) -> float:
    return 0.8 if re.fullmatch(r"(?:19|20)\d{2}年?度?", given) else -1.0


def _fits_person(given: str) -> float:
    return 0.5 if _PERSON.fullmatch(given) and not _ORGANISATION.fullmatch(given) else -1.0


def _fits_organisation(given: str) -> float:
    return 0.8 if _ORGANISATION.fullmatch(given) else -0.5


def _fits_richtext(given: str) -> float:
    return 0.5 if len(given) >= _LONG else -0.6 if len(given) < _SHORT else 0.0


def _fits_code(given: str) -> float:
    digits = any(char.isdigit() for char in given)
    return 0.4 if digits and _CODE.fullmatch(given) else -0.4


def _fits_text(given: str) -> float:
    """Free text may be anything, but what is plainly a number, a date or an address of mail."""
    telling = _NUMBER.fullmatch(given) or "@" in given or _fits_date(given) > 0
    return -0.2 if telling or len(given) > 4 * _LONG else 0.1


def _fits_unit(given: str) -> float:
    return 0.6 if _UNIT.fullmatch(given) else -0.6


_RULES: Mapping[str, Callable[[str], float]] = MappingProxyType(
    {
        "date": _fits_date,
        "period_end": _fits_date,
        "year": _fits_year,
        "person": _fits_person,
        "signature": _fits_person,
        "organisation": _fits_organisation,
        "richtext": _fits_richtext,
        "code": _fits_code,
        "unit": _fits_unit,
    }
)
