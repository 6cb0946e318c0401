"""Files of plain text as a page of lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.limits import Limits, UnreadableError
from extractors.plaintext import read_text

LIMITS = Limits()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_lines_are_read_in_the_encodings_in_use(encoding: str) -> None:
    """Empty lines are none; boxes go down the page."""
    page = read_text("关于申报的通知\n\n  各单位：\n".encode(encoding), LIMITS)
    assert [line.text for line in page.lines] == ["关于申报的通知", "各单位："]
    assert page.lines[0].box.bottom <= page.lines[1].box.top
    assert page.lines[-1].box.bottom <= page.height


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"\xff\xff", "text-encoding"), (b"a\x00b", "text-encoding"), (b"aa", "file-too-large")],
)
def test_other_bytes_have_a_reason(data: bytes, code: str) -> None:
    """No text, or too much of it."""
    limits = Limits(file_bytes=1) if code == "file-too-large" else LIMITS
    with pytest.raises(UnreadableError) as error:
        read_text(data, limits)
    assert error.value.problem.code == code


@given(st.binary(max_size=200))
def test_any_bytes_are_lines_or_a_reason(data: bytes) -> None:
    """Never another error."""
    try:
        page = read_text(data, LIMITS)
    except UnreadableError:
        return
    assert all(line.text.strip() for line in page.lines)
