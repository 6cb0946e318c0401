"""The personal award's form in the third layout kept aside."""

from dataclasses import replace

from samples.aside3_parts import (
    Head,
    Say,
    chapter,
    counted,
    cover_foot,
    cover_head,
    footnote,
    prose,
    said,
)
from samples.cells import beside, line, table, upright
from samples.layout import (
    UNITS,
    Block,
    Cell,
    CoverLine,
    Form,
    PageBreak,
    Para,
    Row,
    RowValues,
    Table,
    Values,
)
from samples.layout_parts import recommended
from samples.style import Style

SIDE = 2  # units of an upright title
PHOTO = 19  # where the picture begins
WORK = (
    Head("序号", 2),
    Head("起止年月", parts=(("起", 3), ("止", 3))),
    Head("工作单位", 8),
    Head("担任职务", 6),
)
HONOURS = (
    Head("序号", 2),
    Head("获奖年份", 4),
    Head("获奖情况", parts=(("荣誉名称", 9), ("颁发机构", 7))),
)


def _cover(values: Values) -> list[Block]:
    return [
        *cover_head((("上海市质量管理奖", 28), ("个人奖申报书", 28), ("（2021年度）", 16)), 40),
        Para("", size=40),
        CoverLine("申 报 人：", values["person_name"].shown, before=10),
        CoverLine("任职单位（公章）：", values["employer"].shown, "cover", before=10),
        CoverLine("填 写 时 间：", values["fill_date"].shown, before=10),
        *cover_foot(50),
    ]


def _portrait(values: Values) -> list[Row]:
    """Return the rows beside the picture."""
    rows = [
        line(
            values,
            ("姓名", "person_name", 3, 3),
            ("性别", "sex", 2, 7),
            ("民族", "ethnicity", 2, 2),
            height=11.0,
        ),
        line(values, ("出生年月", "birth_ym", 4, 6), ("籍贯", "native_place", 3, 6), height=11.0),
        line(
            values,
            ("政治面貌", "political_status", 4, 5),
            ("质量工龄|（年）", "quality_years", 4, 6),
            height=11.0,
        ),
        line(values, ("公民身份号码", "id_no", 6, 13), height=11.0),
    ]
    hint = (Para("照　片", align="center"), Para("（近期二寸免冠）", size=9, align="center"))
    picture = Cell(hint, PHOTO, UNITS - PHOTO, len(rows), "photo")
    return [replace(rows[0], cells=(*rows[0].cells, picture)), *rows[1:]]


def _basics(values: Values) -> Table:
    schooling = [
        line(
            values,
            ("最高学历", "education", 4, 6),
            ("学位", "degree", 4, 8),
            left=SIDE,
        ),
        line(values, ("毕业院校", "school", 4, 6), ("专业", "major", 4, 8), left=SIDE),
    ]
    work = [
        line(values, ("单位全称", "employer", 4, 18), left=SIDE),
        line(values, ("统一代码", "uscc", 4, 18), left=SIDE),
        line(values, ("行政职务", "position", 4, 7), ("技术职称", "title", 4, 7), left=SIDE),
    ]
    reach = [
        line(values, ("移动电话", "phone", 4, 6), ("电子信箱", "email", 3, 9), left=SIDE),
        line(values, ("邮寄地址", "address", 4, 11), ("邮编", "postcode", 3, 4), left=SIDE),
    ]
    return table(
        _portrait(values),
        beside("教育", schooling),
        beside("任职", work),
        beside("联络", reach),
    )


def _record(values: Values, rows: RowValues) -> Table:
    """Return the applicant's career, honours and achievements."""
    work = counted(
        WORK, rows["work_history"], ("from", "to", "org", "position"), 4, left=SIDE, height=10.0
    )
    honours = counted(HONOURS, rows["honours"], ("year", "name", "giver"), 3, left=SIDE)
    text = Cell(prose(values["achievements"].shown), SIDE, UNITS - SIDE, valign="top")
    return table(
        beside("个人简历", work),
        beside("获得荣誉", honours),
        Row((upright("突出业绩与贡献"), text), 130.0),
    )


def _closing(values: Values, style: Style) -> Table:
    date = values["employer_opinion_date"].shown
    text, place, when = recommended(values, date)
    own = values["self_declaration"].shown
    employer = values["employer_opinion"].shown
    parts = (
        ("个人声明", Say(own, "self_declaration", date, "申报人（签字）", "", True), 40.0),
        (
            "任职单位意见",
            Say(employer, "employer_opinion", date, "单位负责人（签字）", "（单位公章）"),
            52.0,
        ),
        ("推荐单位意见", Say(text, place, when, "负责人（签字）", "（单位公章）"), 52.0),
        ("市质协意见", Say(values["saq_opinion"].shown, "", "", "", "（盖章）"), 44.0),
    )
    return table(
        Row(
            (upright(title), Cell(said(one, style), SIDE, UNITS - SIDE)),
            height,
        )
        for title, one, height in parts
    )


def build(values: Values, rows: RowValues, style: Style, photo_seed: int) -> Form:
    """Lay the form out."""
    blocks: list[Block] = [
        *_cover(values),
        chapter("一、申报人信息", before=0),
        _basics(values),
        chapter("二、履历与业绩"),
        _record(values, rows),
        footnote("简历从参加工作时填起，业绩可另附页。"),
        PageBreak(),
        chapter("三、声明与审核意见", before=0),
        _closing(values, style),
    ]
    return Form("award_person", tuple(blocks), photo_seed)
