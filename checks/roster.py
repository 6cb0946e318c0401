"""The member roster: is a name in it, was it, or is it only like one that is?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
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
    known = _compared(_Same(members))
    for match, found in (
        (Match.EXACT, known.by_name.get(bare)),
        (Match.OTHER_NAME, known.by_code.get(number) if number else None),
        (Match.FORMER, known.by_former.get(bare)),
    ):
        if found is not None:
            return Found(match, found)
    tests: tuple[tuple[Match, Callable[[str, str], bool]], ...] = (
        (Match.BRANCH, _is_below),
        (Match.NEAR, _is_near),
    )
    for match, holds in tests:
        for member, own in zip(members, known.names, strict=True):
            if holds(bare, own):
                return Found(match, member)
    return Found(Match.NONE)


@dataclass(frozen=True, slots=True)
class _Compared:
    """Members as they are compared, the first one of each name and code; `names` of all."""

    names: tuple[str, ...]
    by_name: Mapping[str, Member]
    by_code: Mapping[str, Member]
    by_former: Mapping[str, Member]


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """A roster that is only the same as itself: comparing all its rows costs what is saved."""

    members: tuple[Member, ...]

    def __hash__(self) -> int:
        return id(self.members)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.members is self.members


@lru_cache(maxsize=4)
def _compared(roster: _Same) -> _Compared:
    names = tuple(comparable(one.name) for one in roster.members)
    backwards = tuple(reversed(roster.members))
    return _Compared(
        names,
        {comparable(one.name): one for one in backwards},
        {comparable(one.uscc): one for one in backwards},
        {comparable(old): one for one in backwards for old in one.former_names},
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
