"""Rules on two places that must say the same."""

from __future__ import annotations

from typing import Any, Literal

from checks.compare import Agreement, agreement
from checks.findings import Finding, Verdict
from checks.kinds.base import Case, Kind, RuleHead, finding, label_of, shown
from checks.record import Entry, FormRecord, field_types
from extractors.facts import Presence, Reading

_VERDICT = {
    Agreement.SAME: Verdict.MET,
    Agreement.DIFFERENT: Verdict.UNMET,
    Agreement.UNCLEAR: Verdict.UNSURE,
}


class Agrees(Kind):
    """The award's form and another document say the same in these fields."""

    kind: Literal["agrees"]
    document: str
    fields: tuple[str, ...]

    def judge(self, rule: RuleHead, case: Case) -> tuple[Finding, ...]:
        """A field that either does not hold is not compared."""
        form, other = case.form_record(""), case.record.get(self.document)
        if form is None or other is None:
            return ()
        found = (_compared(rule, case, form, other, name) for name in self.fields)
        return tuple(one for one in found if one is not None)

    def forms_named(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return ((self.document, self.fields), ("", self.fields))


def _compared(
    rule: RuleHead, case: Case, form: FormRecord, other: FormRecord, name: str
) -> Finding | None:
    entry = form.fields.get(name)
    there = other.reading(name)
    if entry is None or there.presence is not Presence.FILLED:
        return None
    kind = field_types(form.form)[name]
    ours = _ours(entry, kind)
    if not ours:
        return None
    answers = [_answer(reading, there, kind) for reading in ours]
    best = next(
        (a for a in (Agreement.SAME, Agreement.UNCLEAR) if a in answers), Agreement.DIFFERENT
    )
    taken = entry.taken if entry.taken.presence is Presence.FILLED else ours[0]
    parameters = {
        "label": label_of(form.form, name),
        "form_value": shown(taken),
        "document_name": other.form.name,
        "document_value": shown(there),
    }
    return finding(
        rule, _VERDICT[best], form=other.form.kind, where=name,
        reason="" if best is not Agreement.UNCLEAR else "reading-doubtful",
        parameters=parameters, evidence=(taken.evidence, there.evidence),
    )  # fmt: skip


def _ours(entry: Entry, kind: str) -> list[Reading[Any]]:
    """What the form says: as typed, where the paper says so too; else each version."""
    filled = [r for r in (entry.paper, entry.electronic) if r.presence is Presence.FILLED]
    if len(filled) == 2 and agreement(entry.paper, entry.electronic, kind) is Agreement.SAME:
        return [entry.electronic]
    return filled


def _answer(one: Reading[Any], other: Reading[Any], kind: str) -> Agreement:
    """A code that fails its own check was misread or is wrong: not for this rule to say."""
    answer = agreement(one, other, kind)
    if answer is Agreement.DIFFERENT and other.objection:
        return Agreement.UNCLEAR
    return answer


class VersionsAgree(Kind):
    """The award's form says the same on paper and in the electronic version, field by field."""

    kind: Literal["versions_agree"]

    def judge(self, rule: RuleHead, case: Case) -> tuple[Finding, ...]:
        """Opinion and declaration blocks are left out: on paper they are signed, dated by hand
        and sealed over, in the electronic version they are not."""
        record = case.form_record("")
        if record is None or not record.paper or not record.electronic:
            return ()
        found = []
        differing = False
        for name, kind in ((field.name, field.type) for field in record.form.fields):
            entry = record.fields[name]
            if field_is_office(record, name) or not _both_written(entry.paper, entry.electronic):
                continue
            answer = agreement(entry.paper, entry.electronic, kind)
            if answer is Agreement.SAME:
                continue
            differing = True
            found.append(
                finding(
                    rule, _VERDICT[answer], form=record.form.kind, where=name,
                    reason="" if answer is Agreement.DIFFERENT else "reading-doubtful",
                    parameters={
                        "form_name": record.form.name,
                        "label": label_of(record.form, name),
                        "paper": shown(entry.paper),
                        "electronic": shown(entry.electronic),
                    },
                    evidence=(entry.paper.evidence, entry.electronic.evidence),
                )
            )  # fmt: skip
        if not differing:
            found.append(finding(rule, Verdict.MET, form=record.form.kind))
        return tuple(found)


def field_is_office(record: FormRecord, name: str) -> bool:
    """True for cells that the office fills in."""
    return any(field.name == name and field.office_only for field in record.form.fields)


def _both_written(paper: Reading[Any], electronic: Reading[Any]) -> bool:
    return paper.presence is Presence.FILLED and electronic.presence is Presence.FILLED
