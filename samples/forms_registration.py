"""Attachment 1: the registration form, one sheet."""

from samples.case import Case, text
from samples.forms_shared import (
    ADDRESS,
    CONTACT,
    CONTACT_TITLE,
    EMAIL,
    ORG_NAME,
    PHONE,
    POSTCODE,
    USCC,
    Entry,
    banner,
    entry,
    grid,
    shared_values,
)
from samples.identities import OWNERSHIPS
from samples.layout import Block, Form, Para, Row, Table, Value, Values, choice, choices, yes_no
from samples.style import Style, day, word

CATEGORIES = ("制造业", "服务业", "工程建设", "小企业", "特殊行业", "医疗", "其他")
ACTIVITIES = ("经验分享", "标准宣贯", "培育辅导", "奖项申报")
AWARDS = ("组织奖", "项目奖", "个人奖")


def registration_values(case: Case, style: Style) -> Values:
    """Return what the form says."""
    rng, org = case.rng("registration"), case.org
    intended = sorted(rng.sample(AWARDS, rng.randint(1, 2)), key=AWARDS.index)
    items = [case.project.name] if "项目奖" in intended else []
    items += [case.hero.name] if "个人奖" in intended else []
    attending = sorted(
        {*rng.sample(ACTIVITIES[:3], rng.randint(1, 3)), "奖项申报"}, key=ACTIVITIES.index
    )
    shared = shared_values(org, style)
    del shared["legal_rep_name"]
    if style.layout == 2:
        del shared["fax"]
    ticked = style.ticked
    return shared | {
        "is_member": yes_no(("是", "否"), True, ticked),
        "member_no": text(org.member_no),
        "ownership": choice(OWNERSHIPS, [org.ownership], ticked),
        "org_category": choice(CATEGORIES, [org.category], ticked),
        "employee_count": text(str(org.employees)),
        "quality_exec_name": text(org.quality_exec),
        "activities": choices(ACTIVITIES, attending, ticked),
        "intended_awards": choices(AWARDS, intended, ticked),
        "intended_items": Value("、".join(items), items if items else ""),
        "pem_adopted": yes_no(("是", "否"), True, ticked),
        "pem_year": Value(f"{org.pem_year}" + ("年" if style.words % 2 else ""), str(org.pem_year)),
        "recommender": text(case.recommender.name if case.recommender else ""),
        "fill_date": day(style, case.filled_on),
    }


BASE = (
    ORG_NAME,
    USCC,
    ADDRESS,
    POSTCODE,
    entry("employee_count", "职工人数", "职工人数（人）", "员工人数"),
)
PEOPLE = (CONTACT, CONTACT_TITLE, PHONE, EMAIL)
KIND = (
    entry("is_member", "是否会员", "是否市质协会员"),
    entry("member_no", "会员编号", "会员证号"),
    entry("ownership", "单位性质", "企业性质", wide=True),
    entry("org_category", "组织类别", "单位类别", wide=True),
)
QUALITY = (
    entry("quality_exec_name", "分管质量领导", "分管质量负责人"),
    entry("pem_adopted", "是否导入卓越绩效模式", "导入卓越绩效模式"),
    entry("pem_year", "导入年份", "导入卓越绩效模式年份"),
)
WISHES = (
    entry("activities", "拟参加活动", "参加活动内容", wide=True),
    entry("intended_awards", "拟申报奖项", "拟申报奖项类别", wide=True),
    entry("intended_items", "拟申报项目名称/个人姓名", "项目名称或个人姓名", wide=True, height=12),
    entry("recommender", "推荐单位", "推荐单位（行业、集团、区质协）", wide=True),
)


def build_registration(values: Values, style: Style) -> Form:
    """Lay the form out."""
    people: tuple[Entry, ...] = PEOPLE if "fax" not in values else (*PEOPLE, entry("fax", "传真"))
    blocks: list[Block] = [
        Para("附件1", size=12, face="label"),
        Para(
            "2021年上海市实施卓越绩效管理推进活动报名表",
            size=17,
            face="title",
            align="center",
            before=2,
            after=5,
        ),
    ]
    date_label = word(style, "填表日期", "填报日期", "填报日期")
    seal_label = word(style, "（盖章）", "（加盖公章）", "（公章）")
    foot = Para(
        f"单位{seal_label}：　　　　　　　　{date_label}：{values['fill_date'].shown}",
        align="right",
        before=9,
        seal="registration",
    )
    rows: list[Row] = []
    parts: tuple[tuple[str, tuple[Entry, ...]], ...]
    if style.layout == 0:
        rows = grid((*BASE, *people, *KIND, *QUALITY, *WISHES), values, style)
    elif style.layout == 1:
        parts = (
            ("基本信息", (*BASE, *KIND)),
            ("联系方式", people),
            ("质量管理", QUALITY),
            ("报名意向", WISHES),
        )
        for title, part in parts:
            rows += grid(part, values, style, title=title)
    else:
        parts = (
            ("一、单位信息", (*BASE, *KIND)),
            ("二、联系人信息", people),
            ("三、活动报名", (*QUALITY, *WISHES)),
        )
        for title, part in parts:
            rows += [banner(title), *grid(part, values, style)]
    blocks += [
        Table(tuple(rows)),
        foot,
        Para(
            "注：本表一式一份，加盖公章后于2021年6月30日前报送，同时提交电子版。", size=9, before=6
        ),
    ]
    return Form("registration", tuple(blocks))
