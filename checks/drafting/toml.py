"""A small writer of TOML 1.0: tables with comments, in the layout of the packs.

No library for writing TOML is among the parts we stand on, and none of them keeps comments, which
are what a draft is read for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

Value: TypeAlias = "str | bool | int | date | tuple[Value, ...] | Mapping[str, Value]"

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {
    '"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r",
}  # fmt: skip
# What a comment must not hold (TOML 1.0, "Comment"), and other ends of lines.
_NOT_IN_COMMENT = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Pair:
    """A key with its value; `comment` follows it on the line."""

    key: str
    value: Value
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A header such as "[programme]" or "[[rows.columns]]" ("" for none) and what is under it.

    `comments` stand above it, a line each; `apart` leaves an empty line before it.
    """

    header: str
    pairs: tuple[Pair, ...]
    comments: tuple[str, ...] = ()
    apart: bool = True


def document(sections: tuple[Section, ...]) -> str:
    """The text of a file; reading it gives the values back."""
    lines: list[str] = []
    for section in sections:
        if lines and section.apart:
            lines.append("")
        lines += [_comment(text) for text in section.comments]
        lines += [section.header] if section.header else []
        lines += [_pair(pair) for pair in section.pairs]
    return "\n".join(lines) + "\n"


def _comment(text: str) -> str:
    return f"# {_NOT_IN_COMMENT.sub(' ', text)}".rstrip()


def _pair(pair: Pair) -> str:
    tail = f" {_comment(pair.comment)}" if pair.comment else ""
    return f"{_key(pair.key)} = {written(pair.value)}{tail}"


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _quoted(key)


def written(value: Value) -> str:
    """A value as TOML writes it, on one line. Lone surrogates have no place in TOML."""
    if isinstance(value, bool):  # before int, which it is one of
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(key)} = {written(one)}" for key, one in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    return f"[{', '.join(written(one) for one in value)}]"


def _quoted(text: str) -> str:
    return f'"{"".join(_character(one) for one in text)}"'


def _character(one: str) -> str:
    if one in _ESCAPES:
        return _ESCAPES[one]
    return f"\\u{ord(one):04x}" if ord(one) < 0x20 or one == "\x7f" else one
