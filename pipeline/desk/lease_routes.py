"""Taking, keeping, taking over and giving back a packet."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from pipeline.desk.access import Reviewer
from pipeline.desk.errors import DeskError, NotFoundError
from pipeline.desk.leases import HeldBy, Lease
from pipeline.desk.state import Desk, desk_of
from pipeline.people import User

router = APIRouter()


@router.post("/packets/{packet}/lease")
def take(request: Request, user: Reviewer, packet: str) -> Response:
    """Take a packet, or say that one still works at it: 409 where somebody else has it."""
    desk = _known(request, packet)
    found = desk.leases.take(packet, user)
    if isinstance(found, HeldBy):
        held = _told(desk, found.lease)
        error = DeskError("held", 409, name=held["shown"])
        return JSONResponse({"error": error.code, "text": error.text, "lease": held}, 409)
    return JSONResponse({"lease": _told(desk, found)})


@router.post("/packets/{packet}/lease/over")
def take_over(request: Request, user: Reviewer, packet: str) -> Response:
    """Take a packet from whoever has it; that stands in its record."""
    desk = _known(request, packet)
    return JSONResponse({"lease": _told(desk, desk.leases.take_over(packet, user))})


@router.delete("/packets/{packet}/lease")
def give_back(request: Request, user: Reviewer, packet: str) -> Response:
    desk_of(request).leases.release(packet, user)
    return JSONResponse({})


def demand_lease(desk: Desk, packet: str, user: User) -> None:
    """For routes that decide: renews the user's lease; DeskError where somebody else has it."""
    held = desk.leases.renew(packet, user)
    if held is not None:
        raise DeskError("held", 409, name=_told(desk, held.lease)["shown"])


def _known(request: Request, packet: str) -> Desk:
    desk = desk_of(request)
    if packet not in desk.index.rows():
        raise NotFoundError
    return desk


def _told(desk: Desk, lease: Lease) -> dict[str, object]:
    names = {user.name: user.shown for user in desk.people.all()}
    return {
        "user": lease.user, "shown": names.get(lease.user, lease.user),
        "since": lease.since, "until": lease.until,
    }  # fmt: skip
