"""Titles of opinions and promises that are in other words than the form's definition has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.formtypes import Block
from extractors.guesses import best_pairs, likeness
from extractors.language import label_key
from extractors.layout import Sheet
from extractors.rows import Order
from extractors.wording import agrees

# What is asked for: an opinion, or a promise.
_KINDS = ("意见", "承诺", "声明", "承诺书")
_PROMISES = frozenset(_KINDS[1:])
_LONGEST = 18
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
        (block.name, key): max(likeness(key, label_key(label)) for label in block.labels)
        for block in wanted
        for key in unknown
        if _kind(key) in {_kind(label_key(label)) for label in block.labels}
    }
    least = _LEAST_OF_ONE if len(scored) == 1 else _LEAST
    return {name: key for name, key in best_pairs(scored, _MARGIN) if scored[name, key] >= least}


def _asking(sheets: tuple[Sheet, ...]) -> tuple[tuple[str, Order], ...]:
    """Short first lines, of cells and outside tables, that end as such titles do."""
    first = (
        (label_key(piece.text.partition("\n")[0]), piece.order)
        for sheet in sheets
        for piece in (*(cell for table in sheet.tables for cell in table), *sheet.free)
    )
    return tuple(
        (key, order)
        for key, order in first
        if len(key) <= _LONGEST and _kind(key) and not _is_of_both(key)
    )


def _kind(key: str) -> str:
    ending = next((one for one in _KINDS if key.endswith(one)), "")
    return _KINDS[1] if ending in _PROMISES else ending


def _is_of_both(key: str) -> bool:
    """True for the heading of a section, 声明及意见."""
    return _KINDS[0] in key and any(kind in key for kind in _PROMISES)


def _best(block: Block, keys: Sequence[str]) -> str:
    """The key that agrees best with a block's labels; "" where none does."""
    agreeing = [key for key in keys if agrees(key, block.labels)]
    return max(agreeing, key=lambda key: agrees(key, block.labels), default="")
