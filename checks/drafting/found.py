"""What is found on a blank form, in reading order, before anything has a name."""

from __future__ import annotations

from dataclasses import dataclass, replace

from checks.drafting.lists import List


@dataclass(frozen=True, slots=True)
class FoundField:
    """A labelled place; `cover` is outside tables, `roomy` has room for a longer text.

    `inner` tells that another label stands before it in its line, `span` that it is a first and a
    last day.
    """

    label: str
    hints: str = ""
    options: tuple[str, ...] = ()
    several: bool = False
    roomy: bool = False
    office: bool = False
    cover: bool = False
    inner: bool = False
    span: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundList:
    """A repeating table."""

    table: List


@dataclass(frozen=True, slots=True)
class FoundBlock:
    """A place to stamp, sign or date; without a label it is a foot or a cover."""

    label: str
    sealed: bool
    signatures: tuple[str, ...]
    dated: bool
    text: bool
    office: bool = False
    cover: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundPhoto:
    """A place for a photo, which no field type reads."""

    label: str


Found = FoundField | FoundList | FoundBlock | FoundPhoto


def for_office(one: Found) -> Found:
    """The same, in a part of the form that the office fills in."""
    return replace(one, office=True) if isinstance(one, FoundField | FoundBlock) else one
