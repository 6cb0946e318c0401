"""The third layout kept aside: which builder lays out which form, and its commitment."""

from collections.abc import Callable

from samples import aside3_org, aside3_person, aside3_project, aside3_registration
from samples.aside3_parts import values_of
from samples.case import Case
from samples.layout import Block, Form, Para, RowValues, Value, Values
from samples.style import Style, day

__all__ = ["build", "builder", "commitment_form", "values_of"]

Builder = Callable[[Values, RowValues], Form]

PROMISES = (
    "（一）所提供的全部申报材料真实、合法、有效，无虚假记载和重大遗漏；",
    "（二）近三年未发生重大质量、安全、环保和公共卫生责任事故；",
    "（三）自觉遵守评审工作规定，不干扰评审工作的正常开展；",
    "（四）获奖后继续追求卓越，履行示范推广义务，珍惜荣誉。",
)


def build(award: str, values: Values, rows: RowValues, style: Style, photo: int) -> Form:
    """Lay out the form of an award; without a `photo` seed there is a frame for the picture."""
    if award == "registration":
        return aside3_registration.build(values, style)
    if award == "organisation":
        return aside3_org.build(values, rows, style)
    if award == "project":
        return aside3_project.build(values, rows, style)
    return aside3_person.build(values, rows, style, photo)


def builder(case: Case, style: Style) -> Builder:
    """Return what lays out the form of an award."""
    photo = case.hero.born.toordinal()
    return lambda values, rows: build(case.award, values, rows, style, photo)


def commitment_form(case: Case, style: Style) -> tuple[Form, Values]:
    """Return the commitment: a statement, with who makes it in lines of their own below."""
    name, when = case.org.name, day(style, case.signed_on)
    award = {"organisation": "组织奖", "project": "项目奖", "individual": "个人奖"}[case.award]
    maker, dated = "单位名称（盖章）：", "承诺时间："
    blocks: list[Block] = [
        Para("申报诚信承诺书", size=22, face="title", align="center", before=12, after=14),
        Para(
            f"本单位自愿参加2021年度上海市质量管理奖（{award}）申报，特作如下承诺：",
            size=14,
            indent=True,
        ),
        *(Para(one, size=14, indent=True, before=2.5) for one in PROMISES),
        Para("以上承诺如有违反，本单位愿接受取消资格等处理。", size=14, indent=True, before=2.5),
        Para(f"法定代表人签字：{'　' * 8}", size=14, indent=True, before=24, sign="commitment"),
        Para(
            f"{maker}{name}",
            size=14,
            indent=True,
            before=10,
            seal="commitment",
            filled=len(maker) + 2,
        ),
        Para(f"{dated}{when.shown}", size=14, indent=True, before=10, filled=len(dated) + 2),
    ]
    return Form("commitment", tuple(blocks)), {"org_name": Value(name, name), "date": when}
