"""Repeating tables of a blank form: a row of headings over rows that repeat."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checks.drafting.cells import Slot, shown_label, unbracketed
from checks.drafting.labels import is_known

_YEAR = re.compile(r"(?:(?:19|20)\d{2}|[XxＸ×_]{2,4})年?度?|前年|上年|去年|第[一二三]年")
_SERIAL = re.compile(r"[\d一二三四五六七八九十.、…]{1,4}")
_SAME = 0.02  # of the table's width
_HEAD_ROWS = 3  # at most, with the title above the headings
# What stands above or beside things of which there may be several.
_SEVERAL = re.compile(r"清单|目录|名单|一览|成员|人员$|经历|履历|证书|获奖|荣誉|明细|列表")

Signature = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class List:
    """A repeating table: its headings, the cells it takes up, and how many rows it has.

    `title` is the cell above or beside it, "" where there is none; `years` the headings that are
    years; `edges` where its columns begin, as shares of the table's width.
    """

    headings: tuple[str, ...]
    cells: frozenset[int]
    row: int
    rows: int
    title: str
    doubtful: bool
    edges: tuple[float, ...]

    @property
    def years(self) -> tuple[str, ...]:
        return tuple(heading for heading in self.headings if is_year(heading))


def is_year(heading: str) -> bool:
    """True for a heading that is a year: 2020年, 上年."""
    return bool(_YEAR.fullmatch(unbracketed(heading)))


def find_lists(slots: tuple[Slot, ...]) -> tuple[List, ...]:
    """The repeating tables among the cells of a table; `cells` are places in `slots`."""
    rows: dict[int, list[int]] = {}
    for index, slot in enumerate(slots):
        if slot.cell.row_span == 1:
            rows.setdefault(slot.cell.row, []).append(index)
    found: list[List] = []
    used: set[int] = set()
    for row in sorted(rows):
        if row in used or not _may_repeat(slots, rows[row]):
            continue
        last = row
        while last + 1 in rows and _goes_on(slots, rows[row], rows[last + 1]):
            last += 1
        for start in range(row, min(row + 2, last + 1)):
            # The first row may be the lower one of headings in two rows.
            body = [rows[one] for one in range(start, last + 1)]
            one = _list_of(slots, start, body, rows.get(last + 1, []))
            if one is not None:
                found.append(one)
                used.update(range(start, last + 1))
                break
    return tuple(found)


def continued(
    slots: tuple[Slot, ...], before: List | None, *, new_page: bool = False
) -> frozenset[int]:
    """Cells of a table on the next page that go on with a list: same columns, from the top.

    On a `new_page` its headings may stand there again.
    """
    if before is None:
        return frozenset()
    taken = _headings_again(slots, before) if new_page else set()
    for row in sorted({slot.cell.row for slot in slots} - {slots[i].cell.row for i in taken}):
        line = [i for i, slot in enumerate(slots) if slot.cell.row == row]
        edges = _edges(slots, line)
        same = len(edges) == len(before.edges) and all(
            abs(one - other) < _SAME for one, other in zip(edges, before.edges, strict=True)
        )
        if not same or not any(slots[i].blank for i in line):
            break
        taken.update(line)
    return frozenset(taken)


def _headings_again(slots: tuple[Slot, ...], before: List) -> set[int]:
    for rows in range(1, _HEAD_ROWS + 1):
        top = {i for i, slot in enumerate(slots) if slot.cell.row < rows}
        printed = {shown_label(slots[i].text) for i in top}
        if set(before.headings) <= printed and not any(slots[i].blank for i in top):
            return top
    return set()


def ends_table(slots: tuple[Slot, ...], one: List) -> bool:
    """True where nothing follows a list in its table: it may go on on the next page."""
    return max(slot.cell.row for slot in slots) == one.row + one.rows - 1


def _signature(slots: tuple[Slot, ...], row: list[int]) -> Signature:
    return tuple((slots[i].cell.column, slots[i].cell.column_span) for i in row)


def _may_repeat(slots: tuple[Slot, ...], row: list[int]) -> bool:
    return (
        len(row) > 1 and any(slots[i].blank for i in row) and not any(slots[i].ticked for i in row)
    )


def _goes_on(slots: tuple[Slot, ...], first: list[int], row: list[int]) -> bool:
    same = _signature(slots, first) == _signature(slots, row)
    return same and any(slots[i].blank for i in row)


def _list_of(
    slots: tuple[Slot, ...], row: int, body: list[list[int]], after: list[int]
) -> List | None:
    signature = _signature(slots, body[0])
    heads = _headings_over(slots, row, signature)
    if heads is None:
        return None
    texts = tuple(shown_label(slots[i].text) for i in heads)
    columns = [[slots[line[place]] for line in body] for place in range(len(signature))]
    if not _repeats(columns, texts):
        return None
    title, beside = _title(slots, row, heads)
    doubtful = len(body) == 1
    if doubtful and not _sure_headings(slots, texts, title, after, signature):
        return None
    cells = {i for line in body for i in line} | set(heads) | beside | _over(slots, heads)
    edges = _edges(slots, body[0])
    return List(texts, frozenset(cells), row, len(body), title, doubtful, edges)


def _headings_over(slots: tuple[Slot, ...], row: int, signature: Signature) -> list[int] | None:
    """The cells right above the columns, where all (but a corner) are labels of the same width.

    Headings in two rows may leave the lower cell empty; then all others stand under a wider one.
    """
    heads: list[int] = []
    raised = False
    for place, (column, span) in enumerate(signature):
        above = _above(slots, row, column, span)
        if above is None:
            return None
        if slots[above].blank and row > 1:
            higher = _above(slots, slots[above].cell.row, column, span)
            if higher is not None and slots[higher].label:
                above, raised = higher, True
        corner = place == 0 and len(signature) > 2
        if not (slots[above].label or is_year(slots[above].text) or corner):
            return None
        heads.append(above)
    lower = [i for i in heads if slots[i].cell.row + slots[i].cell.row_span == row]
    return heads if not raised or all(_under_wider(slots, i) for i in lower) else None


def _above(slots: tuple[Slot, ...], row: int, column: int, span: int) -> int | None:
    """The cell of that width that ends where a row begins."""
    for index, slot in enumerate(slots):
        same = (slot.cell.column, slot.cell.column_span) == (column, span)
        if same and slot.cell.row + slot.cell.row_span == row:
            return index
    return None


def _over(slots: tuple[Slot, ...], heads: list[int]) -> set[int]:
    """The headings of several columns, 证书 over 编号 and 有效期; no title over the whole width."""
    width = max(slot.end for slot in slots)
    return {
        index
        for index, slot in enumerate(slots)
        if slot.label
        and slot.cell.column_span < width
        and any(
            slot.cell.row + slot.cell.row_span == slots[head].cell.row
            and slot.cell.column <= slots[head].cell.column < slot.end
            and slot.cell.column_span > slots[head].cell.column_span
            for head in heads
        )
    }


def _under_wider(slots: tuple[Slot, ...], index: int) -> bool:
    cell = slots[index].cell
    return any(
        slot.label
        and slot.cell.row + slot.cell.row_span == cell.row
        and slot.cell.column <= cell.column < slot.end
        and slot.cell.column_span > cell.column_span
        for slot in slots
    )


def _repeats(columns: list[list[Slot]], headings: tuple[str, ...]) -> bool:
    """False for what is rather a form: labels on the left with one place each."""
    printed = [column for column in columns if not all(slot.blank for slot in column)]
    serial = [column for column in printed if all(_is_serial(slot) for slot in column)]
    names = [column for column in printed if column not in serial]
    if len(printed) == len(columns):
        return False
    if not names:
        return True
    labels = sum(is_known(slot.text) for column in names for slot in column)
    if labels * 2 > sum(len(column) for column in names):
        return False
    one_place = len(columns) - len(printed) == 1
    return not one_place or any(is_year(head) for head in headings) or len(names) > 1


def _is_serial(slot: Slot) -> bool:
    return slot.blank or bool(_SERIAL.fullmatch(slot.text.strip()))


def _sure_headings(
    slots: tuple[Slot, ...],
    headings: tuple[str, ...],
    title: str,
    after: list[int],
    signature: Signature,
) -> bool:
    """With a single row, headings or title must be a list's, and no second pair may follow.

    Labels over one place each are facts, whatever stands beside or above them.
    """
    if sum(map(is_year, headings)) > 1 or "序号" in headings:
        return True
    # Labels again, of whatever widths, with places below them: a form goes on so, no list.
    labels_follow = len(after) > 1 and all(slots[i].label for i in after)
    pairs_follow = labels_follow or (bool(after) and _signature(slots, after) == signature)
    return bool(_SEVERAL.search(title)) and len(headings) > 2 and not pairs_follow


def _title(slots: tuple[Slot, ...], row: int, heads: list[int]) -> tuple[str, set[int]]:
    """The title above the headings or beside the rows, and the cells beside that belong to it."""
    first = min(slots[i].cell.row for i in heads)
    beside = {
        i
        for i, slot in enumerate(slots)
        if slot.cell.row_span > 1
        and slot.cell.row <= first
        and slot.cell.row + slot.cell.row_span > row
        and i not in heads
        and slot.end <= slots[heads[0]].cell.column
    }
    if beside:
        return shown_label(slots[min(beside)].text), beside
    width = max(slot.end for slot in slots)
    for slot in slots:
        whole = slot.cell.column == 0 and slot.end == width
        if whole and slot.cell.row + slot.cell.row_span == first and slot.label:
            return shown_label(slot.text), set()
    return "", set()


def _edges(slots: tuple[Slot, ...], row: list[int]) -> tuple[float, ...]:
    left = min(slot.cell.box.left for slot in slots)
    right = max(slot.cell.box.right for slot in slots)
    width = max(1.0, right - left)
    return tuple((slots[i].cell.box.left - left) / width for i in row)
