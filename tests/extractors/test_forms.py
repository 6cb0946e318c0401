"""From tables and lines to fields."""

from dataclasses import replace
from decimal import Decimal

import pytest

from extractors.facts import Box, PageFacts, Presence, Source
from extractors.forms import extract
from extractors.formtypes import Block, Field, Form, FormFacts, Rows
from tests.checks.paper import line, page, table

FORM = Form(
    kind="form",
    name="申报表",
    titles=("申报表",),
    fields=(
        Field(name="org_name", labels=("单位名称", "申报单位"), type="organisation"),
        Field(name="capital", labels=("注册资金",), type="money_wan"),
        Field(name="ownership", labels=("单位性质",), type="enum", options=("国有", "民营")),
        Field(name="member", labels=("是否会员",), type="bool"),
        Field(name="contact", labels=("联系人",), type="person"),
        Field(name="phone", labels=("电话",), type="phones"),
        Field(name="leader", labels=("项目负责人",), type="person"),
        Field(name="leader_phone", labels=("电话",), type="phones", after="leader"),
        Field(name="serial", labels=("编号",), region="cover", office_only=True),
        Field(name="summary", labels=("推广应用",), type="richtext"),
    ),
    rows=(
        Rows(
            name="years",
            columns=(
                Field(name="name", labels=("指标",)),
                Field(name="unit", labels=("单位",)),
                Field(name="y1", labels=("2018年",), type="number"),
            ),
        ),
    ),
    blocks=(Block(name="opinion", labels=("申报单位意见",), signatures=("法定代表人",)),),
)


def read(*pages: PageFacts) -> FormFacts:
    return extract(FORM, tuple(("f" * 64, one) for one in pages))


def test_the_value_stands_right_of_its_label() -> None:
    """Two pairs in a row; spaces inside labels and hints do not matter."""
    facts = read(
        page(tables=[table([["单 位 名 称", "上海某某有限公司", "注册资金（万元）", "5,000"]])])
    )
    assert facts.fields["org_name"].value == "上海某某有限公司"
    assert facts.fields["capital"].value == Decimal(5000)


def test_boxes_of_a_label_and_its_value_may_touch() -> None:
    """A detector's box around the label reaches half a character into the value."""
    label = replace(line("申报单位：", 140), box=Box(250, 140, 490, 200))
    value = replace(line("上海某某有限公司", 140), box=Box(472, 140, 660, 200))
    assert read(page(lines=[label, value])).fields["org_name"].value == "上海某某有限公司"


def test_the_value_stands_below_its_label() -> None:
    """Labels in a row with their values under them."""
    facts = read(page(tables=[table([["单位名称", "联系人"], ["上海某某有限公司", "张三"]])]))
    assert facts.fields["org_name"].value == "上海某某有限公司"
    assert facts.fields["contact"].value == "张三"


def test_an_empty_cell_is_blank_and_a_missing_label_not_found() -> None:
    """Blank and not found are different things."""
    facts = read(page(tables=[table([["单位名称", ""], ["联系人", "张三"]])]))
    assert facts.fields["org_name"].presence is Presence.BLANK
    assert "capital" not in facts.fields


def test_stated_none_is_not_blank() -> None:
    """无 is an answer."""
    facts = read(page(tables=[table([["联系人", "无"]])]))
    assert facts.fields["contact"].presence is Presence.STATED_NONE


def test_a_repeated_label_is_told_by_what_it_follows() -> None:
    """The second 电话 is the leader's."""
    rows = [["联系人", "张三", "电话", "62524131"], ["项目负责人", "李四", "电话", "13812345678"]]
    facts = read(page(tables=[table(rows)]))
    assert facts.fields["phone"].value == ("62524131",)
    assert facts.fields["leader_phone"].value == ("13812345678",)


def test_the_title_of_a_block_is_no_label() -> None:
    """A merged cell at the side spans the labels of its block."""
    side = table([["", "联系人", "张三"], ["", "电话", "62524131"]])
    merged = side.cells[0]
    tall = type(merged)(
        0, 0, 2, 1, Box(merged.box.left, merged.box.top, merged.box.right, side.box.bottom),
        "申报单位",
    )  # fmt: skip
    cells = (tall, *(cell for cell in side.cells if cell.column))
    facts = read(page(tables=[type(side)(side.box, cells)]))
    assert "org_name" not in facts.fields
    assert facts.fields["contact"].value == "张三"


def test_cover_lines() -> None:
    """Label, hint and value in one line; the office's own cell stays blank."""
    cover = page(
        lines=[line("申报单位（盖章）： 上海某某有限公司", 300), line("编号（由质协填写）：", 360)]
    )
    facts = read(cover)
    assert facts.fields["org_name"].value == "上海某某有限公司"
    assert facts.fields["serial"].presence is Presence.BLANK


def test_rows_go_on_on_the_next_page_and_stop_at_other_rows() -> None:
    """A repeating table is followed over the page break; empty rows are left out."""
    first = page(
        1, tables=[table([["指标", "单位", "2018年"], ["利润总额", "万元", "12.5"], ["", "", ""]])]
    )
    second = page(2, tables=[table([["资产总额", "万元", "7,449"], ["联系人", "张三"]], top=100)])
    facts = read(first, second)
    rows = facts.rows["years"]
    assert [row["name"].value for row in rows] == ["利润总额", "资产总额"]
    assert [row["y1"].value for row in rows] == [Decimal("12.5"), Decimal(7449)]
    assert facts.fields["contact"].value == "张三"


def test_a_cell_of_a_repeating_table_is_no_label() -> None:
    """推广应用 as an entry of a table does not answer for the field of that name."""
    rows = [["指标", "单位", "2018年"], ["推广应用", "万元", "3"]]
    facts = read(page(tables=[table(rows), table([["推广应用", "已在三家单位推广。"]], top=600)]))
    assert facts.fields["summary"].value == "已在三家单位推广。"


def test_word_files_are_addressed_by_cell() -> None:
    """A Word file has no pixels: its evidence is an address."""
    facts = read(page(tables=[table([["联系人", "张三"]])], source=Source.WORD))
    evidence = facts.fields["contact"].evidence
    assert evidence is not None
    assert evidence.box is None
    assert evidence.address == "table 1 row 1 column 2"


def test_a_form_that_goes_on_under_a_table_is_no_row_of_it() -> None:
    """A label in the first row of the next page, however its columns stand."""
    first = page(1, tables=[table([["指标", "单位", "2018年"], ["产值", "万元", "10"]])])
    second = page(2, tables=[table([["推广应用", "在各分公司推广", ""]])])
    facts = read(first, second)
    assert [row["name"].value for row in facts.rows["years"]] == ["产值"]
    assert facts.fields["summary"].value == "在各分公司推广"


def test_a_table_goes_on_on_the_next_page() -> None:
    first = page(1, tables=[table([["指标", "单位", "2018年"], ["产值", "万元", "10"]])])
    second = page(2, tables=[table([["利润", "万元", "3"]])])
    rows = read(first, second).rows["years"]
    assert [row["name"].value for row in rows] == ["产值", "利润"]


def test_labels_above_values_in_a_row() -> None:
    """The label of a neighbour that the form does not know is no value."""
    rows = [
        ["单位名称", "联系人", "某个没有的栏目"],
        ["上海某某有限公司", "张三", "别的"],
        ["注册资金", "5000", ""],
    ]
    facts = read(page(tables=[table(rows)]))
    assert facts.fields["org_name"].value == "上海某某有限公司"
    assert facts.fields["contact"].value == "张三"
    assert facts.fields["capital"].value == Decimal(5000)


def test_an_empty_value_under_its_label_is_blank() -> None:
    rows = [["联系人", "项目负责人", "别的"], ["", "李四", "有"]]
    facts = read(page(tables=[table(rows)]))
    assert facts.fields["contact"].presence is Presence.BLANK
    assert facts.fields["leader"].value == "李四"


def test_several_pairs_on_one_line() -> None:
    """Unruled forms: labels with lines to write on, side by side."""
    text = "联 系 人：＿张三＿＿　电话：62524131＿＿　单位性质（必填）：民营"
    facts = read(page(lines=[line(text, 300)]))
    assert facts.fields["contact"].value == "张三"
    assert facts.fields["phone"].value == ("62524131",)
    assert facts.fields["ownership"].value == "民营"
    facts = read(page(lines=[line("联系人：______　电话：62524131", 300)]))
    assert facts.fields["contact"].presence is Presence.BLANK


def test_several_pairs_in_one_cell() -> None:
    """A cell may hold a label with its value on each of its lines."""
    rows = [["单位名称", "上海某某有限公司"], ["办理", "联系人：张三\n电话：62524131"]]
    facts = read(page(tables=[table(rows)]))
    assert facts.fields["contact"].value == "张三"
    assert facts.fields["phone"].value == ("62524131",)


TURNED = Form(
    kind="turned",
    name="表",
    rows=(
        Rows(
            name="indicators",
            columns=(
                Field(name="name", labels=("指标",)),
                Field(name="unit", labels=("单位",)),
                Field(name="y1", labels=("2018年",), type="number"),
                Field(name="y2", labels=("2019年",), type="number"),
                Field(name="y3", labels=("2020年",), type="number"),
            ),
        ),
        Rows(
            name="benefit",
            columns=(
                Field(name="year", labels=("年份",), type="year"),
                Field(name="output", labels=("新增产值",), type="money_wan"),
                Field(name="profit", labels=("新增利润",), type="money_wan"),
            ),
        ),
    ),
)


def test_a_table_on_its_side() -> None:
    """Years stand at the left, indicators above with their unit in brackets; sums are no rows."""
    indicators = [
        ["年度", "资产总额（万元）", "资产负债率（%）"],
        ["2018年", "100", "50"],
        ["2019年", "200", "40"],
        ["2020年", "300", ""],
    ]
    benefit = [
        ["项目", "2018年", "2019年", "合计"],
        ["新增产值", "10", "20", "30"],
        ["新增利润", "1", "2", "3"],
    ]
    sheet = page(tables=[table(indicators, 200), table(benefit, 600)])
    rows = extract(TURNED, (("f" * 64, sheet),)).rows
    assert [{k: v.value for k, v in row.items()} for row in rows["indicators"]] == [
        {"name": "资产总额", "unit": "万元", "y1": 100, "y2": 200, "y3": 300},
        {"name": "资产负债率", "unit": "%", "y1": 50, "y2": 40, "y3": None},
    ]
    assert [{k: v.value for k, v in row.items()} for row in rows["benefit"]] == [
        {"year": 2018, "output": 10, "profit": 1},
        {"year": 2019, "output": 20, "profit": 2},
    ]


def test_labels_before_lines_to_write_on() -> None:
    """Without colons: what stands between a label's line and the next label is its value."""
    facts = read(page(lines=[line("联系人 ＿张三＿ 电话 ______ 单位性质 ____", 300)]))
    assert facts.fields["contact"].value == "张三"
    assert facts.fields["phone"].presence is Presence.BLANK
    assert facts.fields["ownership"].presence is Presence.BLANK


def test_a_colon_with_nothing_behind_it_is_blank() -> None:
    """Cells that hold label and value: the next cell is another pair, or another value."""
    rows = [["单位名称：上海某某有限公司", "注册资金：5000"], ["联系人：", "电话："]]
    facts = read(page(tables=[table(rows)]))
    assert facts.fields["capital"].value == Decimal(5000)
    assert facts.fields["contact"].presence is Presence.BLANK
    assert facts.fields["phone"].presence is Presence.BLANK


def test_start_and_end_in_one_column() -> None:
    form = Form(
        kind="work",
        name="表",
        rows=(
            Rows(
                name="work",
                columns=(
                    Field(name="from", labels=("起止时间",), type="date"),
                    Field(name="to", labels=("起止时间",), type="period_end"),
                    Field(name="org", labels=("工作单位",)),
                ),
            ),
        ),
    )
    rows = [["起止时间", "工作单位"], ["2001.7—2008.3", "某厂"], ["2008年4月至今", "某公司"]]
    found = extract(form, (("f" * 64, page(tables=[table(rows)])),)).rows["work"]
    assert [{name: one.value for name, one in row.items()} for row in found] == [
        {"from": "2001-07", "to": "2008-03", "org": "某厂"},
        {"from": "2008-04", "to": "至今", "org": "某公司"},
    ]


def test_a_text_goes_on_overleaf() -> None:
    """A cell at a page's foot goes on in the next page's first cell, which has no label."""
    first = page(tables=[table([["联系人", "张三"], ["推广应用", "成果已在三个"]])])
    second = page(tables=[table([["", "车间应用"]])])
    third = page(tables=[table([["", "和推广。"], ["电话", "62524131"]])])
    facts = read(first, second, third)
    assert facts.fields["summary"].value == "成果已在三个车间应用和推广。"
    assert facts.fields["phone"].value == ("62524131",)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([["推广应用", "成果"]], [["备注", "车间应用"]]),  # another label
        ([["推广应用", "成果"], ["联系人", "张三"]], [["", "车间应用"]]),  # not at the foot
        ([["推广应用", "成果"]], [["", "车间应用", "很好"]]),  # of another width
    ],
)
def test_what_does_not_go_on_is_left_alone(first: list[list[str]], second: list[list[str]]) -> None:
    """The next page's first cell belongs to a text only where nothing speaks against it."""
    facts = read(page(tables=[table(first)]), page(tables=[table(second)]))
    assert facts.fields["summary"].value == "成果"


def test_a_label_beside_its_own_value_heads_no_others() -> None:
    """The contact's telephone is not that of the leader, whose label is shorter."""
    form = replace(
        FORM,
        kind="two",
        fields=(
            Field(name="contact", labels=("联系人姓名",), type="person"),
            Field(name="phone", labels=("联系电话", "手机", "联系人电话"), type="phones"),
            Field(name="leader", labels=("负责人姓名",), type="person"),
            Field(name="leader_phone", labels=("手机",), type="phones", after="leader"),
        ),
    )
    rows = [
        ["联系人姓名", "张三", "联系电话（手机）", "62524131"],
        ["地址", "某路", "负责人姓名", "李四"],
        ["手机", "13812345678", "邮编", "200000"],
    ]
    fields = extract(form, (("f" * 64, page(tables=[table(rows)])),)).fields
    assert fields["phone"].value == ("62524131",)
    assert fields["leader_phone"].value == ("13812345678",)


def test_a_label_overleaf_does_not_go_on_with_a_text() -> None:
    """A cell over the whole width at the head of the next page asks for something of its own."""
    first = page(tables=[table([["推广应用", "成果"]])])
    second = page(tables=[table([["", "联系人"], ["", "张三"]])])
    assert read(first, second).fields["summary"].value == "成果"


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [("推广应用 无", "summary", None), ("单位性质国有", "ownership", "国有")],
)
def test_a_short_value_follows_its_label_without_a_mark(
    text: str, name: str, value: str | None
) -> None:
    """Only a heading may have more words than its label."""
    read_ = read(page(lines=[line(text, 300)])).fields[name]
    assert read_.value == value


def test_a_field_that_follows_another_comes_after_it_wherever_it_is_defined() -> None:
    """The definition's order of the two telephones does not matter."""
    rows = [
        ["项目负责人", "张三"],
        ["电话", "13812345678"],
        ["联系人", "李四"],
        ["电话", "62524131"],
    ]
    turned = replace(FORM, fields=tuple(reversed(FORM.fields)))
    for form in (FORM, turned):
        facts = extract(form, (("f" * 64, page(tables=[table(rows)])),)).fields
        assert facts["leader_phone"].value == ("13812345678",)
        assert facts["phone"].value == ("62524131",)
