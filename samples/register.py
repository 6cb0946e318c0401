"""The receipt register and the member roster that come with a haul."""

import io
import random
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from samples.identities import Org, near_name, org
from samples.plan import Plan

AWARD = {
    "organisation": "组织奖",
    "project": "项目奖",
    "individual": "个人奖",
    "registration": "报名",
}
CHANNEL = {
    "folder": "U盘",
    "zip": "U盘",
    "zip-gbk": "邮寄",
    "eml": "电子邮件",
    "volume": "现场递交",
    "tiff": "邮寄",
    "photos": "U盘",
    "pair": "现场递交",
}
STRANGERS = 30
CREATED = datetime(2021, 8, 20, 9, 0)


def receipts(plans: Sequence[Plan]) -> list[list[object]]:
    """Return the register's rows."""
    out: list[list[object]] = []
    for number, plan in enumerate(sorted(plans, key=lambda one: one.received), 1):
        lost = plan.has("C02")
        originals, copies = plan.copies
        award = plan.case.award
        out.append(
            [
                number,
                plan.case.org.name,
                AWARD[award],
                plan.case.item,
                plan.received,
                CHANNEL[plan.entry],
                originals,
                copies,
                "" if award == "registration" else "是" if originals else "否",
                "无" if lost and lost.where == "missing" else "有",
                "破损" if plan.index % 23 == 0 else "",
            ]
        )
    return out


def members(plans: Sequence[Plan], seed: int) -> list[list[object]]:
    """Return the roster's rows: all member applicants, and others with similar names."""
    rng = random.Random(f"{seed}:members")
    names = {plan.case.org.name for plan in plans}
    listed: list[Org] = [plan.case.org for plan in plans if not plan.has("E01")]
    used = set(names)
    others = [org(rng, used) for _ in range(STRANGERS // 2)]
    alike = rng.sample(list(plans), min(len(plans), STRANGERS - len(others)))
    alike += [plan for plan in plans if plan.has("E01") and plan not in alike]
    rows: list[list[object]] = []
    for one in listed + others:
        former = near_name(rng, one.name) if rng.random() < 0.15 else ""
        rows.append([one.member_no, one.name, one.uscc, former, _joined(rng), "正常"])
    for plan in alike:
        twin, name = org(rng, used), near_name(rng, plan.case.org.name)
        if name not in names:
            names.add(name)
            rows.append([twin.member_no, name, twin.uscc, "", _joined(rng), "正常"])
    rng.shuffle(rows)
    return rows


def _joined(rng: random.Random) -> date:
    return date(rng.randint(1995, 2020), rng.randint(1, 12), rng.randint(1, 28))


def workbook(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    """Return a workbook with one sheet, dates as real dates."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    book.set_properties({"created": CREATED})
    sheet = book.add_worksheet("Sheet1")
    minute = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.write_row(0, 0, heads, book.add_format({"bold": True}))
    for index, row in enumerate(rows, 1):
        for column, one in enumerate(row):
            if isinstance(one, datetime):
                sheet.write_datetime(index, column, one, minute)
            elif isinstance(one, date):
                sheet.write_datetime(index, column, datetime(one.year, one.month, one.day))
            else:
                sheet.write(index, column, one)
    sheet.set_column(1, 4, 26)
    book.close()
    return out.getvalue()


def write(plans: Sequence[Plan], seed: int, haul: Path, later: Sequence[list[object]] = ()) -> None:
    """Write both workbooks at the haul's top; rows of what came later follow the others."""
    (haul / "收件登记.xlsx").write_bytes(
        workbook(
            (
                "序号",
                "单位名称",
                "申报奖项",
                "项目名称/个人姓名",
                "收件时间",
                "递交方式",
                "正本(份)",
                "副本(份)",
                "是否装订",
                "电子版",
                "备注",
            ),
            [*receipts(plans), *later],
        )
    )
    (haul / "会员名册.xlsx").write_bytes(
        workbook(
            ("会员编号", "单位名称", "统一社会信用代码", "曾用名", "入会日期", "会员状态"),
            members(plans, seed),
        )
    )
