"""A packet that was handed in again, as the person sees it who returned it."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.browser.accessible import serious
from tests.browser.conftest import Served
from tests.browser.test_packet import choose
from tests.pipeline.desk.scenes import NEW, OLD

SCENE = "corrected"
PLACE = "field:award_org/address"


def test_old_stands_beside_new_with_both_places(served: Served, browser: Browser) -> None:
    page = served.packet_page(browser)
    expect(page.locator(".packet-stage")).to_have_text("补正已到")
    choose(page, PLACE)
    sides = page.locator(".chosen-item .turn-side")
    expect(sides).to_have_count(2)
    expect(sides.nth(0)).to_contain_text(OLD)
    expect(sides.nth(1)).to_contain_text(NEW)
    assert serious(page) == []
    shown = page.locator(".page-name").inner_text()
    sides.nth(0).locator(".place-link").click()
    expect(page.locator(".page-name")).not_to_have_text(shown)
    expect(page.locator(".document.replaced .thumb[aria-current]")).to_have_count(1)


def test_what_was_cured_is_listed_with_its_evidence(served: Served, browser: Browser) -> None:
    page = served.packet_page(browser)
    section = page.locator(".section-turns")
    expect(section.locator(".section-head")).to_contain_text("第1次补正")
    section.locator(".line", has_text="S01").first.click()
    expect(page.locator(".chosen-item .mark")).to_have_text("机判已补正")
    assert serious(page) == []
    expect(page.locator(".chosen-item .turn-side").nth(1).locator(".place-link")).to_be_visible()


def test_a_change_is_confirmed_and_the_packet_ends(served: Served, browser: Browser) -> None:
    page = served.packet_page(browser)
    changed = page.locator(".section-changed .line")
    before = changed.count()
    choose(page, PLACE)
    page.keyboard.press("Enter")
    expect(changed).to_have_count(before - 1)
    expect(page.locator(f"[data-for='{PLACE}'] .dot")).to_have_attribute("title", "人工已核")
    for width, height in ((1366, 768), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
