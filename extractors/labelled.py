"""The labels on a form's pages: in cells, in lines, and several in one place."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from extractors.formtypes import Form
from extractors.labels import STRONG, Matches, is_label_key, matches, pairs, together, with_hint
from extractors.language import LabelSpotter, label_key, squeezed
from extractors.layout import Piece, Sheet
from extractors.matrix import matrix_of
from extractors.rows import Order
from extractors.wording import ATTRIBUTES, PEOPLE, concepts, is_word

IN_CELL = ("：", ":")
_SIGN = re.compile("签[字名章]|亲笔")
_SAME_EDGE = 0.012  # shares of the page's width
# How long the labels of two steps are at most.
_MOST_FIRST, _MOST_SECOND = 12, 8
_AND = re.compile("[及与和、/]")
_TALLER = 1.5
_NAME = frozenset({"person"})
# What a person has, and other people have as well.
_OF_A_PERSON = frozenset({"person", "phone", "fax", "mail", "post", "rank", "department"})
_MOST_ON_TOP, _LEAST_TEXT, _STOP = 24, 15, "。"
PART_NUMBER = re.compile("[(（]?[一二三四五六七八九十]{1,3}[)）、.．]")
_ALL_HINT = re.compile(r"[（(].*[)）]")
_RUN_ON = 0.8  # a label without any mark between it and what follows


@lru_cache(maxsize=64)
def _spotter(form: Form) -> LabelSpotter:
    labels = {label_key(label) for field in form.fields for label in field.labels}
    return LabelSpotter(frozenset(label for label in labels if len(label) > 1))


@dataclass(frozen=True, slots=True)
class Labelled:
    """A cell or line with the labels it may be. `rest` is what follows in the same place;
    `labels` are the places of the table's cells that are labels, and no values."""

    piece: Piece
    matches: Matches
    rest: str
    sheet: Sheet
    table: tuple[Piece, ...]
    labels: frozenset[Order] = frozenset()
    shared: bool = False  # with other labels, in one line


def labelled(
    sheets: tuple[Sheet, ...], form: Form, in_tables: frozenset[Order]
) -> tuple[Labelled, ...]:
    """Every label on the sheets, once; cells of repeating tables are none."""
    found: list[Labelled] = []
    for sheet in sheets:
        for table in sheet.tables:
            found.extend(_in_table(table, sheet, form, in_tables))
        for line in sheet.free:
            found.extend(_in_lines(line, form, sheet))
    return tuple(found)


def _in_table(
    table: tuple[Piece, ...], sheet: Sheet, form: Form, in_tables: frozenset[Order]
) -> list[Labelled]:
    over = _heading_over(table, sheet)
    composed = {
        cell.order: made
        for cell in table
        if (made := _in_two_steps(cell, table, form, over)) is not None
    }
    own = {cell.order for cell in table if is_label_key(form, cell.key)}
    titled = {cell.order for cell in table if label_inside(cell, form) or label_on_top(cell, form)}
    groups = {cell.order for cell in table if _heads_a_name(cell, table)}
    labels = frozenset(own | titled | groups | set(composed))
    people = matrix_of(table, form)
    found: list[Labelled] = []
    for cell in table:
        if cell.order in in_tables or cell.order in people.heads:
            continue
        if cell.order in people.cells:
            said = people.cells[cell.order]
            found.append(Labelled(cell, said, cell.text.strip() or "_", sheet, table))
            continue
        several = _pairs(cell, form, sheet, table, labels)
        found.extend(several)
        matched, rest = composed.get(cell.order, ()), ""
        if cell.order not in composed and cell.order not in groups:
            matched, rest = _of_cell(cell, form, bool(several))
        if matched:
            found.append(Labelled(cell, matched, rest, sheet, table, labels))
    return found


def _of_cell(cell: Piece, form: Form, several: bool) -> tuple[Matches, str]:
    """What a cell is a label of, and what follows in it: behind a colon, or in the lines below."""
    if not several and (inside := label_inside(cell, form)):
        return inside, after_colon(cell.text)
    if not several and (top := label_on_top(cell, form)):
        return top, cell.text.partition("\n")[2]
    return with_hint(form, cell.text), ""


def label_inside(cell: Piece, form: Form) -> Matches:
    """The label that stands before a colon in the same cell as its value."""
    head = before_colon(cell.text)
    if not head or not squeezed(after_colon(cell.text)):
        return ()
    return tuple(m for m in matches(form, label_key(head)) if m[1] > STRONG)


def label_on_top(cell: Piece, form: Form) -> Matches:
    """The label that is the first line of a cell, with its text in the lines below."""
    head, _, rest = cell.text.partition("\n")
    if len(squeezed(rest)) < _LEAST_TEXT or len(squeezed(head)) > _MOST_ON_TOP or _STOP in head:
        return ()
    if is_label_key(form, cell.key) or _ALL_HINT.fullmatch(squeezed(rest)):
        return ()  # in several lines, or with what is asked for in small print below it
    return tuple(m for m in matches(form, label_key(head)) if m[1] > STRONG)


def _in_lines(line: Piece, form: Form, sheet: Sheet) -> list[Labelled]:
    """The labels of a line outside tables: before colons, else at its beginning."""
    several = _pairs(line, form, sheet, (), frozenset())
    if several:
        return several
    whole = tuple(m for m in matches(form, line.key) if m[1] >= STRONG)
    if whole:
        return [Labelled(line, whole, "", sheet, ())]
    leading = _spotter(form).leading(line.text)
    if leading is None:
        return []
    rest = leading[1].lstrip("：: _＿.·—-")
    apart = rest != leading[1] or not rest
    return [Labelled(line, ((leading[0], 1.0 if apart else _RUN_ON),), rest, sheet, ())]


def _heading_over(table: tuple[Piece, ...], sheet: Sheet) -> tuple[Piece, ...]:
    """The numbered heading right over a table: 二、联系人."""
    first = min(cell.order for cell in table)
    others = (cell.order for other in sheet.tables if other is not table for cell in other)
    last = max((order for order in others if order < first), default=(0, 0.0, 0.0))
    over = max(
        (line for line in sheet.free if last < line.order < first),
        key=lambda line: line.order, default=None,
    )  # fmt: skip
    numbered = (
        over is not None and PART_NUMBER.match(squeezed(over.text)) and not before_colon(over.text)
    )
    return (over,) if over is not None and numbered else ()


def _in_two_steps(
    cell: Piece, table: tuple[Piece, ...], form: Form, over: tuple[Piece, ...]
) -> Matches | None:
    """What a label means together with the one it stands under: 联系人 beside 姓名 and 手机.

    Of a person who is none of the form's the telephone is none of the form's either. None where
    it stands under no other one.
    """
    if not cell.key or len(cell.key) > _MOST_SECOND or not concepts(cell.key) <= ATTRIBUTES:
        return None
    own = matches(form, cell.key)
    beside = [group for group in _left_of(cell, table) if _heads_attributes(group, table)]
    for group in (*beside, *_banner_over(cell, table), *over):
        if not group.key or len(group.key) > _MOST_FIRST or concepts(group.key) <= ATTRIBUTES:
            continue
        both = _of_group(form, group.key, cell.key)
        if both and not {label for label, _ in both} <= {label for label, _ in own}:
            return both
        if both:
            return None
        of_a_person = _names_a_person(group.key) and concepts(cell.key) & _OF_A_PERSON
        if of_a_person and _is_over(group, cell, beside, table):
            return ()
        if matches(form, group.key):
            return None
    return None


def _names_a_person(key: str) -> bool:
    """True for somebody, and nobody and nothing else: 单位及负责人 is two."""
    named = concepts(key)
    return bool(named & PEOPLE) and all(map(is_word, named)) and not _AND.search(key)


def _is_over(group: Piece, cell: Piece, beside: list[Piece], table: tuple[Piece, ...]) -> bool:
    """True for a title of several labels: two beside one another may be two columns."""
    if group not in beside or group.box.height > _TALLER * cell.box.height:
        return True
    return _heads_a_name(group, table)


def _heads_a_name(group: Piece, table: tuple[Piece, ...]) -> bool:
    """True for 法定代表人 beside 姓名: the name stands there."""
    first = _first_beside(group, table) if _names_a_person(group.key) else None
    return first is not None and concepts(first.key) == _NAME


def _of_group(form: Form, group: str, key: str) -> Matches:
    """What a label means under another one, in its words or in the form's own."""
    own = matches(form, group)
    names = (group, *(label for label, _ in own))
    both = next((both for name in names if (both := together(form, name, key))), ())
    if not both and concepts(key) == _NAME:
        return tuple((label, score) for label, score in own if score >= STRONG)
    return both


def _heads_attributes(group: Piece, table: tuple[Piece, ...]) -> bool:
    """True where labels stand right of a label, and not its own value; values may stand below."""
    first = _first_beside(group, table)
    return first is not None and bool(first.key) and concepts(first.key) <= ATTRIBUTES


def _first_beside(group: Piece, table: tuple[Piece, ...]) -> Piece | None:
    slack = _SAME_EDGE * group.page_width
    beside = [
        cell
        for cell in table
        if abs(cell.box.left - group.box.right) < slack
        and group.box.top < cell.box.centre[1] < group.box.bottom
    ]
    return min(beside, key=lambda cell: cell.box.top, default=None)


def _left_of(cell: Piece, table: tuple[Piece, ...]) -> list[Piece]:
    """The cells left of one on its height, the nearest first."""
    middle = cell.box.centre[1]
    level = [
        other
        for other in table
        if other.box.right <= cell.box.left + _SAME_EDGE * cell.page_width
        and other.box.top <= middle <= other.box.bottom
    ]
    return sorted(level, key=lambda other: -other.box.right)


def _banner_over(cell: Piece, table: tuple[Piece, ...]) -> list[Piece]:
    """The title that runs over a row of labels, from one side of the table to the other."""
    slack = _SAME_EDGE * cell.page_width
    row = [other for other in table if abs(other.box.top - cell.box.top) < slack]
    left, right = min(one.box.left for one in row), max(one.box.right for one in row)
    return [
        other
        for other in table
        if len(row) > 1
        and abs(other.box.bottom - cell.box.top) < slack
        and abs(other.box.left - left) < slack
        and abs(other.box.right - right) < slack
    ]


def _pairs(
    piece: Piece, form: Form, sheet: Sheet, table: tuple[Piece, ...], labels: frozenset[Order]
) -> list[Labelled]:
    """Labels with their values in one place, 姓名：____ 性别：____.

    In a cell there are none unless there are two.
    """
    marked = tuple(
        (at, () if asks_to_sign(words) else matched, rest)
        for at, matched, rest, words in pairs(form, piece.text)
    )
    if not any(matched for _, matched, _ in marked):
        marked = ()
    lined = _spotter(form).pairs(piece.text)
    if len(lined) > max(1, len(marked)):
        marked = tuple((at, ((label, 1.0),), rest) for at, label, rest in lined)
    several = len(marked) > 1
    if not several and (table or not marked):
        return []
    step = piece.box.width / max(1, len(piece.text))
    found = []
    for at, matched, rest in marked:
        # Each a little further right, so that what follows on what can be told.
        box = replace(piece.box, left=min(piece.box.right, piece.box.left + at * step))
        ticks = tuple(t for t in piece.ticks if squeezed(t.label) in squeezed(rest))
        place = replace(piece.rest(rest), box=box, ticks=ticks) if several else piece
        value = rest.strip().strip("_＿.·—-").strip() or ("_" if several else "")
        found.append(Labelled(place, matched, value, sheet, table, labels, several))
    return found


def asks_to_sign(words: str) -> bool:
    """Whether a label asks for a signature, and not for a name: 法定代表人（签字）."""
    return bool(_SIGN.search(words))


def before_colon(text: str) -> str:
    """What stands before the first colon, where it is short enough for a label."""
    at = min((text.find(mark) for mark in IN_CELL if mark in text), default=-1)
    return text[:at] if 0 < at <= 24 else ""


def after_colon(text: str) -> str:
    """What follows the first colon."""
    at = min(text.find(mark) for mark in IN_CELL if mark in text)
    return text[at + 1 :]
