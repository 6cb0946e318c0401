"""How a spreadsheet shows a value: its number format (ECMA-376-1, 18.8.30 and 18.8.31) applied.

The formats that offices use are known; of a stranger one the value itself is shown.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

# Formats that Chinese versions of Excel write as a bare number (18.8.30, zh-cn).
_YMD, _YM, _MD = 'yyyy"年"m"月"d"日"', 'yyyy"年"m"月"', 'm"月"d"日"'
_HM, _HMS = 'h"时"mm"分"', 'h"时"mm"分"ss"秒"'
CHINESE_FORMATS = {
    27: _YM, 28: _MD, 29: _MD, 30: "m-d-yy", 31: _YMD, 32: _HM, 33: _HMS, 34: _HM, 35: _HMS,
    36: _YM, 50: _YM, 51: _MD, 52: _YM, 53: _MD, 54: _MD, 55: _HM, 56: _HMS, 57: _YM, 58: _MD,
}  # fmt: skip
# Format 14 follows the language of the office: in China the year stands first.
_SHORT_DATE, _SHORT_DATE_HERE = "mm-dd-yy", "yyyy/m/d"
_GENERAL = "general"
# What General shows of a number: ten significant digits.
_DIGITS = 10
_MOST_DECIMALS = 30
_WEEKDAYS = "一二三四五六日"
_SECTION = re.compile(r'((?:"[^"]*"|\\.|[^;"\\])*)(?:;|$)')
_BRACKETED = re.compile(r"\[(?:\$([^\]-]*)(?:-[^\]]*)?|[^\]]*)\]")
_PART = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|([#0?][#0?,]*(?:\.[#0?]*)?|\.[#0?]+)(E[+-]0+)?|(.)')
_DATE_PART = re.compile(
    r'"([^"]*)"|\\(.)|(\[[hms]+\])|(AM/PM|A/P|上午/下午)|(y+|m+|d+|h+|s+|a{3,4})(?:\.0+)?|(.)',
    re.IGNORECASE,
)

Shown = str | int | float | bool | datetime | date | time | timedelta | None


def shown(value: Shown, pattern: str) -> str:
    """The text that stands in a cell with this value and this format code."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return _number(value, pattern)
    return _moment(value, pattern)


def _number(value: int | float, pattern: str) -> str:
    try:
        exact = Decimal(repr(value))
    except InvalidOperation:
        return str(value)
    if not exact.is_finite():
        return str(value)
    sections = [match[1] for match in _SECTION.finditer(pattern)][:4]
    chosen, magnitude, sign = _section(exact, [one for one in sections if one] and sections)
    if not chosen or _GENERAL in chosen.lower() or "@" in chosen or "/" in _bare(chosen):
        return _general(value)
    return sign + _filled(magnitude, _without_brackets(chosen))


def _section(value: Decimal, sections: list[str]) -> tuple[str, Decimal, str]:
    """The section for this sign, the number to show in it, and the sign to set before it."""
    if not sections:
        return "", value, ""
    if value < 0 and len(sections) > 1 and sections[1]:
        return sections[1], -value, ""
    if value == 0 and len(sections) > 2 and sections[2]:
        return sections[2], value, ""
    return sections[0], abs(value), "-" if value < 0 else ""


def _bare(section: str) -> str:
    return re.sub(r'"[^"]*"|\\.', "", section)


def _without_brackets(section: str) -> str:
    """Colours, conditions and languages gone, the sign of a currency kept."""
    return _BRACKETED.sub(lambda match: f'"{match[1]}"' if match[1] else "", section)


def _filled(value: Decimal, section: str) -> str:
    """A number set into the first place of a section; what else stands there is kept."""
    bare = _bare(section)
    value *= Decimal(100) ** min(bare.count("%"), 4)
    out, done = [], False
    for match in _PART.finditer(section):
        quoted, escaped, digits, exponent, other = match.groups()
        if digits and not done:
            done = True
            out.append(_scientific(value, digits) if exponent else _placed(value, digits))
        else:
            out.append(quoted or escaped or other or "")
    return "".join(out).strip()


def _scientific(value: Decimal, digits: str) -> str:
    return f"{value:.{min(_MOST_DECIMALS, len(digits.partition('.')[2]))}E}"


def _placed(value: Decimal, digits: str) -> str:
    """A number as placeholders say: `0` always shows a digit, `#` and `?` only where there is one.

    A comma between them parts thousands; each one at the end divides by a thousand.
    """
    whole, _, after = digits.partition(".")
    after = after[:_MOST_DECIMALS]
    stripped = whole.rstrip(",")
    value /= Decimal(1000) ** min(len(whole) - len(stripped), 4)
    rounded = _rounded(value, len(after))
    integer, _, decimals = f"{rounded:f}".partition(".")
    least = after.rstrip("#?")
    decimals = decimals[: len(least)] + decimals[len(least) :].rstrip("0")
    integer = integer.lstrip("0").rjust(stripped.count("0"), "0")
    if "," in stripped:
        integer = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", integer)
    return f"{integer}.{decimals}" if decimals else integer or ("0" if not after else "")


def _rounded(value: Decimal, decimals: int) -> Decimal:
    """Half away from zero, as spreadsheets round; huge numbers as they are."""
    try:
        return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    except InvalidOperation:
        return value


def _general(value: int | float) -> str:
    """Whole numbers with every digit, so that a code typed as a number can still be read."""
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e18):
        return str(int(value))
    text = f"{value:.{_DIGITS}g}"
    return text if "e" not in text or abs(value) > 1 else f"{Decimal(text):f}"


def _moment(value: datetime | date | time | timedelta, pattern: str) -> str:
    """A date or time; numerals stay Arabic also where the format asks for Chinese ones."""
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    first = next((match[1] for match in _SECTION.finditer(pattern)), "")
    section = re.sub(r"\[(?![hms]+\])[^\]]*\]", "", first, flags=re.IGNORECASE)
    if section.lower() in ("", _GENERAL, "@"):
        return _plain_moment(value)
    if section.lower() == _SHORT_DATE:
        section = _SHORT_DATE_HERE
    parts = list(_DATE_PART.finditer(section))
    codes = [(match[5] or match[3] or "").lower().strip("[]") for match in parts]
    out = [_date_part(value, match, _is_minute(codes, at)) for at, match in enumerate(parts)]
    return "".join(out).strip()


def _is_minute(codes: list[str], at: int) -> bool:
    """Whether an m means minutes: it follows hours or goes before seconds."""
    before = next((code for code in reversed(codes[:at]) if code), "")
    after = next((code for code in codes[at + 1 :] if code), "")
    return before.startswith("h") or after.startswith("s")


def _date_part(value: datetime | date | time, match: re.Match[str], minute: bool) -> str:
    quoted, escaped, elapsed, half, code, other = match.groups()
    code = (code or (elapsed or "").strip("[]")).lower()
    clock = value if isinstance(value, datetime | time) else time()
    if half:
        return "上午" if clock.hour < 12 else "下午"
    if not code:
        return quoted or escaped or other or ""
    width = min(2, len(code))
    if code[0] in "hs" or minute:
        number = clock.hour if code[0] == "h" else clock.second if code[0] == "s" else clock.minute
        return f"{number:0{width}}"
    return "" if isinstance(value, time) else _day_part(value, code, width)


def _day_part(value: date, code: str, width: int) -> str:
    if code[0] == "y":
        return f"{value.year:04}" if len(code) > 2 else f"{value.year % 100:02}"
    if code[0] == "a":
        return ("星期" if len(code) > 3 else "") + _WEEKDAYS[value.weekday()]
    if code[0] == "m":
        return calendar.month_abbr[value.month] if len(code) > 2 else f"{value.month:0{width}}"
    return calendar.day_abbr[value.weekday()] if len(code) > 2 else f"{value.day:0{width}}"


def _plain_moment(value: datetime | date | time) -> str:
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    return value.isoformat()
