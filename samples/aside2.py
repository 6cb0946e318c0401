"""The second layout kept aside: which builder lays out which form, and its commitment."""

from collections.abc import Callable

from samples import aside2_org, aside2_person, aside2_project, aside2_registration
from samples.aside2_parts import values_of
from samples.case import Case
from samples.layout import Block, Form, Para, RowValues, Value, Values
from samples.layout_parts import date_face
from samples.style import Style, day, word

__all__ = ["builder", "commitment_form", "values_of"]

Builder = Callable[[Values, RowValues], Form]

PROMISES = (
    "一、严格遵守法律法规，依法诚信经营，近三年无重大质量、安全、环保事故；",
    "二、如实提供申报材料和数据，不隐瞒、不虚构，复印材料均与原件一致；",
    "三、遵守评审纪律，不以任何方式影响评审专家的独立判断；",
    "四、获奖后规范使用奖项名称，主动宣传、分享质量管理经验。",
)


def build(award: str, values: Values, rows: RowValues, style: Style, photo: int) -> Form:
    """Lay out the form of an award; without a `photo` seed there is a frame for the picture."""
    if award == "registration":
        return aside2_registration.build(values, style)
    if award == "organisation":
        return aside2_org.build(values, rows, style)
    if award == "project":
        return aside2_project.build(values, rows, style)
    return aside2_person.build(values, rows, style, photo)


def builder(case: Case, style: Style) -> Builder:
    """Return what lays out the form of an award."""
    photo = case.hero.born.toordinal()
    return lambda values, rows: build(case.award, values, rows, style, photo)


def commitment_form(case: Case, style: Style) -> tuple[Form, Values]:
    """Return the commitment: a letter to the association, signed and sealed at the right."""
    name, when = case.org.name, day(style, case.signed_on)
    sealed = word(style, "承诺单位（公章）：", "承诺主体（盖章）：")
    signed = word(style, "法人代表（签字）：", "法定代表人签名：")
    title = word(style, "申报材料真实性承诺书", "质量诚信承诺书")
    blocks: list[Block] = [
        Para(title, size=22, face="title", align="center", before=14, after=10),
        Para("上海市质量协会：", size=14),
        Para(
            f"{name}自愿参加2021年度上海市质量管理奖评选，现郑重承诺如下：",
            size=14,
            indent=True,
            before=2,
        ),
        *(Para(one, size=14, indent=True, before=2) for one in PROMISES),
        Para("如违反以上承诺，自愿承担由此产生的一切后果。", size=14, indent=True, before=2),
        Para(
            f"{sealed}{name}",
            size=14,
            align="right",
            before=20,
            seal="commitment",
            filled=len(sealed),
        ),
        Para(f"{signed}　　　　　　　　　　", size=14, align="right", before=16, sign="commitment"),
        Para(when.shown, size=14, align="right", before=10, face=date_face(when.shown, style)),
    ]
    return Form("commitment", tuple(blocks)), {"org_name": Value(name, name), "date": when}
