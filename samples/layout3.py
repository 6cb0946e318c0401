"""Development layout 3: dense tables with titles down the side, three pairs a row, labels in two
steps (联系人 over 姓名, 手机), headings of two rows, opinions side by side."""

from dataclasses import replace

from samples.asked3 import (
    BENEFIT,
    BESIDE_PHOTO,
    CERTIFICATES,
    CONTRIBUTORS,
    EMPLOYER_FACTS,
    EVIDENCE,
    INDICATORS,
    ORG_FACTS,
    ORG_HONOURS,
    ORG_TEXTS,
    PERSON_FACTS,
    PERSON_HONOURS,
    PROJECT_FACTS,
    PROJECT_TEXTS,
    QUALITY_FACTS,
    REGISTRATION_FACTS,
    UNIT_FACTS,
    UNIT_PEOPLE,
    WORK,
    Asked,
    Line,
)
from samples.forms_org import DECLARATION as ORG_DECLARATION
from samples.forms_project import DECLARATION as PROJECT_DECLARATION
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
    Values,
    label,
)
from samples.layout_parts import (
    beside,
    heads,
    lines,
    listed,
    numbered,
    prose,
    recommended,
    row,
    section,
    shown,
    signed_at,
    whole,
)
from samples.style import Style

SEAL = "（公　章）"


def _cover(name: str, *entries: tuple[str, str, str]) -> list[Block]:
    return [
        Para("编号：", size=12, face="label", align="right"),
        Para("上海市质量管理奖", size=28, face="title", align="center", before=40, after=4),
        Para(name, size=28, face="title", align="center", after=4),
        Para("（2021年度）", size=16, face="label", align="center", after=30),
        *(CoverLine(*entry) for entry in entries),
        Para("上海市质量协会编制", size=15, face="label", align="center", before=50),
        PageBreak(),
    ]


def _opinions(values: Values, style: Style, date: str, own: tuple[str, str]) -> list[Row]:
    """Return the opinions of applicant and recommender side by side, the office's below."""
    title, key = own
    signer = "负责人（签字）"
    text, place, when = recommended(values, date)
    mine = Cell(
        (
            Para(values[key].shown, indent=True, after=5, filled=0),
            *signed_at(key, signer, date, style, seal=SEAL),
        ),
        0,
        12,
    )
    theirs = Cell(
        (
            Para(text, indent=True, after=5, filled=0),
            *signed_at(place, signer, when, style, seal=SEAL),
        ),
        12,
        12,
    )
    office = Cell((Para("", after=5), *signed_at("", signer, "", style, seal=SEAL)), 4, UNITS - 4)
    return [
        row(("label", title, 12), ("label", "推荐单位推荐意见", 12)),
        Row((mine, theirs), 48.0),
        Row((label("上海市质量协会审核意见", 0, 4), office), 34.0),
    ]


def _promise(title: str, text: str, place: str, signer: str, date: str, style: Style) -> Row:
    paras = (
        Para(text, indent=True, after=5),
        *signed_at(place, signer, date, style, seal="" if place.startswith("self") else SEAL),
    )
    return Row((label(title, 0, 4), Cell(paras, 4, UNITS - 4)), 40.0)


def _texts(values: Values, parts: tuple[tuple[str, str], ...]) -> list[Row]:
    """Return free texts, each under its title."""
    out: list[Row] = []
    for name, title in parts:
        out += [whole(title), Row((prose(values[name].shown),), 30.0)]
    return out


def _pairs(
    values: Values, *asked: Asked, left: int = 1, right: int = 0, height: float = 9.0
) -> Row:
    """Return labels with their values; a label without a field stands over those behind it.

    `left` and `right` are the columns that cells of rows above take, such as the title.
    """
    parts = [("-", "", left)]
    for name, text, own, behind in asked:
        parts.append(("label", text, own))
        if name:
            parts.append(("value", values[name].shown, behind))
    return row(*parts, ("-", "", right), height=height)


def _contact(values: Values) -> list[Row]:
    """Return the contact in two steps: 联系人 beside 姓名, 部门职务, 手机, 邮箱."""
    v = shown(values)
    reached: Line = (("email", "电子信箱", 3, 16),)
    if "fax" in values:
        reached = (("email", "电子信箱", 3, 7), ("fax", "传真号码", 3, 6))
    return [
        row(
            ("-", "", 1),
            ("label", "联系人", 4, 2),
            ("label", "姓名", 2),
            ("value", v["contact_name"], 4),
            ("label", "职务", 2),
            ("value", v["contact_title"], 4),
            ("label", "手机", 2),
            ("value", v["contact_phone"], 5),
            height=12.0,
        ),
        _pairs(values, *reached, left=5),
    ]


def _indicators(rows: RowValues) -> Table:
    """Return the indicators under a heading of two rows, the years below."""
    over = [("label", text, columns, 2) for _, text, columns in INDICATORS[:3]]
    years = [("label", text, columns) for _, text, columns in INDICATORS[3:]]
    return Table(
        (
            row(*over, ("label", "近三年实际完成值", 12)),
            row(("-", "", 12), *years),
            *lines(INDICATORS, numbered(rows["indicators"])),
        ),
        repeat=2,
    )


def org(values: Values, rows: RowValues, style: Style) -> Form:
    """Lay the organisation award's form out."""
    v = shown(values)
    date = v["org_opinion_date"]
    basics = [
        *(_pairs(values, *asked) for asked in ORG_FACTS),
        *_contact(values),
        _pairs(values, ("main_products", "主要产品/服务", 4, 19)),
    ]
    asked = [
        row(("label", text, 18), ("centre", v[name], 6))
        for name, text in (
            ("major_incident", "近三年是否发生重大质量、安全、环境事故"),
            ("inspection_failed", "近三年国家、地方产品质量监督抽查是否有不合格"),
        )
    ]
    own = ("申报组织意见", "org_opinion")
    blocks = (
        *_cover(
            "组织奖申报表",
            ("申报组织名称（盖章）：", v["org_name"], "cover"),
            ("组织类型：", str(values["org_category"].truth), ""),
            ("申报时间：", v["fill_date"], ""),
        ),
        Table(tuple(beside("申报组织概况", basics))),
        section("管理体系认证", 13),
        listed(CERTIFICATES, numbered(rows["certificates"])),
        section("近三年主要经济指标", 13),
        _indicators(rows),
        section("所获荣誉", 13),
        listed(ORG_HONOURS, numbered(rows["honours"]), spare=1),
        Para("", before=2),
        Table(
            (
                *_texts(values, ORG_TEXTS),
                *asked,
                _promise(
                    "自我声明", ORG_DECLARATION, "declaration", "法定代表人（签名）", date, style
                ),
                *_opinions(values, style, date, own),
            )
        ),
    )
    return Form("award_org", blocks)


def _contributors(rows: RowValues) -> Table:
    """Return the contributors, each with a place to sign in the last column."""
    _, _, columns = CONTRIBUTORS[-1]
    signed = [
        Row(
            (
                *one.cells[:-1],
                Cell((Para("", sign=f"contributor:{index}"),), UNITS - columns, columns),
            ),
            13.0,
        )
        for index, one in enumerate(lines(CONTRIBUTORS, rows["contributors"]))
    ]
    return Table((heads(*CONTRIBUTORS), *signed), repeat=1)


def project(values: Values, rows: RowValues, style: Style) -> Form:
    """Lay the project award's form out."""
    v = shown(values)
    date = v["org_opinion_date"]
    facts = [_pairs(values, *asked) for asked in PROJECT_FACTS]
    unit = [
        *(_pairs(values, *asked) for asked in UNIT_FACTS),
        *(_pairs(values, *asked, height=12.0) for asked in UNIT_PEOPLE),
    ]
    own = ("完成单位意见", "org_opinion")
    blocks = (
        *_cover(
            "项目奖申报表",
            ("申报项目：", v["project_name"], ""),
            ("完成单位（盖章）：", v["org_name"], "cover"),
            ("项目类别：", str(values["project_category"].truth), ""),
            ("申报时间：", v["fill_date"], ""),
        ),
        Table(tuple(beside("项目概况", facts))),
        Para("", before=1),
        Table(tuple(beside("完成单位情况", unit))),
        section("主要完成人情况", 13),
        _contributors(rows),
        section("经济效益（单位：万元）", 13),
        listed(BENEFIT, rows["benefit"], spare=1),
        section("证明材料目录", 13),
        listed(EVIDENCE, numbered(rows["evidence"]), spare=1),
        Para("", before=2),
        Table(
            (
                *_texts(values, PROJECT_TEXTS),
                _promise(
                    "自我声明",
                    PROJECT_DECLARATION,
                    "declaration",
                    "法定代表人（签名）",
                    date,
                    style,
                ),
                *_opinions(values, style, date, own),
            )
        ),
    )
    return Form("award_project", blocks)


def _person_facts(values: Values) -> list[Row]:
    """Return what is asked of a person; the picture takes the last columns of three rows."""
    photo = Cell((Para("一寸照片", align="center"),), 19, 5, len(BESIDE_PHOTO), "photo")
    first, *others = (_pairs(values, *asked, right=5, height=14.0) for asked in BESIDE_PHOTO)
    return [
        replace(first, cells=(*first.cells, photo)),
        *others,
        *(_pairs(values, *asked) for asked in PERSON_FACTS),
    ]


def person(values: Values, rows: RowValues, style: Style, photo_seed: int) -> Form:
    """Lay the personal award's form out."""
    v = shown(values)
    date = v["employer_opinion_date"]
    employer = [_pairs(values, *asked) for asked in EMPLOYER_FACTS]
    own = ("工作单位意见", "employer_opinion")
    blocks = (
        *_cover(
            "个人奖申报表",
            ("申报人姓名：", v["person_name"], ""),
            ("工作单位（盖章）：", v["employer"], "cover"),
            ("申报时间：", v["fill_date"], ""),
        ),
        Table(tuple(beside("个人情况", _person_facts(values)))),
        Para("", before=1),
        Table(tuple(beside("单位情况", employer))),
        section("主要工作简历", 13),
        listed(WORK, rows["work_history"], spare=1),
        section("获得荣誉情况", 13),
        listed(PERSON_HONOURS, numbered(rows["honours"])),
        Para("", before=2),
        Table(
            (
                *_texts(values, (("achievements", "主要事迹材料"),)),
                _promise(
                    "申报人承诺",
                    v["self_declaration"],
                    "self_declaration",
                    "申报人（签名）",
                    date,
                    style,
                ),
                *_opinions(values, style, date, own),
            )
        ),
    )
    return Form("award_person", blocks, photo_seed)


def registration(values: Values, style: Style) -> Form:
    """Lay the registration form out."""
    del style  # nothing of this form is a matter of style
    facts = [
        *(_pairs(values, *asked) for asked in REGISTRATION_FACTS),
        *_contact(values),
        _pairs(values, *QUALITY_FACTS, height=12.0),
    ]
    wishes = [
        _pairs(values, ("activities", "参加活动意向", 5, 18)),
        _pairs(values, ("intended_awards", "意向申报奖项", 5, 18)),
        _pairs(values, ("intended_items", "申报项目名称（或个人姓名）", 5, 18), height=14.0),
        _pairs(values, ("recommender", "推荐单位名称", 5, 18)),
    ]
    blocks = (
        Para("附件1：", size=12, face="label"),
        Para("上海市卓越绩效管理推进活动报名表", size=18, face="title", align="center", after=1),
        Para("（2021年）", size=12, face="label", align="center", after=4),
        Table((*beside("报名单位信息", facts), *beside("报名内容", wishes))),
        Para(
            "报名单位（公章）　　　　　　　　　　",
            align="right",
            before=8,
            seal="registration",
        ),
        Para(f"{values['fill_date'].shown}　　　　", align="right", before=4),
    )
    return Form("registration", blocks)
