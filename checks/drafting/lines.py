"""Lines of a blank form outside its tables: covers, feet, letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from checks.drafting.blocks import seal_label, signers_in
from checks.drafting.cells import (
    asks_date,
    asks_seal,
    asks_signature,
    depth_of,
    is_blank,
    is_label,
    is_span_of,
    labelled_parts,
    options_in,
    unbracketed,
    without_number,
)
from checks.drafting.found import Found, FoundBlock, FoundField
from checks.drafting.labels import is_known, meaning_of
from checks.drafting.walk import choice_field, field_of
from extractors.facts import Tick
from extractors.language import label_key, squeezed
from extractors.typedticks import EMPTY_MARKS, TICKED_MARKS

_NO_FIELD = re.compile(
    r"^(?:附件|附|注|备注|说明|填表说明|填写说明|填报说明|要求|例如?|其中|如下|抄报|抄送|主送|主题词|"
    r"各.{0,20}|.{0,12}(?:说明|须知|要求|如下|事项|声明|承诺|单位及.{0,6}))[\d一二三四五六七八九十]*$"
)
_NO_HEADING = re.compile(
    r"^(?:附件|附|注|备注|说明|要求|各.{0,20}|.{0,12}(?:说明|须知|要求|如下|事项))$"
)
_LINE_TO_WRITE_ON = re.compile(r"_{2,}|＿{2,}")
_MARK = re.compile(f"[{EMPTY_MARKS}{TICKED_MARKS}]")
_LONGEST = 14
_LONGEST_ON_COVER = 10  # without a colon
_ASKS = re.compile(r"请|须|不得|必须")
_CERTAIN_TYPES = ("date", "phones", "email", "postcode", "uscc", "idno", "person")
_UNCERTAIN = "uncertain: a line outside the tables"


def line_fields(
    text: str, *, head: bool, cover: bool = False, listed: bool = False
) -> Iterator[Found]:
    """Fields in a line; `head` tells that it stands before the first table.

    `cover` tells that other lines lie between: it is not what the table is headed with; `listed`
    that it is one of several numbered lines with labels.
    """
    parts = labelled_parts(text)
    if _MARK.search(text) and not _has_several(text):
        yield from _choice_in(text)
        return
    if cover and not parts and _is_cover_line(text):
        parts = ((text, ""),)
    for place, (label, value) in enumerate(parts):
        if _MARK.search(value):
            yield from _choice_in(f"{label}:{value}")
        elif _asks(label, value, head=head):
            listed = listed or bool(_MARK.search(text))
            for one in _field_in(label, value, room=listed or head):
                yield replace(one, inner=place > 0)


def _choice_in(text: str) -> Iterator[FoundField]:
    label, options = options_in(text)
    one = choice_field(label, options, text)
    if one is not None:
        yield _outside(one)


def _field_in(label: str, value: str, *, room: bool) -> Iterator[FoundField]:
    """The field of a label that is known, or whose type or line to write on makes it one."""
    sure = is_known(label) or is_known(label_key(seal_label(label)))
    kind = meaning_of(label).type
    if not (sure or kind in _CERTAIN_TYPES or room or _LINE_TO_WRITE_ON.search(value)):
        return
    if len(unbracketed(without_number(label))) > _LONGEST or (not sure and _ASKS.search(label)):
        return
    yield _outside(field_of(label, hints=value, notes=() if sure else (_UNCERTAIN,)))


def _asks(label: str, value: str, *, head: bool) -> bool:
    blank = is_blank(value) or is_span_of(label, value)
    if asks_signature(label) or (asks_seal(label + value) and not head):
        return False  # they make the foot's block
    return is_label(label) and blank and not _NO_FIELD.match(unbracketed(label))


def _has_several(text: str) -> bool:
    """True for a choice beside other labels in a line: 姓名：　　性别：□男□女　　民族："""
    parts = labelled_parts(text)
    clear = len(parts) > 1 and not any(_MARK.search(label) for label, _ in parts)
    return clear and bool(_MARK.search(text)) and all(is_label(label) for label, _ in parts)


def is_numbered_label(text: str | None) -> bool:
    """True for 3．实施年份：, with room or boxes behind it."""
    parts = labelled_parts(text) if text and depth_of(text) == 2 else ()
    good = (is_label(label) and (is_blank(value) or _MARK.search(value)) for label, value in parts)
    return bool(parts) and all(good)


def _is_cover_line(text: str) -> bool:
    """申 报 日 期 over a line to write on: a common label alone."""
    bare = seal_label(text)
    return len(bare) <= _LONGEST_ON_COVER and is_known(bare) and not bare.endswith("名称")


def goes_on(before: str, text: str) -> bool:
    """True for a line of nothing but boxes, where a choice with a label stands before it."""
    label, colon, _ = before.replace("：", ":").partition(":")
    labelled = bool(colon) and not _MARK.search(label) and bool(_MARK.search(before))
    return labelled and bool(_MARK.search(text)) and not re.search("[:：。]", text)


def may_be_field(label: str) -> bool:
    """False for headings of instructions, notes and lists of requirements."""
    return not _NO_HEADING.match(unbracketed(label))


def _outside(one: FoundField) -> FoundField:
    return replace(one, cover=True)


def foot_of(texts: Iterable[str]) -> FoundBlock | None:
    """The place to stamp, sign and date at the end of a form or letter, where there is one."""
    lines = [text for text in texts if len(squeezed(text)) <= 40 and "。" not in text]
    sealed = [text for text in lines if asks_seal(text)]
    signatures = tuple(dict.fromkeys(who for text in lines for who in _signers(text)))
    if not sealed and not signatures:
        return None
    named_date = any(
        is_known(label) and asks_date(value) for text in lines for label, value in _parts(text)
    )
    dated = any(asks_date(text) for text in lines) and not named_date
    return FoundBlock("", bool(sealed), signatures, dated, text=False)


def _signers(text: str) -> tuple[str, ...]:
    return signers_in(text) if asks_signature(text) else ()


def _parts(text: str) -> tuple[tuple[str, str], ...]:
    return labelled_parts(text)


def cover_of(texts: Iterable[str]) -> FoundBlock | None:
    """The cover's place for a seal: 申报单位（盖章） before the first table."""
    for text in texts:
        if asks_seal(text) and "。" not in text and len(squeezed(text)) <= 40:
            return FoundBlock("", True, (), False, text=False, cover=True)
    return None


def drawn_choices(ticks: tuple[Tick, ...]) -> Iterator[Found]:
    """Boxes on paper outside tables; those on one height are one choice."""
    row: list[Tick] = []
    for tick in sorted(ticks, key=lambda one: one.box.centre[1]):
        if row and tick.box.centre[1] > row[-1].box.bottom:
            yield from _drawn(row)
            row = []
        row.append(tick)
    if row:
        yield from _drawn(row)


def _drawn(row: list[Tick]) -> Iterator[Found]:
    ordered = sorted(row, key=lambda tick: tick.box.left)
    options = tuple(dict.fromkeys(word for tick in ordered if (word := unbracketed(tick.label))))
    one = choice_field("", options, "")
    if one is not None:
        yield _outside(one)
