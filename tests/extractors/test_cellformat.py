"""Values as a spreadsheet shows them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.cellformat import CHINESE_FORMATS, Shown, shown


@pytest.mark.parametrize(
    ("value", "pattern", "text"),
    [
        (12, "General", "12"),
        (12.0, "General", "12"),
        (0.1 + 0.2, "General", "0.3"),
        (310115198001011234, "General", "310115198001011234"),
        (13800000000, "0", "13800000000"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (0.5, "#,##0.00", "0.50"),
        (2.345, "0.00", "2.35"),
        (2.5, "0", "3"),
        (0.1234, "0.00%", "12.34%"),
        (0.12, "0%", "12%"),
        (-3, "0.0", "-3.0"),
        (-3, "#,##0;(#,##0)", "(3)"),
        (0, '0;-0;"无"', "无"),
        (1200, '#,##0"万元"', "1,200万元"),
        (1200, "[$¥-804]#,##0.00", "¥1,200.00"),
        (1200, '_ "¥"* #,##0.00_ ', "¥1,200.00"),
        (1234567, "#,##0,", "1,235"),
        (7, "000", "007"),
        (12345.6, "0.00E+00", "1.23E+4"),
        (0.5, "# ?/?", "0.5"),
        (5, "@", "5"),
        (True, "General", "TRUE"),
        ("文字", "0.00", "文字"),
        (None, "0.00", ""),
    ],
)
def test_numbers_are_shown_by_their_format(value: Shown, pattern: str, text: str) -> None:
    """Decimals, thousands, percent, currency, sections for the sign; codes keep every digit."""
    assert shown(value, pattern) == text


@pytest.mark.parametrize(
    ("value", "pattern", "text"),
    [
        (datetime(2021, 6, 30), 'yyyy"年"m"月"d"日";@', "2021年6月30日"),
        (datetime(2021, 6, 30), "mm-dd-yy", "2021/6/30"),
        (datetime(2021, 6, 30), "[$-804]yyyy\\-mm\\-dd", "2021-06-30"),
        (datetime(2021, 6, 3), "[DBNum1][$-804]yyyy年m月", "2021年6月"),
        (datetime(2021, 6, 30, 14, 5), "yyyy/m/d h:mm", "2021/6/30 14:05"),
        (datetime(2021, 6, 30, 14, 5, 9), "mm:ss", "05:09"),
        (datetime(2021, 6, 30), CHINESE_FORMATS[57], "2021年6月"),
        (datetime(2021, 6, 30), "General", "2021-06-30"),
        (date(2021, 6, 30), "aaaa", "星期三"),
        (time(9, 30), "h:mm", "9:30"),
        (timedelta(hours=30), "[h]:mm:ss", "30:00:00"),
    ],
)
def test_dates_are_shown_by_their_format(value: Shown, pattern: str, text: str) -> None:
    """An m is a month, but minutes beside hours or seconds."""
    assert shown(value, pattern) == text


@given(
    value=st.one_of(
        st.integers(), st.floats(), st.datetimes(), st.dates(), st.times(), st.timedeltas()
    ),
    pattern=st.one_of(st.text(max_size=30), st.text('0#?,.%E+-/;"\\_*@[]$ymdhsa年', max_size=20)),
)
def test_no_format_is_too_strange(value: Shown, pattern: str) -> None:
    """Whatever a file gives as a format, a text comes out."""
    assert isinstance(shown(value, pattern), str)
