"""Judged packets as they are kept and shown: wording filled in, personal numbers masked.

What judging answers with holds readings and documents; this is what `status`, the summary and
the report need of it, as JSON that the workspace keeps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from checks.findings import Settled, Severity, Standing, Verdict
from extractors.facts import Evidence
from pipeline.errors import InputError
from pipeline.masking import masked_parameters
from pipeline.messages import CODES, problem_text, reason_text, signature_text, text
from pipeline.versions import ChangeView, JoinView, change_views, join_views

if TYPE_CHECKING:  # these load the language tools, which showing kept packets does not need
    from checks.documents import SubmittedFile
    from checks.findings import Finding
    from checks.judge import Judged
    from checks.programme import Programme
    from checks.record import Record
    from pipeline.judging import Packet

_FROZEN = ConfigDict(frozen=True, extra="forbid")


class PlaceView(BaseModel):
    """Where something stands; `path` is the file's name in its entry, `box` in pixels."""

    model_config = _FROZEN

    sha256: str
    path: str
    page: int
    box: tuple[float, float, float, float] | None
    address: str


class FindingView(BaseModel):
    """A finding in words. `key` tells it from the others; `settled` is a person's answer."""

    model_config = _FROZEN

    key: str = ""
    settled: Settled = Settled.NO
    rule: str
    code: str
    verdict: Verdict
    severity: Severity
    form: str
    where: str
    subject: str
    message: str
    remedy: str
    places: tuple[PlaceView, ...]

    @property
    def counts(self) -> bool:
        """Whether it counts for the standing, or is a note."""
        return self.severity is not Severity.NOTE


class FileView(BaseModel):
    """A submitted file; `opened` is false where nothing of it could be read.

    `looked`: how many of its pages were only looked at, empty ones left out. `signatures`: the
    digital ones, a line each.
    """

    model_config = _FROZEN

    path: str
    sha256: str
    kind: str
    pages: int
    looked: int = 0
    opened: bool
    problems: tuple[str, ...]
    signatures: tuple[str, ...] = ()


class PacketView(BaseModel):
    """A packet with its findings and files; `award` is "" for material that is not sorted.

    `receipt`: the row of the register that it is in; `in_register` is None without a register.
    `unsorted`: pages that belong nowhere. `joins` are the doubtful ones; `changes` are what came
    later and what it changed, the first one first.
    """

    model_config = _FROZEN

    id: str
    entries: tuple[str, ...]
    award: str
    award_name: str
    applicant: str
    item: str
    credit_code: str = ""
    receipt: int | None = None
    unsorted: int = 0
    received_at: str | None
    standing: Standing
    findings: tuple[FindingView, ...]
    files: tuple[FileView, ...]
    in_register: bool | None = None
    joins: tuple[JoinView, ...] = ()
    changes: tuple[ChangeView, ...] = ()

    def count(self, verdict: Verdict) -> int:
        """Findings with this verdict, notes left out."""
        return sum(finding.verdict is verdict and finding.counts for finding in self.findings)

    @property
    def is_unsorted(self) -> bool:
        return not self.award

    @property
    def unopened(self) -> tuple[FileView, ...]:
        return tuple(file for file in self.files if not file.opened)


def view_of(
    packet: Packet,
    programme: Programme,
    registered: bool = False,
    entries: Mapping[str, str] = MappingProxyType({}),
) -> PacketView:
    """Put a judged packet into words; `registered`: whether there is a register.

    `entries` are the names of entries by delivery, as far as the packet has no such delivery.
    """
    application = packet.judged.application
    paths = {file.sha256: file.path for file in application.files if file.sha256}
    received = application.received_at
    told = (
        one
        for change in packet.changes
        for turn in change.findings
        for one in (turn.finding, turn.before)
        if one is not None
    )
    worded = {id(one): _finding_view(one, packet.judged, programme, paths) for one in told}
    return PacketView(
        id=packet.id,
        entries=packet.entries,
        award=application.award,
        award_name=text("unsorted-material")
        if application.is_unsorted
        else programme.award(application.award).name,
        applicant=application.applicant,
        item=application.item,
        credit_code=_credit_code(packet.judged.record),
        receipt=application.receipt.row if application.receipt else None,
        unsorted=len(application.rest),
        received_at=received.isoformat(timespec="minutes") if received else None,
        standing=packet.judged.standing,
        findings=tuple(
            _finding_view(finding, packet.judged, programme, paths)
            for finding in packet.judged.findings
        ),
        files=tuple(file_view(file) for file in application.files),
        in_register=bool(application.receipts) if registered else None,
        joins=join_views(application, entries),
        changes=change_views(packet.changes, programme, worded),
    )


def _credit_code(record: Record) -> str:
    """The first code that any of its forms gives."""
    codes = (
        form.reading(field.name).value
        for form in record.values()
        for field in form.form.fields
        if field.type == "uscc"
    )
    return next((str(code) for code in codes if code), "")


def file_view(file: SubmittedFile) -> FileView:
    from pipeline.judging import serious

    return FileView(
        path=file.path,
        sha256=file.sha256,
        kind=file.kind,
        pages=len(file.pages),
        looked=file.looked,
        opened=bool(file.pages) or not serious(file.problems),
        problems=tuple(dict.fromkeys(problem_text(problem) for problem in file.problems)),
        signatures=tuple(signature_text(one) for one in file.signatures),
    )


def _finding_view(
    finding: Finding, judged: Judged, programme: Programme, paths: dict[str, str]
) -> FindingView:
    from checks.decided import finding_key

    kind = _type_of(finding.form, finding.where, judged.record)
    parameters = masked_parameters(finding.parameters, kind)
    subject = _subject(finding.code, parameters)
    message, remedy = _wording(finding, parameters, subject, programme)
    return FindingView(
        key=finding_key(finding),
        settled=finding.settled,
        rule=finding.rule,
        code=finding.code,
        verdict=finding.verdict,
        severity=finding.severity,
        form=finding.form,
        where=finding.where,
        subject=subject,
        message=message,
        remedy=remedy,
        places=tuple(place_view(place, paths) for place in finding.evidence),
    )


def place_view(place: Evidence, paths: dict[str, str]) -> PlaceView:
    box = place.box
    return PlaceView(
        sha256=place.file,
        path=paths.get(place.file, ""),
        page=place.page,
        box=(box.left, box.top, box.right, box.bottom) if box else None,
        address=place.address,
    )


def _wording(
    finding: Finding, parameters: dict[str, str], subject: str, programme: Programme
) -> tuple[str, str]:
    """A defect is said in the rule's words; a doubt by what it is about and why it is one."""
    if finding.verdict is Verdict.UNMET:
        rule = programme.rule(finding.rule)
        names = _Names(parameters)
        return rule.message.format_map(names), rule.remedy.format_map(names)
    if finding.verdict is Verdict.UNSURE:
        reason = reason_text(finding.reason) if finding.reason else text("ask-people")
        quoted = _quoted(parameters)
        return text("unsure-of", subject=subject, reason=reason) + quoted, text("ask-people")
    return reason_text(finding.reason) if finding.reason else "", ""


_QUOTED = (
    ("paper", "纸质版"), ("electronic", "电子版"), ("form_value", "申报表"),
    ("document_value", "证明材料"), ("title", "印章文字"), ("value", "读数"),
    ("what", "所见"), ("others", "相同单位"), ("member", "名册中"), ("share", "相同比例"),
    ("pages", "本件"), ("other_pages", "对方"),
)  # fmt: skip


def _quoted(parameters: dict[str, str]) -> str:
    """What was read, so that people see what the doubt is about."""
    parts = [f"{name}“{parameters[key]}”" for key, name in _QUOTED if parameters.get(key)]
    return f"（{'，'.join(parts)}）" if parts else ""


def _subject(code: str, parameters: dict[str, str]) -> str:
    """What a finding is about, as a heading: a label, a place, a document, or its code's name."""
    names = [
        parameters.get("form_name") or parameters.get("document_name", ""),
        parameters.get("place_name", ""),
        f"“{parameters['label']}”" if parameters.get("label") else "",
    ]
    about = "".join(names)
    head = CODES.get(code, code)
    return f"{head}（{about}）" if about else head


class _Names(dict[str, str]):
    """Parameters of a message; one that the rule did not give is left out."""

    def __missing__(self, key: str) -> str:
        return ""


def _type_of(form: str, where: str, record: Record) -> str:
    from checks.record import field_types

    known = record.get(form)
    return field_types(known.form).get(where, "text") if known else "text"


def chosen(views: tuple[PacketView, ...], packet: str) -> tuple[PacketView, ...]:
    """The one packet of an id, of the beginning of one, or of an entry's name; else InputError."""
    found = [view for view in views if view.id == packet]
    found = found or [view for view in views if packet and view.id.startswith(packet)]
    found = found or [view for view in views if packet in view.entries]
    if len(found) == 1:
        return tuple(found)
    problem = "several packets begin with this" if found else "no such packet"
    raise InputError(f"{packet}: {problem}; `yushen status` lists them")


class PastFinding(BaseModel):
    """Of a finding of before what is compared; kept ones say more, older ones perhaps less."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    rule: str
    code: str
    verdict: Verdict
    form: str = ""
    where: str = ""


class PastPacket(BaseModel):
    """A packet as it once was judged, so far as that is compared."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = ""
    standing: Standing
    findings: tuple[PastFinding, ...]


def changes(before: Sequence[PastPacket | PacketView], after: Sequence[PacketView]) -> list[str]:
    """What judging again would change, a line each (in English, without values)."""
    old = {packet.id: packet for packet in before}
    new = {packet.id: packet for packet in after}
    lines = [f"{key}: packet would disappear" for key in old if key not in new]
    for key, packet in new.items():
        known = old.get(key)
        if known is None:
            lines.append(f"{key}: new packet, {packet.standing}")
            continue
        if known.standing is not packet.standing:
            lines.append(f"{key}: {known.standing} -> {packet.standing}")
        was, now = _verdicts(known), _verdicts(packet)
        for place in sorted(was.keys() | now.keys()):
            if was.get(place) != now.get(place):
                name = " ".join(part for part in place if part)
                lines.append(f"{key}: {name}: {_named(was, place)} -> {_named(now, place)}")
    return lines


_Place = tuple[str, str, str, str]


def _verdicts(packet: PastPacket | PacketView) -> dict[_Place, Counter[str]]:
    found: dict[_Place, Counter[str]] = {}
    for one in packet.findings:
        place = (one.rule, one.code, one.form, one.where)
        found.setdefault(place, Counter())[one.verdict.value] += 1
    return found


def _named(verdicts: dict[_Place, Counter[str]], place: _Place) -> str:
    counted = verdicts.get(place)
    return "+".join(sorted(counted.elements())) if counted else "nothing"
