"""Drafts of form definitions: labels and their places, lists, choices, places to stamp."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.drafting.forms import forms_of
from checks.drafting.pack import pack_files
from checks.programme import bind
from extractors.forms import extract
from extractors.language import label_key
from extractors.limits import Limits
from extractors.word import read_word
from samples.blank import AWARDS, blank_form
from samples.style import draw_style
from samples.word import write
from tests.checks.blanks import draft, drafts, headings, labels, page
from tests.checks.pack import programme

TITLE = "2022年度某某质量奖申报表"
FORMS = {
    "registration": "registration",
    "organisation": "award_org",
    "project": "award_project",
    "individual": "award_person",
}


def test_labels_with_a_blank_beside_them_are_fields() -> None:
    """Known labels have names and types, unknown ones numbers and a note."""
    form = draft(TITLE, [["姓  名", "", "出生年月", ""], ["电子邮箱", "", "镀层牌号", ""]])
    assert labels(form) == ["姓名", "出生年月", "电子邮箱", "镀层牌号"]
    assert [field.type for field in form.fields] == ["person", "date", "email", "text"]
    assert [field.name for field in form.fields] == ["person_name", "birth_ym", "email", "field_1"]
    assert [bool(field.notes) for field in form.fields] == [False, False, False, True]
    assert form.titles == (TITLE, "某某质量奖申报表")
    assert form.rows == ()


def test_a_title_in_two_lines_is_one() -> None:
    """The programme above, the form below."""
    form = draft("附件3", "2022年度某某质量奖", "（组织奖）申报表", [["姓名", ""]])
    assert form.titles[0] == "2022年度某某质量奖（组织奖）申报表"
    assert (form.kind, form.name) == ("award_org", "组织奖申报表")


def test_labels_above_their_places_are_fields() -> None:
    """A row of labels over a row of blanks, and again: no list."""
    form = draft(
        TITLE, [["姓名", "性别", "职称"], ["", "", ""], ["学历", "专业", "邮编"], ["", "", ""]]
    )
    assert labels(form) == ["姓名", "性别", "职称", "学历", "专业", "邮编"]
    assert form.rows == ()


def test_a_form_with_a_heading_row_is_no_list() -> None:
    """项目 | 内容 over labels with one place each."""
    form = draft(TITLE, [["项目", "内容"], ["单位名称", ""], ["通讯地址", ""], ["联系电话", ""]])
    assert form.rows == ()
    assert labels(form) == ["单位名称", "通讯地址", "联系电话"]


def test_headings_over_empty_rows_are_a_list() -> None:
    """With numbers printed or not; what follows is a form again."""
    form = draft(
        TITLE,
        [
            ["证书名称", "证书编号", "发证机构"], ["", "", ""], ["", "", ""],
            [("备注", 1), ("", 2)],
        ],
        "其他",
        [["序号", "姓名", "分工"], ["1", "", ""], ["2", "", ""], ["…", "", ""]],
    )  # fmt: skip
    assert headings(form) == [["证书名称", "证书编号", "发证机构"], ["序号", "姓名", "分工"]]
    assert labels(form) == ["备注"]


def test_indicators_of_three_years_are_a_list() -> None:
    """Printed names and units on the left, years as headings; an empty corner has a note."""
    rows = [["", "2019年", "2020年", "2021年"], ["销售额", "", "", ""], ["利税", "", "", ""]]
    form = draft(TITLE, rows)
    (table,) = form.rows
    assert table.name == "indicators"
    assert [column.name for column in table.columns] == ["name", "y1", "y2", "y3"]
    assert table.columns[0].notes
    assert {column.type for column in table.columns[1:]} == {"number"}


def test_headings_in_two_rows_are_taken_below() -> None:
    """近三年 over three years: the years are the columns."""
    rows = [
        [("近三年主要指标", 4)],
        ["指标", "2019年", "2020年", "2021年"],
        ["产量", "", "", ""],
        ["产值", "", "", ""],
    ]
    assert headings(draft(TITLE, rows)) == [["指标", "2019年", "2020年", "2021年"]]


def test_tick_boxes_are_choices() -> None:
    """Boxes before or behind their words, with the label beside or in the cell."""
    form = draft(
        TITLE,
        [
            ["单位性质", "□国有 □民营 □其他____"], ["性别：男□ 女□", ""],
            ["是否会员", "□是  □否"], ["参加活动（可多选）", "□培训 □交流"],
            ["初级 □", "高级 □"],
        ],
    )  # fmt: skip
    found = {field.label: (field.type, field.options) for field in form.fields}
    assert found["单位性质"] == ("enum", ("国有", "民营", "其他"))
    assert found["性别"] == ("enum", ("男", "女"))
    assert found["是否会员"] == ("bool", ())
    assert found["参加活动（可多选）"] == ("enums", ("培训", "交流"))
    assert found["初级/高级"] == ("enum", ("初级", "高级"))


def test_brackets_behind_words_are_choices() -> None:
    """With their label in the same cell or above; a hint or a date in brackets is none."""
    form = draft(
        TITLE,
        [
            [("单位性质：国有（　）　民营（　）　其他（　）", 2)],
            ["是否会员", "从业人数"], ["是（　）　否（　）", ""],
            ["注册资金（万元）", ""], ["成立日期", "（　）年（　）月"],
        ],
    )  # fmt: skip
    found = {field.label: (field.type, field.options) for field in form.fields}
    assert found["单位性质"] == ("enum", ("国有", "民营", "其他"))
    assert found["是否会员"] == ("bool", ())
    assert found["成立日期"] == ("date", ())
    assert len(found) == 5
    assert form.rows == ()


def test_headings_outside_tables_ask_for_texts_and_opinions() -> None:
    """One with nothing under it for a text, one over a place to sign for an opinion."""
    form = draft(
        TITLE,
        "单位名称：__________",
        "一、填表说明",
        "本表一式三份。",
        "二、主要情况",
        "（一）组织概述",
        "（限800字）",
        "（二）主要做法与成效",
        "三、所获荣誉",
        [["荣誉名称", "授予单位", "年份"], ["", "", ""], ["", "", ""]],
        "四、申报单位意见",
        "负责人（签字）：　　　　（盖章）",
        "年　　月　　日",
    )
    assert labels(form) == ["单位名称", "组织概述", "主要做法与成效"]
    assert [field.type for field in form.fields[1:]] == ["richtext", "richtext"]
    assert headings(form) == [["荣誉名称", "授予单位", "年份"]]
    (opinion,) = form.blocks
    assert (opinion.label, opinion.signatures) == ("申报单位意见", ("负责人",))
    assert opinion.sealed
    assert opinion.dated


def test_labels_over_their_places_are_no_list_where_labels_follow() -> None:
    """A form goes on in rows of other widths; a list of one row does not."""
    form = draft(
        TITLE,
        [
            [("一、基本信息", 6)],
            [("单位名称", 2), ("所属行业", 2), ("信用代码", 2)], [("", 2), ("", 2), ("", 2)],
            [("地址", 3), ("邮编", 3)], [("", 3), ("", 3)],
        ],
    )  # fmt: skip
    assert labels(form) == ["单位名称", "所属行业", "信用代码", "地址", "邮编"]
    assert form.rows == ()


def test_labels_with_colons_in_one_cell_are_all_fields() -> None:
    """Several in a cell, or one over a large blank."""
    form = draft(
        TITLE,
        [
            ["联系人", "姓名：        手机："],
            [("成果简介（500字以内）：", 2)],
            [("\n\n\n\n\n", 2)],
        ],
    )
    assert labels(form) == ["姓名", "手机", "成果简介（500字以内）"]
    assert form.fields[2].type == "richtext"
    assert form.fields[2].most == 500


def test_opinions_have_seal_signature_and_date() -> None:
    """In a cell of their own or beside their label."""
    form = draft(
        TITLE,
        [
            ["申报单位意见", "\n法定代表人（签字）：      （公章）\n年   月   日"],
            [("推荐单位意见：\n\n（盖章）\n年   月   日", 2)],
        ],
    )
    own, other = form.blocks
    assert (own.name, own.label, own.sealed, own.dated) == (
        "org_opinion", "申报单位意见", True, True,
    )  # fmt: skip
    assert own.signatures == ("法定代表人",)
    assert (other.name, other.label, other.signatures) == (
        "recommender_opinion", "推荐单位意见", (),
    )  # fmt: skip
    assert form.fields == ()


def test_what_the_office_fills_in_is_marked() -> None:
    """By a hint beside the label, or by a line above."""
    form = draft(
        "编号：        （由秘书处填写）",
        TITLE,
        [
            ["受理号（申报单位不填）", ""], ["姓名", ""], [("以下由评审委员会填写", 2)],
            ["得分", ""], [("评审意见：\n（公章）\n年  月  日", 2)],
        ],
    )  # fmt: skip
    assert [field.label for field in form.fields if field.office] == [
        "编号", "受理号（申报单位不填）", "得分",
    ]  # fmt: skip
    assert [block.office for block in form.blocks] == [True]


def test_a_cover_and_a_foot_are_places_for_a_seal() -> None:
    """Lines outside the tables: fields of the cover, the seal's place at the end."""
    form = draft(
        TITLE, "申报单位（盖章）：________", "填报日期：    年   月   日", [["项目名称", ""]],
        "注：本表一式两份。", "单位（公章）：          负责人签字：",
    )  # fmt: skip
    assert [(field.label, field.cover) for field in form.fields] == [
        ("申报单位（盖章）", True), ("填报日期", True), ("项目名称", False),
    ]  # fmt: skip
    cover, foot = form.blocks
    assert (cover.whole, foot.whole) == ("cover", "page")
    assert foot.signatures == ("负责人",)


def test_instructions_are_no_fields() -> None:
    """Printed sentences, notes and titles of parts."""
    form = draft(
        TITLE, "填表说明：", "1. 本表用A4纸打印。", "2. 请如实填写：",
        [[("一、基本情况", 2)], ["填写要求", "请用正楷填写，不得涂改。"], ["姓名", ""]],
    )  # fmt: skip
    assert labels(form) == ["姓名"]
    assert (form.rows, form.blocks) == ((), ())


def test_a_letter_is_a_form_with_a_place_to_sign() -> None:
    """承诺书: no table, a seal, a signature and a date at the end."""
    form = draft(
        "承诺书", "我单位承诺所报材料真实。", "承诺单位（盖章）：", "法定代表人（签字）：",
        "年    月    日",
    )  # fmt: skip
    assert form.kind == "commitment"
    (block,) = form.blocks
    assert (block.whole, block.sealed, block.signatures, block.dated) == (
        "page", True, ("法定代表人",), True,
    )  # fmt: skip


def test_attachments_in_one_file_are_forms_of_their_own() -> None:
    """A line 附件2 begins another form."""
    table = [["姓名", ""], ["职务", ""]]
    found = drafts("附件1", "某奖报名表", table, "附件2", "某奖申报表", table)
    assert [form.titles[0] for form in found] == ["某奖报名表", "某奖申报表"]


def test_the_same_label_twice_follows_what_stands_before_it() -> None:
    """The second one is told apart by `after`."""
    form = draft(TITLE, [["单位名称", "", "联系电话", ""], ["项目负责人", "", "联系电话", ""]])
    first, second = (field for field in form.fields if field.label == "联系电话")
    assert (first.after, second.after) == ("", "leader_name")
    assert first.name != second.name


@pytest.mark.parametrize("award", AWARDS)
@pytest.mark.parametrize("layout", [0, 1, 2])
def test_blank_forms_of_the_samples_are_found_whole(award: str, layout: int) -> None:
    """Every required field, table and block of the pack's form, and no other table."""
    style = replace(draw_style(random.Random(layout), 200), layout=layout)
    facts = read_word(write(blank_form(award, style), style), Limits())
    (found,) = forms_of("x.docx", (facts,))
    known = programme().form(FORMS[award])
    keys = {label_key(field.label) for field in found.fields}
    optional = {"org_category"} if award == "organisation" else set()
    missed = [
        field.name
        for field in known.fields
        if field.required
        and field.name not in optional
        and not keys & {label_key(label) for label in field.labels}
    ]
    # The generator says 参加活动内容, which the pack's own labels do not.
    assert set(missed) <= {"activities"}
    assert (len(found.rows), len(found.blocks)) == (len(known.rows), len(known.blocks))
    bind(pack_files(None, (found,)))


def test_a_drafted_form_reads_what_is_filled_in() -> None:
    """Blank in, filled in out: cells, lines, lists, choices, opinions."""
    parts = [
        TITLE,
        [["单位名称", "{}", "单位性质", "□国有 {}民营"], ["镀层牌号", "{}", "联系电话", "{}"]],
        [["姓名", "分工"], ["{}", "{}"], ["", ""]],
        "负责人：{} 填报日期：{}",
    ]
    blank = ["", "□", "", "", "", "", "        ", "    年  月  日"]
    said = ["某某有限公司", "☑", "甲三", "13800000000", "张三", "焊接", "李四", "2022年3月4日"]
    form = bind(pack_files(None, drafts(*filled(parts, blank)))).forms[0]
    facts = extract(form, (("file", page(*filled(parts, said))),))
    values = {name: reading.value for name, reading in facts.fields.items()}
    assert values["org_name"] == "某某有限公司"
    assert values["ownership"] == "民营"
    assert values["field_1"] == "甲三"
    assert values["contact_phone"] == ("13800000000",)
    assert values["fill_date"] == "2022-03-04"
    (rows,) = facts.rows.values()
    assert [[reading.value for reading in row.values()] for row in rows] == [["张三", "焊接"]]


def filled(parts: list[Any], values: list[str]) -> list[Any]:
    """The parts with the values in the places marked {}."""
    left = iter(values)

    def put(text: str) -> str:
        return "".join(next(left) if one == "{}" else one for one in re.split(r"(\{\})", text))

    return [
        put(part) if isinstance(part, str) else [[put(cell) for cell in row] for row in part]
        for part in parts
    ]


# 号 alone is a unit, and a cell of units is blank.
WORDS = st.text("镀层牌号产线班组代际序列检修点位", min_size=2, max_size=8).filter(
    lambda word: set(word) != {"号"}
)
KNOWN = st.sampled_from(["姓名", "性别", "出生年月", "联系电话", "职称", "邮编", "单位名称"])
LABELS = st.lists(st.one_of(WORDS, KNOWN), min_size=2, max_size=12, unique=True)


@settings(max_examples=25, deadline=None)
@given(LABELS, st.integers(1, 3))
def test_every_label_of_a_plain_form_is_found(names: list[str], pairs: int) -> None:
    """Whatever the labels say: all are fields, none is a list, and the pack binds."""
    cells = [cell for name in names for cell in (name, "")]
    cells += [""] * (-len(cells) % (2 * pairs))
    rows = [cells[at : at + 2 * pairs] for at in range(0, len(cells), 2 * pairs)]
    form = draft(TITLE, rows)
    assert labels(form) == names
    assert form.rows == ()
    bound = bind(pack_files(None, (form,)))
    assert [field.labels[0] for field in bound.forms[0].fields] == names


@settings(max_examples=25, deadline=None)
@given(st.lists(WORDS, min_size=3, max_size=7, unique=True), st.integers(2, 6), st.booleans())
def test_every_heading_of_a_list_is_found(heads: list[str], count: int, numbered: bool) -> None:
    """However many columns and rows, with serial numbers or without."""
    first = ["序号"] if numbered else []
    body = [[str(n + 1)] * len(first) + [""] * len(heads) for n in range(count)]
    form = draft(TITLE, [first + heads, *body])
    assert headings(form) == [first + heads]
    assert form.fields == ()
    assert len(bind(pack_files(None, (form,))).forms[0].rows[0].columns) == len(first + heads)


def test_facts_in_a_small_grid_are_fields() -> None:
    """Labels over one place each, with a title beside or above them, do not repeat."""
    form = draft(
        TITLE,
        [
            [("从业人员", 1), "总数", "其中：管理", "其中：技术"], ["", "", "", ""],
            [("项目主持人", 4)],
            [("姓名", 2), "手机号码", "邮箱"], [("", 2), "", ""],
            [("备注", 1), ("", 3)],
        ],
    )  # fmt: skip
    assert form.rows == ()
    assert {"总数", "其中：管理", "其中：技术", "姓名", "手机号码", "邮箱"} <= set(labels(form))


def test_people_at_the_left_of_what_is_asked_of_them_are_fields() -> None:
    """What stands where row and column meet is said by both; numbered people are a list."""
    form = draft(
        TITLE,
        [
            ["人员", "姓名", "部门及职务", "联系电话"],
            ["分管领导", "", "", ""],
            ["联系人", "", "", ""],
        ],
    )
    assert form.rows == ()
    assert labels(form)[3:] == ["联系人姓名", "联系人部门及职务", "联系人联系电话"]
    assert form.fields[3].name == "contact_name"
    numbered = draft(TITLE, [["序号", "姓名", "职务"], ["1", "", ""], ["2", "", ""]])
    assert headings(numbered) == [["序号", "姓名", "职务"]]
    values = draft(TITLE, [["产品", "产量", "产值"], ["轴承", "", ""], ["齿轮", "", ""]])
    assert headings(values) == [["产品", "产量", "产值"]]


@pytest.mark.parametrize(
    "place",
    ["自　　年　月　日　至　　年　月　日", "　　　　至　　　　", "    年  月 —     年  月", "至"],
)
def test_a_span_is_its_first_and_its_last_day(place: str) -> None:
    """Both have the label; 至 as a heading is none."""
    form = draft(TITLE, [["实施周期", place], ["应用领域", ""]])
    assert [(one.name, one.label, one.type) for one in form.fields[:2]] == [
        ("start_on", "实施周期", "date"), ("end_on", "实施周期", "period_end"),
    ]  # fmt: skip
    assert len(form.fields) == 3
    bind(pack_files(None, (form,)))
    assert headings(draft(TITLE, [["自", "至", "单位"], ["", "", ""], ["", "", ""]])) == [
        ["自", "至", "单位"]
    ]


def test_questions_over_answers_and_opinions_side_by_side() -> None:
    """Each has the place below it, not the first of them both."""
    form = draft(
        TITLE,
        [
            ["近三年有无事故", "近三年有无抽查不合格"], ["□有　□无", "□有　□无"],
            ["本单位意见", "推荐单位意见"],
            ["负责人（签字）：\n（盖章）\n年　月　日", "负责人（签字）：\n（盖章）\n年　月　日"],
        ],
    )  # fmt: skip
    assert [(one.label, one.type) for one in form.fields] == [
        ("近三年有无事故", "bool"), ("近三年有无抽查不合格", "bool"),
    ]  # fmt: skip
    assert [block.label for block in form.blocks] == ["本单位意见", "推荐单位意见"]


def test_hints_about_seals_ticks_and_units_are_no_places() -> None:
    """（与公章一致）asks for no seal, 打“√” is no box, and a colon in brackets ends no label."""
    form = draft(
        TITLE,
        "选择项在相应的方框或括号内打“√”。",
        [
            [("一、经济效益（单位：万元）", 2)],
            ["单位名称\n（与公章一致）", ""],
            ["推荐单位（没有的不填）", ""],
            [("1. 拟参加的活动（可多选）：\n□培训　□交流", 2)],
        ],
    )
    assert [label_key(label) for label in labels(form)] == ["单位名称", "推荐单位", "拟参加的活动"]
    assert not any(field.office for field in form.fields)
    assert (form.rows, form.blocks) == ((), ())


def test_a_sealed_name_on_a_cover_table_is_a_field() -> None:
    """Its hint may stand in a line of its own."""
    form = draft(TITLE, [["项目名称", ""], ["申报主体\n（盖章）", ""]])
    assert labels(form) == ["项目名称", "申报主体（盖章）"]
    assert form.blocks == ()


def test_texts_in_cells_below_each_other_are_fields() -> None:
    """A heading before a table with a title of its own asks for a text, too."""
    form = draft(
        TITLE,
        [["姓名", ""]],
        "（一）立项背景",
        "（二）推广前景",
        [[("二、效益", 3)], ["指标", "2019年", "2020年"], ["产值", "", ""], ["利税", "", ""]],
        [["1．项目摘要"], ["2．创新点"], ["3．成效"]],
    )
    assert labels(form) == ["姓名", "立项背景", "推广前景", "1.项目摘要", "2.创新点", "3.成效"]
    assert {field.type for field in form.fields[1:]} == {"richtext"}


def test_a_line_on_the_cover_needs_no_colon() -> None:
    """What stands right over the table is its title."""
    form = draft("申　报　日　期", TITLE, "联系人", [["手机", ""], ["邮箱", ""]])
    assert labels(form) == ["申报日期", "手机", "邮箱"]


def test_opinions_outside_tables_need_no_number() -> None:
    """What stands before the place to sign is the opinion's; what follows is not."""
    form = draft(
        TITLE, [["姓名", ""]], "本人承诺", "一、所填内容真实。", "申报人（签名）：", "年　月　日",
        "评审机构意见：", "（盖章）", "联系电话：______",
    )  # fmt: skip
    assert [block.label for block in form.blocks] == ["本人承诺", "评审机构意见"]
    assert labels(form) == ["姓名", "联系电话"]


def test_a_place_to_stamp_without_a_label_is_the_foot() -> None:
    """With the day on which the form is filled in."""
    cell = "本单位自愿参加，所填属实。\n参加单位（公章）\n填报时间：　　年　　月　　日"
    form = draft(TITLE, [["单位名称", ""], [(cell, 2)]], "注：一式两份。")
    assert labels(form) == ["单位名称", "填报时间"]
    (block,) = form.blocks
    assert (block.whole, block.label, block.sealed) == ("page", "", True)


def test_a_list_goes_on_under_its_headings_again() -> None:
    """On the next page, and only there: on the same one it is another list."""
    heads, body = ["序号", "姓名", "分工"], [["1", "", ""], ["2", "", ""]]
    first, second = page(TITLE, [heads, *body]), page([heads, *body])
    (form,) = forms_of("x.pdf", (first, second))
    assert headings(form) == [heads]
    assert len(draft(TITLE, [heads, *body], "二、其他人员", [heads, *body]).rows) == 2


def test_choices_that_are_broken_over_lines_are_one() -> None:
    """As a PDF breaks them."""
    form = draft("单位类型：□制造业　□服务业", "□医疗　□其他", "某某报名表", [["电话", ""]])
    assert form.fields[0].options == ("制造业", "服务业", "医疗", "其他")
    assert len(form.fields) == 2


def test_numbered_lines_with_labels_are_fields() -> None:
    """A form without tables: choices beside other labels, labels that nobody knows, spans."""
    form = draft(
        TITLE,
        "1．姓名：　　　　　性别：□男　□女　　　　　民族：",
        "2．镀层牌号：　　　　　　检修点位（个）：",
        "3．项目起止时间：　　　　至",
        "4．工作单位统一社会信用代码：",
        "说明：",
        "1．申报条件：满三年。",
    )
    found = {field.label: field.type for field in form.fields}
    assert [label_key(label) for label in found] == [
        "姓名", "性别", "民族", "镀层牌号", "检修点位", "项目起止时间", "工作单位统一社会信用代码",
    ]  # fmt: skip
    assert [one.name for one in form.fields if "起止" in one.label] == ["start_on", "end_on"]
