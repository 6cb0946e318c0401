"""Store first: nothing is acknowledged before it is kept, and nothing is half kept."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from types import SimpleNamespace

import pytest

from extractors.facts import Problem
from pipeline import arriving, database, ingest, ledger
from pipeline.decisions import Stage, StageDecision
from pipeline.errors import CRASHED, StoreError
from pipeline.ledger import Ledger
from pipeline.originals import Kept, Originals
from pipeline.store import DATABASE, Store
from pipeline.unpack import Opened
from pipeline.workers import InlineExecutor
from tests.pipeline.intake import archive, pdf, png, settings, write

_ROOT = Path(__file__).parents[2]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "ws") as found:
        yield found


def take_in(opened: Store, haul: Path, settle_seconds: float = 0) -> ingest.IngestSummary:
    chosen = settings(opened.workspace, settle_seconds=settle_seconds)
    return ingest.ingest(haul, opened, InlineExecutor(), chosen)


def files_in(workspace: Path) -> list[Path]:
    return [path for path in (workspace / "originals").rglob("*") if path.is_file()]


# A full disk, a folder that cannot be written


def _disk(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=free))


def test_a_full_disk_stops_before_the_first_byte(
    opened: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is named, nothing of it is there, and with room the next run takes it in."""
    haul = write(tmp_path / "haul", {"a.pdf": pdf()})
    _disk(monkeypatch, 1_000_000)
    with pytest.raises(StoreError, match=r"a\.pdf: the disk of .* is full"):
        take_in(opened, haul)
    assert files_in(opened.workspace) == []
    assert opened.deliveries() == ()
    monkeypatch.undo()
    assert take_in(opened, haul).new == 1


_LIMITED = """
import resource, sys
from pathlib import Path
from pipeline.errors import StoreError
from pipeline.store import Store
with Store(Path(sys.argv[1])) as store:
    store.keep(Path(sys.argv[2]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
    try:
        store.keep(Path(sys.argv[3]))
    except StoreError as error:
        print(error)
"""


def test_a_disk_that_fills_up_leaves_no_half_file(tmp_path: Path) -> None:
    """The copy that fails is removed; what was kept before stays."""
    write(tmp_path, {"small.bin": b"x" * 1000, "large.bin": b"y" * 300_000})
    paths = [str(tmp_path / name) for name in ("ws", "small.bin", "large.bin")]
    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, *paths],
        cwd=_ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "large.bin: cannot be kept: File too large\n"
    assert [path.stat().st_size for path in files_in(tmp_path / "ws")] == [1000]


def test_a_disk_that_fills_up_while_unpacking_is_not_the_archives_fault(
    opened: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run stops; the archive is opened by the next one, without a problem."""
    haul = write(tmp_path / "haul", {"a.zip": archive({"b.png": png()})})
    real = ingest.unpack

    def failing(path: Path, *rest: object) -> Opened | Problem:
        _disk(monkeypatch, 1000)
        return Problem(CRASHED)

    monkeypatch.setattr(ingest, "unpack", failing)
    with pytest.raises(StoreError, match=r"a\.zip: the disk of .* is full"):
        take_in(opened, haul)
    assert opened.deliveries() == ()
    monkeypatch.undo()
    assert ingest.unpack is real
    take_in(opened, haul)
    assert [member.path for member in opened.deliveries()[0].members] == ["b.png"]


def test_a_folder_that_cannot_be_written_says_so(
    opened: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read-only media and rights of others alike: one line, and nothing taken in."""
    haul = write(tmp_path / "haul", {"a.pdf": pdf()})

    def refuse(**where: object) -> tuple[int, str]:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    with pytest.raises(StoreError, match="originals: cannot be written: Read-only file system"):
        take_in(opened, haul)
    assert opened.deliveries() == ()


def test_what_killed_runs_left_half_written_is_cleared(opened: Store, tmp_path: Path) -> None:
    """Unfinished copies and unpacked files of a run that is no more."""
    left = write(opened.workspace, {"originals/.new-1": b"half", ".unpack-x/a/b": b"half"})
    take_in(opened, write(tmp_path / "haul", {"a.pdf": pdf()}))
    assert not (left / "originals" / ".new-1").exists()
    assert not (left / ".unpack-x").exists()


# Files that are still being copied in


def test_a_file_that_is_still_growing_is_waited_for(opened: Store, tmp_path: Path) -> None:
    """It is taken in whole, once, and without a problem."""
    haul = tmp_path / "haul"
    haul.mkdir()
    data = pdf(3)
    with (haul / "a.pdf").open("wb", buffering=0) as file:
        file.write(data[:100])

        def more() -> None:
            for start in range(100, len(data), len(data) // 5):
                time.sleep(0.1)
                file.write(data[start : start + len(data) // 5])

        writer = threading.Thread(target=more)
        writer.start()
        summary = take_in(opened, haul, settle_seconds=0.4)
        writer.join()
    assert (summary.new, summary.arriving) == (1, 0)
    assert files_in(opened.workspace)[0].stat().st_size == len(data)


def test_what_does_not_come_to_rest_is_left_for_the_next_run(
    opened: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said so; the other entries are taken in."""
    haul = write(tmp_path / "haul", {"new/a.pdf": pdf(), "old.pdf": pdf(1, 9)})
    sizes = iter(range(1000))
    real = arriving._state

    def growing(path: Path, depth: int = 0) -> dict[str, tuple[int, int]]:
        found = real(path, depth)
        return found | {"part": (next(sizes), time.time_ns())} if path.name == "new" else found

    monkeypatch.setattr(arriving, "_state", growing)
    summary = take_in(opened, haul, settle_seconds=0.01)
    assert (summary.new, summary.arriving) == (1, 1)
    assert [one.name for one in opened.deliveries()] == ["old.pdf"]
    monkeypatch.undo()
    assert take_in(opened, haul).new == 1


def test_what_changes_while_it_is_copied_is_left_for_the_next_run(
    opened: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of a file is no delivery."""
    haul = write(tmp_path / "haul", {"a.pdf": pdf()})
    real = Originals.keep

    def slow(self: Originals, source: Path) -> Kept:
        kept = real(self, source)
        with source.open("ab") as file:
            file.write(b"more")
        return kept

    monkeypatch.setattr(Originals, "keep", slow)
    summary = take_in(opened, haul)
    assert (summary.new, summary.arriving) == (0, 1)
    assert opened.deliveries() == ()


def test_a_haul_that_lies_there_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Old times, and times ahead of a clock that was set back, cost nothing."""
    haul = write(tmp_path / "haul", {"a.pdf": pdf()})
    monkeypatch.setattr(time, "sleep", lambda seconds: pytest.fail("waited"))
    for days in (-300, 300):
        monkeypatch.setattr(time, "time_ns", lambda days=days: int((_DAY * days + _NOW) * 1e9))
        assert arriving.still_arriving([haul / "a.pdf"], 5) == frozenset()


_DAY, _NOW = 86_400, time.time()


# Clock and database


class Backwards(datetime):
    """A clock that is set back by an hour every time it is looked at."""

    turns = 0

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Backwards:
        cls.turns += 1
        then = datetime(2021, 8, 1, 12, tzinfo=tz) - timedelta(hours=cls.turns)
        return cls.fromisoformat(then.isoformat())


def test_a_clock_that_goes_backwards_changes_no_order(
    opened: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Entries and decisions are counted; their times are only told."""
    monkeypatch.setattr(database, "datetime", Backwards)
    monkeypatch.setattr(ledger, "datetime", Backwards)
    for name in ("a", "b", "c"):
        take_in(opened, write(tmp_path / "haul", {f"{name}.pdf": pdf(1, ord(name))}))
    book = Ledger(opened)
    for reason in ("1", "2", "3"):
        book.append("p", "甲", StageDecision(stage=Stage.IN_CHECK, reason=reason), 9)

    assert [one.name for one in opened.deliveries()] == ["a.pdf", "b.pdf", "c.pdf"]
    times = [entry.at for entry in book.entries("p")]
    assert times == sorted(times, reverse=True)
    assert [getattr(one.decision, "reason", "") for one in book.entries("p")] == ["1", "2", "3"]
    assert book.verify() == ()


def test_a_locked_database_is_a_clear_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some patience; nothing is lost, and afterwards the run goes on."""
    monkeypatch.setattr(database, "_BUSY_MILLISECONDS", 50)
    haul = write(tmp_path / "haul", {"a.pdf": pdf()})
    with Store(tmp_path / "ws") as opened:
        other = sqlite3.connect(tmp_path / "ws" / DATABASE, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="database is locked"):
            take_in(opened, haul)
        other.execute("ROLLBACK")
        other.close()
        assert take_in(opened, haul).new == 1
