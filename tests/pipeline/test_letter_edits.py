"""People may reword a letter, leave an item out and add one; nothing else changes."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from checks.findings import Verdict
from pipeline.letter_docx import filled
from pipeline.letter_edits import AddedItem, EditedItem, Edits, edited
from pipeline.letters import Letter
from tests.pipeline.test_letters import finding, letter, template, words


def three() -> Letter:
    one, two = (finding(message=text) for text in ("缺副本。", "未盖章。"))
    return letter(one, two, finding(verdict=Verdict.UNSURE))


def test_nothing_edited_is_the_letter_without_its_doubts() -> None:
    made = edited(three(), Edits())
    assert [item.what for item in made.items] == ["缺副本。", "未盖章。"]
    assert made.doubts == ()
    assert made.due_on == three().due_on


def test_findings_alike_are_told_apart() -> None:
    assert len({item.key for item in three().items}) == 2


def test_reworded_left_out_and_added() -> None:
    first, second = three().items
    edits = Edits(
        items=(
            EditedItem(key=first.key, left_out=True),
            EditedItem(key=second.key, what=" 封面未盖公章。 ", remedy=""),
            EditedItem(key="of another letter", what="x"),
        ),
        added=(AddedItem(what="目录页码有误。", remedy="请更正。"),),
        due=date(2021, 9, 1),
    )
    made = edited(three(), edits)
    assert [(item.number, item.what, item.remedy) for item in made.items] == [
        (1, "封面未盖公章。", second.remedy),
        (2, "目录页码有误。", "请更正。"),
    ]
    assert made.due_on == "2021年9月1日"
    text = words(filled(template(), made, {}))
    assert "目录页码有误。" in text and "缺副本。" not in text


def test_an_added_item_says_something() -> None:
    with pytest.raises(ValidationError):
        AddedItem(what="  ")
