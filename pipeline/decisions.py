"""What people decide: the values that the ledger keeps, and what they come to for judging.

Each is about one target (a field, a seal, a finding, a page, the packet's stage). Of several
about one target the last one holds; nothing is deleted, what is taken back says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, field_validator, model_validator

from checks.decided import (
    Decided,
    FieldSaid,
    FindingAnswer,
    FindingSaid,
    PageKey,
    PageSaid,
    SealAnswer,
    SealSaid,
)
from checks.findings import Verdict
from checks.joins import Joins, Part
from extractors.facts import Box, Half, Presence, SealKind

_LONGEST = 20_000
_SHORT = 500

Corners = tuple[float, float, float, float]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Words = Annotated[str, Field(max_length=_LONGEST)]
Reason = Annotated[str, Field(max_length=_SHORT)]
Name = Annotated[str, Field(min_length=1, max_length=_SHORT)]
PageNumber = Annotated[int, Field(ge=0, le=100_000)]


class _Decision(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    @property
    def target(self) -> str:
        """What it is about; two decisions with one target are rivals."""
        raise NotImplementedError

    @property
    def file(self) -> str:
        """SHA-256 of the file that it is about, whatever packet that is in; "" for none."""
        return ""


class _OnPaper(_Decision):
    """About something on a page of a file; `page` is 1-based, 0 where the file has none."""

    sha256: Sha256
    page: PageNumber

    @property
    def file(self) -> str:
        return self.sha256


class FieldAction(StrEnum):
    CONFIRM = "confirm"
    CORRECT = "correct"
    BLANK = "blank"
    UNREADABLE = "unreadable"


class FieldDecision(_OnPaper):
    """What stands in a field. `field` is "ROWS.COLUMN" where `row` (0-based) is given.

    `value` is the text that was typed or confirmed; `saw` the one that was shown before; `box`
    is in pixels of the upright page.
    """

    about: Literal["field"] = "field"
    form: Name
    field: Name
    row: Annotated[int, Field(ge=0, le=10_000)] | None = None
    box: Corners | None = None
    action: FieldAction
    value: Words = ""
    saw: Words = ""

    @property
    def target(self) -> str:
        row = "" if self.row is None else f"[{self.row}]"
        return f"field:{self.sha256}:{self.form}.{self.field}{row}"


class SealDecision(_OnPaper):
    """What a person sees in an impression: valid, not (and why), or that nobody can tell.

    `title` is whose it is: the expected name where it is valid, what stands on it where it is
    another's.
    """

    about: Literal["seal"] = "seal"
    box: Corners
    answer: SealAnswer
    title: Reason = ""
    kind: SealKind | None = None
    reason: Reason = ""

    @model_validator(mode="after")
    def _says_what(self) -> Self:
        if self.answer is SealAnswer.OTHER_ORGANISATION and not self.title:
            raise ValueError("whose seal is it? title is empty")
        if self.answer is SealAnswer.WRONG_KIND and self.kind in (None, SealKind.OFFICIAL):
            raise ValueError("what kind of seal is it?")
        return self

    @property
    def target(self) -> str:
        middle = ",".join(str(round((a + b) / 2 / 20)) for a, b in _sides(self.box))
        return f"seal:{self.sha256}:{self.page}:{middle}"


def _sides(box: Corners) -> tuple[tuple[float, float], tuple[float, float]]:
    return (box[0], box[2]), (box[1], box[3])


class FindingDecision(_Decision):
    """An answer to a finding, by its key; one set aside needs a reason. `saw` is its verdict."""

    about: Literal["finding"] = "finding"
    finding: Name
    answer: FindingAnswer
    saw: Verdict
    reason: Reason = ""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.answer is FindingAnswer.SET_ASIDE and not self.reason.strip():
            raise ValueError("setting a finding aside needs a reason")
        return self

    @property
    def target(self) -> str:
        return f"finding:{self.finding}"


class PageDecision(_OnPaper):
    """What a page is ("" is unsorted), and where it belongs (see `checks.decided.PageSaid`)."""

    about: Literal["page"] = "page"
    half: Half | None = None
    kind: Annotated[str, Field(max_length=_SHORT)]
    begins: bool = False
    after: tuple[Sha256, PageNumber] | None = None

    @property
    def target(self) -> str:
        return f"page:{self.sha256}:{self.page}:{self.half or ''}"


class Stage(StrEnum):
    """Where a packet is on its way through the office.

    Nobody decides that one is `CORRECTED`: it was returned, and something came since.
    """

    RECEIVED = "received"
    IN_CHECK = "in-check"
    RETURNED = "returned"
    CORRECTED = "corrected"
    PASSED_ON = "passed-on"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class StageDecision(_Decision):
    """The packet goes on: only people move it."""

    about: Literal["stage"] = "stage"
    stage: Stage
    reason: Reason = ""

    @field_validator("stage")
    @classmethod
    def _is_decided(cls, stage: Stage) -> Stage:
        if stage is Stage.CORRECTED:
            raise ValueError("a packet is corrected by its applicant")
        return stage

    @property
    def target(self) -> str:
        return "stage"


class LetterDecision(_Decision):
    """A deficiency notice was written: its number, the name and the digest of the file.

    `dated` is its day, and `due` the last day for corrections that it names.
    """

    about: Literal["letter"] = "letter"
    number: Name
    name: Name
    sha256: Sha256
    dated: date | None = None
    due: date | None = None

    @property
    def target(self) -> str:
        return f"letter:{self.number}"


class RevealDecision(_Decision):
    """Somebody had a personal number shown."""

    about: Literal["reveal"] = "reveal"
    what: Name

    @property
    def target(self) -> str:
        return f"reveal:{self.what}"


class LeaseDecision(_Decision):
    """Somebody took a packet over from a colleague who had it open."""

    about: Literal["lease"] = "lease"
    taken_from: Name

    @property
    def target(self) -> str:
        return "lease"


class UndoDecision(_Decision):
    """Takes back an earlier entry of the same packet."""

    about: Literal["undo"] = "undo"
    entry: Annotated[int, Field(ge=1)]

    @property
    def target(self) -> str:
        return f"undo:{self.entry}"


class JoinAnswer(StrEnum):
    TOGETHER = "together"
    APART = "apart"


class JoinPart(BaseModel):
    """What a delivery holds of one application (see `checks.joins.Part`); `entry` is its name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    delivery: Name
    entry: Name
    award: Reason = ""
    item: Reason = ""

    @property
    def part(self) -> Part:
        return Part(self.delivery, self.award, self.item)


class JoinDecision(_Decision):
    """Whether two parts of deliveries belong to one application; `saw` is the doubt as shown."""

    about: Literal["join"] = "join"
    part: JoinPart
    other: JoinPart
    answer: JoinAnswer
    saw: Reason = ""

    @property
    def target(self) -> str:
        parts = sorted("/".join((one.delivery, one.award, one.item)) for one in self.parts)
        return "join:" + "|".join(parts)

    @property
    def parts(self) -> tuple[JoinPart, JoinPart]:
        return self.part, self.other


class ForgetDecision(_Decision):
    """A packet was removed: how many originals went with it, and how many others hold, too."""

    about: Literal["forget"] = "forget"
    removed: Annotated[int, Field(ge=0)]
    shared: Annotated[int, Field(ge=0)]

    @property
    def target(self) -> str:
        return "forget"


Decision = Annotated[
    FieldDecision
    | SealDecision
    | FindingDecision
    | PageDecision
    | StageDecision
    | LetterDecision
    | RevealDecision
    | LeaseDecision
    | JoinDecision
    | UndoDecision
    | ForgetDecision,
    Field(discriminator="about"),
]
DECISIONS: TypeAdapter[Decision] = TypeAdapter(Decision)

_PRESENCE = {
    FieldAction.CONFIRM: Presence.FILLED,
    FieldAction.CORRECT: Presence.FILLED,
    FieldAction.BLANK: Presence.BLANK,
    FieldAction.UNREADABLE: Presence.UNREADABLE,
}


def decided(standing: Iterable[tuple[str, Decision]]) -> Decided:
    """What decisions in force come to. Pairs of packet and decision, oldest first."""
    fields: dict[str, dict[str, FieldSaid]] = {}
    seals: dict[tuple[str, int], dict[str, SealSaid]] = {}
    pages: dict[PageKey, PageSaid] = {}
    findings: dict[str, dict[str, FindingSaid]] = {}
    for packet, one in standing:
        match one:
            case FieldDecision():
                fields.setdefault(one.sha256, {})[one.target] = _field_said(one)
            case SealDecision():
                seals.setdefault((one.sha256, one.page), {})[one.target] = SealSaid(
                    Box(*one.box), one.answer, one.title, one.kind
                )
            case PageDecision():
                pages[one.sha256, one.page, one.half] = PageSaid(one.kind, one.begins, one.after)
            case FindingDecision():
                findings.setdefault(packet, {})[one.finding] = FindingSaid(one.answer, one.saw)
            case _:
                pass  # says nothing of what stands on paper
    return Decided(
        pages=pages,
        seals={place: tuple(said.values()) for place, said in seals.items()},
        fields={file: tuple(said.values()) for file, said in fields.items()},
        findings=findings,
    )


def joined(standing: Iterable[JoinDecision]) -> Joins:
    """What decisions on joins come to, oldest first: of several about one pair the last holds."""
    last = {one.target: one for one in standing}
    pairs = [(one.answer, (one.part.part, one.other.part)) for one in last.values()]
    return Joins(
        apart=tuple(pair for answer, pair in pairs if answer is JoinAnswer.APART),
        together=tuple(pair for answer, pair in pairs if answer is JoinAnswer.TOGETHER),
    )


def _field_said(one: FieldDecision) -> FieldSaid:
    presence = _PRESENCE[one.action]
    written = presence is Presence.FILLED
    return FieldSaid(
        form=one.form,
        field=one.field,
        file=one.sha256,
        page=one.page,
        box=Box(*one.box) if one.box else None,
        presence=presence,
        raw=one.value if written else "",
        row=one.row,
    )
