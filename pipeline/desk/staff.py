"""Who may work at the desk: the lead's page of users, and the one-time addresses that it gives.

Nobody types a password for somebody else: an address is handed on, and opens once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from pipeline.desk.access import Lead
from pipeline.desk.errors import DeskError
from pipeline.desk.login import logged_in
from pipeline.desk.state import desk_of
from pipeline.desk.words import word
from pipeline.people import LEAST_PASSWORD, PersonError, Role, User

router = APIRouter()
_Text = Annotated[str, Form(max_length=1000)]
INVITED_HOURS = 72


@router.get("/users")
def users_page(request: Request, user: Lead) -> Response:
    return _page(request)


@router.post("/users")
def add(
    request: Request, user: Lead, name: _Text, shown: _Text, role: Annotated[Role, Form()]
) -> Response:
    """A new user, who chooses a password at the address that is shown."""
    people = desk_of(request).people
    try:
        made = people.add_invited(name.strip(), shown, role)
    except PersonError as error:
        return _page(request, 400, problem=_problem(error), name=name, shown=shown)
    return _invited(request, made)


@router.post("/users/{name}/role")
def set_role(request: Request, user: Lead, name: str, role: Annotated[Role, Form()]) -> Response:
    _demand_other(user, name)
    return _changed(lambda: desk_of(request).people.set_role(name, role))


@router.post("/users/{name}/disabled")
def disable(request: Request, user: Lead, name: str, disabled: Annotated[bool, Form()]) -> Response:
    _demand_other(user, name)
    return _changed(lambda: desk_of(request).people.disable(name, disabled))


@router.post("/users/{name}/address")
def invite(request: Request, user: Lead, name: str) -> Response:
    """A new one-time address, for whoever lost their password."""
    found = next((one for one in desk_of(request).people.all() if one.name == name), None)
    if found is None or found.disabled:
        raise DeskError("no-user", 404)
    return _invited(request, found)


@router.get("/welcome/{token}")
def welcome(request: Request, token: str) -> Response:
    return _welcome(request, _guest(request, token), token)


@router.post("/welcome/{token}")
def choose_password(request: Request, token: str, password: _Text, again: _Text) -> Response:
    guest, people = _guest(request, token), desk_of(request).people
    try:
        if password != again:
            raise PersonError("password-differs", "")
        user = people.accept(token, password)
    except PersonError as error:
        return _welcome(request, guest, token, 400, _problem(error))
    if user is None:
        raise DeskError("address-used", 410)
    return logged_in(request, desk_of(request), user, "/")


def _guest(request: Request, token: str) -> User:
    user = desk_of(request).people.invited(token)
    if user is None:
        raise DeskError("address-used", 410)
    return user


def _welcome(
    request: Request, guest: User, token: str, status: int = 200, problem: str = ""
) -> Response:
    return desk_of(request).pages.render(
        request, "welcome.html", status, guest=guest, token=token, problem=problem,
        least=LEAST_PASSWORD,
    )  # fmt: skip


def _page(
    request: Request,
    status: int = 200,
    problem: str = "",
    name: str = "",
    shown: str = "",
    invited: User | None = None,
    address: str = "",
) -> Response:
    desk = desk_of(request)
    return desk.pages.render(
        request, "users.html", status, people=desk.people.all(), problem=problem, name=name,
        shown=shown, invited=invited, address=address, hours=INVITED_HOURS, roles=list(Role),
    )  # fmt: skip


def _invited(request: Request, user: User) -> Response:
    token = desk_of(request).people.invite(user.name, INVITED_HOURS * 3600)
    return _page(request, invited=user, address=f"{request.base_url}welcome/{token}")


def _changed(change: Callable[[], None]) -> Response:
    try:
        change()
    except PersonError as error:
        raise DeskError("no-user", 404) from error
    return RedirectResponse("/users", 303)


def _demand_other(user: User, name: str) -> None:
    """Nobody locks themselves out: so there is always a lead."""
    if user.name == name:
        raise DeskError("own-account", 409)


def _problem(error: PersonError) -> str:
    return word(f"error-{error.code}", least=LEAST_PASSWORD)
