"""Attachment 3: the organisation award's application form."""

import random

from samples import texts
from samples.case import Case, text
from samples.forms_registration import CATEGORIES
from samples.forms_shared import (
    ADDRESS,
    CONTACT,
    CONTACT_TITLE,
    EMAIL,
    FAX,
    LEGAL_REP,
    ORG_NAME,
    PHONE,
    POSTCODE,
    USCC,
    Entry,
    Opinion,
    assemble,
    entry,
    grid,
    listing,
    opinion,
    shared_values,
    text_block,
)
from samples.identities import OWNERSHIPS, Org
from samples.layout import (
    Block,
    Cell,
    CoverLine,
    Form,
    PageBreak,
    Para,
    Row,
    RowValues,
    Value,
    Values,
    choice,
    label,
    yes_no,
)
from samples.style import Style, day, word

INDICATORS = (
    ("资产总额", "万元", 8000, 0),
    ("主营业务收入", "万元", 12000, 0),
    ("投资收益", "万元", 160, 1),
    ("利润总额", "万元", 1500, 1),
    ("纳税总额", "万元", 900, 1),
    ("创汇总额", "万美元", 130, 1),
    ("资产负债率", "%", 45, 1),
    ("流动资产周转率", "次", 2, 2),
    ("成本费用利润率", "%", 12, 1),
    ("全员劳动生产率", "万元/人", 38, 1),
    ("产品销售率", "%", 98, 1),
    ("质量损失率", "%", 1, 2),
    ("万元总产值综合能耗", "吨/万元", 1, 2),
    ("新产品产值率", "%", 22, 1),
)
HONOURS = (
    "上海市用户满意企业",
    "上海市优秀质量管理小组",
    "区质量金奖",
    "行业质量标杆",
    "上海市文明单位",
    "全国质量信得过班组",
)
GIVERS = ("上海市质量协会", "区人民政府", "上海市经济团体联合会", "行业协会")


def facts_of(org: Org) -> dict[str, str]:
    """Return what the sentences on an organisation name."""
    return {
        "district": org.district,
        "products": org.products,
        "people": str(org.employees),
        "year": str(org.pem_year),
    }


def org_values(case: Case, style: Style) -> Values:
    """Return what the form says."""
    rng, org = case.rng("award_org"), case.org
    facts = facts_of(org)
    mgmt = round(org.employees * rng.uniform(0.06, 0.14))
    unit = "万元" if style.words % 2 else ""
    return shared_values(org, style) | {
        "org_category": choice(CATEGORIES, [org.category], style.ticked)
        if style.layout
        else text(org.category),
        "fill_date": day(style, case.filled_on),
        "serial_no": Value("", ""),
        "founded_on": day(style, org.founded),
        "registered_capital_wan": Value(org.capital_wan + unit, org.capital_wan),
        "ownership": choice(OWNERSHIPS, [org.ownership], style.ticked),
        "employee_count": text(str(org.employees)),
        "mgmt_count": text(str(mgmt)),
        "tech_count": text(str(round(org.employees * rng.uniform(0.12, 0.3)))),
        "main_products": text(org.products),
        "pem_year": text(str(org.pem_year)),
        "industry": text(org.industry),
        "overview": text(texts.passage(rng, "overview", facts, 3)),
        "practice_summary": text(texts.passage(rng, "practice", facts, 3)),
        "innovation": text(texts.passage(rng, "innovation", facts, 2)),
        "major_incident": yes_no(("有", "无"), False, style.ticked),
        "inspection_failed": yes_no(("有", "无"), False, style.ticked),
        "org_opinion": text(texts.passage(rng, "opinion", {}, 1)),
        "org_opinion_date": day(style, case.signed_on),
        "recommender_opinion": recommendation(case, rng),
        "saq_opinion": Value("", ""),
    }


def recommendation(case: Case, rng: random.Random) -> Value:
    """Return the recommender's opinion: a text when recommended, else blank or 无."""
    if case.recommender:
        return text(texts.passage(rng, "recommend", {}, 1))
    return rng.choice((text(""), text("无")))


def org_rows(case: Case, style: Style) -> RowValues:
    """Return the rows of the form's small tables."""
    rng = case.rng("award_org:rows")
    certificates = [
        {
            "system": text(f"{c.system}管理体系"),
            "no": text(c.number),
            "issuer": text(c.issuer),
            "valid_to": day(style, c.valid_to),
        }
        for c in case.certificates
    ]
    chosen = sorted(rng.sample(range(len(INDICATORS)), rng.randint(5, 8)))
    indicators = []
    for place in chosen:
        name, unit, base, digits = INDICATORS[place]
        start = base * rng.uniform(0.6, 1.6)
        years = [start * (1 + 0.07 * k) * rng.uniform(0.97, 1.05) for k in range(3)]
        if unit == "%":
            years = [min(99.6, y) for y in years]
        shown = [text(f"{y:.{digits}f}") for y in years]
        indicators.append(
            {"name": text(name), "unit": text(unit), "y1": shown[0], "y2": shown[1], "y3": shown[2]}
        )
    honours = [
        {
            "name": text(rng.choice(HONOURS)),
            "giver": text(rng.choice(GIVERS)),
            "year": text(str(year)),
        }
        for year in sorted(rng.sample((2018, 2019, 2020), 2))
    ]
    return {"certificates": certificates, "indicators": indicators, "honours": honours}


BASICS = (
    ORG_NAME,
    USCC,
    LEGAL_REP,
    entry("founded_on", "成立日期", "成立时间"),
    entry("registered_capital_wan", "注册资金（万元）", "注册资本", "注册资金（万元）", "注册资金"),
    entry("employee_count", "职工总数", "职工总数（人）", "职工人数"),
    entry("mgmt_count", "其中管理人员", "管理人员（人）", "管理人员数"),
    entry("tech_count", "技术人员", "技术人员（人）", "其中技术人员"),
    entry("industry", "所属行业", "行业类别"),
    entry("pem_year", "导入卓越绩效模式年份"),
    entry("ownership", "单位性质", "企业性质", wide=True),
    ADDRESS,
    POSTCODE,
    CONTACT,
    CONTACT_TITLE,
    PHONE,
    FAX,
    EMAIL,
    entry("main_products", "主要产品、服务及过程", "主要产品（服务）", wide=True, height=14),
)
DECLARATION = (
    "本单位郑重声明：本申报表所填内容及所附材料真实、准确、完整，近三年无重大质量、安全、环境事故，"
    "如有虚假，愿承担相应责任。"
)


def org_tables(rows: RowValues, style: Style) -> dict[str, list[Row]]:
    """Return the certificates, indicators and honours tables."""
    numbered = [{"_no": text(str(i + 1))} | row for i, row in enumerate(rows["indicators"])]
    return {
        "certificates": listing(
            (
                ("system", "认证体系", 5),
                ("no", "证书编号", 6),
                ("issuer", "认证机构", 8),
                ("valid_to", "有效期至", 5),
            ),
            rows["certificates"],
        ),
        "indicators": listing(
            (
                ("_no", "序号", 2),
                ("name", word(style, "指标", "项目"), 7),
                ("unit", "单位", 3),
                ("y1", "2018年", 4),
                ("y2", "2019年", 4),
                ("y3", "2020年", 4),
            ),
            numbered,
        ),
        "honours": listing(
            (("name", "荣誉名称", 10), ("giver", "授予单位", 10), ("year", "年份", 4)),
            rows["honours"],
            spare=style.words % 2,
        ),
    }


def cover(style: Style, title: str, lines: list[tuple[str, str, str]]) -> list[Block]:
    """Return a cover page: title, ruled lines, publisher."""
    return [
        Para(word(style, "附件", "编号：　　　　（由质协填写）"), size=12, face="label"),
        Para("", size=40),
        Para("2021年度上海市质量管理奖", size=26, face="title", align="center", after=4),
        Para(title, size=26, face="title", align="center", after=34),
        *(CoverLine(name, shown, seal) for name, shown, seal in lines),
        Para("上海市质量协会　制", size=15, face="label", align="center", before=42),
        Para("2021年5月", size=15, face="label", align="center", before=2),
        PageBreak(),
    ]


def declaration_row(style: Style, body: str, date: str, signer: str) -> Row:
    """Return a declaration block."""
    block = Opinion("声　明", body, "declaration", signer, date, hand=style.hand_dates)
    return opinion(block, 46.0)


def compliance(values: Values) -> list[Row]:
    """Return the two 有/无 rows."""
    return [
        Row((label(name, 0, 18), Cell((Para(values[key].shown, align="center"),), 18, 6)), 9.0)
        for name, key in (
            ("近3年是否发生重大质量、安全、环境、公共卫生事故", "major_incident"),
            ("近3年产品（服务）监督抽查有无不合格", "inspection_failed"),
        )
    ]


def opinions(values: Values, style: Style, date: str, signer: str) -> list[Row]:
    """Return the three opinion blocks at the end of a form."""
    seal = word(style, "（公章）", "（盖章）")
    recommended = values["recommender_opinion"].shown
    filled = recommended not in ("", "无")
    office = word(style, "市质协意见", "审定委员会意见")
    return [
        opinion(
            Opinion(
                word(style, "申报单位意见", "申报单位审核意见"),
                values["org_opinion"].shown,
                "org_opinion",
                signer,
                date,
                seal,
                style.hand_dates,
            )
        ),
        opinion(
            Opinion(
                word(style, "推荐单位意见", "推荐单位审核意见"),
                recommended,
                "recommender_opinion" if filled else "",
                "负责人签字",
                date if filled else "",
                seal,
                style.hand_dates,
            )
        ),
        opinion(Opinion(office, values["saq_opinion"].shown, "", "负责人签字", "", seal)),
    ]


def build_org(values: Values, rows: RowValues, style: Style) -> Form:
    """Lay the form out."""
    date_label = word(style, "填报日期", "填表日期", "申请日期")
    lines = [
        ("申报单位（盖章）：", values["org_name"].shown, "cover"),
        (
            "申报类别：",
            values["org_category"].truth if isinstance(values["org_category"].truth, str) else "",
            "",
        ),
        (f"{date_label}：", values["fill_date"].shown, ""),
        ("编号（由质协填写）：", "", ""),
    ]
    blocks = cover(style, "（组织奖）申报表", lines)
    small = org_tables(rows, style)
    date = values["org_opinion_date"].shown
    basics: tuple[Entry, ...] = BASICS
    if style.layout:
        basics = (
            *BASICS[:10],
            entry("org_category", "组织类别", "单位类别", wide=True),
            *BASICS[10:],
        )
    signer = word(style, "法定代表人（签字）", "法定代表人签字", "法人代表签字")
    prose = [
        text_block("overview", "组织概述", values),
        text_block("practice_summary", "卓越绩效实施的主要做法与成效", values, 34),
        text_block("innovation", "创新点及可推广性", values),
    ]
    closing = [
        declaration_row(style, DECLARATION, date, signer),
        *opinions(values, style, date, "负责人签字"),
    ]
    heads = (
        "一、基本情况",
        "二、管理体系认证情况",
        "三、近3年主要经济效益指标",
        "四、近3年主要荣誉",
        "五、组织概述与主要做法",
        "六、声明与意见",
    )
    parts = (
        grid(basics, values, style, title="基本情况" if style.layout == 1 else ""),
        small["certificates"],
        small["indicators"],
        small["honours"],
        prose,
        [*compliance(values), *closing],
    )
    blocks += assemble(list(zip(heads, parts, strict=True)), style)
    return Form("award_org", tuple(blocks))
