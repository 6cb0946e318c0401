"""Development layout 4: no cover sheet, labels over their values or before a colon in one cell,
tables lying on their side (years as rows, people as columns), choices in brackets."""

from collections.abc import Mapping, Sequence

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
from samples.layout_parts import heads, lines, prose, recommended, seal_first, whole
from samples.style import Style

SEAL = "（单位盖章）"
Asked = tuple[str, str, int]  # field, label, columns


def _top(kind: str, entries: Sequence[tuple[str, str, str]]) -> list[Block]:
    return [
        Para(f"2021年上海市质量管理奖{kind}申报表", size=20, face="title", align="center", after=3),
        *(CoverLine(text, shown, seal, before=3.0) for text, shown, seal in entries),
        Para("", before=3),
    ]


def _over(values: Values, *asked: Asked) -> list[Row]:
    """Return a row of labels and under it the row of their values."""
    under, column = [], 0
    for name, _, columns in asked:
        under.append(value(values[name].shown, column, columns, align="center"))
        column += columns
    assert column == UNITS
    return [heads(*asked, height=8.0), Row(tuple(under), 9.0)]


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
    names: Sequence[tuple[str, str]], rows: Sequence[Mapping[str, Value]], first: int, corner: str
) -> list[Row]:
    """Return a table with an entry to a column; the first of the names heads the columns."""
    each = (UNITS - first) // max(1, len(rows))
    out = []
    for index, (key, text) in enumerate(names):
        cells = [label(corner if index == 0 and corner else text, 0, first)]
        for number, one in enumerate(rows):
            end = UNITS if number == len(rows) - 1 else first + (number + 1) * each
            start = first + number * each
            shown = one[key].shown if key in one else ""
            cells.append(
                label(shown, start, end - start)
                if index == 0
                else value(shown, start, end - start, align="center")
            )
        out.append(Row(tuple(cells), 9.0))
    return out


def _years(rows: Sequence[Mapping[str, Value]]) -> list[Row]:
    """Return indicators as columns, five beside each other, with a row for each year."""
    out: list[Row] = []
    width = (UNITS - 4) // 5
    for some in (rows[at : at + 5] for at in range(0, len(rows), 5)):
        out.append(
            Row(
                (
                    label("年度", 0, 4),
                    *(
                        label(
                            f"{one['name'].shown}（{one['unit'].shown}）",
                            4 + i * width,
                            width if i < 4 and i < len(some) - 1 else UNITS - 4 - i * width,
                        )
                        for i, one in enumerate(some)
                    ),
                ),
                12.0,
            )
        )
        for key, year in (("y1", "2018年"), ("y2", "2019年"), ("y3", "2020年")):
            cells = [label(year, 0, 4)]
            for i, one in enumerate(some):
                columns = width if i < 4 and i < len(some) - 1 else UNITS - 4 - i * width
                cells.append(value(one[key].shown, 4 + i * width, columns, align="center"))
            out.append(Row(tuple(cells), 8.0))
    return out


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


def org(values: Values, rows: RowValues, style: Style) -> Form:
    """Lay the organisation award's form out."""
    v, date = {name: one.shown for name, one in values.items()}, values["org_opinion_date"].shown
    blocks = _top(
        "（组织奖）",
        [("申报单位名称（公章）：", v["org_name"], "cover"), ("申报日期：", v["fill_date"], "")],
    )
    honours = (("name", "荣誉称号", 11), ("giver", "授予部门", 9), ("year", "授予年度", 4))
    blocks += [
        Table(
            (
                whole("一、申报单位基本信息"),
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
                whole("二、主要经济效益指标"),
                *_years(rows["indicators"]),
            )
        ),
        Para("三、通过管理体系认证情况", size=12, face="label", before=4, after=2, keep=True),
        Table(
            tuple(
                _on_side(
                    (
                        ("system", "认证体系名称"),
                        ("no", "证书号码"),
                        ("issuer", "认证单位"),
                        ("valid_to", "有效期截止日期"),
                    ),
                    rows["certificates"],
                    6,
                    "",
                )
            )
        ),
        Para("四、近三年主要荣誉", size=12, face="label", before=4, after=2, keep=True),
        Table((heads(*honours), *lines(honours, rows["honours"], spare=2)), repeat=1),
        Para("", before=3),
        Table(
            (
                whole("五、组织概述"),
                *_texts(
                    values,
                    (
                        ("overview", "组织概况"),
                        ("practice_summary", "实施卓越绩效管理的做法与成效"),
                        ("innovation", "创新点与推广价值"),
                    ),
                ),
                _inside(values, ("major_incident", "近三年有无重大质量安全环保事故", UNITS)),
                _inside(values, ("inspection_failed", "近三年监督抽查是否有不合格", UNITS)),
                whole("六、声明及意见"),
                _opinion("本单位声明", ORG_DECLARATION, "declaration", "法人代表签字", date, style),
                *_opinions(values, style, date, "org_opinion", "本单位意见"),
            )
        ),
    ]
    return Form("award_org", tuple(blocks))


def project(values: Values, rows: RowValues, style: Style) -> Form:
    """Lay the project award's form out."""
    v, date = {name: one.shown for name, one in values.items()}, values["org_opinion_date"].shown
    blocks = _top(
        "（项目奖）",
        [("申报单位（公章）：", v["org_name"], "cover"), ("申报日期：", v["fill_date"], "")],
    )
    people = [dict(one) for one in rows["contributors"]]
    matrix = _on_side(
        (
            ("rank", "排序"),
            ("name", "姓名"),
            ("sex", "性别"),
            ("birth_ym", "出生年月"),
            ("title", "职称"),
            ("employer", "工作单位"),
            ("task", "承担的主要工作"),
            ("_sign", "本人签字"),
        ),
        people,
        4,
        "",
    )
    signs = matrix[-1]
    matrix[-1] = Row(
        (
            signs.cells[0],
            *(
                Cell((Para("", sign=f"contributor:{i}"),), one.column, one.columns)
                for i, one in enumerate(signs.cells[1:])
            ),
        ),
        16.0,
    )
    gains = (
        ("output", "新增产值（万元）"),
        ("profit", "新增利润（万元）"),
        ("tax", "新增税收（万元）"),
        ("saving", "节约成本（万元）"),
    )
    proofs = (
        ("type", "证明类别", 5),
        ("no", "证书（报告）编号", 7),
        ("issuer", "发证（出具）机构", 7),
        ("date", "发证日期", 5),
    )
    blocks += [
        Table(
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
        ),
        Para("三、项目主要成员", size=12, face="label", before=4, after=2, keep=True),
        Table(tuple(matrix)),
        Para("四、取得的经济效益", size=12, face="label", before=4, after=2, keep=True),
        Table(tuple(_on_side((("year", "年份"), *gains), rows["benefit"], 8, "效益指标"))),
        Para("五、相关证明材料", size=12, face="label", before=4, after=2, keep=True),
        Table((heads(*proofs), *lines(proofs, rows["evidence"], spare=1)), repeat=1),
        Para("", before=3),
        Table(
            (
                whole("六、项目内容"),
                *_texts(
                    values,
                    (
                        ("abstract", "项目概要"),
                        ("background", "项目背景和目标"),
                        ("method", "项目实施方法与过程"),
                        ("innovations", "项目主要创新点"),
                        ("results", "项目实施成效"),
                        ("diffusion", "应用推广情况"),
                    ),
                ),
                whole("七、声明及意见"),
                _opinion(
                    "本单位声明", PROJECT_DECLARATION, "declaration", "法人代表签字", date, style
                ),
                *_opinions(values, style, date, "org_opinion", "本单位意见"),
            )
        ),
    ]
    return Form("award_project", tuple(blocks))


def person(values: Values, rows: RowValues, style: Style, photo_seed: int) -> Form:
    """Lay the personal award's form out."""
    v = {name: one.shown for name, one in values.items()}
    date = values["employer_opinion_date"].shown
    blocks = _top(
        "（个人奖）",
        [("所在单位（公章）：", v["employer"], "cover"), ("申报日期：", v["fill_date"], "")],
    )
    photo = Cell((Para("（照片）", align="center"),), 19, 5, 4, "photo")

    def beside_photo(*asked: Asked) -> list[Row]:
        under, column = [], 0
        for name, _, columns in asked:
            under.append(value(v[name], column, columns, align="center"))
            column += columns
        return [heads(*asked, height=9.0), Row(tuple(under), 11.0)]

    first = beside_photo(
        ("person_name", "姓名", 5), ("sex", "性别", 5), ("birth_ym", "出生年月", 5),
        ("ethnicity", "民族", 4),
    )  # fmt: skip
    first[0] = Row((*first[0].cells, photo), 9.0)
    work = (
        ("_span", "起止年月", 7),
        ("org", "工作单位及部门", 11),
        ("position", "职务", 6),
    )
    spans = [
        one | {"_span": Value(f"{one['from'].shown}—{one['to'].shown}", "")}
        for one in rows["work_history"]
    ]
    honours = (("name", "荣誉称号", 11), ("giver", "授予部门", 9), ("year", "授予年度", 4))
    blocks += [
        Table(
            (
                *first,
                *beside_photo(
                    ("native_place", "籍贯", 5),
                    ("political_status", "政治面目", 5),
                    ("education", "文化程度", 5),
                    ("degree", "学位", 4),
                ),
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
        ),
        Para("工作经历", size=12, face="label", before=4, after=2, keep=True),
        Table((heads(*work), *lines(work, spans, spare=1))),
        Para("获得的主要荣誉", size=12, face="label", before=4, after=2, keep=True),
        Table((heads(*honours), *lines(honours, rows["honours"]))),
        Para("", before=3),
        Table(
            (
                *_texts(values, (("achievements", "个人主要事迹及业绩"),)),
                _opinion(
                    "本人声明",
                    v["self_declaration"],
                    "self_declaration",
                    "申报人签字",
                    date,
                    style,
                    seal="",
                ),
                *_opinions(values, style, date, "employer_opinion", "所在单位推荐意见"),
            )
        ),
    ]
    return Form("award_person", tuple(blocks), photo_seed)


def registration(values: Values, style: Style) -> Form:
    """Lay the registration form out."""
    v = {name: one.shown for name, one in values.items()}
    contact = [
        ("contact_name", "联系人姓名", 4),
        ("contact_title", "部门与职务", 5),
        ("contact_phone", "联系手机", 7),
        ("email", "E-mail", 8),
    ]
    if "fax" in values:
        contact[2:] = [
            ("contact_phone", "联系手机", 6),
            ("fax", "传真", 4),
            ("email", "E-mail", 5),
        ]
    blocks: list[Block] = [
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
    ]
    return Form("registration", tuple(blocks))
