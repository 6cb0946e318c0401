"""Around all routes: headers of every answer, where requests may come from, and the access log."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.desk.errors import DeskError

log = logging.getLogger(__name__)

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": browsers would then call the origin of our own forms "null".
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_SAFE = frozenset({"GET", "HEAD"})
# Larger bodies are for `upload` alone, which counts for itself.
_MOST_BYTES = 2_000_000
_UNCOUNTED = "/upload"


class Guards:
    """ASGI middleware. `hosts` are the names by which we may be called; empty: by any.

    `answer` makes a refusal's response.
    """

    def __init__(
        self,
        app: ASGIApp,
        answer: Callable[[Request, DeskError], Response],
        hosts: Collection[str] = (),
    ) -> None:
        self._app = app
        self._answer = answer
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start, status = time.perf_counter(), 0

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _add_headers(message)
            await send(message)

        try:
            refused = self._refused(scope)
            if refused:
                await self._answer(Request(scope), refused)(scope, receive, sent)
            else:
                await self._app(scope, _counted(scope, receive), sent)
        except Exception:  # nobody foresaw it, and somebody waits at a page
            log.exception("unforeseen error")
            if status:
                raise
            error = DeskError("unforeseen", 500)
            await self._answer(Request(scope), error)(scope, receive, sent)
        finally:
            # Neither addresses (they may hold what was searched for) nor names.
            route = getattr(scope.get("route"), "path", "-")
            milliseconds = 1000 * (time.perf_counter() - start)
            log.info("%s %s %d %.0f ms", scope["method"], route, status, milliseconds)

    def _refused(self, scope: Scope) -> DeskError | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        # A page of another site, whose name was made to lead here, must get nothing.
        if self._hosts and urlsplit(f"//{host}").hostname not in self._hosts:
            return DeskError("host", 400)
        if scope["method"] in _SAFE:
            return None
        if _too_large(headers) and not scope["path"].startswith(_UNCOUNTED):
            return DeskError("too-large", 413)
        return None if _is_same_origin(headers, host) else DeskError("origin", 403)


def _is_same_origin(headers: Headers, host: str) -> bool:
    """Browsers say where a request that changes something comes from; else it is refused."""
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site") == "same-origin"
    return urlsplit(origin).netloc == host != ""


def _too_large(headers: Headers) -> bool:
    length = headers.get("content-length", "")
    return length.isdecimal() and int(length) > _MOST_BYTES


def _counted(scope: Scope, receive: Receive) -> Receive:
    """Bodies that do not say how long they are end where they get too long."""
    if scope["path"].startswith(_UNCOUNTED):
        return receive
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > _MOST_BYTES:
            raise DeskError("too-large", 413)
        return message

    return counted


def _add_headers(message: Message) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in _HEADERS.items():
        headers[name] = value
    if "cache-control" not in headers:
        headers["Cache-Control"] = "no-store"
