"""The project award's form in the fourth layout kept aside: free text between its tables."""

from collections.abc import Mapping, Sequence

from samples.aside4_parts import LIST_SIZE, Hand, bar, notes, prose, roll
from samples.cells import beside, caption, code_line, dated, line, table
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
    value,
)
from samples.layout_parts import date_face, recommended, shown, signed_at
from samples.style import Style

PEOPLE_SIZE = 9.5  # points
ROOM = 16.0  # mm, for each text of a blank form
TEXTS = (
    ("（一）项目概要", "简要说明做了什么、取得什么效果", "abstract"),
    ("（二）立项背景与目标", "", "background"),
    ("（三）实施过程与采用的质量方法", "", "method"),
    ("（四）主要创新点", "", "innovations"),
    ("（五）实施效果", "与实施前对比，用数据说明", "results"),
    ("（六）推广应用情况及前景", "", "diffusion"),
)
BENEFITS = (
    ("新增产值（营业收入）", "output"),
    ("新增利润", "profit"),
    ("新增税收", "tax"),
    ("节约成本", "saving"),
)
PLEDGE = (
    "本单位对所申报项目的真实性负责：项目由本单位人员完成，知识产权清晰无争议，"
    "主要完成人及排序已征得本人同意并在单位内公示，附件与原件一致。"
)
TOLD = (
    "本表由项目完成单位填写，多个单位共同完成的由牵头单位填写。",
    "项目名称应反映所用方法和解决的问题，不超过30个字；封面名称与表内名称一致。",
    "“方法类别”只选一项，按项目使用的最主要的方法选择。",
    "主要完成人限填6人，按贡献大小排列，本人须亲笔签名。",
    "“项目内容”各项可加页，须用数据和事实说明，不得只作定性描述。",
    "经济效益须由财务部门核定，只填本项目直接产生的部分；不足三年的按实际年度填写。",
    "附件材料以复印件报送，加盖单位公章。",
)


def _cover(told: Mapping[str, str]) -> list[Block]:
    """Return the cover: the entries on dotted lines."""
    entries = (
        ("项 目 名 称：", told["project_name"], ""),
        ("申 报 单 位：", told["org_name"], "cover"),
        ("项目负责人：", told["leader_name"], ""),
        ("申 报 时 间：", told["fill_date"], ""),
    )
    return [
        Para("（项目类）", size=14, face="label"),
        Para("2021年度上海市质量管理奖", size=24, face="title", align="center", before=34),
        Para("项 目 申 报 表", size=30, face="title", align="center", before=8, after=34),
        *(
            FillLine((Blank(name, text, seal=seal),), dotted=True, size=15, before=7)
            for name, text, seal in entries
        ),
        Para("（申报单位须加盖公章）", size=10.5, face="label", before=3),
        Para("上海市质量协会", size=16, face="label", align="center", before=40),
        Para(
            f"登记号（受理人填）：{told['serial_no'] or '＿＿＿＿＿＿'}",
            size=12,
            face="label",
            align="center",
            before=4,
        ),
        PageBreak(),
    ]


def _span(values: Values) -> Row:
    """Return the row of the first and the last day, in one cell."""
    first, last = values["start_on"].shown, values["end_on"].shown
    filled = 0 if first or last else -1
    text = f"自 {dated(first)}　至 {dated(last)}"
    cell = Cell((Para(text, filled=filled),), 4, UNITS - 4)
    return Row((caption("实施周期", 0, 4), cell), 10.0)


def _basics(values: Values, style: Style) -> Table:
    leader = [
        line(
            values,
            ("姓名", "leader_name", 3, 6),
            ("移动电话", "leader_phone", 4, 9),
            left=2,
        ),
        line(values, ("电子邮箱", "leader_email", 4, 18), left=2),
    ]
    contact = [
        line(
            values,
            ("姓名", "contact_name", 3, 6),
            ("联系电话", "contact_phone", 4, 9),
            left=2,
        ),
        line(values, ("电子邮箱", "email", 4, 18), left=2),
    ]
    return table(
        bar("一、项目基本情况"),
        line(values, ("项目名称", "project_name", 4, 20), height=11.0),
        line(values, ("方法类别", "project_category", 4, 20), height=13.0),
        line(values, ("应用领域", "sector", 4, 8), ("项目来源", "source", 4, 8)),
        _span(values),
        line(values, ("项目投入资金总额（万元）", "budget_wan", 8, 16)),
        beside("负责人", leader),
        line(values, ("完成单位", "org_name", 4, 20), height=11.0),
        code_line(values, style, "统一社会信用代码\n（三证合一）", "uscc"),
        line(values, ("法人代表", "legal_rep_name", 4, 7), ("邮编", "postcode", 4, 9)),
        line(values, ("单位地址", "address", 4, 20)),
        beside("联络员", contact),
    )


def _people(rows: Sequence[Mapping[str, Value]]) -> Table:
    """Return who did it, with room for everybody's signature."""
    columns = (
        ("rank", "排\n名", 1),
        ("name", "姓　名", 3),
        ("sex", "性\n别", 1),
        ("employer", "工作单位", 5),
        ("title", "职称或\n职务", 3),
        ("birth_ym", "出生年月", 4),
        ("task", "承担的\n主要工作", 4),
    )
    body = roll(columns, rows, 6, size=PEOPLE_SIZE, height=12.0)
    out = [Row((*body[0].cells, caption("本人签名", 21, 3, size=PEOPLE_SIZE)), body[0].height)]
    for number, one in enumerate(body[1:]):
        name = f"contributor:{number}" if number < len(rows) and rows[number]["name"].shown else ""
        hand = Cell((Para("", sign=name),), 21, 3)
        out.append(Row((*one.cells, hand), one.height))
    return table(bar("二、主要完成人员"), out, repeat=2)


def _texts(told: Mapping[str, str]) -> list[Block]:
    """Return the numbered texts; they stand outside the tables."""
    out: list[Block] = [Para("三、项目内容", size=14, face="title", before=4, keep=True)]
    for title, hint, name in TEXTS:
        head = f"{title}（{hint}）" if hint else title
        out.append(Para(head, size=12, face="label", before=4, after=1, keep=True))
        out += prose(told[name]) if told[name] else (Para("", after=ROOM),)
    return out


def _benefit(rows: Sequence[Mapping[str, Value]]) -> Table:
    """Return what was gained: a row a kind, a column a year."""
    width = 15 // len(rows)
    names = UNITS - width * len(rows)
    table_rows = []
    for text, key in (("年　　度", "year"), *BENEFITS):
        cells = [caption(text, 0, names)]
        for index, one in enumerate(rows):
            cells.append(value(one[key].shown, names + width * index, width, align="center"))
        table_rows.append(Row(tuple(cells), 9.0))
    return table(bar("四、直接经济效益（单位：万元）"), table_rows)


def _evidence(rows: Sequence[Mapping[str, Value]]) -> Table:
    columns = (
        ("_no", "序号", 2),
        ("type", "材料类别", 4),
        ("issuer", "出具或授权单位", 6),
        ("date", "取得日期", 5),
        ("no", "证书（报告）编号", 7),
    )
    return table(
        bar("五、附件证明材料目录"), roll(columns, rows, 3, size=LIST_SIZE, height=10.0), repeat=2
    )


def _opinion(title: str, body: Sequence[Para], height: float) -> list[Row]:
    """Return an opinion under a head of its own."""
    return [
        Row((caption(title, 0, UNITS),), 8.0),
        Row((Cell(tuple(body), 0, UNITS),), height),
    ]


def _opinions(values: Values, style: Style) -> Table:
    date = values["org_opinion_date"].shown
    text, place, when = recommended(values, date)

    def said(words: str) -> Para:
        return Para(words, indent=True, before=1, after=8, filled=0 if words else -1)

    org = signed_at("org_opinion", "单位负责人签名", date, style, seal="（盖章）")
    other = signed_at(place, "单位负责人签名", when, style, seal="（盖章）")
    saq = values["saq_opinion"].shown
    office = Para(dated("") + "　　", face=date_face("", style), align="right", before=2, after=2)
    return table(
        bar("七、各方意见"),
        _opinion("完成单位意见", (said(values["org_opinion"].shown), *org), 36.0),
        _opinion("推荐（主管）单位意见", (said(text), *other), 36.0),
        _opinion("上海市质量协会审定意见", (said(saq), office), 30.0),
    )


def _pledge(style: Style) -> Table:
    hand = Hand("declaration", "法定代表人签名", "（完成单位公章）")
    body = Cell((Para(PLEDGE, indent=True, before=1), *hand.paras(style)), 0, UNITS)
    return table(bar("六、完成单位声明"), Row((body,), 40.0))


def build(values: Values, rows: RowValues, style: Style) -> Form:
    """Lay the form out: cover, how to fill it in, seven parts."""
    told = shown(values)
    gap = Para("", size=6)
    blocks: list[Block] = [
        *_cover(told),
        *notes("填表须知：", TOLD, 14),
        PageBreak(),
        _basics(values, style),
        gap,
        _people(rows["contributors"]),
        PageBreak(),
        *_texts(told),
        gap,
        _benefit(rows["benefit"]),
        gap,
        _evidence(rows["evidence"]),
        gap,
        _pledge(style),
        gap,
        _opinions(values, style),
    ]
    return Form("award_project", tuple(blocks))
