"""The fourth layout kept aside: which builder lays out which form, and its commitment."""

from collections.abc import Callable

from samples import aside4_org, aside4_person, aside4_project, aside4_registration
from samples.aside4_parts import values_of
from samples.case import Case
from samples.layout import Block, Form, Para, RowValues, Value, Values
from samples.style import Style, day

__all__ = ["build", "builder", "commitment_form", "values_of"]

Builder = Callable[[Values, RowValues], Form]

PROMISES = (
    "1.所报送的申报材料均由我单位如实提供，复印件与原件相符；",
    "2.近三年内依法经营，照章纳税，无重大责任事故和失信记录；",
    "3.自觉接受评审机构的核查与社会监督，不弄虚作假、不请托说情；",
    "4.获奖后不将荣誉用于误导消费者的宣传，积极分享成功经验。",
)


def build(award: str, values: Values, rows: RowValues, style: Style, photo: int) -> Form:
    """Lay out the form of an award; without a `photo` seed there is a frame for the picture."""
    if award == "registration":
        return aside4_registration.build(values, style)
    if award == "organisation":
        return aside4_org.build(values, rows, style)
    if award == "project":
        return aside4_project.build(values, rows, style)
    return aside4_person.build(values, rows, style, photo)


def builder(case: Case, style: Style) -> Builder:
    """Return what lays out the form of an award."""
    photo = case.hero.born.toordinal()
    return lambda values, rows: build(case.award, values, rows, style, photo)


def commitment_form(case: Case, style: Style) -> tuple[Form, Values]:
    """Return the commitment: a statement, with who makes it in lines of their own below."""
    name, when = case.org.name, day(style, case.signed_on)
    award = {"organisation": "组织类", "project": "项目类", "individual": "个人类"}[case.award]
    maker = "承诺单位（公章）："
    blocks: list[Block] = [
        Para("诚 信 申 报 承 诺", size=24, face="title", align="center", before=16, after=16),
        Para("上海市质量协会：", size=14, after=2),
        Para(
            f"我单位申报上海市质量管理奖（{award}），现郑重承诺如下：",
            size=14,
            indent=True,
        ),
        *(Para(one, size=14, indent=True, before=2.5) for one in PROMISES),
        Para("若违反承诺，愿接受撤销申报或获奖资格的处理。", size=14, indent=True, before=2.5),
        Para(
            f"{maker}{name}",
            size=14,
            indent=True,
            before=26,
            seal="commitment",
            filled=len(maker),
        ),
        Para(f"法定代表人（签名）：{'　' * 8}", size=14, indent=True, before=14, sign="commitment"),
        Para(when.shown, size=14, align="right", before=14, filled=0),
    ]
    return Form("commitment", tuple(blocks)), {"org_name": Value(name, name), "date": when}
