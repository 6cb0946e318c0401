"""The receipt register and the member roster."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from intake import some_limits, workbook

from checks.receipts import SHANGHAI, Member, Receipt
from pipeline.errors import InputError
from pipeline.registers import (
    answer,
    count,
    find_register,
    find_roster,
    moment,
    read_register,
    read_roster,
    remember,
    remembered,
)
from pipeline.store import Store
from pipeline.workers import InlineExecutor

HEADERS = ["序号", "单位名称", "申报奖项", "项目名称/个人姓名", "收件时间", "递交方式", "正本(份)",
           "副本(份)", "是否装订", "电子版", "备注"]  # fmt: skip
ROW = [
    1,
    "甲公司",
    "项目奖",
    "乙项目",
    datetime(2021, 8, 13, 16, 5),
    "现场递交",
    1,
    2,
    "是",
    "有",
    "",
]


def register(path: Path) -> tuple[Receipt, ...]:
    return read_register(path, InlineExecutor(), some_limits())


def roster(path: Path) -> tuple[Member, ...]:
    return read_roster(path, InlineExecutor(), some_limits())


def saved(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_a_register_is_read(tmp_path: Path) -> None:
    """Times are Shanghai's, counts are numbers, answers are yes or no."""
    found = register(saved(tmp_path / "r.xlsx", workbook([HEADERS, ROW, [], [None, None]])))
    assert found == (
        Receipt(
            applicant="甲公司",
            award="项目奖",
            item="乙项目",
            received_at=datetime(2021, 8, 13, 16, 5, tzinfo=SHANGHAI),
            channel="现场递交",
            originals=1,
            copies=2,
            bound=True,
            electronic=True,
            note="",
            row=2,
        ),
    )


def test_the_header_may_stand_below_a_title_and_be_worded_otherwise(tmp_path: Path) -> None:
    """Full-width brackets, spaces and other words for a column make no difference."""
    rows = [
        ["2021年申报材料收件登记表"],
        ["申报 单位（盖章）", "奖项", "收到日期", "渠 道", "正本份数", "副本（份数）", "装订"],
        ["甲公司", "组织奖", "2021年8月13日 下午4:05", "邮寄", "1份", "两份", "未装订"],
        ["", "", "合计", "", "1", "2", ""],
    ]
    (found,) = register(saved(tmp_path / "r.xlsx", workbook(rows)))
    assert (found.applicant, found.channel, found.row) == ("甲公司", "邮寄", 3)
    assert found.received_at == datetime(2021, 8, 13, 16, 5, tzinfo=SHANGHAI)
    assert (found.originals, found.copies, found.bound, found.electronic) == (1, 2, False, None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_csv_of_any_make_is_read(tmp_path: Path, encoding: str, separator: str) -> None:
    """Encoding and separator are found out."""
    text = (
        separator.join(["单位名称", "收件时间"]) + "\r\n" + separator.join(["甲公司", "2021/8/5"])
    )
    (found,) = register(saved(tmp_path / "r.csv", text.encode(encoding)))
    assert found.received_at == datetime(2021, 8, 5, tzinfo=SHANGHAI)


def test_a_roster_is_read(tmp_path: Path) -> None:
    """Former names are told apart, days are days."""
    rows: list[list[Any]] = [
        ["会员编号", "单位名称", "统一社会信用代码", "曾用名", "入会日期", "会员状态"],
        ["HY1", "甲公司", "91310000ma1k000001", "乙公司、丙公司", date(2003, 5, 6), "正常"],
        ["HY2", "丁公司", 913100001, "无", "2003-05", ""],
    ]
    found = roster(saved(tmp_path / "m.xlsx", workbook(rows)))
    former = ("乙公司", "丙公司")
    assert found == (
        Member("HY1", "甲公司", "91310000MA1K000001", former, date(2003, 5, 6), "正常"),
        Member("HY2", "丁公司", "913100001", (), None, ""),
    )


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    """File and column stand in the message."""
    path = saved(tmp_path / "r.xlsx", workbook([["单位名称", "奖项"], ["甲", "乙"]]))
    with pytest.raises(InputError, match=r"r\.xlsx: missing column 收件时间"):
        register(path)
    with pytest.raises(InputError, match="missing column 单位名称"):
        roster(saved(tmp_path / "m.csv", b"a,b\n"))


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04 no archive", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", b"%PDF-1.7"]
)
def test_an_unreadable_register_is_an_input_error(tmp_path: Path, data: bytes) -> None:
    """An old .xls, a damaged or an empty file is named, not guessed at."""
    with pytest.raises(InputError, match=r"r\.xlsx: cannot be read"):
        register(saved(tmp_path / "r.xlsx", data))
    with pytest.raises(InputError, match="no such file"):
        register(tmp_path / "none.xlsx")


def test_both_are_found_at_the_hauls_top(tmp_path: Path) -> None:
    """A file that was named goes before those found."""
    assert find_register(tmp_path) is None
    csv = saved(tmp_path / "收件登记.csv", b"")
    xlsx = saved(tmp_path / "会员名册.xlsx", b"")
    assert (find_register(tmp_path), find_roster(tmp_path)) == (csv, xlsx)
    assert find_register(tmp_path, Path("given.csv")) == Path("given.csv")


def test_both_are_remembered(tmp_path: Path) -> None:
    """Judging again needs no haul."""
    receipts = register(saved(tmp_path / "r.xlsx", workbook([HEADERS, ROW])))
    with Store(tmp_path / "workspace") as store:
        assert remembered(store) == ((), ())
        members = (Member("1", "甲", "", ("乙",), date(2001, 2, 3), ""),)
        remember(store, receipts, members)
        assert remembered(store) == (receipts, members)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2021-08-13 16:05:59", (8, 13, 16, 5)),
        ("2021.8.13", (8, 13, 0, 0)),
        ("20210813", (8, 13, 0, 0)),
        ("２０２１年８月１３日９时", (8, 13, 9, 0)),
        ("2021/8/13 上午12:10", (8, 13, 0, 10)),
        ("2021/8/13 4:05 ", (8, 13, 4, 5)),
        (44421, (8, 13, 0, 0)),
        (44421.670138888891, (8, 13, 16, 5)),
        (date(2021, 8, 13), (8, 13, 0, 0)),
        (datetime(2021, 8, 13, 8, 5, tzinfo=UTC), (8, 13, 16, 5)),
    ],
)
def test_times_in_all_their_forms(cell: Any, expected: tuple[int, int, int, int]) -> None:
    """Text, day numbers and real dates give the same time in Shanghai."""
    assert moment(cell) == datetime(2021, *expected, tzinfo=SHANGHAI)


@pytest.mark.parametrize("cell", ["", None, "待补", "2021-13-45", 5, True, "2021-08-13 26:00"])
def test_what_is_no_time_is_none(cell: Any) -> None:
    """No time is guessed."""
    assert moment(cell) is None


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (2, 2),
        (2.0, 2),
        ("2份", 2),
        ("两份", 2),
        ("无", 0),
        ("", None),
        (None, None),
        ("见备注", None),
    ],
)
def test_counts(cell: Any, expected: int | None) -> None:
    """Numbers in digits and words; a blank states nothing."""
    assert count(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("是", True), ("√", True), ("U盘", True), (1, True), ("否", False), ("×", False),
     ("无", False), ("", None), ("打不开", None)],
)  # fmt: skip
def test_answers(cell: Any, expected: bool | None) -> None:
    """Anything but a plain yes or no states nothing."""
    assert answer(cell) is expected
