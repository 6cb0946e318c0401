"""What changed in a packet from one version to the next: field by field, finding by finding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from checks.compare import Agreement, agreement
from checks.documents import Delivered, Document, Replaced
from checks.findings import Finding, Turn, Verdict
from checks.judge import Judged
from checks.record import NOT_FOUND, FormRecord, Row, field_types
from extractors.facts import Evidence, Reading


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that says something else now; both readings carry where they stand.

    `row` is 0-based and `column` its name, in a table; None and "" elsewhere. It is not `sure`
    where a recogniser may have made the difference.
    """

    form: str
    name: str
    old: Reading[Any]
    new: Reading[Any]
    sure: bool
    row: int | None = None
    column: str = ""


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding that is open now or was before; `proof` is where it shows that it is cured."""

    turn: Turn
    finding: Finding
    before: Finding | None
    proof: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One step of a packet's history: what was brought, and what came of it.

    `deliveries` are those that came with it; none where only the register tells of copies.
    """

    deliveries: tuple[Delivered, ...]
    added: tuple[Document, ...]
    replaced: tuple[Replaced, ...]
    fields: tuple[FieldChange, ...]
    findings: tuple[FindingChange, ...]

    def count(self, turn: Turn) -> int:
        return sum(one.turn is turn for one in self.findings)


def history(states: tuple[Judged, ...]) -> tuple[Change, ...]:
    """What changed at each step of a packet's states (`versions.states`, judged)."""
    return tuple(compared(a, b) for a, b in pairwise(states))


def compared(before: Judged, after: Judged) -> Change:
    """What changed from one state of a packet to a later one."""
    known = {one.id for one in before.application.deliveries}
    came = tuple(one for one in after.application.deliveries if one.id not in known)
    fresh = {one.id for one in came}
    told = {id(one.document) for one in before.application.replaced}
    replaced = tuple(one for one in after.application.replaced if id(one.document) not in told)
    instead = {id(one.by) for one in replaced}
    return Change(
        deliveries=came,
        added=tuple(
            document
            for document in after.application.documents
            if document.pages[0].delivery in fresh and id(document) not in instead
        ),
        replaced=replaced,
        fields=tuple(_fields(before, after)),
        findings=tuple(_findings(before.findings, after)),
    )


# --- fields ------------------------------------------------------------------------------------


def _fields(before: Judged, after: Judged) -> Iterator[FieldChange]:
    for kind, now in after.record.items():
        was = before.record.get(kind)
        if was is not None:
            yield from _of_form(kind, was, now)


def _of_form(kind: str, was: FormRecord, now: FormRecord) -> Iterator[FieldChange]:
    for name, type_ in field_types(now.form).items():
        old, new = was.reading(name), now.reading(name)
        if type_ != "signature" and (sure := _differ(old, new, type_)) is not None:
            yield FieldChange(kind, name, old, new, sure)
    for table in now.form.rows:
        types = {column.name: column.type for column in table.columns}
        pairs = _paired(was.rows.get(table.name, ()), now.rows.get(table.name, ()))
        for number, (old_row, new_row) in enumerate(pairs):
            for column, type_ in types.items():
                old, new = old_row.get(column, NOT_FOUND), new_row.get(column, NOT_FOUND)
                if (sure := _differ(old, new, type_)) is not None:
                    yield FieldChange(kind, table.name, old, new, sure, number, column)


def _paired(was: tuple[Row, ...], now: tuple[Row, ...]) -> Iterator[tuple[Row, Row]]:
    none: Row = {}
    for number in range(max(len(was), len(now))):
        yield (
            was[number] if number < len(was) else none,
            now[number] if number < len(now) else none,
        )


def _differ(old: Reading[Any], new: Reading[Any], type_: str) -> bool | None:
    """None where both say the same or stand in the same place; else whether that is sure."""
    same_place = old.evidence is not None and old.evidence == new.evidence
    if same_place and (old.value, old.presence) == (new.value, new.presence):
        return None
    if (old.presence, old.raw) == (new.presence, new.raw):
        return None
    said = agreement(old, new, type_)
    if old.presence is not new.presence:
        return said is not Agreement.SAME or None
    return None if said is Agreement.SAME else said is Agreement.DIFFERENT


# --- findings ----------------------------------------------------------------------------------

_Key = tuple[str, str, str]


def _findings(before: tuple[Finding, ...], after: Judged) -> Iterator[FindingChange]:
    """Open findings of both states, each once; those of one rule and place in their order."""
    was, now = _open(before), _open(after.findings)
    met = {_key(one): one for one in after.findings if one.verdict is Verdict.MET}
    for key, found in now.items():
        old = was.get(key, [])
        for number, one in enumerate(found):
            known = old[number] if number < len(old) else None
            turn = Turn.STILL_OPEN if known is not None else Turn.NEW
            yield FindingChange(turn, one, known)
    for key, found in was.items():
        for one in found[len(now.get(key, [])) :]:
            proof = met[key].evidence if key in met else ()
            proof = proof or _stands(one, after)
            yield FindingChange(Turn.CURED, met.get(key, one), one, proof)


def _stands(finding: Finding, after: Judged) -> tuple[Evidence, ...]:
    """Where what a finding was about stands now; nothing where it is about no field of a form."""
    form = after.record.get(finding.form)
    entry = form.fields.get(finding.where) if form is not None else None
    if entry is None:
        return ()
    readings = (entry.paper, entry.electronic)
    return tuple(one.evidence for one in readings if one.evidence is not None)


def _open(findings: tuple[Finding, ...]) -> Mapping[_Key, list[Finding]]:
    found: dict[_Key, list[Finding]] = defaultdict(list)
    for one in findings:
        if one.verdict is not Verdict.MET:
            found[_key(one)].append(one)
    return found


def _key(finding: Finding) -> _Key:
    return finding.rule, finding.form, finding.where
