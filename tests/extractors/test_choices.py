"""Choices: which box is marked, and what is said where the pen hid a word or a box."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from extractors.facts import Box, Origin, Presence, Reading, Tick
from extractors.forms import extract
from extractors.formtypes import Field
from tests.checks.paper import line
from tests.extractors.test_forms import FORM, page, read, table


def test_ticks_answer_choices() -> None:
    """The ticked box counts, whatever stands beside the others."""
    one = page(tables=[table([["单位性质", "国有 民营"], ["是否会员", "是 否"]])])
    ticks = (
        Tick(Box(510, 210, 530, 230), "国有", ticked=False),
        Tick(Box(600, 210, 620, 230), "民营", ticked=True),
        Tick(Box(510, 260, 530, 280), "是", ticked=False),
        Tick(Box(600, 260, 620, 280), "否", ticked=True),
    )
    facts = read(page(tables=one.tables, ticks=ticks))
    assert facts.fields["ownership"].value == "民营"
    assert facts.fields["member"].value is False


def test_a_choice_whose_word_the_pen_hid_is_the_one_left() -> None:
    """All printed options but one are there and empty: the ticked one is that one, and repaired."""
    options = next(f for f in FORM.fields if f.name == "ownership").options
    one = page(tables=[table([["单位性质", " ".join(options)]])])
    boxes = [Box(510 + 60 * n, 210, 530 + 60 * n, 230) for n in range(len(options))]
    ticks = [Tick(box, name, ticked=False) for box, name in zip(boxes, options, strict=True)]
    hidden = (Tick(boxes[0], "勇", ticked=True), *ticks[1:])
    found = read(page(tables=one.tables, ticks=hidden)).fields["ownership"]
    assert (found.value, found.origin) == (options[0], Origin.REPAIRED)
    unknown = (Tick(boxes[0], "勇", ticked=True), *ticks[2:])
    assert read(page(tables=one.tables, ticks=unknown)).fields["ownership"].value == "勇"


def test_no_box_ticked_is_blank() -> None:
    """Printed options are no answer."""
    one = page(tables=[table([["单位性质", "国有 民营"]])])
    ticks = (Tick(Box(510, 210, 530, 230), "国有", ticked=False),)
    facts = read(page(tables=one.tables, ticks=ticks))
    assert facts.fields["ownership"].presence is Presence.BLANK


@pytest.mark.parametrize("word", ["先", "龙"])
def test_of_two_answers_the_one_whose_word_the_pen_hid(word: str) -> None:
    """The other box is empty and says which it is; and repaired."""
    one = page(tables=[table([["是否会员", f"{word} 是"]])])
    ticks = (
        Tick(Box(510, 210, 530, 230), word, ticked=True),
        Tick(Box(600, 210, 620, 230), "是", ticked=False),
    )
    found = read(page(tables=one.tables, ticks=ticks)).fields["member"]
    assert (found.value, found.origin) == (False, Origin.REPAIRED)
    unknown = (ticks[0], Tick(ticks[1].box, "显", ticked=False))
    assert read(page(tables=one.tables, ticks=unknown)).fields["member"].value is None


def test_a_word_without_its_box_is_not_known_to_be_unmarked() -> None:
    """The pen may have gone so far over that box that it is none any more."""
    one = page(tables=[table([["单位性质", "国有 民营"], ["是否会员", "是否"]])])
    ticks = (
        Tick(Box(510, 210, 530, 230), "国有量民营", ticked=False),
        Tick(Box(510, 260, 530, 280), "是否", ticked=False),
    )
    facts = read(page(tables=one.tables, ticks=ticks))
    assert facts.fields["ownership"].presence is Presence.UNREADABLE
    assert facts.fields["member"].presence is Presence.UNREADABLE


def test_a_frame_in_a_frame_before_a_single_character_is_one_too() -> None:
    """回族 looks like a marked box before 族."""
    tables = [table([["民族", "族"]])]
    form = replace(FORM, fields=(Field(name="ethnicity", labels=("民族",)),))

    def ethnicity(*ticks: Tick) -> Reading[Any]:
        return extract(form, (("f" * 64, page(tables=tables, ticks=ticks)),)).fields["ethnicity"]

    found = ethnicity(Tick(Box(510, 210, 530, 230), "族", ticked=True))
    assert found.value == "回族" and found.confidence <= 0.7
    assert ethnicity().value == "族"


def test_a_mark_before_a_name_is_no_part_of_it() -> None:
    one = page(tables=[table([["联系人", "☑张三"]])])
    assert read(one).fields["contact"].value == "张三"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("国有（　）　民营（√）", "民营"),
        ("国有(V) 民营( )", "国有"),
        ("国有（）民营（）", None),
    ],
)
def test_choices_marked_in_brackets(text: str, value: str | None) -> None:
    """A mark between brackets behind the word; none is a blank."""
    found = read(page(tables=[table([["单位性质", text]])])).fields["ownership"]
    assert found.value == value
    assert found.presence is (Presence.FILLED if value else Presence.BLANK)


def test_choices_parted_by_their_boxes_are_one_answer() -> None:
    """Outside tables, in a line and the next one, up to where the next question begins."""
    lines = [
        line("单位性质：国有", 100, left=50),
        line("民营", 100, left=400),
        line("是否会员：是", 200, left=50),
        line("否", 200, left=400),
    ]
    first, second, third, fourth = (one.box for one in lines)
    boxes = [
        (first, "国有", False),
        (second, "民营", True),
        (third, "是", False),
        (fourth, "否", True),
    ]
    ticks = tuple(
        Tick(Box(box.right + 5, box.top, box.right + 25, box.bottom), name, ticked)
        for box, name, ticked in boxes
    )
    fields = read(page(1, lines, ticks=ticks)).fields
    assert fields["ownership"].value == "民营"
    assert fields["member"].value is False
