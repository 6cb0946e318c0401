"""Cells that go on overleaf: a text too long for its page stands in a cell on each of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from extractors.layout import Piece, Sheet

_EDGE = 0.03  # shares of the page's width: two scans of one column lie that far apart
_FOOT = 0.02  # shares of the page's width: what ends so near the last rule ends with it


def with_overleaf(value: Piece, sheets: tuple[Sheet, ...], asks: Callable[[Piece], bool]) -> Piece:
    """A cell with the text of the cells that go on with it on the following pages.

    A cell that `asks` for something of its own, a label, does not go on with another.

    The last cell at the foot of a page's tables goes on where the next page's table opens with a
    cell of the same width that has no label beside it.
    """
    last = value
    for sheet, following in pairwise(sheets):
        if sheet.index != last.index:
            continue
        more = _opening(_span(last, sheet), following) if _ends(last, sheet) else None
        if more is None or asks(more):
            break
        joint = "\n" if value.text and more.text else ""
        value = replace(
            value,
            text=value.text + joint + more.text,
            confidence=min(value.confidence, more.confidence),
            penned=value.penned + more.penned,
        )
        last = more
    return value


def _ends(cell: Piece, sheet: Sheet) -> bool:
    """Whether nothing ruled stands below it on its page."""
    foot = max((one.box.bottom for table in sheet.tables for one in table), default=0.0)
    in_table = any(one.box == cell.box for table in sheet.tables for one in table)
    return in_table and cell.box.bottom >= foot - _FOOT * cell.page_width


def _opening(span: tuple[float, float], sheet: Sheet) -> Piece | None:
    """The cell of this span at the head of the page's first table, with nothing beside it."""
    if not sheet.tables:
        return None
    table = min(sheet.tables, key=lambda cells: min(one.box.top for one in cells))
    head = min(one.box.top for one in table)
    first = [one for one in table if one.box.top - head <= _FOOT * one.page_width]
    for one in first:
        beside = [other for other in first if other is not one]
        if (
            _as_wide(_span(one, sheet), span)
            and one.text.strip()
            and not any(b.text.strip() for b in beside)
        ):
            return one
    return None


def _as_wide(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return all(abs(a - b) <= _EDGE for a, b in zip(one, other, strict=True))


def _span(cell: Piece, sheet: Sheet) -> tuple[float, float]:
    """Left and right edge in shares of the page's width."""
    area = sheet.page.area
    return (cell.box.left - area.left) / area.width, (cell.box.right - area.left) / area.width
