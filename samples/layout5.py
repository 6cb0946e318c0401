"""Development layout 5: numbered items on lines to write on, choices in running lines, headed free
text, opinions outside tables; in tables the unit stands with the name, and the year is 年度."""

from collections.abc import Sequence

from samples.forms_org import DECLARATION as ORG_DECLARATION
from samples.forms_project import DECLARATION as PROJECT_DECLARATION
from samples.layout import (
    Blank,
    Block,
    FillLine,
    Form,
    PageBreak,
    Para,
    RowValues,
    Table,
    Value,
    Values,
)
from samples.layout_parts import date_face, listed, numbered, recommended, section, shown
from samples.style import Style

Asked = tuple[str, str]  # field, label
AWARDS = ("组织奖", "项目奖", "个人奖")
SEAL = "（盖章）"
NUMBERS = "一二三四五六七八九十"

ORG_ITEMS: tuple[tuple[Asked, ...], ...] = (
    (("org_name", "单位名称"),),
    (("uscc", "统一社会信用代码"),),
    (("legal_rep_name", "法定代表人"), ("founded_on", "注册时间")),
    (("registered_capital_wan", "注册资金（万元）"), ("industry", "所属行业类别")),
    (("employee_count", "从业人员数（人）"), ("mgmt_count", "其中：管理人员（人）")),
    (("tech_count", "技术人员（人）"), ("pem_year", "导入卓越绩效模式时间")),
    (("ownership", "所有制形式"),),
    (("org_category", "单位类别"),),
    (("address", "通信地址"),),
    (("postcode", "邮政编码"), ("fax", "传　真")),
    (("contact_name", "联系人"), ("contact_title", "职务")),
    (("contact_phone", "电　话"), ("email", "邮　箱")),
    (("main_products", "主营产品（服务）"),),
)
UNIT_ITEMS: tuple[tuple[Asked, ...], ...] = (
    (("org_name", "单位名称"),),
    (("uscc", "统一社会信用代码"),),
    (("legal_rep_name", "法定代表人"), ("postcode", "邮政编码")),
    (("address", "通信地址"),),
    (("contact_name", "联系人"), ("contact_phone", "电　话")),
    (("email", "邮　箱"),),
    (("leader_name", "项目负责人"), ("leader_phone", "负责人手机")),
    (("leader_email", "负责人邮箱"),),
)
PERSON_ITEMS: tuple[tuple[Asked, ...], ...] = (
    (("person_name", "姓　名"), ("sex", "性　别"), ("ethnicity", "民　族")),
    (("birth_ym", "出生年月"), ("native_place", "籍　贯")),
    (("political_status", "政治面貌"), ("education", "最高学历")),
    (("degree", "最高学位"), ("major", "专　业")),
    (("school", "毕业院校"),),
    (("id_no", "公民身份号码"),),
    (("position", "职　务"), ("title", "职　称")),
    (("quality_years", "从事质量管理工作年限"), ("phone", "手　机")),
    (("email", "邮　箱"), ("postcode", "邮　编")),
    (("address", "通信地址"),),
    (("employer", "工作单位名称"),),
    (("uscc", "工作单位统一社会信用代码"),),
)
CERTIFICATES = (
    ("system", "体系名称", 6),
    ("no", "证书编号", 6),
    ("issuer", "认证机构名称", 7),
    ("valid_to", "证书有效期", 5),
)
INDICATORS = (
    ("_no", "编号", 2),
    ("_name", "项　目", 10),
    ("y1", "2018年度", 4),
    ("y2", "2019年度", 4),
    ("y3", "2020年度", 4),
)
HONOURS = (("year", "时间", 4), ("name", "荣誉名称", 10), ("giver", "颁发机构", 10))
CONTRIBUTORS = (
    ("_no", "序号", 2),
    ("name", "姓　名", 3),
    ("sex", "性别", 2),
    ("birth_ym", "出生年月", 4),
    ("title", "职务（职称）", 4),
    ("employer", "单位", 5),
    ("task", "项目中的分工", 4),
)
BENEFIT = (
    ("year", "年　度", 4),
    ("output", "新增产值/万元", 5),
    ("profit", "新增利润/万元", 5),
    ("tax", "新增税收/万元", 5),
    ("saving", "节约资金/万元", 5),
)
EVIDENCE = (
    ("_no", "序号", 2),
    ("type", "类别", 5),
    ("no", "证书号/文号", 6),
    ("issuer", "颁发单位", 7),
    ("date", "颁发时间", 4),
)
WORK = (
    ("from", "自何年何月", 4),
    ("to", "至何年何月", 4),
    ("org", "在何单位", 9),
    ("position", "任何职务", 7),
)
ORG_TEXTS = (
    ("overview", "组织简介"),
    ("practice_summary", "主要做法与成效"),
    ("innovation", "创新点及推广价值"),
)
PROJECT_TEXTS = (
    ("abstract", "项目简介"),
    ("background", "项目背景及目标"),
    ("method", "方法与过程"),
    ("innovations", "创新点"),
    ("results", "实施效果"),
    ("diffusion", "推广应用前景"),
)


def _first(style: Style, award: str, *entries: tuple[str, str, str]) -> list[Block]:
    """Return the cover: one title for all awards, which of them is ticked below it."""
    marks = "　".join(f"{style.ticked if one == award else '□'}{one}" for one in AWARDS)
    return [
        Para("上海市质量管理奖", size=30, face="title", align="center", before=45, after=4),
        Para(f"{award}申报书", size=30, face="title", align="center", after=10),
        Para(f"申报奖项：{marks}", size=14, align="center", after=22),
        *(
            FillLine((Blank(text, said, 0.9, seal),), size=15, before=5.0)
            for text, said, seal in entries
        ),
        Para("二〇二一年", size=15, face="label", align="center", before=60),
        PageBreak(),
    ]


def _head(text: str) -> Para:
    return section(text, 13, before=5)


def _items(values: Values, style: Style, *lines_of: Sequence[Asked]) -> list[Block]:
    """Return the fields on lines to write on, those of one line beside each other, numbered."""
    out: list[Block] = []
    for number, asked in enumerate(lines_of, 1):
        blanks = []
        for index, (name, text) in enumerate(asked):
            start = f"{number}．" if index == 0 else ""
            blanks.append(Blank(f"{start}{text}：", values[name].shown, 1 / len(asked)))
        said = values[asked[0][0]].shown
        if len(asked) == 1 and any(mark in said for mark in "□☑■"):
            head = f"{number}．{asked[0][1]}："
            out.append(Para(f"{head}{said}", before=2.5, filled=len(head)))
        else:
            out.append(FillLine(tuple(blanks), dotted=bool(style.words % 2)))
    return out


def _free(values: Values, head: str, parts: Sequence[Asked]) -> list[Block]:
    """Return free texts under numbered headings."""
    out: list[Block] = [_head(head)]
    for number, (name, title) in enumerate(parts, 1):
        out.append(Para(f"（{NUMBERS[number - 1]}）{title}", face="label", before=2))
        out += [Para(one, indent=True, filled=0) for one in values[name].shown.split("\n")]
    return out


def _opinion(
    title: str,
    text: str,
    place: str,
    signer: str,
    date: str,
    style: Style,
    *,
    seal: str = SEAL,
) -> list[Block]:
    return [
        _head(title),
        Para(text, indent=True, after=4, filled=0, keep=True),
        Para(
            f"{signer}：　　　　　　　　　　　　{seal}",
            sign=place,
            seal=place if seal else "",
            keep=True,
        ),
        Para(
            (date or "　　　年　　月　　日") + "　　",
            align="right",
            before=5,
            after=8,
            face=date_face(date, style),
        ),
    ]


def _opinions(values: Values, style: Style, date: str, own: Asked, start: int) -> list[Block]:
    """Return the opinions of applicant, recommender and office, numbered from `start`."""
    text, place, when = recommended(values, date)
    first, second, third = tuple(NUMBERS[start - 1 : start + 2])
    name, title = own
    said, signer = values[name].shown, "单位负责人（签字）"
    return [
        *_opinion(f"{first}、{title}", said, name, signer, date, style),
        *_opinion(f"{second}、推荐单位意见", text, place, "负责人（签字）", when, style),
        *_opinion(f"{third}、市质协审核意见", "", "", "负责人（签字）", "", style),
    ]


def _promise(text: str, date: str, style: Style) -> list[Block]:
    return _opinion("七、单位承诺", text, "declaration", "法定代表人（签字）", date, style)


def _indicators(rows: RowValues) -> Table:
    named = [
        one | {"_name": Value(f"{one['name'].shown}（{one['unit'].shown}）", "")}
        for one in rows["indicators"]
    ]
    return listed(INDICATORS, numbered(named), repeat=1)


def org(values: Values, rows: RowValues, style: Style) -> Form:
    """Lay the organisation award's form out."""
    v = shown(values)
    date = v["org_opinion_date"]
    others: tuple[Asked, ...] = (
        ("major_incident", "近三年有无重大质量、安全、环境、公共卫生事故"),
        ("inspection_failed", "近三年产品（服务）监督抽查有无不合格"),
    )
    blocks = (
        *_first(
            style,
            "组织奖",
            ("申报单位：", v["org_name"], "cover"),
            ("填报时间：", v["fill_date"], ""),
            ("受理编号：", "", ""),
        ),
        _head("一、单位基本情况"),
        *_items(values, style, *ORG_ITEMS),
        _head("二、管理体系认证证书"),
        listed(CERTIFICATES, rows["certificates"], spare=1),
        _head("三、近三年经营指标"),
        _indicators(rows),
        _head("四、荣誉情况"),
        listed(HONOURS, rows["honours"], spare=1),
        *_free(values, "五、组织概述及主要做法", ORG_TEXTS),
        _head("六、其他情况"),
        *_items(values, style, *((one,) for one in others)),
        *_promise(ORG_DECLARATION, date, style),
        *_opinions(values, style, date, ("org_opinion", "申报单位意见"), 8),
    )
    return Form("award_org", blocks)


def project(values: Values, rows: RowValues, style: Style) -> Form:
    """Lay the project award's form out."""
    v = shown(values)
    date = v["org_opinion_date"]
    span = Value(f"{v['start_on']}至{v['end_on']}", "")
    blocks = (
        *_first(
            style,
            "项目奖",
            ("项目名称：", v["project_name"], ""),
            ("申报单位：", v["org_name"], "cover"),
            ("填报时间：", v["fill_date"], ""),
        ),
        _head("一、项目基本情况"),
        *_items(
            values | {"_span": span},
            style,
            [("project_name", "项目名称")],
            [("project_category", "项目类型")],
            [("sector", "应用领域"), ("source", "课题来源")],
            [("_span", "项目起止时间")],
            [("budget_wan", "项目总投入（万元）")],
        ),
        _head("二、申报单位基本情况"),
        *_items(values, style, *UNIT_ITEMS),
        _head("三、项目团队主要成员"),
        listed(CONTRIBUTORS, numbered(rows["contributors"]), repeat=1),
        _head("四、项目经济效益"),
        listed(BENEFIT, rows["benefit"]),
        _head("五、证明材料"),
        listed(EVIDENCE, numbered(rows["evidence"])),
        *_free(values, "六、项目总结", PROJECT_TEXTS),
        *_promise(PROJECT_DECLARATION, date, style),
        *_opinions(values, style, date, ("org_opinion", "申报单位意见"), 8),
    )
    return Form("award_project", blocks)


def person(values: Values, rows: RowValues, style: Style, photo_seed: int) -> Form:
    """Lay the personal award's form out."""
    del photo_seed  # this form asks for no picture
    v = shown(values)
    date = v["employer_opinion_date"]
    own = ("五、本人承诺", v["self_declaration"], "self_declaration", "本人（签字）")
    blocks = (
        *_first(
            style,
            "个人奖",
            ("申报人：", v["person_name"], ""),
            ("工作单位：", v["employer"], "cover"),
            ("填报时间：", v["fill_date"], ""),
        ),
        _head("一、个人基本情况"),
        *_items(values, style, *PERSON_ITEMS),
        _head("二、工作简历"),
        listed(WORK, rows["work_history"], spare=1),
        _head("三、所获荣誉"),
        listed(HONOURS, rows["honours"], spare=1),
        *_free(values, "四、主要业绩", (("achievements", "质量工作主要业绩"),)),
        *_opinion(*own, date, style, seal=""),
        *_opinions(values, style, date, ("employer_opinion", "工作单位审核意见"), 6),
    )
    return Form("award_person", blocks)


def registration(values: Values, style: Style) -> Form:
    """Lay the registration form out."""
    fax: list[Sequence[Asked]] = [[("fax", "传　真")]] if "fax" in values else []
    blocks: list[Block] = [
        Para("附件1", size=12, face="label"),
        Para(
            "2021年卓越绩效管理推进活动报名表",
            size=18,
            face="title",
            align="center",
            before=2,
            after=4,
        ),
        _head("一、基本信息"),
        *_items(
            values,
            style,
            [("org_name", "单位名称")],
            [("uscc", "统一社会信用代码")],
            [("address", "通信地址")],
            [("postcode", "邮政编码"), ("employee_count", "从业人员数（人）")],
            [("contact_name", "联系人"), ("contact_title", "职务")],
            [("contact_phone", "电　话"), ("email", "邮　箱")],
            *fax,
            [("is_member", "是否会员单位")],
            [("member_no", "会员编号")],
            [("ownership", "所有制形式")],
            [("org_category", "单位类别")],
        ),
        _head("二、报名信息"),
        *_items(
            values,
            style,
            [("quality_exec_name", "分管领导姓名")],
            [("pem_adopted", "是否实施卓越绩效模式")],
            [("pem_year", "实施年份")],
            [("activities", "参加活动")],
            [("intended_awards", "拟报奖项")],
            [("intended_items", "拟报项目名称/个人姓名")],
            [("recommender", "推荐单位")],
        ),
        Para(
            f"单位（盖章）：　　　　　　　　填表时间：{values['fill_date'].shown}",
            align="right",
            before=9,
            seal="registration",
        ),
    ]
    return Form("registration", tuple(blocks))
