"""What people said of which deliveries make one application, and which joins are doubtful."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Part:
    """What one delivery holds of one application: its award, and its item where awards have one.

    An empty award or item stands for any: `Part("d1")` is all of a delivery.
    """

    delivery: str
    award: str = ""
    item: str = ""

    def covers(self, other: Part) -> bool:
        """Whether the other part is this one, or some of it."""
        return (
            self.delivery == other.delivery
            and self.award in ("", other.award)
            and self.item in ("", other.item)
        )


Pair = tuple[Part, Part]


@dataclass(frozen=True, slots=True)
class Joins:
    """Decisions of people on joins, whatever names and codes say; each pair in either order.

    `together`: both belong to one application (of one award; one of them may have no form at
    all). `apart`: they never do. Raises ValueError for a pair that is in both.
    """

    apart: tuple[Pair, ...] = ()
    together: tuple[Pair, ...] = ()

    def __post_init__(self) -> None:
        both = {frozenset(pair) for pair in self.apart} & {frozenset(p) for p in self.together}
        if both:
            raise ValueError(f"said to be together and apart: {sorted(map(str, both))}")

    def are_apart(self, one: Part, other: Part) -> bool:
        return _among(self.apart, one, other)

    def are_together(self, one: Part, other: Part) -> bool:
        return _among(self.together, one, other)


NOTHING = Joins()


def _among(pairs: tuple[Pair, ...], one: Part, other: Part) -> bool:
    return any(
        (a.covers(one) and b.covers(other)) or (a.covers(other) and b.covers(one)) for a, b in pairs
    )


class Why(StrEnum):
    """Why a join is doubtful. All but the last three were joined; those were kept apart."""

    NEAR_NAME = "near-name"  # names differ by a character, and no credit code settles it
    OTHER_CODE = "other-code"  # one name, two valid credit codes
    NEAR_ITEM = "near-item"  # names of the project differ by little
    NO_NAME = "no-name"  # no applicant (or item) was read; the delivery holds only one that fits
    BY_SEAL = "by-seal"  # only a seal's title names the applicant
    BY_ENTRY = "by-entry"  # only the names of the entries agree
    SEVERAL_AWARDS = "several-awards"  # the applicant has several packets; it was added to each
    LIKE_NAME = "like-name"  # names differ by more, and no credit code settles it
    NEAR_NAME_OTHER_CODE = "near-name-other-code"
    SEVERAL_FIT = "several-fit"  # it may belong to any of several packets


@dataclass(frozen=True, slots=True)
class Doubt:
    """A join (or one that was not made) for people to look at: `part` against `other`.

    `said` is what the two say where they differ. Decisions on it are `Joins` of the same parts.
    """

    why: Why
    part: Part
    other: Part
    joined: bool
    said: tuple[str, str] = ("", "")
