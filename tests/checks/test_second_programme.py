"""A pack of another association: other forms, other rules, the same code."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from checks import programmes
from checks.assemble import assemble
from checks.documents import Delivered, SubmittedFile
from checks.findings import Standing, Verdict
from checks.judge import Judged, Office, compare_packets, judge
from checks.programme import Programme, bind
from checks.receipts import SHANGHAI
from checks.sorting import sort_pages
from tests.checks.paper import line, page, seal, table

UNIT = "示范市某某公园管理有限公司"
VALUES = {
    "申请单位": UNIT,
    "花园名称": "春风园",
    "面积（平方米）": "1200",
    "绿化面积（平方米）": "900",
    "建成日期": "2018年4月1日",
    "联系电话": "62524131",
}
PLANTS = [["植物名称", "数量（株）"], ["月季", "120"], ["银杏", "8"]]


def gardens() -> Programme:
    folder = Path(next(iter(programmes.__path__))) / "gardens_2022"
    files = sorted(folder.rglob("*.toml"))
    return bind({path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files})


def judged(
    values: dict[str, str] | None = None, title: str | None = UNIT, photos: bool = True
) -> Judged:
    """One packet, received in time: a form with plants and an opinion, and a sheet of photos."""
    rows = [list(pair) for pair in {**VALUES, **(values or {})}.items()]
    opinion = table([["单位意见", "同意申请。\n2022年5月10日"]], 1000)
    seals = () if title is None else (seal(title, (700.0, 1030.0)),)
    tables = [table(rows, 200), table(PLANTS, 700), opinion]
    form = page(1, [line("优秀花园奖申请表", 80)], tables, seals)
    files = [SubmittedFile("d1", "申请表.pdf", "a" * 64, "pdf", (form,))]
    if photos:
        sheet = page(1, [line("花园照片", 80)])
        files.append(SubmittedFile("d1", "照片.pdf", "b" * 64, "pdf", (sheet,)))
    pack = gardens()
    hint = datetime(2022, 5, 20, 9, 0, tzinfo=SHANGHAI)
    delivered = Delivered("d1", "春风园", tuple(files), sort_pages(tuple(files), pack.forms), hint)
    office = Office(None, None)
    (application,) = assemble((delivered,), office, pack)
    return judge(application, office, pack)


def unmet(found: Judged) -> list[str]:
    return [one.rule for one in found.findings if one.verdict is Verdict.UNMET]


def test_a_complete_application_is_complete() -> None:
    found = judged()
    assert [
        (one.rule, one.verdict) for one in found.findings if one.verdict is not Verdict.MET
    ] == []
    assert found.standing is Standing.COMPLETE
    plants = found.record["garden_application"].rows["plants"]
    assert [(row["plant"].value, row["number"].value) for row in plants] == [
        ("月季", 120),
        ("银杏", 8),
    ]


@pytest.mark.parametrize(
    ("values", "title", "photos", "rules"),
    [
        ({"建成日期": "2021年4月1日"}, UNIT, True, ["running"]),
        ({"绿化面积（平方米）": "1300"}, UNIT, True, ["green-part"]),
        ({"花园名称": ""}, UNIT, True, ["filled"]),
        ({}, None, True, ["sealed"]),
        ({}, "示范市某某饮食服务有限公司", True, ["owner"]),
        ({}, UNIT, False, ["photos"]),
    ],
)
def test_each_defect_breaks_its_own_rule(
    values: dict[str, str], title: str | None, photos: bool, rules: list[str]
) -> None:
    assert unmet(judged(values, title, photos)) == rules


def test_one_garden_applied_for_by_two_goes_to_people() -> None:
    first, second = compare_packets((judged(), judged()), gardens())
    for one in (first, second):
        (found,) = [f for f in one.findings if f.rule == "once"]
        assert found.verdict is Verdict.UNSURE
