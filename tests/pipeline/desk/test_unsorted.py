"""Material that belongs to no application is shown like any packet, so that people can sort it."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.documents import SubmittedFile
from tests.checks.paper import line, page
from tests.pipeline.desk.judged import desk_on
from tests.pipeline.desk.serving import Browser
from tests.pipeline.stored import deliver


@pytest.fixture
def place(tmp_path: Path) -> Path:
    menu = page(1, lines=(line("本周食堂菜单", 100, 100),))
    deliver(tmp_path, [SubmittedFile("d1", "菜单.pdf", "0" * 64, "pdf", (menu,))])
    return tmp_path / "ws"


def test_unsorted_material_is_on_every_page(place: Path) -> None:
    app, view = desk_on(place)
    assert view.is_unsorted
    browser = Browser(app).log_in("reviewer")
    for path in ("/", "/queue", f"/queue?award={view.award}", f"/packets/{view.id}"):
        assert browser.get(path).status_code == 200, path
    data = browser.get(f"/packets/{view.id}/data").json()
    assert data["open"] == 1
    assert data["first"] in data["documents"][0]["pages"]
    letter = browser.get(f"/packets/{view.id}/letter")
    assert letter.status_code == 200
