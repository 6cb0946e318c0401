"""Which pages are read in full, from what a look saw of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks.sorting import sort_pages
from checks.wanted import wanted
from extractors.facts import Box, Line, Look, PageFacts, Status
from tests.checks.pack import programme
from tests.checks.paper import line, page
from tests.checks.test_sorting import file

FORMS = programme().forms
REPORT = "2021年度上海市质量管理奖自我评价报告"


def seen(number: int, *heads: str, size: float = 30.0, **more: object) -> Look:
    """A page with thirty lines of text, of which these are the first."""
    lines = tuple(
        Line(text, Box(100, 60 + 50 * place, 700, 60 + 50 * place + size), 0.99)
        for place, text in enumerate(heads or ("公司坚持质量第一持续改进",))
    )
    look = Look(number, 827, 1169, 100, False, 0.05, 0.0, False, heads=lines, line_count=30)
    return replace(look, usual_height=30.0, **more)  # type: ignore[arg-type]


def report(pages: int) -> list[Look]:
    return [seen(1, REPORT), *(seen(number) for number in range(2, pages + 1))]


def test_of_a_report_the_first_page_and_the_last_are_read() -> None:
    assert wanted(tuple(report(80)), FORMS) == {0, 79}


def test_a_running_title_does_not_open_the_report_again() -> None:
    looks = [seen(number, REPORT) for number in range(1, 11)]
    assert wanted(tuple(looks), FORMS) == {0, 9}


@pytest.mark.parametrize(
    "odd",
    [
        {"red": 0.002},
        {"ruled": 0.8},
        {"line_count": 3},
        {"usual_height": 15.0},
    ],
)
def test_what_may_be_more_than_the_inside_of_a_report_is_read(odd: dict[str, object]) -> None:
    """A stamp, a table all over the page, few words, a large line: people put things between."""
    looks = report(20)
    looks[9] = replace(looks[9], **odd)
    assert wanted(tuple(looks), FORMS) == {0, 9, 19}


def test_a_slice_of_a_seal_at_the_edge_of_every_page_makes_none_wanted() -> None:
    looks = [replace(look, red=0.0005) for look in report(20)]
    assert wanted(tuple(looks), FORMS) == {0, 19}


def test_another_document_after_the_report_is_read_whole() -> None:
    looks = [*report(10), seen(11, "营业执照"), seen(12), seen(13), seen(14)]
    assert wanted(tuple(looks), FORMS) == {0, 10, 11, 12, 13}


def test_a_form_is_read_whole_whatever_its_sections_are_called() -> None:
    cover = seen(1, "2021年度上海市质量管理奖", "（个人奖）申报表")
    section = seen(3, "主要事迹材料", ruled=0.8)
    looks = [cover, seen(2), section, *(seen(number) for number in range(4, 9))]
    assert wanted(tuple(looks), FORMS) == set(range(8))


def test_empty_pages_are_not_wanted_and_end_nothing() -> None:
    looks = report(10)
    looks[4] = replace(looks[4], blank=True)
    looks[9] = replace(looks[9], blank=True)
    assert wanted(tuple(looks), FORMS) == {0, 8}


def test_without_forms_every_page_with_ink_is_wanted() -> None:
    looks = report(5)
    looks[2] = replace(looks[2], blank=True)
    assert wanted(tuple(looks)) == {0, 1, 3, 4}


def test_the_order_of_the_looks_does_not_matter() -> None:
    looks = report(12)
    assert wanted(tuple(reversed(looks)), FORMS) == wanted(tuple(looks), FORMS)


def test_pages_that_were_only_looked_at_stay_with_their_report() -> None:
    """Whatever stands on them: their titles were weighed when it was decided not to read them."""
    first = page(1, [line(REPORT, 100)])
    inside: list[PageFacts] = [
        replace(page(number, [line("营业执照", 100)]), status=Status.LOOKED)
        for number in range(2, 9)
    ]
    found = sort_pages((file("册.pdf", first, *inside, page(9, [line("完", 500)])),), FORMS)
    assert [(one.kind, len(one.pages)) for one in found.documents] == [("report", 9)]
