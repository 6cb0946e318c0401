"""The personal award's form in the layout kept aside: the photo at the left, blanks, no grid."""

from samples.aside_shared import (
    Statement,
    above,
    blanks,
    code_row,
    front,
    heading,
    inline,
    office,
    prose,
    recommendation,
    table,
)
from samples.case import text
from samples.forms_shared import listing
from samples.layout import Block, Cell, Form, Para, Row, RowValues, Table, Values, label, value
from samples.style import Style, spaced, word

LEFT = 5  # columns of the photo


def _beside_photo(values: Values, style: Style) -> list[Row]:
    """Return the rows beside the photo."""
    pairs = (
        ((spaced(style, "姓名"), "person_name"), (spaced(style, "性别"), "sex")),
        (
            (word(style, "出生年月", "出生日期（年月）"), "birth_ym"),
            (spaced(style, "民族"), "ethnicity"),
        ),
        (
            (word(style, "政治面目", "政治面貌"), "political_status"),
            (spaced(style, "籍贯"), "native_place"),
        ),
    )
    rows = []
    for (one, first), (other, second) in pairs:
        cells = (
            label(one, LEFT, 4),
            value(values[first].shown, LEFT + 4, 6, align="center"),
            label(other, LEFT + 10, 3),
            value(values[second].shown, LEFT + 13, 6, align="center"),
        )
        rows.append(Row(cells, 10.5))
    name = word(style, "身份证号码", "公民身份号码")
    rows.append(code_row(name, values["id_no"].shown, style, LEFT))
    photo = Cell((Para("一寸免冠照片", align="center"),), 0, LEFT, len(rows), "photo")
    return [Row((photo, *rows[0].cells), rows[0].height), *rows[1:]]


def _person(values: Values, style: Style) -> Table:
    """Return who the person is."""
    schooling = (
        ("education", word(style, "最高学历", "学历"), 5),
        ("degree", "学位", 4),
        ("school", word(style, "毕业学校", "毕业院校"), 8),
        ("major", word(style, "所学专业", "专业"), 7),
    )
    work = (
        ("position", word(style, "现任职务", "行政职务"), 8),
        ("title", word(style, "专业技术职称", "技术职称"), 8),
        ("quality_years", word(style, "从事质量工作年限", "从事质量管理工作年数"), 8),
    )
    reached = (
        inline(word(style, "手机", "移动电话"), values["phone"].shown, 0, 11),
        inline(word(style, "电子信箱", "邮箱"), values["email"].shown, 11, 13),
    )
    lives = (
        inline(word(style, "通信地址", "联系地址"), values["address"].shown, 0, 17),
        inline("邮编", values["postcode"].shown, 17, 7),
    )
    return table(
        *_beside_photo(values, style),
        *above(schooling, values),
        *above(work, values),
        Row(reached, 9.0),
        Row(lives, 9.0),
    )


def _small(rows: RowValues, style: Style) -> tuple[Table, Table]:
    """Return the work history, its periods in one column each, and the honours."""
    history = [
        {"_span": text(f"{row['from'].shown}—{row['to'].shown}")} | row
        for row in rows["work_history"]
    ]
    work = listing(
        (
            ("_span", word(style, "起止年月", "起止时间"), 6),
            ("org", word(style, "工作单位及部门", "工作单位"), 11),
            ("position", word(style, "职务", "担任职务"), 7),
        ),
        history,
        spare=1,
    )
    honours = listing(
        (
            ("name", word(style, "奖励（荣誉）名称", "荣誉称号"), 12),
            ("giver", word(style, "颁奖单位", "授予部门"), 8),
            ("year", word(style, "获奖时间", "年度"), 4),
        ),
        rows["honours"],
        spare=1,
    )
    return table(*work), table(*honours)


def build(values: Values, rows: RowValues, style: Style, photo_seed: int) -> Form:
    """Lay the form out."""
    shown = {name: one.shown for name, one in values.items()}
    date = shown["employer_opinion_date"]
    unit = word(style, "所在单位（盖章）", "工作单位（公章）")
    cover: list[Block] = [
        blanks((word(style, "申报人姓名", "姓名"), shown["person_name"]), style=style, size=15),
        blanks((unit, shown["employer"]), style=style, size=15, seal="cover"),
        blanks((word(style, "填表日期", "申报日期"), shown["fill_date"]), style=style, size=15),
    ]
    work, honours = _small(rows, style)
    promise = Statement(
        "本人承诺", shown["self_declaration"], "self_declaration", "申报人（签名）", "", date
    )
    own = Statement(
        word(style, "所在单位意见", "单位推荐意见"),
        shown["employer_opinion"],
        "employer_opinion",
        "单位负责人（签名）",
        "（单位公章）",
        date,
    )
    code = word(style, "单位社会信用代码", "统一社会信用代码")
    opinions = (own, recommendation(values, style, date), office(style))
    blocks: list[Block] = [
        *front(word(style, "个人奖申报书", "（个人奖）申报表"), cover, style),
        heading("一、申报人情况"),
        _person(values, style),
        Para("", size=4),
        blanks((word(style, "工作单位（全称）", "所在单位"), shown["employer"]), style=style),
        blanks((code, shown["uscc"]), style=style),
        heading("二、工作简历"),
        work,
        heading("三、获奖情况"),
        honours,
        heading("四、事迹材料"),
        table(*prose((("achievements", word(style, "主要事迹（可另附页）", "主要业绩")),), values)),
        *promise.unruled(style),
        heading("五、审核意见"),
        table(*(Row((one.cell(style),), 50.0) for one in opinions)),
    ]
    return Form("award_person", tuple(blocks), photo_seed)
