"""Titles of blank forms, and the kinds and short names that follow from them."""

from __future__ import annotations

import re

from extractors.language import squeezed
from extractors.punctuation import full_width

_ENDS = re.compile(
    r"(?:表|申请书|申报书|推荐书|任务书|承诺书|声明|报告书?|登记卡|回执|名单|清单|一览|证明)"
    r"(?:[(（][^()（）]{1,12}[)）])?$"
)
_NO_TITLE = re.compile(r"^(?:附件|附表|附)[\d一二三四五六七八九十]*[:：.、]?$|[:：]|^[(（].*[)）]$")
_NUMBERED = re.compile(r"^(?:[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．])")
_ATTACHED = re.compile(r"^附(?:件|表)[\d一二三四五六七八九十]*[:：.、]?")
_YEAR = re.compile(r"^(?:20\d{2}|[Xx×_]{4})[-—~至]?(?:20\d{2})?年?度?")
_BEGINS = re.compile(r"(?:奖|活动|项目|评选|评审|工作|计划|大赛|竞赛|评比|称号|年度?)$")
_WHAT = r"(?:[(（]?(?P<what>[\u4e00-\u9fff]{1,4}奖)[)）]?)?"
_TAILS = tuple(
    re.compile(rf"{_WHAT}(?P<tail>{tail})(?:[(（].*[)）])?$")
    for tail in (
        r"(?:报名|登记|推荐|申报)?汇总表|报名登记表|(?:报名|申报|申请|推荐|登记)[表书]|承诺书",
        r"[\u4e00-\u9fff]{2,4}表",
    )
)
_MOST = 45

# By what the title says; the ids are those that packs use for such forms.
_KINDS = (
    (r"组织奖", "award_org"),
    (r"项目奖", "award_project"),
    (r"个人奖", "award_person"),
    (r"汇总表", "summary"),
    (r"报名", "registration"),
    (r"承诺书|声明", "commitment"),
    (r"推荐表|推荐书", "recommendation"),
    (r"回执", "reply"),
    (r"申报|申请", "application"),
)


def title_of(heads: tuple[str, ...]) -> tuple[str, ...]:
    """The title among a form's first lines: the whole of it first, then what also names it.

    Titles are set in up to two lines ("…质量管理奖" over "（组织奖）申报表"). () without one.
    """
    for index, head in enumerate(heads):
        text = full_width(squeezed(head))
        bracketed = re.match(r"^[(（][^()（）]+[)）].", text)
        if len(text) > _MOST or not _ENDS.search(text) or (_NUMBERED.match(text) and not bracketed):
            continue
        if _NO_TITLE.search(text):
            continue
        text = _ATTACHED.sub("", text)
        before = full_width(squeezed(heads[index - 1])) if index else ""
        joined = _goes_before(before, text)
        whole = before + text if joined else text
        short = _YEAR.sub("", whole)
        names = (whole, short, text if joined and len(text) > 4 else "")
        return tuple(dict.fromkeys(name for name in names if len(name) > 2))
    return ()


def _goes_before(before: str, text: str) -> bool:
    if not before or len(before) > _MOST or _NO_TITLE.search(before) or _ATTACHED.match(before):
        return False
    return bool(_BEGINS.search(before)) or text.startswith("（")


def kind_of(title: str) -> str:
    """An id for the form that a title names; "" where it says nothing."""
    return next((kind for pattern, kind in _KINDS if re.search(pattern, title)), "")


def short_name(title: str) -> str:
    """How staff would call it: 组织奖申报表."""
    for tail in _TAILS:
        match = tail.search(title)
        if match:
            return f"{match['what'] or ''}{match['tail']}"
    return _YEAR.sub("", title)


def is_form_title(title: str) -> bool:
    """True for attachments that are forms, and not requirements or plans."""
    return bool(re.search(r"(?:表|申请书|申报书|推荐书|承诺书|回执)(?:[(（].*[)）])?$", title))
