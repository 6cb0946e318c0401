"""From the text of a place to a `Reading`: presence, value, confidence."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from extractors.dates import is_empty_date
from extractors.facts import Line, Origin, Presence, Reading, Tick
from extractors.formtypes import Field
from extractors.language import label_key, plain, similarity, squeezed
from extractors.layout import Piece
from extractors.penned import is_penned
from extractors.typedticks import EMPTY_MARKS, TICKED_MARKS, typed_ticks
from extractors.values import (
    flag,
    is_stated_none,
    parse,
    repaired_company,
    repaired_credit_code,
    repaired_mail,
)
from extractors.wording import reads_as_label

CHOICES = ("bool", "enum", "enums")
_MARKS = EMPTY_MARKS + TICKED_MARKS
# How well a label agrees at most that is none the form knows, or may be another's.
GUESSED = 0.75
# How sure a handwritten value is at most, whatever the recogniser says.
BY_HAND = 0.75
# Below this a reading is doubtful enough for a repair by check digit.
_DOUBTFUL = 0.97
# What the reader takes for a marked box, and how sure such a word is at most.
_FRAMED, _GUESSED_WORD = "回", 0.7
_NAMES = ("person", "organisation")
# Lines of a place to sign that are no name: （单位公章）, 2021年7月23日, 年 月 日.
_SEAL_OR_DATE = re.compile(
    r"[(（][^()（）]{0,8}(?:公章|盖章|签章|印章)[)）]"
    r"|[\d〇○零一二三四五六七八九十]*年[\d〇零一二三四五六七八九十]*月[\d〇零一二三四五六七八九十]*日?"
)
# How sure an option is that follows from the printed ones left empty.
_FROM_PRINT = 0.95
# Printed on the form, not filled in: (由质协填写), (盖章).
_PRINTED_HINT = re.compile(r"[(（][^()（）]{0,12}(?:填写|不填|盖章|公章|签字|签名)[)）]")
# What a form asks for in brackets, in or before a place: （突出近三年的工作，字数不限，可另附）.
ASKED_IN_BRACKETS = (
    r"[(（][^()（）]{0,40}(?:请|须|应|填|字数|不限|以内|不超过|突出|简述|另附|可附|盖章|公章|签字|签名)"
    r"[^()（）]{0,40}[)）]"
)
_ASKED_FIRST = re.compile(rf"^\s*{ASKED_IN_BRACKETS}\s*")
# A word and brackets with a mark in them or nothing. A pen's √ is read as V, v, J, / or a stroke.
_BRACKETS = re.compile(r"([^\s()（）、,，;；:：]{1,12})\s?[(（]\s*([√✓✔☑■●VvJ/×xX]?)\s*[)）]")
# 是 and 否 behind one box, with what was read of the other box between them.
_TWO_ANSWERS = re.compile(r"[是有].?[否无]|[否无].?[是有]")
# How sure a value is at most that the field cannot mean.
_IMPLAUSIBLE = 0.6
_NAME = re.compile(r"[\u3400-\u9fff]{2,8}(?:[· ][\u3400-\u9fff]{1,8})*|[A-Za-z][A-Za-z .'\-]{1,40}")
_LEAST_ORGANISATION = 4
_LABELLED = re.compile(r"[\u3400-\u9fff]{2,10}:")
_NOT_NUMBERS = ("text", "richtext", "organisation", "person", "signature")


def reading_of(field: Field, place: Piece, label: float) -> Reading[Any]:
    """Read a field from its place; `label` says how well the label agreed (0..1)."""
    reading = _by_hand(_reading_of(field, place, label), field, place)
    return replace(reading, origin=Origin.GUESSED) if label <= GUESSED else reading


def _reading_of(field: Field, place: Piece, label: float) -> Reading[Any]:
    place = _without_bracket_marks(place)
    place = _with_framed(place) if field.type == "text" else place
    sure = place.confidence * min(1.0, label + 0.03)
    listed = field.type == "text" and len(place.ticks) > 1  # choices printed in a text's place
    if place.ticks and (field.type in CHOICES or listed):
        return _choice(field, place, sure)
    raw = place.text.strip()
    if field.type == "richtext":
        raw = _ASKED_FIRST.sub("", raw)
    if not _has_content(raw, field):
        return Reading(None, raw, sure, Presence.BLANK, evidence=place.evidence)
    if is_stated_none(raw) and field.type != "bool":
        return Reading(None, raw, sure, Presence.STATED_NONE, evidence=place.evidence)
    if field.type in CHOICES and (inside := _bracketed(place) or _marked(place, raw)):
        return _choice(field, replace(place, ticks=inside), sure)
    parsed = parse(field.type, _named(raw) if field.type in _NAMES else raw)
    value, objection, origin = parsed.value, parsed.objection, parsed.origin
    if field.type == "enum" and field.options and isinstance(value, str):
        value = _nearest_option(value, field.options)
    if value and not place.typed and (mended := _mended(field.type, place, value, objection)):
        value, objection, origin = mended, "", Origin.REPAIRED
    presence = Presence.FILLED
    sure = sure if is_plausible(field, value) else min(sure, _IMPLAUSIBLE)
    if value is None and field.type not in _NOT_NUMBERS and sure < 0.5:
        presence = Presence.UNREADABLE
    return Reading(value, raw, sure, presence, origin, place.evidence, objection)


def _by_hand(reading: Reading[Any], field: Field, place: Piece) -> Reading[Any]:
    """What is written with a pen is there, and never sure; signatures are meant to be, and ticks.

    No check digit makes it sure: two digits misread in one code may pass it.
    """
    if reading.presence is Presence.BLANK or field.type == "signature":
        return reading
    if (place.ticks and field.type in CHOICES) or not is_penned(reading.raw, place.penned):
        return reading
    unread = reading.presence is Presence.UNREADABLE
    return replace(
        reading,
        confidence=min(reading.confidence, BY_HAND),
        presence=Presence.FILLED if unread else reading.presence,
        origin=Origin.HANDWRITTEN,
    )


def _mended(kind: str, place: Piece, value: Any, objection: str) -> str | None:
    """What was meant by characters that cannot stand where they were read, if only one can."""
    if kind == "email":
        return repaired_mail(str(value))
    if kind == "organisation":
        return repaired_company(str(value))
    doubted = kind == "uscc" and objection and place.confidence < _DOUBTFUL
    return repaired_credit_code(str(value)) if doubted else None


def _named(raw: str) -> str:
    """What is written where a name is asked for, without marks, and lines for seal and date."""
    return "\n".join(line for line in raw.strip(_MARKS + " ").split("\n") if not _is_aside(line))


def _is_aside(line: str) -> bool:
    return bool(_SEAL_OR_DATE.fullmatch(squeezed(plain(line))))


def _with_framed(place: Piece) -> Piece:
    """A single marked box right before a text that offers no choice is a character: 回族.

    Two frames in each other are nothing else; it is doubtful as the box is.
    """
    if place.typed or len(place.ticks) != 1 or not place.ticks[0].ticked:
        return place
    tick = place.ticks[0]
    if squeezed(tick.label) != squeezed(place.text) or len(squeezed(place.text)) > 1:
        return place
    return replace(
        place, text=_FRAMED + place.text, confidence=min(place.confidence, _GUESSED_WORD)
    )


def is_plausible(field: Field, value: Any) -> bool:
    """Whether a value may be what the field asks for: a neighbour's or a label is not."""
    if value is None:
        return False
    if field.type == "person":
        return bool(_NAME.fullmatch(plain(str(value)))) and not reads_as_label(squeezed(str(value)))
    if field.type == "organisation":
        return ":" not in plain(str(value)) and len(squeezed(str(value))) >= _LEAST_ORGANISATION
    if field.type in ("enum", "enums") and field.options:
        chosen = value if isinstance(value, tuple) else (value,)
        return all(one in field.options for one in chosen)
    return field.type != "text" or not _LABELLED.match(plain(str(value)))


def _has_content(raw: str, field: Field) -> bool:
    if field.type == "date" and is_empty_date(raw):
        return False
    bare = _PRINTED_HINT.sub("", squeezed(_named(raw) if field.type in _NAMES else raw))
    return bool(bare.strip("_＿.…:：()（）□"))


def _choice(field: Field, place: Piece, sure: float) -> Reading[Any]:
    ticked = [tick for tick in place.ticks if tick.ticked]
    raw = plain(" ".join(_shown(tick) for tick in place.ticks))
    if not ticked:
        # The mark may have hidden its box: what has none is not known to be unmarked.
        presence = Presence.UNREADABLE if _lacks_a_box(field, place.ticks) else Presence.BLANK
        return Reading(None, raw, sure, presence, evidence=place.evidence)
    names = tuple(_option(tick, field.options) for tick in ticked)
    only = _only_one_left(field, place.ticks)
    if only:
        left = min(1.0, _FROM_PRINT * ticked[0].confidence)
        sure = max(sure, left)
        return Reading(only, raw, sure, Presence.FILLED, Origin.REPAIRED, place.evidence)
    objection = "" if field.type == "enums" or len(ticked) == 1 else "several-ticked"
    value: Any = names
    if field.type in ("enum", "text"):
        value = names[0]
    elif field.type == "bool":
        value = flag(names[0]).value
        if value is None and (value := _other_answer(place.ticks)) is not None:
            return Reading(value, raw, sure, Presence.FILLED, Origin.REPAIRED, place.evidence)
    return Reading(value, raw, sure, Presence.FILLED, Origin.ENGINE, place.evidence, objection)


def _lacks_a_box(field: Field, ticks: tuple[Tick, ...]) -> bool:
    """Whether behind a box another option's word was read too, whose own box was not found."""
    if field.type == "bool":
        return any(_TWO_ANSWERS.fullmatch(squeezed(tick.label)) for tick in ticks)
    for tick in ticks:
        own = label_key(_option(tick, field.options))
        rest = label_key(tick.label).removeprefix(own)
        if any(label_key(one) in rest for one in field.options if label_key(one) != own):
            return True
    return False


def _only_one_left(field: Field, ticks: tuple[Tick, ...]) -> str:
    """The option whose word the pen's mark has hidden, where the printed others are all empty."""
    ticked = [tick for tick in ticks if tick.ticked]
    if (
        field.type != "enum"
        or len(ticked) != 1
        or _option(ticked[0], field.options) in field.options
    ):
        return ""
    empty = {_option(tick, field.options) for tick in ticks if not tick.ticked}
    left = [option for option in field.options if option not in empty]
    return left[0] if len(left) == 1 else ""


def _other_answer(ticks: tuple[Tick, ...]) -> bool | None:
    """What the marked one of two says whose word the pen hid: not what the empty one says."""
    marked = [tick for tick in ticks if tick.ticked]
    empty = [flag(tick.label).value for tick in ticks if not tick.ticked]
    if len(marked) != 1 or len(empty) != 1 or empty[0] is None:
        return None
    return not empty[0]


def choices_in(place: Piece) -> tuple[str, ...]:
    """The words printed beside boxes or before brackets in a place."""
    ticks = _bracketed(place) or place.ticks or _ticks_in(place)
    return tuple(squeezed(tick.label) for tick in ticks)


def _without_bracket_marks(place: Piece) -> Piece:
    """A mark in brackets behind a word, 是（√）, is no box before what follows."""
    if any(tick.label.startswith((")", "）")) for tick in place.ticks):
        return replace(place, ticks=_bracketed(place))
    return place


def _marked(place: Piece, raw: str) -> tuple[Tick, ...]:
    return _ticks_in(place) if any(mark in raw for mark in _MARKS) else ()


def _ticks_in(place: Piece) -> tuple[Tick, ...]:
    """Boxes that a recogniser read as characters."""
    return typed_ticks(Line(place.text, place.box, place.confidence))


def _bracketed(place: Piece) -> tuple[Tick, ...]:
    """Choices marked within brackets, 是（√） 否（　）, as ticks; none where there is but one."""
    found = [
        Tick(place.box, match[1], bool(squeezed(match[2])), place.confidence)
        for match in _BRACKETS.finditer(plain(place.text))
    ]
    return tuple(found) if len(found) > 1 else ()


def _shown(tick: Tick) -> str:
    return ("☑" if tick.ticked else "□") + tick.label


def _option(tick: Tick, options: tuple[str, ...]) -> str:
    return _nearest_option(squeezed(tick.label).strip("_＿:：,，;；、"), options)


def _nearest_option(text: str, options: tuple[str, ...]) -> str:
    """The option that the text means; the text itself where it is none of them."""
    key = label_key(text)
    for option in options:
        if key.startswith(label_key(option)):
            return option
    best = max(options, key=lambda option: similarity(key, label_key(option)), default="")
    return best if best and similarity(key, label_key(best)) else text
