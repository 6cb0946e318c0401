"""Walk over the cells of a blank form's table: which is a label, and where its value goes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from checks.drafting.blocks import block_of, is_block, own_label, signers_in
from checks.drafting.cells import (
    Slot,
    asks_date,
    asks_seal,
    begins_office_part,
    depth_of,
    hints_of,
    is_blank,
    is_for_office,
    is_label,
    is_opinion_label,
    is_photo,
    is_span_of,
    labelled_parts,
    may_choose_several,
    options_in,
    shown_label,
    unbracketed,
)
from checks.drafting.found import (
    Found,
    FoundBlock,
    FoundField,
    FoundList,
    FoundPhoto,
    for_office,
)
from checks.drafting.grids import people_in
from checks.drafting.lists import find_lists
from extractors.language import label_key

_LONGEST_OPTION = 20
# What a list's last row is headed with.
_TOTAL = re.compile(r"合计|总计|小计|累计|共计")
_BELOW_WIDTH = 1.8
_OF_FORM = re.compile(r"填|申报|申请|报名|登记|上报")
_SPAN_LABEL = re.compile(r"起[止讫](?:时间|日期|年月)$")
NO_OPTION_LABEL = "uncertain: the boxes have no label of their own; staff read them from paper"


@dataclass(slots=True)
class Walk:
    """A table on its way: `used` are the cells that are spoken for."""

    slots: tuple[Slot, ...]
    used: set[int] = field(default_factory=set)
    office: bool = False

    def found(self) -> Iterator[Found]:
        """Everything in the table, in reading order."""
        lists = {min(one.cells): one for one in find_lists(self.slots) if not one.cells & self.used}
        for one in lists.values():
            self.used |= one.cells
        for index in range(len(self.slots)):
            if index in lists:
                people = people_in(self.slots, lists[index])
                yield from (field_of(label) for label in people)
                if not people:
                    yield FoundList(lists[index])
            elif index not in self.used:
                yield from self._marked(index)

    def _marked(self, index: int) -> Iterator[Found]:
        slot = self.slots[index]
        if begins_office_part(slot.text):
            self.office = True
            return
        if self._is_banner(index):
            self.office = False
        for one in self._at(index):
            yield for_office(one) if self.office else one

    def _is_banner(self, index: int) -> bool:
        """A section's title over the whole width, with cells of its own below."""
        slot = self.slots[index]
        whole = slot.cell.column == 0 and slot.end == max(one.end for one in self.slots)
        if not whole or not slot.label or is_block(slot.text) or is_opinion_label(slot.text):
            return False
        return self._below(index) is None and not _has_colon(slot.text)

    def _at(self, index: int) -> Iterator[Found]:
        slot = self.slots[index]
        if slot.blank:
            if is_photo(slot.text):
                yield FoundPhoto(shown_label(slot.text))
            elif asks_seal(slot.text) and "\n" in slot.text:
                yield block_of("", slot.text)
        elif slot.ticked:
            yield from self._choice(index)
        elif is_block(slot.text) and not self._is_sealed_label(index):
            yield self._block(index)
            yield from _dates_in(slot.text)
        elif is_photo(slot.text):
            yield FoundPhoto(shown_label(slot.text))
        elif parts := _parts(slot.text):
            yield from self._inside(index, parts)
        elif slot.label and not _TOTAL.fullmatch(unbracketed(slot.text)):
            yield from self._labelled(index)

    # --- what a cell is -------------------------------------------------------------------------

    def _block(self, index: int) -> FoundBlock:
        text = self.slots[index].text
        label = own_label(text)
        if label:
            return block_of(label, text.split("\n", 1)[-1] if "\n" in text else text)
        found = block_of("", text)
        head = shown_label(re.split(r"[:：]", text.strip())[0])
        if "\n" in text.strip() or not is_label(head):
            return found
        # 本人签名：　　年　月　日: nothing but a place to sign, known by its own words.
        return replace(found, label=head, text=False, notes=())

    def _is_sealed_label(self, index: int) -> bool:
        """申报单位 over （盖章） beside a blank: the label of a name that is stamped."""
        text = self.slots[index].text
        right = self._right(index)
        alone = is_label(text) and not (asks_date(text) or is_opinion_label(text))
        blank = right is not None and right not in self.used and self.slots[right].blank
        return alone and blank and not asks_seal(unbracketed(text)) and not signers_in(text)

    def _choice(self, index: int, outer: str = "") -> Iterator[Found]:
        """Tick boxes: those of neighbouring cells without a label between are one choice."""
        run = [index]
        while (following := self._right(run[-1])) is not None and self.slots[following].ticked:
            own, _ = options_in(self.slots[following].text)
            if own or self._has_label_above(following):
                break
            run.append(following)
        self.used.update(run)
        label = outer
        options: list[str] = []
        for one in run:
            own, found = _options(self.slots[one])
            label = label or own
            options += found
        text = " ".join(self.slots[one].text for one in run)
        one_field = choice_field(label, tuple(dict.fromkeys(options)), text)
        if one_field is not None:
            yield one_field

    def _inside(self, index: int, parts: tuple[tuple[str, str], ...]) -> Iterator[Found]:
        """Labels with colons in one cell; the value of the last may stand beside or below."""
        slot = self.slots[index]
        self.used.add(index)
        roomy = slot.roomy and len(parts) == 1
        if len(parts) == 1 and is_blank(parts[0][1]):
            beside = self._value_place(index)
            if beside is not None and is_block(self.slots[beside].text):
                self.used.add(beside)
                yield block_of(shown_label(slot.text), self.slots[beside].text)
                return
            if beside is not None and self.slots[beside].ticked:
                yield from self._choice(beside, shown_label(parts[0][0]))
                return
            if beside is not None:
                self.used.add(beside)
                roomy = self.slots[beside].roomy
        for label, _ in parts:
            yield field_of(label, roomy=roomy)

    def _labelled(self, index: int) -> Iterator[Found]:
        slot = self.slots[index]
        place = self._value_place(index)
        if place is None:
            if (slot.roomy or self._is_one_of_texts(index)) and not self._right_is_label(index):
                self.used.add(index)
                yield from self._in_own_cell(slot)
            return
        value = self.slots[place]
        self.used.update((index, place))
        if is_block(value.text) or (is_opinion_label(slot.text) and value.blank):
            yield block_of(shown_label(slot.text), value.text)
        elif value.ticked:
            yield from self._choice(place, shown_label(slot.text))
        else:
            yield field_of(slot.text, roomy=value.roomy, hints=value.text)

    def _is_one_of_texts(self, index: int) -> bool:
        """1．项目背景 over 2．实施过程, in a table of a single column: each in its own cell."""
        slots = self.slots
        if len(slots) < 2 or len({slot.cell.column for slot in slots}) > 1:
            return False
        followed = index + 1 == len(slots) or slots[index + 1].label
        return followed and all(depth_of(slot.text) is not None for slot in slots if slot.label)

    def _in_own_cell(self, slot: Slot) -> Iterator[Found]:
        if is_opinion_label(slot.text):
            yield block_of(shown_label(slot.text), "")
        else:
            note = "uncertain: taken as a text in the label's own cell"
            yield field_of(slot.text, roomy=True, notes=(note,))

    # --- neighbours -----------------------------------------------------------------------------

    def _value_place(self, index: int) -> int | None:
        """The cell that the label speaks of: the one to its right, else the one below it."""
        right = self._right(index)
        if right is not None and right not in self.used and self._is_place_of_block(index, right):
            return right
        if right is not None and (
            self._takes_value(right) or is_span_of(self.slots[index].text, self.slots[right].text)
        ):
            tall = self.slots[index].cell.row_span > self.slots[right].cell.row_span
            return None if tall and not self._alone_on_right(index, right) else right
        return self._below(index)

    def _is_place_of_block(self, index: int, right: int) -> bool:
        """声明 beside 本单位郑重声明：…（公章）: the label at the side is the block's."""
        label, text = self.slots[index].text, self.slots[right].text
        return is_opinion_label(label) and is_block(text)

    def _alone_on_right(self, index: int, right: int) -> bool:
        """True where a tall label has nothing but blanks beside it: lines of one value."""
        cell = self.slots[index].cell
        beside = [
            slot
            for slot in self.slots
            if slot.cell.column >= self.slots[right].cell.column
            and cell.row <= slot.cell.row < cell.row + cell.row_span
        ]
        return all(slot.blank for slot in beside)

    def _takes_value(self, index: int) -> bool:
        slot = self.slots[index]
        free = index not in self.used
        return free and (slot.blank or slot.ticked or is_block(slot.text)) and not _own(slot)

    def _right(self, index: int) -> int | None:
        cell = self.slots[index].cell
        for other, slot in enumerate(self.slots):
            if slot.cell.column == self.slots[index].end and (
                slot.cell.row <= cell.row < slot.cell.row + slot.cell.row_span
            ):
                return other
        return None

    def _right_is_label(self, index: int) -> bool:
        right = self._right(index)
        return right is not None and not self.slots[right].blank

    def _below(self, index: int) -> int | None:
        """A blank cell, or choices, right below, of about the same width and no other label's."""
        cell = self.slots[index].cell
        bottom = cell.row + cell.row_span
        for other, slot in enumerate(self.slots):
            if slot.cell.row != bottom or slot.cell.column != cell.column:
                continue
            wide = slot.cell.column_span <= _BELOW_WIDTH * cell.column_span
            claimed = self._is_claimed(other)
            fits = not slot.ticked or len(_options(slot)[1]) > 1
            if wide and not claimed and self._takes_value(other) and fits:
                return other
        return None

    def _has_label_above(self, index: int) -> bool:
        """True where a label of the same width, without a place yet, ends where the cell begins."""
        cell = self.slots[index].cell
        return any(
            slot.label
            and other not in self.used
            and slot.cell.row + slot.cell.row_span == cell.row
            and (slot.cell.column, slot.cell.column_span) == (cell.column, cell.column_span)
            for other, slot in enumerate(self.slots)
        )

    def _is_claimed(self, index: int) -> bool:
        """True where the cell at its left is a label in the same row: the place is that one's."""
        cell = self.slots[index].cell
        return any(
            slot.end == cell.column
            and slot.cell.row == cell.row
            and slot.label
            and not is_block(slot.text)
            for slot in self.slots
        )


def _dates_in(text: str) -> Iterator[FoundField]:
    """填报时间：　年　月　日 beside a seal: when the form was filled in, not only stamped."""
    for line in text.split("\n"):
        for label, value in labelled_parts(line):
            if asks_date(value) and _OF_FORM.match(label_key(label)):
                yield field_of(label, hints=value)


def _own(slot: Slot) -> bool:
    """True for tick boxes that bring their label along, and a block that does."""
    if slot.ticked:
        return bool(options_in(slot.text)[0])
    return bool(is_block(slot.text) and is_opinion_label(own_label(slot.text)))


def _options(slot: Slot) -> tuple[str, tuple[str, ...]]:
    label, options = options_in(slot.text)
    if options or not slot.ticks:
        return label, options
    words = tuple(unbracketed(tick.label) for tick in slot.ticks)
    return "", tuple(dict.fromkeys(word for word in words if word))


def choice_field(label: str, options: tuple[str, ...], text: str) -> FoundField | None:
    """A choice; None for a single box with a sentence, which is a promise and no choice."""
    if not options or (len(options) == 1 and not label):
        return None
    if any(len(option) > _LONGEST_OPTION for option in options) and len(options) == 1:
        return None
    return FoundField(
        label=label or "/".join(options),
        hints=hints_of(text),
        options=options,
        several=may_choose_several(label + text),
        notes=() if label else (NO_OPTION_LABEL,),
    )


def field_of(
    label: str, *, roomy: bool = False, hints: str = "", notes: tuple[str, ...] = ()
) -> FoundField:
    """A field by its printed label; `hints` is what is printed in the value's place."""
    return FoundField(
        label=shown_label(label),
        hints=" ".join((hints_of(label), hints)).strip(),
        roomy=roomy,
        office=is_for_office(label) or is_for_office(hints_of(hints)),
        span=is_span_of(label, hints) or bool(_SPAN_LABEL.search(unbracketed(label))),
        notes=notes,
    )


def _parts(text: str) -> tuple[tuple[str, str], ...]:
    """Labels with colons in a cell, where all of it is labels and blanks."""
    parts = [part for line in text.split("\n") for part in labelled_parts(line)]
    lines = [line for line in text.split("\n") if not is_blank(line)]
    whole = all(labelled_parts(line) for line in lines)
    good = all(is_label(label) and is_blank(value) for label, value in parts)
    return tuple(parts) if parts and whole and good else ()


def _has_colon(text: str) -> bool:
    return text.rstrip().endswith((":", "："))
