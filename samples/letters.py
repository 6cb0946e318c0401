"""Attachments set as plain text: commitment, test report, covering letter."""

import random

from samples.case import Case
from samples.forms_project import report_day, report_issuer, report_number
from samples.layout import Form, Para, Row, Table, Value, Values, label, value
from samples.style import Style, day, word


def commitment_form(case: Case, style: Style) -> tuple[Form, Values]:
    """Return the letter of commitment."""
    name, when = case.org.name, day(style, case.signed_on)
    target = {"organisation": "组织奖", "project": "项目奖", "individual": "个人奖"}.get(
        case.award, ""
    )
    subject = f"（{target}）"
    promises = (
        "上海市质量协会：",
        f"　　我单位自愿申报2021年度上海市质量管理奖{subject}，并郑重承诺如下：",
        "　　一、所提交的申报表、自我评价报告及证实性材料真实、准确、完整，复印件与原件一致。",
        "　　二、近三年来无重大质量、安全、环境、公共卫生等事故，无严重违法失信记录。",
        "　　三、严格遵守评审纪律，不以任何方式影响评审工作的公正性。",
        "　　四、获奖后积极分享质量管理经验，接受社会监督。",
        "　　如有违反，愿承担由此产生的一切责任，并同意取消申报资格。",
    )
    blocks = [
        Para(
            word(style, "承　诺　书", "承诺书", "申报承诺书"),
            size=22,
            face="title",
            align="center",
            before=14,
            after=12,
        )
    ]
    blocks += [Para(one, size=14, after=1.5) for one in promises]
    blocks += [
        Para(
            "法定代表人（签字）：　　　　　　　　",
            size=14,
            align="right",
            before=18,
            sign="commitment",
        ),
        Para(f"{name}{word(style, '（公章）', '（盖章）')}", size=14, align="right", before=8),
        Para(when.shown + "　　", size=14, align="right", before=4, seal="commitment"),
    ]
    return Form("commitment", tuple(blocks)), {"org_name": Value(name, name), "date": when}


def test_report_form(case: Case, style: Style) -> tuple[Form, Values]:
    """Return a one-page test report for a project."""
    rng: random.Random = case.rng("test_report:text")
    when, number, issuer = day(style, report_day(case)), report_number(case), report_issuer(case)
    heads = ("检测项目", "技术要求", "检测结果", "单项判定")
    items = [
        (name, f"≤{limit}", f"{limit * rng.uniform(0.3, 0.9):.2f}", "合格")
        for name, limit in (
            ("尺寸偏差（mm）", 0.5),
            ("表面粗糙度（μm）", 1.6),
            ("噪声（dB）", 65),
            ("温升（K）", 40),
        )
    ]

    def line(texts: tuple[str, ...], *, head: bool) -> Row:
        return Row(
            tuple(
                label(one, i * 6, 6) if head else value(one, i * 6, 6, align="center")
                for i, one in enumerate(texts)
            ),
            9.0,
        )

    rows = [
        Row((label(name, 0, 6), value(shown, 6, 18)), 10.0)
        for name, shown in (
            ("委托单位", case.org.name),
            ("样品（项目）名称", case.project.name),
            ("检测依据", "委托方技术条件及相关国家标准"),
        )
    ]
    rows += [line(heads, head=True), *(line(one, head=False) for one in items)]
    blocks = (
        Para(issuer, size=16, face="label", align="center", before=6, after=4),
        Para(
            word(style, "检 测 报 告", "检验报告", "检测报告"),
            size=22,
            face="title",
            align="center",
            after=6,
        ),
        Para(f"报告编号：{number}", size=12, align="right", after=4),
        Table(tuple(rows)),
        Para("检测结论：所检项目符合技术要求，判定合格。", size=12, before=6, after=14),
        Para(f"检测单位：{issuer}", size=12, align="right", seal="report_issuer"),
        Para(f"签发日期：{when.shown}", size=12, align="right", before=3),
    )
    return Form("test_report", blocks), {
        "org_name": Value(case.org.name, case.org.name),
        "report_no": Value(number, number),
        "issuer": Value(issuer, issuer),
        "date": when,
    }


def letter_form(case: Case, style: Style) -> Form:
    """Return the short letter that comes with a delivery."""
    org = case.org
    lines = (
        f"　　现将{org.name}申报2021年度上海市质量管理奖的有关材料报送贵会，请予审核。",
        f"　　联系人：{org.contact.name}，电话：{'、'.join(org.phones)}。",
    )
    return Form(
        "cover_letter",
        (
            Para("关于报送申报材料的函", size=20, face="title", align="center", after=8),
            Para("上海市质量协会：", size=14),
            *(Para(one, size=14, after=2) for one in lines),
            Para(org.name, size=14, align="right", before=16),
            Para(day(style, case.signed_on).shown, size=14, align="right", before=3),
        ),
    )
