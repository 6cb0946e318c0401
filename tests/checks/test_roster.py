"""Exact, former and near names, branches and groups in the member roster."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.findings import Verdict
from checks.receipts import Member
from checks.roster import Match, look_up
from tests.checks.packets import CODE, NAME, Packet, judged, of_code

FIRM = "上海申江精密机械有限公司"


def member(name: str, code: str = "", *former: str) -> Member:
    return Member("1", name, code, former, None, "")


@pytest.mark.parametrize(
    ("listed", "match"),
    [
        (member(FIRM), Match.EXACT),
        (member("上海 申江精密机械 有限公司"), Match.EXACT),
        (member("上海新名机械有限公司", CODE), Match.OTHER_NAME),
        (member("上海新名机械有限公司", "", FIRM), Match.FORMER),
        (member("上海申江精密机戒有限公司"), Match.NEAR),
        (member("申江（集团）有限公司"), Match.BRANCH),
        (member("上海申江集团股份有限公司"), Match.BRANCH),
        (member("上海申江有限公司"), Match.NONE),
        (member("上海精密（集团）有限公司"), Match.NONE),
        (member("华东蓝海医药有限公司"), Match.NONE),
    ],
)
def test_how_a_name_stands_in_the_roster(listed: Member, match: Match) -> None:
    """A firm that only shares a trade name with a member is none."""
    found = look_up(FIRM, CODE, (member("别的单位有限公司"), listed))
    assert (found.match, found.member) == (match, None if match is Match.NONE else listed)


@pytest.mark.parametrize(
    "name", [f"{FIRM}浦东分公司", f"{FIRM}（苏州）", "上海申江精密机械苏州分公司"]
)
def test_a_members_branch_is_told(name: str) -> None:
    assert look_up(name, "", (member(FIRM),)).match is Match.BRANCH


def test_the_best_match_counts_wherever_it_stands() -> None:
    listed = (member("申江集团有限公司"), member("上海申江精密机戒有限公司"), member(FIRM))
    for order in (listed, listed[::-1]):
        assert look_up(FIRM, "", order).match is Match.EXACT


@pytest.mark.parametrize(
    ("listed", "reason"),
    [
        (NAME.removesuffix("有限公司"), "member-branch"),
        ("上海某某精密（集团）有限公司", "member-branch"),
    ],
)
def test_branches_and_groups_are_for_people(listed: str, reason: str) -> None:
    """The finding says which member it may belong to."""
    (found,) = of_code(judged(replace(Packet(), members=(member(listed),))), "E01")
    assert (found.verdict, found.reason) == (Verdict.UNSURE, reason)
    assert found.parameters["member"] == listed


NAMES = st.text("上海申江集团精密有限公司分", min_size=1, max_size=12)


@given(NAMES, st.lists(NAMES, max_size=4))
def test_more_members_never_make_a_member_less(name: str, others: list[str]) -> None:
    """Whoever stands in the roster by name is found, whatever else is in it."""
    listed = (*map(member, others), member(name))
    assert look_up(name, "", listed).match is Match.EXACT
