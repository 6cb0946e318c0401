"""People on forms: tables of them, what is said of each, and where they sign."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from extractors.facts import Box, Cell, PageFacts, Presence, Reading, Source, Table
from extractors.forms import extract
from extractors.formtypes import Block, Field, Form
from tests.checks.paper import line, page, table

FORM = Form(
    kind="form",
    name="申报表",
    titles=("申报表",),
    fields=(
        Field(name="legal", labels=("法定代表人",), type="person"),
        Field(name="head", labels=("分管质量领导",), type="person"),
        Field(name="contact", labels=("联系人", "联系人姓名"), type="person"),
        Field(name="phone", labels=("联系电话", "联系人电话", "手机"), type="phones"),
        Field(name="email", labels=("电子邮箱", "电子信箱"), type="email"),
        Field(name="leader", labels=("项目负责人", "项目负责人姓名"), type="person"),
        Field(
            name="leader_phone", labels=("项目负责人电话", "手机"), type="phones", after="leader"
        ),
        Field(name="leader_email", labels=("项目负责人邮箱",), type="email", after="leader"),
        Field(name="deeds", labels=("主要业绩",), type="richtext"),
    ),
    blocks=(
        Block(name="promise", labels=("声明", "承诺"), signatures=("法定代表人",)),
        Block(name="opinion", labels=("申报单位意见",), signatures=("负责人",)),
    ),
)
PEOPLE = [
    ["人员", "姓名", "部门及职务", "联系电话", "电子信箱"],
    ["分管质量领导", "陈某", "", "", ""],
    ["联系人", "袁某", "企管部部长", "021-58748404", "a.b@example.com"],
]


def read(*pages: PageFacts) -> dict[str, Reading[Any]]:
    return dict(extract(FORM, tuple(("f" * 64, one) for one in pages)).fields)


@pytest.mark.parametrize("source", [Source.OCR, Source.WORD])
def test_of_several_people_each_has_their_own_row(source: Source) -> None:
    """An empty cell of the first person's is not the second one's telephone."""
    fields = read(page(tables=[table(PEOPLE)], source=source))
    said = {name: fields[name].value for name in ("head", "contact", "phone", "email")}
    assert said == {
        "head": "陈某", "contact": "袁某", "phone": ("02158748404",), "email": "a.b@example.com"
    }  # fmt: skip


def test_nobodys_telephone_is_not_known_to_be_missing() -> None:
    """Two people, no number: whose would it be?"""
    people = [PEOPLE[0], PEOPLE[1], ["联系人", "袁某", "", "", ""]]
    fields = read(page(tables=[table(people)]))
    assert fields["contact"].value == "袁某"
    assert fields["phone"].presence is Presence.BLANK  # 联系人 and 联系电话 are the contact's
    assert fields["head"].value == "陈某"


def beside(rows: int) -> Table:
    """项目负责人 left of two rows: what is asked, and what is said. Edges waver as on a photo."""
    asked, said = ["姓名", "手机", "电子信箱"], ["李某", "18715918302", "c.d@example.com"]
    cells = [Cell(0, 0, 2, 1, Box(100, 200, 300, 300), "项目负责人", 0.99)]
    for number, texts in enumerate((asked, said)[:rows]):
        for column, text in enumerate(texts, 1):
            left, top = 100 + 200 * column - number * 0.4, 200 + 50 * number
            box = Box(left, top, left + 200, top + 50)
            cells.append(Cell(number, column, 1, 1, box, text, 0.99))
    return Table(Box(100, 200, 900, 300), tuple(cells))


def test_what_stands_beside_a_person_is_that_persons() -> None:
    """Of three things asked in a row the third is theirs, too; the contact's stands elsewhere."""
    contact = table([["联系人", "袁某", "电子信箱", "a.b@example.com"]], 400)
    fields = read(page(tables=[beside(2), contact]))
    assert fields["leader"].value == "李某"
    assert fields["leader_phone"].value == ("18715918302",)
    assert fields["leader_email"].value == "c.d@example.com"
    assert fields["email"].value == "a.b@example.com"


def test_who_signs_is_not_who_is_named() -> None:
    """法定代表人（签名） asks for a signature; the field's own label stands elsewhere."""
    named = line("法定代表人：郑某某", 100)
    signed = table([["法定代表人（签名）：", "王某\n（公章）\n2021年7月23日"]], 400)
    assert read(page(lines=[named], tables=[signed]))["legal"].value == "郑某某"
    assert "legal" not in read(page(tables=[signed]))


def test_a_seal_and_a_date_are_no_name() -> None:
    """Their lines are left out; alone they leave the place blank."""
    place = [["联系人", "袁某\n（单位公章）\n2021年7月23日"]]
    assert read(page(tables=[table(place)]))["contact"].value == "袁某"
    unsigned = [["联系人", "（公章）\n年 月 日"]]
    assert read(page(tables=[table(unsigned)]))["contact"].presence is Presence.BLANK


def test_a_text_stands_under_its_label_in_a_frame() -> None:
    """To the next label, or to where the next part begins; nothing of either is its own."""
    asked = line("主要业绩：", 100)
    text = [line("组织建立质量成本核算制度，", 140), line("损失率下降到一半。", 180)]
    after = line("申报人（签名）：何某", 220)
    fields = read(page(lines=[asked, *text, after]))
    assert fields["deeds"].value == "组织建立质量成本核算制度，损失率下降到一半。"
    far = line("本人承诺所填内容真实。", 400)
    assert read(page(lines=[asked, far]))["deeds"].presence is Presence.BLANK


def test_an_opinion_stands_under_its_own_title() -> None:
    """Not under that of the part, which names it first: the signature is found."""
    lines = [
        line("（七）承诺与审核", 100),
        line("承诺：", 150),
        line("申报内容属实。", 200),
        line("法定代表人（签名）：郑某", 250),
    ]
    below = table([["申报单位意见：\n同意。", "推荐单位意见：\n无"]], 400)
    fields = read(page(lines=lines, tables=[below]))
    assert fields["promise_signature"].value == "郑某"


def test_a_line_below_with_a_label_of_its_own_is_no_part_of_a_value() -> None:
    """Though the boxes of that label and of what follows it overlap by a little."""
    address = Field(name="address", labels=("通信地址",))
    form = replace(FORM, fields=(*FORM.fields, address))
    lines = [
        line("通信地址：", 100), line("某路2943号", 100, 200.0),
        line("联系人：", 160), replace(line("郑某某", 160, 200.0), box=Box(176, 160, 260, 190)),
    ]  # fmt: skip
    found = extract(form, (("f" * 64, page(lines=lines)),)).fields
    assert found["address"].value == "某路2943号"
    assert found["contact"].value == "郑某某"


def test_what_is_asked_under_a_title_over_the_whole_table_is_that_persons() -> None:
    """二、联系人, and below it a row of labels with one of values."""
    rows = [
        ["二、联系人"],
        ["姓名", "电话/手机", "E-mail"],
        ["董某", "13010842877", "a.b@example.com"],
    ]
    phone = Field(name="phone", labels=("联系人电话", "电话/手机"), type="phones")
    form = replace(FORM, fields=(*FORM.fields[:3], phone))
    found = extract(form, (("f" * 64, page(tables=[table(rows)])),)).fields
    assert found["contact"].value == "董某"
    assert found["phone"].value == ("13010842877",)


@pytest.mark.parametrize("title", ["主要业绩", "1、主要业绩（500字以内）"])
def test_a_text_stands_under_its_label_in_the_same_cell(title: str) -> None:
    """A label in two lines is none of a text: （万元） below it is a hint."""
    text = "组织建立质量成本核算制度，\n损失率下降到一半。"
    assert read(page(tables=[table([[f"{title}\n{text}"]])]))["deeds"].value == text.replace(
        "\n", ""
    )
    beside = [["主要业绩\n（500字以内）", text]]
    assert read(page(tables=[table(beside)]))["deeds"].value == text.replace("\n", "")


def test_what_the_form_asks_for_is_no_part_of_a_text() -> None:
    hint = "（突出近三年的工作实绩，字数不限，可另附材料）"
    fields = read(page(tables=[table([["主要业绩", f"{hint}\n培养工程师21名。"]])]))
    assert fields["deeds"].value == "培养工程师21名。"
    assert read(page(tables=[table([["主要业绩", hint]])]))["deeds"].presence is Presence.BLANK


@pytest.mark.parametrize(
    "signed", ["主要负责人（签字）：张某兰", "单位主要领导签字：张某兰", "负责人签名：张某兰"]
)
def test_who_signs_an_opinion_is_no_part_of_it(signed: str) -> None:
    """In whatever words their office is told."""
    opinion = [["申报单位意见", f"同意申报。\n{signed}\n（单位公章）\n2021年7月25日"]]
    fields = read(page(tables=[table(opinion)]))
    assert fields["opinion"].value == "同意申报。"
    assert fields["opinion_signature"].value == "张某兰"


def test_whose_seal_belongs_there_is_no_empty_field() -> None:
    """申报单位（公章） at the foot of a declaration asks for no name."""
    name = Field(name="org_name", labels=("申报单位",), type="organisation")
    form = replace(FORM, fields=(name,))
    foot = page(lines=[line("申报单位（公章）", 900)])
    assert "org_name" not in extract(form, (("f" * 64, foot),)).fields
    cover = page(lines=[line("申报单位（公章）：上海某某有限公司", 300)])
    assert extract(form, (("f" * 64, cover),)).fields["org_name"].value == "上海某某有限公司"


def test_what_belongs_on_a_cover_may_stand_there_in_a_table() -> None:
    day = Field(name="fill_date", labels=("填报日期",), type="date", region="cover")
    form = replace(FORM, fields=(day,))
    cover = page(tables=[table([["申报主体", "某某"], ["填报日期", "2021年8月5日"]])])
    found = extract(form, (("f" * 64, cover),)).fields["fill_date"]
    assert str(found.value) == "2021-08-05"
    later = (("f" * 64, page(lines=[line("封面", 100)])), ("e" * 64, cover))
    assert "fill_date" not in extract(form, later).fields


def test_a_pattern_that_finds_no_date_leaves_the_place_blank() -> None:
    """What follows an empty place is a note, and not the day."""
    day = Field(name="day", labels=("填报日期",), type="date", pattern="填报日期[:：]?(.{4,14})")
    form = replace(FORM, fields=(day,))
    lines = [line("填报日期：", 900, 600.0), line("注：本表一式一份，加盖公章后报送。", 960)]
    found = extract(form, (("f" * 64, page(lines=lines)),)).fields["day"]
    assert found.presence is Presence.BLANK


def test_what_is_asked_of_somebody_else_is_not_the_contacts() -> None:
    """The telephone under a person of whom the form asks only the name is none of the form's."""
    rows = [
        ["法定代表人", "姓名", "王某", "手机", "13800001111"],
        ["财务负责人", "姓名", "李某", "手机", "13800002222"],
        ["经办人", "姓名", "袁某", "手机", "13800003333"],
    ]
    fields = read(page(tables=[table(rows)]))
    assert fields["phone"].value == ("13800003333",)
    assert (fields["legal"].value, fields["contact"].value) == ("王某", "袁某")


def test_two_columns_beside_one_another_are_no_group() -> None:
    """法定代表人 and 联系电话 head columns: the telephone is whoever's the form asks for."""
    rows = [["法定代表人", "联系电话"], ["王某", "13800001111"]]
    assert read(page(tables=[table(rows)]))["phone"].value == ("13800001111",)


def test_what_stands_in_brackets_may_belong_to_the_label() -> None:
    """会员证（编号） asks for the number, and 电子邮箱（必填） for no more than the address."""
    number = Field(name="number", labels=("会员证编号",))
    member = Field(name="member", labels=("市质协会员",), type="bool")
    form = replace(FORM, fields=(*FORM.fields, number, member))
    rows = [["会员证（编号）", "A-0137"], ["电子邮箱（必填）", "a.b@example.com"]]
    found = extract(form, (("f" * 64, page(tables=[table(rows)])),)).fields
    assert (found["number"].value, found["email"].value) == ("A-0137", "a.b@example.com")
    assert "member" not in found


def test_a_post_that_reads_as_a_label_is_a_value() -> None:
    """体系主管 is made of words of labels; in a row of labels and values it is what somebody is."""
    form = replace(
        FORM, fields=(*FORM.fields, Field(name="post", labels=("联系人职务", "部门职务")))
    )
    rows = [["联系人", "袁某", "部门职务", "体系主管"], ["手机", "13800003333", "传真", "65595053"]]
    found = extract(form, (("f" * 64, page(tables=[table(rows)])),)).fields
    assert found["post"].value == "体系主管"
