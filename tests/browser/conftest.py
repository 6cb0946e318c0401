"""A real desk on a free port, and a real browser that looks at it (see `make setup-dev`)."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from sqlalchemy import delete

from pipeline import tables
from pipeline.store import Store

CHROMIUM = shutil.which("chromium")
SIZE = {"width": 1366, "height": 768}
_SECONDS = 60
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "Debian's chromium is missing: `make setup-dev` installs or names it"
    with sync_playwright() as driver:
        # As root (in a container) Chromium runs without its sandbox only; it sees our own pages.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        found = driver.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield found
        found.close()


class Served:
    """A desk in a process of its own; `token` is the session of a user of each name."""

    def __init__(self, folder: Path, scene: str = "spoilt") -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        command = [sys.executable, "-m", "tests.browser.serve", str(folder), str(self.port), scene]
        self.contexts: list[BrowserContext] = []
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self.process.stdout is not None
        self.packet, *pairs = self.process.stdout.readline().split()
        self.tokens = dict(pair.split("=", 1) for pair in pairs)
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + _SECONDS
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"{self.address}/login", timeout=5).close()
            except OSError:
                time.sleep(0.2)
            else:
                return
        raise AssertionError("the desk did not start")

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def close_windows(self) -> None:
        """Leave every page. A browser that is closed need not give its packet back, so we do."""
        for context in self.contexts:
            context.close()
        self.contexts.clear()
        with Store(self.folder / "ws") as store, store.transaction() as connection:
            connection.execute(delete(tables.leases))

    def page(self, browser: Browser, user: str = "lead") -> Page:
        """A window in which the user is logged in."""
        context = browser.new_context(viewport=SIZE, reduced_motion="reduce", locale="zh-CN")
        context.add_cookies([{"name": "yushen", "value": self.tokens[user], "url": self.address}])
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        return page

    def packet_page(self, browser: Browser, user: str = "lead") -> Page:
        page = self.page(browser, user)
        page.goto(f"{self.address}/packets/{self.packet}")
        page.wait_for_selector("#items .chosen-item")
        page.wait_for_selector("#packet-head .primary:not([disabled])")
        return page


@pytest.fixture(scope="module")
def desk(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """A desk on the module's `SCENE`; else one spoilt packet: another's seal on the cover, none on
    the commitment."""
    found = Served(tmp_path_factory.mktemp("desk"), getattr(request.module, "SCENE", "spoilt"))
    yield found
    found.stop()


@pytest.fixture
def served(desk: Served) -> Iterator[Served]:
    """The module's desk, with no window open."""
    yield desk
    desk.close_windows()
