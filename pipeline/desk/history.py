"""What people decided about a packet: what stands at each item, and the record as lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from checks.decided import said_type
from checks.kinds.base import label_of
from checks.programme import Programme
from checks.receipts import SHANGHAI
from extractors.facts import Box
from extractors.formtypes import Form
from pipeline.decisions import (
    Decision,
    FieldDecision,
    FindingDecision,
    ForgetDecision,
    JoinDecision,
    LeaseDecision,
    LetterDecision,
    PageDecision,
    RevealDecision,
    SealDecision,
    StageDecision,
    UndoDecision,
)
from pipeline.desk.packet_words import word
from pipeline.desk.places import page_key
from pipeline.desk.shapes import HistoryLine, Person, Told
from pipeline.desk.words import word as stage_word
from pipeline.ledger import Entry
from pipeline.masking import masked, scrubbed

FieldKey = tuple[str, str, int | None]


@dataclass(frozen=True, slots=True)
class Said:
    """The decisions in force by what they are about; of several about one thing the last."""

    fields: Mapping[FieldKey, Person]
    seals: tuple[tuple[str, int, Box, Person], ...]
    findings: Mapping[str, Person]
    pages: Mapping[str, Person]

    @classmethod
    def of(cls, standing: Sequence[Entry], names: Mapping[str, str]) -> Said:
        fields: dict[FieldKey, Person] = {}
        seals: dict[str, tuple[str, int, Box, Person]] = {}
        findings: dict[str, Person] = {}
        pages: dict[str, Person] = {}
        for entry in standing:
            match entry.decision:
                case FieldDecision() as one:
                    person = person_of(entry, names, one.action.value, "")
                    fields[one.form, one.field, one.row] = person
                case SealDecision() as one:
                    person = person_of(entry, names, one.answer.value, one.reason)
                    seals[one.target] = (one.sha256, one.page, Box(*one.box), person)
                case FindingDecision() as one:
                    findings[one.finding] = person_of(entry, names, one.answer.value, one.reason)
                case PageDecision() as one:
                    pages[page_key(one.sha256, one.page)] = person_of(entry, names, one.kind, "")
                case _:
                    pass
        # The newest seal decision first: the first that fits a place holds.
        return cls(fields, tuple(reversed(seals.values())), findings, pages)


def person_of(entry: Entry, names: Mapping[str, str], answer: str, reason: str) -> Person:
    return Person(
        entry=entry.seq,
        by=names.get(entry.by, entry.by),
        at=shown_time(entry.at),
        answer=answer,
        reason=reason,
    )


def shown_time(at: str) -> str:
    """Day and minute."""
    return at[:16].replace("T", " ")


def history(
    entries: Sequence[Entry],
    standing: Sequence[Entry],
    programme: Programme,
    headings: Mapping[str, str],
    names: Mapping[str, str],
    reader: str,
) -> Iterator[HistoryLine]:
    """The record, newest first, as the user `reader` sees it.

    `headings` are those of the packet's findings by key, `names` how users are shown.
    """
    holding = {entry.seq for entry in standing}
    for entry in reversed(entries):
        if entry.decision is None:
            continue
        what, answer, reason = _told(entry.decision, programme, headings, entries)
        is_undoing = isinstance(entry.decision, UndoDecision)
        yield HistoryLine(
            entry=entry.seq,
            by=names.get(entry.by, entry.by),
            at=shown_time(entry.at),
            what=what,
            answer=answer,
            reason=reason,
            undone=not is_undoing and entry.seq not in holding,
            can_undo=entry.seq in holding and may_undo(entry),
            mine=entry.by == reader,
        )


def told(
    decision: Decision,
    programme: Programme,
    headings: Mapping[str, str],
    entries: Sequence[Entry],
    by: str,
    at: str,
) -> Told:
    """One decision in words; `at` as the record has it, "" for one that was not written."""
    what, answer, reason = _told(decision, programme, headings, entries)
    return Told(by=by, at=shown_time(at), what=what, answer=answer, reason=reason)


# What happened cannot be taken back; a letter can for so long as it has hardly left the house.
_LASTING = (RevealDecision, LeaseDecision, ForgetDecision)
_LETTER_MINUTES = 15


def may_undo(entry: Entry) -> bool:
    """Whether an entry in force can be taken back (now)."""
    if isinstance(entry.decision, LetterDecision):
        age = datetime.now(SHANGHAI) - datetime.fromisoformat(entry.at)
        return age < timedelta(minutes=_LETTER_MINUTES)
    return not isinstance(entry.decision, _LASTING)


def _told(
    decision: Decision,
    programme: Programme,
    headings: Mapping[str, str],
    entries: Sequence[Entry],
) -> tuple[str, str, str]:
    """What a decision is about, what it says, and why, in words; personal numbers masked."""
    match decision:
        case FieldDecision() as one:
            return _field_name(one, programme), _field_answer(one, programme), ""
        case SealDecision() as one:
            about = word("about-seal", page=one.page)
            return about, word(f"seal-{one.answer.value}", title=one.title), one.reason
        case FindingDecision() as one:
            about = headings.get(one.finding, word("about-finding"))
            return about, word(f"finding-{one.answer.value}"), scrubbed(one.reason)
        case PageDecision() as one:
            name = _form_name(one.kind, programme)
            return word("about-page", page=one.page), word("page-to", name=name), ""
        case JoinDecision() as one:
            names = (scrubbed(part.entry) for part in one.parts)
            return word("between").join(names), word(f"join-{one.answer.value}"), ""
        case UndoDecision() as one:
            return _undone(one, programme, headings, entries), word("undid"), ""
        case _:
            return _event(decision)


def _event(
    decision: StageDecision | LetterDecision | RevealDecision | LeaseDecision | ForgetDecision,
) -> tuple[str, str, str]:
    """What happened to the packet as a whole."""
    match decision:
        case StageDecision() as one:
            return word("about-stage"), stage_word(f"stage-{one.stage.value}"), one.reason
        case LetterDecision() as one:
            return word("about-letter"), one.number, ""
        case RevealDecision() as one:
            return one.what, word("revealed"), ""
        case LeaseDecision() as one:
            return word("about-lease"), word("took-over", name=one.taken_from), ""
        case ForgetDecision():
            return word("about-packet"), word("forgotten"), ""


def _undone(
    undo: UndoDecision,
    programme: Programme,
    headings: Mapping[str, str],
    entries: Sequence[Entry],
) -> str:
    earlier = next((one.decision for one in entries if one.seq == undo.entry), None)
    if earlier is None or isinstance(earlier, UndoDecision):
        return word("about-entry", entry=undo.entry)
    return _told(earlier, programme, headings, entries)[0]


def _form_name(kind: str, programme: Programme) -> str:
    form = _form(kind, programme)
    return form.name if form else word("unsorted")


def _form(kind: str, programme: Programme) -> Form | None:
    return next((form for form in programme.forms if form.kind == kind), None)


def _field_name(one: FieldDecision, programme: Programme) -> str:
    form = _form(one.form, programme)
    if form is None:
        return one.field
    return word("about-field", form=form.name, label=field_label(form, one.field, one.row))


def field_label(form: Form, name: str, row: int | None) -> str:
    """How staff know a field, or a cell of a list."""
    if row is None:
        return label_of(form, name)
    rows, _, inner = name.partition(".")
    columns = [one for found in form.rows if found.name == rows for one in found.columns]
    label = next((one.labels[0] for one in columns if one.name == inner and one.labels), inner)
    return word("row-label", number=row + 1, label=label)


def _field_answer(one: FieldDecision, programme: Programme) -> str:
    form = _form(one.form, programme)
    kind = (said_type(form, one.field) if form else None) or "text"
    value = masked(one.value, kind)
    return word(f"field-{one.action.value}", value=value if len(value) <= 40 else value[:39] + "…")
