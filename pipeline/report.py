"""The report as a workbook: packets, problems, every check, every field, every file.

Every cell is a string. Personal numbers are masked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from pathlib import Path
from typing import Any

from checks.findings import Severity, Standing, Verdict
from checks.judge import Judged
from checks.kinds.base import label_of
from checks.receipts import Receipt
from checks.record import field_types
from extractors.facts import Evidence, Presence, Reading
from extractors.formtypes import Form
from pipeline.errors import StoreError
from pipeline.files import whole
from pipeline.judging import Packet
from pipeline.masking import scrubbed, shown
from pipeline.messages import (
    FILE_KINDS,
    ORIGINS,
    PRESENCES,
    SEVERITIES,
    STANDINGS,
    VERDICTS,
    text,
)
from pipeline.packets import FindingView, PacketView, PlaceView
from pipeline.textbook import Cell, Column, Row, TextBook
from pipeline.words import TEXTS, TURNS, word

NAME = "report.xlsx"
_HEAD = "#D9E1F2"
_RED, _YELLOW, _GREEN, _GREY = "#F8CBAD", "#FFE699", "#C6E0B4", "#EDEDED"
_STANDING = {Standing.COMPLETE: _GREEN, Standing.INCOMPLETE: _RED, Standing.UNSURE: _YELLOW}
_VERDICT = {Verdict.MET: _GREEN, Verdict.UNMET: _RED, Verdict.UNSURE: _YELLOW}
_PRESENCE = {
    Presence.BLANK: _RED,
    Presence.UNREADABLE: _YELLOW,
    Presence.NOT_FOUND: _GREY,
}


Keyed = tuple[str, int]  # the key of a column's heading, and its width


def write_report(
    folder: Path,
    packets: Sequence[Packet],
    views: Sequence[PacketView],
    unclaimed: Sequence[Receipt] = (),
) -> Path:
    """Write the workbook into a folder and answer with its path; raises StoreError.

    It is written beside and then moved, so that a half-written one is never seen.
    """
    path = folder / NAME
    try:
        with whole(path) as unfinished:
            _write(unfinished, packets, views, unclaimed)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error}") from error
    return path


def _write(
    path: Path,
    packets: Sequence[Packet],
    views: Sequence[PacketView],
    unclaimed: Sequence[Receipt],
) -> None:
    def add(key: str, columns: Sequence[Keyed], rows: Iterable[Row]) -> None:
        book.add(_heading(key), [Column(_heading(head), width) for head, width in columns], rows)

    with TextBook(path, _HEAD) as book:
        add("packets", _PACKET_COLUMNS, map(_packet_row, views))
        every = [_finding_row(view, finding) for view in views for finding in view.findings]
        is_open = [one.verdict is not Verdict.MET for view in views for one in view.findings]
        add("findings", _FINDING_COLUMNS, compress(every, is_open))
        add("all", _FINDING_COLUMNS, every)
        add("fields", _FIELD_COLUMNS, (row for packet in packets for row in _field_rows(packet)))
        add("files", _FILE_COLUMNS, (row for view in views for row in _file_rows(view)))
        loose = (row for view in views for row in _loose_rows(view))
        add("joins", _JOIN_COLUMNS, (*loose, *map(_unclaimed_row, unclaimed)))
        add("changes", _CHANGE_COLUMNS, (row for view in views for row in _change_rows(view)))


def _heading(key: str) -> str:
    return word(key) if key in TEXTS else text(key)


def _cells(*words: str) -> tuple[str, ...]:
    return tuple(map(scrubbed, words))


_PACKET_COLUMNS = (
    ("id", 14), ("entry", 32), ("award", 10), ("applicant", 34),
    ("item", 30), ("received", 18), ("standing", 10), ("unmet", 9),
    ("unsure", 9), ("unopened-count", 9),
)  # fmt: skip


def _packet_row(view: PacketView) -> Row:
    return (
        *_cells(view.id, "、".join(view.entries), view.award_name, view.applicant, view.item),
        *_cells((view.received_at or "").replace("T", " ")[:16]),
        Cell(STANDINGS[view.standing], _STANDING[view.standing]),
        *_cells(
            str(view.count(Verdict.UNMET)),
            str(view.count(Verdict.UNSURE)),
            str(len(view.unopened)),
        ),
    )


_FINDING_COLUMNS = (
    ("id", 14), ("applicant", 30), ("award", 10), ("code", 8),
    ("rule", 22), ("verdict", 10), ("severity", 8), ("message", 60),
    ("remedy", 44), ("evidence-file", 34), ("evidence-page", 7),
    ("evidence-place", 30),
)  # fmt: skip


def _finding_row(view: PacketView, finding: FindingView) -> Row:
    return (
        *_cells(view.id, view.applicant, view.award_name, finding.code, finding.rule),
        Cell(VERDICTS[finding.verdict], _VERDICT[finding.verdict]),
        Cell(
            SEVERITIES[finding.severity],
            _GREY if finding.severity is Severity.NOTE else "",
        ),
        *_cells(finding.message or finding.subject, finding.remedy),
        *_cells(*_places(finding.places)),
    )


def _places(places: Sequence[PlaceView]) -> tuple[str, str, str]:
    return (
        "\n".join(place.path or place.sha256[:12] for place in places),
        "\n".join(str(place.page) for place in places),
        "\n".join(map(_spot, places)),
    )


def _spot(place: PlaceView) -> str:
    if place.box is None:
        return place.address
    left, top, right, bottom = (round(side) for side in place.box)
    return text("page-box", left=left, top=top, right=right, bottom=bottom)


_FIELD_COLUMNS = (
    ("id", 14), ("applicant", 30), ("form", 18), ("label", 24),
    ("name", 22), ("number", 6), ("value", 44), ("presence", 10),
    ("confidence", 8), ("origin", 10), ("paper", 34),
    ("electronic", 34), ("evidence-file", 34), ("evidence-page", 7),
)  # fmt: skip


def _field_rows(packet: Packet) -> Iterator[Row]:
    judged = packet.judged
    paths = {file.sha256: file.path for file in judged.application.files if file.sha256}
    for record in judged.record.values():
        types = field_types(record.form)
        for name, entry in record.fields.items():
            kind = types[name]
            versions = (shown(entry.paper, kind), shown(entry.electronic, kind))
            head = _field_head(packet.id, judged, record.form, name, "")
            yield head + _reading_cells(entry.taken, kind, versions, paths)
        for table in record.form.rows:
            for number, row in enumerate(record.rows.get(table.name, ()), 1):
                for column in table.columns:
                    if column.name in row:
                        label = column.labels[0] if column.labels else column.name
                        name = f"{table.name}.{column.name}"
                        head = _row_head(packet.id, judged, record.form, (label, name), number)
                        yield head + _reading_cells(row[column.name], column.type, ("", ""), paths)


def _field_head(
    packet_id: str, judged: Judged, form: Form, name: str, number: str
) -> tuple[str, ...]:
    applicant = judged.application.applicant
    return _cells(packet_id, applicant, form.name, label_of(form, name), name, number)


def _row_head(
    packet_id: str, judged: Judged, form: Form, names: tuple[str, str], number: int
) -> tuple[str, ...]:
    return _cells(packet_id, judged.application.applicant, form.name, *names, str(number))


def _reading_cells(
    reading: Reading[Any], kind: str, versions: tuple[str, str], paths: dict[str, str]
) -> tuple[str | Cell, ...]:
    place = reading.evidence or Evidence("", 0, None)
    return (
        shown(reading, kind),
        Cell(PRESENCES[reading.presence], _PRESENCE.get(reading.presence, "")),
        f"{reading.confidence:.2f}" if reading.raw else "",
        ORIGINS[reading.origin],
        *versions,
        paths.get(place.file, ""),
        str(place.page) if place.page else "",
    )


_FILE_COLUMNS = (
    ("id", 14), ("applicant", 30), ("entry", 30), ("file", 50),
    ("kind", 16), ("pages", 8), ("looked", 8), ("problem", 60),
    ("signatures", 60),
)  # fmt: skip


def _file_rows(view: PacketView) -> Iterator[Row]:
    for file in view.files:
        colour = "" if file.opened else _RED
        yield (
            *_cells(view.id, view.applicant, "、".join(view.entries), file.path),
            *_cells(FILE_KINDS.get(file.kind, file.kind), str(file.pages)),
            str(file.looked) if file.looked else "",
            Cell("；".join(file.problems), colour),
            *_cells("\n".join(file.signatures)),
        )


_JOIN_COLUMNS = (
    ("id", 14), ("entry", 44), ("applicant", 34), ("award", 10),
    ("item", 30), ("received", 18), ("message", 70),
)  # fmt: skip


def _loose_rows(view: PacketView) -> Iterator[Row]:
    """What is doubtful in how a packet was joined, and that it has no row in the register."""
    told = [(dict.fromkeys((one.other.entry, one.part.entry)), one.text) for one in view.joins]
    if view.in_register is False:
        told.append((dict.fromkeys(view.entries), word("no-row")))
    for entries, words in told:
        yield _cells(
            view.id, "、".join(one for one in entries if one), view.applicant, view.award_name,
            view.item, (view.received_at or "").replace("T", " ")[:16], words,
        )  # fmt: skip


def _unclaimed_row(row: Receipt) -> Row:
    came = f"{row.received_at:%Y-%m-%d %H:%M}" if row.received_at else ""
    place = f"{word('register-row')} {row.row}"
    words = word("rows-without-packet")
    return _cells("", place, row.applicant, row.award, row.item, came, words)


_CHANGE_COLUMNS = (
    ("id", 14), ("entry", 34), ("what", 10), ("code", 8),
    ("label", 34), ("old-value", 44), ("new-value", 44),
    ("evidence-file", 34), ("evidence-page", 7),
)  # fmt: skip


def _change_rows(view: PacketView) -> Iterator[Row]:
    """What came later: documents, then fields, then findings."""
    paths = {file.sha256: file.path for file in view.files}
    for change in view.changes:
        entries = "、".join(change.entries) or word("copies-only")
        head = _cells(view.id, entries)
        for name in change.added:
            yield head + _cells(word("added"), "", "", "", name, "", "")
        for one in change.replaced:
            kind = one.kind + ("" if one.whole else word("part"))
            yield head + _cells(word("replaced"), "", kind, one.path, one.by_path, "", "")
        for field in change.fields:
            doubt = "" if field.sure else f"（{word('doubtful')}）"
            yield head + _cells(
                word("change-fields"), "", f"{field.form} {field.label}", field.old,
                field.new + doubt, paths.get(field.new_sha256, ""), str(field.new_page or ""),
            )  # fmt: skip
        for turn in change.findings:
            yield head + _cells(
                TURNS[turn.turn], turn.code, "", "", turn.text, paths.get(turn.sha256, ""),
                str(turn.page or ""),
            )  # fmt: skip
