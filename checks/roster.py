"""The member roster: is a name in it, was it, or is it only like one that is?"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from checks.compare import comparable
from checks.receipts import Member

_NEAR = 0.85
_BRANCH = re.compile(r".*(?:分公司|分院|分行|分中心|分厂|分部|办事处|子公司|事业部)$")
_LEGAL = re.compile(r"(?:股份)?有限(?:责任)?(?:公司)?|总公司|公司$")
_GROUP = "集团"
_SHORTEST = 2


class Match(StrEnum):
    """How an applicant stands in the roster; the first that holds."""

    EXACT = "exact"
    OTHER_NAME = "other-name"  # the credit code is a member's, the name is not
    FORMER = "former"
    BRANCH = "branch"  # a member's branch, or of the group that is one
    NEAR = "near"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Found:
    """The match, and the member that it is with; None for `Match.NONE`."""

    match: Match
    member: Member | None = None


def look_up(name: str, code: str, members: tuple[Member, ...]) -> Found:
    """Find an applicant; `code` is "" where none was read for certain."""
    bare, number = comparable(name), comparable(code)
    known = _known(members)
    tests: tuple[tuple[Match, Callable[[_Known], bool]], ...] = (
        (Match.EXACT, lambda one: one.name == bare),
        (Match.OTHER_NAME, lambda one: bool(number) and one.code == number),
        (Match.FORMER, lambda one: bare in one.former),
        (Match.BRANCH, lambda one: _is_below(bare, one.name)),
        (Match.NEAR, lambda one: _is_near(bare, one.name)),
    )
    for match, holds in tests:
        for one in known:
            if holds(one):
                return Found(match, one.member)
    return Found(Match.NONE)


@dataclass(frozen=True, slots=True)
class _Known:
    """A member with its names and code as they are compared."""

    member: Member
    name: str
    code: str
    former: frozenset[str]


@lru_cache(maxsize=4)
def _known(members: tuple[Member, ...]) -> tuple[_Known, ...]:
    return tuple(
        _Known(
            one,
            comparable(one.name),
            comparable(one.uscc),
            frozenset(map(comparable, one.former_names)),
        )
        for one in members
    )


def _is_near(name: str, member: str) -> bool:
    return Levenshtein.normalized_similarity(name, member, score_cutoff=_NEAR) >= _NEAR


def _is_below(name: str, member: str) -> bool:
    """Whether a name is a member's own with more behind it, or a group's with something between.

    `member` with 集团 in it is a group: 某某（集团）有限公司 stands above 上海某某机械有限公司.
    """
    if len(name) > len(member) >= _SHORTEST and name.startswith(member):
        return True
    trunk = _LEGAL.sub("", member)
    if _BRANCH.fullmatch(name) and len(trunk) > _SHORTEST and name.startswith(trunk):
        return True
    if _GROUP not in member:
        return False
    group, own = _trade_name(member), _trade_name(name)
    return len(group) >= _SHORTEST and len(own) > len(group) and own.startswith(group)


def _trade_name(name: str) -> str:
    """Without city, legal form and 集团: what tells a group from others."""
    return _LEGAL.sub("", name).replace(_GROUP, "").removeprefix("上海市").removeprefix("上海")
