"""Titles of opinions and promises that are in other words than the form's definition has."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractors.formtypes import Block
from extractors.guesses import best_pairs, likeness
from extractors.language import label_key
from extractors.layout import Sheet
from extractors.rows import Order
from extractors.wording import agrees

# What is asked for: an opinion, or a promise.
_KINDS = ("意见", "理由", "承诺", "声明", "承诺书")
_OPINIONS = frozenset(_KINDS[:2])
_LONGEST = 18
# Whose opinion it is: the first that is found in a title, for the applicant recommends, too, and
# associations of a trade are no office.
_ROLES = (
    (
        "applicant",
        re.compile("(?:申报|申请|工作|所在|用人|本|我)(?:单位|主体|组织|企业)|^单位|^企业"),
    ),
    ("recommender", re.compile("推荐(?:单位|部门|组织|机构)|行业|区质|集团|主管|上级")),
    ("office", re.compile("质协|质量协会|评审|审定|审批|评委|组委|专家|领导小组|主办|秘书处")),
    ("recommender", re.compile("推荐")),
)
# Whose opinion or what promise is none of these.
_OTHERS = re.compile(
    "税务|环保|环境保护|安监|应急|市场监管|工商|纪检|监察|公安|工会|职工|计划生育|计生|财务|人事|顾客|客户|用户"
    "|群众|公示|保密|廉洁|廉政|法律|隐私|委托"
)
_SAME_ROLE = 0.5
_LEAST, _LEAST_OF_ONE, _MARGIN = 0.4, 0.25, 0.1


def guessed_titles(
    blocks: Sequence[Block],
    missing: Sequence[Block],
    sheets: tuple[Sheet, ...],
    orders: Mapping[str, Order],
) -> Mapping[str, str]:
    """The key of a title for each missing block that is more like it than any other's.

    What is the title of one of the other blocks is nobody else's: in its place (`orders`), or
    beside it or above it the one that agrees best.
    """
    asking = _asking(sheets)
    inside = {order for _, order in asking} & set(orders.values())
    keys = tuple(dict.fromkeys(key for key, order in asking if order not in inside))
    apart = [block for block in blocks if block.name in orders and orders[block.name] not in inside]
    named = {_best(block, keys) for block in apart if block.labels}
    unknown = [key for key in keys if key not in named]
    wanted = [block for block in missing if block.whole == "cell" and block.labels]
    scored = {
        (block.name, key): max(_alike(key, label_key(label)) for label in block.labels)
        for block in wanted
        for key in unknown
        if _kind(key) in {_kind(label_key(label)) for label in block.labels}
    }
    least = _LEAST_OF_ONE if len(scored) == 1 else _LEAST
    return {name: key for name, key in best_pairs(scored, _MARGIN) if scored[name, key] >= least}


def _alike(key: str, label: str) -> float:
    """How much a title is like a label: in its letters, and in whom it asks."""
    role = _role(key)
    return likeness(key, label) + (_SAME_ROLE if role and role == _role(label) else 0.0)


def _role(key: str) -> str:
    return next((role for role, pattern in _ROLES if pattern.search(key)), "")


def _asking(sheets: tuple[Sheet, ...]) -> tuple[tuple[str, Order], ...]:
    """Short texts and first lines, of cells and outside tables, that end as such titles do."""
    first = (
        (label_key(text), piece.order)
        for sheet in sheets
        for piece in (*(cell for table in sheet.tables for cell in table), *sheet.free)
        for text in dict.fromkeys((piece.text, piece.text.partition("\n")[0]))
    )
    return tuple(
        (key, order)
        for key, order in first
        if len(key) <= _LONGEST and _kind(key) and not _is_of_both(key) and not _OTHERS.search(key)
    )


def _kind(key: str) -> str:
    ending = next((one for one in _KINDS if key.endswith(one)), "")
    return _KINDS[0] if ending in _OPINIONS else ending and _KINDS[-1]


def _is_of_both(key: str) -> bool:
    """True for the heading of a section, 声明及意见."""
    return _KINDS[0] in key and any(kind in key for kind in _KINDS if kind not in _OPINIONS)


def _best(block: Block, keys: Sequence[str]) -> str:
    """The key that agrees best with a block's labels; "" where none does."""
    agreeing = [key for key in keys if agrees(key, block.labels)]
    return max(agreeing, key=lambda key: agrees(key, block.labels), default="")
