"""The project award's form in the second layout kept aside."""

from samples.aside2_parts import (
    SMALL,
    Ask,
    Opinion,
    asks,
    banner,
    closing,
    cover_title,
    entries,
    head,
    heading,
    headings,
    inline,
    numbered,
    office,
    passage,
    recommendation,
    table,
    titled_opinion,
)
from samples.layout import (
    Block,
    Cell,
    Form,
    PageBreak,
    Para,
    Row,
    RowValues,
    Table,
    Values,
)
from samples.style import Style, spaced, word

PEOPLE = (2, 3, 2, 4, 3, 4, 3, 3)
EVIDENCE = (2, 6, 6, 6, 4)
BENEFIT = (4, 5, 5, 5, 5)
DECLARED = (
    "本项目由申报单位组织完成，不存在知识产权争议，完成人排序无异议。"
    "申报书所列数据和所附证明材料均真实可靠，如与事实不符，由申报单位承担全部责任。"
)


def _cover_row(text: str, shown: str, *, seal: str = "") -> Row:
    """Return a row of the cover's table, in larger print."""
    name = Cell((Para(text, size=14, face="label", align="center"),), 0, 8, kind="label")
    filled = 0 if shown else -1
    return Row((name, Cell((Para(shown, size=14, filled=filled, seal=seal),), 8, 16)), 15.0)


def _cover(values: Values, style: Style) -> list[Block]:
    shown = {name: one.shown for name, one in values.items()}
    lead = word(style, "上海市质量协会印制", "上海市质量协会")
    return [
        *cover_title(
            (
                ("上海市质量管理奖", 28),
                (word(style, "质量项目奖申报书", "项目奖推荐申报书"), 24),
                ("（2021年度）", 18),
            ),
            before=30,
        ),
        Para("", before=26),
        table(
            _cover_row(word(style, "登记号（不填）", "收件编号（不填）"), shown["serial_no"]),
            _cover_row(word(style, "申报项目", "项目全称"), shown["project_name"]),
            _cover_row(
                word(style, "完成单位（公章）", "申报主体（公章）"), shown["org_name"], seal="cover"
            ),
            _cover_row(word(style, "填写日期", "申报时间"), shown["fill_date"]),
        ),
        Para(lead, size=16, face="label", align="center", before=40),
        PageBreak(),
    ]


def _basics(values: Values, style: Style) -> Table:
    leader = word(style, "项目主持人", "课题负责人")
    return table(
        banner("（一）项目概况"),
        asks(values, Ask(word(style, "项目全称", "申报项目名称"), "project_name", 5, 19)),
        asks(values, Ask("项目类型\n（主要采用的方法）", "project_category", 5, 19)),
        asks(values, Ask(word(style, "应用领域", "产业领域"), "sector", 5, 19)),
        asks(
            values,
            Ask("启动日期", "start_on", 5, 7, "center"),
            Ask("结题日期", "end_on", 5, 7, "center"),
        ),
        asks(
            values,
            Ask(word(style, "立项来源", "课题来源"), "source", 5, 7, "center"),
            Ask("投入经费\n（万元）", "budget_wan", 5, 7, "center"),
        ),
        asks(
            values,
            Ask(leader, "leader_name", 5, 7, "center"),
            Ask(word(style, "主持人手机", "移动电话"), "leader_phone", 5, 7, "center"),
        ),
        asks(values, Ask(word(style, "主持人信箱", "负责人E-mail"), "leader_email", 5, 19)),
        banner("（二）申报单位"),
        inline(values, ("单位全称", "org_name", 24)),
        inline(values, ("统一社会信用代码", "uscc", 14), ("法人代表", "legal_rep_name", 10)),
        inline(values, ("详细地址", "address", 17), ("邮编", "postcode", 7)),
        inline(
            values,
            (word(style, "业务联系人", "项目联络人"), "contact_name", 10),
            ("办公电话", "contact_phone", 14),
        ),
        inline(values, ("单位信箱", "email", 24)),
    )


def _people(rows: RowValues, style: Style) -> Table:
    heads = (
        "排名",
        spaced(style, "姓名"),
        "性别",
        "出生\n年月",
        word(style, "职称或\n职务", "职称\n（职务）"),
        word(style, "所在单位", "单位"),
        word(style, "主要贡献", "承担工作"),
        "签字",
    )
    names = ("rank", "name", "sex", "birth_ym", "title", "employer", "task")
    lines = [[row[name].shown for name in names] for row in rows["contributors"]]
    filled = entries(lines, PEOPLE[:-1], size=SMALL, height=13.0)
    signed = [
        Row((*row.cells, _signature(f"contributor:{at}")), row.height)
        for at, row in enumerate(filled)
    ]
    return table(headings(tuple(zip(heads, PEOPLE, strict=True))), signed, repeat=1)


def _signature(place: str) -> Cell:
    return Cell((Para("", size=SMALL, sign=place),), sum(PEOPLE[:-1]), PEOPLE[-1])


def _benefit(rows: RowValues, style: Style) -> Table:
    top = Row((head("年份", 0, 4, 2), head("直接经济效益", 4, 20)), 8.0)
    kinds = (
        ("产值", "新增产值"),
        ("利润", "新增利润"),
        ("税金", "新增税收"),
        ("节支", "节支总额"),
    )
    below = Row(
        tuple(head(word(style, *kind), 4 + 5 * at, 5) for at, kind in enumerate(kinds)), 8.0
    )
    names = ("year", "output", "profit", "tax", "saving")
    lines = [[row[name].shown for name in names] for row in rows["benefit"]]
    return table(top, below, entries(lines, BENEFIT), repeat=2)


def _evidence(rows: RowValues, style: Style) -> Table:
    heads = (
        "序号",
        word(style, "证明材料种类", "材料名称"),
        word(style, "文号或证书号", "编　号"),
        word(style, "出具单位", "颁发机构"),
        word(style, "出具时间", "日　期"),
    )
    lines = numbered(rows["evidence"], ("type", "no", "issuer", "date"), 4)
    return table(
        headings(tuple(zip(heads, EVIDENCE, strict=True))),
        entries(lines, EVIDENCE, size=SMALL),
        repeat=1,
    )


def _texts(values: Values) -> Table:
    asked = (
        ("1．项目摘要", "（500字以内）", "abstract"),
        ("2．立项背景及目标", "", "background"),
        ("3．实施过程与方法", "", "method"),
        ("4．创新点", "（突出与同类项目的不同）", "innovations"),
        ("5．取得的成效", "", "results"),
        ("6．推广应用情况", "", "diffusion"),
    )
    return table([passage(title, values[name].shown, note=note) for title, note, name in asked])


def _opinions(values: Values, style: Style, date: str) -> Table:
    own = Opinion(
        word(style, "申报单位推荐理由", "申报单位审查意见"),
        values["org_opinion"].shown,
        "org_opinion",
        date,
        word(style, "负责人（签字）", "单位领导签字"),
        "（单位盖章）",
    )
    return table(
        titled_opinion(own, style),
        titled_opinion(
            recommendation(values, style, date, "行业协会、集团公司或区质协推荐意见"), style
        ),
        titled_opinion(office(values, "上海市质量协会评审意见（由协会填写）"), style, 34.0),
    )


def build(values: Values, rows: RowValues, style: Style) -> Form:
    """Lay out the form."""
    date = values["org_opinion_date"].shown
    signer = word(style, "法人代表（签字）", "法人代表签章")
    declared = Opinion("", "", "declaration", date, signer, "申报单位（公章）")
    return Form(
        "award_project",
        (
            *_cover(values, style),
            *heading("一、基本信息"),
            _basics(values, style),
            *heading("二、主要完成人员"),
            _people(rows, style),
            *heading("三、近三年经济效益", "金额单位：万元"),
            _benefit(rows, style),
            *heading("四、项目内容"),
            _texts(values),
            *heading("五、证明材料清单"),
            _evidence(rows, style),
            *heading("六、真实性声明"),
            Para(DECLARED, indent=True, keep=True),
            *closing(declared, style),
            *heading("七、意见栏"),
            _opinions(values, style, date),
        ),
    )
