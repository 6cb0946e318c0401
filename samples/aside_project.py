"""The project award's form in the layout kept aside."""

from samples.aside_shared import (
    Statement,
    above,
    beside,
    blanks,
    front,
    heading,
    inline,
    office,
    prose,
    recommendation,
    table,
    titled,
)
from samples.case import text
from samples.forms_shared import listing
from samples.layout import Block, Cell, Form, Para, Row, RowValues, Table, Values
from samples.style import Style, word

PROMISE = (
    "本单位及项目组全体成员承诺：申报内容属实，成果归属清晰、无争议，同意公示。"
    "如有虚假，愿承担相应责任。"
)
GAINS = (("output", "新增产值"), ("profit", "新增利润"), ("tax", "新增税收"), ("saving", "节约"))


def _project(values: Values, style: Style) -> Table:
    """Return what the project is; its beginning and end stand in one cell."""
    shown = {name: one.shown for name, one in values.items()}
    leader = (
        ("leader_name", "姓名", 5),
        ("leader_phone", word(style, "手机", "联系电话"), 6),
        ("leader_email", word(style, "电子信箱", "邮箱"), 8),
    )
    blank = "　　　　　　"
    span = f"{shown['start_on'] or blank} 至 {shown['end_on'] or blank}"
    money = word(style, "项目投入（万元）", "投资额")
    return table(
        beside((word(style, "成果（项目）名称", "项目名称"), shown["project_name"]), height=12.0),
        Row((inline(word(style, "项目类型", "项目类别"), shown["project_category"], 0, 24),), 14.0),
        beside((word(style, "项目起止时间", "起止时间", "实施起止日期"), span)),
        beside(
            (word(style, "项目来源", "任务来源"), shown["source"]), (money, shown["budget_wan"])
        ),
        beside((word(style, "所属领域", "所属行业领域"), shown["sector"])),
        *titled("项目负责人", above(leader, values, 5), 5),
    )


def _unit(values: Values, style: Style) -> list[Block]:
    """Return who carried the project out, on blanks outside any table."""
    shown = {name: one.shown for name, one in values.items()}
    pairs = (
        ((word(style, "第一完成单位（全称）", "完成单位"), "org_name"),),
        ((word(style, "社会信用代码", "统一社会信用代码"), "uscc"),),
        ((word(style, "法定代表人", "法人代表"), "legal_rep_name"), ("邮政编码", "postcode")),
        ((word(style, "通信地址", "单位地址"), "address"),),
        (("联系人", "contact_name"), (word(style, "电子信箱", "E-mail"), "email")),
        ((word(style, "联系电话", "电话（手机）"), "contact_phone"),),
    )
    return [blanks(*((name, shown[key]) for name, key in pair), style=style) for pair in pairs]


def _people(rows: RowValues, style: Style) -> Table:
    """Return the contributors, with room for each one's signature."""
    lines = listing(
        (
            ("rank", "序号", 2),
            ("name", "姓名", 3),
            ("sex", "性别", 2),
            ("birth_ym", "出生年月", 3),
            ("employer", word(style, "工作单位", "所在单位"), 5),
            ("title", word(style, "技术职称", "职务职称"), 3),
            ("task", word(style, "本项目中承担的工作", "承担任务"), 3),
            ("_sign", word(style, "本人签字", "签名"), 3),
        ),
        rows["contributors"],
        height=14.0,
    )
    signed = [lines[0]]
    for index, row in enumerate(lines[1:]):
        place = Cell((Para("", sign=f"contributor:{index}"),), 21, 3)
        signed.append(Row((*row.cells[:-1], place), 14.0))
    return Table(tuple(signed))


def _benefit(rows: RowValues) -> Table:
    """Return the benefit with a row for each kind, a column for each year, and the sums."""
    years = rows["benefit"]
    per = 4
    left = 24 - per * (len(years) + 1)
    columns = (
        ("_kind", "项目（单位：万元）", left),
        *((f"_{n}", f"{row['year'].shown}年", per) for n, row in enumerate(years)),
        ("_sum", "合计", per),
    )
    lines = []
    for key, name in GAINS:
        shown = {f"_{n}": row[key] for n, row in enumerate(years)}
        total = sum(float(row[key].shown) for row in years)
        lines.append({"_kind": text(name), **shown, "_sum": text(f"{total:.1f}")})
    return table(*listing(columns, lines))


def _evidence(rows: RowValues, style: Style) -> Table:
    numbered = [{"_no": text(str(n))} | row for n, row in enumerate(rows["evidence"], 1)]
    columns = (
        ("_no", "序号", 2),
        ("no", word(style, "证书（报告）编号", "编号"), 7),
        ("type", word(style, "材料类别", "证明材料名称"), 4),
        ("date", word(style, "颁发日期", "出具日期"), 5),
        ("issuer", word(style, "颁发（出具）单位", "发证机构"), 6),
    )
    return table(*listing(columns, numbered, spare=1))


def _opinions(values: Values, style: Style) -> Table:
    """Return the opinions of applicant and recommender side by side, the office's below."""
    date = values["org_opinion_date"].shown
    own = Statement(
        word(style, "申报单位意见", "完成单位意见"),
        values["org_opinion"].shown,
        "org_opinion",
        "负责人（签名）",
        "（公章）",
        date,
    )
    pair = Row(
        (own.cell(style, 0, 12), recommendation(values, style, date).cell(style, 12, 12)), 70
    )
    return table(pair, Row((office(style).cell(style),), 45.0))


def build(values: Values, rows: RowValues, style: Style) -> Form:
    """Lay the form out."""
    shown = {name: one.shown for name, one in values.items()}
    category = values["project_category"].truth
    unit = word(style, "申报单位（公章）", "完成单位（盖章）")
    cover: list[Block] = [
        blanks(("项目名称", shown["project_name"]), style=style, size=15),
        blanks(("项目类别", category if isinstance(category, str) else ""), style=style, size=15),
        blanks((unit, shown["org_name"]), style=style, size=15, seal="cover"),
        blanks((word(style, "填报日期", "申报日期"), shown["fill_date"]), style=style, size=15),
    ]
    told = (
        ("abstract", word(style, "1. 项目简介", "1. 项目摘要")),
        ("background", word(style, "2. 背景与目标", "2. 项目背景和目标")),
        ("method", word(style, "3. 方法与过程", "3. 采用的方法和实施过程")),
        ("innovations", word(style, "4. 主要创新点", "4. 创新点")),
        ("results", word(style, "5. 实施效果", "5. 项目实施效果")),
        ("diffusion", word(style, "6. 推广应用", "6. 推广应用情况")),
    )
    signer = word(style, "法定代表人（签名）", "法定代表人签字")
    date = shown["org_opinion_date"]
    promise = Statement("承　诺", PROMISE, "declaration", signer, "完成单位（盖章）", date)
    blocks: list[Block] = [
        *front(word(style, "项目奖申报书", "（项目奖）申报表"), cover, style),
        heading("（一）项目概况"),
        _project(values, style),
        heading("（二）完成单位情况"),
        *_unit(values, style),
        heading("（三）主要完成人员"),
        _people(rows, style),
        heading("（四）项目内容"),
        table(*prose(told, values)),
        heading("（五）经济效益"),
        _benefit(rows),
        heading("（六）附件证明材料"),
        _evidence(rows, style),
        heading("（七）承诺与审核"),
        table(Row((promise.cell(style),), 50.0)),
        *(Para("", size=6), _opinions(values, style)),
    ]
    return Form("award_project", tuple(blocks))
