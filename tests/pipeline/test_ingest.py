"""Ingest: what becomes a delivery, what is kept, what is not done twice."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from intake import CountingExecutor, archive, docx, encrypted, mail, pdf, png, settings, write

from pipeline.deliveries import Delivery
from pipeline.errors import CRASHED, InputError
from pipeline.ingest import IngestSummary, haul_folder, ingest
from pipeline.store import Store
from pipeline.workers import Executor, InlineExecutor
from samples.hostile.rar import rar5


@pytest.fixture
def haul(tmp_path: Path) -> Path:
    (tmp_path / "haul").mkdir()
    return tmp_path / "haul"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "workspace") as opened:
        yield opened


def run(haul: Path, store: Store, executor: Executor | None = None, **more: Any) -> IngestSummary:
    chosen = settings(store.workspace, more.pop("limits", None))
    return ingest(haul, store, executor or InlineExecutor(), chosen, **more)


def by_name(store: Store) -> dict[str, Delivery]:
    return {one.name: one for one in store.deliveries()}


def codes(delivery: Delivery) -> dict[str, list[str]]:
    return {one.path: [problem.code for problem in one.problems] for one in delivery.members}


def test_each_entry_is_one_delivery(haul: Path, store: Store) -> None:
    """Folders, archives, mails and lone files are told apart; the office's lists are none."""
    write(
        haul,
        {
            "folder/a.pdf": pdf(),
            "folder/sub/b.docx": docx(),
            "archive.zip": archive({"c.pdf": pdf(1, 3)}),
            "mail.eml": mail({"d.pdf": pdf(1, 5)}).as_bytes(),
            "lone.png": png(),
            "form.docx": docx("x"),
            "收件登记.csv": "单位名称,收件时间\n".encode(),
            "会员名册.xlsx": b"PK",
            "Thumbs.db": b"x",
        },
    )

    summary = run(haul, store)

    found = {
        name: (one.kind, [m.path for m in one.members]) for name, one in by_name(store).items()
    }
    assert found == {
        "archive.zip": ("archive", ["c.pdf"]),
        "folder": ("folder", ["a.pdf", "sub/b.docx"]),
        "form.docx": ("file", ["form.docx"]),
        "lone.png": ("file", ["lone.png"]),
        "mail.eml": ("mail", ["正文.txt", "d.pdf"]),
    }
    assert (summary.entries, summary.new, summary.known, summary.skipped) == (5, 5, 0, 1)
    assert by_name(store)["mail.eml"].received_hint == "2021-08-13T16:05:00+08:00"


def test_originals_are_kept_under_their_hash(haul: Path, store: Store) -> None:
    """The archive and its members are originals, for their owner only, and are never changed."""
    data = archive({"c.pdf": pdf()})
    write(haul, {"a.zip": data})

    run(haul, store)

    delivery = by_name(store)["a.zip"]
    hashes = {delivery.sha256, delivery.members[0].sha256}
    assert set(store.original_hashes()) == hashes
    path = store.originals.path(delivery.sha256 or "")
    assert path.read_bytes() == data
    assert path.parent.name == path.name[:2]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [one.name for one in store.workspace.iterdir() if one.name.startswith(".")] == []


def test_bytes_are_kept_before_they_are_parsed(haul: Path, store: Store) -> None:
    """When the first task runs, every original of the haul is in the store."""
    write(haul, {"a.zip": archive({"c.pdf": pdf()}), "z.png": png()})
    kept: list[int] = []

    class Watching(InlineExecutor):
        def submit(self, task: Any, args: tuple[Any, ...], seconds: float) -> Any:
            kept.append(len(store.original_hashes()))
            return super().submit(task, args, seconds)

    run(haul, store, Watching())

    assert kept == [2]


def test_a_second_run_does_nothing(
    haul: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unchanged haul is neither hashed nor opened again."""
    write(haul, {"a.zip": archive({"c.pdf": pdf()}), "f/b.pdf": pdf(2)})
    run(haul, store)
    before = store.deliveries()
    monkeypatch.setattr(store, "keep", lambda *_: pytest.fail("hashed again"))
    executor = CountingExecutor()

    summary = run(haul, store, executor)

    assert (summary.new, summary.known, executor.ran) == (0, 2, [])
    assert store.deliveries() == before


def test_a_changed_entry_supersedes_the_older_one(haul: Path, store: Store) -> None:
    """The newer content is the delivery now; the older one is kept, and can come back."""
    write(haul, {"f/a.pdf": pdf()})
    run(haul, store)
    write(haul, {"f/b.pdf": pdf(2)})
    run(haul, store)
    assert [len(one.members) for one in store.deliveries()] == [2]
    assert len(store.deliveries(superseded=True)) == 2

    (haul / "f/b.pdf").unlink()
    run(haul, store)
    assert [len(one.members) for one in store.deliveries()] == [1]
    assert len(store.deliveries(superseded=True)) == 2


def test_a_touched_file_is_hashed_again_and_is_the_same_delivery(haul: Path, store: Store) -> None:
    """A new time stamp alone changes nothing."""
    write(haul, {"a.pdf": pdf()})
    run(haul, store)
    os.utime(haul / "a.pdf", ns=(1, 1))
    assert run(haul, store).known == 1


def test_equal_content_under_two_names_is_two_deliveries(haul: Path, store: Store) -> None:
    """Two entries with the same bytes are both there and share one original."""
    write(haul, {"a.pdf": pdf(), "b.pdf": pdf()})
    run(haul, store)
    assert len(store.deliveries()) == 2
    assert len(store.original_hashes()) == 1


def test_links_are_not_followed(haul: Path, tmp_path: Path, store: Store) -> None:
    """Links to files and folders are noted, inside a folder and as an entry."""
    (tmp_path / "secret.pdf").write_bytes(pdf())
    write(haul, {"f/a.pdf": pdf(2)})
    (haul / "f/link.pdf").symlink_to(tmp_path / "secret.pdf")
    (haul / "f/up").symlink_to(tmp_path)
    (haul / "entry.pdf").symlink_to(tmp_path / "secret.pdf")

    run(haul, store)

    found = by_name(store)
    assert codes(found["f"]) == {"a.pdf": [], "link.pdf": ["link-skipped"], "up": ["link-skipped"]}
    assert codes(found["entry.pdf"]) == {"entry.pdf": ["link-skipped"]}
    assert len(store.original_hashes()) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(haul: Path, store: Store) -> None:
    """What is no regular file is noted."""
    write(haul, {"f/a.pdf": pdf()})
    os.mkfifo(haul / "f/pipe")
    run(haul, store)
    assert codes(by_name(store)["f"])["pipe"] == ["file-unreadable"]


def test_too_large_files_are_noted(haul: Path, store: Store) -> None:
    """A file over its limit and files over the packet's limit are not copied."""
    write(haul, {"f/a.bin": bytes(600), "f/b.bin": bytes(200), "f/c.bin": bytes(400)})
    run(haul, store, limits={"file_bytes": 500, "packet_bytes": 550})
    assert codes(by_name(store)["f"]) == {
        "a.bin": ["packet-too-large"],
        "b.bin": [],
        "c.bin": ["packet-too-large"],
    }


def test_empty_entries_are_deliveries_with_a_problem(haul: Path, store: Store) -> None:
    """A folder or archive with nothing, or with litter only, is there and empty."""
    (haul / "empty").mkdir()
    write(haul, {"litter/.DS_Store": b"x", "none.zip": archive({})})
    run(haul, store)
    problems = [[p.code for p in one.problems] for one in store.deliveries()]
    assert problems == [["empty-delivery"]] * 3


def test_archives_in_folders_are_opened(haul: Path, store: Store) -> None:
    """Members of an archive in a folder follow it, with its name before theirs."""
    inner = archive({"in.zip": archive({"x.pdf": pdf()})})
    write(haul, {"f/a.zip": inner, "f/b.pdf": pdf(2), "f/c.zip": encrypted(archive({"y": b"y"}))})
    run(haul, store)
    members = by_name(store)["f"].members
    assert [(one.path, one.container, one.kind) for one in members] == [
        ("a.zip", "", "container"),
        ("a.zip/in.zip", "a.zip", "container"),
        ("a.zip/in.zip/x.pdf", "a.zip/in.zip", "file"),
        ("b.pdf", "", "file"),
        ("c.zip", "", "container"),
        ("c.zip/y", "c.zip", "skipped"),
    ]


def test_an_archive_is_opened_when_its_reader_is_there(
    haul: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stayed closed for lack of a library is opened by the next run that has it."""
    write(haul, {"a.rar": rar5({"a.pdf": pdf()})})
    with monkeypatch.context() as patched:
        patched.setattr("pipeline.archives._library", lambda: None)
        run(haul, store)
        assert run(haul, store).new == 0
    (found,) = store.deliveries()
    assert [problem.code for problem in found.problems] == ["archive-reader-missing"]

    assert run(haul, store).new == 1
    (found,) = store.deliveries()
    assert (found.problems, [one.path for one in found.members]) == ((), ["a.pdf"])


def test_a_broken_archive_is_a_delivery(haul: Path, store: Store) -> None:
    """Its bytes are kept and its problem is the delivery's."""
    write(
        haul, {"a.zip": archive({"x": b"x" * 99})[:-30], "b.7z": b"7z\xbc\xaf\x27\x1c" + bytes(9)}
    )
    run(haul, store)
    found = {one.name: (one.kind, [p.code for p in one.problems]) for one in store.deliveries()}
    assert found == {
        "a.zip": ("archive", ["archive-damaged"]),
        "b.7z": ("archive", ["archive-damaged"]),
    }
    assert len(store.original_hashes()) == 2


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on POSIX only")
def test_names_in_gbk_on_disk_are_read(haul: Path, store: Store) -> None:
    """A stick written under a Chinese Windows may have GBK names."""
    (haul / os.fsdecode("申报.pdf".encode("gbk"))).write_bytes(pdf())
    run(haul, store)
    assert [one.name for one in store.deliveries()] == ["申报.pdf"]


def test_truth_is_never_looked_into(tmp_path: Path, store: Store) -> None:
    """Of a haul with truth only `haul/` is taken, also where its parent is named."""
    write(tmp_path / "with", {"haul/a.pdf": pdf(), "truth/a.json": b"{}"})
    assert haul_folder(tmp_path / "with") == tmp_path / "with" / "haul"
    run(tmp_path / "with", store)
    assert [one.name for one in store.deliveries()] == ["a.pdf"]


def test_no_haul_is_an_input_error(tmp_path: Path, store: Store) -> None:
    """A folder that is not there, or is a file, is named in one line."""
    (tmp_path / "file").write_bytes(b"x")
    for name in ("missing", "file"):
        with pytest.raises(InputError, match=name):
            run(tmp_path / name, store)


def test_the_workspace_is_no_entry(tmp_path: Path) -> None:
    """A workspace at the haul's top is passed over; deeper in an entry it is refused."""
    write(tmp_path, {"a.pdf": pdf()})
    with Store(tmp_path / "workspace") as store:
        run(tmp_path, store)
        assert [one.name for one in store.deliveries()] == ["a.pdf"]
    with Store(tmp_path / "entry" / "workspace") as store, pytest.raises(InputError):
        run(tmp_path, store)


def test_a_killed_ingest_takes_up_where_it_was(haul: Path, store: Store) -> None:
    """Entries written before the end are not opened again."""
    write(haul, {f"{n}.zip": archive({"a.pdf": pdf(1, n)}) for n in range(4)})

    class Killed(CountingExecutor):
        def submit(self, task: Any, args: tuple[Any, ...], seconds: float) -> Any:
            if len(self.ran) == 3:
                raise KeyboardInterrupt
            return super().submit(task, args, seconds)

    with pytest.raises(KeyboardInterrupt):
        run(haul, store, Killed())
    done = len(store.deliveries())
    executor = CountingExecutor()
    summary = run(haul, store, executor)

    assert (done, summary.known, len(executor.ran)) == (3, 3, 1)
    assert len(store.deliveries()) == 4


def test_a_crashed_unpacking_is_tried_again_when_asked(
    haul: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crash is the delivery's problem until a retry opens it."""
    write(haul, {"a.zip": archive({"a.pdf": pdf()})})
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.unpack.zips.flavour", lambda *_: 1 // 0)
        run(haul, store)
    assert [p.code for p in store.deliveries()[0].problems] == [CRASHED]

    assert run(haul, store).known == 1
    assert run(haul, store, retry=True).new == 1
    assert [one.path for one in store.deliveries()[0].members] == ["a.pdf"]
