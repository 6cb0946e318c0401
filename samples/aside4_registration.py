"""The registration form in the fourth layout kept aside: one table with titles down its side."""

from samples.aside4_parts import Hand
from samples.cells import beside, code_line, dated, line, table
from samples.layout import UNITS, Block, Cell, Form, Para, Row, Table, Values
from samples.style import Style

SIDE, NAME = 2, 4  # units of the titles at the side and of most labels
REST = UNITS - SIDE - NAME


def _unit(values: Values, style: Style) -> list[Row]:
    """Return who registers."""
    return [
        line(values, ("单位名称|（与公章一致）", "org_name", NAME, REST), left=SIDE),
        code_line(values, style, "社会信用\n代　　码", "uscc", left=SIDE),
        line(
            values,
            ("办公地址", "address", NAME, 11),
            ("邮编", "postcode", 2, 5),
            left=SIDE,
        ),
        line(values, ("经济性质", "ownership", NAME, REST), left=SIDE, height=11.0),
        line(values, ("所属类型", "org_category", NAME, REST), left=SIDE, height=13.0),
        line(
            values,
            ("职工人数\n（人）", "employee_count", NAME, 4),
            ("主管质量工作\n的领导姓名", "quality_exec_name", 6, 8),
            left=SIDE,
        ),
    ]


def _clerk(values: Values) -> list[Row]:
    """Return whom to call."""
    return [
        line(
            values,
            ("姓　　名", "contact_name", NAME, 5),
            ("所在部门\n及职务", "contact_title", 4, 9),
            left=SIDE,
        ),
        line(
            values,
            ("联系方式|（手机、座机）", "contact_phone", NAME, 9),
            ("传真号", "fax", 3, 6),
            left=SIDE,
        ),
        line(values, ("电子邮件", "email", NAME, REST), left=SIDE),
    ]


def _ground(values: Values) -> list[Row]:
    """Return membership and what was adopted."""
    return [
        line(
            values,
            ("是否我会\n会员单位", "is_member", NAME, 7),
            ("会员证号", "member_no", 4, 7),
            left=SIDE,
        ),
        line(
            values,
            ("是否推行\n卓越绩效模式", "pem_adopted", NAME + 1, 6),
            ("推行起始年度", "pem_year", 5, 6),
            left=SIDE,
        ),
    ]


def _wishes(values: Values) -> list[Row]:
    """Return what is wished for."""
    return [
        line(values, ("拟参加的\n活动内容|（可多选）", "activities", NAME, REST), left=SIDE),
        line(values, ("拟申报的\n奖项类别|（可多选）", "intended_awards", NAME, REST), left=SIDE),
        line(
            values,
            ("拟申报的项目\n名称或个人姓名", "intended_items", 6, REST + NAME - 6),
            left=SIDE,
            height=12.0,
        ),
        line(values, ("推荐单位|（没有的不填）", "recommender", NAME, REST), left=SIDE),
    ]


def _confirmed(date: str, style: Style) -> list[Row]:
    """Return where the seal and the date stand."""
    head = Para("以上情况属实，同意参加本年度质量管理推进活动。", indent=True)
    seal = Hand("registration", stamp="（单位公章）").paras(style)
    day = Para(f"{dated(date)}　　", align="right", before=3)
    cell = Cell((head, *seal, day), SIDE, UNITS - SIDE)
    return [Row((cell,), 27.0)]


def _table(values: Values, style: Style) -> Table:
    return table(
        beside("单位情况", _unit(values, style)),
        beside("经办人", _clerk(values)),
        beside("工作基础", _ground(values)),
        beside("参与意向", _wishes(values)),
        beside("单位确认", _confirmed(values["fill_date"].shown, style)),
    )


def build(values: Values, style: Style) -> Form:
    """Lay the form out on one sheet."""
    blocks: list[Block] = [
        Para("附表1", size=12, face="label"),
        Para("质量管理推进活动意向登记表", size=19, face="title", align="center"),
        Para("（2021年度）", size=12, face="label", align="center", after=3),
        _table(values, style),
        Para(
            "说明：本表一式一份，加盖公章后于6月30日前寄（送）至我会，并将电子文本发至会务邮箱。",
            size=9,
            face="label",
            before=1.5,
        ),
    ]
    return Form("registration", tuple(blocks))
