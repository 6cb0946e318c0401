"""From sorted deliveries to applications: who applies for what, and what belongs to it.

Credit code and names are evidence for joining, not keys: a join that is not certain is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from rapidfuzz.distance import Levenshtein

from checks.compare import comparable
from checks.documents import Document, Sorted, SubmittedFile
from checks.judge import Application, Office
from checks.programme import Award, Programme
from checks.receipts import Receipt
from checks.record import build_record
from extractors.facts import Presence
from extractors.language import squeezed

_SAME_NAME = 0.86
_CODE = "uscc"


@dataclass(frozen=True, slots=True)
class Delivered:
    """A delivery with its sorted pages; `received_hint` comes from a mail's Received line."""

    id: str
    name: str
    files: tuple[SubmittedFile, ...]
    pages: Sorted
    received_hint: datetime | None


@dataclass(frozen=True, slots=True)
class _Claim:
    """An application that a delivery makes."""

    award: str
    applicant: str
    code: str
    item: str
    delivered: Delivered


def assemble(
    deliveries: tuple[Delivered, ...], office: Office, programme: Programme
) -> tuple[Application, ...]:
    """Join deliveries into applications, in the order of the first delivery of each."""
    groups: list[list[_Claim]] = []
    loose: list[Delivered] = []
    for delivered in deliveries:
        claims = _claims(delivered, programme)
        if not claims:
            loose.append(delivered)
        for claim in claims:
            for group in groups:
                if any(_same(claim, other) for other in group):
                    group.append(claim)
                    break
            else:
                groups.append([claim])
    extra = _attached(loose, groups)
    applications = [
        _application(group, extra.get(index, ()), programme, office)
        for index, group in enumerate(groups)
    ]
    placed = {delivered.id for found in extra.values() for delivered in found}
    applications += [
        _orphan(delivered, programme, office) for delivered in loose if delivered.id not in placed
    ]
    return tuple(applications)


def _claims(delivered: Delivered, programme: Programme) -> list[_Claim]:
    claims: list[_Claim] = []
    for award in programme.awards:
        documents = [d for d in delivered.pages.documents if d.kind == award.form]
        for document in documents:
            claim = _claim(award, document, delivered, programme)
            if not any(_same(claim, other) for other in claims):
                claims.append(claim)
    return claims


def _claim(award: Award, document: Document, delivered: Delivered, programme: Programme) -> _Claim:
    record = build_record((document,), programme.forms)[award.form]
    applicant = str(record.reading(award.applicant).value or "")
    code_reading = record.reading(_CODE)
    code = str(code_reading.value or "") if not code_reading.objection else ""
    item = str(record.reading(award.item).value or "") if award.item else ""
    return _Claim(award.id, applicant, code, item, delivered)


def _same(one: _Claim, other: _Claim) -> bool:
    if one.award != other.award:
        return False
    same_delivery = one.delivered.id == other.delivered.id
    who = (one.code and one.code == other.code) or _alike(one.applicant, other.applicant)
    unknown = not (one.applicant or one.code) or not (other.applicant or other.code)
    what = _alike(one.item, other.item) or not (one.item and other.item)
    return bool((who or (unknown and same_delivery)) and what)


def _alike(one: str, other: str) -> bool:
    a, b = comparable(one), comparable(other)
    if not a or not b:
        return a == b
    return Levenshtein.normalized_similarity(a, b) >= (_SAME_NAME if len(a) > 4 else 0.99)


def _attached(
    loose: list[Delivered], groups: list[list[_Claim]]
) -> Mapping[int, tuple[Delivered, ...]]:
    """Deliveries without an award's form go to the one application whose name they share."""
    found: dict[int, tuple[Delivered, ...]] = {}
    for delivered in loose:
        fitting = [
            index
            for index, group in enumerate(groups)
            if any(_belongs(delivered, claim) for claim in group)
        ]
        if len(fitting) == 1:
            found[fitting[0]] = (*found.get(fitting[0], ()), delivered)
    return found


def _belongs(delivered: Delivered, claim: _Claim) -> bool:
    names = [
        str(document.facts.fields["org_name"].value)
        for document in delivered.pages.documents
        if "org_name" in document.facts.fields
        and document.facts.fields["org_name"].presence is Presence.FILLED
    ]
    return any(_alike(name, claim.applicant) for name in names) or (
        _stem(delivered.name) == _stem(claim.delivered.name)
    )


def _stem(name: str) -> str:
    """The part of an entry's name that two deliveries of one applicant share."""
    bare = squeezed(name).rpartition(".")[0] if "." in name[-6:] else squeezed(name)
    for ending in ("电子版", "纸质版", "扫描件", "补正", "材料"):
        bare = bare.removesuffix(ending).rstrip("_-（( ")
    return bare


def _application(
    group: list[_Claim], extra: tuple[Delivered, ...], programme: Programme, office: Office
) -> Application:
    award = programme.award(group[0].award)
    deliveries = tuple({c.delivered.id: c.delivered for c in group}.values()) + extra
    forms = {a.form for a in programme.awards}
    documents = tuple(
        document
        for delivered in deliveries
        for document in delivered.pages.documents
        if document.kind not in forms or _is_of(document, award, group, programme)
    )
    record = build_record(documents, programme.forms)
    form = record.get(award.form)
    applicant = str(form.reading(award.applicant).value or "") if form else ""
    item = str(form.reading(award.item).value or "") if form and award.item else ""
    receipt = _receipt(award, applicant or group[0].applicant, item, office.receipts)
    return Application(
        award=award.id,
        applicant=applicant,
        item=item,
        documents=documents,
        files=tuple(file for delivered in deliveries for file in delivered.files),
        rest=tuple(page for delivered in deliveries for page in delivered.pages.rest),
        receipt=receipt,
        received_at=_received(receipt, deliveries),
    )


def _is_of(document: Document, award: Award, group: list[_Claim], programme: Programme) -> bool:
    if document.kind != award.form:
        return False
    fields = document.facts.fields
    reading = fields.get(award.item) if award.item else None
    if reading is None or not reading.value:
        return True
    return any(_alike(str(reading.value), claim.item) or not claim.item for claim in group)


def _orphan(delivered: Delivered, programme: Programme, office: Office) -> Application:
    """A delivery without any award's form: the register may tell its award, else nothing does."""
    names = [
        str(d.facts.fields["org_name"].value)
        for d in delivered.pages.documents
        if "org_name" in d.facts.fields and d.facts.fields["org_name"].value
    ]
    applicant = names[0] if names else ""
    rows = [
        (award, receipt)
        for award in programme.awards
        if (receipt := _receipt(award, applicant, "", office.receipts)) is not None
    ]
    award, receipt = rows[0] if len(rows) == 1 else (None, None)
    return Application(
        award=award.id if award else "",
        applicant=applicant,
        item="",
        documents=delivered.pages.documents,
        files=delivered.files,
        rest=delivered.pages.rest,
        receipt=receipt,
        received_at=_received(receipt, (delivered,)),
    )


def _receipt(
    award: Award, applicant: str, item: str, receipts: tuple[Receipt, ...] | None
) -> Receipt | None:
    """The one row of the register for this application; None where none or several fit."""
    rows = [
        receipt
        for receipt in receipts or ()
        if _is_award(receipt, award) and _alike(receipt.applicant, applicant)
    ]
    exact = [row for row in rows if comparable(row.applicant) == comparable(applicant)]
    rows = exact or rows
    if len(rows) > 1 and item:
        rows = [row for row in rows if _alike(row.item, item)]
    return rows[0] if len(rows) == 1 else None


def _is_award(receipt: Receipt, award: Award) -> bool:
    said = squeezed(receipt.award)
    return not said or any(name in said for name in award.register_names)


def _received(receipt: Receipt | None, deliveries: tuple[Delivered, ...]) -> datetime | None:
    """The register's time, else the first mail's; never a file's own time stamp."""
    if receipt is not None and receipt.received_at is not None:
        return receipt.received_at
    hints = [d.received_hint for d in deliveries if d.received_hint is not None]
    return min(hints, default=None)
