"""What every rule kind gets and answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict

from checks.documents import PageRef, SubmittedFile
from checks.findings import Finding, Severity, Verdict
from checks.receipts import Asked, Member, Receipt
from checks.record import FormRecord, Record
from extractors.facts import Evidence, Origin, Reading
from extractors.formtypes import Block, Form


@dataclass(frozen=True, slots=True)
class HouseRules:
    """Questions that the notice leaves open, as the pack answers them."""

    deadline_day_counts: bool
    signature_demanded: bool
    copies_need_original_seal: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One packet as the rules see it. `applicant` is "" where no name could be read.

    `later` is when corrections came, None where nobody knows; `asked` are the letters before.
    """

    award: str
    form: str
    applicant: str
    closing: date
    record: Record
    forms: Mapping[str, Form]
    places: Mapping[str, str]
    files: tuple[SubmittedFile, ...]
    rest: tuple[PageRef, ...]
    receipt: Receipt | None
    receipts_known: bool
    received_at: datetime | None
    members: tuple[Member, ...] | None
    house: HouseRules
    later: tuple[datetime | None, ...] = ()
    asked: tuple[Asked, ...] = ()

    def form_record(self, kind: str) -> FormRecord | None:
        """The documents of a kind; "" means the award's own form."""
        return self.record.get(kind or self.form)

    def form_name(self, kind: str) -> str:
        form = self.forms.get(kind or self.form)
        return form.name if form else kind

    def unreadable(self) -> tuple[SubmittedFile, ...]:
        """Files that could not be opened: what is missing may be in them."""
        return tuple(file for file in self.files if file.problems and not file.pages)


@dataclass(frozen=True, slots=True)
class RuleHead:
    """What a finding takes over from its rule."""

    id: str
    code: str
    severity: Severity


class Kind(BaseModel):
    """A rule kind: typed parameters and a judgement over a case."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def judge(self, rule: RuleHead, case: Case) -> tuple[Finding, ...]:
        """Answer with findings, MET ones too; none where the rule has nothing to look at."""
        raise NotImplementedError

    def forms_named(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Forms and fields that the parameters name, for binding; "" is the award's own form."""
        return ()

    def places_named(self) -> tuple[str, ...]:
        """Places that the parameters name, on whatever form they stand, for binding."""
        return ()


def finding(
    rule: RuleHead,
    verdict: Verdict,
    *,
    form: str = "",
    where: str = "",
    reason: str = "",
    parameters: Mapping[str, object] | None = None,
    evidence: tuple[Evidence | None, ...] = (),
) -> Finding:
    """Make a finding of a rule."""
    return Finding(
        rule.id,
        rule.code,
        verdict,
        rule.severity,
        form,
        where,
        reason,
        {key: str(value) for key, value in (parameters or {}).items()},
        tuple(place for place in evidence if place is not None),
    )


HANDWRITTEN = "handwritten"  # the reason of a doubt


def by_hand(*readings: Reading[Any]) -> bool:
    """Whether something among these was written with a pen: no verdict may stand on that alone."""
    return any(reading.origin is Origin.HANDWRITTEN for reading in readings)


def applicant_by_hand(case: Case) -> bool:
    """Whether the applicant's name is known from handwriting only."""
    record = case.form_record("")
    if record is None:
        return False
    return by_hand(record.reading("employer" if "employer" in record.fields else "org_name"))


_HALVES = {"_date": "日期", "_signature": "签字"}
# What a place without labels of its own is called: only letters and covers are such.
_UNLABELLED = {"page": "落款", "cover": "封面", "cell": "意见栏"}


@lru_cache(maxsize=4096)
def label_of(form: Form, name: str) -> str:
    """How staff know a field, a block or a list: its first label."""
    for field in form.fields:
        if field.name == name and field.labels:
            return field.labels[0]
    for block in form.blocks:
        half = _half(block, name)
        if half is not None:
            return (block.labels[0] if block.labels else _UNLABELLED[block.whole]) + half
    for rows in form.rows:
        if rows.name == name:
            return "、".join(column.labels[0] for column in rows.columns[:3]) + "（列表）"
    return name


def _half(block: Block, name: str) -> str | None:
    """What of a block is meant: "" for all of it, None where the name is none of its own."""
    if name == block.date_name:
        return _HALVES["_date"]
    if not name.startswith(block.name):
        return None
    tail = name.removeprefix(block.name)
    return "" if not tail else _HALVES.get(tail)


def shown(reading: Reading[Any]) -> str:
    """A value as a message shows it; at most 60 characters."""
    value = reading.value
    text = "、".join(value) if isinstance(value, tuple) else str(value if value is not None else "")
    if isinstance(value, bool):
        text = "是" if value else "否"
    text = text or reading.raw
    return text if len(text) <= 60 else text[:59] + "…"
