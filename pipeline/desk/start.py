"""The start page: the haul at a glance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from checks.findings import Standing
from checks.programme import Award, Programme
from checks.receipts import SHANGHAI, Receipt
from pipeline import lists, runs
from pipeline.decisions import Stage
from pipeline.desk.access import Reader
from pipeline.desk.index import Row
from pipeline.desk.state import desk_of
from pipeline.desk.upload import told
from pipeline.masking import scrubbed
from pipeline.messages import CODES

router = APIRouter()
_BARS = 12
_SHORTEST_SCALE = 5
# The chart's bars are drawn in these units.
BAR_WIDTH = 300
_FEW = 6


@dataclass(frozen=True, slots=True)
class AwardCount:
    """The packets of an award by stage. `days`: until its closing day; negative: since it."""

    award: Award
    stages: Counter[Stage]
    standings: Counter[Standing]
    days: int

    @property
    def total(self) -> int:
        return self.stages.total()

    @property
    def done(self) -> int:
        """Those with which staff are through for now."""
        return self.total - self.stages[Stage.RECEIVED] - self.stages[Stage.IN_CHECK]


@dataclass(frozen=True, slots=True)
class Bar:
    """How many packets have a defect of a code, for sure and in doubt; widths are drawn ones."""

    code: str
    name: str
    wrong: int
    unsure: int
    wrong_width: float
    unsure_width: float


@router.get("/")
def start_page(request: Request, user: Reader) -> Response:
    desk = desk_of(request)
    rows = tuple(desk.index.rows().values())
    has_register = lists.remembered(desk.store).receipts is not None
    bars = defects(rows)
    return desk.pages.render(
        request,
        "start.html",
        programme=desk.programme.about,
        counts=by_award(rows, desk.programme, datetime.now(SHANGHAI).date()),
        whole=whole(rows),
        total=len(rows),
        waiting=[row for row in rows if row.waits],
        bars=bars,
        bar_width=BAR_WIDTH,
        lonely=[_scrubbed(one) for one in runs.kept_unclaimed(desk.store)],
        unregistered=[row for row in rows if has_register and row.receipt is None],
        has_register=has_register,
        doubtful=[row for row in rows if row.doubtful],
        mine=[row for row in rows if row.waits and row.by == user.name],
        few=_FEW,
        batch=told(desk.batches.doing()),
        stages=list(Stage),
        Stage=Stage,
        Standing=Standing,
    )


@router.get("/health")
def health() -> dict[str, str]:
    """For whoever watches whether the desk runs."""
    return {"status": "ok"}


def by_award(rows: Iterable[Row], programme: Programme, today: date) -> list[AwardCount]:
    """Counters by award, in the programme's order; awards without packets are left out."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.award, []).append(row)
    return [
        AwardCount(
            award,
            Counter(row.stage for row in found[award.id]),
            Counter(row.standing for row in found[award.id]),
            (award.closing - today).days,
        )
        for award in programme.awards
        if award.id in found
    ]


def whole(rows: Iterable[Row]) -> dict[str, int]:
    """The numbers at the top: what waits (by what the program makes of it), what is done."""
    waiting = Counter(row.standing for row in rows if row.waits)
    stages = Counter(row.stage for row in rows)
    return {
        "incomplete": waiting[Standing.INCOMPLETE],
        "unsure": waiting[Standing.UNSURE],
        "complete": waiting[Standing.COMPLETE],
        "waiting": waiting.total(),
        "in-check": stages[Stage.IN_CHECK],
        "returned": stages[Stage.RETURNED],
        "passed-on": stages[Stage.PASSED_ON],
        "closed": stages[Stage.DECLINED] + stages[Stage.WITHDRAWN],
        "done": stages.total() - waiting.total(),
    }


def defects(rows: Iterable[Row]) -> list[Bar]:
    """Packets by deficiency code, the most frequent first."""
    wrong, unsure = Counter[str](), Counter[str]()
    for row in rows:
        wrong.update(row.wrong.keys())
        unsure.update(row.unsure.keys() - row.wrong.keys())
    order = sorted({*wrong, *unsure}, key=lambda code: (-wrong[code], -unsure[code], code))[:_BARS]
    # So that a handful of packets does not look like a haul full of defects.
    most = max(_SHORTEST_SCALE, *(wrong[code] + unsure[code] for code in order), 0)
    scale = BAR_WIDTH / most
    return [
        Bar(
            code=code,
            name=CODES.get(code, ""),
            wrong=wrong[code],
            unsure=unsure[code],
            wrong_width=round(wrong[code] * scale, 1),
            unsure_width=round(unsure[code] * scale, 1),
        )
        for code in order
    ]


def _scrubbed(receipt: Receipt) -> dict[str, object]:
    return {
        "applicant": scrubbed(receipt.applicant), "award": receipt.award,
        "item": scrubbed(receipt.item), "row": receipt.row, "at": receipt.received_at,
    }  # fmt: skip
