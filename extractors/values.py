"""Field types: what a text means, and what its validator says of it.

A type is a function from text to `Parsed`. Values are plain: text as str, dates as ISO 8601 as
precise as written, amounts as Decimal, several phones or options as tuples.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from itertools import product
from types import MappingProxyType

from stdnum.cn import ric, uscc

from extractors.dates import day, is_day, period_end
from extractors.facts import Origin
from extractors.language import plain, squeezed
from extractors.parsed import NOTHING, Parsed
from extractors.punctuation import full_width

# --- text ------------------------------------------------------------------------------------

_STATED_NONE = frozenset(
    {"无", "/", "//", "\\", "-", "--", "—", "——", "不适用", "暂无", "没有", "一"}
)
_UNDERLINE = re.compile(r"[_＿.…。]{2,}")
# Labels that follow a name closely on cards.
_NEXT_LABEL = re.compile(r"(?:性别|民族|出生|职务|电话)")
# A number or an address of mail behind a name.
_REACHED_AT = re.compile(
    r"(?<=[\u3400-\u9fff])[\s,，、/;；(（]*"
    r"(?:[\d+][\d\-—+ ]{6,}|[A-Za-z0-9_.%+\-]+@[^\s\u3400-\u9fff]+)[^\u3400-\u9fff]*$"
)
_SEAL_HINT = re.compile(r"[(（](?:加盖)?(?:单位)?(?:公章|盖章|章)[)）]")
_CJK_GAP = re.compile(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])")


def is_stated_none(text: str) -> bool:
    """True for the ways in which applicants write that there is nothing to say."""
    return squeezed(text) in _STATED_NONE


def text(raw: str) -> Parsed:
    """Text, without white space beside Chinese characters and without filling dots.

    Marks at Chinese characters are full width, whoever typed or read them.
    """
    value = full_width(_CJK_GAP.sub("", plain(_UNDERLINE.sub("", raw))))
    return Parsed(value) if value else NOTHING


def organisation(raw: str) -> Parsed:
    """A name of an organisation: brackets full width, no white space."""
    bare = _SEAL_HINT.sub("", squeezed(_UNDERLINE.sub("", raw)))
    value = bare.replace("(", "（").replace(")", "）")
    if not value:
        return NOTHING
    return Parsed(value, "" if len(value) >= 4 else "too-short")


def person(raw: str) -> Parsed:
    """A name of a person, without how to reach them; inner spaces are closed up."""
    bare = _REACHED_AT.sub("", plain(_UNDERLINE.sub("", raw)))
    value = _NEXT_LABEL.split(_CJK_GAP.sub("", bare))[0]
    return Parsed(value) if value else NOTHING


def texts(raw: str) -> Parsed:
    """Several texts in one place, parted by 、 or lines."""
    parts = tuple(part for part in re.split(r"[、；;\n]", raw) if squeezed(part))
    values = tuple(_CJK_GAP.sub("", plain(part)) for part in parts)
    return Parsed(values) if values else NOTHING


# --- codes -----------------------------------------------------------------------------------

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC = re.compile(f"[{_USCC_ALPHABET}]{{2}}[0-9]{{6}}[{_USCC_ALPHABET}]{{10}}")
# GB 32100-2015 leaves these letters out because they look like digits.
_NEVER_IN_CODE: Mapping[str, str] = MappingProxyType(
    {"I": "1", "O": "0", "Z": "2", "S": "5", "V": "UY"}
)
# Taken for one another by recognisers in this typeface size; used only where a reading is unsure.
_CONFUSED: Mapping[str, str] = MappingProxyType(
    {"0": "DQ", "D": "0", "Q": "0", "8": "B", "B": "8", "6": "G", "G": "6", "1": "7L", "7": "1",
     "L": "1", "5": "6", "3": "8", "U": "V", "W": "VV", "C": "G", "E": "F", "F": "E", "H": "N"}
)  # fmt: skip


def is_credit_code(code: str) -> bool:
    """Form and check digit of a 统一社会信用代码 (GB 32100-2015).

    python-stdnum refuses codes that begin with a letter, which the standard allows; its check
    digit is right for them too.
    """
    return bool(_USCC.fullmatch(code)) and uscc.calc_check_digit(code[:-1]) == code[-1]


def credit_code(raw: str) -> Parsed:
    """A 统一社会信用代码; letters that the standard leaves out are read as what they look like."""
    code = re.sub(r"[^0-9A-Z]", "", squeezed(raw).upper())
    if not code:
        return NOTHING
    if is_credit_code(code):
        return Parsed(code)
    mended = _only(is_credit_code, _alternatives(code, _NEVER_IN_CODE))
    if mended is not None:
        return Parsed(mended, "", Origin.REPAIRED)
    return Parsed(code, "length" if len(code) != 18 else "check-digit")


def repaired_credit_code(code: str) -> str | None:
    """The only valid code that one confusion of characters away, for doubtful readings."""
    return _only(is_credit_code, _one_confusion(code))


def is_id_number(number: str) -> bool:
    """Form, birth date and check digit of a 居民身份证 number (GB 11643-1999)."""
    if not re.fullmatch(r"\d{17}[\dX]", number) or ric.calc_check_digit(number) != number[-1]:
        return False
    return is_day(number[6:10], number[10:12], number[12:14])


def id_number(raw: str) -> Parsed:
    """A 居民身份证 number."""
    number = re.sub(r"[^0-9X]", "", squeezed(raw).upper())
    if not number:
        return NOTHING
    if is_id_number(number):
        return Parsed(number)
    return Parsed(number, "length" if len(number) != 18 else "check-digit")


def _alternatives(code: str, table: Mapping[str, str]) -> list[str]:
    choices = [table.get(char, char) for char in code]
    count = 1
    for choice in choices:
        count *= len(choice)
    return ["".join(parts) for parts in product(*choices)] if count <= 64 else []


def _one_confusion(code: str) -> list[str]:
    return [
        code[:index] + other + code[index + 1 :]
        for index, char in enumerate(code)
        for other in _CONFUSED.get(char, "")
    ]


def _only(valid: Callable[[str], bool], candidates: list[str]) -> str | None:
    passing = {candidate for candidate in candidates if valid(candidate)}
    return passing.pop() if len(passing) == 1 else None


# --- ways to reach someone -------------------------------------------------------------------

_PHONE_GAP = re.compile(r"[、/;,，；\s或]+")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LAND_LINE = re.compile(r"(?:(?:86)?0?\d{2,3})?[2-9]\d{6,7}\d{0,6}")
_MAIL = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,}")
_POSTCODE = re.compile(r"\d{6}")


def phones(raw: str) -> Parsed:
    """Phone numbers as digits only; several may stand in one cell, parted by 、 and the like."""
    spaced = re.sub(r"(?<=\d)\s+(?=\d)", "", plain(raw))
    numbers = tuple(
        digits for part in _PHONE_GAP.split(spaced) if (digits := re.sub(r"\D", "", part))
    )
    if not numbers:
        return NOTHING
    good = all(_MOBILE.fullmatch(number) or _LAND_LINE.fullmatch(number) for number in numbers)
    return Parsed(numbers, "" if good else "phone-form")


def mail(raw: str) -> Parsed:
    """A mail address; spaces that a recogniser put in are dropped."""
    value = squeezed(raw)
    if not value:
        return NOTHING
    if _MAIL.fullmatch(value):
        return Parsed(value)
    # @ is read as 0, © or ® by recognisers: repaired where only one place can be meant.
    mended = _only(
        lambda text: bool(_MAIL.fullmatch(text)),
        [
            value[: match.start()] + "@" + value[match.end() :]
            for match in re.finditer(r"[0Oo©®](?=[a-z0-9\-]+\.)", value)
            if "@" not in value
        ],
    )
    return Parsed(mended, "", Origin.REPAIRED) if mended else Parsed(value, "mail-form")


# Ends of companies' names (Company Law 2018, art. 8), the longest first.
_FORMS = ("股份有限公司", "有限责任公司", "（集团）有限公司", "有限公司")


def repaired_company(name: str) -> str | None:
    """The name with the form of company that it must end in, where one character is another.

    None where nothing is to be repaired.
    """
    for form in _FORMS:
        end = name[-len(form) :]
        if end == form:
            return None
        if len(name) > len(form) and sum(a != b for a, b in zip(end, form, strict=True)) == 1:
            return name[: -len(form)] + form
    return None


# Names of hosts that recognisers spell with digits, and what they take for these letters.
_MAIL_HOSTS = frozenset(
    ("mail", "email", "gmail", "hotmail", "foxmail", "webmail", "outlook", "aol")
)
_AS_LETTERS = str.maketrans("10", "lo")


def repaired_mail(address: str) -> str | None:
    """The address with letters where its host can only have letters; None where that is no change.

    A top-level domain has no digits (RFC 3696, 2), and mai1 is mail.
    """
    person, at, host = address.rpartition("@")
    *names, last = host.split(".")
    mended = [
        name if (spelt := name.translate(_AS_LETTERS)) not in _MAIL_HOSTS else spelt
        for name in names
    ]
    found = f"{person}{at}{'.'.join((*mended, last.translate(_AS_LETTERS)))}"
    return found if found != address and _MAIL.fullmatch(found) else None


def postcode(raw: str) -> Parsed:
    """Six digits."""
    value = re.sub(r"\D", "", squeezed(raw))
    if not value:
        return NOTHING
    return Parsed(value, "" if _POSTCODE.fullmatch(value) else "postcode-form")


def code(raw: str) -> Parsed:
    """A number of a certificate or report: without white space."""
    value = squeezed(raw)
    return Parsed(value) if value else NOTHING


# --- numbers ---------------------------------------------------------------------------------

_NUMBER = re.compile(r"[-+]?\d[\d,，]*(?:\.\d+)?")
_CN_CAPITAL = {char: index for index, char in enumerate("零壹贰叁肆伍陆柒捌玖")} | {
    "〇": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "两": 2,
}  # fmt: skip
_CN_UNIT = {"拾": 10, "十": 10, "佰": 100, "百": 100, "仟": 1000, "千": 1000}
_CAPITAL_AMOUNT = re.compile(
    r"[零〇壹贰叁肆伍陆柒捌玖一二三四五六七八九两拾十佰百仟千万亿]+(?=元|圆|万|亿|$)"
)
_TEN_THOUSAND = Decimal(10_000)


def number(raw: str) -> Parsed:
    """A decimal number; thousands may be parted by commas, a unit may follow."""
    match = _NUMBER.search(squeezed(raw))
    if not match:
        return NOTHING
    try:
        return Parsed(_tidy(Decimal(match[0].replace(",", "").replace("，", ""))))
    except InvalidOperation:
        return NOTHING


def whole(raw: str) -> Parsed:
    """A whole number."""
    parsed = number(raw)
    if not isinstance(parsed.value, Decimal):
        return NOTHING
    if parsed.value != parsed.value.to_integral_value():
        return Parsed(parsed.value, "not-whole")
    return Parsed(int(parsed.value))


def year(raw: str) -> Parsed:
    """A year of four digits."""
    match = re.search(r"(?:19|20)\d{2}", squeezed(raw))
    return Parsed(int(match[0])) if match else NOTHING


def money_wan(raw: str) -> Parsed:
    """An amount in 万元; 元 and 亿元 beside the figure are converted, 大写 is understood."""
    given = squeezed(raw)
    match = _NUMBER.search(given)
    if match:
        figure = Decimal(match[0].replace(",", ""))
        after = given[match.end() :]
        if after.startswith("亿"):
            figure *= _TEN_THOUSAND
        elif after.startswith(("元", "圆")) or (given.startswith("¥") and "万" not in after):
            figure /= _TEN_THOUSAND
        return Parsed(_tidy(figure))
    capital = _CAPITAL_AMOUNT.search(given)
    if not capital:
        return NOTHING
    amount = Decimal(capital_amount(capital[0]))
    in_yuan = given[capital.end() : capital.end() + 1] in ("元", "圆", "")
    return Parsed(_tidy(amount / _TEN_THOUSAND if in_yuan else amount))


def capital_amount(numerals: str) -> int:
    """Value of a whole number in Chinese numerals: 伍仟万 is 50,000,000."""
    total = section = digit = 0
    for char in numerals:
        if char in _CN_CAPITAL:
            digit = _CN_CAPITAL[char]
        elif char in _CN_UNIT:
            section += (digit or 1) * _CN_UNIT[char]
            digit = 0
        elif char == "万":
            total += (section + digit) * 10_000
            section = digit = 0
        elif char == "亿":
            total = (total + section + digit) * 100_000_000
            section = digit = 0
    return total + section + digit


def _tidy(figure: Decimal) -> Decimal:
    """Without trailing noughts: 1200.00 and 1200 are one value."""
    return (
        figure.quantize(Decimal(1)) if figure == figure.to_integral_value() else figure.normalize()
    )


# --- choices ---------------------------------------------------------------------------------

_YES = ("是", "有", "已导入", "已", "√", "会员")
_NO = ("否", "无", "未", "没有", "不是", "非")


def flag(raw: str) -> Parsed:
    """是 or 有 is true, 否 or 无 is false."""
    given = squeezed(raw)
    if given.startswith(_NO):
        return Parsed(value=False)
    return Parsed(value=True) if given.startswith(_YES) else NOTHING


TYPES: Mapping[str, Callable[[str], Parsed]] = MappingProxyType(
    {
        "text": text,
        "texts": texts,
        "richtext": text,
        "organisation": organisation,
        "person": person,
        "uscc": credit_code,
        "idno": id_number,
        "phones": phones,
        "email": mail,
        "postcode": postcode,
        "date": day,
        "period_end": period_end,
        "code": code,
        "year": year,
        "int": whole,
        "number": number,
        "money_wan": money_wan,
        "pct": number,
        "bool": flag,
        "enum": text,
        "enums": texts,
        "signature": person,
    }
)


def parse(kind: str, raw: str) -> Parsed:
    """Read a text as a field type; KeyError for a type that does not exist."""
    return TYPES[kind](raw)
