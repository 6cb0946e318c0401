"""Columns of a repeating table whose headings are in other words than the form's."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.formtypes import Field, Rows
from extractors.guesses import Candidate, guesses, only_one_left
from extractors.layout import Piece

Headed = list[tuple[Field, Piece]]

_MOST_VALUES = 4
_EDGE = 0.012  # of the page's width
_NO_COLUMN = ("备注", "说明", "序号", "附注")


def guessed_columns(
    table: Rows, known: Headed, heading: Sequence[Piece], cells: Sequence[Piece]
) -> Headed:
    """The table's missing columns among the headings of a row that mean nothing else.

    What stands under a heading has to fit, and columns mostly keep their order.
    """
    return _guessed(table, known, [Candidate(cell, _under(cell, cells)) for cell in heading])


def guessed_beside(
    table: Rows, known: Headed, stack: Sequence[Piece], cells: Sequence[Piece]
) -> Headed:
    """As `guessed_columns`, of headings that stand one under another with values beside them."""
    return _guessed(table, known, [Candidate(cell, _beside(cell, cells)) for cell in stack])


def _guessed(table: Rows, known: Headed, headed: Sequence[Candidate]) -> Headed:
    taken = {cell.order for _, cell in known}
    order = {field.name: place for place, field in enumerate(table.columns)}
    candidates = [
        one
        for one in headed
        if one.values and one.label.order not in taken and one.label.key not in ("", *_NO_COLUMN)
    ]

    def between(field: Field, candidate: Candidate) -> float:
        sides = [
            (order[other.name] < order[field.name]) == (cell.order < candidate.label.order)
            for other, cell in known
        ]
        return sum(sides) / len(sides) if sides else 0.0

    named = {field.name for field, _ in known}
    missing = [field for field in table.columns if field.name not in named]
    found = {name: one.label for name, one in guesses(missing, candidates, between).items()}
    gone = {label.order for label in found.values()}
    left = only_one_left(
        [field for field in missing if field.name not in found],
        [one for one in candidates if one.label.order not in gone],
        between,
    )
    if left is not None:
        found[left[0].name] = left[1].label
    return [(field, found[field.name]) for field in missing if field.name in found]


def _under(head: Piece, cells: Sequence[Piece]) -> tuple[Piece, ...]:
    """The first cells with something in them that stand under a heading, as wide as it."""
    slack = _EDGE * head.page_width
    column = [
        cell
        for cell in cells
        if abs(cell.box.left - head.box.left) < slack
        and abs(cell.box.right - head.box.right) < slack
        and cell.box.top > head.box.centre[1]
        and cell.key
    ]
    return tuple(sorted(column, key=lambda cell: cell.box.top)[:_MOST_VALUES])


def _beside(head: Piece, cells: Sequence[Piece]) -> tuple[Piece, ...]:
    """The first cells with something in them on the height of a heading, right of it."""
    level = [
        cell
        for cell in cells
        if cell.box.top <= head.box.centre[1] <= cell.box.bottom
        and cell.box.left >= head.box.centre[0]
        and cell is not head
        and cell.key
    ]
    return tuple(sorted(level, key=lambda cell: cell.box.left)[:_MOST_VALUES])
