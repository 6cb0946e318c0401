"""Who may do what: every route names the role that it needs, and so who is asking.

`Reader`, `Reviewer`, `Operator` and `Lead` are the parameters that routes take; a test lists the
routes and fails on one that takes none of them.
"""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from pipeline.desk.errors import DeskError, LoggedOutError
from pipeline.desk.sessions import Session
from pipeline.desk.state import Desk, desk_of
from pipeline.people import Role, User

CSRF_HEADER, CSRF_FIELD = "x-csrf-token", "csrf"
_SAFE = frozenset({"GET", "HEAD"})
_FORM = "application/x-www-form-urlencoded"


class Needs:
    """A dependency: the user, if logged in and of a role that allows what is needed.

    Whatever changes something (every method but GET and HEAD) must carry the session's token.
    `counts`: whether asking counts as use of the session; what pages ask by themselves does not.
    """

    def __init__(self, role: Role, counts: bool = True) -> None:
        self.role = role
        self._counts = counts

    async def __call__(self, request: Request) -> User:
        session = await run_in_threadpool(current, request, self._counts)
        if session is None:
            raise LoggedOutError
        request.state.session = session
        if not session.user.role.allows(self.role):
            raise DeskError("forbidden", 403)
        if request.method not in _SAFE:
            await _check_csrf(request, session)
        return session.user


Reader = Annotated[User, Depends(Needs(Role.READER))]
Watcher = Annotated[User, Depends(Needs(Role.READER, counts=False))]
Reviewer = Annotated[User, Depends(Needs(Role.REVIEWER))]
Operator = Annotated[User, Depends(Needs(Role.OPERATOR))]
Lead = Annotated[User, Depends(Needs(Role.LEAD))]


def current(request: Request, counts: bool = True) -> Session | None:
    """The session that the browser's cookie names, if it still runs."""
    desk = desk_of(request)
    token = request.cookies.get(cookie_name(desk))
    return desk.sessions.find(token, counts) if token else None


async def _check_csrf(request: Request, session: Session) -> None:
    given: object = request.headers.get(CSRF_HEADER)
    if given is None and request.headers.get("content-type", "").startswith(_FORM):
        given = (await request.form()).get(CSRF_FIELD)
    if not isinstance(given, str) or not secrets.compare_digest(
        given.encode(), session.csrf.encode()
    ):
        raise DeskError("csrf", 403)


def cookie_name(desk: Desk) -> str:
    """Under TLS a browser itself makes sure that nobody else of our domain set a `__Host-` one."""
    return "__Host-yushen" if desk.secure else "yushen"


def give_cookie(response: Response, desk: Desk, session: Session) -> None:
    """Let the browser remember the session, for as long as it stays open."""
    response.set_cookie(
        cookie_name(desk), session.token, httponly=True, samesite="strict", secure=desk.secure
    )


def take_cookie(response: Response, desk: Desk) -> None:
    """Let the browser forget the session."""
    response.delete_cookie(cookie_name(desk), httponly=True, samesite="strict", secure=desk.secure)
