"""The packet page as staff use it: most of it without a mouse."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Served


def item(page: Page, words: str) -> str:
    """Id of the item whose line begins with these words."""
    found = page.locator("#items .line", has_text=words).first.get_attribute("data-item")
    assert found
    return found


def choose(page: Page, identity: str) -> None:
    page.locator(f'#items .line[data-item="{identity}"]').click()
    expect(page.locator(".chosen-item")).to_have_attribute("data-for", identity)


def line(page: Page, identity: str) -> str:
    return page.locator(f'#items [data-for="{identity}"] .line .dot').get_attribute("title") or ""


def test_the_first_defect_is_there_when_the_page_opens(served: Served, browser: Browser) -> None:
    """Nobody has to look for it: it is chosen, its page shown, its place marked."""
    page = served.packet_page(browser)
    expect(page.locator(".chosen-item .message")).to_be_visible()
    expect(page.locator("#stage .box-selected, #stage .chosen").first).to_be_attached()
    expect(page.locator("#progress-text")).to_contain_text("待处理")


def test_nothing_has_to_be_scrolled_sideways(served: Served, browser: Browser) -> None:
    page = served.packet_page(browser)
    for width, height in ((1366, 768), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, (width, wide)
        assert page.evaluate("view.scrollWidth - view.clientWidth") <= 0, width


def test_a_field_is_confirmed_by_keyboard_only(served: Served, browser: Browser) -> None:
    page = served.packet_page(browser)
    identity = "field:award_org/postcode"
    for _ in range(80):
        if page.locator(".chosen-item").get_attribute("data-for") == identity:
            break
        page.keyboard.press("Tab")
    expect(page.locator(".chosen-item")).to_have_attribute("data-for", identity)
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("已确认")
    page.wait_for_function(
        "(id) => document.querySelector(`[data-for='${id}'] .dot`)?.title === '人工已核'",
        arg=identity,
    )
    page.keyboard.press("z")
    expect(page.locator(".toast", has_text="已撤销")).to_be_visible()
    page.wait_for_function(
        "(id) => document.querySelector(`[data-for='${id}'] .dot`)?.title !== '人工已核'",
        arg=identity,
    )


def test_a_correction_is_checked_while_it_is_typed(served: Served, browser: Browser) -> None:
    """A wrong check digit is said at once; keys are letters while somebody types."""
    page = served.packet_page(browser)
    choose(page, "field:award_org/uscc")
    page.keyboard.press("e")
    field = page.locator("#edit")
    expect(field).to_be_focused()
    field.fill("91350100M000100Y44")
    expect(page.locator("#check")).to_have_class("check against")
    page.keyboard.type("bu")
    assert field.input_value().endswith("bu")
    field.fill("91350100M000100Y43")
    expect(page.locator("#check")).to_have_class("check good")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("已更正")


def test_enter_that_ends_a_composition_saves_nothing(served: Served, browser: Browser) -> None:
    """Whoever writes Chinese presses Enter to take a word over."""
    page = served.packet_page(browser)
    choose(page, "field:award_org/org_name")
    page.keyboard.press("e")
    page.locator("#edit").evaluate(
        "(at) => at.dispatchEvent(new KeyboardEvent('keydown',"
        " {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))"
    )
    expect(page.locator("#edit")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#edit")).to_have_count(0)


def test_a_seal_is_judged(served: Served, browser: Browser) -> None:
    page = served.packet_page(browser)
    page.keyboard.press("s")
    expect(page.locator(".chosen-item .letters")).to_be_visible()
    identity = page.locator(".chosen-item").get_attribute("data-for")
    assert identity and identity.startswith("seal:")
    page.locator(".chosen-item .actions button", has_text="有效").click()
    page.wait_for_function(
        "(id) => document.querySelector(`[data-for='${id}'] .dot`)?.title === '人工已核'",
        arg=identity,
    )


def test_a_rule_is_set_aside_with_a_reason(served: Served, browser: Browser) -> None:
    page = served.packet_page(browser)
    before = page.locator("#progress-text b").inner_text()
    page.locator(".chosen-item .actions button", has_text="不成立").click()
    page.locator(".choices button", has_text="已电话核实").click()
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("不成立")
    expect(page.locator("#progress-text b")).not_to_have_text(before)
    page.locator(".section-rules .line").first.click()
    expect(page.locator(".chosen-item .by")).to_contain_text("已电话核实")


def test_pages_can_be_sorted_as_soon_as_the_packet_is_mine(
    served: Served, browser: Browser
) -> None:
    """Its tool is there before anything else was done that draws the tools anew."""
    page = served.packet_page(browser)
    expect(page.locator("#tools button[aria-label='归类']")).to_be_visible()


def test_a_page_is_moved(served: Served, browser: Browser) -> None:
    page = served.packet_page(browser)
    certificate = page.locator('.document[data-kind="certificate"] .thumb').first
    certificate.click()
    page.locator("#tools button[aria-label='归类']").click()
    page.locator("#sort-kind").select_option("licence")
    page.locator("#sort-begins").check()
    page.locator("dialog .primary").click()
    expect(page.locator(".toast")).to_contain_text("已归类")
    expect(page.locator('.document[data-kind="licence"]')).to_have_count(2)


def test_a_box_on_the_page_chooses_its_item(served: Served, browser: Browser) -> None:
    page = served.packet_page(browser)
    choose(page, "field:award_org/address")
    box = page.locator('#stage .box[data-item="field:award_org/legal_rep_name"]').first
    box.click()
    expect(page.locator(".chosen-item")).to_have_attribute(
        "data-for", "field:award_org/legal_rep_name"
    )


def test_the_page_is_zoomed_and_turned(served: Served, browser: Browser) -> None:
    page = served.packet_page(browser)
    choose(page, "field:award_org/address")
    before = page.locator("#tools .zoom").inner_text()
    page.keyboard.press("+")
    expect(page.locator("#tools .zoom")).not_to_have_text(before)
    page.keyboard.press("0")
    expect(page.locator("#tools .zoom")).to_have_text(before)
    page.keyboard.press("r")
    expect(page.locator("#page-plane")).to_have_attribute("transform", re.compile(r"rotate\(90\)"))
    name = page.locator(".page-name b").inner_text()
    page.keyboard.press("]")
    expect(page.locator(".page-name b")).not_to_have_text(name)


def test_a_second_person_sees_who_has_the_packet(served: Served, browser: Browser) -> None:
    """The second may look, and may take it over with a record."""
    served.packet_page(browser, "lead")
    second = served.page(browser, "reviewer")
    second.goto(f"{served.address}/packets/{served.packet}")
    expect(second.locator("#banner")).to_contain_text("某lead")
    expect(second.locator(".chosen-item .actions")).to_have_count(0)
    second.locator("#banner button").click()
    expect(second.locator("#banner")).to_be_hidden()
    expect(second.locator(".chosen-item .actions")).to_have_count(1)
