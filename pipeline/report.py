"""The report as a workbook: packets, problems, every check, every field, every file.

Every cell is a string: what somebody typed into a form never becomes a formula or a link.
Personal numbers are masked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

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
from pipeline.packets import FindingView, PacketView, PlaceView, place_view
from pipeline.words import TEXTS, TURNS, word

NAME = "report.xlsx"
_MOST_CHARACTERS = 32_000  # Excel takes 32,767 in a cell
_RED, _YELLOW, _GREEN, _GREY = "#F8CBAD", "#FFE699", "#C6E0B4", "#EDEDED"
_STANDING = {Standing.COMPLETE: _GREEN, Standing.INCOMPLETE: _RED, Standing.UNSURE: _YELLOW}
_VERDICT = {Verdict.MET: _GREEN, Verdict.UNMET: _RED, Verdict.UNSURE: _YELLOW}
_PRESENCE = {
    Presence.BLANK: _RED,
    Presence.UNREADABLE: _YELLOW,
    Presence.NOT_FOUND: _GREY,
}


@dataclass(frozen=True, slots=True)
class _Column:
    key: str
    width: int


@dataclass(frozen=True, slots=True)
class _Cell:
    """Words, and a colour behind them that says the same."""

    words: str
    colour: str = ""


_Row = tuple[_Cell, ...]


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
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        raise StoreError(f"{path}: cannot be written: {error}") from error
    return path


def _write(
    path: Path,
    packets: Sequence[Packet],
    views: Sequence[PacketView],
    unclaimed: Sequence[Receipt],
) -> None:
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "constant_memory": True,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        sheets = _Sheets(book)
        sheets.add("packets", _PACKET_COLUMNS, map(_packet_row, views))
        open_ = (row for view in views for row in _finding_rows(view, all_of_them=False))
        sheets.add("findings", _FINDING_COLUMNS, open_)
        every = (row for view in views for row in _finding_rows(view, all_of_them=True))
        sheets.add("all", _FINDING_COLUMNS, every)
        fields = (row for packet in packets for row in _field_rows(packet))
        sheets.add("fields", _FIELD_COLUMNS, fields)
        sheets.add("files", _FILE_COLUMNS, (row for view in views for row in _file_rows(view)))
        loose = (row for view in views for row in _loose_rows(view))
        rows = (*loose, *map(_unclaimed_row, unclaimed))
        sheets.add("joins", _JOIN_COLUMNS, rows)
        changed = (row for view in views for row in _change_rows(view))
        sheets.add("changes", _CHANGE_COLUMNS, changed)


class _Sheets:
    """Adds sheets to a book: frozen header, filter, widths, wrapped text."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._head = book.add_format({"bold": True, "bg_color": "#D9E1F2", "border": 1})
        self._formats: dict[str, Any] = {}

    def add(self, key: str, columns: Sequence[_Column], rows: Iterable[_Row]) -> None:
        sheet = self._book.add_worksheet(_heading(key))
        sheet.freeze_panes(1, 0)
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width)
            sheet.write_string(0, index, _heading(column.key), self._head)
        last = 0
        for last, row in enumerate(rows, 1):
            for index, cell in enumerate(row):
                words = cell.words[:_MOST_CHARACTERS]
                sheet.write_string(last, index, words, self._format(cell.colour))
        sheet.autofilter(0, 0, last, len(columns) - 1)

    def _format(self, colour: str) -> Any:
        if colour not in self._formats:
            look = {"text_wrap": True, "valign": "top"}
            self._formats[colour] = self._book.add_format(
                look | ({"bg_color": colour} if colour else {})
            )
        return self._formats[colour]


def _heading(key: str) -> str:
    return word(key) if key in TEXTS else text(key)


def _cells(*words: str) -> _Row:
    return tuple(_Cell(scrubbed(one)) for one in words)


_PACKET_COLUMNS = (
    _Column("id", 14), _Column("entry", 32), _Column("award", 10), _Column("applicant", 34),
    _Column("item", 30), _Column("received", 18), _Column("standing", 10), _Column("unmet", 9),
    _Column("unsure", 9), _Column("unopened-count", 9),
)  # fmt: skip


def _packet_row(view: PacketView) -> _Row:
    return (
        *_cells(view.id, "、".join(view.entries), view.award_name, view.applicant, view.item),
        *_cells((view.received_at or "").replace("T", " ")[:16]),
        _Cell(STANDINGS[view.standing], _STANDING[view.standing]),
        *_cells(
            str(view.count(Verdict.UNMET)),
            str(view.count(Verdict.UNSURE)),
            str(len(view.unopened)),
        ),
    )


_FINDING_COLUMNS = (
    _Column("id", 14), _Column("applicant", 30), _Column("award", 10), _Column("code", 8),
    _Column("rule", 22), _Column("verdict", 10), _Column("severity", 8), _Column("message", 60),
    _Column("remedy", 44), _Column("evidence-file", 34), _Column("evidence-page", 7),
    _Column("evidence-place", 30),
)  # fmt: skip


def _finding_rows(view: PacketView, all_of_them: bool) -> Iterator[_Row]:
    for finding in view.findings:
        if all_of_them or finding.verdict is not Verdict.MET:
            yield _finding_row(view, finding)


def _finding_row(view: PacketView, finding: FindingView) -> _Row:
    return (
        *_cells(view.id, view.applicant, view.award_name, finding.code, finding.rule),
        _Cell(VERDICTS[finding.verdict], _VERDICT[finding.verdict]),
        _Cell(
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
    _Column("id", 14), _Column("applicant", 30), _Column("form", 18), _Column("label", 24),
    _Column("name", 22), _Column("number", 6), _Column("value", 44), _Column("presence", 10),
    _Column("confidence", 8), _Column("origin", 10), _Column("paper", 34),
    _Column("electronic", 34), _Column("evidence-file", 34), _Column("evidence-page", 7),
)  # fmt: skip


def _field_rows(packet: Packet) -> Iterator[_Row]:
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


def _field_head(packet_id: str, judged: Judged, form: Form, name: str, number: str) -> _Row:
    applicant = judged.application.applicant
    return _cells(packet_id, applicant, form.name, label_of(form, name), name, number)


def _row_head(
    packet_id: str, judged: Judged, form: Form, names: tuple[str, str], number: int
) -> _Row:
    return _cells(packet_id, judged.application.applicant, form.name, *names, str(number))


def _reading_cells(
    reading: Reading[Any], kind: str, versions: tuple[str, str], paths: dict[str, str]
) -> _Row:
    place = reading.evidence or Evidence("", 0, None)
    view = place_view(place, paths)
    return (
        _Cell(shown(reading, kind)),
        _Cell(PRESENCES[reading.presence], _PRESENCE.get(reading.presence, "")),
        _Cell(f"{reading.confidence:.2f}" if reading.raw else ""),
        _Cell(ORIGINS[reading.origin]),
        *(_Cell(version) for version in versions),
        _Cell(view.path),
        _Cell(str(view.page) if view.page else ""),
    )


_FILE_COLUMNS = (
    _Column("id", 14), _Column("applicant", 30), _Column("entry", 30), _Column("file", 50),
    _Column("kind", 16), _Column("pages", 8), _Column("looked", 8), _Column("problem", 60),
    _Column("signatures", 60),
)  # fmt: skip


def _file_rows(view: PacketView) -> Iterator[_Row]:
    for file in view.files:
        colour = "" if file.opened else _RED
        yield (
            *_cells(view.id, view.applicant, "、".join(view.entries), file.path),
            *_cells(FILE_KINDS.get(file.kind, file.kind), str(file.pages)),
            _Cell(str(file.looked) if file.looked else ""),
            _Cell("；".join(file.problems), colour),
            *_cells("\n".join(file.signatures)),
        )


_JOIN_COLUMNS = (
    _Column("id", 14), _Column("entry", 44), _Column("applicant", 34), _Column("award", 10),
    _Column("item", 30), _Column("received", 18), _Column("message", 70),
)  # fmt: skip


def _loose_rows(view: PacketView) -> Iterator[_Row]:
    """What is doubtful in how a packet was joined, and that it has no row in the register."""
    told = [(dict.fromkeys((one.other.entry, one.part.entry)), one.text) for one in view.joins]
    if view.in_register is False:
        told.append((dict.fromkeys(view.entries), word("no-row")))
    for entries, words in told:
        yield _cells(
            view.id, "、".join(one for one in entries if one), view.applicant, view.award_name,
            view.item, (view.received_at or "").replace("T", " ")[:16], words,
        )  # fmt: skip


def _unclaimed_row(row: Receipt) -> _Row:
    came = f"{row.received_at:%Y-%m-%d %H:%M}" if row.received_at else ""
    place = f"{word('register-row')} {row.row}"
    words = word("rows-without-packet")
    return _cells("", place, row.applicant, row.award, row.item, came, words)


_CHANGE_COLUMNS = (
    _Column("id", 14), _Column("entry", 34), _Column("what", 10), _Column("code", 8),
    _Column("label", 34), _Column("old-value", 44), _Column("new-value", 44),
    _Column("evidence-file", 34), _Column("evidence-page", 7),
)  # fmt: skip


def _change_rows(view: PacketView) -> Iterator[_Row]:
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
