"""The record of a packet: each field once, with every reading it was taken from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any

from checks.compare import CHECKED, Agreement, agreement
from checks.documents import Document
from extractors.facts import Origin, Presence, Reading
from extractors.formtypes import Form, Place

NOT_FOUND: Reading[Any] = Reading(None, "", 0.0, Presence.NOT_FOUND)


# Which of several readings goes first.
_USUAL = 1
_RANKS = {Origin.PERSON: 0, Origin.HANDWRITTEN: 2}


class Why(StrEnum):
    """Why a record took the reading that it did."""

    ONLY_PAPER = "only-paper"
    ONLY_ELECTRONIC = "only-electronic"
    TYPED = "typed"  # both say the same: the typed text has no misread characters
    SIGNED = "signed"  # they differ: what was signed and sealed counts
    CHECK = "check-digit"  # the code on paper fails its check, the typed one passes
    FILLED = "filled"  # the other version is blank there
    PERSON = "person"  # a person looked at it
    NOT_FOUND = "not-found"


@dataclass(frozen=True, slots=True)
class Entry:
    """A field with the reading that was taken and why, and the one of each version of its form.

    `paper` and `electronic` are NOT_FOUND where that version is not in the packet.
    """

    taken: Reading[Any]
    why: Why
    paper: Reading[Any]
    electronic: Reading[Any]


Row = Mapping[str, Reading[Any]]


@dataclass(frozen=True, slots=True)
class FormRecord:
    """One kind of document of a packet: fields, rows, and where its places are on paper."""

    form: Form
    fields: Mapping[str, Entry]
    rows: Mapping[str, tuple[Row, ...]]
    paper: tuple[Document, ...]
    electronic: tuple[Document, ...]

    @property
    def documents(self) -> tuple[Document, ...]:
        return (*self.paper, *self.electronic)

    def reading(self, name: str) -> Reading[Any]:
        entry = self.fields.get(name)
        return entry.taken if entry else NOT_FOUND

    def places(self, name: str) -> tuple[tuple[Document, Place], ...]:
        """Where a block stands in each paper version."""
        return tuple(
            (document, document.facts.places[name])
            for document in self.paper
            if name in document.facts.places
        )


Record = Mapping[str, FormRecord]


def build_record(documents: tuple[Document, ...], forms: tuple[Form, ...]) -> Record:
    """Gather the documents of a packet by kind, and take one reading for every field."""
    return {
        form.kind: _form_record(form, tuple(d for d in documents if d.kind == form.kind))
        for form in forms
        if any(document.kind == form.kind for document in documents)
    }


def _form_record(form: Form, documents: tuple[Document, ...]) -> FormRecord:
    paper = tuple(document for document in documents if document.on_paper)
    electronic = tuple(document for document in documents if not document.on_paper)
    fields = {
        name: _entry(_best(name, paper), _best(name, electronic), kind)
        for name, kind in field_types(form).items()
    }
    rows = {table.name: _rows(table.name, paper, electronic) for table in form.rows}
    return FormRecord(form, fields, rows, paper, electronic)


def taken(documents: tuple[Document, ...], form: Form, name: str) -> Reading[Any]:
    """The reading that a record would take for one field of a form."""
    kind = field_types(form).get(name)
    own = [document for document in documents if document.kind == form.kind]
    if kind is None or not own:
        return NOT_FOUND
    paper = tuple(document for document in own if document.on_paper)
    electronic = tuple(document for document in own if not document.on_paper)
    return _entry(_best(name, paper), _best(name, electronic), kind).taken


@lru_cache(maxsize=256)
def field_types(form: Form) -> Mapping[str, str]:
    """Every field that a form can give, with its type: its own and those of its blocks."""
    types = {field.name: field.type for field in form.fields}
    for block in form.blocks:
        if block.whole == "cover":
            continue
        if block.text:
            types[block.name] = "richtext"
        if block.signatures:
            types[f"{block.name}_signature"] = "signature"
        if block.dated:
            types[block.date_name or f"{block.name}_date"] = "date"
    return types


def _best(name: str, documents: tuple[Document, ...]) -> Reading[Any]:
    """Of several documents of a kind, a person's reading, else the one that says most.

    What is printed goes before what is written with a pen, which is never sure.
    """
    readings = [_origin(d, d.facts.fields[name]) for d in documents if name in d.facts.fields]
    readings.sort(key=lambda reading: _RANKS.get(reading.origin, _USUAL))
    if readings and readings[0].origin is Origin.PERSON:
        return readings[0]
    order = (Presence.FILLED, Presence.STATED_NONE, Presence.UNREADABLE, Presence.BLANK)
    for presence in order:
        for reading in readings:
            if reading.presence is presence:
                return reading
    return NOT_FOUND


def _origin(document: Document, reading: Reading[Any]) -> Reading[Any]:
    """The reading of a document that no recogniser read is as typed."""
    if document.typed and reading.origin is Origin.ENGINE:
        return replace(reading, origin=Origin.TYPED)
    return reading


def _entry(paper: Reading[Any], electronic: Reading[Any], kind: str) -> Entry:
    taken, why = _taken(paper, electronic, kind)
    return Entry(taken, why, paper, electronic)


def _taken(paper: Reading[Any], electronic: Reading[Any], kind: str) -> tuple[Reading[Any], Why]:
    """What is signed counts; but where the recogniser may have erred, the typed text is better."""
    for reading in (paper, electronic):
        if reading.origin is Origin.PERSON:
            return reading, Why.PERSON
    if paper.presence is Presence.NOT_FOUND:
        missing = electronic.presence is Presence.NOT_FOUND
        return electronic, Why.NOT_FOUND if missing else Why.ONLY_ELECTRONIC
    if electronic.presence is Presence.NOT_FOUND:
        return paper, Why.ONLY_PAPER
    if kind in CHECKED and paper.objection and not electronic.objection:
        return electronic, Why.CHECK
    if agreement(paper, electronic, kind) is Agreement.DIFFERENT:
        return paper, Why.SIGNED
    if electronic.presence is Presence.BLANK and paper.presence is Presence.FILLED:
        return paper, Why.FILLED
    if electronic.origin is Origin.GUESSED and paper.origin is not Origin.GUESSED:
        return paper, Why.SIGNED
    return electronic, Why.TYPED


def _rows(
    name: str, paper: tuple[Document, ...], electronic: tuple[Document, ...]
) -> tuple[Row, ...]:
    """Those that a person corrected; else typed ones, where there are at least as many of them."""
    on_paper = max((d.facts.rows.get(name, ()) for d in paper), key=len, default=())
    typed = max((d.facts.rows.get(name, ()) for d in electronic), key=len, default=())
    if _by_hand(on_paper) and not _by_hand(typed):
        return on_paper
    return typed if len(typed) >= len(on_paper) else on_paper


def _by_hand(rows: tuple[Row, ...]) -> bool:
    return any(cell.origin is Origin.PERSON for row in rows for cell in row.values())
