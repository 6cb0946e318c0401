"""The fields of a packet as its page shows them: every reading, and what a person said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from checks.kinds.base import label_of
from checks.record import NOT_FOUND, Entry, FormRecord, Record, field_types
from extractors.facts import Origin, Presence, Reading
from extractors.formtypes import Field
from pipeline.desk.packet_words import word
from pipeline.desk.places import Pages
from pipeline.desk.shapes import Before, FieldView, Person, ReadingView, State
from pipeline.masking import MASKED_TYPES, masked, shown
from pipeline.messages import ORIGINS, PRESENCES, reason_text

# Below this a person should look at a value (about one in fourteen fields of scans).
DOUBTFUL = 0.9
_FREE = ("signature",)
FieldKey = tuple[str, str, int | None]


def field_views(
    record: Record,
    said: Mapping[FieldKey, Person],
    pages: Pages,
    befores: Mapping[str, Before] = MappingProxyType({}),
) -> list[FieldView]:
    """Every field of every form of the packet, then the cells of its lists.

    `befores` is what fields said before they were corrected, by their keys.
    """
    found: list[FieldView] = []
    for form in record.values():
        found += _own(form, said, pages, befores)
        found += _cells(form, said, pages, befores)
    return found


def field_key(form: str, field: str, row: int | None) -> str:
    return f"{form}/{field}" if row is None else f"{form}/{field}/{row}"


def _own(
    form: FormRecord,
    said: Mapping[FieldKey, Person],
    pages: Pages,
    befores: Mapping[str, Before],
) -> Iterator[FieldView]:
    defined = {field.name: field for field in form.form.fields}
    for name, kind in field_types(form.form).items():
        entry = form.fields[name]
        field = defined.get(name) or Field(name=name, type=kind)
        key = field_key(form.form.kind, name, None)
        if _is_idle(field, entry) and key not in befores:
            continue
        label = label_of(form.form, name)
        person = said.get((form.form.kind, name, None))
        yield _view(form, field, label, None, entry, person, pages, name, befores.get(key))


def _is_idle(field: Field, entry: Entry) -> bool:
    """Cells for the office, and optional ones that no version of the form has."""
    if field.office_only:
        return True
    missing = all(
        one.presence is Presence.NOT_FOUND for one in (entry.paper, entry.electronic, entry.taken)
    )
    return missing and not field.required


def _cells(
    form: FormRecord,
    said: Mapping[FieldKey, Person],
    pages: Pages,
    befores: Mapping[str, Before],
) -> Iterator[FieldView]:
    for rows in form.form.rows:
        for number, row in enumerate(form.rows.get(rows.name, ())):
            for column in rows.columns:
                reading = row.get(column.name)
                if reading is None:
                    continue
                name = f"{rows.name}.{column.name}"
                heading = column.labels[0] if column.labels else column.name
                label = word("row-label", number=number + 1, label=heading)
                entry = Entry(reading, _why_row(form, reading), reading, NOT_FOUND)
                person = said.get((form.form.kind, name, number))
                before = befores.get(field_key(form.form.kind, name, number))
                yield _view(form, column, label, number, entry, person, pages, name, before)


def _why_row(form: FormRecord, reading: Reading[Any]) -> Any:
    from checks.record import Why

    return Why.ONLY_PAPER if form.paper else Why.ONLY_ELECTRONIC


def _view(
    form: FormRecord,
    field: Field,
    label: str,
    row: int | None,
    entry: Entry,
    person: Person | None,
    pages: Pages,
    name: str,
    before: Before | None,
) -> FieldView:
    taken = entry.taken
    if taken.origin is not Origin.PERSON:
        person = None  # what was decided was about another paper
    changed = before is not None and person is None
    doubtful = person is None and (changed or is_doubtful(taken, field.type))
    return FieldView(
        key=field_key(form.form.kind, name, row),
        form=form.form.kind,
        form_name=form.form.name,
        field=name,
        row=row,
        label=label,
        kind=field.type,
        options=field.options,
        required=field.required,
        masked=field.type in MASKED_TYPES and taken.presence is Presence.FILLED,
        value=shown(taken, field.type) if taken.presence is not Presence.BLANK else "",
        raw=masked(taken.raw, field.type),
        confidence=round(taken.confidence, 3),
        presence=taken.presence.value,
        presence_name=PRESENCES[taken.presence],
        origin=taken.origin.value,
        origin_name=ORIGINS[taken.origin],
        why=word(f"why-{entry.why.value}"),
        objection=reason_text(taken.objection) if taken.objection else "",
        doubtful=doubtful,
        state=_state(person, doubtful),
        spot=pages.spot(best_place(entry)),
        readings=tuple(_readings(entry, field.type, pages)) if row is None else (),
        person=person,
        before=before,
    )


def best_place(entry: Entry) -> Any:
    """Where to look first: on paper, which is what was signed; else where the value is from."""
    for reading in (entry.paper, entry.taken, entry.electronic):
        if reading.evidence is not None and reading.evidence.box is not None:
            return reading.evidence
    return entry.taken.evidence or entry.paper.evidence or entry.electronic.evidence


def is_doubtful(reading: Reading[Any], kind: str) -> bool:
    """Whether the machine would have a person look at what it read."""
    if reading.origin is Origin.PERSON:
        return False
    if reading.presence is Presence.UNREADABLE or reading.objection:
        return True
    if reading.origin is Origin.HANDWRITTEN and reading.presence is Presence.STATED_NONE:
        return True
    sure = reading.confidence >= DOUBTFUL or kind in _FREE
    return reading.presence is Presence.FILLED and not sure


def _state(person: Person | None, doubtful: bool) -> State:
    if person is not None:
        return State.CONFIRMED
    return State.UNSURE if doubtful else State.MACHINE


def _readings(entry: Entry, kind: str, pages: Pages) -> Iterator[ReadingView]:
    for version, reading in (("paper", entry.paper), ("electronic", entry.electronic)):
        if reading.presence is Presence.NOT_FOUND:
            continue
        yield ReadingView(
            version=word(f"version-{version}"),
            value=shown(reading, kind) if reading.presence is not Presence.BLANK else "",
            raw=masked(reading.raw, kind),
            confidence=round(reading.confidence, 3),
            presence=reading.presence.value,
            presence_name=PRESENCES[reading.presence],
            origin=ORIGINS[reading.origin],
            objection=reason_text(reading.objection) if reading.objection else "",
            spot=pages.spot(reading.evidence),
        )
