"""How pages were sorted and forms read, kept: judging after a change of rules does neither again.

A sorting hangs on a delivery's facts, what people said of them, the pack's forms and the code. All
of it is in its key, so that one which no longer holds is never found. Pages are kept by their place
among the delivery's.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Self

from pydantic_core import from_json

from checks.decided import Decided
from checks.documents import Copy, Document, PageRef, Sorted, SubmittedFile, without_text
from checks.sorting import page_runs, ref_of
from extractors.facts import Box, Evidence, Half, Origin, PageFacts, Presence, Reading
from extractors.formtypes import Form, FormFacts, Place
from extractors.spread import halves
from pipeline.ondemand import OnDemand

_NUMBER: Final = "number"  # how JSON tells a Decimal from a text


@dataclass(frozen=True, slots=True)
class Basis:
    """What sorting hangs on beside a delivery's facts: forms and code, and what people said."""

    digest: str
    said: Mapping[str, str]  # by file

    @classmethod
    def of(cls, forms: Sequence[Form], decided: Decided, code: str) -> Self:
        """`code` is the digest of the code that sorts."""
        said: dict[str, list[str]] = {}
        for page, told in decided.pages.items():
            said.setdefault(page[0], []).append(f"{page[1:]}{told}")
        for (file, number), seals in decided.seals.items():
            said.setdefault(file, []).append(f"{number}{seals}")
        for file, fields in decided.fields.items():
            said.setdefault(file, []).append(repr(fields))
        digest = hashlib.sha256(f"{code}\n{forms!r}".encode()).hexdigest()
        return cls(digest, {file: "\n".join(sorted(told)) for file, told in said.items()})

    def key(self, files: Iterable[tuple[SubmittedFile, str]]) -> str:
        """Over a delivery's files, each with the digest of its facts."""
        parts = [self.digest]
        for file, facts in files:
            said = self.said.get(file.sha256, "")
            parts += [file.delivery, file.path, file.sha256, file.kind, facts, said]
            parts += [repr(file.problems), repr(file.signatures)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def dump(sorting: Sorted, files: tuple[SubmittedFile, ...]) -> bytes:
    """A sorting as bytes, without the facts of the pages."""
    pages = _pages(files)
    places = {ref: place for place, (ref, _) in enumerate(pages)}
    body = {
        "pages": [[*place, ref.number, ref.half] for ref, place in pages],
        "documents": [_document(one, places) for one in sorting.documents],
        "rest": [places[ref] for ref in sorting.rest],
        "blank": [places[ref] for ref in sorting.blank],
    }
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(), 1)


def load(body: bytes, files: tuple[SubmittedFile, ...]) -> Sorted:
    """The reverse of `dump`, with the same files; no page is decoded."""
    found = from_json(zlib.decompress(body))  # twice as fast as the library's
    pages = [
        _Page(files[file], place, number, Half(half) if half else None)
        for file, place, number, half in found["pages"]
    ]
    return Sorted(
        tuple(_loaded(one, pages) for one in found["documents"]),
        tuple(pages[place].ref for place in found["rest"]),
        tuple(pages[place].ref for place in found["blank"]),
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """A page by its place in its file (from 0), and its number (from 1)."""

    file: SubmittedFile
    place: int
    number: int
    half: Half | None

    @property
    def ref(self) -> PageRef:
        file = self.file
        return PageRef(file.delivery, file.path, file.sha256, self.number, self.half)

    def facts(self, pages: Sequence[PageFacts]) -> PageFacts:
        """Of the pages of its file, or of those without their text."""
        facts = pages[self.place]
        return facts if self.half is None else halves(facts)[_HALVES.index(self.half)]


_HALVES: Final = tuple(Half)


def _pages(files: tuple[SubmittedFile, ...]) -> list[tuple[PageRef, tuple[int, int]]]:
    """Pages in the order of their runs, each with the places of its file and of it therein."""
    at = {
        (id(file), page.number): (index, place)
        for index, file in enumerate(files)
        for place, page in enumerate(file.pages)
    }
    return [
        (ref_of(file, facts), at[id(file), facts.number])
        for run in page_runs(files)
        for file, facts in run
    ]


def _document(one: Document, places: Mapping[PageRef, int]) -> dict[str, Any]:
    facts = one.facts
    return {
        "kind": one.kind,
        "copy": one.copy,
        "known": [one.copy_known_by, one.kind_known_by],
        "typed": one.typed,
        "pages": [places[ref] for ref in one.pages],
        "read": facts.pages,
        "fields": {name: _reading(reading) for name, reading in facts.fields.items()},
        "rows": {name: [_row(row) for row in rows] for name, rows in facts.rows.items()},
        "places": {
            name: [place.file, place.page, _box(place.box)] for name, place in facts.places.items()
        },
    }


def _row(row: Mapping[str, Reading[Any]]) -> dict[str, Any]:
    return {name: _reading(reading) for name, reading in row.items()}


def _reading(one: Reading[Any]) -> list[Any]:
    at = one.evidence
    where = [at.file, at.page, _box(at.box), at.address] if at else None
    told = (one.raw, one.confidence, one.presence, one.origin, where, one.objection)
    return [_value(one.value), *told]


def _value(value: Any) -> Any:
    """A value in JSON's types, so that its own type comes back; TypeError for any other."""
    if isinstance(value, tuple):
        return [_value(part) for part in value]
    if isinstance(value, Decimal):
        return {_NUMBER: str(value)}
    if value is None or isinstance(value, str | bool | int):
        return value
    message = f"no value of a field: {type(value).__name__}"
    raise TypeError(message)


def _box(box: Box | None) -> list[float] | None:
    return [box.left, box.top, box.right, box.bottom] if box else None


def _loaded(found: Mapping[str, Any], pages: Sequence[_Page]) -> Document:
    own = [pages[place] for place in found["pages"]]
    facts = FormFacts(
        found["kind"],
        tuple((file, number) for file, number in found["read"]),
        _loaded_row(found["fields"]),
        {name: tuple(_loaded_row(row) for row in rows) for name, rows in found["rows"].items()},
        {name: Place(file, page, _loaded_box(box)) for name, (file, page, box) in
         found["places"].items()},
    )  # fmt: skip
    copy_known_by, kind_known_by = found["known"]
    return Document(
        kind=found["kind"],
        copy=Copy(found["copy"]),
        copy_known_by=copy_known_by,
        kind_known_by=kind_known_by,
        pages=tuple(page.ref for page in own),
        page_facts=OnDemand(
            len(own),
            lambda place: own[place].facts(own[place].file.pages),
            lambda place: own[place].facts(without_text(own[place].file.pages)),
        ),
        facts=facts,
        typed=found["typed"],
    )


def _loaded_row(row: Mapping[str, Any]) -> dict[str, Reading[Any]]:
    return {name: _loaded_reading(*told) for name, told in row.items()}


def _loaded_reading(
    value: Any,
    raw: str,
    confidence: float,
    presence: str,
    origin: str,
    where: Sequence[Any] | None,
    objection: str,
) -> Reading[Any]:
    evidence = Evidence(where[0], where[1], _loaded_box(where[2]), where[3]) if where else None
    return Reading(
        _loaded_value(value), raw, confidence, _PRESENCE[presence], _ORIGIN[origin], evidence,
        objection,
    )  # fmt: skip


_PRESENCE: Final[Mapping[str, Presence]] = {one.value: one for one in Presence}
_ORIGIN: Final[Mapping[str, Origin]] = {one.value: one for one in Origin}


def _loaded_value(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_loaded_value(part) for part in value)
    return Decimal(value[_NUMBER]) if isinstance(value, dict) else value


def _loaded_box(box: Sequence[float] | None) -> Box | None:
    return Box(*box) if box else None
