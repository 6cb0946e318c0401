"""The project award's form in the third layout kept aside."""

from dataclasses import replace

from samples.aside3_parts import (
    LIST_SIZE,
    Head,
    Say,
    above,
    chapter,
    counted,
    cover_foot,
    cover_head,
    footnote,
    numbered,
    prose,
    said,
    unit_note,
)
from samples.cells import caption, code_line, line, table
from samples.layout import (
    BLANK,
    UNITS,
    Block,
    Cell,
    Form,
    PageBreak,
    Para,
    Row,
    RowValues,
    Table,
    Values,
)
from samples.layout_parts import recommended
from samples.style import Style

NOTES = (
    "项目名称应反映主要内容和方法，不超过30个汉字（含标点），不出现单位或品牌名称。",
    "牵头单位须为具有法人资格的会员单位，主要完成人按贡献大小排列，并由本人签字。",
    "经济效益指项目实施期内各年度实际取得的效益，由财务部门核定。",
    "佐证材料按清单顺序附后，复印件须加盖公章。",
    "本表用A4纸打印，一式三份，与自我评价报告合并装订。",
)
PLEDGE = (
    "本项目申报材料由我单位审定，内容真实可靠，知识产权归属清晰，完成人及排序无争议。如存在弄虚作假，"
    "同意取消申报和获奖资格。"
)
ESSAYS = (
    ("项目概要", "abstract"),
    ("立项背景与预期目标", "background"),
    ("技术路线与实施过程", "method"),
    ("创新要点", "innovations"),
    ("取得成效", "results"),
    ("推广应用前景", "diffusion"),
)
PEOPLE = (
    Head("序号", 2),
    Head("基本情况", parts=(("姓名", 3), ("性别", 2), ("出生年月", 4), ("职称", 3))),
    Head("所在单位", 4),
    Head("项目分工", 3),
    Head("签字", 3),
)
BENEFIT = (
    Head("序号", 2),
    Head("年度", 4),
    Head("新增效益", parts=(("产值", 5), ("利润", 4), ("税收", 4))),
    Head("节支总额", 5),
)
EVIDENCE = (
    Head("序号", 2),
    Head("材料名称", 5),
    Head("文件信息", parts=(("编号（文号）", 6), ("出具机构", 6), ("出具时间", 5))),
)


def _cover(values: Values) -> list[Block]:
    category = values["project_category"].truth
    told = (
        ("项 目 名 称", values["project_name"].shown, ""),
        ("申 报 主 体\n（盖章）", values["org_name"].shown, "cover"),
        ("项 目 类 型", category if isinstance(category, str) else "", ""),
        ("申 报 时 间", values["fill_date"].shown, ""),
    )
    rows = []
    for label, shown, seal in told:
        text = Para(shown, size=14, align="center", seal=seal, filled=0 if shown else -1)
        rows.append(Row((caption(label, 0, 7, size=14), Cell((text,), 7, 17)), 17.0))
    return [
        *cover_head((("2021年度上海市质量管理奖", 22), ("项 目 奖 申 报 书", 32)), 36),
        Para("", size=44),
        table(rows),
        *cover_foot(52),
    ]


def _span(values: Values) -> Row:
    """Return the row of the project's first and last day, which share a cell."""
    first, last = values["start_on"].shown, values["end_on"].shown
    text = f"{first or '　' * 8} 至 {last or '　' * 8}"
    para = Para(text, filled=0 if first or last else -1)
    return Row((caption("项目起止时间", 0, 5), Cell((para,), 5, 19)), 10.0)


def _project(values: Values) -> Table:
    return table(
        line(values, ("项目名称", "project_name", 5, 19), height=11.0),
        line(values, ("项目类型|（限选一项）", "project_category", 5, 19), height=14.0),
        _span(values),
        line(
            values,
            ("应用领域", "sector", 3, 5),
            ("立项来源", "source", 3, 5),
            ("经费投入|（万元）", "budget_wan", 4, 4),
            height=11.0,
        ),
    )


def _lead(values: Values, style: Style) -> Table:
    return table(
        line(values, ("牵头单位|（全称）", "org_name", 6, 18), height=11.0),
        code_line(values, style, "机构信用代码", "uscc"),
        line(
            values,
            ("法人代表", "legal_rep_name", 3, 3),
            ("联络人", "contact_name", 3, 3),
            ("联络电话", "contact_phone", 3, 9),
            height=12.0,
        ),
        line(values, ("单位住址", "address", 3, 13), ("邮编", "postcode", 3, 5), height=11.0),
        line(values, ("电子信箱", "email", 3, 21)),
        above(
            values,
            "项目主持人",
            5,
            ("姓名", "leader_name", 4),
            ("手机号码", "leader_phone", 6),
            ("邮箱", "leader_email", 9),
        ),
    )


def _people(rows: RowValues) -> Table:
    """Return the list of who did it; each signs at the end of the line."""
    people = rows["contributors"]
    names = ("name", "sex", "birth_ym", "title", "employer", "task", "_sign")
    asked = [{**one, "_sign": BLANK} for one in people]
    out = counted(PEOPLE, asked, names, 4, size=LIST_SIZE, height=14.0)
    for index in range(len(people)):
        row = out[index + 2]
        place = replace(row.cells[-1], paras=(Para("", sign=f"contributor:{index}"),))
        out[index + 2] = replace(row, cells=(*row.cells[:-1], place))
    return table(out, repeat=2)


def _essays(values: Values) -> list[Block]:
    """Return what the project was, as plain text below small headings."""
    out: list[Block] = [chapter("四、项目总结（可附图、表说明）")]
    for number, (title, name) in zip("一二三四五六", ESSAYS, strict=True):
        text, first = f"（{number}）{title}", number == "一"
        head = Para(text, size=12, face="label", before=1 if first else 3, after=1, keep=not first)
        shown = values[name].shown
        out += [head, *(prose(shown) if shown else [Para("", after=8)] * 2)]
    return out


def _lists(rows: RowValues) -> list[Block]:
    return [
        PageBreak(),
        chapter("五、经济效益", before=0),
        unit_note("单位：万元"),
        table(
            counted(BENEFIT, rows["benefit"], ("year", "output", "profit", "tax", "saving"), 3),
            repeat=2,
        ),
        chapter("六、佐证材料清单"),
        table(
            counted(EVIDENCE, rows["evidence"], ("type", "no", "issuer", "date"), 3, height=10.0),
            repeat=2,
        ),
    ]


def _closing(values: Values, style: Style) -> list[Block]:
    date = values["org_opinion_date"].shown
    text, place, when = recommended(values, date)
    signer = "法人代表（签名）"
    parts = (
        ("申报主体声明", Say(PLEDGE, "declaration", date, signer, printed=True)),
        ("申报主体意见", Say(values["org_opinion"].shown, "org_opinion", date, "单位负责人签名")),
        ("推荐单位意见", Say(text, place, when, "负责人签名")),
        ("上海市质量协会意见", Say(values["saq_opinion"].shown, "", "", "")),
    )
    rows: list[Row] = []
    for title, one in parts:
        name = Para(title, face="title")
        rows.append(Row((Cell((name,), 0, UNITS, kind="title"),), 8.5))
        rows.append(Row((Cell(said(one, style, 6.0), 0, UNITS, valign="top"),), 49.0))
    return [PageBreak(), chapter("七、声明与意见", before=0), table(rows)]


def build(values: Values, rows: RowValues, style: Style) -> Form:
    """Lay the form out."""
    blocks: list[Block] = [
        *_cover(values),
        *numbered("填 写 须 知", NOTES),
        chapter("一、项目信息", before=0),
        _project(values),
        chapter("二、牵头单位及项目主持人"),
        _lead(values, style),
        chapter("三、主要完成人"),
        _people(rows),
        footnote("按贡献大小排序，可加行。"),
        *_essays(values),
        *_lists(rows),
        *_closing(values, style),
    ]
    return Form("award_project", tuple(blocks))
