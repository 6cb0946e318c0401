"""Counting how right the results are, against the truth of a haul."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from rapidfuzz.distance import Levenshtein

from checks.compare import comparable
from checks.documents import Document, SubmittedFile
from checks.findings import Finding, Severity, Standing, Verdict
from checks.record import Entry, FormRecord
from checks.titles import Owner, owner
from extractors.facts import Box, PageFacts, Presence, Reading, Seal, Source, Status
from extractors.language import plain
from pipeline.judging import Packet
from pipeline.truth import BoxShares, Expected, TrueDefect, TruePage, TrueSeal, Truth

# DOMAIN 4.3, column "Auto": software can decide these, alone or in part.
_HUMAN_ONLY = frozenset({"D02", "E05"})
_SURE = 0.9
_SAME_BOX = 0.5
_SAME_CELL = 0.7
_SAME_TICK = 0.3
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "。": "."})


@dataclass(slots=True)
class Tally:
    """Right ones of all; None where nothing was counted."""

    right: int = 0
    total: int = 0

    def add(self, right: bool) -> None:
        self.right += right
        self.total += 1

    @property
    def share(self) -> float | None:
        return round(self.right / self.total, 4) if self.total else None


@dataclass(slots=True)
class Scores:
    """Tallies by name, and what went wrong, a line each."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    by_code: dict[str, Counter[str]] = field(default_factory=dict)
    characters: int = 0
    wrong_characters: int = 0
    title_characters: int = 0
    title_wrong: int = 0

    def add(self, name: str, right: bool, note: str = "") -> None:
        self.tallies.setdefault(name, Tally()).add(right)
        if not right and note:
            self.wrong.append(f"{name}: {note}")

    def share(self, name: str) -> float | None:
        return self.tallies.get(name, Tally()).share

    def count(self, name: str) -> int:
        return self.tallies.get(name, Tally()).total


def score(packets: tuple[Packet, ...], truths: tuple[Truth, ...]) -> Scores:
    """Compare every packet with its truth; a truth without a packet counts as all wrong."""
    scores = Scores()
    for truth in truths:
        packet = _packet_of(truth, packets)
        scores.add("packets.found", packet is not None, truth.packet)
        _defects(scores, truth, packet.judged.findings if packet else ())
        _standing(scores, truth, packet)
        if packet is None:
            continue
        _fields(scores, truth, packet)
        _rows(scores, truth, packet)
        _pages(scores, truth, packet)
        _seals(scores, truth, packet)
        _sorting(scores, truth, packet)
        _problems(scores, truth, packet)
    return scores


def _packet_of(truth: Truth, packets: tuple[Packet, ...]) -> Packet | None:
    sharing = [
        (
            len(truth.entry_names & set(packet.entries)),
            packet.judged.application.award == truth.award,
            index,
        )
        for index, packet in enumerate(packets)
        if truth.entry_names & set(packet.entries)
    ]
    return packets[max(sharing)[2]] if sharing else None


# --- defects -----------------------------------------------------------------------------------


def _defects(scores: Scores, truth: Truth, findings: tuple[Finding, ...]) -> None:
    for defect in truth.defects:
        verdicts = {f.verdict for f in findings if _speaks_of(f, defect)}
        reported = bool(verdicts & {Verdict.UNMET, Verdict.UNSURE})
        note = f"{truth.packet} {defect.code} {defect.form} {defect.where}"
        scores.add("defects.recall", reported, note)
        if defect.code not in _HUMAN_ONLY:
            scores.add("defects.unmet", Verdict.UNMET in verdicts, note)
        outcome = "unmet" if Verdict.UNMET in verdicts else "unsure" if reported else "missed"
        scores.by_code.setdefault(defect.code, Counter())[outcome] += 1
    for finding in findings:
        if finding.verdict is Verdict.UNMET and finding.severity is not Severity.NOTE:
            planted = any(_speaks_of(finding, defect) for defect in truth.defects)
            where = f"{finding.code} {finding.form} {finding.where}"
            note = f"{truth.packet} {where} {dict(finding.parameters)}"
            scores.add("defects.precision", planted, note)


def _speaks_of(finding: Finding, defect: TrueDefect) -> bool:
    """The same code, and not plainly another place."""
    if finding.code != defect.code:
        return False
    places = {finding.form, finding.where} - {""}
    return (
        not places
        or not (defect.form or defect.where)
        or bool(places & {defect.form, defect.where})
    )


def _standing(scores: Scores, truth: Truth, packet: Packet | None) -> None:
    standing = packet.judged.standing if packet else None
    if truth.defects:
        scores.add("complete.missed", standing is Standing.COMPLETE)
        return
    findings = packet.judged.findings if packet else ()
    open_ = [
        f"{f.code} {f.form} {f.where} {f.verdict} {f.reason}"
        for f in findings
        if f.verdict is not Verdict.MET
    ]
    scores.add("complete.passed", standing is Standing.COMPLETE, f"{truth.packet} {open_}")
    clean = packet is not None and standing is not Standing.INCOMPLETE
    scores.add("complete.clean", clean, truth.packet)


def _problems(scores: Scores, truth: Truth, packet: Packet) -> None:
    for problem in truth.problems:
        codes = {
            found.code
            for file in packet.judged.application.files
            if file.path == problem.file or file.path.endswith("/" + problem.file)
            for found in file.problems
        }
        scores.add(
            "problems.recall", problem.code in codes, f"{truth.packet} {problem} got {codes}"
        )


# --- fields ------------------------------------------------------------------------------------


def normal(text: str) -> str:
    """NFKC, simplified, no white space, one kind of quotes and dashes."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", plain(text)).translate(_QUOTES))


def equals(expected: Expected, reading: Reading[Any]) -> bool:
    """True where a reading says exactly what the truth says."""
    value = reading.value
    if expected == "":
        return reading.presence is Presence.BLANK
    if isinstance(expected, bool):
        return value is expected
    if isinstance(expected, list):
        got = value if isinstance(value, tuple) else () if value is None else (str(value),)
        return sorted(map(normal, expected)) == sorted(map(normal, got))
    if reading.presence is Presence.STATED_NONE:
        return normal(expected) == normal(reading.raw)
    if isinstance(value, tuple):
        return normal(expected) == normal("、".join(value))
    if isinstance(value, Decimal | int):
        return _number(expected) == value
    return value is not None and normal(expected) == normal(str(value))


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _fields(scores: Scores, truth: Truth, packet: Packet) -> None:
    differing = {(d.form, d.where) for d in truth.defects if d.code == "C03"}
    for form, fields in truth.fields.items():
        record = packet.judged.record.get(form)
        for name, expected in fields.items():
            if form == "award_person" and name == "photo":
                continue  # whether there is a picture is no text
            entry = record.fields.get(name) if record else None
            taken = entry.taken if entry else Reading(None, "", 0.0, Presence.NOT_FOUND)
            right = equals(expected, taken)
            note = _got(f"{truth.packet} {form}.{name}", expected, taken)
            scores.add("fields.exact", right, note)
            if expected == "":
                scores.add("fields.blank_recall", taken.presence is Presence.BLANK, note)
            else:
                scores.add("fields.false_blank", taken.presence is Presence.BLANK)
            if taken.presence is Presence.FILLED:
                sure = taken.confidence >= _SURE
                scores.add("fields.sure.share", sure)
                if sure:
                    scores.add("fields.sure.right", right)
            if entry and record:
                is_c03 = (form, name) in differing
                _by_source(scores, truth, record, entry, expected, is_c03, f"{form}.{name}")


def _got(place: str, expected: Expected, reading: Reading[Any]) -> str:
    return (
        f"{place}: want {expected!r}, got {reading.value!r} ({reading.presence}, "
        f"{reading.confidence:.2f}) from {reading.raw!r}"
    )


def _by_source(
    scores: Scores,
    truth: Truth,
    record: FormRecord,
    entry: Entry,
    expected: Expected,
    differing: bool,
    name: str,
) -> None:
    sources = truth.sources.get(record.form.kind, ())
    typed, paper = entry.electronic, entry.paper
    if record.electronic and not differing:
        source = "docx" if "docx" in sources else "pdf"
        note = _got(f"{truth.packet} {name}", expected, typed)
        scores.add(f"fields.by_source.{source}", equals(expected, typed), note)
    if record.paper and {"scan", "photo"} & set(sources):
        source = "hard" if _is_hard(truth, record) else "scan"
        note = _got(f"{truth.packet} {name}", expected, paper)
        scores.add(f"fields.by_source.{source}", equals(expected, paper), note)


def _is_hard(truth: Truth, record: FormRecord) -> bool:
    pages = {
        page
        for document in truth.documents
        if document.kind == record.form.kind
        for page in document.pages
    }
    return any(page.hard for page in truth.pages if (page.file, page.page) in pages)


def _rows(scores: Scores, truth: Truth, packet: Packet) -> None:
    for form, tables in truth.rows.items():
        record = packet.judged.record.get(form)
        for name, rows in tables.items():
            got = record.rows.get(name, ()) if record else ()
            for index, row in enumerate(rows):
                found = got[index] if index < len(got) else {}
                wrong = [k for k, v in row.items() if k not in found or not equals(v, found[k])]
                raw = [(key, row[key], found[key].raw if key in found else None) for key in wrong]
                note = f"{truth.packet} {form}.{name}[{index}] of {len(got)}: {raw}"
                scores.add("rows.exact", not wrong, note)


# --- pages -------------------------------------------------------------------------------------


def _found_pages(packet: Packet) -> Iterator[tuple[SubmittedFile, PageFacts]]:
    for file in packet.judged.application.files:
        for page in file.pages:
            yield file, page


def _page_of(packet: Packet, file: str, number: int) -> PageFacts | None:
    for submitted, page in _found_pages(packet):
        same = submitted.path == file or submitted.path.endswith("/" + file)
        if same and page.number == number:
            return page
    return None


def _on(page: PageFacts, shares: BoxShares) -> Box:
    left, top, right, bottom = shares
    return Box(left * page.width, top * page.height, right * page.width, bottom * page.height)


def _pages(scores: Scores, truth: Truth, packet: Packet) -> None:
    for true in truth.pages:
        page = _page_of(packet, true.file, true.page)
        if page is None or true.source == "docx":
            continue
        note = f"{truth.packet} {true.file} {true.page}"
        if page.status is Status.READ and true.text:
            right = page.rotation == true.rotation
            scores.add(
                "orientation.right", right, f"{note}: want {true.rotation}, got {page.rotation}"
            )
        if page.source is Source.OCR and true.text:
            _characters(scores, true, page)
        for _, state, box in true.ticks or ():
            found = [t for t in page.ticks if t.box.iou(_on(page, box)) >= _SAME_TICK]
            scores.add("ticks.right", bool(found) and found[0].ticked is state, note)
        _cells(scores, true, page, note)


def _characters(scores: Scores, true: TruePage, page: PageFacts) -> None:
    wanted = Counter(normal("".join(true.text or ())))
    got = Counter(normal("".join(line.text for line in page.lines)))
    for mark in "□☑☐√■":
        del wanted[mark], got[mark]
    missing, extra = (wanted - got).total(), (got - wanted).total()
    scores.characters += wanted.total()
    scores.wrong_characters += max(missing, extra)


def _cells(scores: Scores, true: TruePage, page: PageFacts, note: str) -> None:
    cells = [cell for table in page.tables for cell in table.cells]
    for _, _, rows, columns, box in true.cells or ():
        place = _on(page, box)
        found = max(cells, key=lambda cell: cell.box.iou(place), default=None)
        right = (
            found is not None
            and found.box.iou(place) >= _SAME_CELL
            and (found.row_span, found.column_span) == (rows, columns)
        )
        scores.add("cells.right", right)


# --- seals -------------------------------------------------------------------------------------


def _seals(scores: Scores, truth: Truth, packet: Packet) -> None:
    claimed: set[int] = set()
    for true in truth.seals:
        page = _page_of(packet, true.file, true.page)
        seals = page.seals if page else ()
        place = _on(page, true.box) if page else None
        free = [seal for seal in seals if id(seal) not in claimed]
        best = max(free, key=lambda seal: seal.box.iou(place) if place else 0.0, default=None)
        found = best is not None and place is not None and best.box.iou(place) >= _SAME_BOX
        note = f"{truth.packet} {true.file} {true.page} {true.place} {true.title}"
        scores.add("seals.recall", found, note)
        if found and best is not None:
            claimed.add(id(best))
            _seal(scores, true, best, note)
    scored = {(seal.file, seal.page) for seal in truth.seals}
    scored |= {(page.file, page.page) for page in truth.pages}
    for file, number in scored:
        page = _page_of(packet, file, number)
        for seal in page.seals if page else ():
            note = f"{truth.packet} {file} {number} {seal.title} {seal.kind} {seal.confidence:.2f}"
            scores.add("seals.precision", id(seal) in claimed, note)


def _seal(scores: Scores, true: TrueSeal, seal: Seal, note: str) -> None:
    scores.add("seals.kind", seal.kind.value == true.kind, f"{note}: {seal.kind} {seal.purpose}")
    if not true.title:
        return
    want, got = comparable(true.title), comparable(seal.title)
    scores.add(
        "seals.title_exact", want == got, f"{note}: got {seal.title} {seal.title_confidence:.2f}"
    )
    scores.title_characters += len(want)
    scores.title_wrong += min(len(want), Levenshtein.distance(want, got))
    if true.expected:
        answer = owner(seal, true.expected)
        scores.add("seals.cannot_tell", answer is Owner.CANNOT_TELL)
        if answer is not Owner.CANNOT_TELL:
            same = want == comparable(true.expected)
            scores.add(
                "seals.verdict_right",
                (answer is Owner.SAME) is same,
                f"{note}: {answer} got {seal.title}",
            )


# --- sorting -----------------------------------------------------------------------------------


def _sorting(scores: Scores, truth: Truth, packet: Packet) -> None:
    documents = packet.judged.application.documents
    kinds = {(ref.path, ref.number): d.kind for d in documents for ref in d.pages}
    for true in truth.documents:
        for file, number in true.pages:
            kind = next(
                (
                    k
                    for (path, n), k in kinds.items()
                    if n == number and (path == file or path.endswith("/" + file))
                ),
                "",
            )
            scores.add(
                "sorting.pages",
                kind == true.kind,
                f"{truth.packet} {file} {number}: want {true.kind}, got {kind}",
            )
        pages = {(file, number) for file, number in true.pages}
        right = any(d.kind == true.kind and _pages_of(d, pages) for d in documents)
        scores.add("documents.right", right, f"{truth.packet} {true.kind}")


def _pages_of(document: Document, pages: Iterable[tuple[str, int]]) -> bool:
    wanted = set(pages)
    got = {(ref.path, ref.number) for ref in document.pages}
    short = {(path.rpartition("/")[2], number) for path, number in got}
    return wanted in (got, short)
