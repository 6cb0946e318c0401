"""Judging: pure functions from facts to packets with findings. Run again at will."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Final

from checks.decided import FindingSaid, settled
from checks.documents import Delivered, Document, PageRef, Replaced, SubmittedFile
from checks.findings import Finding, Severity, Standing, Verdict, standing
from checks.joins import Doubt
from checks.kinds.across import Unique
from checks.kinds.alike import AcrossKind, Beside
from checks.kinds.base import Case
from checks.programme import Award, Programme, Rule
from checks.receipts import Asked, Member, Receipt
from checks.record import Record, build_record
from checks.registered import is_later_row
from extractors.facts import Evidence

# Of material that belongs to no application: the rule and the code of the one finding on it.
UNSORTED: Final = "unsorted"
UNSORTED_CODE: Final = "U01"
_MOST_PLACES = 20

# Kinds of rules that say something only when packets are held beside each other.
ACROSS = (Unique, AcrossKind)


@dataclass(frozen=True, slots=True)
class Application:
    """What makes one packet: documents and files of an applicant for one award and item.

    `award` is "" for material of which nothing says what is applied for. `deliveries` in the
    order of arrival; `receipt` is what the register's `receipts` say together. `doubts` are about
    the joining of the deliveries; `later` are the ids of those that corrected what came before,
    `replaced` the documents that they brought anew; `asked` are the notices that asked for them.
    """

    award: str
    applicant: str
    item: str
    documents: tuple[Document, ...]
    files: tuple[SubmittedFile, ...]
    rest: tuple[PageRef, ...]
    receipt: Receipt | None
    received_at: datetime | None
    deliveries: tuple[Delivered, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    replaced: tuple[Replaced, ...] = ()
    later: tuple[str, ...] = ()
    asked: tuple[Asked, ...] = ()

    @property
    def is_unsorted(self) -> bool:
        return not self.award


@dataclass(frozen=True, slots=True)
class Office:
    """What the office has besides the packets; None where it was not given."""

    receipts: tuple[Receipt, ...] | None
    members: tuple[Member, ...] | None


@dataclass(frozen=True, slots=True)
class Judged:
    """A packet's record and findings."""

    application: Application
    record: Record
    findings: tuple[Finding, ...]

    @property
    def standing(self) -> Standing:
        return standing(self.findings)


Evaluate = Callable[[Rule, Case], tuple[Finding, ...]]


def evaluate(rule: Rule, case: Case) -> tuple[Finding, ...]:
    """What a rule says of a packet."""
    return rule.require.judge(rule.head(), case)


def judge(
    application: Application,
    office: Office,
    programme: Programme,
    said: Mapping[str, FindingSaid] = MappingProxyType({}),
    ask: Evaluate = evaluate,
) -> Judged:
    """Fill the record of a packet and hold every rule of its award against it.

    `said` is what people answered to findings, by the findings' keys. `ask` answers as `evaluate`
    does; it may know the answer already.
    """
    record = build_record(application.documents, programme.forms)
    if application.is_unsorted:
        return Judged(application, record, (_unsorted(application),))
    award = programme.award(application.award)
    case = _case(application, record, award, office, programme)
    findings = tuple(
        finding for rule in programme.rules if award.id in rule.award for finding in ask(rule, case)
    )
    return Judged(application, record, settled(findings, said))


def _unsorted(application: Application) -> Finding:
    """The one thing to say of material that belongs to no application: people are to sort it."""
    places = tuple(
        Evidence(file.sha256, file.pages[0].number, None)
        for file in application.files
        if file.pages
    )
    return Finding(
        UNSORTED, UNSORTED_CODE, Verdict.UNSURE, Severity.SUPPLEMENT, reason=UNSORTED,
        evidence=places[:_MOST_PLACES],
    )  # fmt: skip


def compare_packets(judged: tuple[Judged, ...], programme: Programme) -> tuple[Judged, ...]:
    """Add what only shows when packets are held beside each other (duplicates), in their order."""
    added: list[list[Finding]] = [[] for _ in judged]
    for rule in programme.rules:
        if not isinstance(rule.require, ACROSS):
            continue
        places = [i for i, one in enumerate(judged) if one.application.award in rule.award]
        for index, found in _across(rule, [judged[i] for i in places], programme).items():
            added[places[index]].append(found)
    return tuple(
        replace(one, findings=(*one.findings, *more)) if more else one
        for one, more in zip(judged, added, strict=True)
    )


def _across(rule: Rule, judged: Sequence[Judged], programme: Programme) -> Mapping[int, Finding]:
    if isinstance(rule.require, Unique):
        packets = [(one.application.applicant, one.record) for one in judged]
        return rule.require.across(rule.head(), packets)
    if isinstance(rule.require, AcrossKind):
        return rule.require.across(rule.head(), [_beside(one, programme) for one in judged])
    return {}


def _beside(judged: Judged, programme: Programme) -> Beside:
    one = judged.application
    name = programme.award(one.award).name
    return Beside(one.applicant, name, one.item, one.documents, one.files, programme.forms)


def _case(
    application: Application,
    record: Record,
    award: Award,
    office: Office,
    programme: Programme,
) -> Case:
    forms = {form.kind: form for form in programme.forms}
    return Case(
        award=award.id,
        form=award.form,
        applicant=application.applicant,
        closing=award.closing,
        record=record,
        forms=forms,
        places=programme.places,
        files=application.files,
        rest=application.rest,
        receipt=application.receipt,
        receipts_known=office.receipts is not None,
        received_at=application.received_at,
        members=office.members,
        house=programme.house.rules(),
        later=_came_later(application),
        asked=application.asked,
    )


def _came_later(application: Application) -> tuple[datetime | None, ...]:
    """When corrections came, by the register or the mail; None for those of which nobody knows."""
    rows = [row.received_at for row in application.receipts if is_later_row(row)]
    brought = [one for one in application.deliveries if one.id in application.later]
    hints = [one.received_hint for one in brought if one.received_hint is not None]
    days = {at.date() for at in rows if at is not None}
    apart = [at for at in hints if at.date() not in days]  # a mail with its row came once
    untold = len(brought) - len(apart) - len(rows)
    return (*rows, *apart, *[None] * untold)


def message_of(finding: Finding, programme: Programme) -> tuple[str, str]:
    """Message and remedy of a finding, from the pack; unknown names stay as they are."""
    rule = programme.rule(finding.rule)
    names = _Names(finding.parameters)
    return rule.message.format_map(names), rule.remedy.format_map(names)


class _Names(dict[str, str]):
    """Parameters of a message; one that a rule did not give is left out."""

    def __init__(self, parameters: Mapping[str, str]) -> None:
        super().__init__(parameters)

    def __missing__(self, key: str) -> str:
        return ""
