"""The packet page: its data, its pictures, and what people do on it."""

from __future__ import annotations

import base64
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from checks.decided import said_type
from extractors.values import parse
from pipeline.decisions import Decision, JoinDecision, RevealDecision, UndoDecision
from pipeline.desk import acts, packet_script_words, packet_words
from pipeline.desk.access import Reader, Reviewer
from pipeline.desk.errors import DeskError, NotFoundError
from pipeline.desk.history import field_label
from pipeline.desk.officepages import OfficePage, office_page
from pipeline.desk.pagepictures import NoPictureError
from pipeline.desk.places import pixels
from pipeline.desk.queue import Way
from pipeline.desk.shapes import PacketData
from pipeline.desk.shown import Shown, shown_of
from pipeline.desk.state import desk_of
from pipeline.errors import InputError
from pipeline.ledger import ConflictError, Entry
from pipeline.messages import reason_text
from pipeline.people import Role, User

router = APIRouter()
_KEY = r"^[0-9a-f]{64}-\d{1,6}$"
_STRICT = ConfigDict(extra="forbid", frozen=True)
_Seen = Annotated[int, Field(ge=0)]
_Way = Annotated[Way, Query()]


class DecisionBody(BaseModel):
    model_config = _STRICT
    decision: acts.Act
    seen: _Seen


class CheckBody(BaseModel):
    model_config = _STRICT
    form: str
    field: str
    text: Annotated[str, Field(max_length=20_000)]


class CropBody(BaseModel):
    model_config = _STRICT
    page: Annotated[str, Field(pattern=_KEY)]
    box: tuple[float, float, float, float]


class RevealBody(BaseModel):
    model_config = _STRICT
    form: str
    field: str
    row: int | None = None


@router.get("/packets/{packet}", response_class=HTMLResponse)
def page(request: Request, packet: str, user: Reader, way: _Way) -> Response:
    """The empty page: its script asks for the data."""
    _known(request, packet)
    decides = user.role.allows(Role.REVIEWER)
    boot = {"packet": packet, "decides": decides, "way": way.address("")}
    return desk_of(request).pages.render(
        request,
        "packet.html",
        words=packet_script_words.SCRIPTED,
        boot=boot,
        w=packet_words.word,
        queue=way.address(),
    )


@router.get("/packets/{packet}/data")
def data(request: Request, packet: str, user: Reader, way: _Way) -> PacketData:
    return _known(request, packet).data(user.name, way)


@router.get("/packets/{packet}/pages/{key}.jpg")
def picture(
    request: Request,
    packet: str,
    key: str,
    user: Reader,
    w: Annotated[int, Query(ge=1, le=10_000)] = 1240,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """A page as JPEG, of one of a few widths."""
    sheet = _known(request, packet).sheet(key)
    tag = f'"{sheet.mark}-{w}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if if_none_match == tag:
        return Response(status_code=304, headers=headers)
    try:
        path = shown_of(request).pictures.page(sheet, w)
    except NoPictureError as error:
        raise DeskError("no-picture", 404) from error
    return FileResponse(path, media_type="image/jpeg", headers=headers)


@router.get("/packets/{packet}/office/{key}")
def office(request: Request, packet: str, key: str, user: Reader) -> OfficePage:
    """A page of a Word or Excel file, as paragraphs and tables."""
    return office_page(_known(request, packet).page(key))


@router.get("/packets/{packet}/strips/{key}/{index}")
def strip(request: Request, packet: str, key: str, index: int, user: Reader) -> dict[str, Any]:
    """A seal's unrolled ring, and between which shares of its width the title stands."""
    sheet = _known(request, packet).sheet(key)
    try:
        found = shown_of(request).pictures.strip(sheet, index)
    except NoPictureError:
        found = None
    if found is None:
        return {"picture": "", "first": 0.0, "last": 1.0}
    png, first, last = found
    told = "data:image/png;base64," + base64.b64encode(png).decode()
    return {"picture": told, "first": first, "last": last}


@router.get("/packets/{packet}/originals/{sha256}")
def original(request: Request, packet: str, sha256: str, user: Reader) -> Response:
    """A file as it was submitted: only to be saved, never shown by the browser."""
    one = _known(request, packet)
    path, name = one.original(sha256)
    return FileResponse(
        path, media_type="application/octet-stream", filename=name,
        content_disposition_type="attachment",
    )  # fmt: skip


@router.post("/packets/{packet}/check")
def check(request: Request, packet: str, body: CheckBody, user: Reader) -> dict[str, str]:
    """What the field's type makes of a text: its value, and what it has against it."""
    form = next((one for one in desk_of(request).programme.forms if one.kind == body.form), None)
    kind = said_type(form, body.field) if form else None
    if kind is None:
        raise NotFoundError
    parsed = parse(kind, body.text)
    value = acts.written(parsed.value)
    return {"value": value, "objection": reason_text(parsed.objection) if parsed.objection else ""}


@router.post("/packets/{packet}/read-crop")
def read_crop(request: Request, packet: str, body: CropBody, user: Reviewer) -> dict[str, Any]:
    """What stands in a part of a page, read by the engine in a worker."""
    one = _known(request, packet)
    left, top, right, bottom = body.box
    if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
        raise DeskError("invalid", 422)
    sheet = one.sheet(body.page)
    try:
        words = shown_of(request).pictures.read(sheet, pixels(body.box, sheet.page))
    except NoPictureError as error:
        raise DeskError("no-picture", 404) from error
    return {"text": words.text, "confidence": round(words.confidence, 3)}


@router.post("/packets/{packet}/reveal")
def reveal(
    request: Request, packet: str, body: RevealBody, user: Reviewer, way: _Way
) -> dict[str, Any]:
    """A number in full; the record says who had it shown."""
    one = _known(request, packet)
    try:
        record = acts.record_of(one.packet, body.form)
        reading = acts.taken(record, body.field, body.row)
    except InputError as error:
        raise NotFoundError from error
    label = packet_words.word(
        "about-field", form=record.form.name, label=field_label(record.form, body.field, body.row)
    )
    desk = shown_of(request)
    desk.ledger.append(packet, user.name, RevealDecision(what=label), one.seen)
    data = desk.packet(packet).data(user.name, way).model_dump(mode="json")
    return {"value": acts.plain(reading), "data": data}


@router.post("/packets/{packet}/decisions")
def decide(
    request: Request, packet: str, body: DecisionBody, user: Reviewer, way: _Way
) -> Response:
    """Write a decision down, judge the packet again, and answer with the page's new data."""
    desk = shown_of(request)
    one = _known(request, packet)
    desk.demand_lease(packet, user)
    try:
        decision = acts.decision_of(body.decision, one.packet, one.join)
        undone = one.known(decision.entry) if isinstance(decision, UndoDecision) else None
    except (InputError, ValueError) as error:
        raise DeskError("invalid", 422) from error
    about = undone.decision if undone else decision
    if isinstance(about, JoinDecision):
        desk.demand_all(about, user)
    try:
        # What is taken back goes to the record that it is in: a join may be in another packet's.
        owner = undone.packet if undone else packet
        entry = desk.ledger.append(owner, user.name, decision, body.seen)
    except ConflictError as conflict:
        return _conflict(conflict.entry, desk.packet(packet), user, decision, way)
    if isinstance(about, JoinDecision):
        after = desk.rejoined(one, about)
    else:
        after = desk.decided(packet, decision)
    data = after.data(user.name, way).model_dump(mode="json")
    return _json({"entry": entry.seq, "packet": after.packet.id, "data": data})


def _conflict(theirs: Entry, one: Shown, user: User, mine: Decision, way: Way) -> Response:
    return _json(
        {
            "error": "conflict",
            "text": packet_words.word("error-conflict"),
            "theirs": one.told(theirs).model_dump(),
            "yours": one.told_of(mine, user.shown).model_dump(),
            "data": one.data(user.name, way).model_dump(mode="json"),
        },
        409,
    )


def _json(value: dict[str, Any], status: int = 200) -> Response:
    return JSONResponse(value, status)


def _known(request: Request, packet: str) -> Shown:
    try:
        return shown_of(request).packet(packet)
    except InputError as error:
        raise NotFoundError from error
