"""Versions and doubtful joins of a packet as they are kept and shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from checks.findings import Turn
from checks.joins import Why
from checks.receipts import SHANGHAI
from pipeline.masking import scrubbed, shown
from pipeline.words import JOINS, word

if TYPE_CHECKING:  # these load the language tools, which showing kept packets does not need
    from checks.changes import Change, FieldChange
    from checks.documents import Document
    from checks.judge import Application
    from checks.programme import Programme
    from extractors.facts import Reading
    from pipeline.packets import FindingView

_FROZEN = ConfigDict(frozen=True, extra="forbid")


class PartView(BaseModel):
    """A part of a delivery, as `checks.joins.Part` names it."""

    model_config = _FROZEN

    delivery: str
    entry: str
    award: str
    item: str


class JoinView(BaseModel):
    """A doubtful join: people can undo it, or make it where it was not `joined`."""

    model_config = _FROZEN

    why: Why
    text: str
    joined: bool
    part: PartView
    other: PartView


class FieldChangeView(BaseModel):
    """A field before and after, personal numbers masked, and where each of them stands."""

    model_config = _FROZEN

    form: str
    label: str
    old: str
    new: str
    sure: bool
    old_sha256: str
    old_page: int
    new_sha256: str
    new_page: int


class FindingChangeView(BaseModel):
    """What became of a finding; `sha256` and `page` are where that shows, where anywhere."""

    model_config = _FROZEN

    turn: Turn
    rule: str
    code: str
    form: str
    where: str
    text: str
    sha256: str
    page: int


class ReplacedView(BaseModel):
    """A document that does not count any more (or, not `whole`, not all of it)."""

    model_config = _FROZEN

    kind: str
    sha256: str
    path: str
    by_sha256: str
    by_path: str
    whole: bool


class ChangeView(BaseModel):
    """What one later delivery brought; `number` counts them from 1."""

    model_config = _FROZEN

    number: int
    entries: tuple[str, ...]
    received_at: str | None
    added: tuple[str, ...]
    replaced: tuple[ReplacedView, ...]
    fields: tuple[FieldChangeView, ...]
    findings: tuple[FindingChangeView, ...]


def late_by(received_at: str | None, asked_on: date, due_days: int) -> date | None:
    """The due day that a correction missed; None where it came in time, or nobody knows when.

    `asked_on` is the letter's date. For people to weigh: the deadline of the award is another.
    """
    if received_at is None:
        return None
    due = asked_on + timedelta(days=due_days)
    came = datetime.fromisoformat(received_at).astimezone(SHANGHAI).date()
    return due if came > due else None


def join_views(application: Application, others: Mapping[str, str]) -> tuple[JoinView, ...]:
    """`others` are the names of entries by delivery, for those that are not in the packet."""
    names = {**others, **{one.id: one.name for one in application.deliveries}}
    return tuple(
        JoinView(
            why=doubt.why,
            text=JOINS[doubt.why].format(
                one=scrubbed(doubt.said[0]), other=scrubbed(doubt.said[1])
            ),
            joined=doubt.joined,
            part=PartView(entry=names.get(doubt.part.delivery, ""), **_part(doubt.part)),
            other=PartView(entry=names.get(doubt.other.delivery, ""), **_part(doubt.other)),
        )
        for doubt in application.doubts
    )


def _part(part: object) -> dict[str, str]:
    return {name: getattr(part, name) for name in ("delivery", "award", "item")}


def change_views(
    changes: tuple[Change, ...],
    programme: Programme,
    worded: dict[int, FindingView],
) -> tuple[ChangeView, ...]:
    """`worded` are the findings of the changes in words, by `id()`."""
    return tuple(
        _change_view(number, change, programme, worded) for number, change in enumerate(changes, 1)
    )


def _change_view(
    number: int,
    change: Change,
    programme: Programme,
    worded: dict[int, FindingView],
) -> ChangeView:
    hints = [one.received_hint for one in change.deliveries if one.received_hint is not None]
    return ChangeView(
        number=number,
        entries=tuple(one.name for one in change.deliveries),
        received_at=min(hints).isoformat(timespec="minutes") if hints else None,
        added=tuple(_named(document, programme) for document in change.added),
        replaced=tuple(
            ReplacedView(
                kind=programme.form(one.document.kind).name,
                sha256=one.document.pages[0].sha256,
                path=one.document.pages[0].path,
                by_sha256=one.by.pages[0].sha256,
                by_path=one.by.pages[0].path,
                whole=one.whole,
            )
            for one in change.replaced
        ),
        fields=tuple(_field_view(one, programme) for one in change.fields),
        findings=tuple(_finding_views(change, worded)),
    )


def _named(document: Document, programme: Programme) -> str:
    return f"{programme.form(document.kind).name}（{document.pages[0].path}）"


def _finding_views(change: Change, worded: dict[int, FindingView]) -> Iterator[FindingChangeView]:
    for one in change.findings:
        about = one.before if one.turn is Turn.CURED and one.before else one.finding
        words = worded[id(about)]
        places = one.proof if one.turn is Turn.CURED else about.evidence
        yield FindingChangeView(
            turn=one.turn,
            rule=about.rule,
            code=about.code,
            form=about.form,
            where=about.where,
            text=words.message or words.subject,
            sha256=places[0].file if places else "",
            page=places[0].page if places else 0,
        )


def _field_view(change: FieldChange, programme: Programme) -> FieldChangeView:
    from checks.kinds.base import label_of
    from checks.record import field_types

    form = programme.form(change.form)
    label, kind = label_of(form, change.name), field_types(form).get(change.name, "text")
    if change.row is not None:
        table = next(rows for rows in form.rows if rows.name == change.name)
        column = next(one for one in table.columns if one.name == change.column)
        kind = column.type
        heading = column.labels[0] if column.labels else column.name
        label = word("row", label=label, row=change.row + 1, column=heading)
    old, new = _place(change.old), _place(change.new)
    return FieldChangeView(
        form=form.name,
        label=label,
        old=shown(change.old, kind),
        new=shown(change.new, kind),
        sure=change.sure,
        old_sha256=old[0],
        old_page=old[1],
        new_sha256=new[0],
        new_page=new[1],
    )


def _place(reading: Reading[object]) -> tuple[str, int]:
    place = reading.evidence
    return (place.file, place.page) if place is not None else ("", 0)
