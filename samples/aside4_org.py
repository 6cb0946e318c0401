"""The organisation award's form in the fourth layout kept aside."""

from collections.abc import Mapping, Sequence

from samples.aside4_parts import LIST_SIZE, Hand, bar, notes, roll, written
from samples.cells import beside, caption, code_line, line, table, upright
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
    Value,
    Values,
    value,
)
from samples.layout_parts import recommended
from samples.style import Style

YEARS = ("2018年", "2019年", "2020年")
INDICATORS = (2, 10, 4, 4, 4)  # units of the columns
PLEDGE = (
    "一、本组织自愿申报上海市质量管理奖，已充分了解评审办法和有关要求，并将严格遵照执行。",
    "二、本申报书及所附材料内容真实、数据准确、来源合法，没有隐瞒和虚报。",
    "三、申报期间积极配合资料审查与现场评审，如实反映情况，不以任何方式影响评审的公正。",
    "如有不实，本组织愿意承担由此产生的一切后果。",
)
TOLD = (
    "申报书用A4纸双面打印，左侧装订；签字须用黑色墨水笔，盖章须清晰。",
    "表中各栏不得空缺，没有相应内容的填“无”；篇幅不够的可自行加页。",
    "各项指标以经审计的年度报告或统计年报为准，保留原有小数位数。",
    "“推荐单位意见”栏，自荐的不填；“评审机构意见”栏由评审机构填写。",
)


def _cover(shown: Mapping[str, str]) -> list[Block]:
    """Return the cover."""
    return [
        Para(f"编　号：{shown['serial_no'] or '＿＿＿＿＿＿＿'}", size=12, align="right"),
        Para("上 海 市 质 量 管 理 奖", size=26, face="title", align="center", before=38),
        Para("申　报　书", size=32, face="title", align="center", before=8),
        Para("（组 织 类）", size=18, face="title", align="center", before=6, after=32),
        CoverLine("申报组织（盖章）", shown["org_name"], seal="cover", before=8),
        CoverLine("法 定 代 表 人", shown["legal_rep_name"], before=8),
        CoverLine("申　报　日　期", shown["fill_date"], before=8),
        Para("上海市质量协会　编制", size=15, face="label", align="center", before=42),
        PageBreak(),
    ]


def _pledge(date: str, style: Style) -> list[Block]:
    """Return the page of the notes and the pledge."""
    hand = Hand("declaration", "法定代表人（签名）", "申报组织（公章）", date)
    return [
        *notes("填写说明", TOLD, 12),
        Para("申报组织承诺书", size=18, face="title", align="center", before=24, after=8),
        *(Para(one, size=13, indent=True, before=3) for one in PLEDGE),
        *hand.paras(style, gap=20.0),
        PageBreak(),
    ]


def _basics(values: Values, style: Style) -> Table:
    reach = [
        line(
            values,
            ("姓　　名", "contact_name", 4, 6),
            ("部门职务", "contact_title", 4, 8),
            left=2,
        ),
        line(
            values,
            ("电话（手机）", "contact_phone", 4, 9),
            ("传　真", "fax", 3, 6),
            left=2,
        ),
        line(values, ("E-mail", "email", 4, 18), left=2),
    ]
    return table(
        bar("一、申报组织基本信息"),
        line(values, ("组织名称（全称）", "org_name", 6, 18)),
        code_line(values, style, "统一社会信用代码", "uscc"),
        line(
            values,
            ("法定代表人姓名", "legal_rep_name", 6, 6),
            ("注册成立日期", "founded_on", 5, 7),
        ),
        line(
            values,
            ("注册资本\n（万元人民币）", "registered_capital_wan", 6, 6),
            ("所属行业|（国民经济行业分类）", "industry", 5, 7),
        ),
        line(values, ("通讯地址", "address", 4, 13), ("邮政编码", "postcode", 3, 4)),
        beside("联系人", reach),
        line(values, ("组织性质", "ownership", 4, 20), height=11.0),
        line(values, ("申报类型", "org_category", 4, 20), height=13.0),
        _people(values),
        line(values, ("主导产品\n或服务项目", "main_products", 5, 19), height=12.0),
        line(values, ("开始导入《卓越绩效评价准则》的年份", "pem_year", 13, 11)),
    )


def _people(values: Values) -> Row:
    """Return how many people there are, all in one row."""
    row = line(
        values,
        ("总　数", "employee_count", 3, 3),
        ("其中：\n管理人员", "mgmt_count", 4, 3),
        ("技术人员", "tech_count", 4, 3),
        left=4,
        height=11.0,
    )
    return Row((caption("现有职工\n（人）", 0, 4), *row.cells), row.height)


def _certificates(rows: Sequence[Mapping[str, Value]]) -> Table:
    columns = (
        ("_no", "序号", 2),
        ("no", "认证证书编号", 6),
        ("system", "认证体系", 5),
        ("valid_to", "有效期截止\n日期", 5),
        ("issuer", "发证机构名称", 6),
    )
    return table(bar("二、管理体系认证情况"), roll(columns, rows, 3, size=LIST_SIZE), repeat=2)


def _indicators(rows: Sequence[Mapping[str, Value]]) -> Table:
    """Return the table of indicators, the unit in brackets behind the name."""
    out = []
    heads = ("序号", "指标（计量单位）", *YEARS)
    start, head = 0, []
    for text, units in zip(heads, INDICATORS, strict=True):
        head.append(caption(text, start, units))
        start += units
    for number, one in enumerate(rows, 1):
        name = f"{one['name'].shown}（{one['unit'].shown}）"
        cells = [caption(str(number), 0, 2), Cell((Para(name, face="label"),), 2, 10)]
        for index, key in enumerate(("y1", "y2", "y3")):
            cells.append(value(one[key].shown, 12 + 4 * index, 4, align="center"))
        out.append(Row(tuple(cells), 8.5))
    return table(bar("三、近三年主要经济技术与质量指标"), Row(tuple(head), 8.5), out, repeat=2)


def _honours(rows: Sequence[Mapping[str, Value]]) -> Table:
    columns = (
        ("year", "获得年份", 4),
        ("name", "荣誉（称号）名称", 11),
        ("giver", "授予单位", 9),
    )
    return table(bar("四、近三年获得的市级以上质量荣誉"), roll(columns, rows, 3), repeat=2)


def _record(values: Values) -> Table:
    """Return what happened in the last three years."""
    return table(
        bar("八、守法诚信经营情况"),
        line(
            values,
            ("近三年内有无重大质量、安全、环境污染等责任事故", "major_incident", 16, 8),
        ),
        line(
            values,
            ("近三年内国家、本市产品质量监督抽查有无不合格", "inspection_failed", 16, 8),
        ),
    )


def _opinion(title: str, shown: str, hand: Hand, style: Style) -> Row:
    """Return an opinion beside its title."""
    text = Para(shown, indent=True, before=1.5, filled=0 if shown else -1)
    body = Cell((text, *hand.paras(style)), 2, UNITS - 2)
    return Row((upright(title), body), 44.0)


def _opinions(values: Values, style: Style) -> Table:
    date = values["org_opinion_date"].shown
    text, place, when = recommended(values, date)
    org = Hand("org_opinion", "主要负责人（签字）", "（申报组织公章）", date)
    recommender = Hand(place, "负责人（签字）", "（推荐单位公章）", when)
    return table(
        bar("九、审核意见"),
        _opinion("申报组织意见", values["org_opinion"].shown, org, style),
        _opinion("推荐单位意见", text, recommender, style),
        _opinion(
            "评审机构意见",
            values["saq_opinion"].shown,
            Hand("", "", "（评审机构公章）", ""),
            style,
        ),
    )


def build(values: Values, rows: RowValues, style: Style) -> Form:
    """Lay the form out: cover, how to fill it in with the pledge, nine parts."""
    shown = {name: one.shown for name, one in values.items()}
    gap = Para("", size=6)
    texts = (
        ("五、组织简介", "（历史沿革、主营业务、质量方针与管理体系等）", "overview"),
        ("六、质量管理的主要做法和成效", "（方法、过程、结果，用数据说明）", "practice_summary"),
        ("七、管理创新点与示范推广价值", "", "innovation"),
    )
    blocks: list[Block] = [
        *_cover(shown),
        *_pledge(shown["org_opinion_date"], style),
        _basics(values, style),
        gap,
        _certificates(rows["certificates"]),
        gap,
        _indicators(rows["indicators"]),
        gap,
        _honours(rows["honours"]),
        gap,
        *(
            table(bar(title, hint), written(shown[name], height=50.0))
            for title, hint, name in texts
        ),
        gap,
        _record(values),
        gap,
        _opinions(values, style),
    ]
    return Form("award_org", tuple(blocks))
