"""The registration form in the layout kept aside: the seal on top, people as a table."""

from samples.aside_shared import above, beneath, blanks, code_row, inline, table
from samples.layout import Block, Form, Para, Row, Table, Values, label, value
from samples.style import Style, word

PEOPLE = ((4, "人员"), (3, "姓名"), (5, "部门及职务"), (5, "联系电话"), (7, "电子信箱"))


def _people(values: Values) -> Table:
    """Return who answers for quality and who is called, a row for each."""
    quality = ("分管质量领导", values["quality_exec_name"].shown, "", "", "")
    contact = ("联系人", *(values[f"contact_{one}"].shown for one in ("name", "title", "phone")))
    rows = []
    lines = (tuple(name for _, name in PEOPLE), quality, (*contact, values["email"].shown))
    for number, line in enumerate(lines):
        cells, column = [], 0
        for shown, (units, _) in zip(line, PEOPLE, strict=True):
            printed = number == 0 or column == 0
            cells.append(
                label(shown, column, units)
                if printed
                else value(shown, column, units, align="center")
            )
            column += units
        rows.append(Row(tuple(cells), 9.0))
    return Table(tuple(rows))


def _about(values: Values, style: Style) -> Table:
    """Return what the organisation is."""
    heads = (
        ("address", word(style, "详细地址", "通信地址"), 11),
        ("postcode", "邮编", 4),
        ("fax", "传真", 5),
        ("employee_count", word(style, "从业人数", "员工总数（人）"), 4),
    )
    return table(
        code_row(
            word(style, "社会信用代码", "统一社会信用代码（18位）"), values["uscc"].shown, style
        ),
        *above(heads, values),
        Row((inline(word(style, "企业性质", "单位性质"), values["ownership"].shown, 0, 24),), 9.0),
        Row(
            (inline(word(style, "组织类型", "组织类别"), values["org_category"].shown, 0, 24),), 9.0
        ),
        Row(
            (
                inline("是否为市质协会员", values["is_member"].shown, 0, 13),
                inline(word(style, "会员证编号", "会员编号"), values["member_no"].shown, 13, 11),
            ),
            9.0,
        ),
    )


def _wishes(values: Values, style: Style) -> Table:
    """Return what the organisation registers for."""
    items = word(style, "申报项目名称或申报人姓名", "拟申报的项目名称、个人姓名")
    recommender = word(style, "推荐单位（集团公司、行业协会、区质协）", "推荐单位")
    return table(
        Row((beneath("1. 拟参加的活动（可多选）", values["activities"].shown),), 13.0),
        Row((beneath("2. 拟申报的奖项（可多选）", values["intended_awards"].shown),), 13.0),
        Row((beneath(f"3. {items}", values["intended_items"].shown),), 15.0),
        Row(
            (
                inline("4. 是否已导入卓越绩效模式", values["pem_adopted"].shown, 0, 15),
                inline("导入年度", values["pem_year"].shown, 15, 9),
            ),
            9.0,
        ),
        Row((inline(f"5. {recommender}", values["recommender"].shown, 0, 24),), 9.0),
    )


def build(values: Values, style: Style) -> Form:
    """Lay the form out."""
    name = word(style, "填报单位（盖章）", "单位名称（加盖公章）", "报名单位（公章）")
    date = word(style, "填报时间", "填表日期", "日期")
    blocks: list[Block] = [
        Para("上海市实施卓越绩效管理推进活动", size=18, face="title", align="center"),
        Para("报　名　表", size=20, face="title", align="center", before=1),
        Para("（2021年）", size=12, face="title", align="center", after=1),
        blanks((name, values["org_name"].shown), style=style, size=12, seal="registration"),
        blanks((date, values["fill_date"].shown), ("编号", ""), style=style, size=12),
        Para("一、单位概况", size=12, face="label", before=3, after=1),
        _about(values, style),
        Para("二、人员信息", size=12, face="label", before=3, after=1),
        _people(values),
        Para("三、报名内容", size=12, face="label", before=3, after=1),
        _wishes(values, style),
        Para(
            "说明：1. 请于2021年6月30日前将本表寄至上海市质量协会会员与现场工作部；"
            "2. 电子版同时报送，内容应与纸质表一致。",
            size=9,
            before=3,
        ),
    ]
    return Form("registration", tuple(blocks))
