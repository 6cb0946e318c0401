"""From the queue through its packets: the filter goes along."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Served
from tests.browser.test_day import finish
from tests.browser.test_packet import choose

SCENE = "several"
FILTER = "?code=S01&sort=applicant"
NEXT = "#packet-head button[aria-label='下一份']"
# Whether so many packets were asked for: the one that is open, and the one that is made ready.
ASKED = """(count) => new Set(performance.getEntriesByType("resource")
    .map((one) => one.name).filter((name) => name.includes("/data"))).size >= count"""


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
    page.locator(NEXT).click()
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
        page.wait_for_function(ASKED, arg=len(seen) + 1)
        finish(page, "移交评审")
        expect(page.locator("#packet-head h1")).not_to_have_text(seen[-1])
        seen.append(ready(page))
    assert seen == names
    expect(page.locator(NEXT)).to_have_count(0)  # though one waited when this was made ready
    finish(page, "移交评审")
    expect(page.locator(".toast", has_text="没有下一件")).to_be_visible()
    page.locator("#packet-head .back").click()
    expect(page).to_have_url(f"{served.address}/queue{FILTER}")


def test_what_was_decided_is_written_before_the_next_one_opens(
    served: Served, browser: Browser
) -> None:
    """Who goes on at once decides about the packet that was shown, not about the next one."""
    page = served.page(browser)
    page.goto(f"{served.address}/queue?sort=received")
    page.locator("tr[data-packet] .name").first.click()
    name = ready(page)
    held: list[Route] = []
    page.route("**/decisions*", lambda route: held.append(route), times=1)
    written: list[str] = []
    page.on("request", lambda one: written.append(one.url) if one.method == "POST" else None)
    for field in ("postcode", "address"):
        choose(page, f"field:award_org/{field}")
        page.keyboard.press("Enter")
    page.locator(NEXT).click()
    page.wait_for_timeout(1000)  # long enough to open it, were the decisions not waited for
    held[0].continue_()
    expect(page.locator("#packet-head h1")).not_to_have_text(name)
    ready(page)
    *decided, lease = (re.sub(r"\?.*", "", url).split("/")[-2:] for url in written)
    first = decided[0][0]
    assert decided == [[first, "decisions"]] * 2
    assert lease[1] == "lease" and lease[0] != first
