"""Rules on single fields: filled, valid, not too long, in force, in order."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import PositiveInt

from checks.compare import comparable
from checks.findings import Finding, Verdict
from checks.kinds.base import (
    HANDWRITTEN,
    Case,
    Kind,
    RuleHead,
    by_hand,
    finding,
    label_of,
    shown,
)
from checks.record import Entry, FormRecord
from extractors.dates import span_of
from extractors.facts import Origin, Presence, Reading

_SURE = 0.9
_ONE_LOST_OF = 200  # a character lost or doubled in so many, at the most


class Filled(Kind):
    """Every required field of the award's form has something in it (无 counts: it is stated)."""

    kind: Literal["filled"]

    def judge(self, rule: RuleHead, case: Case) -> tuple[Finding, ...]:
        """One finding a field; whether it is filled needs presence, not certain characters."""
        record = case.form_record("")
        if record is None:
            return ()
        names = [field.name for field in record.form.fields if field.required]
        found = [_filled(rule, case, record, name) for name in names]
        found += [
            _rows_filled(rule, case, record, rows.name)
            for rows in record.form.rows
            if rows.required
        ]
        return tuple(found)


def _filled(rule: RuleHead, case: Case, record: FormRecord, name: str) -> Finding:
    entry = record.fields[name]
    verdict, reason = _presence_verdict(entry, record)
    parameters = {"form_name": record.form.name, "label": label_of(record.form, name)}
    place = entry.paper.evidence or entry.electronic.evidence
    return finding(
        rule, verdict, form=record.form.kind, where=name, reason=reason, parameters=parameters,
        evidence=(place,),
    )  # fmt: skip


def _presence_verdict(entry: Entry, record: FormRecord) -> tuple[Verdict, str]:
    written = (Presence.FILLED, Presence.STATED_NONE)
    states = [_state(entry.paper)] if record.paper else []
    states += [_state(entry.electronic)] if record.electronic else []
    if all(state in written for state in states):
        return Verdict.MET, ""
    if any(state in written for state in states):
        # One version has it. A recogniser may have missed it on paper, which is no defect.
        if entry.electronic.presence in written and entry.paper.presence is not Presence.BLANK:
            return Verdict.MET, "electronic-only"
        return Verdict.UNSURE, "one-version-blank"
    if Presence.UNREADABLE in states:
        return Verdict.UNSURE, "unreadable"
    if Presence.BLANK in states:
        return Verdict.UNMET, ""
    return Verdict.UNSURE, "label-not-found"


def _state(reading: Reading[Any]) -> Presence:
    """What a guess says may be another field's: neither filled nor blank for certain."""
    return Presence.NOT_FOUND if reading.origin is Origin.GUESSED else reading.presence


def _rows_filled(rule: RuleHead, case: Case, record: FormRecord, name: str) -> Finding:
    parameters = {"form_name": record.form.name, "label": label_of(record.form, name)}
    if record.rows.get(name):
        verdict, reason = Verdict.MET, ""
    else:
        verdict, reason = Verdict.UNSURE, "no-rows"
    return finding(
        rule, verdict, form=record.form.kind, where=name, reason=reason, parameters=parameters
    )


class Valid(Kind):
    """Fields of this type on the award's form pass their own check (check digits)."""

    kind: Literal["valid"]
    type: str

    def judge(self, rule: RuleHead, case: Case) -> tuple[Finding, ...]:
        """A wrong check digit on one doubtful reading is doubt; on two versions it is a defect."""
        record = case.form_record("")
        if record is None:
            return ()
        return tuple(
            _valid(rule, record, field.name, record.fields[field.name])
            for field in record.form.fields
            if field.type == self.type
            and record.fields[field.name].taken.presence is Presence.FILLED
        )


def _valid(rule: RuleHead, record: FormRecord, name: str, entry: Entry) -> Finding:
    readings = [r for r in (entry.electronic, entry.paper) if r.presence is Presence.FILLED]
    good = [reading for reading in readings if not reading.objection]
    verdict, reason = Verdict.MET, ""
    if not good:
        same = len({comparable(reading.value) for reading in readings}) == 1
        certain = (len(readings) > 1 and same and not by_hand(*readings)) or any(
            _certain(r) for r in readings
        )
        verdict = Verdict.UNMET if certain else Verdict.UNSURE
        reason = readings[0].objection
    elif all(reading.origin is Origin.REPAIRED for reading in good):
        verdict, reason = Verdict.UNSURE, "repaired"
    elif all(map(by_hand, good)):
        verdict, reason = Verdict.UNSURE, HANDWRITTEN
    parameters = {"form_name": record.form.name, "value": shown(entry.taken)}
    return finding(
        rule, verdict, form=record.form.kind, where=name, reason=reason, parameters=parameters,
        evidence=(entry.taken.evidence,),
    )  # fmt: skip


def _certain(reading: Reading[Any]) -> bool:
    """Typed text is what it is, and so is what a person read; a recogniser's is not."""
    if reading.origin is Origin.PERSON:
        return True
    return reading.evidence is not None and reading.evidence.box is None


class Length(Kind):
    """A text has at most so many characters, punctuation included, white space not."""

    kind: Literal["length"]
    form: str
    field: str
    most: PositiveInt

    def judge(self, rule: RuleHead, case: Case) -> tuple[Finding, ...]:
        """Unsure where so few characters decide as a recogniser may have lost or doubled."""
        record = case.form_record(self.form)
        reading = record.reading(self.field) if record else None
        if reading is None or not isinstance(reading.value, str):
            return ()
        length = len("".join(reading.value.split()))
        verdict = Verdict.MET if length <= self.most else Verdict.UNMET
        near = abs(length - self.most) <= max(1, self.most // _ONE_LOST_OF)
        doubtful = near and reading.confidence < _SURE and not _certain(reading)
        reason = "length-doubtful" if doubtful else ""
        if verdict is Verdict.UNMET and by_hand(reading) and not doubtful:
            doubtful, reason = True, HANDWRITTEN
        return (
            finding(rule, Verdict.UNSURE if doubtful else verdict, form=self.form,
                    where=self.field, reason=reason,
                    parameters={"length": length, "most": self.most},
                    evidence=(reading.evidence,)),
        )  # fmt: skip

    def forms_named(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return ((self.form, (self.field,)),)


class InForce(Kind):
    """A document is valid on the closing day; 长期 is for ever."""

    kind: Literal["in_force"]
    document: str
    field: str

    def judge(self, rule: RuleHead, case: Case) -> tuple[Finding, ...]:
        """Every document of the kind is looked at; the one valid longest counts."""
        record = case.record.get(self.document)
        if record is None:
            return ()
        readings = [
            document.facts.fields[self.field]
            for document in record.documents
            if self.field in document.facts.fields
        ]
        spans = [(_last_day(reading), reading) for reading in readings]
        known = [(last, reading) for last, reading in spans if last is not None]
        if not known:
            return (
                finding(rule, Verdict.UNSURE, form=self.document, where=self.field,
                        reason="not-readable"),
            )  # fmt: skip
        last, reading = max(known, key=lambda pair: pair[0])
        verdict = Verdict.MET if last >= case.closing else Verdict.UNMET
        if by_hand(reading) or (verdict is Verdict.UNMET and reading.confidence < 0.8):
            verdict = Verdict.UNSURE
        return (
            finding(rule, verdict, form=self.document, where=self.field,
                    reason=_why(verdict, reading), parameters={"value": shown(reading)},
                    evidence=(reading.evidence,)),
        )  # fmt: skip

    def forms_named(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return ((self.document, (self.field,)),)


def _why(verdict: Verdict, *readings: Reading[Any]) -> str:
    """The reason of a doubt, where it is the handwriting."""
    return HANDWRITTEN if verdict is Verdict.UNSURE and by_hand(*readings) else ""


def _last_day(reading: Reading[Any]) -> date | None:
    if reading.value == "长期":
        return date.max
    span = span_of(str(reading.value)) if reading.value else None
    return span[1] if span else None


class YearsSince(Kind):
    """So many years lie between a date and the closing day."""

    kind: Literal["years_since"]
    form: str
    field: str
    least: PositiveInt

    def judge(self, rule: RuleHead, case: Case) -> tuple[Finding, ...]:
        """Unsure where the date is only known to the year or month and that matters."""
        record = case.form_record(self.form)
        reading = record.reading(self.field) if record else None
        span = span_of(str(reading.value)) if reading and reading.value else None
        if reading is None or span is None:
            return ()
        day = case.closing
        latest = date(day.year - self.least, day.month, min(day.day, 28))
        verdict = Verdict.UNSURE
        if span[1] <= latest:
            verdict = Verdict.MET
        elif span[0] > latest:
            verdict = Verdict.UNMET
        if by_hand(reading):
            verdict = Verdict.UNSURE
        return (
            finding(rule, verdict, form=self.form, where=self.field,
                    reason=_why(verdict, reading),
                    parameters={"value": shown(reading), "least": self.least},
                    evidence=(reading.evidence,)),
        )  # fmt: skip

    def forms_named(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return ((self.form, (self.field,)),)


class InOrder(Kind):
    """One date lies before another."""

    kind: Literal["in_order"]
    form: str
    first: str
    last: str

    def judge(self, rule: RuleHead, case: Case) -> tuple[Finding, ...]:
        """Nothing to say where either is missing: that is another rule's."""
        record = case.form_record(self.form)
        pair = _period(record, self.first, self.last) if record else None
        if pair is None:
            return ()
        (first, start), (last, end) = pair
        verdict = Verdict.UNSURE
        if start[1] < end[0]:
            verdict = Verdict.MET
        elif start[0] >= end[1]:
            verdict = Verdict.UNMET
        if by_hand(first, last):
            verdict = Verdict.UNSURE
        return (
            finding(rule, verdict, form=self.form, where=self.last,
                    reason=_why(verdict, first, last),
                    parameters={"first": shown(first), "last": shown(last)},
                    evidence=(first.evidence, last.evidence)),
        )  # fmt: skip

    def forms_named(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return ((self.form, (self.first, self.last)),)


Dated = tuple[Reading[Any], tuple[date, date]]


def _period(record: FormRecord, first: str, last: str) -> tuple[Dated, Dated] | None:
    start, end = record.reading(first), record.reading(last)
    spans = [span_of(str(r.value)) if r.value else None for r in (start, end)]
    if spans[0] is None or spans[1] is None:
        return None
    return (start, spans[0]), (end, spans[1])


class YearsWithin(Kind):
    """The years in a table's column lie within a period."""

    kind: Literal["years_within"]
    form: str
    rows: str
    column: str
    first: str
    last: str

    def judge(self, rule: RuleHead, case: Case) -> tuple[Finding, ...]:
        """A period that is itself the wrong way round is another rule's."""
        record = case.form_record(self.form)
        pair = _period(record, self.first, self.last) if record else None
        if record is None or pair is None:
            return ()
        (first, start), (last, end) = pair
        if start[0] > end[1]:
            return ()
        cells = [row[self.column] for row in record.rows.get(self.rows, ()) if self.column in row]
        years = [(cell, cell.value) for cell in cells if isinstance(cell.value, int)]
        outside = [(cell, year) for cell, year in years if not start[0].year <= year <= end[1].year]
        unsure = by_hand(first, last) or (
            bool(outside) and all(cell.confidence < _SURE for cell, _ in outside)
        )
        verdict = Verdict.UNSURE if unsure else Verdict.UNMET if outside else Verdict.MET
        parameters = {
            "years": "、".join(str(year) for _, year in outside),
            "first": shown(first),
            "last": shown(last),
        }
        return (
            finding(rule, verdict, form=self.form, where=self.rows,
                    reason=_why(verdict, first, last, *(cell for cell, _ in outside)),
                    parameters=parameters,
                    evidence=tuple(cell.evidence for cell, _ in outside)),
        )  # fmt: skip

    def forms_named(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return ((self.form, (self.first, self.last)),)
