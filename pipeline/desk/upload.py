"""Taking in: files are streamed into the inbox; the batch then runs by itself."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Any
from urllib.parse import unquote

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from pipeline.desk.access import Operator, Watcher
from pipeline.desk.batches import Doing
from pipeline.desk.errors import DeskError
from pipeline.desk.state import desk_of
from pipeline.desk.words import word

router = APIRouter()
KINDS = frozenset({"packet", "register", "roster"})
_POLL_SECONDS, _BEAT_SECONDS = 0.5, 15.0
# A stream ends after so long: whoever still watches asks again, and has to be logged in.
_LONGEST_SECONDS = 300.0


@router.get("/upload")
def upload_page(request: Request, user: Operator) -> Response:
    desk = desk_of(request)
    return desk.pages.render(request, "upload.html", batch=told(desk.batches.doing()))


@router.post("/upload")
def begin(request: Request, user: Operator) -> Response:
    return JSONResponse({"upload": desk_of(request).batches.inbox.begin()}, 201)


@router.put("/upload/{upload}/file")
async def add(request: Request, user: Operator, upload: str) -> Response:
    """One file as the body; its name, percent-encoded, and its kind in headers."""
    name = unquote(request.headers.get("x-name", ""))
    kind = request.headers.get("x-kind", "packet")
    if not name or kind not in KINDS:
        raise DeskError("invalid", 422)
    size = await desk_of(request).batches.inbox.add(upload, name, kind, request.stream())
    return JSONResponse({"size": size}, 201)


@router.post("/upload/{upload}/done")
def finish(request: Request, user: Operator, upload: str) -> Response:
    """The upload is whole: its batch starts, or waits for the one that runs."""
    batches = desk_of(request).batches
    batches.inbox.finish(upload)
    batches.wake()
    return JSONResponse({"batch": told(batches.doing())})


@router.delete("/upload/{upload}")
def drop(request: Request, user: Operator, upload: str) -> Response:
    desk_of(request).batches.inbox.drop(upload)
    return JSONResponse({})


@router.post("/batch/retry")
def retry(request: Request, user: Operator) -> Response:
    """Try uploads again whose batch failed."""
    batches = desk_of(request).batches
    batches.inbox.retry()
    batches.wake()
    return JSONResponse({"batch": told(batches.doing())})


@router.get("/batch/events")
async def events(request: Request, user: Watcher) -> StreamingResponse:
    """Server-sent events: how far the batch is, whenever that changes."""
    batches = desk_of(request).batches

    async def stream() -> AsyncIterator[str]:
        before, quiet, age = "", 0.0, 0.0
        while age < _LONGEST_SECONDS and not await request.is_disconnected():
            now = json.dumps(told(await run_in_threadpool(batches.doing)), ensure_ascii=False)
            if now != before or quiet >= _BEAT_SECONDS:
                yield f"data: {now}\n\n" if now != before else ": still here\n\n"
                before, quiet = now, 0.0
            await asyncio.sleep(_POLL_SECONDS)
            quiet, age = quiet + _POLL_SECONDS, age + _POLL_SECONDS

    return StreamingResponse(stream(), media_type="text/event-stream")


def told(doing: Doing) -> dict[str, Any]:
    """How far the batch is, in words."""
    steps = [
        {"step": step, "name": word(f"step-{step}"), "done": done, "total": total}
        for step, done, total in doing.steps
        if total != 0
    ]
    failed = word("batch-failed", count=doing.failed) if doing.failed else ""
    return asdict(doing) | {
        "steps": steps,
        "last": doing.last.said,
        "text": word(f"batch-{doing.state}", waiting=doing.waiting),
        "problem": failed,
    }
