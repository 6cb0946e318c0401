"""The registration form in the third layout kept aside: a reply slip of lines and small tables."""

from collections.abc import Mapping

from samples.aside3_parts import above, chapter
from samples.cells import caption, dated, line, table
from samples.layout import UNITS, Blank, Block, FillLine, Form, Para, Row, Table, Values, value
from samples.style import Style

WIDE = 5  # units of the labels of what is wished for


def _ticked(label: str, shown: str) -> Para:
    """Return a line of boxes behind its label."""
    return Para(f"{label}：{shown}", before=2.5, filled=len(label) + 1 if shown else -1)


def _wish(label: str, shown: str, hint: str = "", height: float = 10.5) -> Row:
    """Return a row of the last table."""
    name = caption(label, 0, WIDE, hint=hint)
    return Row((name, value(shown, WIDE, UNITS - WIDE)), height)


def _contact(values: Values) -> Table:
    """Return the table of the contact, labels above."""
    return table(
        above(
            values,
            "",
            0,
            ("姓　名", "contact_name", 3),
            ("部门及职务", "contact_title", 4),
            ("座机／手机", "contact_phone", 7),
            ("传　真", "fax", 3),
            ("电子信箱", "email", 7),
        )
    )


def _basis(values: Values) -> Table:
    """Return the table of membership and of what was adopted."""
    return table(
        line(
            values,
            ("会员单位", "is_member", 4, 7),
            ("会员证编号", "member_no", 5, 8),
        ),
        line(
            values,
            ("已导入卓越\n绩效模式", "pem_adopted", 4, 7),
            ("导入年度", "pem_year", 3, 3),
            ("质量主管领导", "quality_exec_name", 4, 3),
        ),
    )


def _wishes(shown: Mapping[str, str]) -> Table:
    """Return the table of what is wished for."""
    return table(
        _wish("参加活动", shown["activities"], "（可多选）"),
        _wish("申报意向", shown["intended_awards"], "（可多选）"),
        _wish("项目／人选名称", shown["intended_items"], "（申报项目奖、个人奖的填写）", 13.0),
        _wish("推荐渠道", shown["recommender"], "（行业、集团或区质协）"),
    )


def build(values: Values, style: Style) -> Form:
    """Lay the form out on one sheet."""
    shown = {name: one.shown for name, one in values.items()}
    blocks: list[Block] = [
        Para("附件1", size=12, face="label"),
        Para("2021年上海市实施卓越绩效管理推进活动", size=17, face="title", align="center"),
        Para("报 名 回 执", size=19, face="title", align="center", before=1, after=2),
        chapter("一、单位情况", before=2),
        FillLine((Blank("单位全称：", shown["org_name"]),), before=1.0),
        FillLine(
            (
                Blank("统一代码：", shown["uscc"], 0.6),
                Blank("在岗职工（人）：", shown["employee_count"], 0.4),
            )
        ),
        FillLine(
            (
                Blank("通讯地址：", shown["address"], 0.75),
                Blank("邮编：", shown["postcode"], 0.25),
            )
        ),
        _ticked("所有制形式", shown["ownership"]),
        _ticked("单位类型", shown["org_category"]),
        chapter("二、联络人"),
        _contact(values),
        chapter("三、会员及管理基础"),
        _basis(values),
        chapter("四、报名内容"),
        _wishes(shown),
        Para(
            f"单位公章：{'　' * 9}",
            align="right",
            before=10,
            seal="registration",
        ),
        Para(f"填报时间：{dated(shown['fill_date'])}　　", align="right", before=4),
        Para(
            "※ 请于6月30日前将本回执（盖章）连同电子版报送我会会员与现场工作部。", size=9, before=6
        ),
    ]
    return Form("registration", tuple(blocks))
