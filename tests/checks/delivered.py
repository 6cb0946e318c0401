"""Deliveries made by hand: documents with the fields that a reader would have found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count

from checks.documents import Copy, Delivered, Document, PageRef, Sorted, SubmittedFile
from extractors.facts import Evidence, PageFacts, Presence, Reading, Seal, Source
from extractors.formtypes import FormFacts, Place
from tests.checks.paper import line, page

FIRM, OTHER_FIRM = "上海申江精密机械有限公司", "华东蓝海生物医药股份有限公司"
CODE, OTHER_CODE = "91350100M000100Y43", "91110000600037341L"
_serial = count(1)


def document(
    kind: str,
    fields: Mapping[str, str] | None = None,
    copy: Copy = Copy.ORIGINAL,
    path: str = "",
    places: Sequence[str] = (),
    seals: Sequence[Seal] = (),
    text: Sequence[str] = (),
    sure: float = 0.99,
) -> Document:
    """A document of one page; an empty value is a blank field."""
    path = path or f"{kind}.pdf"
    sha256 = f"{next(_serial):064x}"
    source = Source.WORD if copy is Copy.ELECTRONIC else Source.OCR
    facts = page(1, [line(one, 100 + 40 * n) for n, one in enumerate(text)], seals=seals)
    readings = {
        name: Reading(
            value or None, value, sure, Presence.FILLED if value else Presence.BLANK,
            evidence=Evidence(sha256, 1, None),
        )
        for name, value in (fields or {}).items()
    }  # fmt: skip
    found = {name: Place(sha256, 1, None) for name in places}
    return Document(
        kind=kind, copy=copy, copy_known_by="", kind_known_by="title",
        pages=(PageRef("", path, sha256, 1),),
        page_facts=(replace(facts, source=source),),
        facts=FormFacts(kind, ((sha256, 1),), readings, {}, found),
        typed=copy is Copy.ELECTRONIC,
    )  # fmt: skip


def organisation(
    name: str = FIRM, code: str = CODE, copy: Copy = Copy.ORIGINAL, **more: str
) -> Document:
    return document("award_org", {"org_name": name, "uscc": code, **more}, copy)


def project(item: str, name: str = FIRM, code: str = CODE, **more: str) -> Document:
    return document("award_project", {"org_name": name, "uscc": code, "project_name": item, **more})


def person(who: str, name: str = FIRM, path: str = "", code: str = "") -> Document:
    fields = {"employer": name, "person_name": who} | ({"uscc": code} if code else {})
    return document("award_person", fields, path=path)


def delivered(
    key: str,
    *documents: Document,
    name: str = "",
    hint: datetime | None = None,
    pages: Sequence[PageFacts] = (),
) -> Delivered:
    """A delivery of these documents, each a file; `pages` are those of one more, unsorted file."""
    own = tuple(
        replace(one, pages=tuple(replace(ref, delivery=key) for ref in one.pages))
        for one in documents
    )
    files = [
        SubmittedFile(key, one.pages[0].path, one.pages[0].sha256, "pdf", one.page_facts)
        for one in own
    ]
    if pages:
        files.append(SubmittedFile(key, "其他.pdf", f"{next(_serial):064x}", "pdf", tuple(pages)))
    return Delivered(key, name or f"{key}.zip", tuple(files), Sorted(own, (), ()), hint)
