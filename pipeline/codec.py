"""Facts as bytes and back: JSON by pydantic (which checks it again on the way in), zlib around."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter

from extractors.facts import Look, PageFacts, Problem
from extractors.files import FileInfo

V = TypeVar("V")
_BEGINNING: Final = 400  # bytes
_PROBLEMS: Final = b'"problems":['


# Building an adapter takes milliseconds, so each kind's is built once.
_adapter: Callable[[Any], TypeAdapter[Any]] = cache(TypeAdapter)


def dump_json(kind: Any, value: object) -> str:
    """A value of one of our dataclasses (or a tuple of them) as JSON text."""
    return _adapter(kind).dump_json(value).decode()


def load_json(kind: type[V], text: str | bytes) -> V:
    """The reverse of `dump_json`; raises pydantic's ValidationError on anything else."""
    value: V = _adapter(kind).validate_json(text)
    return value


def dump(value: Look | PageFacts | FileInfo) -> bytes:
    """Compressed JSON. The kind is not written down: whoever keeps the bytes knows it."""
    return zlib.compress(_adapter(type(value)).dump_json(value), 6)


def load_page(body: bytes) -> PageFacts:
    return load_json(PageFacts, zlib.decompress(body))


def load_thin_page(body: bytes) -> PageFacts:
    """A page without its lines, tables and ticks, which are most of the work.

    These stand between two keys. No text can look like a key: its quotation marks are escaped.
    """
    text = zlib.decompress(body)
    head, lines, rest = text.partition(b'"lines":[')
    _, seals, tail = rest.partition(b'"seals":[')
    whole = not (lines and seals)
    found = load_json(PageFacts, text if whole else head + seals + tail)
    return replace(found, lines=(), tables=(), ticks=()) if whole else found


def has_problems(body: bytes) -> bool:
    """Whether a look or a page names a problem, without making values of it.

    Problems stand before the lines, so that the beginning tells; but they did not always.
    """
    start = zlib.decompressobj().decompress(body, _BEGINNING)
    _, key, named = start.partition(_PROBLEMS)
    if key and named:
        return not named.startswith(b"]")
    return _PROBLEMS + b"]" not in zlib.decompress(body)


def load_look(body: bytes) -> Look:
    return load_json(Look, zlib.decompress(body))


def load_info(body: bytes) -> FileInfo:
    return load_json(FileInfo, zlib.decompress(body))


def dump_problems(problems: tuple[Problem, ...]) -> str:
    return dump_json(tuple[Problem, ...], problems)


def load_problems(text: str) -> tuple[Problem, ...]:
    return load_json(tuple[Problem, ...], text)
