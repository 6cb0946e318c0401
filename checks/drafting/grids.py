"""Tables of people on a blank form: facts of somebody named at the left, and no list."""

from __future__ import annotations

from checks.drafting.cells import Slot, is_label, unbracketed
from checks.drafting.lists import List
from extractors.language import label_key
from extractors.wording import ATTRIBUTES, concepts

_LEAST_ROWS, _LEAST_HEADS = 2, 2


def people_in(slots: tuple[Slot, ...], one: List) -> tuple[str, ...]:
    """Labels of what is asked of each, 联系人姓名, 联系人电话; () where it is no such table.

    The reader takes them from where row and column meet, as `extractors.matrix` tells.
    """
    body = [sorted(_line(slots, one, row)) for row in range(one.row, one.row + one.rows)]
    names = [slots[line[0]].text for line in body if line]
    heads = one.headings[1:]
    asked = len(heads) >= _LEAST_HEADS and all(_is_asked_of_people(head) for head in heads)
    if not asked or len(names) < _LEAST_ROWS or not all(map(is_label, names)):
        return ()
    return tuple(
        f"{unbracketed(name)}{unbracketed(head)}"
        for name, line in zip(names, body, strict=True)
        for head, place in zip(heads, line[1:], strict=True)
        if slots[place].blank
    )


def _line(slots: tuple[Slot, ...], one: List, row: int) -> list[int]:
    cells = ((i, slots[i].cell) for i in one.cells)
    return [i for i, cell in cells if cell.row == row and cell.row_span == 1]


def _is_asked_of_people(head: str) -> bool:
    found = concepts(label_key(head))
    return bool(found) and found <= ATTRIBUTES
