"""The layout kept aside: which builder lays out which form, and its letter of commitment."""

from collections.abc import Callable

from samples import aside_org, aside_person, aside_project, aside_registration
from samples.aside_shared import reticked
from samples.case import Case
from samples.layout import Block, Form, Para, RowValues, Value, Values
from samples.style import Style, day, word

Builder = Callable[[Values, RowValues], Form]


def builder(case: Case, style: Style) -> Builder:
    """Return what lays out the form of an award."""
    photo = case.hero.born.toordinal()
    builders: dict[str, Builder] = {
        "registration": lambda v, r: aside_registration.build(v, style),
        "organisation": lambda v, r: aside_org.build(v, r, style),
        "project": lambda v, r: aside_project.build(v, r, style),
        "individual": lambda v, r: aside_person.build(v, r, style, photo),
    }
    return builders[case.award]


def values_of(values: Values, style: Style) -> Values:
    """Return a form's values as this layout writes them."""
    return reticked(values, style)


PROMISES = (
    "1. 遵守国家法律法规和上海市质量管理奖的有关规定，自愿参加申报；",
    "2. 申报书、自我评价报告和证实性材料真实有效，复印件与原件相符；",
    "3. 近三年未发生重大质量、安全、环境和公共卫生事故，无严重失信行为；",
    "4. 配合资料评审和现场评审，不干扰评审工作；获奖后参加经验分享。",
    "违背上述承诺的，自愿退出申报，已获奖项由评审机构撤销。",
)


def commitment_form(case: Case, style: Style) -> tuple[Form, Values]:
    """Return the letter of commitment: who promises first, then what, signed at the left."""
    name, when = case.org.name, day(style, case.signed_on)
    signed = word(style, "法定代表人签名", "法定代表人（签字）")
    sealed = word(style, "承诺单位（公章）", "承诺单位（盖章）")
    blocks: list[Block] = [
        Para(
            word(style, "申报单位承诺书", "诚信承诺书"),
            size=22,
            face="title",
            align="center",
            before=18,
            after=10,
        ),
        Para(f"{name}就申报2021年度上海市质量管理奖，向上海市质量协会承诺：", size=14, indent=True),
        *(Para(one, size=14, indent=True, before=2) for one in PROMISES),
        Para(f"{sealed}：{name}", size=14, before=16, seal="commitment", filled=len(sealed) + 1),
        Para(f"{signed}：　　　　　　　　", size=14, before=14, sign="commitment"),
        Para(f"日期：{when.shown}", size=14, before=10, filled=3),
    ]
    return Form("commitment", tuple(blocks)), {"org_name": Value(name, name), "date": when}
