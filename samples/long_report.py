"""The self-assessment report as a thick scan: text, ruled tables, charts, page numbers."""

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from samples import fonts, texts
from samples.case import text
from samples.charts import put_chart
from samples.forms_shared import listing
from samples.layout import Table
from samples.paper import LEADING, Typesetter, put_table
from samples.plan import Plan
from samples.report import CHAPTERS, TITLES, TOPICS
from samples.sheet import Sheet, put_text, wrap

SECTIONS = ("总则", "方法与展开", "过程与职责", "学习与整合", "改进与创新", "绩效与对标")
FIGURES = (
    "顾客满意度",
    "一次交验合格率",
    "人均劳动生产率",
    "质量损失率",
    "准时交付率",
    "培训覆盖率",
)
YEARS = ("2016年", "2017年", "2018年", "2019年", "2020年")
DPI = 200  # thick volumes are scanned no finer
HEAD, BODY, SMALL = 14.0, 12.0, 9.0  # points
Line = tuple[str, float]  # text and size


def long_report(plan: Plan) -> list[Sheet]:
    """Return the report's sheets, as many as the plan says."""
    rng, setter = plan.case.rng("long-report"), Typesetter(replace(plan.style, dpi=DPI))
    lines = _lines(plan, setter, rng)
    sheets: list[Sheet] = []
    figure, figures = rng.randint(2, 4), 0
    for number in range(1, plan.report_pages + 1):
        sheet = setter.sheet()
        y = setter.mm(28)
        if number == figure:
            figures += 1
            y = _figure(sheet, setter, figures, y, rng)
            figure += rng.randint(2, 4)
        _fill(sheet, setter, lines, y)
        _page_number(sheet, setter, number, plan.report_pages)
        _running_head(sheet, setter, f"{plan.case.org.name} {TITLES[plan.case.award]}")
        sheets.append(sheet)
    return sheets


def _lines(plan: Plan, setter: Typesetter, rng: random.Random) -> Iterator[Line]:
    """Yield the report's lines without end: chapters, their sections, paragraphs."""
    case, org, room = plan.case, plan.case.org, _room(setter)
    facts = {
        "district": org.district,
        "products": org.products,
        "people": str(org.employees),
        "year": str(org.pem_year),
    }
    topics = ("achievements", "practice", "results") if case.award == "individual" else TOPICS
    yield f"2021年度上海市质量管理奖{TITLES[case.award]}", 18.0
    chapters = CHAPTERS[case.award]
    each = 1 + plan.report_pages * 3 // (2 * len(chapters))  # a section fills two thirds of a page
    for chapter, head in enumerate(chapters, 1):
        first = head.split()[0] if " " in head else str(chapter)
        yield head, HEAD + 1
        for section in range(1, each + 1) if chapter < len(chapters) else count(1):
            yield f"{first}.{section} {SECTIONS[(section - 1) % len(SECTIONS)]}", HEAD
            for _ in range(rng.randint(3, 5)):
                body = texts.passage(rng, rng.choice(topics), facts, 4)
                for line in wrap(body, setter.face("body"), setter.points(BODY), room, indent=True):
                    yield line, BODY


def _room(setter: Typesetter) -> float:
    return setter.mm(210 - 2 * setter.style.margin)


def _fill(sheet: Sheet, setter: Typesetter, lines: Iterator[Line], y: float) -> None:
    """Print lines until the page is full."""
    left, bottom = setter.mm(setter.style.margin), setter.mm(297 - 27)
    step = setter.points(BODY) * LEADING * 1.1
    while y + step * 1.6 < bottom:
        shown, size = next(lines)
        face = setter.face("body" if size == BODY else "label")
        put_text(sheet, (left, y), shown, face, setter.points(size))
        y += step if size == BODY else step * 1.35


def _centred(sheet: Sheet, setter: Typesetter, shown: str, y: float, size: float) -> None:
    face, pixels = setter.face("label"), setter.points(size)
    wide = fonts.text_width(shown, face, pixels)
    put_text(sheet, ((sheet.image.width - wide) / 2, y), shown, face, pixels)


def _page_number(sheet: Sheet, setter: Typesetter, number: int, count: int) -> None:
    _centred(sheet, setter, f"第 {number} 页 共 {count} 页", setter.mm(297 - 18), SMALL)


def _running_head(sheet: Sheet, setter: Typesetter, shown: str) -> None:
    _centred(sheet, setter, shown, setter.mm(15), SMALL)
    y, left = setter.mm(20), setter.mm(setter.style.margin)
    sheet.pen.line([(left, y), (sheet.image.width - left, y)], fill=(60, 60, 60), width=2)


def _figure(sheet: Sheet, setter: Typesetter, number: int, y: float, rng: random.Random) -> float:
    """Put a table under its caption, or a chart over it; return the y below."""
    name = rng.choice(FIGURES)
    if rng.random() < 0.5:
        _centred(sheet, setter, f"表{number} {name}等指标近年情况", y, BODY)
        y = put_table([sheet], setter, _table(rng), y + setter.mm(8), 0)
        return y + setter.mm(6)
    tall = setter.mm(rng.uniform(60, 85))
    box = (setter.mm(40), y, setter.mm(170), y + tall)
    put_chart(sheet, box, YEARS, setter.face("label"), setter.points(SMALL), rng)
    _centred(sheet, setter, f"图{number} 近五年{name}变化", y + tall + setter.mm(3), BODY)
    return y + tall + setter.mm(14)


def _table(rng: random.Random) -> Table:
    columns = [("name", "指标", 6), ("unit", "单位", 3)]
    columns += [(year, year, 3) for year in YEARS]
    rows = []
    for name in rng.sample(FIGURES, rng.randint(4, 6)):
        start = rng.uniform(60, 96)
        values = [start + (99 - start) * 0.2 * step + rng.uniform(-1, 1) for step in range(5)]
        row = {year: text(f"{one:.1f}") for year, one in zip(YEARS, values, strict=True)}
        rows.append({"name": text(name), "unit": text("%")} | row)
    return Table(tuple(listing(columns, rows)))
