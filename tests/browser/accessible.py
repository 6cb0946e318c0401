"""Whether a page can be used without eyes or mouse, as far as a program can tell (axe-core)."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def serious(page: Page) -> list[tuple[str, str, str]]:
    """What axe finds serious or critical: its rule, the first place, and how to mend it."""
    return [
        (one["id"], one["nodes"][0]["html"][:200], one["nodes"][0]["failureSummary"][:300])
        for one in Axe().run(page).response["violations"]
        if one["impact"] in ("serious", "critical")
    ]
