"""Clean records for the systems that come after: every value with where it comes from.

A record is clean when people accepted its packet (passed it on to the experts). Those that
judging found complete, or all with their standing, are there for the asking. What is private of a
person is left out unless asked for.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import GenericAlias
from typing import Any, Literal

import xlsxwriter
from pydantic import BaseModel, Field, create_model

from checks.findings import Standing
from checks.programme import Programme
from checks.record import FormRecord, Why, field_types
from extractors.facts import Reading
from pipeline.decisions import Stage
from pipeline.errors import StoreError
from pipeline.files import whole
from pipeline.form_models import STRICT, ExportedValue, Value, any_form
from pipeline.judging import Packet
from pipeline.masking import PERSONAL_TYPES, scrubbed
from pipeline.values import plain_value

Format = Literal["xlsx", "csv", "jsonl"]
Which = Literal["accepted", "complete", "all"]
_CONFIDENCE_DIGITS = 4
_MOST_CHARACTERS = 32_000


class ExportedForm(BaseModel):
    """What was read of one kind of document; rows of its tables in their order."""

    model_config = STRICT

    kind: str
    name: str
    fields: dict[str, ExportedValue[Value]]
    rows: dict[str, list[dict[str, ExportedValue[Value]]]]


class ExportedPacket(BaseModel):
    """One application."""

    model_config = STRICT

    id: str
    programme: str
    award: str
    applicant: str
    item: str
    standing: Standing
    stage: Stage
    received_at: str | None = Field(description="ISO 8601 with offset.")
    entries: list[str]
    forms: list[ExportedForm]


def typed(programme: Programme) -> type[ExportedPacket]:
    """The model of a record of this programme, every field of its forms with its own type."""
    forms: Any = GenericAlias(list, (any_form(programme),))
    return create_model("ExportedPacket", __base__=ExportedPacket, forms=(forms, ...))


def schema(programme: Programme) -> dict[str, Any]:
    """The JSON Schema of one exported record."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **typed(programme).model_json_schema(mode="serialization"),
    }


def records(
    packets: Iterable[Packet],
    programme: Programme,
    stages: Mapping[str, Stage],
    which: Which,
    personal: bool,
) -> Iterator[ExportedPacket]:
    """The records of accepted packets, of complete ones, or of all. `stages`: by packet."""
    for packet in packets:
        judged = packet.judged
        stage = stages.get(packet.id, Stage.RECEIVED)
        wanted = {
            "accepted": stage is Stage.PASSED_ON,
            "complete": judged.standing is Standing.COMPLETE,
            "all": True,
        }
        if not wanted[which]:
            continue
        application = judged.application
        received = application.received_at
        yield ExportedPacket(
            id=packet.id,
            programme=programme.about.id,
            award=application.award,
            applicant=application.applicant,
            item=application.item,
            standing=judged.standing,
            stage=stage,
            received_at=received.isoformat(timespec="seconds") if received else None,
            entries=list(packet.entries),
            forms=[_form(record, personal) for record in judged.record.values()],
        )


def _form(record: FormRecord, personal: bool) -> ExportedForm:
    form = record.form
    private = {field.name for field in form.fields if field.personal}
    types = field_types(form)
    columns = {
        rows.name: {column.name: (column.type, column.personal) for column in rows.columns}
        for rows in form.rows
    }
    return ExportedForm(
        kind=form.kind,
        name=form.name,
        fields={
            name: _value(entry.taken, types[name], name in private, personal, entry.why)
            for name, entry in record.fields.items()
        },
        rows={
            name: [
                {
                    column: _value(reading, *columns[name][column], personal)
                    for column, reading in row.items()
                }
                for row in rows
            ]
            for name, rows in record.rows.items()
        },
    )


def _value(
    reading: Reading[Any], kind: str, private: bool, personal: bool, why: Why | None = None
) -> ExportedValue[Value]:
    place = reading.evidence
    withheld = not personal and (private or kind in PERSONAL_TYPES)
    value, raw = plain_value(reading.value), reading.raw
    if not personal and kind != "uscc":
        value = scrubbed(value) if isinstance(value, str) else value
        raw = scrubbed(raw)
    return ExportedValue[Value](
        value=None if withheld else value,
        raw="" if withheld else raw,
        presence=reading.presence,
        origin=reading.origin,
        confidence=round(min(1.0, max(0.0, float(reading.confidence))), _CONFIDENCE_DIGITS),
        file=place.file if place else None,
        page=place.page if place else None,
        withheld=withheld,
        why=why,
    )


# --- files ---------------------------------------------------------------------------------------

COLUMNS = (
    "packet", "award", "applicant", "item", "standing", "stage", "received_at", "form", "table",
    "row", "field", "value", "raw", "presence", "origin", "confidence", "file", "page",
    "withheld", "why",
)  # fmt: skip


def flat(record: ExportedPacket) -> Iterator[tuple[str, ...]]:
    """A record as rows of `COLUMNS`, one a value."""
    head = (
        record.id, record.award, record.applicant, record.item, record.standing.value,
        record.stage.value, record.received_at or "",
    )  # fmt: skip
    for form in record.forms:
        yield from _flat_fields((*head, form.kind, "", ""), form.fields)
        for table, rows in form.rows.items():
            for number, row in enumerate(rows, 1):
                yield from _flat_fields((*head, form.kind, table, str(number)), row)


def _flat_fields(
    head: tuple[str, ...], fields: Mapping[str, ExportedValue[Value]]
) -> Iterator[tuple[str, ...]]:
    for name, one in fields.items():
        yield (
            *head, name, _text(one.value), one.raw, one.presence.value, one.origin.value,
            str(one.confidence), one.file or "", str(one.page or ""), _text(one.withheld),
            one.why.value if one.why else "",
        )  # fmt: skip


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "|".join(map(str, value))
    return "" if value is None else str(value)


def write(path: Path, form: Format, found: Sequence[ExportedPacket]) -> None:
    """Write the records, readable by their owner only; raises StoreError."""
    try:
        with whole(path) as unfinished:
            _WRITERS[form](unfinished, found)
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        raise StoreError(f"{path}: cannot be written: {error}") from error


def _write_jsonl(path: Path, found: Sequence[ExportedPacket]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for record in found:
            file.write(record.model_dump_json() + "\n")


def _write_csv(path: Path, found: Sequence[ExportedPacket]) -> None:
    # With a mark at the start, or Excel takes it for the system's own code page.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for record in found:
            rows.writerows([_harmless(cell) for cell in row] for row in flat(record))


def _harmless(cell: str) -> str:
    """Spreadsheets run what begins like this (CWE-1236); an apostrophe keeps it text."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _write_xlsx(path: Path, found: Sequence[ExportedPacket]) -> None:
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("records")
        sheet.freeze_panes(1, 0)
        for index, name in enumerate(COLUMNS):
            sheet.write_string(0, index, name)
        last = 0
        for last, row in enumerate((row for one in found for row in flat(one)), 1):
            for index, cell in enumerate(row):
                sheet.write_string(last, index, cell[:_MOST_CHARACTERS])
        sheet.autofilter(0, 0, last, len(COLUMNS) - 1)


_WRITERS: Mapping[Format, Callable[[Path, Sequence[ExportedPacket]], None]] = {
    "jsonl": _write_jsonl,
    "csv": _write_csv,
    "xlsx": _write_xlsx,
}
