"""Labels of no known form: what they share with known ones, and what stands beside them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.facts import Box, Origin
from extractors.forms import extract
from extractors.formtypes import Block, Field, Form, Rows
from extractors.guesses import Candidate, fit, guesses, likeness
from extractors.layout import Piece
from extractors.readings import GUESSED
from tests.checks.paper import line, page, table

CODE = "91350100M000100Y43"
FILLER = tuple(Field(name=f"other{n}", labels=(f"从未见过的第{n}栏",)) for n in range(6))
FORM = Form(
    kind="award",
    name="申报表",
    fields=(
        Field(name="org_name", labels=("单位名称",), type="organisation"),
        Field(name="uscc", labels=("统一社会信用代码",), type="uscc"),
        Field(name="contact", labels=("联系人",), type="person"),
        Field(name="phone", labels=("联系电话",), type="phones"),
        Field(name="accident", labels=("近三年重大质量安全事故",), type="bool"),
        *FILLER,
    ),
    rows=(
        Rows(
            name="honours",
            columns=(
                Field(name="name", labels=("荣誉名称",)),
                Field(name="giver", labels=("授予单位",), type="organisation"),
                Field(name="year", labels=("获奖年份",), type="year"),
            ),
        ),
    ),
    blocks=(
        Block(name="own", labels=("申报单位意见",)),
        Block(name="recommended", labels=("推荐单位意见",)),
    ),
)


def piece(text: str, left: float = 0.0, top: float = 0.0) -> Piece:
    box = Box(left, top, left + 100, top + 20)
    return Piece(text, text, box, 1.0, "f", 1, 0, False, "", (), 1000.0)


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        ("uscc", CODE, "上海某某有限公司"),
        ("phones", "021-62524131、13812345678", CODE),
        ("email", "a.b@example.cn", "62524131"),
        ("date", "2021年7月5日", "某某"),
        ("person", "王小明", "上海某某有限公司"),
        ("organisation", "上海某某有限公司", "13812345678"),
        ("money_wan", "120.5万元", "市级科研计划"),
        ("year", "2019", "201938"),
        ("bool", "是", "王小明"),
    ],
)
def test_a_value_speaks_for_its_type(kind: str, right: str, wrong: str) -> None:
    """A value of the type fits, one of another does not, and an empty one says nothing."""
    field = Field(name="one", type=kind)
    assert fit(field, piece(right)) > 0 > fit(field, piece(wrong))
    if kind != "bool":
        assert fit(field, piece("")) == 0


@given(st.text("单位名称联系电话推荐意见", min_size=1), st.text("单位名称联系电话", min_size=1))
def test_likeness_is_a_share_and_goes_both_ways(one: str, other: str) -> None:
    """0 to 1, the same either way round, 1 for the same words."""
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, other) == pytest.approx(likeness(other, one))
    assert likeness(one, one) == pytest.approx(1) or not likeness(one, one)


def test_what_could_be_either_is_nobody_s() -> None:
    """Two labels that are as good for one field leave it open."""
    field = Field(name="phone", labels=("联系电话",), type="phones")
    places = [Candidate(piece(name), (piece("13812345678"),)) for name in ("电话甲", "电话乙")]
    assert not guesses([field], places, lambda *_: 0.5)
    assert set(guesses([field], places[:1], lambda *_: 0.5)) == {"phone"}


def test_fields_are_found_by_words_value_and_place() -> None:
    """And are never sure, whatever the page is like."""
    rows = [
        ["单位名称", "上海某某有限公司", "企业机构识别码", CODE],
        ["经办同志", "王小明", "经办同志电话", "13812345678"],
        ["近三年来贵单位有无质量安全方面的事故", "有□ 无☑", "备注", ""],
    ]
    fields = extract(FORM, (("f" * 64, page(tables=[table(rows)])),)).fields
    assert fields["org_name"].confidence > 0.9
    assert fields["phone"].value == ("13812345678",)
    assert fields["accident"].value is False
    guessed = [fields[name] for name in ("phone", "accident")]
    assert all(reading.confidence <= GUESSED + 0.05 for reading in guessed)
    assert not {field.name for field in FILLER} & set(fields)


def test_a_question_and_its_choices_may_share_a_place() -> None:
    """Without a colon between them."""
    rows = [["单位名称", "上海某某有限公司"], ["三年内是否发生质量安全事故？ 是☑　否□", ""]]
    fields = extract(FORM, (("f" * 64, page(tables=[table(rows)])),)).fields
    assert fields["accident"].value is True


def test_columns_in_other_words_are_found_by_what_stands_under_them() -> None:
    """The known ones say which table it is."""
    rows = [
        ["荣誉名称", "由何单位给予", "获奖年份"],
        ["优秀小组", "上海市质量协会", "2019"],
        ["先进集体", "区人民政府", "2020"],
    ]
    found = extract(FORM, (("f" * 64, page(tables=[table(rows)])),)).rows["honours"]
    assert [row["giver"].value for row in found] == ["上海市质量协会", "区人民政府"]
    assert all(row["giver"].confidence < 0.9 < row["name"].confidence for row in found)


def test_an_opinion_with_another_title_is_the_block_most_like_it() -> None:
    """The known title keeps its own place, and the heading of both is neither's."""
    rows = [
        ["六、声明及意见"],
        ["申报单位意见：\n同意申报。\n2021年7月5日"],
        ["总会推荐意见：\n同意推荐。\n2021年7月9日"],
    ]
    facts = extract(FORM, (("f" * 64, page(tables=[table(rows)])),))
    assert facts.fields["own"].value == "同意申报。"
    assert facts.fields["recommended"].value == "同意推荐。"
    assert facts.fields["recommended"].confidence < 0.9


def test_an_opinion_of_an_office_that_the_form_does_not_ask_is_nobodys() -> None:
    """Taxes and safety have offices of their own."""
    rows = [
        ["申报单位意见：\n同意申报。\n2021年7月5日"],
        ["税务部门意见：\n无欠税。\n2021年7月9日"],
    ]
    facts = extract(FORM, (("f" * 64, page(tables=[table(rows)])),))
    assert facts.fields["own"].value == "同意申报。"
    assert "recommended" not in facts.fields


def test_what_stands_in_place_of_an_unknown_label_says_so() -> None:
    """However well it is read: another field may be meant."""
    facts = extract(FORM, (("f" * 64, page(tables=[table([["合作企业信用代码", CODE]])])),))
    found = facts.fields["uscc"]
    assert (found.value, found.origin) == (CODE, Origin.GUESSED)


def test_the_answer_to_one_question_is_none_to_another() -> None:
    """A line that a field was read from is not left for the others."""
    both = replace(
        FORM,
        fields=(
            *FORM.fields,
            Field(name="pollution", labels=("近三年重大环境污染事故",), type="bool"),
        ),
    )
    asked = line("近三年重大质量安全事故：有□ 无☑", 100)
    read = extract(both, (("f" * 64, page(lines=[asked])),)).fields
    assert "pollution" not in read


def test_a_block_without_a_title_of_its_own_takes_none() -> None:
    """An opinion in other words is found beside a block that agrees with nothing on the page."""
    form = replace(FORM, blocks=(*FORM.blocks, Block(name="stamp", labels=("单位盖章",))))
    rows = [["单位盖章", "（盖章）"], ["推荐方意见", "同意推荐。"]]
    facts = extract(form, (("f" * 64, page(tables=[table(rows)])),))
    assert facts.fields["recommended"].value == "同意推荐。"
