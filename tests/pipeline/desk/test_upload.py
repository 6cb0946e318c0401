"""Taking in through the browser: what reaches the disk, and the batch behind it."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi import FastAPI

from pipeline.desk.batches import Batches
from pipeline.desk.errors import DeskError
from pipeline.desk.inbox import Inbox, relative
from pipeline.errors import InputError
from pipeline.settings import Settings
from pipeline.store import Store
from tests.pipeline.desk.serving import Browser, desk_app, with_people

JSON = {"accept": "application/json"}


def send(browser: Browser, upload: str, name: str, body: bytes, kind: str = "packet") -> int:
    headers = JSON | {"x-name": quote(name), "x-kind": kind}
    answer = browser.put(f"/upload/{upload}/file", content=body, headers=headers)
    return answer.status_code


def begin(browser: Browser) -> str:
    return str(browser.post("/upload", headers=JSON).json()["upload"])


def until(true: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def test_an_upload_waits_whole(app: FastAPI, tmp_path: Path) -> None:
    """Before it is whole nothing is taken in; then it lies there as it was in the browser."""
    browser = Browser(app).log_in("operator")
    inbox = app.state.desk.batches.inbox
    upload = begin(browser)
    assert send(browser, upload, "某单位/申报表.pdf", b"%PDF-") == 201
    assert send(browser, upload, "某单位/申报表.pdf", b"another") == 201
    assert send(browser, upload, "登记.CSV", b"name", "register") == 201
    assert inbox.waiting() == []
    assert browser.post(f"/upload/{upload}/done", headers=JSON).status_code == 200
    (folder,) = inbox.waiting()
    found = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert found == {
        "某单位/申报表.pdf": b"%PDF-", "某单位/申报表~2.pdf": b"another", "收件登记.csv": b"name"
    }  # fmt: skip
    assert send(browser, upload, "late.pdf", b"x") == 404


@pytest.mark.parametrize(
    "name",
    [
        "../../x.pdf",
        "/etc/x.pdf",
        "..\\..\\x.pdf",
        "C:\\x.pdf",
        "a/../../x.pdf",
        "a\0b",
        "名" * 500,
    ],
)
def test_no_name_leads_out(tmp_path: Path, name: str) -> None:
    """Whatever a file is called, it comes to lie below its upload's folder."""
    place = relative(name, "packet")
    assert not place.is_absolute() and ".." not in place.parts
    assert all(0 < len(part.encode()) <= 180 for part in place.parts)
    whole = tmp_path / "u" / place
    whole.parent.mkdir(parents=True)
    whole.write_bytes(b"")


def test_a_list_has_a_kind_that_can_be_read() -> None:
    """Registers and rosters are tables."""
    with pytest.raises(DeskError):
        relative("登记.pdf", "register")


@pytest.mark.parametrize("upload", ["..", "%2e%2e%2f", "0" * 24, "x", "a" * 24])
def test_an_address_leads_to_no_folder(app: FastAPI, upload: str) -> None:
    """Only uploads that were begun can be added to, finished or dropped."""
    browser = Browser(app).log_in("operator")
    assert send(browser, upload, "a.pdf", b"x") in (404, 405)
    assert browser.delete(f"/upload/{upload}").status_code in (404, 405)


def test_limits_hold_while_it_streams(tmp_path: Path) -> None:
    """A file, or an upload, that gets too large leaves nothing behind."""
    with_people(tmp_path)
    settings = Settings(
        workspace=tmp_path, limits={"file_bytes": 1000}, desk={"upload_bytes": 1500}
    )
    app = desk_app(tmp_path, settings)
    browser = Browser(app).log_in("operator")
    upload = begin(browser)
    assert send(browser, upload, "large.pdf", b"x" * 1001) == 413
    assert send(browser, upload, "one.pdf", b"x" * 1000) == 201
    assert send(browser, upload, "two.pdf", b"x" * 501) == 413
    inside = [path.name for path in (tmp_path / "inbox").rglob("*") if path.is_file()]
    assert inside == ["one.pdf"]
    assert browser.delete(f"/upload/{upload}").status_code == 200
    assert list((tmp_path / "inbox").iterdir()) == []


def test_reviewers_take_nothing_in(app: FastAPI) -> None:
    """That is for operators and leads."""
    for role, status in (("reviewer", 403), ("reader", 403), ("lead", 201)):
        assert Browser(app).log_in(role).post("/upload", headers=JSON).status_code == status


def uploaded(inbox: Inbox, folder: Path, text: bytes = b"x") -> None:
    """An upload that is whole, as if a browser had sent it."""
    upload = inbox.begin()
    (folder / "inbox" / f"{upload}.part" / "a.txt").write_bytes(text)
    inbox.finish(upload)


def made(folder: Path, store: Store, work: Callable[..., None]) -> Batches:
    settings = Settings(workspace=folder)
    return Batches(settings, store, Inbox(folder, 1000, 1000), work)


def test_batches_run_one_at_a_time_and_in_order(tmp_path: Path) -> None:
    """Each upload once; what was taken in leaves the inbox."""
    at_work, most, done = [0], [0], []

    def work(path: Path, settings: Settings, store: Store, progress: Batches) -> None:
        at_work[0] += 1
        most[0] = max(most[0], at_work[0])
        progress.started("read", 2)
        progress.advanced("read")
        done.append(path.joinpath("a.txt").read_bytes())
        at_work[0] -= 1

    with Store(tmp_path) as store:
        batches = made(tmp_path, store, work)
        for text in (b"1", b"2", b"3"):
            uploaded(batches.inbox, tmp_path, text)
            time.sleep(0.01)
        batches.start()
        until(lambda: batches.doing().round == 3)
        batches.stop()
        assert (done, most, batches.inbox.waiting()) == ([b"1", b"2", b"3"], [1], [])


def test_a_server_that_is_stopped_goes_on_at_its_next_start(tmp_path: Path) -> None:
    """What was not finished still lies in the inbox and is taken in then."""
    began = threading.Event()

    def endless(path: Path, settings: Settings, store: Store, progress: Batches) -> None:
        progress.started("read", None)
        began.set()
        while True:
            progress.advanced("read")
            time.sleep(0.01)

    def brief(path: Path, settings: Settings, store: Store, progress: Batches) -> None:
        progress.started("read", 0)

    with Store(tmp_path) as store:
        first = made(tmp_path, store, endless)
        uploaded(first.inbox, tmp_path)
        first.start()
        assert began.wait(20)
        assert first.doing().state == "running"
        first.stop()
        second = made(tmp_path, store, brief)
        assert len(second.inbox.waiting()) == 1
        second.start()
        until(lambda: second.doing().round == 1)
        second.stop()
        assert second.inbox.waiting() == []


def test_an_upload_that_was_taken_in_is_never_half_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A desk that is killed while it removes one would else take the rest in as a correction."""
    inbox = Inbox(tmp_path, 1000, 1000)
    uploaded(inbox, tmp_path)
    monkeypatch.setattr(shutil, "rmtree", lambda path: None)  # killed before it came to that
    inbox.taken(inbox.waiting()[0])
    monkeypatch.undo()
    assert inbox.waiting() == []
    assert [path.suffix for path in (tmp_path / "inbox").iterdir()] == [".done"]
    assert Inbox(tmp_path, 1000, 1000).waiting() == []
    assert list((tmp_path / "inbox").iterdir()) == []


def test_a_batch_that_fails_is_kept_and_can_be_tried_again(tmp_path: Path) -> None:
    """The reason outlives a restart; other uploads go on."""
    fails = [True]

    def work(path: Path, settings: Settings, store: Store, progress: Batches) -> None:
        if fails[0]:
            raise InputError("register: no column")

    with Store(tmp_path) as store:
        batches = made(tmp_path, store, work)
        uploaded(batches.inbox, tmp_path)
        batches.start()
        until(lambda: batches.doing().failed == 1)
        until(lambda: batches.doing().round == 1)
        assert made(tmp_path, store, work).doing().last.said == "register: no column"
        fails[0] = False
        batches.inbox.retry()
        batches.wake()
        until(lambda: batches.doing().round == 2)
        batches.stop()
        assert (batches.doing().failed, batches.doing().last.said) == (0, "")


def test_an_upload_becomes_a_packet(tmp_path: Path) -> None:
    """The whole way, with a real batch: from the browser to the queue."""
    with_people(tmp_path)
    app = desk_app(tmp_path, Settings(workspace=tmp_path, workers=1))
    with Browser(app) as browser:
        browser.log_in("operator")
        upload = begin(browser)
        send(browser, upload, "无法读取.pdf", b"%PDF-1.4 broken")
        browser.post(f"/upload/{upload}/done", headers=JSON)
        until(lambda: app.state.desk.batches.doing().round == 1, 120)
        assert app.state.desk.batches.doing().last.error == ""
        assert "无法读取.pdf" in browser.get("/queue").text
        assert "打不开1个文件" in browser.get("/").text


def test_the_stream_tells_how_far_a_batch_is(tmp_path: Path, app: FastAPI) -> None:
    """An event at once, in words; nobody reads it who is not logged in."""
    from pipeline.desk import upload

    assert Browser(app).get("/batch/events", headers=JSON).status_code == 401
    browser = Browser(app).log_in("reader")
    app.state.desk.batches.started("read", 7)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(upload, "_LONGEST_SECONDS", 0.5)
        text = browser.get("/batch/events").text
    assert text.startswith("data: ") and '"done": 0, "total": 7' in text and "识别页面" in text
