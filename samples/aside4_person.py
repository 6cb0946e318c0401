"""The personal award's form in the fourth layout kept aside: no cover, the table begins at once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from samples.aside4_parts import Hand, notes, prose, roll, written
from samples.cells import beside, code_line, line, table, upright
from samples.forms_shared import in_squares
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
    Table,
    Value,
    Values,
)
from samples.layout_parts import recommended
from samples.style import Style

PHOTO = 5  # units
PHONE = 8  # units of eleven squares
TOLD = (
    "本表一式两份，用钢笔填写或打印，字迹端正，不得涂改。",
    "“受表彰情况”只填区（局）级以上。",
    "所在单位意见须由单位主要负责人签名。",
)


def _photo(rows: Sequence[Row]) -> list[Row]:
    """Return rows with the photograph at their right end."""
    frame = Para("照片（二寸）", face="label", align="center")
    cell = Cell((frame,), UNITS - PHOTO, PHOTO, len(rows), "photo")
    return [replace(rows[0], cells=(*rows[0].cells, cell)), *rows[1:]]


def _who(values: Values) -> list[Row]:
    """Return who the candidate is, beside the photograph."""
    return [
        line(
            values,
            ("姓名", "person_name", 3, 4),
            ("性别", "sex", 2, 5),
            ("民族", "ethnicity", 2, 3),
            height=10.5,
        ),
        line(
            values,
            ("出生年月", "birth_ym", 4, 6),
            ("籍　贯", "native_place", 4, 5),
            height=10.5,
        ),
        line(
            values,
            ("政治面貌", "political_status", 4, 6),
            ("文化程度", "education", 4, 5),
            height=10.5,
        ),
        line(
            values,
            ("学　　位", "degree", 4, 6),
            ("技术职称", "title", 4, 5),
            height=10.5,
        ),
    ]


def _reach(values: Values, style: Style) -> list[Row]:
    """Return where the candidate learnt, works, and is reached."""
    call = line(
        values,
        ("手机号码", "phone", 4, PHONE),
        ("电子邮箱", "email", 3, 9),
        height=11.0,
    )
    if style.comb:
        name, phone, *others = call.cells
        call = replace(call, cells=(name, in_squares("phone", phone, PHONE), *others))
    return [
        line(values, ("毕业院校", "school", 4, 9), ("专　业", "major", 3, 8)),
        code_line(values, style, "公民身份号码", "id_no"),
        line(
            values, ("现任职务", "position", 4, 9), ("质量工作\n年限（年）", "quality_years", 5, 6)
        ),
        line(values, ("工作单位", "employer", 4, 20)),
        code_line(values, style, "工作单位社会\n信用代码", "uscc"),
        call,
        line(values, ("联系地址", "address", 4, 13), ("邮编", "postcode", 3, 4)),
    ]


def _history(rows: Sequence[Mapping[str, Value]]) -> list[Row]:
    """Return the career; both ends of a time stand in one cell."""
    columns = (("span", "起止时间", 7), ("org", "在何单位", 9), ("position", "任何职务", 6))
    spans = [{**one, "span": Value(_span(one["from"].shown, one["to"].shown), "")} for one in rows]
    return beside("工作经历", roll(columns, spans, 3, left=2, height=8.5))


def _span(first: str, last: str) -> str:
    """Return a span of time: 2012.07至2016.06, or 2016.07至今."""
    joint = "" if last.startswith("至") else "至"
    return f"{first}{joint}{last}" if first or last else ""


def _honours(rows: Sequence[Mapping[str, Value]]) -> list[Row]:
    columns = (("name", "奖项或称号", 11), ("year", "年度", 4), ("giver", "授予单位", 7))
    return beside("受表彰情况", roll(columns, rows, 3, left=2, height=8.5))


def _merits(shown: str) -> Table:
    """Return the page of the merits."""
    head = Para("主　要　事　迹", size=14, face="title", align="center")
    hint = Para("（从事质量工作以来的业绩、贡献和影响）", size=9, face="label", align="center")
    row = Row((Cell((head, hint), 0, UNITS, kind="title"),), 13.0)
    return table(row, written(shown, height=44.0))


def _opinion(title: str, shown: str, hand: Hand, style: Style, height: float = 36.0) -> Row:
    """Return a cell of an opinion that begins with its title."""
    head = Para(f"{title}：", face="label", after=1)
    text = prose(shown) if shown else ()
    return Row((Cell((head, *text, *hand.paras(style)), 0, UNITS, valign="top"),), height)


def _declared(shown: str, style: Style) -> Row:
    """Return what the candidate declares, beside its title."""
    hand = Hand("self_declaration", "本人签名")
    paras = (Para(shown, indent=True, before=1.5), *hand.paras(style))
    return Row((upright("本人声明"), Cell(paras, 2, UNITS - 2)), 30.0)


def _opinions(values: Values, style: Style) -> Table:
    date = values["employer_opinion_date"].shown
    text, place, when = recommended(values, date)
    employer = Hand("employer_opinion", "单位主要负责人（签名）", "（单位盖章）", date)
    recommender = Hand(place, "负责人（签名）", "（推荐单位盖章）", when)
    office = Hand("", "", "（盖章）", "")
    return table(
        _declared(values["self_declaration"].shown, style),
        _opinion("所在单位意见", values["employer_opinion"].shown, employer, style),
        _opinion("推荐单位意见", text, recommender, style),
        _opinion("评审委员会办公室意见", values["saq_opinion"].shown, office, style, 30.0),
    )


def build(values: Values, rows: RowValues, style: Style, photo: int) -> Form:
    """Lay the form out; its seal stands on the line over the table."""
    shown = {name: one.shown for name, one in values.items()}
    blocks: list[Block] = [
        Para(f"编号：{shown['serial_no'] or '＿＿＿＿＿＿'}", face="label", align="right"),
        Para("上海市质量管理奖（个人类）", size=18, face="title", align="center", before=2),
        Para("申 报 人 登 记 表", size=20, face="title", align="center", before=2, after=2),
        FillLine(
            (
                Blank("单位（公章）：", shown["employer"], 0.62, seal="cover"),
                Blank("填表日期：", shown["fill_date"], 0.38),
            ),
            size=10.5,
            before=6.0,
        ),
        Para("", size=6),
        table(
            _photo(_who(values)),
            _reach(values, style),
            _history(rows["work_history"]),
            _honours(rows["honours"]),
        ),
        PageBreak(),
        _merits(shown["achievements"]),
        _opinions(values, style),
        *notes("填表说明", TOLD, 9.5),
    ]
    return Form("award_person", tuple(blocks), photo)
