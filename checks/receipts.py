"""What the office's own lists say: the receipt register and the member roster.

They stand on this floor because rules compare packets with them; they are read one floor up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

# The one zone of every received time. A fixed offset, so that no zone database is needed:
# China has had no daylight saving time since 1991.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Receipt:
    """One row of the register: what was received when, by which channel, how many copies.

    `received_at` is aware, in `SHANGHAI`, at 00:00 where the register gives a day only; None
    where it gives nothing that can be read. None in a count or answer means: not stated.
    `row` is the 1-based row of the sheet.
    """

    applicant: str
    award: str
    item: str
    received_at: datetime | None
    channel: str
    originals: int | None
    copies: int | None
    bound: bool | None
    electronic: bool | None
    note: str
    row: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A deficiency notice: the day it bears, and the last day for what it asks for."""

    dated: date
    due: date


@dataclass(frozen=True, slots=True)
class Member:
    """One row of the member roster."""

    number: str
    name: str
    uscc: str
    former_names: tuple[str, ...]
    joined: date | None
    status: str
