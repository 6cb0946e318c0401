"""The quick tier on drawn pages, with the real tiny models."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
import pytest

from extractors.facts import Look
from extractors.limits import Limits, UnreadableError
from extractors.looker import UNREAD, look
from extractors.ocr.quick import QuickReader, load_quick
from extractors.sniff import FileKind
from extractors.upright import turned
from tests.extractors.drawing import picture, ruled, sheet, words

_BODY = "the quick brown fox jumps over the lazy dog again"


@cache
def _eyes() -> QuickReader:
    return load_quick(1)


def _page(title: str = "SELF ASSESSMENT REPORT", lines: int = 14) -> np.ndarray:
    """A4 at 150 dpi."""
    image = sheet(1240, 1754)
    words(image, title, 200, 200, 2.2)
    for number in range(lines):
        words(image, _BODY, 150, 350 + 80 * number, 1.1)
    return image


def _look(image: np.ndarray) -> Look:
    data = picture(image, dpi=(150, 150))
    return look(data, FileKind.PNG, 0, _eyes(), Limits())


def test_titles_and_the_number_of_lines_are_seen() -> None:
    seen = _look(_page())
    assert not seen.blank
    assert seen.line_count == 15
    title = seen.heads[0]
    assert title.text.replace(" ", "") == "SELFASSESSMENTREPORT"
    assert title.box.height > 1.3 * seen.usual_height


def test_only_lines_that_could_be_a_title_are_read() -> None:
    assert len(_look(_page(lines=17)).heads) < 10


def test_body_lines_from_edge_to_edge_are_seen_and_not_read() -> None:
    """No title is so long at that size; the first line is read all the same."""
    image = sheet(1240, 1754)
    for number in range(14):
        words(image, f"{_BODY} {_BODY[:20]}", 50, 200 + 80 * number, 0.95)
    first, *others = _look(image).heads
    assert "brown" in first.text
    assert len(others) >= 4
    assert all(line.text == UNREAD and line.box.width > 500 for line in others)


def test_a_large_title_from_edge_to_edge_is_read() -> None:
    """Size makes a title of a line, however far it runs."""
    image = _page("", lines=14)
    words(image, "SELF ASSESSMENT REPORT 2021 ED", 60, 260, 2.2)
    assert any("ASSESSMENT" in line.text for line in _look(image).heads)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_seen_upright(turn: int) -> None:
    seen = _look(turned(_page(), (360 - turn) % 360))
    assert seen.rotation == turn
    assert (seen.width, seen.height) == (_look(_page()).width, _look(_page()).height)
    assert seen.heads[0].text.replace(" ", "") == "SELFASSESSMENTREPORT"


def test_an_empty_page_is_blank_and_a_faint_back_is_too() -> None:
    assert _look(sheet(1240, 1754)).blank
    through = cv2.addWeighted(sheet(1240, 1754), 0.95, _page()[:, ::-1], 0.05, 0)
    assert _look(np.asarray(through, np.uint8)).blank


def test_a_table_all_over_the_page_is_told_from_text_and_from_a_small_one() -> None:
    form = ruled(sheet(1240, 1754), tuple(range(200, 1601, 100)), (150, 500, 1100))
    small = ruled(_page(lines=8), (1200, 1260, 1320, 1380), (150, 500, 1100))
    assert _look(form).ruled > 0.7
    assert 0.05 < _look(small).ruled < 0.2
    assert _look(_page()).ruled == 0.0


@pytest.mark.parametrize("skew", [-1.5, 1.5])
def test_rules_that_run_uphill_count(skew: float) -> None:
    form = ruled(sheet(1240, 1754), tuple(range(200, 1601, 100)), (150, 500, 1100))
    matrix = cv2.getRotationMatrix2D((620, 877), skew, 1)
    tilted = cv2.warpAffine(form, matrix, (1240, 1754), borderValue=(250, 250, 250))
    assert _look(np.asarray(tilted, np.uint8)).ruled > 0.7


def test_red_ink_is_measured() -> None:
    stamped = _page()
    cv2.circle(stamped, (900, 1500), 120, (40, 40, 210), 8)
    assert _look(stamped).red > 0.0012
    assert _look(_page()).red == 0.0


def test_what_is_no_picture_has_its_reason() -> None:
    with pytest.raises(UnreadableError):
        look(b"\x89PNG\r\n\x1a\n and nothing", FileKind.PNG, 0, _eyes(), Limits())
