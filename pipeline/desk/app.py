"""The desk as an ASGI application: routes, guards around them, and how errors are answered."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from http import HTTPStatus
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from pipeline.desk import lease_routes, letter, login, packet, queue, staff, start, upload
from pipeline.desk.batches import Batches
from pipeline.desk.errors import DeskError, LoggedOutError
from pipeline.desk.guards import Guards
from pipeline.desk.inbox import Inbox
from pipeline.desk.index import Index
from pipeline.desk.leases import Leases
from pipeline.desk.pages import STATIC, Pages
from pipeline.desk.pictures_task import ready
from pipeline.desk.sessions import Sessions
from pipeline.desk.state import Desk, desk_of
from pipeline.errors import StoreError
from pipeline.ledger import Ledger
from pipeline.packs import load_pack
from pipeline.people import People
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.workers import Executor

log = logging.getLogger(__name__)
_WARM_SECONDS = 120.0  # for a worker to load what drawing takes, before anybody waits for it

ROUTERS = (
    login.router,
    start.router,
    queue.router,
    lease_routes.router,
    packet.router,
    upload.router,
    letter.router,
    staff.router,
)
_HTTP_CODES = {HTTPStatus.NOT_FOUND: "not-found", HTTPStatus.METHOD_NOT_ALLOWED: "method"}


def create_app(
    settings: Settings,
    store: Store,
    executor: Executor,
    *,
    secure: bool = False,
    hosts: Collection[str] = (),
) -> FastAPI:
    """The desk around a workspace. `secure`: browsers reach it through TLS only.

    `hosts` are the names by which it may be called; empty: by any. Raises ConfigurationError
    where there is no such programme.
    """
    desk = _desk(settings, store, executor, secure)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        desk.batches.start()
        desk.executor.submit(ready, (), _WARM_SECONDS)
        yield
        desk.batches.stop()

    app = FastAPI(
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        title="yushen",
        lifespan=lifespan,
        redirect_slashes=False,
    )
    app.state.desk = desk
    app.add_middleware(Guards, answer=answer, hosts=hosts)
    app.mount(desk.pages.folder, _Kept(directory=STATIC), name="static")
    for router in ROUTERS:
        app.include_router(router)
    app.add_exception_handler(DeskError, _refuse)
    app.add_exception_handler(StoreError, _no_store)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    return app


def _desk(settings: Settings, store: Store, executor: Executor, secure: bool) -> Desk:
    programme, _ = load_pack(settings.programme)
    limits, ledger = settings.desk, Ledger(store)
    inbox = Inbox(settings.workspace, settings.limits.file_bytes, limits.upload_bytes)
    return Desk(
        settings=settings,
        store=store,
        ledger=ledger,
        executor=executor,
        programme=programme,
        people=People(store),
        sessions=Sessions(store, limits.session_hours, limits.idle_minutes),
        pages=Pages(),
        index=Index(store, ledger),
        leases=Leases(store, ledger, limits.lease_minutes),
        batches=Batches(settings, store, inbox),
        secure=secure,
    )


class _Kept(StaticFiles):
    """Files whose address changes with their content: browsers need not ask again."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def answer(request: Request, error: DeskError) -> Response:
    """A refusal as a page for a person, as JSON for a script."""
    if "text/html" not in request.headers.get("accept", ""):
        return JSONResponse({"error": error.code, "text": error.text}, error.status)
    if isinstance(error, LoggedOutError) and request.method == "GET":
        return RedirectResponse(f"/login?next={quote(request.url.path)}", 303)
    return desk_of(request).pages.render(request, "error.html", error.status, problem=error.text)


def _refuse(request: Request, error: Exception) -> Response:
    assert isinstance(error, DeskError)
    return answer(request, error)


def _no_store(request: Request, error: Exception) -> Response:
    log.error("%s", error)
    return answer(request, DeskError("store", 503))


def _invalid(request: Request, error: Exception) -> Response:
    return answer(request, DeskError("invalid", 422))


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = _HTTP_CODES.get(HTTPStatus(error.status_code), "invalid")
    return answer(request, DeskError(code, error.status_code))
