"""Attachment 4: the project award's application form."""

from datetime import date

from samples import texts
from samples.case import CATEGORIES, SECTORS, Case, text
from samples.forms_org import cover, declaration_row, opinions, recommendation
from samples.forms_shared import (
    ADDRESS,
    CONTACT,
    EMAIL,
    LEGAL_REP,
    PHONE,
    POSTCODE,
    USCC,
    assemble,
    entry,
    grid,
    listing,
    shared_values,
    text_block,
)
from samples.layout import Form, Para, Row, RowValues, Value, Values, choice
from samples.style import Style, day, month, word

TASKS = (
    "项目总负责",
    "方案设计与组织实施",
    "数据分析与验证",
    "现场改善与标准化",
    "检测验证",
    "推广应用",
)
TITLES = ("高级工程师", "工程师", "质量经理", "工艺主管", "技师")
DECLARATION = (
    "本单位及全体完成人声明：所填内容真实有效，项目成果无知识产权争议，同意按规定公示，"
    "并承担由此产生的责任。"
)


def project_values(case: Case, style: Style) -> Values:
    """Return what the form says."""
    rng, project = case.rng("award_project"), case.project
    unit = "万元" if style.words % 2 else ""
    shared = shared_values(case.org, style)
    for name in ("fax", "contact_title"):
        del shared[name]
    prose = {
        name: text(texts.passage(rng, topic, {"year": str(case.org.pem_year)}, 2))
        for name, topic in (
            ("abstract", "practice"),
            ("background", "background"),
            ("method", "method"),
            ("innovations", "innovation"),
            ("results", "results"),
            ("diffusion", "diffusion"),
        )
    }
    return (
        shared
        | prose
        | {
            "project_name": text(project.name),
            "project_category": choice(CATEGORIES, [project.category], style.ticked),
            "sector": choice(SECTORS, [project.sector], style.ticked)
            if style.layout == 1
            else text(project.sector),
            "start_on": day(style, project.start),
            "end_on": day(style, project.end),
            "source": text(project.source),
            "budget_wan": Value(project.budget + unit, project.budget),
            "leader_name": text(project.leader.name),
            "leader_phone": Value(project.leader.mobile, [project.leader.mobile]),
            "leader_email": text(project.leader.email),
            "fill_date": day(style, case.filled_on),
            "serial_no": text(""),
            "org_opinion": text(texts.passage(rng, "opinion", {}, 1)),
            "org_opinion_date": day(style, case.signed_on),
            "recommender_opinion": recommendation(case, rng),
            "saq_opinion": text(""),
        }
    )


def project_rows(case: Case, style: Style) -> RowValues:
    """Return the rows of the form's small tables; benefit years lie inside the project."""
    rng, project = case.rng("award_project:rows"), case.project
    contributors = [
        {
            "rank": text(str(index + 1)),
            "name": text(one.name),
            "sex": text(one.sex),
            "birth_ym": month(style, one.born),
            "title": text(rng.choice(TITLES)),
            "employer": text(case.org.name),
            "task": text(TASKS[index]),
        }
        for index, one in enumerate(project.members)
    ]
    benefit = []
    first, last = sorted((project.start.year, project.end.year))  # a planted F05 swaps them
    for year in range(first, last + 1):
        numbers = {
            "output": rng.uniform(200, 2600),
            "profit": rng.uniform(40, 360),
            "tax": rng.uniform(10, 90),
            "saving": rng.uniform(8, 120),
        }
        benefit.append(
            {
                "year": text(str(year)),
                **{key: text(f"{number:.1f}") for key, number in numbers.items()},
            }
        )
    issued = case.rng("patent")
    evidence = [
        {
            "type": text("检测报告"),
            "no": text(report_number(case)),
            "issuer": text(report_issuer(case)),
            "date": day(style, report_day(case)),
        },
        {
            "type": text("发明专利"),
            "no": text(f"ZL2019{issued.randrange(10**8):08d}.{issued.randint(0, 9)}"),
            "issuer": text("国家知识产权局"),
            "date": month(style, project.end),
        },
    ]
    return {"contributors": contributors, "benefit": benefit, "evidence": evidence}


def report_number(case: Case) -> str:
    """Return the number of the test report that the project packet holds."""
    rng = case.rng("report_number")
    return f"{rng.choice(('JC', 'HT', 'SQI'))}-2020-{rng.randint(1000, 9999)}"


def report_issuer(case: Case) -> str:
    """Return who issued the test report."""
    return case.rng("report_issuer").choice(
        ("上海申检质量检测技术有限公司", "华东中测检验有限公司", "沪江计量检测中心有限公司")
    )


def report_day(case: Case) -> date:
    """Return the day of the test report: within the project and within a year of the closing."""
    last = case.project.end
    return last.replace(year=2020, month=max(last.month, 9))


BASICS = (
    entry("project_name", "项目名称", "项目中文名称", wide=True),
    entry("project_category", "项目类别", "类别", wide=True, height=12),
    entry("sector", "所属领域", "所属行业领域", wide=True),
    entry("start_on", "开始时间", "起始日期", "项目起始时间"),
    entry("end_on", "结束时间", "完成日期", "项目完成时间"),
    entry("source", "任务来源", "项目来源"),
    entry("budget_wan", "投资额（万元）", "项目投资", "投资额（万元）", "投资额"),
)
LEAD = (
    entry("org_name", "第一完成单位", "申报单位", "完成单位", wide=True),
    USCC,
    LEGAL_REP,
    POSTCODE,
    ADDRESS,
    CONTACT,
    PHONE,
    EMAIL,
)
LEADER = (
    entry("leader_name", "项目负责人", "负责人姓名"),
    entry("leader_phone", "负责人电话", "手机"),
    entry("leader_email", "负责人邮箱", "电子邮箱", "负责人邮箱", wide=True),
)
PROSE = (
    ("abstract", "项目简介"),
    ("background", "背景与目标"),
    ("method", "方法与过程"),
    ("innovations", "主要创新点"),
    ("results", "实施效果"),
    ("diffusion", "推广应用"),
)


def _small(rows: RowValues, style: Style) -> dict[str, list[Row]]:
    people = listing(
        (
            ("rank", "排序", 2),
            ("name", "姓名", 3),
            ("sex", "性别", 2),
            ("birth_ym", "出生年月", 3),
            ("title", word(style, "职务/职称", "职称"), 3),
            ("employer", "工作单位", 5),
            ("task", "承担任务", 3),
            ("_sign", "本人签名", 3),
        ),
        rows["contributors"],
        height=13.0,
    )
    signed = [people[0]]
    for index, row in enumerate(people[1:]):
        last = row.cells[-1]
        para = Para("", sign=f"contributor:{index}")
        signed.append(Row((*row.cells[:-1], type(last)((para,), last.column, last.columns)), 13.0))
    return {
        "contributors": signed,
        "benefit": listing(
            (
                ("year", "年份", 4),
                ("output", "新增产值（万元）", 5),
                ("profit", "新增利润（万元）", 5),
                ("tax", "新增税收（万元）", 5),
                ("saving", "节约（万元）", 5),
            ),
            rows["benefit"],
        ),
        "evidence": listing(
            (
                ("type", "证明材料类别", 5),
                ("no", "编号", 7),
                ("issuer", "出具单位", 7),
                ("date", "日期", 5),
            ),
            rows["evidence"],
            spare=style.words % 2,
        ),
    }


def build_project(values: Values, rows: RowValues, style: Style) -> Form:
    """Lay the form out."""
    category = values["project_category"].truth
    blocks = cover(
        style,
        "（项目奖）申报表",
        [
            ("项目名称：", values["project_name"].shown, ""),
            ("申报单位（盖章）：", values["org_name"].shown, "cover"),
            ("项目类别：", category if isinstance(category, str) else "", ""),
            (word(style, "填报日期：", "填表日期：", "申报日期："), values["fill_date"].shown, ""),
            ("编号（由质协填写）：", "", ""),
        ],
    )
    small, date = _small(rows, style), values["org_opinion_date"].shown
    signer = word(style, "法定代表人（签字）", "法定代表人签字", "法人代表签字")
    side = style.layout == 1
    parts = (
        ("一、项目基本情况", grid(BASICS, values, style, title="项目概况" if side else "")),
        ("二、完成单位", grid((*LEAD, *LEADER), values, style, title="完成单位" if side else "")),
        ("三、主要完成人", small["contributors"]),
        ("四、项目内容", [text_block(name, head, values, 24) for name, head in PROSE]),
        ("五、近3年经济效益", small["benefit"]),
        ("六、证明材料清单", small["evidence"]),
        (
            "七、声明与意见",
            [
                declaration_row(style, DECLARATION, date, signer),
                *opinions(values, style, date, "负责人签字"),
            ],
        ),
    )
    blocks += assemble(parts, style)
    return Form("award_project", tuple(blocks))
