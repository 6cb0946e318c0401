"""Submitted files and the documents that their pages make up."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from extractors.facts import Half, PageFacts, Problem
from extractors.formtypes import FormFacts
from extractors.signed import Signature


class Pages(Sequence[PageFacts]):
    """Pages that are at hand without their text, too, which costs less."""

    __slots__ = ()

    @abstractmethod
    def without_text(self) -> Sequence[PageFacts]:
        """The same pages with no lines, tables and ticks."""


def without_text(pages: Sequence[PageFacts]) -> Sequence[PageFacts]:
    """Pages for who looks at seals alone: lines, tables and ticks may be left out."""
    return pages.without_text() if isinstance(pages, Pages) else pages


class Copy(StrEnum):
    ORIGINAL = "original"
    COPY = "copy"
    ELECTRONIC = "electronic"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class SubmittedFile:
    """One file of a delivery with the facts of its pages; `path` is its name inside the entry.

    `looked` of its pages are not empty, and were only looked at.
    """

    delivery: str
    path: str
    sha256: str
    kind: str
    pages: Sequence[PageFacts]
    problems: tuple[Problem, ...] = ()
    signatures: tuple[Signature, ...] = ()
    looked: int = 0


@dataclass(frozen=True, slots=True)
class PageRef:
    """A page of a submitted file; `number` is 1-based, `half` tells the pages of a volume apart."""

    delivery: str
    path: str
    sha256: str
    number: int
    half: Half | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """Pages that make one document, what it is, which copy, and how that is known.

    It is `typed` where no recogniser read any of its pages.
    """

    kind: str
    copy: Copy
    copy_known_by: str
    kind_known_by: str
    pages: tuple[PageRef, ...]
    page_facts: Sequence[PageFacts]
    facts: FormFacts
    typed: bool = False

    @property
    def on_paper(self) -> bool:
        return self.copy is not Copy.ELECTRONIC


@dataclass(frozen=True, slots=True)
class Sorted:
    """All pages of some files: each in exactly one document, or in the rest."""

    documents: tuple[Document, ...]
    rest: tuple[PageRef, ...]
    blank: tuple[PageRef, ...]


@dataclass(frozen=True, slots=True)
class Delivered:
    """A delivery with its sorted pages; `received_hint` comes from a mail's Received line.

    `digest` is over all that its pages were sorted and read from; "" where nobody keeps that.
    """

    id: str
    name: str
    files: tuple[SubmittedFile, ...]
    pages: Sorted
    received_hint: datetime | None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Replaced:
    """An earlier document in whose place a later delivery brought another.

    Where that was only some of its pages, the rest of it still counts: `whole` is false.
    """

    document: Document
    by: Document
    whole: bool
