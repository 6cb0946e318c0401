"""From the queue through its packets: the filter goes along."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Served

SCENE = "several"
FILTER = "?code=S01&sort=applicant"


def ready(page: Page) -> str:
    """The packet that is open and taken."""
    page.wait_for_selector("#packet-head .primary:not([disabled])")
    page.wait_for_selector("#items .chosen-item")
    return page.locator("#packet-head h1").inner_text()


def test_a_packet_that_was_left_is_free_again(served: Served, browser: Browser) -> None:
    """Whoever goes on to the next one gives the one before back."""
    page = served.page(browser)
    page.goto(f"{served.address}/queue?sort=applicant")
    first = page.locator("tr[data-packet] .name").first
    address = first.get_attribute("href")
    first.click()
    name = ready(page)
    page.locator("#packet-head button[aria-label='下一份']").click()
    expect(page.locator("#packet-head h1")).not_to_have_text(name)
    ready(page)
    second = served.page(browser, "reviewer")
    second.goto(f"{served.address}{address}")
    assert ready(second) == name
