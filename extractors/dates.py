"""Dates in every form that occurs, as ISO 8601 as precise as written."""

from __future__ import annotations

import calendar
import re
from dataclasses import replace
from datetime import date

from extractors.facts import Origin
from extractors.language import plain, squeezed
from extractors.parsed import NOTHING, Parsed

_DATE = re.compile(
    r"(?P<y>(?:19|20)\d{2})\s*[年.\-/,。:]?\s*(?P<m>\d{1,2})?\s*[月.\-/,。:]?\s*(?P<d>\d{1,2})?\s*日?"
)
_COMPACT_DATE = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})")
_CN_NUMERALS = {char: str(index) for index, char in enumerate("〇一二三四五六七八九")} | {
    "零": "0", "○": "0", "O": "0", "o": "0", "◯": "0", "0": "0", "(": "0", "（": "0",
}  # fmt: skip
_CN_DATE = re.compile(
    r"(?P<y>[〇零○◯Oo0()（）一二三四五六七八九]{2,4})年(?P<m>[〇零○一二三四五六七八九十]{1,3})月"
    r"(?:(?P<d>[〇零○一二三四五六七八九十廿卅]{1,3})日?)?"
)
_EMPTY_DATE = re.compile(r"[\s_＿.]*年[\s_＿.]*月[\s_＿.]*日?[\s_＿.]*")


def is_empty_date(raw: str) -> bool:
    """True for the printed 年 月 日 that nobody filled in."""
    return bool(_EMPTY_DATE.fullmatch(plain(raw)))


def day(raw: str) -> Parsed:
    """A date in any form that occurs, as ISO 8601: year, month and day as far as written."""
    given = squeezed(raw)
    if "长期" in given or "永久" in given:
        return Parsed("长期")
    if given in ("至今", "今", "现在"):
        return Parsed("至今")
    chinese = _CN_DATE.search(given)
    if chinese:
        year, month, day_of_month = (_cn_number(chinese[part] or "") for part in ("y", "m", "d"))
        if len(year) == 4:
            return _iso(year, month, day_of_month)
        # 二一年 and 二二一年: a 〇 was lost. 二二年 may be 2022 or what is left of 二〇二〇年.
        if year in ("21", "221") or (len(year) == 3 and year.startswith("22")):
            guessed = _iso(f"202{year[-1]}", month, day_of_month)
            return replace(guessed, origin=Origin.REPAIRED)
        return NOTHING
    match = _COMPACT_DATE.fullmatch(given) or _DATE.search(given)
    if not match:
        return NOTHING
    return _iso(match["y"], match["m"] or "", match["d"] or "")


def _cn_number(numerals: str) -> str:
    """二〇二一 is 2021, 十二 is 12, 二十 is 20."""
    numerals = numerals.replace("廿", "二十").replace("卅", "三十")
    if "十" in numerals:
        tens, _, ones = numerals.partition("十")
        high = _CN_NUMERALS.get(tens, "1") if tens else "1"
        return high + (_CN_NUMERALS.get(ones, "0") if ones else "0")
    return "".join(_CN_NUMERALS.get(char, "") for char in numerals)


def _iso(year: str, month: str, day_of_month: str) -> Parsed:
    if not month:
        return Parsed(year)
    if not is_day(year, month, day_of_month or "1"):
        return NOTHING
    iso = f"{year}-{int(month):02d}"
    return Parsed(f"{iso}-{int(day_of_month):02d}" if day_of_month else iso)


def is_day(year: str, month: str, day_of_month: str) -> bool:
    """True for a day that is in the calendar."""
    try:
        date(int(year), int(month), int(day_of_month))
    except ValueError:
        return False
    return True


def span_of(iso: str) -> tuple[date, date] | None:
    """First and last day that an ISO text can mean; None where it is no date (长期)."""
    parts = iso.split("-")
    if not all(part.isdecimal() for part in parts) or not 1 <= len(parts) <= 3:
        return None
    year = int(parts[0])
    first_month, last_month = (int(parts[1]),) * 2 if len(parts) > 1 else (1, 12)
    if len(parts) == 3:
        exact = date(year, first_month, int(parts[2]))
        return exact, exact
    last = calendar.monthrange(year, last_month)[1]
    return date(year, first_month, 1), date(year, last_month, last)


def period_end(raw: str) -> Parsed:
    """The last day of a period ("自…至…"), or the one date that stands there; 长期 is for ever."""
    given = squeezed(raw)
    tail = re.split(r"[至到~—]|(?<=[日\d])-(?=\d{4})", given)[-1]
    parsed = day(tail)
    return parsed if parsed.value is not None else day(given)
