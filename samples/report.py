"""The self-assessment report: a born-digital PDF with a text layer."""

import io
import random
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from samples import fonts, texts
from samples.case import Case
from samples.sheet import wrap

CHAPTERS = {
    "organisation": (
        "4.1 领导",
        "4.2 战略",
        "4.3 顾客与市场",
        "4.4 资源",
        "4.5 过程管理",
        "4.6 测量、分析与改进",
        "4.7 结果",
    ),
    "project": ("一、领导", "二、过程", "三、结果"),
    "individual": ("一、个人概况", "二、主要事迹", "三、荣誉与贡献"),
}
TITLES = {
    "organisation": "自我评价报告",
    "project": "项目自我评价报告",
    "individual": "个人事迹材料",
}
TOPICS = ("overview", "practice", "innovation", "method", "results", "diffusion", "background")
LEFT, TOP, SIZE = 72, 760, 12


@dataclass(frozen=True, slots=True)
class TextPage:
    """The lines of one page, with heads marked."""

    lines: tuple[tuple[str, bool], ...]
    foot: str


def pages_of(case: Case, seed: str = "") -> list[TextPage]:
    """Compose the report's pages; with another packet's seed, in that one's sentences."""
    rng, org = random.Random(f"{seed}:report") if seed else case.rng("report"), case.org
    facts = {
        "district": org.district,
        "products": org.products,
        "people": str(org.employees),
        "year": str(org.pem_year),
    }
    lines: list[tuple[str, bool]] = [(f"2021年度上海市质量管理奖{TITLES[case.award]}", True)]
    subject = case.item or org.name
    lines += [(subject, True), ("", False)]
    topics = ("achievements", "practice", "results") if case.award == "individual" else TOPICS
    for head in CHAPTERS[case.award]:
        lines.append((head, True))
        for _ in range(rng.randint(3, 5) if case.award == "organisation" else rng.randint(4, 5)):
            body = texts.passage(rng, rng.choice(topics), facts, 4)
            lines += [
                (one, False) for one in wrap(body, "song", SIZE, A4[0] - 2 * LEFT, indent=True)
            ]
        lines.append(("", False))
    per = 32
    parts = [tuple(lines[i : i + per]) for i in range(0, len(lines), per)]
    return [
        TextPage(part, f"第 {number} 页 共 {len(parts)} 页") for number, part in enumerate(parts, 1)
    ]


def born_digital(case: Case, seed: str = "") -> tuple[bytes, list[TextPage]]:
    """Return the report as PDF, and its pages' lines; for `seed` see `pages_of`."""
    pages = pages_of(case, seed)
    for name in ("gbsong", "gbkai"):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(
                TTFont(name, str(fonts.path("song" if name == "gbsong" else "kai")))
            )
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=1)
    for page in pages:
        y = TOP
        for shown, head in page.lines:
            canvas.setFont("gbsong", 15 if head else SIZE)
            canvas.drawString(LEFT, y, shown)
            y -= 21
        canvas.setFont("gbsong", 9)
        canvas.drawCentredString(A4[0] / 2, 40, page.foot)
        canvas.showPage()
    canvas.save()
    return out.getvalue(), pages
