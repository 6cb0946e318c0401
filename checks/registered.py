"""Rows of the receipt register: which belong to a packet, and which to none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from checks.claims import alike, says_later
from checks.compare import comparable
from checks.nearby import Names
from checks.programme import Award
from checks.receipts import SHANGHAI, Receipt
from extractors.language import squeezed

_LAST = datetime.max.replace(tzinfo=SHANGHAI)


class Register:
    """The rows of the register (none without one), to be looked up by name."""

    def __init__(self, receipts: tuple[Receipt, ...] | None) -> None:
        self._rows = receipts or ()
        self._names = Names()
        for place, row in enumerate(self._rows):
            self._names.add(comparable(row.applicant), place)

    def like(self, applicant: str) -> list[Receipt]:
        """The rows of an applicant of this name, or of one that may be it, in their order."""
        places = sorted(self._names.like(comparable(applicant)))
        rows = (self._rows[place] for place in places)
        return [row for row in rows if alike(row.applicant, applicant)]


def rows_of(award: Award, applicant: str, item: str, register: Register) -> tuple[Receipt, ...]:
    """The rows for one application, the earliest first; none where they may be of several.

    An application may have several rows: paper and electronic version, or what came later.
    """
    rows = [row for row in register.like(applicant) if is_award(row, award)]
    rows = [r for r in rows if comparable(r.applicant) == comparable(applicant)] or rows
    if award.item:
        rows = _with_item(rows, item)
    elif len(rows) > 1 and any(is_award(row, award, said=True) for row in rows):
        rows = [row for row in rows if is_award(row, award, said=True)]
    if len({(comparable(row.applicant), comparable(row.item)) for row in rows}) > 1:
        return ()
    return tuple(sorted(rows, key=lambda row: row.received_at or _LAST))


def _with_item(rows: list[Receipt], item: str) -> list[Receipt]:
    """Rows with this item; where only one is in question, it need not agree."""
    if len(rows) < 2 or not item:
        return rows
    exact = [row for row in rows if comparable(row.item) == comparable(item)]
    return exact or [row for row in rows if alike(row.item, item)]


def is_award(receipt: Receipt, award: Award, *, said: bool = False) -> bool:
    """Whether a row may be for the award; with `said`, whether it names it."""
    told = squeezed(receipt.award)
    return (not told and not said) or any(name in told for name in award.register_names)


def is_later_row(row: Receipt) -> bool:
    """Whether a row of the register says that it is of a correction."""
    return says_later(f"{row.note} {row.channel} {row.award}")


def joined(rows: tuple[Receipt, ...]) -> Receipt | None:
    """One row out of all of a packet's: the first time, and all copies that were handed in.

    Originals are not added up: what comes later may be a page of one in place of another.
    """
    if not rows:
        return None
    originals = [row.originals for row in rows if row.originals is not None]
    copies = [row.copies for row in rows if row.copies is not None]
    return replace(
        rows[0],
        originals=max(originals, default=None),
        copies=sum(copies) if copies else None,
        bound=_any(row.bound for row in rows),
        electronic=_any(row.electronic for row in rows),
    )


def _any(answers: Iterable[bool | None]) -> bool | None:
    known = [answer for answer in answers if answer is not None]
    return any(known) if known else None


def unclaimed(
    receipts: tuple[Receipt, ...] | None, claimed: Iterable[Receipt]
) -> tuple[Receipt, ...]:
    """Rows that belong to no packet."""
    rows = {row.row for row in claimed}
    return tuple(receipt for receipt in receipts or () if receipt.row not in rows)
