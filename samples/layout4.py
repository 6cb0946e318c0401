"""Development layout 4: no cover sheet, labels over their values or before a colon in one cell,
tables lying on their side (years as rows, people as columns), choices in brackets."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from samples.asked4 import (
    BENEFIT,
    BESIDE_PHOTO,
    CERTIFICATES,
    CONTACT,
    CONTACT_WITH_FAX,
    CONTRIBUTORS,
    EVIDENCE,
    HONOURS,
    ORG_TEXTS,
    PROJECT_TEXTS,
    WORK,
    YEARS,
)
from samples.forms_org import DECLARATION as ORG_DECLARATION
from samples.forms_project import DECLARATION as PROJECT_DECLARATION
from samples.layout import (
    UNITS,
    Block,
    Cell,
    CoverLine,
    Form,
    Para,
    Row,
    RowValues,
    Table,
    Value,
    Values,
    label,
    value,
)
from samples.layout_parts import (
    heads,
    listed,
    prose,
    recommended,
    seal_first,
    section,
    shown,
    whole,
)
from samples.style import Style

SEAL = "（单位盖章）"
Asked = tuple[str, str, int]  # field, label, columns


def _top(kind: str, owner: tuple[str, str], day: str) -> list[Block]:
    """Return the title, and under it whose form it is (label and name) and of which day."""
    return [
        Para(f"2021年上海市质量管理奖{kind}申报表", size=20, face="title", align="center", after=3),
        CoverLine(*owner, "cover", before=3.0),
        CoverLine("申报日期：", day, before=3.0),
        Para("", before=3),
    ]


def _over(
    values: Values,
    *asked: Asked,
    until: int = UNITS,
    heights: tuple[float, float] = (8.0, 9.0),
) -> list[Row]:
    """Return a row of labels and under it the row of their values."""
    under, column = [], 0
    for name, _, columns in asked:
        under.append(value(values[name].shown, column, columns, align="center"))
        column += columns
    assert column == until
    return [heads(*asked, height=heights[0]), Row(tuple(under), heights[1])]


def _inside(values: Values, *asked: Asked, height: float = 9.0) -> Row:
    """Return a row of cells that hold label, colon and value."""
    cells, column = [], 0
    for name, text, columns in asked:
        para = Para(f"{text}：{values[name].shown}", filled=len(text) + 1)
        cells.append(Cell((para,), column, columns))
        column += columns
    assert column == UNITS
    return Row(tuple(cells), height)


def _on_side(
    names: Sequence[tuple[str, str]],
    rows: Sequence[Mapping[str, Value]],
    first: int,
    *,
    each: int = 0,
    heights: tuple[float, float] = (9.0, 9.0),
) -> list[Row]:
    """Return a table with an entry to a column; the first of the names heads the columns.

    An entry is `each` columns wide (else all the same), and the last as wide as there is room.
    """
    each = each or (UNITS - first) // max(1, len(rows))
    out = []
    for index, (key, text) in enumerate(names):
        cells = [label(text, 0, first)]
        for number, one in enumerate(rows):
            start = first + number * each
            width = UNITS - start if number == len(rows) - 1 else each
            said = one[key].shown if key in one else ""
            cells.append(
                value(said, start, width, align="center") if index else label(said, start, width)
            )
        out.append(Row(tuple(cells), heights[min(index, 1)]))
    return out


def _years(rows: Sequence[Mapping[str, Value]]) -> list[Row]:
    """Return indicators as columns, five beside each other, with a row for each year."""
    named = [
        {**one, "_name": Value(f"{one['name'].shown}（{one['unit'].shown}）", "")} for one in rows
    ]
    fives = (named[at : at + 5] for at in range(0, len(named), 5))
    return [
        row
        for five in fives
        for row in _on_side(YEARS, five, 4, each=(UNITS - 4) // 5, heights=(12.0, 8.0))
    ]


def _opinion(
    title: str, text: str, place: str, signer: str, date: str, style: Style, *, seal: str = SEAL
) -> Row:
    """Return an opinion in one cell, its title on the cell's first line."""
    paras = (
        Para(f"{title}：", face="label", after=2),
        Para(text, indent=True, after=4, filled=0),
        *seal_first(place, signer, date, style, seal=seal),
    )
    return Row((Cell(paras, 0, UNITS),), 44.0)


def _opinions(values: Values, style: Style, date: str, own: str, title: str) -> list[Row]:
    text, place, when = recommended(values, date)
    return [
        _opinion(title, values[own].shown, own, "单位负责人签字", date, style),
        _opinion("推荐机构意见", text, place, "单位负责人签字", when, style),
        _opinion("市质量协会意见", "", "", "负责人签字", "", style),
    ]


def _texts(values: Values, parts: Sequence[tuple[str, str]]) -> list[Row]:
    return [
        Row((prose(values[name].shown, before=f"{title}（不超过800字）："),), 34.0)
        for name, title in parts
    ]


def _org_facts(values: Values) -> list[Row]:
    return [
        *_over(values, ("org_name", "申报单位名称", 14), ("uscc", "信用代码", 10)),
        *_over(
            values,
            ("legal_rep_name", "法定代表人姓名", 6),
            ("founded_on", "成立年月日", 6),
            ("registered_capital_wan", "注册资本金（万元）", 6),
            ("industry", "所属行业名称", 6),
        ),
        *_over(
            values,
            ("employee_count", "员工总人数", 6),
            ("mgmt_count", "管理人员人数", 6),
            ("tech_count", "专业技术人员人数", 6),
            ("pem_year", "开始导入卓越绩效模式年份", 6),
        ),
        _inside(values, ("ownership", "企业经济性质", UNITS)),
        _inside(values, ("org_category", "申报组织类别", UNITS)),
        _inside(values, ("address", "地　址", 16), ("postcode", "邮　编", 8)),
        *_over(
            values,
            ("contact_name", "联系人姓名", 4),
            ("contact_title", "所在部门及职务", 5),
            ("contact_phone", "联系电话/手机", 6),
            ("fax", "传真", 4),
            ("email", "E-mail", 5),
        ),
        _inside(values, ("main_products", "主要产品或服务", UNITS), height=14.0),
    ]


def org(values: Values, rows: RowValues, style: Style) -> Form:
    """Lay the organisation award's form out."""
    v = shown(values)
    date = v["org_opinion_date"]
    blocks = (
        *_top("（组织奖）", ("申报单位名称（公章）：", v["org_name"]), v["fill_date"]),
        Table(
            (
                whole("一、申报单位基本信息"),
                *_org_facts(values),
                whole("二、主要经济效益指标"),
                *_years(rows["indicators"]),
            )
        ),
        section("三、通过管理体系认证情况", 12),
        Table(tuple(_on_side(CERTIFICATES, rows["certificates"], 6))),
        section("四、近三年主要荣誉", 12),
        listed(HONOURS, rows["honours"], spare=2, repeat=1),
        Para("", before=3),
        Table(
            (
                whole("五、组织概述"),
                *_texts(values, ORG_TEXTS),
                _inside(values, ("major_incident", "近三年有无重大质量安全环保事故", UNITS)),
                _inside(values, ("inspection_failed", "近三年监督抽查是否有不合格", UNITS)),
                whole("六、声明及意见"),
                _opinion("本单位声明", ORG_DECLARATION, "declaration", "法人代表签字", date, style),
                *_opinions(values, style, date, "org_opinion", "本单位意见"),
            )
        ),
    )
    return Form("award_org", blocks)


def _contributors(rows: RowValues) -> Table:
    """Return the contributors, a column each, with places to sign in the last row."""
    *told, last = _on_side(CONTRIBUTORS, rows["contributors"], 4)
    name, *places = last.cells
    signs = (
        Cell((Para("", sign=f"contributor:{i}"),), one.column, one.columns)
        for i, one in enumerate(places)
    )
    return Table((*told, Row((name, *signs), 16.0)))


def _project_facts(values: Values) -> Table:
    return Table(
        (
            whole("一、项目信息"),
            _inside(values, ("project_name", "申报项目名称", UNITS)),
            _inside(values, ("project_category", "项目类别", UNITS), height=14.0),
            *_over(
                values,
                ("sector", "项目所属领域", 6),
                ("start_on", "项目开始日期", 6),
                ("end_on", "项目完成日期", 6),
                ("source", "项目来源", 3),
                ("budget_wan", "总投资（万元）", 3),
            ),
            whole("二、申报单位信息"),
            *_over(values, ("org_name", "申报单位全称", 14), ("uscc", "统一信用代码", 10)),
            _inside(values, ("address", "地　址", 16), ("postcode", "邮　编", 8)),
            *_over(
                values,
                ("legal_rep_name", "法人代表", 4),
                ("contact_name", "联系人姓名", 4),
                ("contact_phone", "联系人手机", 8),
                ("email", "联系人邮箱", 8),
            ),
            *_over(
                values,
                ("leader_name", "项目负责人姓名", 6),
                ("leader_phone", "项目负责人手机", 8),
                ("leader_email", "项目负责人邮箱", 10),
            ),
        )
    )


def project(values: Values, rows: RowValues, style: Style) -> Form:
    """Lay the project award's form out."""
    v = shown(values)
    date = v["org_opinion_date"]
    blocks = (
        *_top("（项目奖）", ("申报单位（公章）：", v["org_name"]), v["fill_date"]),
        _project_facts(values),
        section("三、项目主要成员", 12),
        _contributors(rows),
        section("四、取得的经济效益", 12),
        Table(tuple(_on_side(BENEFIT, rows["benefit"], 8))),
        section("五、相关证明材料", 12),
        listed(EVIDENCE, rows["evidence"], spare=1, repeat=1),
        Para("", before=3),
        Table(
            (
                whole("六、项目内容"),
                *_texts(values, PROJECT_TEXTS),
                whole("七、声明及意见"),
                _opinion(
                    "本单位声明", PROJECT_DECLARATION, "declaration", "法人代表签字", date, style
                ),
                *_opinions(values, style, date, "org_opinion", "本单位意见"),
            )
        ),
    )
    return Form("award_project", blocks)


def _person_facts(values: Values) -> Table:
    """Return what is asked of a person; the first four rows leave room for the picture."""
    photo = Cell((Para("（照片）", align="center"),), 19, 5, 4, "photo")
    first, *others = (
        row
        for asked in BESIDE_PHOTO
        for row in _over(values, *asked, until=19, heights=(9.0, 11.0))
    )
    return Table(
        (
            replace(first, cells=(*first.cells, photo)),
            *others,
            *_over(
                values,
                ("school", "毕业学校", 8),
                ("major", "所学专业", 6),
                ("id_no", "身份证号码", 10),
            ),
            *_over(
                values,
                ("position", "现任职务", 8),
                ("title", "专业技术职称", 8),
                ("quality_years", "从事质量管理年限（年）", 8),
            ),
            _inside(values, ("employer", "所在单位全称", UNITS)),
            _inside(values, ("uscc", "所在单位信用代码", UNITS)),
            _inside(values, ("phone", "移动电话", 10), ("email", "电子邮件", 14)),
            _inside(values, ("address", "地　址", 16), ("postcode", "邮　编", 8)),
        )
    )


def person(values: Values, rows: RowValues, style: Style, photo_seed: int) -> Form:
    """Lay the personal award's form out."""
    v = shown(values)
    date = v["employer_opinion_date"]
    spans = [
        one | {"_span": Value(f"{one['from'].shown}—{one['to'].shown}", "")}
        for one in rows["work_history"]
    ]
    own = ("本人声明", v["self_declaration"], "self_declaration", "申报人签字")
    blocks = (
        *_top("（个人奖）", ("所在单位（公章）：", v["employer"]), v["fill_date"]),
        _person_facts(values),
        section("工作经历", 12),
        listed(WORK, spans, spare=1),
        section("获得的主要荣誉", 12),
        listed(HONOURS, rows["honours"]),
        Para("", before=3),
        Table(
            (
                *_texts(values, (("achievements", "个人主要事迹及业绩"),)),
                _opinion(*own, date, style, seal=""),
                *_opinions(values, style, date, "employer_opinion", "所在单位推荐意见"),
            )
        ),
    )
    return Form("award_person", blocks, photo_seed)


def registration(values: Values, style: Style) -> Form:
    """Lay the registration form out."""
    v = shown(values)
    contact = CONTACT_WITH_FAX if "fax" in values else CONTACT
    blocks = (
        Para("附件1", size=12, face="label"),
        Para(
            "2021年上海市实施卓越绩效管理推进活动",
            size=17,
            face="title",
            align="center",
        ),
        Para("报　名　表", size=17, face="title", align="center", after=3),
        CoverLine("报名单位（公章）：", v["org_name"], "registration", before=2.0),
        CoverLine("报名日期：", v["fill_date"], before=2.0),
        Para("", before=2),
        Table(
            (
                *_over(values, ("org_name", "报名单位全称", 14), ("uscc", "信用代码", 10)),
                _inside(values, ("address", "地　址", 16), ("postcode", "邮　编", 8)),
                *_over(values, *contact),
                *_over(
                    values,
                    ("is_member", "是否为市质协会员单位", 8),
                    ("member_no", "会员证编号", 8),
                    ("employee_count", "员工数（人）", 8),
                ),
                _inside(values, ("ownership", "单位性质", UNITS)),
                _inside(values, ("org_category", "单位所属类别", UNITS), height=14.0),
                *_over(
                    values,
                    ("quality_exec_name", "主管质量工作的领导", 8),
                    ("pem_adopted", "是否导入卓越绩效模式", 8),
                    ("pem_year", "导入年份", 8),
                ),
                _inside(values, ("activities", "拟参加的活动内容", UNITS)),
                _inside(values, ("intended_awards", "拟申报的奖项", UNITS)),
                _inside(values, ("intended_items", "拟申报的项目/个人", UNITS), height=12.0),
                _inside(values, ("recommender", "推荐机构", UNITS)),
            )
        ),
    )
    return Form("registration", blocks)
