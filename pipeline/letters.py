"""The deficiency notice (补正通知): what it says, before it is set in type.

Only what is certain goes to the applicant. What is doubtful is listed apart, for the person who
sends the letter to look at first. Everything that is wrong is said at once, in one letter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import PurePosixPath

from checks.findings import Severity, Verdict
from checks.programme import Programme
from pipeline.messages import text
from pipeline.packets import FindingView, PacketView, PlaceView
from pipeline.settings import LetterSettings

_ORDER = {Severity.RETURN: 0, Severity.SUPPLEMENT: 1, Severity.NOTE: 2}
_SATURDAY = 5
_SERIAL_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Item:
    """One defect: its number in the letter, what is wrong, where, and what to do.

    `key` tells it from all items of all letters without saying what it is about. `place` is what
    a picture may show; None where nothing on paper does.
    """

    key: str
    number: int
    code: str
    what: str
    remedy: str
    where: str
    place: PlaceView | None


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice to one applicant, all words ready. Dates are written out in Chinese.

    `day` is its date and `due` the last day for corrections, for us to count with.
    """

    packet: str
    day: date
    due: date
    title: str
    number: str
    applicant: str
    programme: str
    document: str
    award: str
    item: str
    received_on: str
    items: tuple[Item, ...]
    doubts: tuple[Item, ...]
    due_on: str
    overdue: str
    contact: str
    phone: str
    organiser: str
    department: str
    address: str
    dated: str

    @property
    def is_due(self) -> bool:
        """Whether there is something certain to say, and somebody known to say it to."""
        return bool(self.items and self.applicant)


def letter_of(
    view: PacketView,
    programme: Programme,
    office: LetterSettings,
    serial: int,
    dated: date,
    due: date | None = None,
) -> Letter:
    """The letter for a packet, whether or not anything is certain to be wrong with it.

    `serial` counts the office's letters; without a `due` day the pack says how long applicants
    have, and a day at the weekend moves to the Monday after.
    """
    about, head = programme.about, programme.letter
    last = due or _working_day(dated + timedelta(days=head.due_days))
    return Letter(
        packet=view.id,
        day=dated,
        due=last,
        title=head.title,
        number=number_of(head.number, dated.year, serial),
        applicant=view.applicant,
        programme=about.name,
        document=about.document,
        award=view.award_name,
        item=view.item,
        received_on=chinese(datetime.fromisoformat(view.received_at)) if view.received_at else "",
        items=_items(view, Verdict.UNMET),
        doubts=_items(view, Verdict.UNSURE),
        due_on=chinese(last),
        overdue=head.overdue,
        contact=office.contact,
        phone=office.phone,
        organiser=about.organiser,
        department=about.department,
        address=about.address,
        dated=chinese(dated),
    )


def chinese(day: date) -> str:
    """2021年8月15日, as GB/T 9704 has dates of completion: Arabic numerals, no leading noughts."""
    return f"{day.year}年{day.month}月{day.day}日"


def number_of(pattern: str, year: int, serial: int) -> str:
    """A letter's number in the pack's pattern."""
    return pattern.replace("{year}", str(year)).replace("{serial}", f"{serial:0{_SERIAL_DIGITS}d}")


def _working_day(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= _SATURDAY else 0)


def _items(view: PacketView, verdict: Verdict) -> tuple[Item, ...]:
    """Findings with this verdict that count; what sends a packet back comes first."""
    found = [one for one in view.findings if one.verdict is verdict and one.counts]
    found.sort(key=lambda one: _ORDER[one.severity])
    seen: Counter[str] = Counter()
    items = []
    for number, one in enumerate(found, 1):
        seen[one.key] += 1
        items.append(_item(f"{view.id}.{one.key}.{seen[one.key]}", number, one))
    return tuple(items)


def _item(key: str, number: int, finding: FindingView) -> Item:
    return Item(
        key=key,
        number=number,
        code=finding.code,
        what=finding.message or finding.subject,
        remedy=finding.remedy,
        where="；".join(dict.fromkeys(_where(finding.places))),
        place=next((place for place in finding.places if place.box is not None), None),
    )


def _where(places: Iterable[PlaceView]) -> Iterable[str]:
    for place in places:
        name = PurePosixPath(place.path).name
        if name and place.page:
            key = "letter-page" if place.box is not None else "letter-file"
            yield text(key, file=name, page=place.page)
