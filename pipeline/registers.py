"""The receipt register and the member roster: the office's own tables, in whatever form they come.

The bytes are read in a worker (`sheets`); here the columns are found and the cells understood.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from checks.receipts import SHANGHAI, Member, Receipt
from extractors.facts import Problem
from extractors.limits import Limits
from pipeline import codec
from pipeline.errors import InputError
from pipeline.store import Store
from pipeline.workers import Executor, Job, run_one

if TYPE_CHECKING:
    from pipeline.sheets import Sheet, Value

log = logging.getLogger(__name__)

SUFFIXES = (".xlsx", ".csv")
REGISTER, ROSTER = "收件登记", "会员名册"
_HEADER_ROWS = 10
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】|〔[^〕]*〕")
_NOISE = re.compile(r"[\s*:·、]+")
_FIRST_DAY = datetime(1899, 12, 30)  # of Excel's day numbers, with its false 29 February 1900
_DAY_NUMBERS = range(20_000, 80_000)
_DATE = re.compile(
    r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?"
)
_COMPACT = re.compile(r"(?P<year>20\d{2}|19\d{2})(?P<month>\d{2})(?P<day>\d{2})(?!\d)")
_TIME = re.compile(
    r"(?P<half>上午|下午|晚上|中午|AM|PM)?\s*(?P<hour>\d{1,2})\s*[:时点]\s*(?P<minute>\d{1,2})?",
    re.IGNORECASE,
)
_NUMERALS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
             "八": 8, "九": 9, "十": 10, "无": 0}  # fmt: skip
_YES = frozenset({"是", "有", "√", "✓", "✔", "☑", "y", "yes", "1", "true", "已", "已装订",
                  "装订", "已提交", "已收", "齐", "u盘", "优盘", "光盘", "邮件", "电子邮件",
                  "邮箱"})  # fmt: skip
_NO = frozenset({"否", "无", "没有", "×", "✗", "✕", "x", "n", "no", "0", "false", "未", "未装订",
                 "未提交", "未收", "缺", "-", "/"})  # fmt: skip

# Column -> the headers under which offices have it, after `_header`.
_REGISTER_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "applicant": ("单位名称", "申报单位", "申报单位名称", "名称", "组织名称", "企业名称", "单位"),
    "award": ("申报奖项", "奖项", "申报类别", "奖项类别", "类别"),
    "item": ("项目名称/个人姓名", "项目名称", "个人姓名", "项目/个人", "申报项目", "项目"),
    "received_at": ("收件时间", "收到日期", "收件日期", "收到时间", "接收时间", "接收日期", "日期"),
    "channel": ("递交方式", "渠道", "收件方式", "收件渠道", "提交方式", "报送方式"),
    "originals": ("正本", "正本份数", "正本份", "正本数量"),
    "copies": ("副本", "副本份数", "副本份", "副本数量"),
    "bound": ("是否装订", "装订", "装订成册"),
    "electronic": ("电子版", "电子文档", "电子材料", "有无电子版", "是否有电子版"),
    "note": ("备注", "说明"),
}
_ROSTER_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "number": ("会员编号", "会员号", "编号", "证书编号", "会员证号"),
    "name": ("单位名称", "会员名称", "会员单位", "会员单位名称", "名称", "企业名称", "组织名称"),
    "uscc": ("统一社会信用代码", "信用代码", "社会信用代码", "统一信用代码"),
    "former_names": ("曾用名", "原名称", "原名", "曾用名称"),
    "joined": ("入会日期", "入会时间", "加入日期", "入会年份"),
    "status": ("会员状态", "状态"),
}
_REQUIRED = {"applicant": "单位名称", "received_at": "收件时间", "name": "单位名称"}


def find_register(haul: Path, given: Path | None = None) -> Path | None:
    """The receipt register: the given file, else `收件登记.xlsx` or `.csv` at the haul's top."""
    return given or _at_top(haul, REGISTER)


def find_roster(haul: Path, given: Path | None = None) -> Path | None:
    """The member roster: the given file, else `会员名册.xlsx` or `.csv` at the haul's top."""
    return given or _at_top(haul, ROSTER)


def _at_top(haul: Path, stem: str) -> Path | None:
    paths = (haul / f"{stem}{suffix}" for suffix in SUFFIXES)
    return next((path for path in paths if path.is_file()), None)


def read_register(path: Path, executor: Executor, limits: Limits) -> tuple[Receipt, ...]:
    """The register's rows that name an applicant; raises InputError naming file and column."""
    sheet, columns, start = _table(path, executor, limits, _REGISTER_COLUMNS, "applicant")
    rows = _rows(sheet, columns, start)
    receipts = tuple(_receipt(row, number) for number, row in rows if text_of(row["applicant"]))
    log.info("register: %d rows, %d without an applicant", len(rows), len(rows) - len(receipts))
    return receipts


def read_roster(path: Path, executor: Executor, limits: Limits) -> tuple[Member, ...]:
    """The roster's rows that name a member; raises InputError naming file and column."""
    sheet, columns, start = _table(path, executor, limits, _ROSTER_COLUMNS, "name")
    rows = _rows(sheet, columns, start)
    members = tuple(_member(row) for _, row in rows if text_of(row["name"]))
    log.info("roster: %d rows, %d without a name", len(rows), len(rows) - len(members))
    return members


def remember(store: Store, receipts: Sequence[Receipt], members: Sequence[Member]) -> None:
    """Keep both in the workspace, for judging again without the haul."""
    store.save_document("receipts", codec.dump_json(tuple[Receipt, ...], tuple(receipts)))
    store.save_document("members", codec.dump_json(tuple[Member, ...], tuple(members)))


def remembered(store: Store) -> tuple[tuple[Receipt, ...], tuple[Member, ...]]:
    """What `remember` kept; empty where nothing was."""
    receipts = codec.load_json(tuple[Receipt, ...], store.document("receipts") or "[]")
    members = codec.load_json(tuple[Member, ...], store.document("members") or "[]")
    return receipts, members


# Finding the columns


def _table(
    path: Path,
    executor: Executor,
    limits: Limits,
    variants: Mapping[str, tuple[str, ...]],
    key: str,
) -> tuple[Sheet, dict[str, int], int]:
    """The sheet with the header, its columns by our names, and the index of the first row."""
    if not path.is_file():
        raise InputError(f"{path}: no such file")
    from pipeline.sheets import read_sheets

    job = Job(path.name, read_sheets, (path.absolute(), limits), limits.page_seconds)
    sheets = run_one(executor, job)
    if isinstance(sheets, Problem):
        raise InputError(f"{path}: cannot be read as .xlsx or .csv ({sheets.code})")
    best: tuple[Sheet, dict[str, int], int] = ((), {}, 0)
    for sheet in sheets:
        for index, row in enumerate(sheet[:_HEADER_ROWS]):
            columns = _columns(row, variants)
            if (key in columns, len(columns)) > (key in best[1], len(best[1])):
                best = (sheet, columns, index + 1)
    missing = [_REQUIRED[name] for name in variants if name in _REQUIRED and name not in best[1]]
    if missing:
        raise InputError(f"{path}: missing column {'、'.join(missing)}")
    return best


def _columns(row: tuple[Value, ...], variants: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Column index of each of our names; earlier variants win over later ones."""
    headers: dict[str, int] = {}
    for index, cell in enumerate(row):
        for header in _headers(text_of(cell)):
            headers.setdefault(header, index)
    found: dict[str, int] = {}
    for name, names in variants.items():
        at = next((headers[one] for one in names if one in headers), None)
        if at is not None and at not in found.values():
            found[name] = at
    return found


def _headers(text: str) -> tuple[str, ...]:
    """A header as it may be listed: without blanks, with and without its brackets' content."""
    flat = unicodedata.normalize("NFKC", text)
    whole = _NOISE.sub("", re.sub(r"[()\[\]【】〔〕]", "", flat))
    bare = _NOISE.sub("", _BRACKETS.sub("", flat))
    return tuple(one for one in dict.fromkeys((whole, bare)) if one)


def _rows(sheet: Sheet, columns: dict[str, int], start: int) -> list[tuple[int, dict[str, Value]]]:
    """Rows below the header that hold anything, with their 1-based numbers."""
    rows = []
    for index, row in enumerate(sheet[start:], start + 1):
        cells = {name: row[at] if at < len(row) else None for name, at in columns.items()}
        if any(text_of(cell) for cell in cells.values()):
            rows.append((index, cells))
    return rows


# Understanding the cells


def _receipt(row: Mapping[str, Value], number: int) -> Receipt:
    return Receipt(
        applicant=text_of(row.get("applicant")),
        award=text_of(row.get("award")),
        item=text_of(row.get("item")),
        received_at=moment(row.get("received_at")),
        channel=text_of(row.get("channel")),
        originals=count(row.get("originals")),
        copies=count(row.get("copies")),
        bound=answer(row.get("bound")),
        electronic=answer(row.get("electronic")),
        note=text_of(row.get("note")),
        row=number,
    )


def _member(row: Mapping[str, Value]) -> Member:
    joined = moment(row.get("joined"))
    former = re.split(r"[、,，;；/\n]+", text_of(row.get("former_names")))
    return Member(
        number=text_of(row.get("number")),
        name=text_of(row.get("name")),
        uscc=text_of(row.get("uscc")).upper(),
        former_names=tuple(name.strip() for name in former if name.strip() not in ("", "无", "-")),
        joined=joined.date() if joined else None,
        status=text_of(row.get("status")),
    )


def text_of(cell: Value) -> str:
    """A cell as text; a number that is whole has no decimal point."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def moment(cell: Value) -> datetime | None:
    """A date or time in Shanghai; a day alone is its first minute; None where it is neither."""
    if isinstance(cell, datetime):
        return cell.astimezone(SHANGHAI) if cell.tzinfo else cell.replace(tzinfo=SHANGHAI)
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day, tzinfo=SHANGHAI)
    if isinstance(cell, int | float) and not isinstance(cell, bool) and int(cell) in _DAY_NUMBERS:
        day = _FIRST_DAY + timedelta(seconds=round(float(cell) * 86_400))
        return day.replace(tzinfo=SHANGHAI)
    return _moment_in(unicodedata.normalize("NFKC", text_of(cell)))


def _moment_in(text: str) -> datetime | None:
    found = _DATE.search(text) or _COMPACT.search(text)
    if found is None:
        return None
    hour, minute = _clock(text[found.end() :])
    try:
        return datetime(
            int(found["year"]), int(found["month"]), int(found["day"]), hour, minute,
            tzinfo=SHANGHAI,
        )  # fmt: skip
    except ValueError:
        return None


def _clock(text: str) -> tuple[int, int]:
    """Hour and minute; (0, 0) where no time is given."""
    found = _TIME.search(text)
    if found is None:
        return 0, 0
    hour, half = int(found["hour"]), (found["half"] or "").upper()
    if half in ("下午", "晚上", "PM") and hour < 12:
        hour += 12
    if half in ("上午", "AM") and hour == 12:
        hour = 0
    return hour, int(found["minute"] or 0)


def count(cell: Value) -> int | None:
    """A number of copies: 2, "2份", "两份"; None where none is stated."""
    text = unicodedata.normalize("NFKC", text_of(cell))
    digits = re.search(r"\d+", text)
    if digits:
        return int(digits[0])
    return next((_NUMERALS[char] for char in text if char in _NUMERALS), None)


def answer(cell: Value) -> bool | None:
    """Yes or no; None where the cell is blank or says something else."""
    if isinstance(cell, bool):
        return cell
    text = unicodedata.normalize("NFKC", text_of(cell)).lower().strip("。. ")
    if text in _YES:
        return True
    return False if text in _NO else None
