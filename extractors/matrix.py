"""Tables of people: a row for each, and columns for their names, posts and how to reach them.

Under a heading row of labels stand rows that begin with a label of their own, 联系人, 某某, 部长,
a telephone: what stands in a cell both say together.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractors.formtypes import Form
from extractors.labels import Matches, is_label_key, matches, together
from extractors.layout import Piece, level, one_column, right_under
from extractors.rows import Order
from extractors.wording import ATTRIBUTES, concepts

_LEAST_HEADS, _LEAST_ROWS = 2, 2
# How well a heading alone agrees at most, where one person of several has something under it.
_ALONE = 0.85


@dataclass(frozen=True, slots=True)
class Matrix:
    """Cells with the labels they may belong to, and the headings, which mean nothing alone."""

    cells: dict[Order, Matches]
    heads: frozenset[Order]


NONE = Matrix({}, frozenset())


def matrix_of(table: tuple[Piece, ...], form: Form) -> Matrix:
    """The people of a table; `NONE` where it is no such table."""
    asked = [cell for cell in table if cell.key and concepts(cell.key) <= ATTRIBUTES]
    for corner in table if len(asked) >= _LEAST_HEADS else ():
        beside = [cell for cell in asked if _right_of(cell, corner)]
        if len(beside) < _LEAST_HEADS:
            continue
        heads = [cell for cell in table if _right_of(cell, corner)]
        if len(heads) > len(beside):
            continue  # not all for what a person has: a name, a post, a telephone
        rows = _rows(corner, table, form)
        if len(rows) >= _LEAST_ROWS:
            return _read(heads, rows, table, form)
    return NONE


def _right_of(cell: Piece, corner: Piece) -> bool:
    return cell.box.left >= corner.box.right - 1 and level(cell, corner)


def _rows(corner: Piece, table: tuple[Piece, ...], form: Form) -> list[Piece]:
    """The labels under the corner, one a row, down to the first cell that is none."""
    rows: list[Piece] = []
    above = corner
    while (under := _under(above, table)) is not None and is_label_key(form, under.key):
        rows.append(under)
        above = under
    return rows


def _read(heads: list[Piece], rows: list[Piece], table: tuple[Piece, ...], form: Form) -> Matrix:
    found: dict[Order, Matches] = {}
    for head in heads:
        column = [(row, cell) for row in rows if (cell := _crossing(row, head, table))]
        said = {cell.order: together(form, row.key, head.key) for row, cell in column}
        found |= {order: matched for order, matched in said.items() if matched}
        filled = [cell for _, cell in column if cell.key]
        if len(filled) == 1 and not any(said.values()):
            alone = matches(form, head.key)
            found[filled[0].order] = tuple((label, min(score, _ALONE)) for label, score in alone)
    return Matrix(found, frozenset(head.order for head in heads))


def _crossing(row: Piece, head: Piece, table: tuple[Piece, ...]) -> Piece | None:
    return next((cell for cell in table if level(cell, row) and one_column(cell, head)), None)


def _under(above: Piece, table: tuple[Piece, ...]) -> Piece | None:
    return next((cell for cell in table if right_under(cell, above)), None)
