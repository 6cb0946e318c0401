"""The queue: which packets there are, in what order, and which one comes next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from checks.findings import Standing
from checks.receipts import SHANGHAI
from pipeline.decisions import Stage
from pipeline.desk.access import Reader, Reviewer
from pipeline.desk.index import Row, folded
from pipeline.desk.leases import HeldBy, Lease
from pipeline.desk.state import Desk, desk_of
from pipeline.desk.words import word
from pipeline.messages import CODES, STANDINGS

router = APIRouter()
PAGE = 50
AGES = (1, 3, 7, 14, 30)
_LONG_AGO = datetime.min.replace(tzinfo=SHANGHAI)
_Short = Annotated[str, Field(max_length=100)]


class Sort(StrEnum):
    """Orders of the queue. `NEED`: those with defects first, then doubts, then complete ones."""

    NEED = "need"
    RECEIVED = "received"
    WRONG = "wrong"
    UNSURE = "unsure"
    APPLICANT = "applicant"
    CHANGED = "changed"


class Filter(BaseModel):
    """What is asked of the queue; "" for whatever. `state`: a stage, or `waiting`.

    `doubt`: `receipt` (not in the register), `unsorted` or `join`; `age`: received so many days
    ago.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    q: _Short = ""
    state: Stage | str = Field("", max_length=20)
    standing: _Short = ""
    award: _Short = ""
    code: _Short = ""
    by: _Short = ""
    doubt: _Short = ""
    age: int | str = Field("", union_mode="left_to_right")
    sort: Sort = Sort.NEED
    page: int = Field(1, ge=1, le=100_000)

    def tests(self) -> list[_Test]:
        """What a packet must pass to be wanted."""
        return [test for name, test in _TESTS.items() if getattr(self, name) != ""]

    def address(self, path: str = "/queue", **changed: object) -> str:
        """The address of a list that differs from this one so far."""
        given = self.model_dump(mode="json") | {"page": 1} | changed
        usual = {"sort": Sort.NEED.value, "page": 1}
        kept = {key: said for key, said in given.items() if said not in ("", usual.get(key))}
        return f"{path}?{urlencode(kept)}" if kept else path


class Way(Filter):
    """A filter, and the packet that was to come next when a packet was opened."""

    toward: _Short = ""

    def address(self, path: str = "/queue", **changed: object) -> str:
        return super().address(path, toward="", **changed)


_Test = Callable[[Filter, Row, Lease | None, datetime], bool]


def _state(one: Filter, row: Row, lease: Lease | None, now: datetime) -> bool:
    return one.state in ("", row.stage) or (one.state == "waiting" and row.waits)


def _words(one: Filter, row: Row, lease: Lease | None, now: datetime) -> bool:
    return not one.q or folded(one.q) in row.words


def _standing(one: Filter, row: Row, lease: Lease | None, now: datetime) -> bool:
    return one.standing in ("", row.standing)


def _award(one: Filter, row: Row, lease: Lease | None, now: datetime) -> bool:
    return one.award in ("", row.award)


def _code(one: Filter, row: Row, lease: Lease | None, now: datetime) -> bool:
    return not one.code or one.code in row.wrong or one.code in row.unsure


def _by(one: Filter, row: Row, lease: Lease | None, now: datetime) -> bool:
    return one.by in ("", row.by) or (lease is not None and lease.user == one.by)


def _doubt(one: Filter, row: Row, lease: Lease | None, now: datetime) -> bool:
    tests = {
        "": True,
        "receipt": row.receipt is None,
        "unsorted": row.doubtful,
        "join": row.joins > 0,
    }
    return tests.get(one.doubt, False)


def _age(one: Filter, row: Row, lease: Lease | None, now: datetime) -> bool:
    if not isinstance(one.age, int):
        return True
    return row.received_at is not None and now - row.received_at >= timedelta(days=one.age)


_TESTS: Mapping[str, _Test] = {
    "state": _state, "q": _words, "standing": _standing, "award": _award, "code": _code, "by": _by,
    "doubt": _doubt, "age": _age,
}  # fmt: skip
_NEED = {Standing.INCOMPLETE: 0, Standing.UNSURE: 1, Standing.COMPLETE: 2}
_KEYS: Mapping[Sort, Callable[[Row], Any]] = {
    Sort.NEED: lambda row: (not row.waits, _NEED[row.standing], row.position),
    Sort.RECEIVED: lambda row: (row.received_at or _LONG_AGO, row.position),
    Sort.WRONG: lambda row: (-row.wrongs, -row.unsures, row.position),
    Sort.UNSURE: lambda row: (-row.unsures, -row.wrongs, row.position),
    Sort.APPLICANT: lambda row: (not row.applicant, row.applicant, row.position),
    Sort.CHANGED: lambda row: (not row.at, [-ord(sign) for sign in row.at], row.position),
}


def chosen(rows: Mapping[str, Row], leases: Mapping[str, Lease], wanted: Filter) -> list[Row]:
    """The packets that are wanted, in the order that is wanted."""
    now = datetime.now(SHANGHAI)
    tests = wanted.tests()
    found = [
        row
        for row in rows.values()
        if all(test(wanted, row, leases.get(row.id), now) for test in tests)
    ]
    return sorted(found, key=_KEYS[wanted.sort])


def next_packet(desk: Desk, user: str, after: str, wanted: Filter, toward: str = "") -> Row | None:
    """The next packet in order that waits and that nobody else has; None for none."""
    return next(free_packets(desk, user, after, wanted, toward), None)


def free_packets(
    desk: Desk, user: str, after: str, wanted: Filter, toward: str = ""
) -> Iterator[Row]:
    """The packets that wait and that nobody else has, in order; after the last come the first.

    What is decided about a packet moves it in the order: `toward`, which came next when it was
    opened, is where to go on all the same.
    """
    rows, leases = desk.index.rows(), desk.leases.all()
    order = chosen(rows, leases, wanted)
    places = {row.id: place for place, row in enumerate(order)}
    start = places.get(toward, places.get(after, -1) + 1)
    for row in (*order[start:], *order[:start]):
        lease = leases.get(row.id)
        if row.waits and row.id != after and (lease is None or lease.user == user):
            yield row


@router.get("/queue")
def queue_page(request: Request, user: Reader, wanted: Annotated[Filter, Query()]) -> Response:
    desk = desk_of(request)
    rows, leases = desk.index.rows(), desk.leases.all()
    found = chosen(rows, leases, wanted)
    pages = max(1, -(-len(found) // PAGE))
    page = min(wanted.page, pages)
    names = {one.name: one.shown for one in desk.people.all()}
    codes = sorted({code for row in rows.values() for code in (*row.wrong, *row.unsure)})
    return desk.pages.render(
        request,
        "queue.html",
        wanted=wanted,
        rows=found[(page - 1) * PAGE : page * PAGE],
        found=len(found),
        total=len(rows),
        page=page,
        pages=pages,
        leases=leases,
        names=names,
        stages=list(Stage),
        standings=[(one.value, STANDINGS[one]) for one in Standing],
        awards=[(one.id, one.name) for one in desk.programme.awards],
        codes=[(code, f"{code} {CODES.get(code, '')}") for code in codes],
        ages=[(days, word("age-days", days=days)) for days in AGES],
        doubts=[(doubt, word(f"doubt-{doubt}")) for doubt in ("receipt", "unsorted", "join")],
        sorts=list(Sort),
        said=STANDINGS,
        code_names=CODES,
    )


@router.get("/next")
def go_on(
    request: Request, user: Reviewer, wanted: Annotated[Filter, Query()], after: _Short = ""
) -> Response:
    """Leads to the next packet in order; to the queue where none waits.

    It is taken at once, so that of several who ask at the same moment each gets another.
    """
    desk = desk_of(request)
    for row in free_packets(desk, user.name, after, wanted):
        if not isinstance(desk.leases.take(row.id, user), HeldBy):
            return RedirectResponse(wanted.address(f"/packets/{row.id}"), 303)
    return RedirectResponse(wanted.address(), 303)
