"""Phrases of notices: deadlines, copies, seals, channels, where to send things.

All work on `squeezed` text: NFKC (brackets, colons and commas are ASCII) without white space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checks.drafting.days import NUMERAL, Days, find_days, number_of

_TIME = r"(?:\([^()]{1,8}\))?(?:[上下]午|中午|晚)?(?:\d{1,2}(?:[:时点]\d{0,2}分?)?整?)?(?:下班)?"
_BEFORE_IT = re.compile(rf"{_TIME}(?:之前|以前|前(?!后)|止|截止|为止|以内)")
_ANNOUNCED = re.compile(
    r"(?:截止(?:日期|时间|日)?|截至|不得?[迟晚]于|最[迟晚]|截稿(?:日期|时间)?|期限)"
    r"(?:为|是|:|到|至|于|在|不得?[迟晚]于)*$"
)
_OPEN_FROM_TO = re.compile(
    r"(?:报名|申报|申请|受理|提交|报送|收件|接收|递交|寄送)(?:材料)?(?:的)?"
    r"(?:起止)?(?:时间|日期|期限|时限)?(?:为|是|:|自|从|定于|安排在)*$"
)
_HAND_IN = re.compile(
    r"提交|报送|寄送|寄[至到往]|邮寄|送[达交至到]|交[至到]|上报|发送|发[至到]|递交|反馈|填报|回传|"
    r"上传|报名|申报|汇总|报[至到]|送|交"
)
_NO_DEADLINE = re.compile(
    r"^.{0,4}(?:成立|注册|登记|投产|出生|完成|获得|取得|获|实施|竣工|验收|在沪|已|出版|发表|签订)"
)

_ORIGINALS = re.compile(
    rf"(?P<originals>{NUMERAL})(?:份)?正(?:本)?[,、,及和]?(?P<copies>{NUMERAL})(?:份)?副(?:本)?"
    rf"|正本(?:材料)?(?P<originals2>{NUMERAL})[份本册套],?[、及和]?副本(?:材料)?(?P<copies2>{NUMERAL})[份本册套]"
)
_ALIKE = re.compile(rf"一式(?P<count>{NUMERAL})[份本套]?")
_OF_THESE = re.compile(
    rf"其中,?(?:(?:原件|正本|原始件)(?P<one>{NUMERAL})[份本套]|(?P<two>{NUMERAL})[份本套]为?"
    rf"(?:原件|正本|原始件))"
)
_PAPER = re.compile(
    rf"(?:纸质|书面|打印|申报|申请|报名)[\u4e00-\u9fff]{{0,6}}?(?:版|材料|件|稿|文本|表|书)?[(,:]?"
    rf"(?P<count>{NUMERAL})[份套]"
)
_BOUND = re.compile(r"装订|胶装|成册")
_SEAL = re.compile(
    r"加盖(?:[\u4e00-\u9fff]{0,10}?)(?:公章|印章|章)|盖[有上]?(?:[\u4e00-\u9fff]{0,6}?)公?章"
)

# The ids by which packs name the ways in which things come in.
_CHANNELS = (
    ("paper", re.compile(r"纸质|书面材料|打印稿|原件|正[本]?.{0,3}副|装订|一式")),
    ("usb", re.compile(r"[UuＵ]盘|优盘|闪存")),
    ("disc", re.compile(r"光盘|光碟")),
    ("email", re.compile(r"电子邮件|(?:发送?|寄|传)[至到].{0,12}邮箱|邮箱|(?i:e-?mail)|邮件")),
    ("online", re.compile(
        r"(?:网上|在线|网络|系统|平台).{0,6}(?:申报|填报|提交|上传|报名)|登录.{2,20}(?:系统|平台|网站)"
    )),
    ("post", re.compile(r"邮寄|快递|挂号|EMS|顺丰")),
)  # fmt: skip
_RECIPIENT = re.compile(
    r"(?:提交|报送|寄送|邮寄|送达|送交|递交|送|交|寄|报|发送|发)[至到给往](?P<who>[^,。;:()]{3,40}?)"
    r"(?=[,。;:()]|$|\d|邮箱|电子)"
)
_ATTACHMENTS = re.compile(
    rf"附件(?P<first>{NUMERAL})(?P<more>(?:[-—–~至到、,和及与](?:附件)?{NUMERAL}(?![\d份月日年]))*)"
)


@dataclass(frozen=True, slots=True)
class Copies:
    """Originals and copies on paper; `sure` is False for 一式三份, which does not part them."""

    originals: int
    copies: int
    sure: bool


def deadlines(text: str, year: int | None) -> Iterator[Days]:
    """Days by which something is to be handed in."""
    for days in find_days(text, year):
        before, after = text[: days.start], text[days.end :]
        cue = _BEFORE_IT.match(after)
        rest = after[cue.end() :] if cue else after
        if _ANNOUNCED.search(before):
            if _HAND_IN.search(text) or "截止" in before[-12:]:
                yield days
        elif cue:
            if not _NO_DEADLINE.match(rest) and _HAND_IN.search(rest):
                yield days
        elif days.ranged and _OPEN_FROM_TO.search(before):
            yield days


def copies_in(text: str) -> Copies | None:
    """How many copies a text asks for, None where it does not say."""
    match = _ORIGINALS.search(text)
    if match:
        originals = match["originals"] or match["originals2"]
        return _counted(originals, match["copies"] or match["copies2"], sure=True)
    match = _ALIKE.search(text)
    if match:
        whole = _counted(match["count"], "0", sure=False)
        part = _OF_THESE.search(text)
        if whole and part:
            first = _counted(part["one"] or part["two"], "0", sure=True)
            if first and first.originals <= whole.originals:
                return Copies(first.originals, whole.originals - first.originals, True)
        return whole if whole is None or whole.originals > 1 else Copies(1, 0, True)
    match = _PAPER.search(text)
    if match:
        whole = _counted(match["count"], "0", sure=False)
        return Copies(1, 0, True) if whole and whole.originals == 1 else whole
    return None


def _counted(originals: str, copies: str, *, sure: bool) -> Copies | None:
    try:
        return Copies(number_of(originals), number_of(copies), sure)
    except ValueError:
        return None


def is_bound(text: str) -> bool:
    """True where what is handed in is to be bound."""
    return bool(_BOUND.search(text)) and not re.search(
        r"(?:不|无需|不必|勿)(?:得|要|用)?装订", text
    )


def seal_in(text: str) -> str:
    """Which seal is demanded, in the notice's words: 组织公章 of 加盖组织公章, "" where none is."""
    match = _SEAL.search(text)
    named = re.sub(r"^(?:加盖|盖[有上]?)", "", match[0]) if match else ""
    return "盖章" if named == "章" else named


def channels_in(text: str) -> tuple[str, ...]:
    """The ways in which things may come in."""
    return tuple(name for name, pattern in _CHANNELS if pattern.search(text))


def recipient_in(text: str) -> str:
    """To whom things are to be sent, "" where the text does not say."""
    for match in _RECIPIENT.finditer(text):
        who = match["who"]
        if re.search(r"[\u4e00-\u9fff]{3}", who) and not re.search(r"@|邮箱|系统|平台", who):
            return who
    return ""


def attachments_in(text: str) -> tuple[int, ...]:
    """Numbers of the attachments that a text names: 附件2-5 are four."""
    numbers: list[int] = []
    for match in _ATTACHMENTS.finditer(text):
        numbers += _series(match["first"], match["more"])
    return tuple(dict.fromkeys(numbers))


def _series(first: str, more: str) -> list[int]:
    try:
        numbers = [number_of(first)]
        for sign, numeral in re.findall(rf"([-—–~至到、,和及与])(?:附件)?({NUMERAL})", more):
            last = number_of(numeral)
            if sign in "-—–~至到" and numbers[-1] < last <= numbers[-1] + 30:
                numbers += range(numbers[-1] + 1, last + 1)
            else:
                numbers.append(last)
    except ValueError:
        return []
    return numbers
