"""From the queue through its packets: the filter goes along."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Served
from tests.browser.test_day import finish

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


def test_the_next_one_is_of_the_same_list_in_its_order(served: Served, browser: Browser) -> None:
    """Also after what was decided moved this one in the list; at the end it says so."""
    page = served.page(browser)
    page.goto(f"{served.address}/queue{FILTER}")
    rows = page.locator("tr[data-packet] .name")
    expect(rows).to_have_count(3)
    names = rows.all_inner_texts()
    rows.first.click()
    page.wait_for_url(re.compile(r"/packets/[0-9a-f]{10}\?code=S01&sort=applicant$"))
    seen = [ready(page)]
    page.keyboard.press("Enter")  # the finding is settled: its packet has another rank
    expect(page.locator(".toast").first).to_be_visible()
    for _ in names[1:]:
        finish(page, "移交评审")
        expect(page.locator("#packet-head h1")).not_to_have_text(seen[-1])
        seen.append(ready(page))
    assert seen == names
    finish(page, "移交评审")
    expect(page.locator(".toast", has_text="没有下一件")).to_be_visible()
    page.locator("#packet-head .back").click()
    expect(page).to_have_url(f"{served.address}/queue{FILTER}")
