"""A reviewer's day: logging in, the first defect, a colleague at the same packet, the end."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SIZE, Served
from tests.browser.test_packet import choose
from tests.pipeline.desk.serving import PASSWORD

POSTCODE = "field:award_org/postcode"


@pytest.fixture
def newcomer(served: Served, browser: Browser) -> Iterator[Page]:
    """Somebody who knows an address, a name and a password, and logs in with the form."""
    context = browser.new_context(viewport=SIZE, reduced_motion="reduce", locale="zh-CN")
    served.contexts.append(context)
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(served.address)
    page.fill("[name=name]", "reviewer")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_selector("#next")
    page.wait_for_load_state("load")  # keys are heard from then on
    yield page


def correct(page: Page, postcode: str) -> None:
    choose(page, POSTCODE)
    page.keyboard.press("e")
    page.locator("#edit").fill(postcode)
    page.keyboard.press("Enter")


def finish(page: Page, choice: str) -> None:
    """Ctrl+Enter, then one of the ways a packet can end."""
    page.keyboard.press("Control+Enter")
    page.locator("dialog[open] button", has_text=choice).click()


def test_one_key_leads_from_the_start_page_to_the_first_defect(newcomer: Page) -> None:
    """At most three clicks or keys are allowed; N is enough, and its place is in sight."""
    newcomer.keyboard.press("n")
    newcomer.wait_for_url(re.compile(r"/packets/[0-9a-f]{10}$"))
    expect(newcomer.locator(".chosen-item .message")).to_be_visible()
    expect(newcomer.locator(".section-open .chosen-item")).to_have_count(1)
    expect(newcomer.locator("#stage .chosen").first).to_be_in_viewport(ratio=0.5)
    newcomer.wait_for_selector("#packet-head .primary:not([disabled])")


def test_a_word_page_stands_in_the_middle_of_the_pane(served: Served, browser: Browser) -> None:
    page = served.packet_page(browser)
    page.locator(".thumb", has=page.locator(".no-picture")).first.click()
    sheet, view = page.locator("#stage .sheet"), page.locator("#view")
    expect(sheet).to_be_visible()
    for width, height in ((1366, 768), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        inner, outer = sheet.bounding_box(), view.bounding_box()
        assert inner and outer
        left = inner["x"] - outer["x"]
        right = outer["x"] + outer["width"] - inner["x"] - inner["width"]
        assert left > 0 and right > 0, width
        assert abs(left - right) <= 20, width  # a scroll bar may stand on the right


def test_who_decides_second_sees_both_answers(served: Served, browser: Browser) -> None:
    """A colleague took the packet over, corrected a field, and left; the first did not notice."""
    first, second = served.packet_page(browser, "lead"), served.page(browser, "reviewer")
    second.goto(f"{served.address}/packets/{served.packet}")
    expect(second.locator("#banner")).to_contain_text("某lead")
    second.locator("#banner button").click()
    expect(second.locator("#banner")).to_be_hidden()
    correct(second, "200031")
    expect(second.locator(".toast")).to_contain_text("已更正")
    second.goto(f"{served.address}/queue")
    correct(first, "200032")
    sides = first.locator("dialog[open] .side")
    expect(sides).to_have_count(2)
    expect(sides.nth(0)).to_contain_text("200031")
    expect(sides.nth(0)).to_contain_text("某reviewer")
    expect(sides.nth(1)).to_contain_text("200032")
    first.locator("dialog[open] button", has_text="以我为准").click()
    expect(first.locator(f'#items [data-for="{POSTCODE}"] .line')).to_contain_text("200032")


def test_a_packet_is_passed_on_and_taken_back(served: Served, browser: Browser) -> None:
    page = served.packet_page(browser)
    stage = page.locator(".packet-stage")
    finish(page, "移交评审")
    expect(stage).to_have_text("已移交评审")
    page.keyboard.press("z")
    expect(stage).not_to_have_text("已移交评审")


def test_the_letter_is_written_and_saved(served: Served, browser: Browser) -> None:
    page = served.packet_page(browser)
    finish(page, "写补正通知")
    page.wait_for_url(re.compile(r"/letter$"))
    what = page.locator("#edits .item textarea[name=what]").first
    what.fill("封面所盖印章与申报单位不一致，请重盖。")
    expect(page.locator("#sheet")).to_contain_text("请重盖")
    with page.expect_download() as waiting:
        page.locator("#edits button[type=submit]").click()
    path = waiting.value.path()
    assert path.read_bytes()[:2] == b"PK"
    assert waiting.value.suggested_filename.endswith(".docx")
    expect(page.locator(".sent a[download]")).to_have_count(1)
