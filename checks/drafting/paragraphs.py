"""A notice's lines as head, paragraphs and list of attachments, whatever broke the lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checks.drafting.days import number_of
from extractors.language import squeezed
from extractors.punctuation import full_width

_TITLE = re.compile(r"关于.{4,120}?(?:通知|公告|通告|启事|的函)(?=$|[(])")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,10}[〔\[(【](?:19|20)\d{2}[〕\])】]第?\d{1,4}号")
_BODY = re.compile(
    r"^[\u4e00-\u9fff()]{3,30}(?:协会|学会|商会|联合会|委员会|局|厅|部|办公室|政府|中心|公司|研究院|基金会|"
    r"联盟|总会|促进会)(?:文件)?$"
)
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.]|[(][一二三四五六七八九十\d]{1,3}[)]|\d{1,2}[、.](?!\d)|"
    r"第[一二三四五六七八九十]{1,3}[条章阶步]|[①-⑩])"
)
_ENDS = re.compile(r"[。;!?:]$")
_HEADING = 34
_ATTACHED = re.compile(
    r"^附件?[:]?(?:(?P<number>\d{1,2}|[一二三四五六七八九十]{1,2})[.、:]|[:])?(?P<title>.*)$"
)
_NEXT = re.compile(r"^(?:附件)?(?P<number>\d{1,2}|[一二三四五六七八九十]{1,2})[.、:](?P<title>.+)$")
_INSIDE = re.compile(r"(?<=[^\d.])[;,、]?(?P<number>\d{1,2})[.、](?=[^\d])")
_COMPLETE = re.compile(
    r"(?:表|书|要求|办法|清单|说明|名单|指南|细则|须知|格式|模板|样式|样表|标准|方案|计划|进度表?|通知|目录|回执|"
    r"函|准则|指标|体系|规定|条例)(?:\(.*\))?$"
)
_NO_TITLE_GOES_ON = re.compile(
    r"主题词|抄[报送]|联系|\d{4}年\d{1,2}月|印发|共印|(?:协会|学会|委员会|局|中心)$|^附件"
)


@dataclass(frozen=True, slots=True)
class Notice:
    """The parts of a notice; texts are squeezed (NFKC, no white space), the title is as printed.

    `heads` are the lines before the title, `attachments` numbers and titles as printed.
    """

    title: str
    heads: tuple[str, ...]
    paragraphs: tuple[str, ...]
    attachments: tuple[tuple[int, str], ...]
    tail: tuple[str, ...]

    @property
    def document(self) -> str:
        """The document number as printed, "" where there is none at the head."""
        for head in self.heads:
            match = _NUMBER.search(head)
            if match:
                return full_width(match[0]).replace("(", "（").replace(")", "）")
        return ""

    @property
    def organiser(self) -> str:
        """Who issued it: named at the head, else above the date at the end."""
        for line in (*self.heads, *reversed(self.tail)):
            if _BODY.match(line) and not line.startswith(("抄", "主题词", "各")):
                return line.removesuffix("文件")
        return ""


def notice_of(lines: tuple[str, ...]) -> Notice | None:
    """Take lines apart; None where they are no notice."""
    bare = tuple(text for line in lines if (text := squeezed(line)))
    at = _title_at(bare)
    if at is None:
        return None
    first, last, title = at
    body = bare[last + 1 :]
    start, attachments = _attachments(body)
    end = len(body) if start is None else start
    tail = body[end:] or body[-6:]
    return Notice(
        full_width(title), bare[:first] + bare[last + 1 : last + 2], _paragraphs(body[:end]),
        attachments, tail,
    )  # fmt: skip


def _title_at(lines: tuple[str, ...]) -> tuple[int, int, str] | None:
    for first in range(min(25, len(lines))):
        if "关于" not in lines[first] or _ENDS.search(lines[first]):
            continue
        for last in range(first, min(first + 4, len(lines))):
            joined = "".join(lines[first : last + 1])
            match = _TITLE.search(joined)
            if match and match.start() < 24 and joined.find("关于") == match.start():
                return first, last, match[0]
    return None


def _paragraphs(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Lines joined where one goes on with the last: mid-sentence, at the end of a page."""
    out: list[str] = []
    for line in lines:
        if out and not _begins(out[-1], line):
            out[-1] += line
        else:
            out.append(line)
    return tuple(out)


def _begins(before: str, line: str) -> bool:
    if _NUMBERED.match(line) or _ENDS.search(before):
        return True
    heading = bool(_NUMBERED.match(before)) and len(before) <= _HEADING and "," not in before
    open_bracket = before.count("(") > before.count(")")
    return not open_bracket and (heading or before.endswith(")"))


def _attachments(lines: tuple[str, ...]) -> tuple[int | None, tuple[tuple[int, str], ...]]:
    """Where the list of attachments begins, and what it lists; the longest one counts."""
    best: tuple[tuple[int, str], ...] = ()
    start = None
    for index, line in enumerate(lines):
        match = _ATTACHED.match(line)
        if not line.startswith("附") or match is None or "。" in line:
            continue
        listed = _listed(lines, index, match)
        if len(listed) > len(best):
            best, start = listed, index
    return start, tuple((number, _shown(title)) for number, title in best)


def _listed(
    lines: tuple[str, ...], index: int, match: re.Match[str]
) -> tuple[tuple[int, str], ...]:
    number = _number(match["number"]) or 1
    found: list[tuple[int, str]] = []
    title = match["title"]
    if not match["number"] and (inner := _NEXT.match(title)):
        number, title = _number(inner["number"]) or 1, inner["title"]
    if title and number == 1 and len(title) <= 120:
        found = _split(number, title)
    for line in lines[index + 1 :]:
        match_next = _NEXT.match(line)
        expected = found[-1][0] + 1 if found else 1
        if match_next and _number(match_next["number"]) == expected:
            found += _split(expected, match_next["title"])
        elif found and _goes_on(found[-1][1], line):
            found[-1] = (found[-1][0], found[-1][1] + line)
        else:
            break
    return tuple((number, title) for number, title in found if len(title) <= 60)


def _goes_on(title: str, line: str) -> bool:
    return (
        not _COMPLETE.search(title)
        and len(title) >= 12
        and len(line) <= 24
        and not _NO_TITLE_GOES_ON.search(line)
        and "。" not in line
    )


def _split(number: int, title: str) -> list[tuple[int, str]]:
    """附件:1.报名表2.汇总表 in one line."""
    parts = _INSIDE.split(title)
    found = [(number, parts[0])]
    for numeral, text in zip(parts[1::2], parts[2::2], strict=False):
        if int(numeral) == found[-1][0] + 1:
            found.append((int(numeral), text))
        else:
            found[-1] = (found[-1][0], f"{found[-1][1]}{numeral}.{text}")
    return found


def _number(numeral: str | None) -> int | None:
    try:
        return number_of(numeral) if numeral else None
    except ValueError:
        return None


def _shown(title: str) -> str:
    return full_width(title.strip(";,、。. ").strip("《》"))
