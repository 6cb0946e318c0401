"""Days and periods as notices write them: 2021年6月30日, 二〇二一年八月十五日, 8月下旬-10月."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_DIGITS = {char: index for index, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "○": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5,
}  # fmt: skip
_CN = "〇○零一二三四五六七八九十"
NUMERAL = r"(?:\d{1,3}|[〇○零一二两三四五六七八九十壹贰叁肆伍]{1,3})"
_DAY = re.compile(
    rf"(?:(?P<year>(?:19|20)\d{{2}}|[〇○零一二三四五六七八九]{{4}}|[今本当明次])年(?:度)?)?"
    rf"(?P<month>1[0-2]|0?[1-9]|[{_CN}]{{1,3}})月份?"
    rf"(?:(?P<day>\d{{1,2}}|[{_CN}]{{1,3}})[日号]|(?P<part>[上中下]旬|[月]?[初底末]))?"
    r"|(?P<iso_year>(?:19|20)\d{2})[-./](?P<iso_month>\d{1,2})[-./](?P<iso_day>\d{1,2})(?!\d)"
)
_TO = r"(?:\([^()]{1,6}\))?(?:[-—–~─一]{1,2}|至|到)"
_LATER_DAY = re.compile(rf"{_TO}(?P<day>\d{{1,2}}|[{_CN}]{{1,3}})[日号]")
_PARTS = {"上": (1, 10), "中": (11, 20), "初": (1, 10)}


@dataclass(frozen=True, slots=True)
class Days:
    """A stretch of a text that is a day or period: `first` to `last`, both counted.

    `exact` tells that it names a single day, `ranged` that it goes from one to another (and not
    over a month or a part of one), `year_said` that it names the year.
    """

    start: int
    end: int
    first: date
    last: date
    exact: bool
    year_said: bool
    ranged: bool = False


def number_of(numeral: str) -> int:
    """12, 十二, 两 and 二十三 as numbers; raises ValueError for what is none (or above 99)."""
    if numeral.isascii() and numeral.isdecimal():
        return int(numeral)
    if "十" in numeral:
        tens, _, ones = numeral.partition("十")
        if len(tens) > 1 or len(ones) > 1:
            raise ValueError(numeral)
        return (_digit(tens) if tens else 1) * 10 + (_digit(ones) if ones else 0)
    if len(numeral) != 1:
        raise ValueError(numeral)
    return _digit(numeral)


def _digit(char: str) -> int:
    if char not in _DIGITS:
        raise ValueError(char)
    return _DIGITS[char]


def find_days(text: str, year: int | None) -> tuple[Days, ...]:
    """Every day in a text without white space (NFKC); `year` is meant where none is said.

    A year that was said holds for what follows. Periods come as one.
    """
    found: list[Days] = []
    for one in _single(text, year):
        before = found[-1] if found else None
        if before is not None and re.fullmatch(_TO, text[before.end : one.start]):
            said = before.year_said or one.year_said
            if before.first <= one.last:
                found[-1] = Days(before.start, one.end, before.first, one.last, False, said, True)
                continue
        found.append(one)
    return tuple(_with_later_day(text, one) for one in found)


def _single(text: str, year: int | None) -> Iterator[Days]:
    for match in _DAY.finditer(text):
        said = match["year"] or match["iso_year"]
        try:
            meant = _year(said, year)
            if meant is None:
                continue
            first, last, exact = _bounds(match, meant)
        except ValueError:
            continue  # no day of the calendar
        if said and said not in "今本当明次":
            year = meant
        yield Days(match.start(), match.end(), first, last, exact, bool(said))


def _year(said: str | None, year: int | None) -> int | None:
    if not said or said in "今本当":
        return year
    if said in "明次":
        return None if year is None else year + 1
    return int("".join(str(_digit(char)) if char in _DIGITS else char for char in said))


def _bounds(match: re.Match[str], year: int) -> tuple[date, date, bool]:
    if match["iso_year"]:
        day = date(year, int(match["iso_month"]), int(match["iso_day"]))
        return day, day, True
    month = number_of(match["month"])
    if match["day"]:
        day = date(year, month, number_of(match["day"]))
        return day, day, True
    last = calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 0
    part = (match["part"] or "").replace("月", "")
    from_day, to_day = _PARTS.get(part[:1], (1, last))
    if part[:1] == "下":
        from_day = 21
    if part[:1] in ("底", "末"):
        from_day = last
    return date(year, month, from_day), date(year, month, to_day), False


def _with_later_day(text: str, one: Days) -> Days:
    """2021年5月10日至31日: the second day has the first one's month."""
    match = _LATER_DAY.match(text, one.end)
    if match is None or not one.exact:
        return one
    try:
        last = one.last.replace(day=number_of(match["day"]))
    except ValueError:
        return one
    return Days(one.start, match.end(), one.first, last, False, one.year_said, True)


def period(text: str, year: int | None) -> Days | None:
    """The one day or period that a text is; None where it is something else too."""
    found = find_days(text, year)
    if len(found) != 1:
        return None
    rest = text[: found[0].start] + text[found[0].end :]
    return None if rest.replace("时间", "").strip("(),:为。") else found[0]
