"""The organisation award's form in the third layout kept aside."""

from samples.aside3_parts import (
    Head,
    Say,
    above,
    chapter,
    chapter_row,
    counted,
    cover_foot,
    cover_head,
    essay,
    footnote,
    numbered,
    said,
)
from samples.cells import beside, caption, code_line, line, table
from samples.layout import (
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

NOTES = (
    "本申报书由申报主体如实填写，内容应简明、准确，数据须有据可查。",
    "企业名称、统一信用代码、法人代表等信息须与营业执照一致，不得使用简称。",
    "表中数据以2020年12月31日为统计截止时间，金额单位除注明外均为万元。",
    "管理体系认证、荣誉等栏目可加行；没有的内容请填写“无”。",
    "本申报书一律用A4纸双面打印、左侧装订，一式三份（一正两副），同时报送电子版。",
)
PLEDGE = (
    "我单位自愿申报2021年度上海市质量管理奖（组织奖）。申报书及附件所载内容客观、真实，近三年无重大"
    "质量、安全、环保等责任事故，无严重失信记录。如有不实，愿退出评审并承担相应后果。"
)
CERTIFICATES = (
    Head("序号", 2),
    Head("体系名称", 5),
    Head("认证证书", parts=(("证书号码", 6), ("发证机构", 6), ("有效期截止日", 5))),
)
INDICATORS = (
    Head("序号", 2),
    Head("指标名称", 7),
    Head("计量单位", 3),
    Head("近三年完成值", parts=(("2018年度", 4), ("2019年度", 4), ("2020年度", 4))),
)
HONOURS = (
    Head("序号", 2),
    Head("获奖年份", 4),
    Head("荣誉情况", parts=(("奖项（称号）", 9), ("颁奖单位", 9))),
)


def _cover(values: Values) -> list[Block]:
    category = values["org_category"].truth
    return [
        *cover_head((("上海市质量管理奖", 26), ("组织奖申报书", 32), ("（2021年度）", 18)), 34),
        Para("", size=36),
        CoverLine("申报主体（公章）：", values["org_name"].shown, "cover", before=10),
        CoverLine("组 织 类 型：", category if isinstance(category, str) else "", before=10),
        CoverLine("申 报 时 间：", values["fill_date"].shown, before=10),
        *cover_foot(48),
    ]


def _basics(values: Values, style: Style) -> Table:
    reach = [
        line(values, ("办公地址", "address", 4, 11), ("邮编", "postcode", 3, 4), left=2),
        line(values, ("经办人", "contact_name", 4, 5), ("部门职务", "contact_title", 4, 9), left=2),
        line(values, ("联络电话", "contact_phone", 4, 10), ("传真", "fax", 3, 5), left=2),
        line(values, ("电子信箱", "email", 4, 18), left=2),
    ]
    return table(
        line(values, ("企业名称|（与营业执照一致）", "org_name", 6, 18), height=11.0),
        code_line(values, style, "统一信用代码", "uscc"),
        line(
            values,
            ("法人代表", "legal_rep_name", 3, 3),
            ("设立时间", "founded_on", 3, 7),
            ("注册资金|（万元）", "registered_capital_wan", 4, 4),
            height=11.0,
        ),
        above(
            values,
            "从业人员\n（人）",
            4,
            ("年末总数", "employee_count", 6),
            ("其中：经营管理", "mgmt_count", 7),
            ("其中：专业技术", "tech_count", 7),
        ),
        line(
            values,
            ("行业归属", "industry", 4, 8),
            ("推行卓越绩效\n起始年份", "pem_year", 6, 6),
            height=12.0,
        ),
        line(values, ("所有制形式", "ownership", 4, 20)),
        line(values, ("组织类型|（限选一项）", "org_category", 4, 20), height=14.0),
        line(values, ("主营范围", "main_products", 4, 20), height=16.0),
        beside("联络信息", reach),
    )


def _lists(rows: RowValues) -> list[Block]:
    return [
        chapter("二、管理体系认证"),
        table(
            counted(CERTIFICATES, rows["certificates"], ("system", "no", "issuer", "valid_to"), 3),
            repeat=2,
        ),
        PageBreak(),
        chapter("三、主要经营与质量指标", before=0),
        table(
            counted(INDICATORS, rows["indicators"], ("name", "unit", "y1", "y2", "y3"), 6), repeat=2
        ),
        footnote("指标可结合行业特点选填，须与统计、财务报表口径一致。"),
        chapter("四、近三年质量荣誉"),
        table(counted(HONOURS, rows["honours"], ("year", "name", "giver"), 3), repeat=2),
    ]


def _essays(values: Values) -> list[Block]:
    parts = (
        (
            "企业简介",
            "（发展历程、主要产品、市场地位、组织架构等，3000字以内）",
            "overview",
        ),
        (
            "推行卓越绩效管理的做法与成效",
            "（对照GB/T 19580，分条陈述，可附图表）",
            "practice_summary",
        ),
        ("创新特色与推广价值", "（突出本单位独有的管理方法及其可复制性）", "innovation"),
    )
    rows = (essay(title, hint, values[name].shown, 58.0) for title, hint, name in parts)
    return [PageBreak(), table(chapter_row("五、管理综述"), *rows)]


def _integrity(values: Values) -> list[Block]:
    entries = (
        ("近三年重大质量、安全、\n环保及公共卫生事故", "major_incident"),
        ("近三年各级监督抽查不合格记录", "inspection_failed"),
    )
    asked = [caption(text, index * 12, 12) for index, (text, _) in enumerate(entries)]
    answers = [
        Cell((Para(values[name].shown, align="center"),), index * 12, 12)
        for index, (_, name) in enumerate(entries)
    ]
    return [
        PageBreak(),
        chapter("六、守法诚信", before=0),
        table(Row(tuple(asked), 9.0), Row(tuple(answers), 9.5)),
    ]


def _pledge(values: Values, style: Style) -> list[Block]:
    date = values["org_opinion_date"].shown
    one = Say(PLEDGE, "declaration", date, "法人代表（签字）", "申报主体（公章）", printed=True)
    return [chapter("七、申报主体声明"), *said(one, style)]


def _opinions(values: Values, style: Style) -> list[Block]:
    date = values["org_opinion_date"].shown
    own = Say(values["org_opinion"].shown, "org_opinion", date, "单位负责人（签字）", "（盖章）")
    text, place, when = recommended(values, date)
    other = Say(text, place, when, "负责人（签字）", "（盖章）")
    office = Say(values["saq_opinion"].shown, "", "", "", "（盖章）")
    return [
        chapter("八、审核意见"),
        table(
            Row((caption("申报主体意见", 0, 12), caption("推荐单位意见", 12, 12)), 9.0),
            Row(
                (
                    Cell(said(own, style, 10.0, 6), 0, 12, valign="top"),
                    Cell(said(other, style, 10.0, 6), 12, 12, valign="top"),
                ),
                58.0,
            ),
            Row((caption("上海市质量协会意见", 0, 24),), 9.0),
            Row((Cell(said(office, style), 0, 24),), 36.0),
        ),
    ]


def build(values: Values, rows: RowValues, style: Style) -> Form:
    """Lay the form out."""
    blocks: list[Block] = [
        *_cover(values),
        *numbered("填 报 说 明", NOTES),
        chapter("一、申报主体信息", before=0),
        _basics(values, style),
        *_lists(rows),
        *_essays(values),
        *_integrity(values),
        *_pledge(values, style),
        *_opinions(values, style),
    ]
    return Form("award_org", tuple(blocks))
