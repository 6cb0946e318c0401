"""What people do on the packet page, made whole: the browser names an item and an answer, and
what it is anchored to (file, page, box, the text that was shown) is taken from the packet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from checks.decided import FindingAnswer, SealAnswer
from checks.findings import Verdict
from checks.record import FormRecord
from extractors.facts import Box, Evidence, Half, PageFacts, Presence, Reading, Seal, SealKind
from pipeline.decisions import (
    Decision,
    FieldAction,
    FieldDecision,
    FindingDecision,
    JoinAnswer,
    JoinDecision,
    PageDecision,
    SealDecision,
    Stage,
    StageDecision,
    UndoDecision,
)
from pipeline.desk.detail_seals import seal_cards
from pipeline.desk.packet_words import word
from pipeline.desk.places import Pages
from pipeline.errors import InputError
from pipeline.judging import Packet
from pipeline.messages import text

Joining = Callable[[str, JoinAnswer], JoinDecision]
_TEXT = Annotated[str, Field(max_length=20_000)]
_SHORT = Annotated[str, Field(max_length=500)]
_KEY = Annotated[str, Field(pattern=r"^[0-9a-f]{64}-\d{1,6}$")]


class _Act(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FieldAct(_Act):
    """`saw` is the value as the page showed it (masked, where it masks)."""

    about: Literal["field"]
    form: _SHORT
    field: _SHORT
    row: int | None = None
    action: FieldAction
    value: _TEXT = ""
    saw: _TEXT = ""


class SealAct(_Act):
    """`index` counts the page's seals from 0, as the page of the packet was told them."""

    about: Literal["seal"]
    page: _KEY
    index: Annotated[int, Field(ge=0, le=1000)]
    answer: SealAnswer
    title: _SHORT = ""
    kind: SealKind | None = None
    reason: _SHORT = ""


class FindingAct(_Act):
    about: Literal["finding"]
    finding: _SHORT
    answer: FindingAnswer
    saw: Verdict
    reason: _SHORT = ""


class PageAct(_Act):
    """`after`: the page that it is to follow."""

    about: Literal["page"]
    page: _KEY
    half: Half | None = None
    kind: _SHORT
    begins: bool = False
    after: _KEY | None = None


class StageAct(_Act):
    about: Literal["stage"]
    stage: Stage
    reason: _SHORT = ""


class JoinAct(_Act):
    """`join` is the key of a doubtful join, as the page was told it."""

    about: Literal["join"]
    join: _SHORT
    answer: JoinAnswer


class UndoAct(_Act):
    about: Literal["undo"]
    entry: Annotated[int, Field(ge=1)]


Act = Annotated[
    FieldAct | SealAct | FindingAct | PageAct | StageAct | JoinAct | UndoAct,
    Field(discriminator="about"),
]


def decision_of(act: Act, packet: Packet, joining: Joining) -> Decision:
    """The whole decision; raises InputError where the packet has no such item.

    `joining` makes one of the key of a doubtful join and the answer.
    """
    match act:
        case JoinAct():
            return joining(act.join, act.answer)
        case FieldAct():
            return _field(act, packet)
        case SealAct():
            return _seal(act, packet)
        case FindingAct():
            return FindingDecision(
                finding=act.finding, answer=act.answer, saw=act.saw, reason=act.reason
            )
        case PageAct():
            return _page(act, packet)
        case StageAct():
            return StageDecision(stage=act.stage, reason=act.reason)
        case UndoAct():
            return UndoDecision(entry=act.entry)


def record_of(packet: Packet, form: str) -> FormRecord:
    """What the packet has of a form; raises InputError where it has none."""
    record = packet.judged.record.get(form)
    if record is None:
        raise InputError(f"{packet.id}: no such form")
    return record


def taken(record: FormRecord, field: str, row: int | None) -> Reading[Any]:
    """The reading that the record has of a field or of a list's cell; InputError for none."""
    if row is None:
        entry = record.fields.get(field)
        if entry is not None:
            return entry.taken
    else:
        name, _, column = field.partition(".")
        rows = record.rows.get(name, ())
        if row < len(rows) and column in rows[row]:
            return rows[row][column]
    raise InputError("no such field")


def _field(act: FieldAct, packet: Packet) -> FieldDecision:
    record = record_of(packet, act.form)
    reading = taken(record, act.field, act.row)
    anchor = _anchor(record, act, reading)
    place = anchor.evidence or _anywhere(record)
    value = act.value
    if act.action is FieldAction.CONFIRM:
        if reading.presence in (Presence.NOT_FOUND, Presence.UNREADABLE):
            raise InputError("nothing was read that could be confirmed")
        value = anchor.raw if anchor.value == reading.value else plain(reading)
    elif act.action is not FieldAction.CORRECT:
        value = ""
    box = place.box
    return FieldDecision(
        form=act.form,
        field=act.field,
        row=act.row,
        sha256=place.file,
        page=place.page,
        box=(box.left, box.top, box.right, box.bottom) if box else None,
        action=_action(act, reading),
        value=value,
        saw=plain(reading),
    )


def _action(act: FieldAct, reading: Reading[Any]) -> FieldAction:
    """To confirm that nothing stands there is to say that it is blank."""
    if act.action is FieldAction.CONFIRM and reading.presence is Presence.BLANK:
        return FieldAction.BLANK
    return act.action


def _anchor(record: FormRecord, act: FieldAct, reading: Reading[Any]) -> Reading[Any]:
    """What people look at is the paper, where there is any."""
    if act.row is not None:
        return reading
    entry = record.fields[act.field]
    for one in (entry.paper, reading, entry.electronic):
        if one.evidence is not None:
            return one
    return reading


def _anywhere(record: FormRecord) -> Evidence:
    """A field that was found nowhere belongs to the first page of its document."""
    page = record.documents[0].pages[0]
    return Evidence(page.sha256, page.number, None)


def plain(reading: Reading[Any]) -> str:
    """A reading as text, nothing masked."""
    return written(reading.value) if reading.value is not None else reading.raw


def written(value: Any) -> str:
    """A value as people write it; "" for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return text("yes" if value else "no")
    return word("between").join(map(str, value)) if isinstance(value, tuple) else str(value)


def _seal(act: SealAct, packet: Packet) -> SealDecision:
    page, seal = seal_of(packet, act.page, act.index)
    box: Box = seal.box
    title = act.title
    if act.answer is SealAnswer.VALID and not title:
        title = _whose(act, packet)
    return SealDecision(
        sha256=act.page.rpartition("-")[0],
        page=page.number,
        box=(box.left, box.top, box.right, box.bottom),
        answer=act.answer,
        title=title,
        kind=act.kind,
        reason=act.reason,
    )


def _whose(act: SealAct, packet: Packet) -> str:
    """Whose a valid seal is: the expected owner's; where it is another's paper, as it reads."""
    cards = seal_cards(packet.judged, ())
    card = next((one for one in cards if (one.page, one.index) == (act.page, act.index)), None)
    if card is None:
        return packet.judged.application.applicant
    return card.expected or card.title


def page_of(packet: Packet, key: str) -> PageFacts:
    """The facts of a page of this packet; raises InputError where it has no such page."""
    page = Pages.of(packet.judged.application).facts.get(key)
    if page is None:
        raise InputError(f"{packet.id}: no such page")
    return page


def seal_of(packet: Packet, key: str, index: int) -> tuple[PageFacts, Seal]:
    page = page_of(packet, key)
    if index >= len(page.seals):
        raise InputError(f"{packet.id}: no such seal")
    return page, page.seals[index]


def _page(act: PageAct, packet: Packet) -> PageDecision:
    page = page_of(packet, act.page)
    after = None
    if act.after is not None:
        after = (act.after.rpartition("-")[0], page_of(packet, act.after).number)
    return PageDecision(
        sha256=act.page.rpartition("-")[0],
        page=page.number,
        half=act.half,
        kind=act.kind,
        begins=act.begins,
        after=after,
    )
