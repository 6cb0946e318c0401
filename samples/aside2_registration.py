"""The registration in the second layout kept aside: one sheet in three parts."""

from samples.aside2_parts import (
    NOTE_SIZE,
    UNDATED,
    Ask,
    asks,
    banner,
    code_row,
    entries,
    headings,
    table,
)
from samples.layout import UNITS, Cell, Form, Para, Row, Table, Values
from samples.style import Style, spaced, word

LIAISON = (3, 5, 7, 3, 6)


def _unit(values: Values, style: Style) -> list[Row]:
    name = word(style, "单位全称", "参加单位全称")
    post = word(style, "邮编", "邮政编码")
    staff = word(style, "从业人员\n（人）", "在岗职工人数\n（人）")
    return [
        banner("一、单位概况"),
        asks(values, Ask(name, "org_name", 6, 18)),
        code_row(values, style, Ask("统一社会信用代码\n（18位）", "uscc", 6, 18)),
        asks(
            values,
            Ask(word(style, "办公地址", "单位所在地"), "address", 4, 13),
            Ask(post, "postcode", 3, 4, "center"),
        ),
        asks(values, Ask(word(style, "经济类型", "企业性质"), "ownership", 4, 20)),
        asks(values, Ask(word(style, "组织类型", "所属类别"), "org_category", 4, 20)),
        asks(
            values,
            Ask(staff, "employee_count", 4, 8, "center"),
            Ask("主管质量工作\n的领导", "quality_exec_name", 5, 7, "center"),
        ),
        asks(
            values,
            Ask("是否市质协会员", "is_member", 6, 6, "center"),
            Ask(word(style, "会员号", "会员证编号"), "member_no", 5, 7, "center"),
        ),
        asks(
            values,
            Ask("是否已推行\n卓越绩效模式", "pem_adopted", 6, 6, "center"),
            Ask("开始推行年份", "pem_year", 5, 7, "center"),
        ),
    ]


def _liaison(values: Values, style: Style) -> list[Row]:
    names = ("contact_name", "contact_title", "contact_phone", "fax", "email")
    texts = (
        spaced(style, "姓名"),
        word(style, "所在部门及职务", "职务"),
        word(style, "联络电话（手机）", "电话/手机"),
        spaced(style, "传真"),
        word(style, "电子信箱", "E-mail"),
    )
    return [
        banner("二、联络人"),
        headings(tuple(zip(texts, LIAISON, strict=True)), height=8.0),
        *entries([[values[name].shown for name in names]], LIAISON, size=10, height=10.0),
    ]


def _wishes(values: Values, style: Style) -> list[Row]:
    items = "申报的项目名称、\n个人姓名\n（可另附页）"
    return [
        banner("三、参加意向"),
        asks(values, Ask("参加活动内容\n（可多选）", "activities", 5, 19)),
        asks(
            values,
            Ask(word(style, "意向奖项", "拟报奖项") + "\n（可多选）", "intended_awards", 5, 19),
        ),
        asks(values, Ask(items, "intended_items", 5, 19)),
        asks(values, Ask("推荐渠道\n（协会、集团或区）", "recommender", 5, 19)),
    ]


def _sealed(values: Values) -> Row:
    when = values["fill_date"].shown
    lead = "填报时间："
    dated = Para(
        f"{lead}{when or UNDATED}　　",
        align="right",
        before=4,
        filled=len(lead) if when else -1,
    )
    paras = (
        Para("本单位自愿参加上述活动，所填内容属实。", face="label", indent=True, before=1),
        Para("参加单位（公章）　　　　", align="right", before=11, seal="registration"),
        dated,
    )
    return Row((Cell(paras, 0, UNITS, valign="top"),), 36.0)


def build(values: Values, style: Style) -> Form:
    """Lay out the registration."""
    whole: Table = table(
        _unit(values, style), _liaison(values, style), _wishes(values, style), _sealed(values)
    )
    return Form(
        "registration",
        (
            Para("附件1", size=12, face="label"),
            Para(
                "实施卓越绩效管理推进活动",
                size=18,
                face="title",
                align="center",
            ),
            Para(
                word(style, "报　名　回　执", "参加单位报名登记表"),
                size=18,
                face="title",
                align="center",
                after=3,
            ),
            whole,
            Para(
                "注：请于2021年6月30日前将本表纸质件和电子件一并报送上海市质量协会会员与现场工作部。",
                size=NOTE_SIZE,
                before=2,
            ),
        ),
    )
