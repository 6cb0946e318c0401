"""Do two readings say the same? Differences that a recogniser can have made are no answer."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import Levenshtein

from extractors.facts import Origin, Presence, Reading
from extractors.language import plain

_PUNCTUATION = re.compile(r"[\s()（）\[\]【】〔〕,，.。;；:：、\"“”'‘’·•—\-–_/]")
_EXACT_TYPES = frozenset(
    {"int", "number", "money_wan", "date", "year", "uscc", "idno", "phones", "postcode", "pct"}
)
_LONG = "richtext"
# In these a single character that a recogniser passed over makes no other value.
_FREE, _LONG_ENOUGH = ("text", "email"), 6
_SURE = 0.93
# Codes with a check digit; so many characters apart are no misreading of one that passes its
# check, and so many at most one of one that does not.
CHECKED = ("uscc", "idno")
_OTHER_CODE, _MISREAD = 3, 2
# Values whose own form shows that one was misread. So many letters of a mail address that two
# models dispute are theirs; no digit, which may be all that tells two people's apart.
_FORMED = (*CHECKED, "email")
_DISPUTED, _LONG_MAIL = 0.5, 10
_UNCERTAIN = (Origin.GUESSED, Origin.REPAIRED, Origin.HANDWRITTEN)
_LONG_SAME, _LONG_OTHER = 0.9, 0.75
# Groups of characters that recognisers take for one another.
_ALIKE = tuple(
    frozenset(group)
    for group in (
        "0ODoQ@", "1lIi7|", "2Zz", "5Ss", "8B", "6Gb", "9gq", "uvUV", "cC", "wW", "xX", "kK", "pP",
        "一-—", "未末", "土士", "己已巳", "日曰", "人入", "大太", "干千于", "天夭", "戊戌戍",
        "船舶", "拔拨", "侯候", "博搏", "稳隐", "徵微", "茌荏", "睢雎", "枰秤", "洁沽", "晨展",
        "宇字",
    )
)  # fmt: skip

_ONE_FOR_ALL = {char: min(group) for group in _ALIKE for char in group}


class Agreement(StrEnum):
    SAME = "same"
    DIFFERENT = "different"
    UNCLEAR = "unclear"


def comparable(value: Any) -> str:
    """What is compared: width, case of letters in codes, punctuation and white space put aside."""
    if isinstance(value, tuple | list):
        return "|".join(sorted(comparable(part) for part in value))
    return _bare(str(value))


def _compared(value: Any, kind: str) -> str:
    text = comparable(value)
    return text.removeprefix("86") if kind == "phones" else text


@lru_cache(maxsize=20_000)
def _bare(value: str) -> str:
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", plain(value)))


def agreement(one: Reading[Any], other: Reading[Any], kind: str) -> Agreement:
    """Compare two readings of a field type, either of which may come from a recogniser."""
    if one.presence is not other.presence:
        return _by_presence(one, other)
    if one.value is None or other.value is None:
        return Agreement.SAME if one.presence is Presence.BLANK else Agreement.UNCLEAR
    a, b = _compared(one.value, kind), _compared(other.value, kind)
    if a == b:
        return Agreement.SAME
    sure = min(one.confidence, other.confidence)
    if kind == _LONG:
        return _long_texts(a, b, sure)
    if _only_alike(a, b) and kind not in _EXACT_TYPES:
        return Agreement.SAME
    if bool(one.objection) != bool(other.objection):
        return _with_misread(*((one, other) if one.objection else (other, one)), kind)
    certain = kind in CHECKED and is_certain_code(one) and is_certain_code(other)
    if certain and Levenshtein.distance(a, b) >= _OTHER_CODE:
        return Agreement.DIFFERENT
    if kind not in _EXACT_TYPES and _is_misread(kind, one, a, other, b):
        return Agreement.SAME
    if kind not in _EXACT_TYPES and _lacks(one, _folded(a), other, _folded(b)):
        return Agreement.UNCLEAR
    return Agreement.UNCLEAR if _only_alike(a, b) or sure < _SURE else Agreement.DIFFERENT


def _with_misread(wrong: Reading[Any], right: Reading[Any], kind: str) -> Agreement:
    """One of two is no value of its type: misread, unless somebody wrote it so.

    A code, or a mail address, that a recogniser was unsure of, or in which it passed over
    characters, and that is all but the one that passes its check, is that one misread.
    """
    if kind not in _FORMED or _is_typed(wrong):
        return Agreement.UNCLEAR
    a, b = comparable(wrong.value), comparable(right.value)
    apart = Levenshtein.distance(a, b)
    doubtful = wrong.confidence < _SURE or apart == len(b) - len(a)
    return Agreement.SAME if apart <= _MISREAD and doubtful else Agreement.UNCLEAR


def _is_misread(kind: str, one: Reading[Any], a: str, other: Reading[Any], b: str) -> bool:
    """True for free text in which a recogniser passed over a character, and for a mail address."""
    if kind == "email" and _is_disputed(one, a, other, b):
        return True
    lacks = kind in _FREE and _lacks(one, _folded(a), other, _folded(b))
    return lacks and _passed_over(*sorted((a, b), key=len))


def _is_disputed(one: Reading[Any], a: str, other: Reading[Any], b: str) -> bool:
    """True for a mail address on paper that models read differently, the same but for letters."""
    unsure = any(r.confidence < _DISPUTED and not _is_typed(r) for r in (one, other))
    digits, others = ([c for c in text if c.isdigit()] for text in (a, b))
    near = Levenshtein.distance(_folded(a), _folded(b)) <= _MISREAD
    return unsure and near and digits == others and min(len(a), len(b)) >= _LONG_MAIL


def _by_presence(one: Reading[Any], other: Reading[Any]) -> Agreement:
    """A detector can miss a word in a cell; it does not make one up."""
    states = {one.presence, other.presence}
    if states <= {Presence.BLANK, Presence.STATED_NONE, Presence.NOT_FOUND}:
        return Agreement.SAME
    return Agreement.UNCLEAR


def _long_texts(a: str, b: str, sure: float) -> Agreement:
    similar = Levenshtein.normalized_similarity(a, b)
    if similar >= _LONG_SAME:
        return Agreement.SAME
    return Agreement.DIFFERENT if similar < _LONG_OTHER and sure >= 0.85 else Agreement.UNCLEAR


def _lacks(one: Reading[Any], a: str, other: Reading[Any], b: str) -> bool:
    """True where what the shorter one lacks may have been missed by a recogniser.

    A recogniser passes over characters, it does not make them up: where the shorter text was
    typed, the longer one says something else.
    """
    (short, reading), (long, _) = sorted(((a, one), (b, other)), key=lambda pair: len(pair[0]))
    if not short or _is_typed(reading):
        return False
    return short in long or Levenshtein.distance(short, long) == len(long) - len(short)


def _passed_over(short: str, long: str) -> bool:
    """True where one character of many is all that is missing: 嘉定曹安公路, 嘉定区曹安公路.

    A digit may be a number of its own.
    """
    if len(long) - len(short) != 1 or len(long) < _LONG_ENOUGH:
        return False
    at = next((i for i, char in enumerate(short) if char != long[i]), len(short))
    return not long[at].isdigit()


def is_certain_code(reading: Reading[Any]) -> bool:
    """True for a code that passes its check by itself, in print, in the place of its field."""
    return not reading.objection and reading.origin not in _UNCERTAIN


def _is_typed(reading: Reading[Any]) -> bool:
    """True where no recogniser can have erred: typed text, or what a person read."""
    if reading.origin is Origin.GUESSED:
        return False
    if reading.origin in (Origin.PERSON, Origin.TYPED):
        return True
    return reading.evidence is not None and reading.evidence.box is None


def _only_alike(a: str, b: str) -> bool:
    """True where every difference is between characters that look alike."""
    return _folded(a) == _folded(b)


def _folded(text: str) -> str:
    """Of characters that look alike one stands for all."""
    return "".join(_ONE_FOR_ALL.get(char, char) for char in text)
