"""Taking in with a browser: a packet as it lies in a folder, and the register."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.accessible import serious
from tests.browser.conftest import Served

HAUL = Path("samples/haul")
FOLDER = HAUL / "014_润澜食品"  # a photo of a registration, and its Word file
BATCH = 180_000  # milliseconds; models are loaded, and pages are read, beside other tests


def test_an_upload_outlives_its_window(served: Served, browser: Browser) -> None:
    """What was sent is read after the window is closed; another one shows how far it is."""
    page = served.page(browser)
    page.goto(f"{served.address}/upload")
    page.locator("#folder").set_input_files(FOLDER)
    page.locator("[data-kind=register]").set_input_files(HAUL / "收件登记.xlsx")
    expect(page.locator("#list li")).to_have_count(2)
    expect(page.locator("#list li").first).to_contain_text(FOLDER.name)
    assert serious(page) == []
    page.locator("#send").click()
    expect(page.locator(".toast", has_text="开始检查")).to_be_visible()
    page.close()

    start = served.page(browser, "reviewer")
    start.goto(served.address)
    done = start.locator(".toast", has_text="检查完成")
    expect(
        start.locator("#batch .steps, .toast").filter(has_text=re.compile("识别页面|检查完成"))
    ).to_be_visible(timeout=BATCH)
    expect(done).to_be_visible(timeout=BATCH)
    done.locator("button", has_text="刷新").click()
    expect(start.locator(".toast")).to_have_count(0)
    start.goto(f"{served.address}/queue?q=润澜")
    expect(start.locator("tr[data-packet]")).to_have_count(1)
    expect(start.locator("tr[data-packet] .name")).to_contain_text("润澜食品")
