"""The individual award's form in the second layout kept aside."""

from samples.aside2_parts import (
    NOTE_SIZE,
    SMALL,
    Ask,
    Opinion,
    asks,
    beside,
    code_row,
    cover_title,
    down,
    entries,
    headings,
    office,
    opinion,
    recommendation,
    table,
)
from samples.layout import (
    UNITS,
    Blank,
    Block,
    Cell,
    FillLine,
    Form,
    PageBreak,
    Para,
    Row,
    RowValues,
    Value,
    Values,
)
from samples.style import Style, spaced, word

PHOTO = Cell((Para("近期免冠照片", face="label", align="center"),), 20, 4, 5, "photo")
WORK = (7, 10, 6)
HONOURS = (11, 8, 4)


def _cover(values: Values, style: Style) -> list[Block]:
    number = word(style, "编号（协会填）：", "协会编号：")
    lines = (
        Blank(word(style, "被推荐人：", "申报人："), values["person_name"].shown),
        Blank(
            word(style, "所在单位（盖章）：", "工作单位（公章）："),
            values["employer"].shown,
            seal="cover",
        ),
        Blank(word(style, "填报时间：", "填写时间："), values["fill_date"].shown),
    )
    return [
        *cover_title(
            (
                ("上海市质量管理奖（个人）", 26),
                (word(style, "推荐审批表", "申报审批表"), 28),
            ),
            before=40,
        ),
        Para("", before=34),
        *(FillLine((one,), size=16, before=7) for one in lines),
        FillLine((Blank(number, values["serial_no"].shown),), size=16, before=7),
        Para("上海市质量协会", size=16, face="label", align="center", before=50),
        Para("2021年", size=16, face="label", align="center", before=2),
        PageBreak(),
    ]


def _person(values: Values, style: Style) -> list[Row]:
    first = asks(
        values,
        Ask(spaced(style, "姓名"), "person_name", 3, 6, "center"),
        Ask(spaced(style, "性别"), "sex", 3, 7, "center"),
        left=1,
    )
    top = [
        Row((*first.cells, PHOTO), 10.0),
        asks(
            values,
            Ask("出生年月", "birth_ym", 3, 6, "center"),
            Ask(spaced(style, "民族"), "ethnicity", 3, 7, "center"),
            left=1,
        ),
        asks(
            values,
            Ask(word(style, "籍贯", "出生地"), "native_place", 3, 6, "center"),
            Ask(word(style, "党派", "政治身份"), "political_status", 3, 7, "center"),
            left=1,
        ),
        asks(
            values,
            Ask("最高学历", "education", 3, 6, "center"),
            Ask(spaced(style, "学位"), "degree", 3, 7, "center"),
            left=1,
        ),
        asks(
            values,
            Ask("毕业学校", "school", 3, 6, "center"),
            Ask(word(style, "专业", "所学专业"), "major", 3, 7, "center"),
            left=1,
        ),
        asks(values, Ask(word(style, "公民身份\n号码", "身份证\n号码"), "id_no", 5, 18), left=1),
    ]
    return beside("个人信息", top)


def _work(values: Values, style: Style) -> list[Row]:
    rows = [
        asks(values, Ask("现工作单位", "employer", 5, 18), left=1),
        code_row(values, style, Ask("单位统一社会\n信用代码", "uscc", 5, 18), left=1),
        asks(
            values,
            Ask("行政职务", "position", 3, 5, "center"),
            Ask("技术职称", "title", 3, 5, "center"),
            Ask("质量工作\n年限（年）", "quality_years", 4, 3, "center"),
            left=1,
        ),
        asks(
            values,
            Ask(word(style, "手机号码", "联络电话"), "phone", 3, 7, "center"),
            Ask("电子信箱", "email", 3, 10, "center"),
            left=1,
        ),
        asks(
            values,
            Ask(word(style, "通信地址", "邮寄地址"), "address", 3, 13),
            Ask(spaced(style, "邮编"), "postcode", 3, 4, "center"),
            left=1,
        ),
    ]
    return beside("工作信息", rows)


def _span(one: dict[str, Value]) -> str:
    """Return from when to when, in one text."""
    return "—".join(one[name].shown for name in ("from", "to") if one[name].shown)


def _career(rows: RowValues, style: Style) -> list[Row]:
    heads = (
        word(style, "起止时间", "何年何月至何年何月"),
        word(style, "在何单位", "所在单位"),
        word(style, "任何职务", "从事工作"),
    )
    lines = [(_span(one), one["org"].shown, one["position"].shown) for one in rows["work_history"]]
    lines += [("", "", "")] * (4 - len(lines))
    listed = [headings(tuple(zip(heads, WORK, strict=True)), left=1)]
    return beside("个人简历", listed + entries(lines, WORK, left=1, size=SMALL))


def _honours(rows: RowValues, style: Style) -> list[Row]:
    heads = (
        word(style, "所获荣誉名称", "奖励名称"),
        word(style, "授予机关", "批准机关"),
        word(style, "年份", "获奖年度"),
    )
    lines = [
        tuple(one[name].shown for name in ("name", "giver", "year")) for one in rows["honours"]
    ]
    lines += [("", "", "")] * (4 - len(lines))
    listed = [headings(tuple(zip(heads, HONOURS, strict=True)), left=1)]
    return beside("奖励情况", listed + entries(lines, HONOURS, left=1, size=SMALL))


def _deeds(values: Values) -> Row:
    lines = tuple(
        Para(one, indent=True, filled=0) for one in values["achievements"].shown.split("\n")
    )
    note = Para("（突出近三年的质量工作实绩，字数不限，可另附材料）", size=NOTE_SIZE, face="label")
    text = Cell((note, *lines), 1, UNITS - 1, valign="top")
    return Row((down("主要事迹", 1), text), 70.0)


def _promise(values: Values, style: Style, date: str) -> Row:
    one = Opinion(
        "本人声明",
        values["self_declaration"].shown,
        "self_declaration",
        date,
        word(style, "本人签字", "申报人（签名）"),
        "",
    )
    return opinion(one, style, 34.0)


def _opinions(values: Values, style: Style) -> list[Row]:
    date = values["employer_opinion_date"].shown
    own = Opinion(
        word(style, "工作单位\n推荐意见", "单位审核\n意见"),
        values["employer_opinion"].shown,
        "employer_opinion",
        date,
        word(style, "单位主要领导签字", "负责人（签字）"),
        "（单位公章）",
    )
    return [
        _promise(values, style, date),
        opinion(own, style),
        opinion(recommendation(values, style, date, "推荐部门\n意见"), style),
        opinion(office(values, "协会审批\n意见\n（此栏不填）"), style, 36.0),
    ]


def build(values: Values, rows: RowValues, style: Style, photo_seed: int) -> Form:
    """Lay out the form; without a seed there is a frame for the photo."""
    return Form(
        "award_person",
        (
            *_cover(values, style),
            table(
                _person(values, style),
                _work(values, style),
                _career(rows, style),
                _honours(rows, style),
                _deeds(values),
                _opinions(values, style),
            ),
            Para("本表由申报人如实填写，用A4纸打印，一式三份。", size=NOTE_SIZE, before=2),
        ),
        photo_seed,
    )
