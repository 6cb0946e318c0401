"""The catalogue's words for deliveries and versions: how packets were joined, what changed.

Part of the one catalogue (`messages`), kept apart for its size.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from checks.findings import Turn
from checks.joins import Why

# Why a join of deliveries is doubtful, or was not made.
JOINS: Mapping[Why, str] = MappingProxyType(
    {
        Why.NEAR_NAME: "单位名称相近（“{one}”与“{other}”），信用代码未能佐证，已合并",
        Why.OTHER_CODE: "单位名称相同，信用代码不同（{one}与{other}），已合并",
        Why.NEAR_ITEM: "项目名称相近（“{one}”与“{other}”），已合并",
        Why.NO_NAME: "来件中的表格未能读出单位、项目或个人名称，已并入同一来件的申报",
        Why.BY_SEAL: "来件中只有印章显示单位名称，已合并",
        Why.BY_ENTRY: "仅来件名称一致（“{one}”与“{other}”），已合并",
        Why.SEVERAL_AWARDS: "该单位有多项申报，来件未说明属于哪一项，已并入每一项",
        Why.LIKE_NAME: "单位名称相近（“{one}”与“{other}”），信用代码未能佐证，未合并",
        Why.NEAR_NAME_OTHER_CODE: "单位名称相近（“{one}”与“{other}”）而信用代码不同，未合并",
        Why.SEVERAL_FIT: "未能读出名称，可能属于几项申报中的任一项，未合并",
    }
)
TURNS: Mapping[Turn, str] = MappingProxyType(
    {Turn.CURED: "已补正", Turn.STILL_OPEN: "仍存在", Turn.NEW: "新发现"}
)
TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "added": "新增",
        "change": "第{number}次补正：{entries}",
        "changes": "补正变化",
        "change-fields": "内容变化",
        "change-findings": "问题变化",
        "copies-only": "仅收件登记",
        "doubtful": "识别可能有误，请对照原件",
        "joins": "来件合并与登记",
        "join-doubts": "来件合并待核",
        "new-value": "补正后",
        "no-row": "收件登记中没有记录的材料包",
        "one-by-one": "每个材料包见报告，或用 yushen status 查看",
        "old-value": "补正前",
        "part": "（部分页）",
        "reason": "原因",
        "register-row": "登记行",
        "replaced": "替换",
        "rows-without-packet": "有登记、无材料的收件",
        "row": "{label}第{row}行{column}",
        "turn": "情况",
        "what": "变化",
    }
)


def word(key: str, **names: object) -> str:
    """A heading or sentence; raises KeyError for one that does not exist."""
    return TEXTS[key].format(**names)
