"""The reading stage: what is read, what is remembered, what a failure costs."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from intake import (
    FAKE,
    CountingExecutor,
    FakeEyes,
    archive,
    docx,
    pdf,
    png,
    settings,
    some_limits,
    write,
)
from PIL import Image, ImageDraw

from extractors.facts import Box, Line, Look, Status
from extractors.files import READER_VERSION
from extractors.ocr.engine import EngineMissingError, PageImage, ReadingEngine
from pipeline import reading
from pipeline.errors import CRASHED, ToolMissingError
from pipeline.ingest import ingest
from pipeline.judging import serious, submitted
from pipeline.messages import problem_text
from pipeline.reading import (
    FileFacts,
    ReadSummary,
    file_facts,
    keys_for,
    read_all,
    stored_files,
)
from pipeline.store import Store
from pipeline.workers import QUARANTINED, TIMED_OUT, InlineExecutor
from tests.extractors.test_locked import locked

LIMITS = some_limits()


def everything(looks: tuple[Look, ...]) -> set[int]:
    return set(range(len(looks)))


def nothing(looks: tuple[Look, ...]) -> set[int]:
    return set()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "workspace") as opened:
        yield opened


def taken_in(store: Store, files: dict[str, bytes]) -> Store:
    haul = write(store.workspace.parent / "haul", files)
    ingest(haul, store, InlineExecutor(), settings(store.workspace))
    return store


def run(store: Store, wanted: Any = everything, **more: Any) -> ReadSummary:
    executor = more.pop("executor", None) or InlineExecutor()
    return read_all(store, executor, more.pop("engine", FAKE), LIMITS, wanted, **more)


def facts_of(store: Store, name: str) -> FileFacts:
    keys = keys_for(FAKE, LIMITS)
    members = [member for one in store.deliveries() for member in one.members]
    member = next(one for one in members if one.path == name)
    found = file_facts(store, keys, member.sha256 or "", member.path)
    assert found is not None
    return found


def test_every_page_is_looked_at_and_the_wanted_ones_are_read(store: Store) -> None:
    """`wanted` sees the looks of a file and chooses by index."""
    taken_in(store, {"a.pdf": pdf(3), "f/b.docx": docx("甲")})

    summary = run(store, lambda looks: {0, 2, 9} if len(looks) == 3 else {0})

    assert (summary.files, summary.looked, summary.read, summary.failed) == (2, 4, 3, 0)
    found = facts_of(store, "a.pdf")
    assert [look.number for look in found.looks] == [1, 2, 3]
    assert [(page.number, page.status) for page in found.pages] == [
        (1, Status.READ),
        (3, Status.READ),
    ]
    assert [line.text for line in facts_of(store, "b.docx").pages[0].lines] == ["甲"]


def test_a_second_run_reads_nothing(store: Store) -> None:
    """Everything is remembered; a page that is wanted only now is read then."""
    taken_in(store, {"a.pdf": pdf(2)})
    run(store, lambda looks: {0})
    executor = CountingExecutor()

    summary = run(store, executor=executor)

    assert (summary.looked, summary.read, summary.cached) == (0, 1, 4)
    assert executor.ran == ["answer_read"]


class Notes:
    """A follower that notes what it hears, and how many pages are stored by then."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.heard: list[tuple[int, int]] = []
        self.read = 0

    def to_read(self, pages: Mapping[str, int]) -> None:
        self.heard += [(number, 0) for number in pages.values()]

    def was_read(self, sha256: str) -> None:
        self.read += 1
        slots = [keys_for(FAKE, LIMITS).read(sha256, index) for index in range(9)]
        self.heard.append((self.read, len(self.store.facts(slots))))


def test_who_follows_hears_of_each_page_when_it_is_stored(store: Store) -> None:
    """Only of pages that are read now, and of how many there are beforehand."""
    taken_in(store, {"a.pdf": pdf(3)})
    run(store, lambda looks: {0})
    notes = Notes(store)
    run(store, follower=notes)
    assert notes.heard == [(2, 0), (1, 2), (2, 3)]
    run(store, follower=notes)
    assert len(notes.heard) == 3


def test_identical_bytes_are_read_once(store: Store) -> None:
    """The same file in two deliveries, and in an archive, costs one reading."""
    taken_in(store, {"a.pdf": pdf(), "f/b.pdf": pdf(), "c.zip": archive({"d.pdf": pdf()})})
    summary = run(store)
    assert (summary.files, summary.looked, summary.read) == (1, 1, 1)


def test_an_old_word_file_is_tried_again_when_its_converter_is_there(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unreadable for lack of a program is no lasting answer; nothing else is read again."""
    (tmp_path / "made.docx").write_bytes(docx("甲"))
    monkeypatch.setenv("PATH", str(tmp_path))
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument\0".encode("utf-16-le")
    taken_in(store, {"a.doc": old, "b.docx": docx("乙")})
    assert run(store).failed == 1
    assert run(store).cached == 4
    program = tmp_path / "soffice"
    program.write_text(
        '#!/bin/sh\n[ "$1" = --version ] && echo Fake 2 && exit\nfor last; do :; done\n'
        f'cd "$(dirname "$last")" && mkdir out && cp {tmp_path}/made.docx out/in.docx'
    )
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    executor = CountingExecutor()

    run(store, executor=executor)

    assert executor.ran == ["answer_describe", "answer_look", "answer_read"]
    assert [line.text for line in facts_of(store, "a.doc").pages[0].lines] == ["甲"]


class Turning(FakeEyes):
    def survey(self, image: PageImage) -> tuple[int, tuple[Box, ...]]:
        return 90, ()


def make_turning(threads: int) -> Turning:
    return Turning()


def test_reading_goes_by_the_turn_that_the_look_found(store: Store) -> None:
    """The engine, which would say that the page is upright, is not asked again."""
    written = Image.new("RGB", (420, 594), "white")
    for y in range(60, 500, 20):
        ImageDraw.Draw(written).line((60, y, 300, y), fill="black", width=3)
    file = io.BytesIO()
    written.save(file, "PNG", dpi=(72, 72))
    taken_in(store, {"a.png": file.getvalue()})
    run(store, engine=replace(FAKE, eyes=make_turning, eyes_identity="turning"))
    keys = keys_for(replace(FAKE, eyes_identity="turning"), LIMITS)
    sha256 = store.deliveries()[0].members[0].sha256 or ""
    facts = file_facts(store, keys, sha256, "a.png")
    assert facts is not None
    assert [page.rotation for page in facts.pages] == [90]


def test_another_engine_reads_anew_and_looks_not(store: Store) -> None:
    """The look tier uses no engine, so its facts stay."""
    taken_in(store, {"a.pdf": pdf()})
    run(store)
    summary = run(
        store,
        engine=replace(FAKE, identity="fake-2"),
    )
    assert (summary.looked, summary.read) == (0, 1)


def test_a_newer_reader_reads_again_only_when_asked(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Facts of an older reader serve until `reread`."""
    taken_in(store, {"a.pdf": pdf()})
    run(store)
    monkeypatch.setattr(reading, "READER_VERSION", READER_VERSION + 1)
    assert run(store).read == 0
    summary = run(store, reread=True)
    assert (summary.looked, summary.read) == (1, 1)
    assert run(store, reread=True).read == 0


def test_unreadable_files_have_their_reason(store: Store) -> None:
    """A damaged file has no pages and a problem; the others are read."""
    taken_in(store, {"a.pdf": pdf()[:80], "b.pdf": b"", "c.png": png(), "d.pdf": b"plain words"})

    summary = run(store)

    assert (summary.read, summary.failed) == (1, 3)
    codes = {name: facts_of(store, name).info.problems[0].code for name in ("b.pdf", "d.pdf")}
    assert codes == {"b.pdf": "empty-file", "d.pdf": "wrong-extension"}
    assert facts_of(store, "a.pdf").looks == ()


@pytest.mark.parametrize("wanted", [everything, nothing])
def test_a_page_that_was_made_smaller_is_told_of_its_file(
    store: Store, wanted: Callable[[tuple[Look, ...]], set[int]]
) -> None:
    """Nothing is cut silently: people see it, whether the page was read or only looked at."""
    taken_in(store, {"a.png": png()})
    limits = some_limits(page_pixels=10_000)
    read_all(store, InlineExecutor(), FAKE, limits, wanted)
    (delivery,) = store.deliveries()
    (member,) = delivery.members
    key = (member.sha256 or "", member.path)
    found = stored_files(store, keys_for(FAKE, limits), (key,))
    file = submitted(delivery, member, found[key])
    assert len(file.pages) == 1
    assert [problem.code for problem in file.problems] == ["page-reduced"]
    assert serious(file.problems) == ()
    assert "页面过大" in problem_text(file.problems[0])


def test_a_file_that_changes_its_suffix_is_described_again(store: Store) -> None:
    """What the name promises is part of the description, and not of the reading."""
    taken_in(store, {"a.png": png(), "f/a.pdf": png()})
    summary = run(store)
    assert (summary.files, summary.looked, summary.read) == (2, 1, 1)
    assert [p.code for p in facts_of(store, "a.pdf").info.problems] == ["wrong-extension"]
    assert facts_of(store, "a.png").info.problems == ()


class Losing(InlineExecutor):
    """Runs out of time on every reading."""

    def submit(self, task: Any, args: tuple[Any, ...], seconds: float) -> Future[Any]:
        if task.__name__ != "answer_read":
            return super().submit(task, args, seconds)
        future: Future[Any] = Future()
        future.set_exception(TimeoutError())
        return future


def test_a_lost_page_is_unreadable_and_tried_again_when_asked(store: Store) -> None:
    """It costs this page, is remembered, and a retry reads it."""
    taken_in(store, {"a.pdf": pdf()})
    assert run(store, executor=Losing()).failed == 1
    page = facts_of(store, "a.pdf").pages[0]
    assert (page.number, page.status, page.problems[0].code) == (1, Status.UNREADABLE, TIMED_OUT)

    assert run(store).read == 0
    assert run(store, retry=True).read == 1
    assert facts_of(store, "a.pdf").pages[0].status is Status.READ


def test_three_lost_pages_put_a_file_in_quarantine(store: Store) -> None:
    """Its other pages are not tried, other files are, and a retry reads them all."""
    taken_in(store, {"a.pdf": pdf(6), "b.pdf": pdf(1, 9)})
    losing = Losing()
    assert run(store, executor=losing).failed == 7
    codes = [page.problems[0].code for page in facts_of(store, "a.pdf").pages]
    assert codes == [TIMED_OUT] * 3 + [QUARANTINED] * 3
    reason = facts_of(store, "a.pdf").pages[5].problems[0]
    assert reason.details == (("cause", TIMED_OUT),)
    assert [page.problems[0].code for page in facts_of(store, "b.pdf").pages] == [TIMED_OUT]

    assert run(store, retry=True).read == 7
    assert {page.status for page in facts_of(store, "a.pdf").pages} == {Status.READ}


def test_quarantine_outlasts_the_run(store: Store) -> None:
    """What was lost before counts when more pages are wanted later."""
    taken_in(store, {"a.pdf": pdf(6)})
    run(store, lambda looks: {0, 1, 2}, executor=Losing())
    assert run(store, executor=Losing()).failed == 3
    codes = [page.problems[0].code for page in facts_of(store, "a.pdf").pages]
    assert codes == [TIMED_OUT] * 3 + [QUARANTINED] * 3


def test_a_password_opens_a_file_on_the_next_run(store: Store) -> None:
    """The list is part of what a file's description depends on; signs of it are notes."""
    taken_in(store, {"a.pdf": locked(6, True, "secret")})
    run(store)
    assert facts_of(store, "a.pdf").info.problems[0].code == "pdf-encrypted"

    limits = replace(LIMITS, passwords=("wrong", "secret"))
    assert read_all(store, InlineExecutor(), FAKE, limits, everything).read == 1
    member = store.deliveries()[0].members[0]
    found = file_facts(store, keys_for(FAKE, limits), member.sha256 or "", member.path)
    assert found is not None
    assert [problem.code for problem in found.info.problems] == ["pdf-unlocked"]
    assert found.pages[0].status is Status.READ


def make_crashing(threads: int) -> ReadingEngine:
    class Crashing(type(FAKE.factory(1))):  # type: ignore[misc]
        def lines(self, *arguments: object) -> tuple[Line, ...]:
            raise ValueError("张三 is in this message")

    engine: ReadingEngine = Crashing()
    return engine


def test_a_crashing_parser_costs_the_page_and_tells_no_content(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """The problem names the error's type; neither it nor the log quotes the file."""
    taken_in(store, {"a.pdf": pdf()})
    with caplog.at_level("DEBUG"):
        run(
            store,
            engine=replace(FAKE, factory=make_crashing),
        )
    problem = facts_of(store, "a.pdf").pages[0].problems[0]
    assert (problem.code, problem.details) == (CRASHED, (("error", "ValueError"),))
    assert "张三" not in caplog.text
    assert "a.pdf" not in caplog.text


def make_missing(threads: int) -> ReadingEngine:
    raise EngineMissingError("install it")


def test_a_missing_engine_ends_the_run(store: Store) -> None:
    """It is our problem, not the paper's."""
    taken_in(store, {"a.pdf": pdf()})
    with pytest.raises(ToolMissingError, match="install it"):
        run(
            store,
            engine=replace(FAKE, identity="missing", factory=make_missing),
        )


_KILLED = """
import sys, time
from pathlib import Path
sys.path[:0] = sys.argv[1:3]
from intake import FAKE, FakeEngine, some_limits
from pipeline.reading import read_all
from pipeline.store import Store
from pipeline.workers import InlineExecutor
from dataclasses import replace
class Slow(FakeEngine):
    def lines(self, *arguments):
        time.sleep(0.4)
        return super().lines(*arguments)
def make(threads):
    return Slow()
store = Store(Path(sys.argv[3]))
everything = lambda looks: set(range(len(looks)))
choice = replace(FAKE, factory=make)
read_all(store, InlineExecutor(), choice, some_limits(), everything)
"""


def test_a_killed_reading_takes_up_where_it_was(store: Store, tmp_path: Path) -> None:
    """After SIGKILL the pages that were finished are not read again, and the rest are."""
    taken_in(store, {"a.pdf": pdf(5)})
    here = Path(__file__).parent
    arguments = [str(here), str(here.parents[1]), str(store.workspace)]
    process = subprocess.Popen([sys.executable, "-c", _KILLED, *arguments])
    keys, sha256 = keys_for(FAKE, LIMITS), store.deliveries()[0].sha256 or ""
    slots = [keys.read(sha256, index) for index in range(5)]
    deadline = time.monotonic() + 60
    while len(store.fact_states(slots)) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    done = len(store.fact_states(slots))

    summary = run(store)

    assert 2 <= done < 5
    assert (summary.looked, summary.read, summary.cached) == (0, 5 - done, 6 + done)
