"""Where values stand on a blank form, by its generator: it is filled in one by one.

What then differs is the place of that value; its label is what is printed there. Nothing here
looks at a draft or at what the reader saw.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from extractors.language import label_key
from samples.blank import blank_form, filled_alone
from samples.layout import Block, Cell, CoverLine, FillLine, Form, Para, Table
from samples.style import Style

_SIGNED = re.compile(r"盖章|公章|[(（]章[)）]|签字|签名|签章")
_NEXT_LABEL = re.compile(r"[　 ]{3,}|　{2,}|[_＿]+")
_BOX = re.compile("[□☑■]")
_PRINTED = re.compile(r"[^\s_＿.…年月日自至起止从到（）()\-—~/、]")
_HINT = re.compile(r"^[(（][^()（）]*[)）]$")
_HEADS = ("label", "title")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is to be written: the keys of the labels that may speak of it.

    `block` has a line for a signature or a seal; `at` tells one place from another.
    """

    at: tuple[int, ...]
    labels: tuple[str, ...]
    block: bool = False
    ruled: bool = False

    @property
    def known_as(self) -> frozenset[str]:
        return frozenset(key for one in self.labels if (key := label_key(one)))


@dataclass(frozen=True, slots=True)
class Asked:
    """What a blank form asks for: places by the names of values, and places without a name.

    Names with a dot are columns of tables. A value may stand in several places.
    """

    named: dict[str, tuple[Place, ...]]
    others: tuple[Place, ...]


def asked(award: str, style: Style) -> Asked:
    """Everything that the blank form of an award asks for."""
    blank = blank_form(award, style)
    named = {
        name: tuple(_different(blank, form)) for name, form in filled_alone(award, style).items()
    }
    taken = {place.at for places in named.values() for place in places}
    others = tuple(place for place in _empty(blank) if place.at not in taken)
    return Asked({name: places for name, places in named.items() if places}, others)


def _different(blank: Form, filled: Form) -> Iterator[Place]:
    shorter = len(filled.blocks) - len(blank.blocks)  # room for a text that is no longer blank
    for index, (one, other) in enumerate(zip(blank.blocks, filled.blocks, strict=False)):
        if one == other:
            continue
        if shorter:
            yield _outside(blank.blocks, index, "", 0)
            return
        if isinstance(one, Table) and isinstance(other, Table):
            yield from _in_table(index, one, other)
        else:
            yield _outside(blank.blocks, index, *_parts(one, other))


def _parts(one: Block, other: Block) -> tuple[str, int]:
    """The label printed in a line (or ""), and which blank of it."""
    if isinstance(one, CoverLine):
        return one.label, 0
    if isinstance(one, FillLine) and isinstance(other, FillLine):
        pairs = list(zip(one.blanks, other.blanks, strict=True))
        number = next(i for i, (a, b) in enumerate(pairs) if a != b)
        return one.blanks[number].label, number
    if isinstance(one, Para) and isinstance(other, Para):
        return _before(one.text, other.text), 0
    return "", 0


def _outside(blocks: tuple[Block, ...], index: int, label: str, number: int) -> Place:
    text = blocks[index]
    around = blocks[max(0, index - 2) : index + 4]
    near = [one.text for one in around if isinstance(one, Para)]
    signed = isinstance(text, Para) and any(_SIGNED.search(one) for one in near)
    heads = tuple(_heads_above(blocks, index)) if signed or not label else ()
    if signed and heads and not label:  # opinion and date are one place, under their heading
        return Place((blocks.index(heads[0]), number), (heads[0].text,), signed)
    return Place((index, number), tuple(filter(None, (label, *(h.text for h in heads)))), signed)


def _heads_above(blocks: tuple[Block, ...], index: int) -> Iterator[Para]:
    """The heading that a text outside the tables stands under."""
    for one in reversed(blocks[:index]):
        if not isinstance(one, Para):
            return
        if one.text and one.face in _HEADS and not _HINT.match(one.text.strip()):
            yield one
            return


def _before(blank: str, filled: str) -> str:
    """The label with a colon, or before the first box, that a filled-in text stands behind."""
    same = 0
    while same < min(len(blank), len(filled)) and blank[same] == filled[same]:
        same += 1
    head, colon, _ = blank[:same].replace(":", "：").rpartition("：")
    if colon:
        return _NEXT_LABEL.split(head)[-1].rpartition("：")[2]
    box = _BOX.search(blank)
    return blank[: box.start()].strip() if box and box.start() <= same else ""


def _in_table(index: int, blank: Table, filled: Table) -> Iterator[Place]:
    for row, (one, other) in enumerate(zip(blank.rows, filled.rows, strict=False)):
        for column, (cell, written) in enumerate(zip(one.cells, other.cells, strict=True)):
            if cell != written:
                yield _cell(index, blank, row, column, written)


def _cell(index: int, table: Table, row: int, column: int, written: Cell) -> Place:
    cell = table.rows[row].cells[column]
    inside = tuple(_labels_inside(cell, written))
    left, above = _left(table, row, cell), _above(table, row, cell)
    both = (left + above, above + left) if left and above else ()
    signed = any(_SIGNED.search(para.text) for para in cell.paras)
    labels = (*inside, left, above, *both)
    return Place((index, row, cell.column), tuple(filter(None, labels)), signed, ruled=True)


def _labels_inside(cell: Cell, written: Cell) -> Iterator[str]:
    """Labels printed in the cell itself: in the line that is written on, or above it."""
    for number, (one, other) in enumerate(zip_longest(cell.paras, written.paras)):
        if one == other or other is None:
            continue
        yield _before(one.text if one else "", other.text)
        above = cell.paras[:number]
        yield from (before.text for before in above if before.face in _HEADS)
        yield from [b.text for b in above if b.text.strip().endswith(("：", ":"))][-1:]
        return


def _text(cell: Cell) -> str:
    return "".join(para.text for para in cell.paras)


def _left(table: Table, row: int, cell: Cell) -> str:
    """The nearest printed cell at the left, which may be merged over rows above."""
    found = [
        other
        for number, line in enumerate(table.rows[: row + 1])
        for other in line.cells
        if number + other.rows > row
        and other.column + other.columns <= cell.column
        and other.kind in _HEADS
        and not _text(other).isdecimal()
    ]
    return _text(max(found, key=lambda other: other.column)) if found else ""


def _above(table: Table, row: int, cell: Cell) -> str:
    """The nearest printed cell above of the same width."""
    for number in range(row - 1, -1, -1):
        for other in table.rows[number].cells:
            same = (other.column, other.columns) == (cell.column, cell.columns)
            if same and other.kind in _HEADS:
                return _text(other)
    return ""


def _empty(form: Form) -> Iterator[Place]:
    """Everything where something could be written."""
    for index, one in enumerate(form.blocks):
        if isinstance(one, Table):
            for row, line in enumerate(one.rows):
                for column, cell in enumerate(line.cells):
                    if cell.kind == "value" and _is_open(cell):
                        yield _cell(index, one, row, column, _written(cell))
        elif isinstance(one, CoverLine):
            yield Place((index, 0), (one.label,))
        elif isinstance(one, FillLine):
            for number, blank in enumerate(one.blanks):
                yield Place((index, number), (blank.label,))
        elif isinstance(one, Para) and _is_line(one.text, one.face):
            yield _outside(form.blocks, index, _before(one.text, one.text), 0)


def _is_open(cell: Cell) -> bool:
    text = _text(cell)
    signed = bool(_SIGNED.search(text))
    return signed or not _PRINTED.search(text) or any(_is_line(one.text) for one in cell.paras)


def _is_line(text: str, face: str = "title") -> bool:
    _, colon, rest = text.replace(":", "：").rpartition("：")
    return bool(_SIGNED.search(text) and "。" not in text) or bool(
        colon and (rest or face not in _HEADS) and (_BOX.search(rest) or not _PRINTED.search(rest))
    )


def _written(cell: Cell) -> Cell:
    """The cell with its last line written on."""
    *paras, last = cell.paras
    return replace(cell, paras=(*paras, replace(last, text=f"{last.text}某")))
