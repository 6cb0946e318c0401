"""A complete organisation packet made by hand, and ways to spoil it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from checks.assemble import assemble
from checks.decided import NOTHING, Decided
from checks.documents import Delivered, SubmittedFile
from checks.findings import Finding, Verdict
from checks.judge import Judged, Office, judge
from checks.receipts import SHANGHAI, Member, Receipt
from checks.sorting import sort_pages
from extractors.facts import PageFacts, Problem, Seal, SealKind, Source
from tests.checks.pack import programme
from tests.checks.paper import line, page, seal, table

NAME = "上海某某精密机械有限公司"
CODE = "91350100M000100Y43"
VALUES: Mapping[str, str] = {
    "单位名称": NAME,
    "统一社会信用代码": CODE,
    "法定代表人": "张三丰",
    "单位地址": "上海市长宁区某某路1号",
    "邮政编码": "200052",
    "联系人": "李四",
    "联系电话": "62524131",
    "电子邮箱": "a.b@example.com",
    "所属行业": "机械制造",
    "申报类别": "制造业",
    "成立日期": "2001年5月6日",
    "注册资金": "5000",
    "单位性质": "民营",
    "职工总数": "806",
    "主要产品": "精密机床",
    "导入卓越绩效模式年份": "2010",
    "组织概述": "公司成立于二十年前，主要生产精密机床。",
    "主要做法与成效": "按月分析关键绩效指标，持续改进。",
    "创新点": "建立质量改进工具包。",
    "近3年重大质量、安全、环境、公共卫生事故": "无",
    "监督抽查不合格": "无",
}
OPINION = "同意申报。\n法定代表人（签字）：张三丰 （公章）\n2021年8月2日"


@dataclass(frozen=True)
class Packet:
    """What the packet holds; every spoiler replaces one part."""

    name: str = NAME
    paper: Mapping[str, str] = field(default_factory=lambda: dict(VALUES))
    typed: Mapping[str, str] | None = field(default_factory=lambda: dict(VALUES))
    sealed: Mapping[str, Seal | None] = field(default_factory=dict)
    declaration: str = OPINION
    without: frozenset[str] = frozenset()
    licence: Mapping[str, str] = field(default_factory=dict)
    certificate_until: str = "2022年8月10日"
    received: datetime | None = datetime(2021, 8, 10, 9, 30, tzinfo=SHANGHAI)
    originals: int | None = 1
    copies: int | None = 2
    members: tuple[Member, ...] | None = (Member("1", NAME, CODE, (), date(2010, 1, 1), "正常"),)
    broken: tuple[str, ...] = ()

    def seal_at(self, place: str, at: tuple[float, float]) -> tuple[Seal, ...]:
        chosen = self.sealed.get(place, seal(self.name))
        if chosen is None:
            return ()
        x, y = at
        box = type(chosen.box)(x - 90, y - 90, x + 90, y + 90)
        return (replace(chosen, box=box),)


def _form(packet: Packet, values: Mapping[str, str], source: Source) -> tuple[PageFacts, ...]:
    cover = [
        line("2021年度上海市质量管理奖", 200),
        line("（组织奖）申报表", 260),
        line(f"申报单位（盖章）：{values.get('单位名称', '')}", 500),
        line("填报日期：2021年8月1日", 600),
        line("编号（由质协填写）：", 660),
    ]
    word = source is Source.WORD  # everything on one long page
    facts = table([[label, value] for label, value in values.items()], 800 if word else 60)
    rows = table([["指标", "单位", "2018年", "2019年", "2020年"],
                  ["利润总额", "万元", "1", "2", "3"]], 2100 if word else 1200)  # fmt: skip
    proofs = table(
        [
            ["认证体系", "证书编号", "认证机构", "有效期至"],
            ["质量管理体系", "A1", "某认证", "2022-08-10"],
        ],
        2300 if word else 60,
    )
    blocks = [
        table([["声明", packet.declaration]], 2500 if word else 300),
        table([["申报单位意见", OPINION]], 2700 if word else 700),
        table([["质协意见", ""]], 2900 if word else 1000),
    ]
    if word:
        return (page(1, cover, [facts, rows, proofs, *blocks], source=source),)
    return (
        page(1, cover, seals=packet.seal_at("cover", (600, 500))),
        page(2, tables=[facts, rows]),
        page(
            3,
            tables=[proofs, *blocks],
            seals=(
                *packet.seal_at("declaration", (700, 330)),
                *packet.seal_at("org_opinion", (700, 730)),
            ),
        ),
    )


def _commitment(packet: Packet) -> PageFacts:
    lines = [
        line("承诺书", 100),
        line("我单位郑重承诺材料真实。", 200),
        line("法定代表人（签字）：张三丰", 900),
        line(f"{packet.name}（盖章）", 1000),
        line("2021年8月2日", 1060),
    ]
    return page(1, lines, seals=packet.seal_at("commitment", (600, 1000)))


def _licence(packet: Packet) -> PageFacts:
    values = {
        "统一社会信用代码": CODE,
        "名称": packet.name,
        "法定代表人": "张三丰",
        "营业期限": "2001年5月6日至长期",
        **packet.licence,
    }
    lines = [line("营业执照", 100)]
    lines += [
        line(f"{label}：{text}", 200 + 60 * n) for n, (label, text) in enumerate(values.items())
    ]
    issuer = seal("上海市长宁区市场监督管理局", (750, 1200))
    return page(1, lines, seals=(issuer, *packet.seal_at("licence", (300, 1200))))


def _certificate(packet: Packet) -> PageFacts:
    lines = [
        line("质量管理体系认证证书", 100),
        line(f"获证组织：{packet.name}", 200),
        line(f"有效期至：{packet.certificate_until}", 300),
    ]
    issuer = seal("上海某某认证有限公司", (750, 1200))
    return page(1, lines, seals=(issuer, *packet.seal_at("certificate", (300, 1200))))


def files_of(packet: Packet) -> tuple[SubmittedFile, ...]:
    """The packet's files as a reader would have them."""
    made: list[tuple[str, str, tuple[PageFacts, ...]]] = [
        ("申报表扫描件.pdf", "award_org", _form(packet, packet.paper, Source.OCR)),
        ("承诺书.pdf", "commitment", (_commitment(packet),)),
        ("营业执照.pdf", "licence", (_licence(packet),)),
        ("认证证书.pdf", "certificate", (_certificate(packet),)),
        ("报告.pdf", "report", (page(1, [line("自我评价报告", 60)], source=Source.TEXT_LAYER),)),
    ]
    if packet.typed is not None:
        made.append(("申报表.docx", "", _form(packet, packet.typed, Source.WORD)))
    found = [
        SubmittedFile("d1", path, f"{index:064d}", path.rpartition(".")[2], pages)
        for index, (path, kind, pages) in enumerate(made)
        if kind not in packet.without
    ]
    found += [
        SubmittedFile("d1", path, f"{99 - index:064d}", "unknown", (), (Problem("pdf-damaged"),))
        for index, path in enumerate(packet.broken)
    ]
    return tuple(found)


def judged(
    packet: Packet, files: tuple[SubmittedFile, ...] | None = None, said: Decided = NOTHING
) -> Judged:
    """Sort, assemble and judge; `said` is what people decided of the pages."""
    files = files_of(packet) if files is None else files
    pages = sort_pages(files, programme().forms, said)
    receipt = Receipt(
        packet.name, "组织奖", "", packet.received, "现场递交", packet.originals, packet.copies,
        True, True, "", 2,
    )  # fmt: skip
    office = Office((receipt,), packet.members)
    (application,) = assemble((Delivered("d1", "某某", files, pages, None),), office, programme())
    return judge(application, office, programme())


def opened(result: Judged) -> list[tuple[str, str, Verdict]]:
    """What is not met: code, place, verdict."""
    return [(f.code, f.where, f.verdict) for f in result.findings if f.verdict is not Verdict.MET]


def of_code(result: Judged, code: str) -> list[Finding]:
    return [finding for finding in result.findings if finding.code == code]


def changed(**values: str) -> Callable[[Packet], Packet]:
    """Both versions with these values."""

    def spoil(packet: Packet) -> Packet:
        paper = {**packet.paper, **values}
        return replace(packet, paper=paper, typed=dict(paper))

    return spoil


def sealed(place: str, with_: Seal | None) -> Callable[[Packet], Packet]:
    return lambda packet: replace(packet, sealed={**packet.sealed, place: with_})


CONTRACT = seal(NAME, kind=SealKind.CONTRACT, purpose="合同专用章")
FOREIGN = seal("华东某某质量技术服务有限公司")
