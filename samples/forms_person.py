"""Attachment 5: the personal award's application form."""

from samples import texts
from samples.case import Case, text
from samples.forms_org import cover, recommendation
from samples.forms_shared import Opinion, assemble, entry, grid, listing, opinion, text_block
from samples.layout import (
    UNITS,
    Cell,
    Form,
    Para,
    Row,
    RowValues,
    Value,
    Values,
    choice,
    label,
    value,
)
from samples.style import Style, day, month, spaced, word

DECLARATION = "本人承诺：所填内容及所附材料真实、准确，如有虚假，愿承担相应责任。"


def person_values(case: Case, style: Style) -> Values:
    """Return what the form says."""
    rng, hero, worker = case.rng("award_person"), case.hero, case.worker
    years = "年" if style.words % 3 == 1 else ""
    return {
        "person_name": text(hero.name),
        "sex": choice(("男", "女"), [hero.sex], style.ticked) if style.layout else text(hero.sex),
        "birth_ym": month(style, hero.born),
        "ethnicity": text(worker.ethnicity),
        "native_place": text(worker.native_place),
        "political_status": text(worker.political),
        "id_no": text(hero.id_no),
        "education": text(worker.education),
        "degree": text(worker.degree),
        "school": text(worker.school),
        "major": text(worker.major),
        "position": text(worker.position),
        "title": text(worker.title),
        "quality_years": Value(f"{worker.quality_years}{years}", str(worker.quality_years)),
        "phone": Value(hero.mobile, [hero.mobile]),
        "email": text(hero.email),
        "address": text(case.org.address),
        "postcode": text(case.org.postcode),
        "employer": text(case.org.name),
        "uscc": text(case.org.uscc),
        "fill_date": day(style, case.filled_on),
        "serial_no": text(""),
        "achievements": text(texts.passage(rng, "achievements", {}, 4)),
        "self_declaration": text(DECLARATION),
        "employer_opinion": text(texts.passage(rng, "opinion", {}, 1)),
        "employer_opinion_date": day(style, case.signed_on),
        "recommender_opinion": recommendation(case, rng),
        "saq_opinion": text(""),
    }


def person_rows(case: Case, style: Style) -> RowValues:
    """Return the rows of the form's small tables."""
    rng, worker = case.rng("award_person:rows"), case.worker
    start = 2021 - worker.quality_years
    middle = start + max(2, worker.quality_years // 2)
    earlier = rng.choice(("沪东机械总厂", "申浦仪表有限公司", case.org.name))
    work = [
        {
            "from": Value(f"{start}.07", f"{start}-07"),
            "to": Value(f"{middle}.06", f"{middle}-06"),
            "org": text(earlier),
            "position": text("质量工程师"),
        },
        {
            "from": Value(f"{middle}.07", f"{middle}-07"),
            "to": text("至今"),
            "org": text(case.org.name),
            "position": text(worker.position),
        },
    ]
    honours = [
        {"year": text(str(year)), "name": text(name), "giver": text("上海市质量协会")}
        for year, name in zip(
            (2018, 2020),
            rng.sample(("上海市质量工匠", "优秀质量经理", "质量管理小组活动优秀推进者"), 2),
            strict=True,
        )
    ]
    return {"work_history": work, "honours": honours}


_TOP = (
    (("person_name", "姓名"), ("sex", "性别")),
    (("birth_ym", "出生年月"), ("ethnicity", "民族")),
    (("native_place", "籍贯"), ("political_status", "政治面貌")),
)
_REST = (
    entry("id_no", "身份证号", "身份证号码", "居民身份证号", wide=True),
    entry("education", "文化程度", "学历"),
    entry("degree", "学位"),
    entry("school", "毕业院校", "毕业学校"),
    entry("major", "专业", "所学专业"),
    entry("position", "职务", "现任职务"),
    entry("title", "职称", "专业技术职称"),
    entry("quality_years", "从事质量工作年限", "质量工作年限（年）", "从事质量工作年限"),
    entry("phone", "手机", "联系电话", "电话/手机"),
    entry("email", "邮箱", "电子邮箱"),
    entry("postcode", "邮编", "邮政编码"),
    entry("address", "通讯地址", "联系地址", wide=True),
    entry("employer", "工作单位", "所在单位", "工作单位（全称）", wide=True),
    entry("uscc", "单位统一社会信用代码", "统一社会信用代码", wide=True),
)


def _top(values: Values, style: Style) -> list[Row]:
    """Return the rows beside the photo."""
    rows = []
    for index, pair in enumerate(_TOP):
        cells = []
        for place, (name, shown) in enumerate(pair):
            head = "政治面目" if shown == "政治面貌" and style.words % 2 else shown
            cells += [
                label(spaced(style, head), place * 9, 4),
                value(values[name].shown, place * 9 + 4, 5, align="center"),
            ]
        if index == 0:
            cells.append(Cell((Para("照片", align="center"),), 18, UNITS - 18, 3, "photo"))
        rows.append(Row(tuple(cells), 14.0))
    return rows


def _promise(values: Values, style: Style, date: str) -> Row:
    """Return the applicant's own promise with the place for the signature."""
    return Row(
        (
            label("本人承诺", 0, 4),
            Cell(
                (
                    Para(values["self_declaration"].shown, indent=True, after=5),
                    Para(
                        "本人签名：　　　　　　　　　　",
                        sign="self_declaration",
                        align="center",
                        after=2,
                    ),
                    Para(
                        f"{date}　　　",
                        align="right",
                        face="hand" if style.hand_dates else "body",
                    ),
                ),
                4,
                20,
            ),
        ),
        34.0,
    )


def _closing(values: Values, style: Style) -> list[Row]:
    """Return the promise and the opinion blocks."""
    date, recommended = values["employer_opinion_date"].shown, values["recommender_opinion"].shown
    filled = recommended not in ("", "无")
    return [
        _promise(values, style, date),
        opinion(
            Opinion(
                word(style, "所在单位意见", "单位审核意见"),
                values["employer_opinion"].shown,
                "employer_opinion",
                "负责人签字",
                date,
                hand=style.hand_dates,
            )
        ),
        opinion(
            Opinion(
                "推荐单位意见",
                recommended,
                "recommender_opinion" if filled else "",
                "负责人签字",
                date if filled else "",
                hand=style.hand_dates,
            )
        ),
        opinion(Opinion("市质协意见", "", "", "负责人签字", "")),
    ]


def build_person(values: Values, rows: RowValues, style: Style, photo_seed: int) -> Form:
    """Lay the form out."""
    blocks = cover(
        style,
        "（个人奖）申报表",
        [
            ("姓　　名：", values["person_name"].shown, ""),
            ("所在单位（盖章）：", values["employer"].shown, "cover"),
            (word(style, "填报日期：", "填表日期：", "申报日期："), values["fill_date"].shown, ""),
            ("编号（由质协填写）：", "", ""),
        ],
    )
    work = listing(
        (("from", "起", 3), ("to", "止", 3), ("org", "单位", 11), ("position", "职务", 7)),
        rows["work_history"],
        spare=1,
    )
    honours = listing(
        (("year", "年份", 4), ("name", "荣誉名称", 12), ("giver", "授予单位", 8)), rows["honours"]
    )
    parts = (
        ("一、基本情况", [*_top(values, style), *grid(_REST, values, style)]),
        ("二、工作经历", work),
        ("三、主要荣誉", honours),
        (
            "四、主要事迹",
            [text_block("achievements", word(style, "主要事迹", "质量工作业绩"), values, 50)],
        ),
        ("五、承诺与意见", _closing(values, style)),
    )
    blocks += assemble(parts, style)
    return Form("award_person", tuple(blocks), photo_seed)
