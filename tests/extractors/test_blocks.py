"""Opinions and declarations: text, signature and date."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.facts import Box, Cell, Presence, Table
from extractors.forms import extract
from extractors.formtypes import Block, Form
from tests.checks.paper import line, page, table
from tests.extractors.test_forms import read

TWO = Form(
    kind="two",
    name="表",
    blocks=(
        Block(name="ours", labels=("申报单位意见",), signatures=("负责人",)),
        Block(name="theirs", labels=("推荐单位意见",), signatures=("负责人",)),
    ),
)


def test_a_block_gives_text_signature_date_and_its_place() -> None:
    """What stands in an opinion block, told apart."""
    text = "同意申报。\n法定代表人（签字）：张三 （公章）\n2021年8月2日"
    facts = read(page(tables=[table([["申报单位意见", text]])]))
    assert facts.fields["opinion"].value == "同意申报。"
    assert facts.fields["opinion_signature"].value == "张三"
    assert facts.fields["opinion_date"].value == "2021-08-02"
    assert facts.places["opinion"].box == Box(500, 200, 900, 250)


def test_an_unsigned_block() -> None:
    """The printed line alone is no signature, the printed 年 月 日 no date."""
    text = "同意申报。\n法定代表人（签字）：      （公章）\n  年  月  日"
    facts = read(page(tables=[table([["申报单位意见", text]])]))
    assert facts.fields["opinion_signature"].presence is Presence.BLANK
    assert facts.fields["opinion_date"].presence is Presence.BLANK


def test_the_second_character_of_signed_may_be_lost() -> None:
    """签 and a colon behind the signatory's label ask for a signature, whatever the pen hid."""
    text = "同意申报。\n法定代表人签：张三 （公章）\n2021年8月2日"
    facts = read(page(tables=[table([["申报单位意见", text]])]))
    assert facts.fields["opinion_signature"].value == "张三"


@pytest.mark.parametrize("rows", [
    [["申报单位意见", "推荐单位意见"],
     ["同意申报。\n负责人（签字）：张三\n2021年8月2日", "负责人（签字）：\n年 月 日"]],
    [["申报单位意见：\n同意申报。\n负责人（签字）：张三\n2021年8月2日",
      "推荐单位意见：\n负责人（签字）：\n年 月 日"]],
    [["申报单位意见", "同意申报。\n负责人（签字）：张三\n2021年8月2日"],
     ["推荐单位意见", "负责人（签字）：\n年 月 日"]],
])  # fmt: skip
def test_opinions_side_by_side_and_one_under_another(rows: list[list[str]]) -> None:
    """One is written and signed, the other left blank."""
    fields = extract(TWO, (("f" * 64, page(tables=[table(rows)])),)).fields
    assert (fields["ours"].value, fields["ours_signature"].value) == ("同意申报。", "张三")
    assert fields["ours_date"].value == "2021-08-02"
    blank = [fields[name].presence for name in ("theirs", "theirs_signature", "theirs_date")]
    assert blank == [Presence.BLANK] * 3


def test_an_opinion_in_brackets_is_an_opinion() -> None:
    """Only hints that ask for something are printed."""
    for said, value in (
        ("（同意推荐该单位申报）", "（同意推荐该单位申报）"),
        ("（请加盖公章）", None),
    ):
        cells = [["申报单位意见", f"{said}\n法定代表人：张三\n2021年8月2日"]]
        assert read(page(tables=[table(cells)])).fields["opinion"].value == value


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("本单位推荐理由", "主管部门意见"),
        ("企业审查意见", "行业协会或集团推荐理由"),
        ("用人单位\n推荐\n意见", "上级单位审批\n意见\n（此栏由上级填写）"),
    ],
)
def test_titles_in_other_words_say_whose_opinion_it_is(ours: str, theirs: str) -> None:
    """By whom they ask, where their letters are hardly alike."""
    rows = [[ours, "同意申报。\n负责人（签字）：张三\n2021年8月2日"], [theirs, "同意推荐。"]]
    fields = extract(TWO, (("f" * 64, page(tables=[table(rows)])),)).fields
    assert (fields["ours"].value, fields["theirs"].value) == ("同意申报。", "同意推荐。")
    assert fields["ours_date"].value == "2021-08-02"


def test_the_heading_of_a_part_over_its_blocks_has_no_place() -> None:
    """审核意见 may be ours or theirs: under it stand the titles of both, and no opinion."""
    three = replace(
        TWO, blocks=(*TWO.blocks, Block(name="office", labels=("审核意见", "评审意见")))
    )
    cells = [Cell(0, 0, 1, 2, Box(100, 0, 900, 50), "九、审核意见")]
    for at, (title, text) in enumerate(
        (("申\n报\n组\n织\n意\n见", "同意申报。"), ("评\n审\n机\n构\n意\n见", "（公章）"))
    ):
        top = 50 + 100 * at
        cells.append(Cell(at + 1, 0, 1, 1, Box(100, top, 200, top + 100), title))
        cells.append(Cell(at + 1, 1, 1, 1, Box(200, top, 900, top + 100), text))
    facts = extract(three, (("f", page(tables=[Table(Box(100, 0, 900, 250), tuple(cells))])),))
    assert facts.fields["ours"].value == "同意申报。"
    assert facts.fields["office"].presence is Presence.BLANK


def test_a_promise_may_be_in_numbered_clauses() -> None:
    """一、… is no heading where it is a sentence: signature and seal stand behind the last one."""
    form = Form(
        kind="p",
        name="表",
        blocks=(Block(name="promise", labels=("单位承诺",), signatures=("法定代表人",)),),
    )
    lines = ["申报组织承诺书", "一、本组织自愿申报，已了解有关要求，并将遵照执行。",
             "二、材料真实、准确。", "法定代表人（签名）：张三"]  # fmt: skip
    facts = extract(form, (("f", page(lines=[line(t, 100 * at) for at, t in enumerate(lines)])),))
    assert facts.fields["promise_signature"].value == "张三"
