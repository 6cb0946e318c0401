"""Documents that prove what forms claim: known by their titles, read by labels and patterns."""

from __future__ import annotations

import pytest

from checks.documents import Document, SubmittedFile
from checks.sorting import sort_pages
from tests.checks.pack import programme
from tests.checks.paper import line, page, table

PATENT = (
    "发明专利证书",
    "发明名称：一种在线检测装置",
    "发明人：袁某;沈某",
    "专利号：ZL 2019 1 0123456.7",
    "专利申请日：2019年03月05日",
    "专利权人：上海某某精密机械有限公司",
    "授权公告日：2020年11月17日",
)
HONOUR = (
    "荣誉证书", "上海某某精密机械有限公司：", "在2019年度工作中荣获“质量先进单位”称号。",
    "颁发单位：某某市质量协会", "2020年3月",
)  # fmt: skip
AUDIT = (
    "审计报告", "某会审字〔2021〕第0456号", "上海某某精密机械有限公司全体股东：",
    "我们审计了后附的财务报表，包括2020年12月31日的资产负债表。", "某某会计师事务所（普通合伙）",
)  # fmt: skip


def sorted_as(*texts: str, path: str = "扫描0001.pdf") -> Document:
    lines = [line(text, 100 + 120 * number) for number, text in enumerate(texts)]
    file = SubmittedFile("d1", path, "a" * 64, "pdf", (page(1, lines),))
    (document,) = sort_pages((file,), programme().forms).documents
    return document


@pytest.mark.parametrize(
    ("texts", "kind", "fields"),
    [
        (
            PATENT,
            "patent",
            {
                "patent_name": "一种在线检测装置",
                "patent_no": "ZL201910123456.7",
                "owner": "上海某某精密机械有限公司",
                "inventors": ("袁某", "沈某"),
                "filed_on": "2019-03-05",
                "granted_on": "2020-11-17",
            },
        ),
        (
            HONOUR,
            "honour",
            {"honour_name": "质量先进单位", "issuer": "某某市质量协会", "date": "2020-03"},
        ),
        (
            AUDIT,
            "audit_report",
            {
                "org_name": "上海某某精密机械有限公司",
                "report_no": "某会审字〔2021〕第0456号",
                "issuer": "某某会计师事务所（普通合伙）",
                "year": 2020,
            },
        ),
    ],
)
def test_evidence_is_known_and_read(
    texts: tuple[str, ...], kind: str, fields: dict[str, object]
) -> None:
    document = sorted_as(*texts)
    assert document.kind == kind
    assert document.kind_known_by == "title"
    read = {name: document.facts.fields[name].value for name in fields}
    assert read == fields


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("经济效益证明", "benefit_proof"),
        ("应用证明", "application_proof"),
        ("近三年无重大质量、安全、环保事故声明", "no_accident"),
        ("会员证书", "membership"),
        ("公示证明", "publicity_proof"),
        ("法人公共信用信息报告", "credit_report"),
        ("质量管理体系认证证书", "certificate"),
        ("验收证明", "test_report"),
        ("承诺书", "commitment"),
    ],
)
def test_titles_tell_kinds_apart(title: str, kind: str) -> None:
    """Certificates and proofs have names that are much alike."""
    assert sorted_as(title, "单位名称：上海某某精密机械有限公司").kind == kind


def test_a_table_of_honours_in_a_form_is_no_certificate() -> None:
    """Its heading stands in a cell."""
    rows = table([["荣誉证书", "授予单位", "年份"], ["质量先进单位", "某某协会", "2020"]])
    file = SubmittedFile("d1", "x.pdf", "a" * 64, "pdf", (page(1, tables=[rows]),))
    assert not sort_pages((file,), programme().forms).documents
