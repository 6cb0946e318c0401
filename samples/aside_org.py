"""The organisation award's form in the layout kept aside."""

from samples.aside_shared import (
    Statement,
    above,
    beneath,
    beside,
    blanks,
    code_row,
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
from samples.layout import Block, Form, Row, RowValues, Table, Values, label, value
from samples.style import Style, word

YEARS = (("y1", "2018年"), ("y2", "2019年"), ("y3", "2020年"))
PROMISE = (
    "我单位自愿申报上海市质量管理奖，承诺所填报的内容和提供的材料真实、完整；近三年内未发生重大质量、"
    "安全、环境污染和公共卫生事故。若有不实之处，愿承担全部责任。"
)


def _basics(values: Values, style: Style) -> Table:
    """Return what the organisation is, who is in it and how it is reached."""
    money = word(style, "注册资本（万元）", "注册资金")
    wide = (
        ("registered_capital_wan", money, 7),
        ("industry", word(style, "所属行业", "行业类别"), 9),
        ("pem_year", word(style, "导入卓越绩效模式年份", "导入卓越绩效年度"), 8),
    )
    people = (
        ("employee_count", word(style, "从业人员总数", "职工总数（人）"), 6),
        ("mgmt_count", word(style, "其中：管理人员", "管理人员"), 6),
        ("tech_count", word(style, "专业技术人员", "技术人员"), 7),
    )
    shown = {name: one.shown for name, one in values.items()}
    reached = [
        Row(
            (inline("通讯地址", shown["address"], 5, 13), inline("邮编", shown["postcode"], 18, 6))
        ),
        Row(
            (
                inline(word(style, "联系人", "联络人"), shown["contact_name"], 5, 9),
                inline(word(style, "所在部门及职务", "职务"), shown["contact_title"], 14, 10),
            )
        ),
        Row(
            (
                inline(word(style, "电话（手机）", "联系电话"), shown["contact_phone"], 5, 12),
                inline("传真", shown["fax"], 17, 7),
            )
        ),
        Row((inline(word(style, "电子信箱", "E-mail"), shown["email"], 5, 19),)),
    ]
    return table(
        beside((word(style, "组织全称", "企业（组织）名称"), shown["org_name"])),
        code_row("统一社会信用代码", shown["uscc"], style),
        beside(
            (word(style, "法人代表", "法定代表人"), shown["legal_rep_name"]),
            (word(style, "成立时间", "注册成立日期"), shown["founded_on"]),
        ),
        *above(wide, values),
        *titled("人员情况", above(people, values, 5), 5),
        *titled(word(style, "联系方式", "通讯联络"), reached, 5),
        Row((inline(word(style, "组织性质", "单位性质"), shown["ownership"], 0, 24),), 10.0),
        Row((inline("组织类别", shown["org_category"], 0, 24),), 10.0),
        Row((beneath("主要产品（服务）及主要过程", shown["main_products"]),), 18.0),
    )


def _indicators(rows: RowValues, style: Style) -> Table:
    """Return the indicators: a column for each, or the latest year first; units in the heads."""
    named = [(f"{row['name'].shown}（{row['unit'].shown}）", row) for row in rows["indicators"]]
    if style.words % 2:
        lines = [{"_name": text(name)} | row for name, row in named]
        columns = (("_name", "指标名称（单位）", 9), *((key, year, 5) for key, year in YEARS[::-1]))
        return table(*listing(columns, lines))
    parts = [named[:4], named[4:]] if len(named) > 6 else [named]
    out: list[Row] = []
    for part in parts:
        per = 20 // len(part)
        first = 24 - per * len(part)
        heads = [label(name, first + per * n, per) for n, (name, _) in enumerate(part)]
        out.append(Row((label("年度", 0, first), *heads), 12.0))
        for key, year in YEARS:
            cells = [
                value(row[key].shown, first + per * n, per, align="center")
                for n, (_, row) in enumerate(part)
            ]
            out.append(Row((label(year, 0, first), *cells), 8.0))
    return Table(tuple(out))


def _small(rows: RowValues, style: Style) -> tuple[Table, Table]:
    """Return the certificates and the honours, in an order of columns of their own."""
    certificates = listing(
        (
            ("issuer", "发证机构", 8),
            ("no", word(style, "证书号", "证书编号"), 6),
            ("system", word(style, "体系名称", "认证类别"), 5),
            ("valid_to", word(style, "有效期截止日", "有效期至"), 5),
        ),
        rows["certificates"],
        spare=1,
    )
    numbered = [{"_no": text(str(n))} | row for n, row in enumerate(rows["honours"], 1)]
    honours = listing(
        (
            ("_no", "序号", 2),
            ("year", word(style, "获奖年度", "年度"), 4),
            ("giver", word(style, "颁发机构", "授予部门"), 8),
            ("name", word(style, "荣誉称号", "奖项名称"), 10),
        ),
        numbered,
        spare=1,
    )
    return table(*certificates), table(*honours)


def _compliance(values: Values) -> Table:
    """Return the two questions, each with its answer behind it in one cell."""
    asked = (
        ("近三年有无重大质量、安全、环境污染、公共卫生事故", "major_incident"),
        ("近三年国家、市级产品质量监督抽查有无不合格", "inspection_failed"),
    )
    return table(*(Row((inline(name, values[key].shown, 0, 24),), 10.0) for name, key in asked))


def _cover(values: Values, style: Style) -> list[Block]:
    name = word(style, "申报组织（盖章）", "组织名称（公章）", "企业（组织）名称（加盖公章）")
    category = values["org_category"].truth
    lines: list[Block] = [
        blanks((name, values["org_name"].shown), style=style, size=15, seal="cover"),
        blanks(("组织类别", category if isinstance(category, str) else ""), style=style, size=15),
        blanks(
            (word(style, "申报日期", "填报日期"), values["fill_date"].shown), style=style, size=15
        ),
    ]
    return front(word(style, "组织奖申报书", "（组织奖）申报表"), lines, style)


def build(values: Values, rows: RowValues, style: Style) -> Form:
    """Lay the form out."""
    date, signer = (
        values["org_opinion_date"].shown,
        word(style, "法定代表人（签名）", "法人代表签名"),
    )
    certificates, honours = _small(rows, style)
    told = (
        ("overview", "（一）组织概述（3000字以内）"),
        ("practice_summary", word(style, "（二）主要做法与成效", "（二）卓越绩效实施的做法与成效")),
        ("innovation", word(style, "（三）创新点和推广价值", "（三）创新点及可推广性")),
    )
    own = Statement(
        word(style, "申报组织意见", "申报单位意见"),
        values["org_opinion"].shown,
        "org_opinion",
        "单位负责人（签名）",
        "（单位公章）",
        date,
    )
    promise = Statement("申 报 承 诺", PROMISE, "declaration", signer, "申报组织（盖章）", date)
    blocks: list[Block] = [
        *_cover(values, style),
        heading("表一　组织基本信息"),
        _basics(values, style),
        heading("表二　经济效益指标（近三年）"),
        _indicators(rows, style),
        heading("表三　管理体系认证"),
        certificates,
        heading("表四　获得荣誉情况（近三年）"),
        honours,
        heading("表五　质量管理情况"),
        table(*prose(told, values)),
        heading("表六　合规情况"),
        _compliance(values),
        *promise.unruled(style),
        heading("表七　审核意见"),
        table(
            *(
                Row((one.cell(style),), 52.0)
                for one in (own, recommendation(values, style, date), office(style))
            )
        ),
    ]
    return Form("award_org", tuple(blocks))
