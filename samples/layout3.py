"""Development layout 3: dense tables with titles down the side, three pairs a row, labels in two
steps (联系人 over 姓名, 手机), headings of two rows, opinions side by side."""

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
    numbered,
    prose,
    recommended,
    row,
    signed_at,
    whole,
)
from samples.style import Style

SEAL = "（公　章）"


def _cover(style: Style, name: str, entries: list[tuple[str, str, str]]) -> list[Block]:
    return [
        Para("编号：", size=12, face="label", align="right"),
        Para("上海市质量管理奖", size=28, face="title", align="center", before=40, after=4),
        Para(name, size=28, face="title", align="center", after=4),
        Para("（2021年度）", size=16, face="label", align="center", after=30),
        *(CoverLine(text, shown, seal) for text, shown, seal in entries),
        Para("上海市质量协会编制", size=15, face="label", align="center", before=50),
        PageBreak(),
    ]


def _opinions(values: Values, style: Style, date: str, own: tuple[str, str, str]) -> list[Row]:
    """Return the opinions of applicant and recommender side by side, the office's below."""
    title, key, signer = own
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
            *signed_at(place, "负责人（签字）", when, style, seal=SEAL),
        ),
        12,
        12,
    )
    office = Cell(
        (Para("", after=5), *signed_at("", "负责人（签字）", "", style, seal=SEAL)), 4, UNITS - 4
    )
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


def _contact(values: Values, *, fax: bool) -> list[Row]:
    """Return the contact in two steps: 联系人 beside 姓名, 部门职务, 手机, 邮箱."""
    v = {name: one.shown for name, one in values.items()}
    last = (
        (("label", "电子信箱", 3), ("value", v["email"], 7)),
        (("label", "传真号码", 3), ("value", v["fax"], 6)),
    )
    wide = (("label", "电子信箱", 3), ("value", v["email"], 16))
    second = (*last[0], *last[1]) if fax else wide
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
        row(("-", "", 5), *second),
    ]


def org(values: Values, rows: RowValues, style: Style) -> Form:
    """Lay the organisation award's form out."""
    v, date = {name: one.shown for name, one in values.items()}, values["org_opinion_date"].shown
    category = values["org_category"].truth
    blocks = _cover(
        style,
        "组织奖申报表",
        [
            ("申报组织名称（盖章）：", v["org_name"], "cover"),
            ("组织类型：", str(category), ""),
            ("申报时间：", v["fill_date"], ""),
        ],
    )
    basics = [
        row(("-", "", 1), ("label", "组织全称", 4), ("value", v["org_name"], 19)),
        row(
            ("-", "", 1),
            ("label", "统一社会信用代码（组织机构代码）", 6),
            ("value", v["uscc"], 17),
        ),
        row(
            ("-", "", 1),
            ("label", "法人代表姓名", 4),
            ("value", v["legal_rep_name"], 4),
            ("label", "成立日期", 3),
            ("value", v["founded_on"], 5),
            ("label", "注册资本（万元）", 3),
            ("value", v["registered_capital_wan"], 4),
        ),
        row(
            ("-", "", 1),
            ("label", "在职职工人数", 4),
            ("value", v["employee_count"], 4),
            ("label", "管理人员数", 3),
            ("value", v["mgmt_count"], 5),
            ("label", "技术人员数", 3),
            ("value", v["tech_count"], 4),
        ),
        row(
            ("-", "", 1),
            ("label", "主营行业", 4),
            ("value", v["industry"], 6),
            ("label", "推行卓越绩效模式起始年", 6),
            ("value", v["pem_year"], 7),
        ),
        row(("-", "", 1), ("label", "组织性质", 4), ("value", v["ownership"], 19)),
        row(("-", "", 1), ("label", "组织类型", 4), ("value", v["org_category"], 19)),
        row(
            ("-", "", 1),
            ("label", "详细通讯地址", 4),
            ("value", v["address"], 11),
            ("label", "邮编", 3),
            ("value", v["postcode"], 5),
        ),
        *_contact(values, fax=True),
        row(("-", "", 1), ("label", "主要产品/服务", 4), ("value", v["main_products"], 19)),
    ]
    years = (("y1", "2018", 4), ("y2", "2019", 4), ("y3", "2020", 4))
    figures = (("_no", "序号", 2), ("name", "指标名称", 7), ("unit", "计量单位", 3), *years)
    two_rows = [
        row(
            ("label", "序号", 2, 2),
            ("label", "指标名称", 7, 2),
            ("label", "计量单位", 3, 2),
            ("label", "近三年实际完成值", 12),
        ),
        row(("-", "", 12), ("label", "2018年", 4), ("label", "2019年", 4), ("label", "2020年", 4)),
    ]
    held = (
        ("_no", "序号", 2),
        ("system", "管理体系名称", 6),
        ("issuer", "发证机构", 7),
        ("no", "证书编号", 5),
        ("valid_to", "证书有效期至", 4),
    )
    honours = (
        ("_no", "序号", 2),
        ("year", "获奖时间", 4),
        ("name", "奖项或荣誉名称", 10),
        ("giver", "授奖单位", 8),
    )
    blocks += [
        Table(tuple(beside("申报组织概况", basics))),
        Para("管理体系认证", size=13, face="label", before=4, after=2, keep=True),
        Table((heads(*held), *lines(held, numbered(rows["certificates"])))),
        Para("近三年主要经济指标", size=13, face="label", before=4, after=2, keep=True),
        Table((*two_rows, *lines(figures, numbered(rows["indicators"]))), repeat=2),
        Para("所获荣誉", size=13, face="label", before=4, after=2, keep=True),
        Table((heads(*honours), *lines(honours, numbered(rows["honours"]), spare=1))),
        Para("", before=2),
        Table(
            (
                *_texts(
                    values,
                    (
                        ("overview", "组织基本情况简介"),
                        ("practice_summary", "推行卓越绩效模式的主要做法和成效"),
                        ("innovation", "创新性和推广价值"),
                    ),
                ),
                row(
                    ("label", "近三年是否发生重大质量、安全、环境事故", 18),
                    ("centre", v["major_incident"], 6),
                ),
                row(
                    ("label", "近三年国家、地方产品质量监督抽查是否有不合格", 18),
                    ("centre", v["inspection_failed"], 6),
                ),
                _promise(
                    "自我声明", ORG_DECLARATION, "declaration", "法定代表人（签名）", date, style
                ),
                *_opinions(values, style, date, ("申报组织意见", "org_opinion", "负责人（签字）")),
            )
        ),
    ]
    return Form("award_org", tuple(blocks))


def project(values: Values, rows: RowValues, style: Style) -> Form:
    """Lay the project award's form out."""
    v, date = {name: one.shown for name, one in values.items()}, values["org_opinion_date"].shown
    category = values["project_category"].truth
    blocks = _cover(
        style,
        "项目奖申报表",
        [
            ("申报项目：", v["project_name"], ""),
            ("完成单位（盖章）：", v["org_name"], "cover"),
            ("项目类别：", str(category), ""),
            ("申报时间：", v["fill_date"], ""),
        ],
    )
    facts = [
        row(("-", "", 1), ("label", "项目全称", 4), ("value", v["project_name"], 19)),
        row(("-", "", 1), ("label", "项目类型", 4), ("value", v["project_category"], 19)),
        row(
            ("-", "", 1),
            ("label", "技术领域", 4),
            ("value", v["sector"], 5),
            ("label", "立项来源", 3),
            ("value", v["source"], 4),
            ("label", "经费投入（万元）", 4),
            ("value", v["budget_wan"], 3),
        ),
        row(
            ("-", "", 1),
            ("label", "项目起止日期", 4),
            ("label", "开始", 2),
            ("value", v["start_on"], 7),
            ("label", "完成", 2),
            ("value", v["end_on"], 8),
        ),
    ]
    unit = [
        row(("-", "", 1), ("label", "主要完成单位", 4), ("value", v["org_name"], 19)),
        row(
            ("-", "", 1),
            ("label", "社会信用代码", 4),
            ("value", v["uscc"], 9),
            ("label", "法人代表姓名", 4),
            ("value", v["legal_rep_name"], 6),
        ),
        row(
            ("-", "", 1),
            ("label", "单位详细地址", 4),
            ("value", v["address"], 11),
            ("label", "邮编", 3),
            ("value", v["postcode"], 5),
        ),
        *(
            row(
                ("-", "", 1),
                ("label", who, 4),
                ("label", "姓名", 2),
                ("value", v[name], 3),
                ("label", "手机", 2),
                ("value", v[phone], 5),
                ("label", "邮箱", 2),
                ("value", v[mail], 5),
                height=12.0,
            )
            for who, name, phone, mail in (
                ("联系人", "contact_name", "contact_phone", "email"),
                ("项目负责人", "leader_name", "leader_phone", "leader_email"),
            )
        ),
    ]
    people = (
        ("rank", "排名", 2),
        ("name", "姓名", 3),
        ("sex", "性别", 2),
        ("birth_ym", "出生年月", 3),
        ("title", "专业技术职务", 3),
        ("employer", "所在单位", 5),
        ("task", "主要贡献", 3),
        ("_sign", "签名", 3),
    )
    signed = [
        Row(
            (*one.cells[:-1], Cell((Para("", sign=f"contributor:{index}"),), 21, 3)),
            13.0,
        )
        for index, one in enumerate(lines(people, rows["contributors"]))
    ]
    gains = (
        ("year", "年度", 3),
        ("output", "新增销售额（产值）", 5),
        ("profit", "新增利润额", 5),
        ("tax", "新增税金", 5),
        ("saving", "节支总额", 6),
    )
    proofs = (
        ("_no", "序号", 2),
        ("type", "材料名称", 5),
        ("no", "编号或文号", 6),
        ("issuer", "出具（颁发）单位", 7),
        ("date", "出具时间", 4),
    )
    blocks += [
        Table(tuple(beside("项目概况", facts))),
        Para("", before=1),
        Table(tuple(beside("完成单位情况", unit))),
        Para("主要完成人情况", size=13, face="label", before=4, after=2, keep=True),
        Table((heads(*people), *signed), repeat=1),
        Para("经济效益（单位：万元）", size=13, face="label", before=4, after=2, keep=True),
        Table((heads(*gains), *lines(gains, rows["benefit"], spare=1))),
        Para("证明材料目录", size=13, face="label", before=4, after=2, keep=True),
        Table((heads(*proofs), *lines(proofs, numbered(rows["evidence"]), spare=1))),
        Para("", before=2),
        Table(
            (
                *_texts(
                    values,
                    (
                        ("abstract", "项目内容简介"),
                        ("background", "立项背景及目标"),
                        ("method", "实施过程与方法"),
                        ("innovations", "主要创新内容"),
                        ("results", "取得的成效"),
                        ("diffusion", "推广应用情况"),
                    ),
                ),
                _promise(
                    "自我声明",
                    PROJECT_DECLARATION,
                    "declaration",
                    "法定代表人（签名）",
                    date,
                    style,
                ),
                *_opinions(values, style, date, ("完成单位意见", "org_opinion", "负责人（签字）")),
            )
        ),
    ]
    return Form("award_project", tuple(blocks))


def person(values: Values, rows: RowValues, style: Style, photo_seed: int) -> Form:
    """Lay the personal award's form out."""
    v = {name: one.shown for name, one in values.items()}
    date = values["employer_opinion_date"].shown
    blocks = _cover(
        style,
        "个人奖申报表",
        [
            ("申报人姓名：", v["person_name"], ""),
            ("工作单位（盖章）：", v["employer"], "cover"),
            ("申报时间：", v["fill_date"], ""),
        ],
    )
    photo = Cell((Para("一寸照片", align="center"),), 19, 5, 3, "photo")

    def three(*pairs: tuple[str, str], photo_cell: Cell | None = None) -> Row:
        parts: list[tuple[str, str, int]] = [("-", "", 1)]
        for (text, name), (a, b) in zip(pairs, ((3, 3), (3, 3), (3, 3)), strict=True):
            parts += [("label", text, a), ("value", v[name], b)]
        made = row(*parts, ("-", "", 5), height=14.0)
        return Row((*made.cells, photo_cell), 14.0) if photo_cell else made

    facts = [
        three(("姓名", "person_name"), ("性别", "sex"), ("民族", "ethnicity"), photo_cell=photo),
        three(("出生日期", "birth_ym"), ("籍贯", "native_place"), ("政治面貌", "political_status")),
        three(("学历", "education"), ("学位", "degree"), ("所学专业", "major")),
        row(
            ("-", "", 1),
            ("label", "毕业院校", 3),
            ("value", v["school"], 8),
            ("label", "居民身份证号码", 4),
            ("value", v["id_no"], 8),
        ),
        row(
            ("-", "", 1),
            ("label", "行政职务", 3),
            ("value", v["position"], 5),
            ("label", "技术职称", 3),
            ("value", v["title"], 4),
            ("label", "质量工作年限", 4),
            ("value", v["quality_years"], 4),
        ),
        row(
            ("-", "", 1),
            ("label", "手机号码", 3),
            ("value", v["phone"], 8),
            ("label", "电子信箱", 4),
            ("value", v["email"], 8),
        ),
        row(
            ("-", "", 1),
            ("label", "通信地址", 3),
            ("value", v["address"], 12),
            ("label", "邮编", 3),
            ("value", v["postcode"], 5),
        ),
    ]
    unit = [
        row(("-", "", 1), ("label", "单位名称", 4), ("value", v["employer"], 19)),
        row(("-", "", 1), ("label", "单位统一社会信用代码", 7), ("value", v["uscc"], 16)),
    ]
    worked = (
        ("from", "起始时间", 4),
        ("to", "终止时间", 4),
        ("org", "所在单位", 10),
        ("position", "担任职务", 6),
    )
    honours = (
        ("_no", "序号", 2),
        ("year", "获奖年份", 4),
        ("name", "所获荣誉名称", 10),
        ("giver", "授予机构", 8),
    )
    blocks += [
        Table(tuple(beside("个人情况", facts))),
        Para("", before=1),
        Table(tuple(beside("单位情况", unit))),
        Para("主要工作简历", size=13, face="label", before=4, after=2, keep=True),
        Table((heads(*worked), *lines(worked, rows["work_history"], spare=1))),
        Para("获得荣誉情况", size=13, face="label", before=4, after=2, keep=True),
        Table((heads(*honours), *lines(honours, numbered(rows["honours"])))),
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
                *_opinions(
                    values, style, date, ("工作单位意见", "employer_opinion", "负责人（签字）")
                ),
            )
        ),
    ]
    return Form("award_person", tuple(blocks), photo_seed)


def registration(values: Values, style: Style) -> Form:
    """Lay the registration form out."""
    v = {name: one.shown for name, one in values.items()}
    facts = [
        row(("-", "", 1), ("label", "单位全称", 4), ("value", v["org_name"], 19)),
        row(("-", "", 1), ("label", "统一社会信用代码", 6), ("value", v["uscc"], 17)),
        row(
            ("-", "", 1),
            ("label", "通讯地址", 4),
            ("value", v["address"], 11),
            ("label", "邮编", 3),
            ("value", v["postcode"], 5),
        ),
        row(
            ("-", "", 1),
            ("label", "是否协会会员", 4),
            ("value", v["is_member"], 5),
            ("label", "会员号", 3),
            ("value", v["member_no"], 4),
            ("label", "在职员工数", 4),
            ("value", v["employee_count"], 3),
        ),
        row(("-", "", 1), ("label", "单位性质", 4), ("value", v["ownership"], 19)),
        row(("-", "", 1), ("label", "单位类型", 4), ("value", v["org_category"], 19)),
        *_contact(values, fax="fax" in values),
        row(
            ("-", "", 1),
            ("label", "分管质量工作领导", 5),
            ("value", v["quality_exec_name"], 4),
            ("label", "是否已导入卓越绩效模式", 5),
            ("value", v["pem_adopted"], 4),
            ("label", "导入年度", 3),
            ("value", v["pem_year"], 2),
            height=12.0,
        ),
    ]
    wishes = [
        row(("-", "", 1), ("label", "参加活动意向", 5), ("value", v["activities"], 18)),
        row(("-", "", 1), ("label", "意向申报奖项", 5), ("value", v["intended_awards"], 18)),
        row(
            ("-", "", 1),
            ("label", "申报项目名称（或个人姓名）", 5),
            ("value", v["intended_items"], 18),
            height=14.0,
        ),
        row(("-", "", 1), ("label", "推荐单位名称", 5), ("value", v["recommender"], 18)),
    ]
    blocks: list[Block] = [
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
        Para(f"{v['fill_date']}　　　　", align="right", before=4),
    ]
    return Form("registration", tuple(blocks))
