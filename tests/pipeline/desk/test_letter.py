"""The letter page: what is certain is drafted, reworded, written once, and downloaded as it was."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from docx import Document

from pipeline.decisions import LetterDecision, Stage
from pipeline.desk import history
from pipeline.ledger import Ledger
from pipeline.settings import LetterSettings
from pipeline.store import Store
from tests.checks.packets import NAME, Packet, sealed
from tests.pipeline.desk.judged import judged_desk
from tests.pipeline.desk.serving import Browser

SPOILT = sealed("cover", None)(Packet())
SCRIPT = {"accept": "application/json"}


def words(docx: bytes) -> str:
    return "\n".join(one.text for one in Document(io.BytesIO(docx)).paragraphs)


def test_the_letter_is_reworded_written_and_kept(tmp_path: Path) -> None:
    app, view = judged_desk(tmp_path, SPOILT)
    browser = Browser(app).log_in("reviewer")
    base = f"/packets/{view.id}/letter"
    page = browser.get(base)
    assert page.status_code == 200 and NAME in page.text
    key = page.text.partition('data-key="')[2].partition('"')[0]
    edits = {
        "items": [{"key": key, "what": "封面<b>未盖章。", "remedy": "请盖章。"}],
        "added": [{"what": "目录页码有误。"}],
        "due": "2021-09-01",
    }
    preview = browser.post(f"{base}/preview", json={"edits": edits})
    assert "封面&lt;b&gt;未盖章。" in preview.text and "<html" not in preview.text
    assert not list(tmp_path.rglob("*.docx")), "a preview writes nothing"

    written = browser.post(base, json={"edits": edits, "seen": 0})
    assert written.status_code == 200, written.text
    said = written.json()
    file = browser.get(f"{base}/{said['sha256']}.docx")
    assert hashlib.sha256(file.content).hexdigest() == said["sha256"]
    text = words(file.content)
    for part in ("封面<b>未盖章。", "目录页码有误。", "2021年9月1日", said["number"], NAME):
        assert part in text
    with Store(tmp_path / "ws") as store:
        ledger = Ledger(store)
        (entry,) = ledger.entries(view.id)
        assert isinstance(entry.decision, LetterDecision) and entry.by == "reviewer"
        assert ledger.stages() == {view.id: Stage.RETURNED}
    (kept,) = tmp_path.rglob("*.docx")
    assert kept.stat().st_mode & 0o777 == 0o600
    assert said["number"] in browser.get(base).text


def test_a_letter_keeps_its_number_and_rivals_are_told(tmp_path: Path) -> None:
    app, view = judged_desk(tmp_path, SPOILT)
    base = f"/packets/{view.id}/letter"
    first = Browser(app).log_in("reviewer").post(base, json={}).json()
    lead = Browser(app).log_in("lead")
    assert lead.post(base, json={"seen": 1}, headers=SCRIPT).json()["error"] == "held"
    assert lead.post(f"/packets/{view.id}/lease/over", json={}).status_code == 200
    assert lead.post(base, json={"seen": 0}, headers=SCRIPT).json()["error"] == "letter-rival"
    again = lead.post(base, json={"seen": 2, "edits": {"added": [{"what": "另一处"}]}}).json()
    assert again["number"] == first["number"] and again["sha256"] != first["sha256"]


def undo(browser: Browser, packet: str, entry: int) -> int:
    body = {"decision": {"about": "undo", "entry": entry}, "seen": entry}
    return browser.post(f"/packets/{packet}/decisions", json=body).status_code


def test_a_letter_can_be_taken_back_for_some_minutes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then the packet waits as before; that it was written stays in the record."""
    app, view = judged_desk(tmp_path, SPOILT)
    browser = Browser(app).log_in("reviewer")
    assert browser.post(f"/packets/{view.id}/letter", json={}).status_code == 200
    with Store(tmp_path / "ws") as store:
        (entry,) = Ledger(store).entries(view.id)
        with monkeypatch.context() as patched:
            patched.setattr(history, "_LETTER_MINUTES", 0)
            assert undo(browser, view.id, entry.seq) == 422
        assert undo(browser, view.id, entry.seq) == 200
        assert Ledger(store).stages() == {view.id: Stage.RECEIVED}
    lines = browser.get(f"/packets/{view.id}/data").json()["history"]
    assert [(one["entry"], one["undone"]) for one in lines] == [(2, False), (1, True)]


def test_nothing_certain_makes_no_letter(tmp_path: Path) -> None:
    app, view = judged_desk(tmp_path, Packet())
    browser = Browser(app).log_in("reviewer")
    assert "没有确定的缺项" in browser.get(f"/packets/{view.id}/letter").text
    answer = browser.post(f"/packets/{view.id}/letter", json={}, headers=SCRIPT)
    assert (answer.status_code, answer.json()["error"]) == (409, "nothing-to-write")


def test_who_may_not_write_and_what_is_not_there(tmp_path: Path) -> None:
    app, view = judged_desk(tmp_path, SPOILT)
    reader = Browser(app).log_in("reader")
    assert reader.post(f"/packets/{view.id}/letter", json={}).status_code == 403
    assert reader.get("/packets/nonsense/letter").status_code == 404
    assert reader.get(f"/packets/{view.id}/letter/{'0' * 64}.docx").status_code == 404


def test_the_office_must_say_whom_to_ask(tmp_path: Path) -> None:
    app, view = judged_desk(tmp_path, SPOILT, LetterSettings())
    page = Browser(app).log_in("reviewer").get(f"/packets/{view.id}/letter")
    assert page.status_code == 409 and "yushen.toml" in page.text
