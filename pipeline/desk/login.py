"""Logging in and out, and the one-time address on which the first user is created."""

from __future__ import annotations

import threading
from math import ceil
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from pipeline.desk.access import Reader, current, give_cookie, take_cookie
from pipeline.desk.errors import DeskError
from pipeline.desk.state import Desk, desk_of
from pipeline.desk.words import word
from pipeline.people import LEAST_PASSWORD, PersonError, Role, User

router = APIRouter()
_Text = Annotated[str, Form(max_length=1000)]
# Two requests for the first user at once: the second must find that there is one.
_first = threading.Lock()


@router.get("/login")
def login_page(request: Request, next: str = "/") -> Response:
    desk = desk_of(request)
    if current(request):
        return RedirectResponse(_inside(next), 303)
    return desk.pages.render(request, "login.html", next=_inside(next), name="", problem="")


@router.post("/login")
def log_in(request: Request, name: _Text, password: _Text, next: _Text = "/") -> Response:
    desk = desk_of(request)
    name = name.strip().lower()
    address = request.client.host if request.client else ""
    wait = desk.attempts.wait(name, address)
    if wait > 0:
        problem = DeskError("locked", 429, minutes=ceil(wait / 60))
    else:
        user = desk.people.with_password(name, password)
        if user is not None:
            desk.attempts.succeeded(name, address)
            return logged_in(request, desk, user, _inside(next))
        desk.attempts.failed(name, address)
        problem = DeskError("wrong-password", 403)
    return desk.pages.render(
        request, "login.html", problem.status, next=_inside(next), name=name, problem=problem.text
    )


@router.post("/logout")
def log_out(request: Request, user: Reader) -> Response:
    desk = desk_of(request)
    desk.sessions.end(request.state.session.token)
    response = RedirectResponse("/login", 303)
    take_cookie(response, desk)
    return response


@router.get("/first/{token}")
def first_page(request: Request, token: str) -> Response:
    desk = _opened(request, token)
    return desk.pages.render(
        request, "first.html", token=token, name="", shown="", problem="", least=LEAST_PASSWORD
    )


@router.post("/first/{token}")
def make_first(
    request: Request, token: str, name: _Text, shown: _Text, password: _Text, again: _Text
) -> Response:
    desk = _opened(request, token)
    try:
        if password != again:
            raise PersonError("password-differs", "")
        with _first:
            _opened(request, token)
            user = desk.people.add(name.strip(), shown, Role.LEAD, password)
    except PersonError as error:
        problem = word(f"error-{error.code}", least=LEAST_PASSWORD)
        return desk.pages.render(
            request, "first.html", 400, token=token, name=name, shown=shown, problem=problem,
            least=LEAST_PASSWORD,
        )  # fmt: skip
    return logged_in(request, desk, user, "/")


def _opened(request: Request, token: str) -> Desk:
    desk = desk_of(request)
    if not desk.first.opens(token) or not desk.people.is_empty():
        raise DeskError("first-used", 410)
    return desk


def logged_in(request: Request, desk: Desk, user: User, where: str) -> Response:
    """A new session; one that the browser had before ends."""
    before = current(request)
    if before is not None:
        desk.sessions.end(before.token)
    response = RedirectResponse(where, 303)
    give_cookie(response, desk, desk.sessions.start(user))
    return response


def _inside(address: str) -> str:
    """The address if it leads into the desk, else the start page."""
    straight = address.startswith("/") and address[1:2] not in ("/", "\\")
    return address if straight and address.isprintable() else "/"
