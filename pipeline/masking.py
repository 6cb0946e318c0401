"""Personal numbers, made unreadable but recognisable, for reports and screens."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from extractors.facts import Reading
from pipeline.messages import text

# Field types whose values are somebody's own number or address.
MASKED_TYPES = frozenset({"idno", "phones"})
PERSONAL_TYPES = MASKED_TYPES | {"email"}
_ID_HEAD, _ID_TAIL = 3, 4
_PHONE_HEAD, _PHONE_TAIL = 3, 4
_LAND_LINE = 8
# Numbers inside other text. The birth date in the middle tells an ID number from a credit code.
_ID = re.compile(
    r"(?<![0-9A-Za-z])\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx]"
    r"(?![0-9A-Za-z])"
)
_SHORTEST = 11  # digits of a mobile number
_MOBILE = re.compile(r"(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])")


@lru_cache(maxsize=20_000)
def scrubbed(words: str) -> str:
    """A text with every ID and mobile number in it masked."""
    if len(words) < _SHORTEST:
        return words
    return _MOBILE.sub(lambda hit: _phone(hit[0]), _ID.sub(lambda hit: _id(hit[0]), words))


def masked(words: str, kind: str) -> str:
    """A value of a field type as a report shows it: 310***********001X, 138****5678."""
    if kind == "idno":
        return _id(words)
    if kind == "phones":
        return re.sub(r"\d[\d\- ]{4,}\d", lambda hit: _phone(hit[0]), words)
    if kind == "email":
        return re.sub(r"[^@\s、,，;；]+@", "***@", words)
    return scrubbed(words) if kind != "uscc" else words


def shown(reading: Reading[Any], kind: str) -> str:
    """What a reading says as text, personal numbers masked."""
    value = reading.value
    if isinstance(value, bool):
        return text("yes" if value else "no")
    if value is None:
        return masked(reading.raw, kind)
    return masked("、".join(map(str, value)) if isinstance(value, tuple) else str(value), kind)


def masked_parameters(parameters: Mapping[str, str], kind: str) -> dict[str, str]:
    """A finding's parameters as its message shows them; `kind` is the type of its field."""
    quoted = {"value", "paper", "electronic", "form_value", "document_value"}
    return {
        key: masked(value, kind) if key in quoted else scrubbed(value)
        for key, value in parameters.items()
    }


def _id(number: str) -> str:
    if len(number) <= _ID_HEAD + _ID_TAIL:
        return "*" * len(number)
    return number[:_ID_HEAD] + "*" * (len(number) - _ID_HEAD - _ID_TAIL) + number[-_ID_TAIL:]


def _phone(number: str) -> str:
    """Long numbers keep 3 and 4 digits, a land line's 8 (or fewer) keep 2 and 2."""
    head, tail = (_PHONE_HEAD, _PHONE_TAIL) if len(number) > _LAND_LINE else (2, 2)
    hidden = max(0, len(number) - head - tail)
    return number[:head] + "*" * hidden + number[len(number) - tail :]
