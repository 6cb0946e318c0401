"""Axe finds nothing serious on any page of the desk, nor in its windows."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.accessible import serious
from tests.browser.conftest import SIZE, Served
from tests.browser.test_day import correct, finish
from tests.browser.test_packet import choose


@pytest.mark.parametrize("path", ["", "queue", "upload", "users"])
def test_the_pages_around_the_packets(served: Served, browser: Browser, path: str) -> None:
    page = served.page(browser)
    page.goto(f"{served.address}/{path}")
    page.wait_for_selector("main h1")
    assert serious(page) == []


def test_the_login(served: Served, browser: Browser) -> None:
    context = browser.new_context(viewport=SIZE, reduced_motion="reduce", locale="zh-CN")
    served.contexts.append(context)
    page = context.new_page()
    page.goto(served.address)
    page.wait_for_selector("[name=password]")
    assert serious(page) == []


def test_a_new_user_and_the_address_for_them(served: Served, browser: Browser) -> None:
    """The address is shown once, can be copied, and leads to the choice of a password."""
    page = served.page(browser)
    page.goto(f"{served.address}/users")
    page.fill("[name=shown]", "某新人")
    page.fill("input[name=name]", "newcomer")
    page.locator("button", has_text="新增并生成一次性地址").click()
    address = page.locator("#address").input_value()
    assert serious(page) == []
    context = browser.new_context(viewport=SIZE, reduced_motion="reduce", locale="zh-CN")
    served.contexts.append(context)
    invited = context.new_page()
    invited.goto(address)
    invited.wait_for_selector("[type=password]")
    assert serious(invited) == []


def test_a_packet_and_its_windows(served: Served, browser: Browser) -> None:
    page = served.packet_page(browser)
    page.wait_for_timeout(500)
    assert serious(page) == []
    page.keyboard.press("s")
    expect(page.locator(".chosen-item .letters")).to_be_visible()
    assert serious(page) == []
    choose(page, "field:award_org/uscc")
    page.keyboard.press("e")
    expect(page.locator("#edit")).to_be_focused()
    assert serious(page) == []
    page.keyboard.press("Escape")
    for open_window in ("?", "Control+Enter"):
        page.keyboard.press(open_window)
        expect(page.locator("dialog[open]")).to_be_visible()
        assert serious(page) == [], open_window
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)
    page.locator("#tools button[aria-label='归类']").click()
    expect(page.locator("dialog[open] #sort-kind")).to_be_focused()
    assert serious(page) == []


def test_two_answers_beside_each_other(served: Served, browser: Browser) -> None:
    first, second = served.packet_page(browser, "lead"), served.page(browser, "reviewer")
    second.goto(f"{served.address}/packets/{served.packet}")
    second.locator("#banner button").click()
    expect(second.locator("#banner")).to_be_hidden()
    correct(second, "200031")
    expect(second.locator(".toast")).to_contain_text("已更正")
    second.goto(f"{served.address}/queue")
    correct(first, "200032")
    expect(first.locator("dialog[open] .side")).to_have_count(2)
    assert serious(first) == []


def test_the_letter(served: Served, browser: Browser) -> None:
    page = served.packet_page(browser)
    finish(page, "写补正通知")
    page.wait_for_url(re.compile(r"/letter$"))
    expect(page.locator("#edits .item textarea[name=what]").first).to_be_visible()
    assert serious(page) == []
