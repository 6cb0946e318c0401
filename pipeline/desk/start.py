"""The start page: the haul at a glance."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from pipeline.desk.access import Reader
from pipeline.desk.state import desk_of

router = APIRouter()


@router.get("/")
def start_page(request: Request, user: Reader) -> Response:
    return desk_of(request).pages.render(request, "start.html")


@router.get("/health")
def health() -> dict[str, str]:
    """For whoever watches whether the desk runs."""
    return {"status": "ok"}
