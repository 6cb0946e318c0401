"""What a seal is for, by its shape, its motif and its words; never by its size (DOMAIN.md 5.2)."""

from __future__ import annotations

import difflib
import re
from typing import Final

from extractors.facts import SealKind, Shape

# Purposes as they stand under the star; read roughly, so compared by likeness.
PURPOSES: Final = (
    ("合同专用章", SealKind.CONTRACT),
    ("财务专用章", SealKind.FINANCE),
    ("发票专用章", SealKind.INVOICE),
    ("发票监制章", SealKind.OTHER),
    ("业务专用章", SealKind.OTHER),
    ("报名专用章", SealKind.OTHER),
    ("投标专用章", SealKind.OTHER),
    ("检验专用章", SealKind.OTHER),
    ("检测专用章", SealKind.OTHER),
    ("资料专用章", SealKind.OTHER),
    ("公证专用章", SealKind.OTHER),
    ("收发专用章", SealKind.OTHER),
    ("档案专用章", SealKind.OTHER),
    ("仓库专用章", SealKind.OTHER),
    ("采购专用章", SealKind.OTHER),
    ("行政专用章", SealKind.OTHER),
    ("现金收讫", SealKind.OTHER),
    ("现金付讫", SealKind.OTHER),
    ("银行收讫", SealKind.OTHER),
    ("银行付讫", SealKind.OTHER),
    ("转账收讫", SealKind.OTHER),
    ("转账付讫", SealKind.OTHER),
    ("收文专用章", SealKind.OTHER),
    ("收文专用", SealKind.OTHER),
    ("发文专用章", SealKind.OTHER),
    ("报关专用章", SealKind.OTHER),
    ("报检专用章", SealKind.OTHER),
    ("质检专用章", SealKind.OTHER),
    ("骑缝专用章", SealKind.OTHER),
    ("户口专用章", SealKind.OTHER),
    ("业务合同专用章", SealKind.CONTRACT),
    ("采购合同专用章", SealKind.CONTRACT),
    ("销售合同专用章", SealKind.CONTRACT),
    ("劳动合同专用章", SealKind.CONTRACT),
    ("经济合同专用章", SealKind.CONTRACT),
    ("财务结算专用章", SealKind.FINANCE),
    ("财务核算专用章", SealKind.FINANCE),
)
# What stands under the star of a part of an organisation; the list is no end of it.
PARTS: Final = (
    "办公室", "总经理办公室", "院长办公室", "质量部", "质量管理部", "人力资源部", "人事部",
    "财务部", "市场部", "销售部", "采购部", "生产部", "工程部", "技术部", "研发部", "行政部",
    "综合部", "业务部", "项目部", "法务部", "安全部", "设备部", "后勤部", "技术中心", "研发中心",
    "检测中心", "培训中心", "工会委员会", "工会", "党委", "党支部", "团委", "委员会", "教务处",
    "学生处", "总务处", "财务处", "科研处", "财务科", "医务科", "人事科", "保卫科",
)  # fmt: skip
ALIKE: Final = 0.6
ALIKE_PART: Final = 0.66
DEPARTMENT_END: Final = re.compile(
    r"(办公室|[^总本]部|[^政商]处|科|组|车间|分会|教研室|党支部|党总支|项目部|筹备组)$"
)
# Bodies whose names end like a department's but who are bodies of their own.
NOT_DEPARTMENT: Final = re.compile(r"(总部|俱乐部|门市部|经营部|营业部|办事处)$")
# The same under a star, where no name of an organisation stands.
NEIGHBOURHOOD: Final = re.compile(r"(社区|居民区|小区|村)$")
COMMITTEE: Final = re.compile(r"(居民|村民|业主)委员会")
PART_END: Final = re.compile(r"([部处科室组]|办公|委员会|党委|团委|支部|分会|中心|工会)$")
TAX_NUMBER: Final = re.compile(r"[0-9A-Z]{9,}")
DATE: Final = re.compile(r"^(19|20)\d{2}[-./年]?\d{1,2}[-./月]?\d{1,2}日?$")
# A character that stands in one purpose only, where 专用章 is read in part.
TELLTALES: Final = (
    ("合同", "合同专用章", SealKind.CONTRACT),
    ("财", "财务专用章", SealKind.FINANCE),
    ("发票", "发票专用章", SealKind.INVOICE),
)
SURNAMES: Final = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛"
    "范彭郎鲁韦马苗凤方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝安常乐于时傅皮卞齐康伍余元顾孟"
    "黄穆萧尹姚邵汪祁毛米明戴宋庞熊纪舒屈项祝董梁杜阮蓝闵季贾路江童颜郭梅盛林钟徐邱骆高夏蔡田"
    "樊胡凌霍虞万支柯管卢莫房解应宗丁宣邓郁单洪包诸左石崔吉龚程邢裴陆荣翁荀甄曲封芮储靳焦谷车"
    "侯全班秋仲宁仇甘武刘景詹龙叶黎白蒲卓乔闻党翟谭姬申冉桑桂牛边尚农温庄晏柴瞿阎习艾向易廖耿"
    "寇广东欧利师巩聂晁辛简饶曾沙丰关蒯相查荆游权盖益桓肖佟"
)
SPECIAL_USE: Final = re.compile(r"专用章|专用|监制章")
MARKS: Final = re.compile(r"预览|样[本张]|草稿|附件|机密|秘密|绝密|急件")


def purpose_of(words: str) -> tuple[str, SealKind] | None:
    """The known purpose that the words come near to, as it is properly written, and its kind."""
    best: tuple[float, int, str, SealKind] = (0.0, 0, "", SealKind.UNKNOWN)
    for name, kind in PURPOSES:
        alike = _nearest(name, words)
        # 业务合同专用章 holds 合同专用章: of two that fit alike the longer one is meant.
        if (alike, len(name)) > best[:2] and _tells(name, words):
            best = (alike, len(name), name, kind)
    if best[0] >= ALIKE:
        return best[2], best[3]
    if "专" in words or "用" in words:
        for signs, name, kind in TELLTALES:
            if any(sign in words for sign in signs):
                return name, kind
    return None


def part_of(words: str) -> str:
    """The department that a line under the star names, "" where it names none."""
    best = max(PARTS, key=lambda name: (_nearest(name, words), len(name)))
    alike = _nearest(best, words)
    if alike >= ALIKE_PART and abs(len(best) - len(words)) <= 1:
        return words if alike == 1.0 and len(words) > len(best) else best
    chinese = re.fullmatch(r"[\u4e00-\u9fff]{2,10}", words)
    return words if chinese and PART_END.search(words) else ""


def _nearest(name: str, words: str) -> float:
    return max(
        difflib.SequenceMatcher(None, name, window, autojunk=False).ratio()
        for window in _windows(words, len(name))
    )


def _windows(words: str, size: int) -> list[str]:
    return [words[at : at + size] for at in range(max(1, len(words) - size + 1))]


def _tells(name: str, words: str) -> bool:
    """专用章 alone is in every purpose: one of the characters before it must be there."""
    head = name.partition("专用章")[0] if "专用章" in name else name
    return any(character in words for character in head)


def kind_of(shape: Shape, title: str, lines: tuple[str, ...], star: bool) -> SealKind:
    """Decide by words first, then by shape and motif."""
    for words in (*lines, title):
        known = purpose_of(words)
        if known:
            return known[1]
    if any(SPECIAL_USE.search(words) for words in (*lines, title)):
        return SealKind.OTHER
    if shape in {Shape.SQUARE, Shape.RECTANGLE}:
        return _kind_of_frame(shape, title, lines)
    if any(map(is_date, lines)):
        return SealKind.OTHER
    if shape is Shape.OVAL and any(_is_tax_number(words) for words in lines):
        return SealKind.INVOICE
    if any(part_of(words) for words in lines) and not _is_committee(title, lines):
        return SealKind.DEPARTMENT
    if DEPARTMENT_END.search(title) and not NOT_DEPARTMENT.search(title):
        return SealKind.DEPARTMENT
    return SealKind.OFFICIAL if star or len(title) >= 4 else SealKind.UNKNOWN


def _is_committee(title: str, lines: tuple[str, ...]) -> bool:
    """True for the committees of residents, villagers and owners, which are bodies of their own.

    Civil Code art. 101 (居民委员会, 村民委员会); for owners DOMAIN.md 5.2.
    """
    return bool(NEIGHBOURHOOD.search(title)) or any(COMMITTEE.search(words) for words in lines)


def _is_tax_number(words: str) -> bool:
    """Most of 18 digits and letters; no other line across an oval is as long."""
    found = TAX_NUMBER.search(words)
    return bool(found) and sum(char.isdigit() for char in words) >= 6


def _kind_of_frame(shape: Shape, title: str, lines: tuple[str, ...]) -> SealKind:
    """Square: a person's, if it says no more than a name; a long frame needs to say it clearly."""
    if shape is Shape.SQUARE and len(lines) <= 1 and len(title) <= 6:
        return SealKind.NAME
    person = re.fullmatch(r"[\u4e00-\u9fff]{2,4}?(之?印章?)?", title)
    signed = title.endswith(("印", "印章"))
    if len(lines) <= 1 and person and (signed or (title[0] in SURNAMES and len(title) <= 3)):
        return SealKind.NAME
    return SealKind.OTHER


def is_date(words: str) -> bool:
    """True for a date alone, as stamps of receipt have it."""
    return bool(DATE.search(words))


def is_mark(words: str) -> bool:
    """True for what is printed in frames to say something about the paper (仅供预览, 草稿).

    What somebody pressed on it later (作废, 仅供投标使用) is a stamp, though it names nobody.
    """
    return bool(MARKS.search(words))
