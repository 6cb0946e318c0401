"""The organisation award's form in the second layout kept aside."""

from samples.aside2_parts import (
    NOTE_SIZE,
    Ask,
    Opinion,
    aside_text,
    asks,
    banner,
    beside,
    closing,
    code_row,
    cover_title,
    entries,
    head,
    heading,
    headings,
    numbered,
    office,
    opinion,
    recommendation,
    table,
)
from samples.layout import (
    Block,
    CoverLine,
    Form,
    PageBreak,
    Para,
    Row,
    RowValues,
    Table,
    Values,
    value,
)
from samples.style import Style, spaced, word

YEARS = ("2018年", "2019年", "2020年")
CERTIFICATES = (2, 6, 5, 6, 5)
HONOURS = (2, 4, 10, 8)
INDICATORS = (2, 7, 3, 4, 4, 4)
DECLARED = (
    "本单位自愿申报上海市质量管理奖，对申报书及全部附件的真实性、合法性负责；"
    "申报材料不涉及国家秘密，评审过程中服从协会的安排。如有弄虚作假，愿接受取消申报资格的处理。"
)


def _cover(values: Values, style: Style) -> list[Block]:
    number = word(style, "受理编号（协会填写）：", "受理号（申报单位免填）：")
    title = word(style, "申　报　书", "申　请　书")
    return [
        Para(
            f"{number}{values['serial_no'].shown or '　　　　　　　　'}",
            size=12,
            face="label",
            align="right",
        ),
        *cover_title(
            (("2021年度上海市质量管理奖", 26), (title, 30), ("（组织奖）", 20)), before=36
        ),
        Para("", before=24),
        CoverLine(
            word(style, "申报主体（公章）：", "申报组织（盖公章）："),
            values["org_name"].shown,
            seal="cover",
        ),
        CoverLine(word(style, "联络人：", "经办人："), values["contact_name"].shown),
        CoverLine(word(style, "联络电话：", "电话及手机："), values["contact_phone"].shown),
        CoverLine("电子信箱：", values["email"].shown),
        CoverLine(word(style, "填报时间：", "申报时间："), values["fill_date"].shown),
        Para("上海市质量协会制", size=16, face="label", align="center", before=38),
        PageBreak(),
    ]


def _basics(values: Values, style: Style) -> Table:
    trade = word(style, "所属行业\n（国民经济分类）", "行业")
    unit = [
        asks(values, Ask("单位名称\n（与公章一致）", "org_name", 5, 18), left=1),
        code_row(values, style, Ask("统一社会\n信用代码", "uscc", 5, 18), left=1),
        asks(
            values,
            Ask(word(style, "住所", "注册地址"), "address", 5, 11),
            Ask(spaced(style, "邮编"), "postcode", 3, 4, "center"),
            left=1,
        ),
        asks(
            values,
            Ask("法人代表", "legal_rep_name", 3, 4, "center"),
            Ask(word(style, "成立时间", "注册时间"), "founded_on", 3, 6, "center"),
            Ask("注册资本\n（万元）", "registered_capital_wan", 3, 4, "center"),
            left=1,
        ),
        asks(values, Ask(word(style, "所有制形式", "经济性质"), "ownership", 5, 18), left=1),
        asks(values, Ask(word(style, "组织类型", "申报类别"), "org_category", 5, 18), left=1),
        asks(
            values,
            Ask(trade, "industry", 5, 7, "center"),
            Ask("联络人职务", "contact_title", 5, 6, "center"),
            left=1,
        ),
        asks(
            values,
            Ask(word(style, "传真", "传真号码"), "fax", 5, 7, "center"),
            Ask("推行卓越绩效\n起始年", "pem_year", 5, 6, "center"),
            left=1,
        ),
    ]
    staff = [
        asks(
            values,
            Ask("在岗总数", "employee_count", 3, 4, "center"),
            Ask("其中：管理岗", "mgmt_count", 5, 3, "center"),
            Ask("专业技术岗", "tech_count", 5, 3, "center"),
            left=1,
            height=20.0,
        ),
    ]
    products = word(style, "主营业务\n（主要产品或服务）", "主导产品\n（服务）")
    return table(
        beside("单位情况", unit),
        beside("员工人数", staff),
        asks(values, Ask(products, "main_products", 6, 18), height=16.0),
    )


def _certificates(rows: RowValues, style: Style) -> Table:
    heads = (
        "序号",
        word(style, "发证机构", "认证机构名称"),
        "体系名称",
        word(style, "证书号", "认证证书编号"),
        "有效期至",
    )
    lines = numbered(rows["certificates"], ("issuer", "system", "no", "valid_to"), 4)
    return table(
        headings(tuple(zip(heads, CERTIFICATES, strict=True))),
        entries(lines, CERTIFICATES, size=10),
        repeat=1,
    )


def _honours(rows: RowValues, style: Style) -> Table:
    heads = (
        "序号",
        word(style, "获得年度", "授予年份"),
        word(style, "荣誉（奖项）名称", "荣誉称号"),
        word(style, "颁奖部门", "授奖机构"),
    )
    lines = numbered(rows["honours"], ("year", "name", "giver"), 4)
    return table(
        headings(tuple(zip(heads, HONOURS, strict=True))), entries(lines, HONOURS), repeat=1
    )


def _indicators(rows: RowValues, style: Style) -> Table:
    top = Row(
        (
            head("序号", 0, 2, 2),
            head(word(style, "指标", "指标名称"), 2, 7, 2),
            head("计量\n单位", 9, 3, 2),
            head(word(style, "近三年完成情况", "年度实绩"), 12, 12),
        ),
        8.0,
    )
    years = Row(tuple(head(year, 12 + 4 * at, 4) for at, year in enumerate(YEARS)), 8.0)
    lines = numbered(rows["indicators"], ("name", "unit", "y1", "y2", "y3"), 0)
    return table(top, years, entries(lines, INDICATORS), repeat=2)


def _compliance(values: Values) -> Table:
    asked = (
        ("发生重大质量、安全、环保或公共卫生事件", "major_incident"),
        ("产品、服务在监督抽查中被判不合格", "inspection_failed"),
    )
    return table(
        headings((("近三年内", 17), ("有／无", 7)), height=8.0),
        [
            Row((head(text, 0, 17), value(values[name].shown, 17, 7, align="center")), 9.0)
            for text, name in asked
        ],
    )


def _texts(values: Values) -> Table:
    asked = (
        ("组织概述\n（3000字以内）", "overview"),
        ("主要做法\n和成效", "practice_summary"),
        ("创新性及\n推广价值", "innovation"),
    )
    return table([aside_text(title, values[name].shown) for title, name in asked])


def _opinions(values: Values, style: Style, date: str) -> Table:
    own = Opinion(
        word(style, "申报单位\n审查意见", "本单位\n意见"),
        values["org_opinion"].shown,
        "org_opinion",
        date,
        word(style, "单位负责人（签字）", "法人代表签名"),
    )
    return table(
        banner("七、审查与推荐"),
        opinion(own, style),
        opinion(recommendation(values, style, date, "推荐单位\n意见"), style),
        opinion(office(values, "市质协\n审核意见\n（申报单位免填）"), style, 36.0),
    )


def build(values: Values, rows: RowValues, style: Style) -> Form:
    """Lay out the form."""
    date = values["org_opinion_date"].shown
    signer = word(style, "法人代表（签字）", "法定代表人亲笔签名")
    declared = Opinion("", "", "declaration", date, signer, "申报单位（公章）")
    return Form(
        "award_org",
        (
            *_cover(values, style),
            *heading("一、单位基本信息"),
            _basics(values, style),
            *heading("二、通过管理体系认证情况"),
            _certificates(rows, style),
            *heading("三、近五年获得的主要荣誉"),
            _honours(rows, style),
            *heading("四、经营与质量指标", "按经审计的数据填写"),
            _indicators(rows, style),
            *heading("五、守法合规情况"),
            _compliance(values),
            *heading("六、卓越绩效管理情况"),
            _texts(values),
            Para(
                "申报单位声明", size=16, face="title", align="center", before=9, after=3, keep=True
            ),
            Para(DECLARED, indent=True, keep=True),
            *closing(declared, style),
            Para("", before=6),
            _opinions(values, style, date),
            Para("注：本表可根据内容适当加行，A4纸双面打印。", size=NOTE_SIZE, before=2),
        ),
    )
