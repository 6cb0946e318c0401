"""Two deliveries that may be of two firms."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.browser.accessible import serious
from tests.browser.conftest import Served

SCENE = "near"


def test_a_join_is_taken_apart_and_taken_back(served: Served, browser: Browser) -> None:
    page = served.packet_page(browser)
    page.locator(".section-joins .line").first.click()
    card = page.locator(".chosen-item")
    expect(card.locator(".join-side")).to_have_count(2)
    assert serious(page) == []
    card.locator("button", has_text="不是同一申报").click()
    expect(page.locator(".toast")).to_contain_text("材料已重新检查")
    other = page.locator(".join-side a")
    page.locator(".section-joins .line").first.click()
    expect(other).to_have_count(1)
    queue = served.page(browser)
    queue.goto(f"{served.address}/queue")
    expect(queue.locator("tr[data-packet]")).to_have_count(2)
    page.locator(".chosen-item .about button").click()
    expect(page.locator(".section-joins .line .dot")).to_have_attribute("title", "待核")
    queue.reload()
    expect(queue.locator("tr[data-packet]")).to_have_count(1)
