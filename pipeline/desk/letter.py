"""The letter page: the deficiency notice of a packet, reworded, previewed, written, downloaded."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from checks.receipts import SHANGHAI
from pipeline import runs, sending
from pipeline.decisions import LetterDecision
from pipeline.desk.access import Reader, Reviewer
from pipeline.desk.errors import DeskError, NotFoundError
from pipeline.desk.lease_routes import demand_lease
from pipeline.desk.letter_words import SCRIPTED, word
from pipeline.desk.queue import Way
from pipeline.desk.state import Desk, desk_of
from pipeline.engines import choose_engine
from pipeline.errors import ConfigurationError, InputError
from pipeline.files import whole
from pipeline.ledger import ConflictError, Entry
from pipeline.letter_docx import file_name, filled
from pipeline.letter_edits import Edits, edited
from pipeline.letter_html import Shown, paragraphs
from pipeline.letters import Letter
from pipeline.packets import PacketView
from pipeline.people import Role
from pipeline.progress import Silent
from pipeline.rejudging import kept_view
from pipeline.settings import reading_limits

router = APIRouter()
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class LetterBody(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    edits: Edits = Edits()
    seen: Annotated[int, Field(ge=0)] = 0


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter that was written: who, when, its number, and the digest that it is kept under."""

    number: str
    by: str
    at: str
    sha256: str


@router.get("/packets/{packet}/letter")
def page(request: Request, packet: str, user: Reader, way: Annotated[Way, Query()]) -> Response:
    """The letter as it stands, with everything that can be changed of it."""
    desk = desk_of(request)
    view = _view(desk, packet)
    letter = _draft(desk, view)
    entries = desk.ledger.entries(packet)
    return desk.pages.render(
        request,
        "letter.html",
        words=SCRIPTED,
        w=word,
        queue=way.address(),
        back=way.address(f"/packets/{packet}"),
        following=way.address("/next", after=packet),
        letter=letter,
        # The pictures take their time: the page's script asks for them.
        sheet=_sheet(desk, letter, {}) if letter.is_due else (),
        sent=_sent(desk, desk.ledger.standing(packet)),
        boot={
            "packet": packet,
            "way": way.address(""),
            "seen": max((entry.seq for entry in entries), default=0),
            "due": letter.is_due and user.role.allows(Role.REVIEWER),
        },
    )


@router.post("/packets/{packet}/letter/preview")
def preview(request: Request, packet: str, body: LetterBody, user: Reviewer) -> Response:
    """The letter with these changes, as a piece of page."""
    desk = desk_of(request)
    view = _view(desk, packet)
    letter = _draft(desk, view)
    sheet = _sheet(desk, edited(letter, body.edits), _pictures(desk, view, letter))
    return desk.pages.render(request, "letter_sheet.html", w=word, sheet=sheet)


@router.post("/packets/{packet}/letter")
def write(request: Request, packet: str, body: LetterBody, user: Reviewer) -> dict[str, str]:
    """Write the letter down for good: its file is kept, and the packet has gone back."""
    desk = desk_of(request)
    view = _view(desk, packet)
    demand_lease(desk, packet, user)
    programme, office = desk.programme, desk.settings.letter
    if not edited(_draft(desk, view), body.edits).is_due:
        raise DeskError("nothing-to-write", 409)
    (numbered,) = sending.letters(desk.store, (view,), programme, office, _today().date())
    letter = edited(numbered, body.edits)
    content = filled(_template(desk), letter, _pictures(desk, view, letter))
    digest = hashlib.sha256(content).hexdigest()
    with whole(_kept(desk, digest)) as unfinished:
        unfinished.write_bytes(content)
    decision = LetterDecision(
        number=letter.number, name=file_name(letter), sha256=digest,
        dated=letter.day, due=letter.due,
    )  # fmt: skip
    try:
        desk.ledger.append(packet, user.name, decision, body.seen)
    except ConflictError as conflict:
        raise DeskError("letter-rival", 409, by=conflict.entry.by) from conflict
    return {"number": letter.number, "sha256": digest}


@router.get("/packets/{packet}/letter/{sha256}.docx")
def download(request: Request, packet: str, sha256: str, user: Reader) -> Response:
    """A letter of this packet, as it was written."""
    desk = desk_of(request)
    for entry in desk.ledger.entries(packet):
        one = entry.decision
        if isinstance(one, LetterDecision) and one.sha256 == sha256:
            path = _kept(desk, one.sha256)
            if path.is_file():
                return FileResponse(path, media_type=_WORD, filename=one.name)
    raise NotFoundError


def _view(desk: Desk, packet: str) -> PacketView:
    try:
        return kept_view(desk.store, packet)
    except InputError as error:
        raise NotFoundError from error


def _draft(desk: Desk, view: PacketView) -> Letter:
    office, today = desk.settings.letter, _today().date()
    try:
        sending.demand_contact(office, desk.settings.workspace)
    except ConfigurationError as error:
        raise DeskError("no-contact", 409) from error
    return sending.draft(desk.store, view, desk.programme, office, today)


def _sheet(desk: Desk, letter: Letter, pictures: Mapping[str, bytes]) -> tuple[Shown, ...]:
    return paragraphs(filled(_template(desk), replace(letter, doubts=()), pictures))


def _template(desk: Desk) -> bytes:
    return sending.template_of(desk.programme, desk.settings.programme)


def _kept(desk: Desk, digest: str) -> Path:
    return desk.settings.workspace / "letters" / "sent" / f"{digest}.docx"


def _sent(desk: Desk, standing: tuple[Entry, ...]) -> tuple[Sent, ...]:
    names = {user.name: user.shown for user in desk.people.all()}
    return tuple(
        Sent(one.number, names.get(entry.by, entry.by), entry.at, one.sha256)
        for entry in standing
        if isinstance(one := entry.decision, LetterDecision)
    )


def _today() -> datetime:
    return datetime.now(SHANGHAI)


def _pictures(desk: Desk, view: PacketView, letter: Letter) -> Mapping[str, bytes]:
    stamp = hashlib.sha256(view.model_dump_json().encode()).hexdigest()
    known = desk.drawn.get(view.id, stamp)
    if known is None:
        keys = runs.keys_of(desk.settings, choose_engine(desk.settings.ocr, desk.settings.threads))
        limits = reading_limits(desk.settings)
        certain = replace(letter, doubts=())
        known = sending.pictures_of((certain,), desk.store, keys, desk.executor, limits, Silent())
        desk.drawn.keep(view.id, stamp, known)
    return known
