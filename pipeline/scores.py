"""Counting how right the results are, against the truth of a haul."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import Any

from checks.findings import Finding, Severity, Standing, Verdict
from checks.record import Entry, FormRecord
from extractors.facts import Origin, Presence, Reading
from pipeline.judging import Packet
from pipeline.page_scores import score_pages
from pipeline.tallies import Scores, normal
from pipeline.truth import Expected, TrueDefect, Truth

# DOMAIN 4.3, column "Auto": software can decide these, alone or in part.
_HUMAN_ONLY = frozenset({"D02", "E05"})
# DOMAIN 4.3, class W: said to the reviewer, and no reason to keep a packet from being complete.
_NOTED_ONLY = frozenset({"S05", "D02", "D04", "D05"})
_SURE = 0.9


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
        score_pages(scores, truth, packet)
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
            if not planted:
                scores.by_code.setdefault(finding.code, Counter())["false"] += 1


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
    codes = {defect.code for defect in truth.defects}
    if codes - _NOTED_ONLY:
        scores.add("complete.missed", standing is Standing.COMPLETE)
        if standing is Standing.COMPLETE:
            scores.wrong.append(f"complete.missed: {truth.packet} {sorted(codes)}")
    if codes:
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
                _by_hand(scores, entry.paper, name in truth.by_hand.get(form, ()), note)
                is_c03 = (form, name) in differing
                _by_source(scores, truth, record, entry, expected, is_c03, f"{form}.{name}")


def _by_hand(scores: Scores, paper: Reading[Any], written: bool, note: str) -> None:
    """Whether handwriting is told as such, and nothing else is."""
    said = paper.origin is Origin.HANDWRITTEN
    if written:
        scores.add("fields.by_hand.recall", said, note)
    elif paper.presence is Presence.FILLED:
        scores.add("fields.by_hand.false", said)
        if said:
            scores.wrong.append(f"fields.by_hand.false: {note}")


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
