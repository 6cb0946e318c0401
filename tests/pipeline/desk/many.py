"""Judged packets put into a workspace by hand, as many as are wanted; nothing is read."""

from __future__ import annotations

import random

from checks.findings import Severity, Standing, Verdict
from pipeline.packets import FileView, FindingView, PacketView, PlaceView
from pipeline.store import Store

_CODES = ("F01", "F03", "F04", "S01", "S02", "S03", "D01", "D03", "C01", "T01", "E01", "G01")
_AWARDS = {"registration": "报名", "organisation": "组织奖", "project": "项目奖"}


def finding(code: str, verdict: Verdict, number: int = 0) -> FindingView:
    place = PlaceView(sha256="0" * 64, path="申报表.pdf", page=1, box=(1, 2, 3, 4), address="")
    return FindingView(
        key=f"{code}-{number}", rule=f"rule-{number}", code=code, verdict=verdict,
        severity=Severity.SUPPLEMENT, form="award_org", where=f"field-{number}",
        subject="申报单位", message="该栏为空。" * 4, remedy="请补正。", places=(place,) * 2,
    )  # fmt: skip


def packet(
    number: int,
    *findings: FindingView,
    applicant: str | None = None,
    award: str = "organisation",
    **more: object,
) -> PacketView:
    """A packet whose standing follows from its findings."""
    verdicts = {one.verdict for one in findings}
    standing = Standing.COMPLETE
    if Verdict.UNSURE in verdicts:
        standing = Standing.UNSURE
    if Verdict.UNMET in verdicts:
        standing = Standing.INCOMPLETE
    sha256 = f"{number:064x}"
    file = FileView(path="申报表.pdf", sha256=sha256, kind="pdf", pages=9, opened=True, problems=())
    whole = {
        "id": f"{number:010x}", "entries": (f"{number:03d}_某某.zip",), "award": award,
        "award_name": _AWARDS[award], "item": "", "credit_code": f"91310000{number:010d}",
        "applicant": f"上海某某第{number}有限公司" if applicant is None else applicant,
        "receipt": number, "received_at": "2021-08-10T09:30+08:00", "standing": standing,
        "findings": findings, "files": (file,),
    }  # fmt: skip
    return PacketView.model_validate(whole | more)


def fill(store: Store, *views: PacketView) -> None:
    """Save these as what was judged."""
    store.save_judgement([(view.id, view.model_dump_json()) for view in views], "test")


def many(count: int, seed: int = 7) -> list[PacketView]:
    """So many packets, each with some forty findings, of which a few are defects or doubts."""
    dice = random.Random(seed)
    views = []
    for number in range(count):
        verdicts = dice.choices(list(Verdict), (90, 5, 5), k=40)
        found = [finding(dice.choice(_CODES), one, place) for place, one in enumerate(verdicts)]
        views.append(packet(number, *found, award=dice.choice(list(_AWARDS))))
    return views
