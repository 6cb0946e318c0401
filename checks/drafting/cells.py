"""What single cells and lines of a blank form say: blank, a label, tick boxes, a place to sign."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.facts import Box, Cell, PageFacts, Tick
from extractors.language import label_key, plain, squeezed
from extractors.layout import joined
from extractors.punctuation import full_width
from extractors.typedticks import EMPTY_MARKS, TICKED_MARKS

_MARKS = EMPTY_MARKS + TICKED_MARKS
_MARK = re.compile(f"[{_MARKS}]")
_BRACKETS = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
EMPTY_DATE = re.compile(r"(?:二[〇○零]?\s*)?(?:20\d{0,2})?[\s_＿.]*年[\s_＿.]*月(?:[\s_＿.]*日)?")
_UNITS = re.compile(r"(?:万?美?元|人民币|[万亿人个项件次分岁字号年月日%％]|平方米)+")
_LEADERS = " _＿.…·:：/\\-—~、，,"
_FILLER = f"{_LEADERS}（）()"
_SEAL = re.compile(r"盖章|公章|印章|[(（]章[)）]")
# 与公章一致 tells how to write a name, and asks for no seal.
_AS_ON_SEAL = re.compile(
    r"[与和同](?:本?单位)?(?:公章|印章)(?:上的?)?(?:名称|单位)?(?=一致|相符|相同)"
)
_SIGN = re.compile(r"签字|签名|签章|手签")
_FILLERS = re.compile(f"[\\s{re.escape(_FILLER)}]")
_SPAN = re.compile(r"[自从由起]?@?[起止]?(?:[至到]@?[止]?|@)[止]?")
_OF_DAYS = re.compile(r"时间|日期|年月|周期|期限|期间")
_SENTENCE = re.compile(r"[。；;！!？?]")
_OPINION = re.compile(
    r"(?:意见|声明|承诺|审批|审核|批示|评语|结论|审查结果|申明)(?:书|栏|及盖章|[(（].*)?$"
)
_OFFICE = re.compile(
    r"(?<![的可者则])[不勿]填|由.{1,20}填写?|.{2,12}(?<!人)填写$|办公室用|受理填写"
)
_OFFICE_BELOW = re.compile(r"(?:以下|下列|本栏|此栏|下表|以下内容|以下各栏).{0,6}由.{1,24}填")
# By depth: 一、 （一） 1．
_DEPTHS = (
    re.compile(r"^\s*[一二三四五六七八九十]{1,3}[、.．]\s*"),
    re.compile(r"^\s*[(（][一二三四五六七八九十]{1,3}[)）]\s*"),
    re.compile(r"^\s*\d{1,2}[.．、](?!\d)\s*"),
)
_PHOTO = re.compile(r"照片|相片|贴照")
# One in brackets belongs to a hint: （单位：万元）.
_COLON = re.compile(r"[:：](?![^()（）]*[)）])")
_LONGEST_LABEL = 32
_CHINESE_OR_LATIN = re.compile(r"[\u4e00-\u9fffA-Za-z]")


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a blank form; `ticks` are the boxes found on paper, where text has none."""

    cell: Cell
    ticks: tuple[Tick, ...]
    roomy: bool

    @property
    def text(self) -> str:
        return self.cell.text

    @property
    def end(self) -> int:
        """The first column behind it."""
        return self.cell.column + self.cell.column_span

    @property
    def blank(self) -> bool:
        return is_blank(self.text) and not self.ticked

    @property
    def ticked(self) -> bool:
        """True where there are boxes to tick."""
        return bool(_MARK.search(self.text)) or bool(self.ticks)

    @property
    def label(self) -> bool:
        return is_label(self.text) and not self.ticked


# So many times as high as the usual row has room for more than a line or two.
_ROOMY = 2.4


def slots_of(page: PageFacts, cells: tuple[Cell, ...]) -> tuple[Slot, ...]:
    """The cells of a table in reading order, boxes of codes joined to one place."""
    whole = joined(cells)
    heights = sorted(cell.box.height / cell.row_span for cell in whole)
    usual = heights[len(heights) // 2] if heights else 0.0
    return tuple(
        Slot(
            cell,
            tuple(tick for tick in page.ticks if _inside(cell.box, tick)),
            cell.box.height >= _ROOMY * usual,
        )
        for cell in sorted(whole, key=lambda cell: (cell.row, cell.column))
    )


def _inside(box: Box, tick: Tick) -> bool:
    return box.holds(*tick.box.centre)


def is_blank(text: str) -> bool:
    """True where nothing is printed but what a value is to be put into: lines, units, 年 月 日."""
    bare = EMPTY_DATE.sub("", _BRACKETS.sub("", plain(text)))
    return is_span(text) or not _UNITS.sub("", bare).replace(" ", "").strip(_FILLER)


def is_span(text: str) -> bool:
    """True where nothing is printed but room for a first and a last day: 自　年　月至　年　月."""
    dated = EMPTY_DATE.sub("@", plain_spaces(text))
    between = re.search(r"[\s_.…@]{2,}[至到][\s_.…@]{2,}", dated)
    bare = _FILLERS.sub("", dated)
    if not _SPAN.fullmatch(bare):
        return False
    return (
        between is not None or bare.count("@") == 2 or bool(re.search("@.*[至到]|[至到].*@", bare))
    )


def is_span_of(label: str, text: str) -> bool:
    """The same beside a label of days, where the blanks around 至 may be gone."""
    until = squeezed(text) in ("至", "到")
    return is_span(text) or (until and bool(_OF_DAYS.search(unbracketed(label))))


def is_label(text: str) -> bool:
    """True for short printed words that are no sentence."""
    bare = unbracketed(text)
    return (
        0 < len(bare) <= _LONGEST_LABEL
        and bool(_CHINESE_OR_LATIN.search(bare))
        and not _SENTENCE.search(bare)
        and not is_blank(text)
        and not bare.isdecimal()
    )


def unbracketed(text: str) -> str:
    """The words without hints in brackets, white space and colons at the end."""
    return _BRACKETS.sub("", squeezed(text)).strip(_FILLER)


def shown_label(text: str) -> str:
    """A label as it is printed, without white space and colons; long hints are left out.

    The reader of forms takes hints of up to 24 characters off by itself.
    """
    whole = squeezed(text).strip(":：_＿").replace("{", "（").replace("}", "）")
    bare = unbracketed(text)
    return full_width(whole if label_key(whole) == label_key(bare) else bare)


def hints_of(text: str) -> str:
    """What stands in brackets."""
    return " ".join(_BRACKETS.findall(squeezed(text)))


def asks_seal(text: str) -> bool:
    return bool(_SEAL.search(_AS_ON_SEAL.sub("", squeezed(text))))


def asks_signature(text: str) -> bool:
    return bool(_SIGN.search(squeezed(text)))


def asks_date(text: str) -> bool:
    return any("日" in match[0] for match in EMPTY_DATE.finditer(plain(text)))


def is_opinion_label(text: str) -> bool:
    """True for 申报单位意见, 承诺 and the like."""
    return bool(_OPINION.search(unbracketed(text)))


def is_for_office(text: str) -> bool:
    """True where the label or its hint says that applicants leave it blank."""
    return bool(_OFFICE.search(squeezed(text)))


def begins_office_part(text: str) -> bool:
    """True for 以下由……填写: what follows is for the office."""
    return bool(_OFFICE_BELOW.search(squeezed(text)))


def depth_of(text: str | None) -> int | None:
    """How deep a numbered heading is: 0 of 一、, 1 of （一）, 2 of 1．; None without a number."""
    return next((i for i, one in enumerate(_DEPTHS) if text and one.match(text)), None)


def without_number(heading: str) -> str:
    """A numbered heading's words."""
    depth = depth_of(heading)
    return heading if depth is None else _DEPTHS[depth].sub("", heading)


def is_photo(text: str) -> bool:
    return bool(_PHOTO.search(squeezed(text)))


def may_choose_several(text: str) -> bool:
    return bool(re.search(r"可多选|多选|可复选", squeezed(text)))


def options_in(text: str) -> tuple[str, tuple[str, ...]]:
    """Label (or "") and options of printed tick boxes, which stand before or behind their words.

    "性别：男□ 女□" gives 性别 with 男 and 女, as "性别 □男 □女" does.
    """
    head, *parts = _MARK.split(plain(text))
    if not parts:
        return "", ()
    label, colon, first = _at_colon(head)
    if _bare(head) and not _bare(parts[-1]):
        options = [first if colon else head, *parts[:-1]]
        return (_whole(label) if colon else ""), _bared(options)
    return _whole(head), _bared(parts)


def _at_colon(text: str) -> tuple[str, bool, str]:
    before, colon, after = text.replace("：", ":").partition(":")
    return before, bool(colon), after


def _whole(label: str) -> str:
    """A label with its hints in brackets, without what leads over to the boxes."""
    bare = _bare(label)
    return shown_label(label).strip(f"{_LEADERS};；。") if _BRACKETS.search(label) else bare


def _bare(option: str) -> str:
    return squeezed(option).strip(_FILLER + ";；。")


def _bared(options: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(bare for option in options if (bare := _bare(option))))


def labelled_parts(line: str) -> tuple[tuple[str, str], ...]:
    """Labels that end with a colon in a line of a blank form, each with what follows it.

    "联系人：____ 电话：" gives ("联系人", "____") and ("电话", "").
    """
    dated = EMPTY_DATE.sub(lambda match: match[0].replace(" ", "") + "   ", plain_spaces(line))
    tokens = _COLON.split(dated)
    if len(tokens) < 2:
        return ()
    parts: list[tuple[str, str]] = []
    label = tokens[0]
    for token in tokens[1:-1]:
        value, following = _value_and_label(token)
        parts.append((label, value))
        label = following
    parts.append((label, tokens[-1]))
    return tuple((one.strip(), value) for one, value in parts)


def plain_spaces(text: str) -> str:
    """Full-width blanks and tabs as two plain ones, so that gaps can be told from set-out words."""
    return text.replace("\u3000", "  ").replace("\t", "    ").replace("＿", "_")


def _value_and_label(token: str) -> tuple[str, str]:
    """What fills the last label, and the next label, which follows a gap or a line."""
    at = max((match.end() for match in re.finditer(r"_+|\s{3,}", token.rstrip())), default=0)
    return token[:at], token[at:]
