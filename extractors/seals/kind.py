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
)
ALIKE: Final = 0.6
DEPARTMENT_END: Final = re.compile(
    r"(办公室|[^总本]部|[^政商]处|科|组|车间|分会|教研室|党支部|党总支|项目部|筹备组)$"
)
# Bodies whose names end like a department's but who are bodies of their own.
NOT_DEPARTMENT: Final = re.compile(r"(总部|俱乐部|门市部|经营部|营业部|办事处)$")
SPECIAL_USE: Final = re.compile(r"专用章|专用|监制章")
MARKS: Final = re.compile(r"仅供|预览|样[本张]|草稿|作废|复印|参考|附件|机密|秘密|绝密|急件")


def purpose_of(words: str) -> tuple[str, SealKind] | None:
    """The known purpose that the words come near to, as it is properly written, and its kind."""
    best: tuple[float, str, SealKind] = (0.0, "", SealKind.UNKNOWN)
    for name, kind in PURPOSES:
        for window in _windows(words, len(name)):
            alike = difflib.SequenceMatcher(None, name, window, autojunk=False).ratio()
            if alike > best[0]:
                best = (alike, name, kind)
    if best[0] < ALIKE or not _tells(best[1], words):
        return None
    return best[1], best[2]


def _windows(words: str, size: int) -> list[str]:
    return [words[at : at + size] for at in range(max(1, len(words) - size + 1))]


def _tells(name: str, words: str) -> bool:
    """专用章 alone is in every purpose: one of the first two characters must be there."""
    return name[0] in words or name[1] in words


def kind_of(shape: Shape, title: str, lines: tuple[str, ...], star: bool) -> SealKind:
    """Decide by words first, then by shape and motif."""
    everything = title + "".join(lines)
    for words in (*lines, title):
        known = purpose_of(words)
        if known:
            return known[1]
    if SPECIAL_USE.search(everything):
        return SealKind.OTHER
    if shape is Shape.SQUARE and not lines and len(title) <= 6:
        return SealKind.NAME
    for words in (*lines, title):
        if DEPARTMENT_END.search(words) and not NOT_DEPARTMENT.search(words):
            return SealKind.DEPARTMENT
    if star or (shape in {Shape.ROUND, Shape.OVAL} and len(title) >= 4):
        return SealKind.OFFICIAL
    return SealKind.OTHER if len(title) >= 4 else SealKind.UNKNOWN


def is_mark(words: str) -> bool:
    """True for stamps that name nobody but say something about the paper (仅供预览, 作废)."""
    return bool(MARKS.search(words))
