"""Headings over tables and columns: what they are of, and what they are not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from extractors.facts import Box, Cell, PageFacts, Presence, Source, Table
from extractors.forms import extract
from extractors.formtypes import Field, Form, FormFacts, Rows
from tests.checks.paper import line, page, table

FORM = Form(
    kind="award",
    name="申报表",
    fields=(
        Field(name="contact", labels=("联系人", "联系人姓名"), type="person"),
        Field(name="phone", labels=("联系电话", "电话"), type="phones"),
        Field(name="staff", labels=("职工总数",), type="int"),
        Field(name="managers", labels=("管理人员",), type="int"),
        Field(name="overview", labels=("组织概述",), type="richtext"),
    ),
    rows=(
        Rows(
            name="honours",
            columns=(
                Field(name="name", labels=("荣誉名称", "荣誉")),
                Field(name="giver", labels=("授予单位",), type="organisation"),
                Field(name="year", labels=("获奖年份",), type="year"),
            ),
        ),
        Rows(
            name="work",
            columns=(
                Field(name="from", labels=("起", "起止年月"), type="date"),
                Field(name="to", labels=("止", "起止年月"), type="period_end"),
                Field(name="org", labels=("工作单位",)),
            ),
        ),
    ),
)
TEXT = "公司建有市级企业技术中心，拥有有效专利25项，参与制定行业标准2项。"


def read(one: PageFacts) -> FormFacts:
    return extract(FORM, (("f" * 64, one),))


def cells(*places: tuple[str, tuple[int, int, int, int]]) -> Table:
    """A table of texts at (row, column, rows, columns), 50 high and 100 wide each."""
    made = tuple(
        Cell(
            row, column, down, across,
            Box(100 + 100 * column, 200 + 50 * row,
                100 + 100 * (column + across), 200 + 50 * (row + down)),
            text, 0.99,
        )
        for text, (row, column, down, across) in places
    )  # fmt: skip
    return Table(Box.around([cell.box for cell in made]), made)


def test_a_numbered_heading_over_a_table_says_whose_its_labels_are() -> None:
    """二、联系人 over a row of labels: the heading itself is no empty field."""
    below = table([["姓名", "电话"], ["曾建桂", "021-58917441"]], top=300)

    found = read(page(lines=[line("二、联系人", 250)], tables=[below])).fields["contact"]

    assert (found.value, found.presence) == ("曾建桂", Presence.FILLED)


def test_a_numbered_heading_over_text_is_a_label() -> None:
    """Where nothing else is, its text follows, and may be missing."""
    filled = read(page(lines=[line("二、组织概述", 250), line(TEXT, 300)]))
    empty = read(page(lines=[line("二、组织概述", 250), line("三、其他", 300)]))

    assert filled.fields["overview"].value == TEXT
    assert empty.fields["overview"].presence is Presence.BLANK


@pytest.mark.parametrize("asked", ["1. 联系人", "一、联系人：", "一、联系人＿＿＿＿＿＿"])
def test_what_asks_for_something_is_no_heading(asked: str) -> None:
    """A plain number, a colon, or a line to write on: nothing there is a blank."""
    assert read(page(lines=[line(asked, 250)])).fields["contact"].presence is Presence.BLANK


def test_what_is_asked_for_in_small_print_is_no_value() -> None:
    """The text stands in the cell below the label and its hint."""
    rows = [["组织概述\n（发展历程、主要产品、市场地位、组织架构等，3000字以内）"], [TEXT]]

    assert read(page(tables=[table(rows)])).fields["overview"].value == TEXT


def test_counts_under_the_people_that_are_counted() -> None:
    """从业人员 beside 年末总数 and 其中：经营管理, with the figures in the row below."""
    found = read(
        page(tables=[cells(
            ("从业人员\n（人）", (0, 0, 2, 1)),
            ("年末总数", (0, 1, 1, 2)), ("其中：经营管理", (0, 3, 1, 2)),
            ("114", (1, 1, 1, 2)), ("10", (1, 3, 1, 2)),
        )])
    ).fields  # fmt: skip

    assert (found["staff"].value, found["managers"].value) == (114, 10)


def test_counts_in_a_row_no_higher_than_those_of_word() -> None:
    """Rows of Word files are low: the row above is none that stands beside a label."""
    table = Table(Box(0, 0, 1600, 60), tuple(
        Cell(row, column, 1, 1, Box(left, top, right, top + 20 * high), text)
        for row, column, left, right, top, high, text in (
            (0, 0, 0, 200, 0, 1, "申报类型"), (0, 1, 200, 1600, 0, 1, "制造业"),
            (1, 0, 0, 200, 20, 2, "从业人员\n（人）"), (1, 1, 200, 500, 20, 2, "总　数"),
            (1, 2, 500, 600, 20, 2, "248"), (1, 3, 600, 900, 20, 2, "其中：\n经营管理"),
            (1, 4, 900, 1600, 20, 2, "32"),
        )
    ))  # fmt: skip
    found = read(replace(page(tables=[table], source=Source.WORD), width=2400)).fields
    assert (found["staff"].value, found["managers"].value) == (248, 32)


def values(rows: tuple[Any, ...]) -> list[dict[str, object]]:
    return [{name: reading.value for name, reading in row.items()} for row in rows]


def test_a_heading_over_headings_is_none_of_a_column() -> None:
    """荣誉情况 stands over 奖项 and 颁奖单位, whose rows reach as high as its neighbours."""
    found = read(
        page(tables=[cells(
            ("获奖年份", (0, 0, 2, 1)), ("荣誉情况", (0, 1, 1, 4)),
            ("奖项（称号）", (1, 1, 1, 2)), ("颁奖单位", (1, 3, 1, 2)),
            ("2018", (2, 0, 1, 1)), ("上海市文明单位", (2, 1, 1, 2)), ("行业协会", (2, 3, 1, 2)),
        )])
    )  # fmt: skip

    assert values(found.rows["honours"]) == [
        {"name": "上海市文明单位", "giver": "行业协会", "year": 2018}
    ]


def test_the_ends_of_a_period_have_columns_of_their_own_under_its_heading() -> None:
    """起 and 止 under 起止年月."""
    found = read(
        page(tables=[cells(
            ("起止年月", (0, 0, 1, 2)), ("工作单位", (0, 2, 2, 3)),
            ("起", (1, 0, 1, 1)), ("止", (1, 1, 1, 1)),
            ("2005.07", (2, 0, 1, 1)), ("2013.06", (2, 1, 1, 1)), ("某某公司", (2, 2, 1, 3)),
        )])
    )  # fmt: skip

    assert values(found.rows["work"]) == [{"from": "2005-07", "to": "2013-06", "org": "某某公司"}]
