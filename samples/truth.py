"""Write down what a packet holds, in the form that DESIGN.md gives ("Hauls with truth")."""

from dataclasses import dataclass
from typing import Any

from samples.degrade import Print, Scanned
from samples.packet import Packet
from samples.stamps import PlacedSeal

SIDE_FORMS = ("commitment", "licence", "certificate", "id_card", "test_report")


@dataclass(frozen=True, slots=True)
class Filed:
    """Where a document's page went: file inside the entry, and page number in it."""

    kind: str
    copy: str
    file: str
    page: int
    scanned: Scanned | None
    source: str
    text: tuple[str, ...] = ()
    laid: Print | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """A file that cannot be opened as what its name says."""

    file: str
    code: str


def fields_of(packet: Packet) -> dict[str, dict[str, Any]]:
    """Return the truth of each form's fields."""
    return {
        kind: {name: one.truth for name, one in values.items() if not name.startswith("_")}
        for kind, values in packet.fields.items()
    }


def rows_of(packet: Packet) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Return the truth of each form's small tables."""
    return {
        kind: {
            table: [{key: one.truth for key, one in row.items()} for row in rows]
            for table, rows in tables.items()
        }
        for kind, tables in packet.rows.items()
        if tables
    }


def document_list(filed: list[Filed]) -> list[dict[str, Any]]:
    """Return the documents with the pages that hold them."""
    out: dict[tuple[str, str], list[list[str | int]]] = {}
    for one in filed:
        if one.kind:
            pages = out.setdefault((one.kind, one.copy), [])
            if [one.file, one.page] not in pages:
                pages.append([one.file, one.page])
    return [{"kind": kind, "copy": copy, "pages": pages} for (kind, copy), pages in out.items()]


def page_truth(one: Filed) -> dict[str, Any]:
    """Return the truth of one page."""
    page: dict[str, Any] = {"file": one.file, "page": one.page, "rotation": 0, "source": one.source}
    if one.scanned is None:
        page |= {"hard": False, "text": list(one.text)}
        return page | (_laid(one.laid) if one.laid else {})
    scanned = one.scanned
    return page | {
        "rotation": scanned.rotation,
        "hard": scanned.hard,
        "text": [text for text, _ in scanned.lines],
        "text_boxes": [list(box) for _, box in scanned.lines],
        "cells": [[*cell[:4], list(cell[4])] for cell in scanned.cells],
        "ticks": [[name, state, list(box)] for name, state, box in scanned.ticks],
    }


def _laid(page: Print) -> dict[str, Any]:
    return {
        "text_boxes": [list(box) for box in page.lines],
        "cells": [[*cell[:4], list(cell[4])] for cell in page.cells],
        "ticks": [[name, state, list(box)] for name, state, box in page.ticks],
    }


def seal_truth(file: str, page: int, seal: PlacedSeal) -> dict[str, Any]:
    """Return the truth of one seal."""
    return {
        "file": file,
        "page": page,
        "box": list(seal.box),
        "shape": seal.spec.shape,
        "kind": seal.spec.kind,
        "title": seal.spec.title,
        "purpose": seal.spec.purpose,
        "code": seal.spec.code,
        "ink": seal.ink,
        "expected": seal.expected,
        "place": seal.place,
        "complete": seal.complete,
    }


def truth_of(
    packet: Packet, filed: list[Filed], entries: list[str], troubles: list[Trouble]
) -> dict[str, Any]:
    """Return the whole truth about a packet."""
    plan, fields = packet.plan, fields_of(packet)
    sources: dict[str, list[str]] = {}
    for one in filed:
        if one.kind in fields and one.source not in sources.setdefault(one.kind, []):
            sources[one.kind].append(one.source)
    pages = {(one.file, one.page): one for one in filed}
    truth: dict[str, Any] = {
        "packet": plan.name,
        "entries": entries,
        "award": plan.case.award,
        "applicant": plan.case.org.name,
        "item": plan.case.item,
        "hard": any(one.scanned and one.scanned.hard for one in filed),
        "fields": fields,
        "sources": sources,
        "rows": rows_of(packet),
        "documents": document_list(filed),
        "pages": [page_truth(one) for one in pages.values()],
        "seals": [
            seal_truth(one.file, one.page, seal)
            for one in pages.values()
            if one.scanned
            for seal in one.scanned.seals
        ],
        "problems": [{"file": one.file, "code": one.code} for one in troubles],
        "defects": [{"code": d.code, "form": d.form, "where": d.where} for d in plan.defects],
    }
    if packet.by_hand:
        truth["by_hand"] = {kind: list(names) for kind, names in packet.by_hand.items()}
    return truth
