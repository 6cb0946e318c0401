"""Care of a workspace: verify, backup, forget, retry, and who may read it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from checks.identity import Known, Sighting
from pipeline import cli, commands_run, runs
from pipeline.decisions import LetterDecision, PageDecision, Stage, StageDecision
from pipeline.errors import ExitCode
from pipeline.files import private_folder
from pipeline.identities import remember_ids
from pipeline.ledger import Ledger
from pipeline.letters import number_of
from pipeline.packets import PacketView
from pipeline.packs import load_pack
from pipeline.store import DATABASE, Store
from pipeline.workers import InlineExecutor
from tests.extractors.test_locked import locked
from tests.faults import scenarios
from tests.pipeline.intake import docx, pdf, write

ID_NUMBER, PHONE, NAME = "310101199003078811", "13812345678", "欧阳清源"
SECRET = f"联系人{NAME}，电话{PHONE}，身份证号{ID_NUMBER}"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A haul of three entries, two of which hold the same file, and its workspace."""
    folder = tmp_path_factory.mktemp("care")
    write(
        folder / "haul",
        {
            "甲/申报表.docx": docx(SECRET),
            "甲/共有.pdf": pdf(1, 9),
            "乙/共有.pdf": pdf(1, 9),
            "乙/自有.pdf": pdf(1, 30),
            "丙.pdf": pdf(2, 60),
        },
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YUSHEN_SETTLE_SECONDS", "0")
        scenarios.prepare(patch.setattr)
        scenarios.run(folder / "haul", folder / "ws")
    return folder


@pytest.fixture
def ws(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace of one's own; commands read with the fake engine."""
    monkeypatch.setenv("YUSHEN_SETTLE_SECONDS", "0")
    scenarios.prepare(monkeypatch.setattr)
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path / "ws"


def yushen(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.app, [str(one) for one in arguments])


def packet(ws: Path, entry: str) -> PacketView:
    with Store(ws) as store:
        return next(view for view in runs.kept(store) if entry in view.entries)


def original(ws: Path, entry: str, name: str) -> Path:
    with Store(ws) as store:
        members = next(one for one in store.deliveries() if one.name == entry).members
        sha256 = next(one.sha256 for one in members if one.path == name)
        return store.originals.path(sha256 or "")


# verify


def test_a_sound_workspace_verifies(ws: Path) -> None:
    """Nothing is said but how many originals there are."""
    result = yushen("verify", "--workspace", ws)
    assert result.exit_code == ExitCode.OK, result.output
    assert result.stdout == "4 originals, all as they were written\n"


def _flip(ws: Path) -> None:
    path = original(ws, "丙.pdf", "丙.pdf")
    path.chmod(0o600)
    data = bytearray(path.read_bytes())
    data[100] ^= 1
    path.write_bytes(data)


def _lose(ws: Path) -> None:
    original(ws, "丙.pdf", "丙.pdf").unlink()


def _stray(ws: Path) -> None:
    path = ws / "originals" / "ab" / ("ab" * 32)
    path.parent.mkdir(exist_ok=True, mode=0o700)
    path.touch(mode=0o600)


def _sql(statement: str) -> Callable[[Path], None]:
    def change(ws: Path) -> None:
        with sqlite3.connect(ws / DATABASE) as database:
            database.execute(statement)

    return change


def _decide(ws: Path) -> None:
    with Store(ws) as store:
        Ledger(store).append("p", "甲", StageDecision(stage=Stage.IN_CHECK), 0)
    _sql("UPDATE ledger SET by = '乙'")(ws)


def _open_to_all(ws: Path) -> None:
    (ws / "exports" / "report.xlsx").chmod(0o644)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (_flip, "its bytes were changed"),
        (_lose, "is missing"),
        (_stray, "original abababababab: the database does not know it"),
        (_sql("UPDATE facts SET status = 'x' WHERE tier = 'read'"), "(read of "),
        (_sql("UPDATE facts SET body = x'00' WHERE page = 0"), "cannot be read"),
        (_sql("DELETE FROM originals"), "refers to what is not in originals"),
        (_sql("UPDATE packets SET body = '{}'"), "`yushen judge` writes it again"),
        (_decide, "ledger: entry 1: was changed"),
        (_open_to_all, "exports/report.xlsx: others may read it"),
    ],
)
def test_whatever_was_changed_is_found(ws: Path, harm: Callable[[Path], None], said: str) -> None:
    """A line each, without a name from the haul; exit code 6."""
    harm(ws)
    result = yushen("verify", "--workspace", ws)
    assert result.exit_code == ExitCode.STORE
    assert said in result.stdout
    assert not any(word in result.output for word in ("甲", "乙", "丙", "申报表"))


def test_a_damaged_original_is_healed_by_its_source(ws: Path) -> None:
    """Where the file is taken in again, its bytes are written again."""
    _lose(ws)
    assert yushen("run", ws.parent / "haul", "--workspace", ws).exit_code == ExitCode.OK
    assert yushen("verify", "--workspace", ws).exit_code == ExitCode.OK


# backup


def test_a_backup_is_a_workspace_with_the_same_exports(ws: Path, tmp_path: Path) -> None:
    """Opened as one, it exports the same bytes, also when the original workspace is gone."""
    target = tmp_path / "copies" / "one"
    result = yushen("backup", target, "--workspace", ws)
    assert result.exit_code == ExitCode.OK, result.output
    before = scenarios.state(ws)
    shutil.rmtree(ws)
    exported = (target / "exports" / "records.jsonl").read_bytes()
    (target / "exports" / "records.jsonl").unlink()

    for form in ("jsonl", "csv"):
        scenarios.command(
            "export", "--all", "--personal", "--format", form, "--workspace", target
        )  # fmt: skip

    assert (target / "exports" / "records.jsonl").read_bytes() == exported
    assert scenarios.state(target) == before


def test_a_backup_is_made_while_others_work(ws: Path, tmp_path: Path) -> None:
    """A transaction that is under way is not in it, and is not waited for."""
    with Store(ws) as busy, busy.transaction() as connection:
        connection.exec_driver_sql("UPDATE deliveries SET stage = 'half'")
        assert yushen("backup", tmp_path / "copy", "--workspace", ws).exit_code == ExitCode.OK
    with Store(tmp_path / "copy") as copied:
        assert {one.stage for one in copied.deliveries()} == {"received"}


def test_a_backup_is_whole_or_not_there(ws: Path, tmp_path: Path) -> None:
    """What does not verify is not called a backup; what is there already is not written over."""
    _flip(ws)
    result = yushen("backup", tmp_path / "copies" / "one", "--workspace", ws)
    assert result.exit_code == ExitCode.STORE
    assert list((tmp_path / "copies").iterdir()) == []
    for place in (tmp_path / "haul", ws / "inside"):
        assert yushen("backup", place, "--workspace", ws).exit_code == ExitCode.INPUT


def test_what_a_killed_backup_left_goes_with_the_next_one(ws: Path, tmp_path: Path) -> None:
    """Half a copy holds what packets hold: it does not stay where nobody looks."""
    left = write(tmp_path, {".copy.unfinished/originals/ab/1": b"half"}) / ".copy.unfinished"
    assert yushen("backup", tmp_path / "copy", "--workspace", ws).exit_code == ExitCode.OK
    assert not left.exists()
    assert yushen("verify", "--workspace", tmp_path / "copy").exit_code == ExitCode.OK


# forget


def _everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_forgotten_packet_leaves_nothing_but_the_record(ws: Path) -> None:
    """Its words stand in no file of the workspace; what the other packet has stays with that."""
    view = packet(ws, "甲")
    with Store(ws) as store:
        ledger = Ledger(store)
        ledger.append(view.id, "甲", StageDecision(stage=Stage.IN_CHECK, reason=NAME), 0)
        ledger.append("other", "甲", StageDecision(stage=Stage.IN_CHECK, reason="留下"), 0)
    own, shared = original(ws, "甲", "申报表.docx"), original(ws, "甲", "共有.pdf")
    drawn = private_folder(ws / "pictures" / own.name) / "1.jpg"
    drawn.write_text(NAME)
    drawn.chmod(0o600)

    result = yushen("forget", "甲", "--yes", "--workspace", ws)

    assert result.exit_code == ExitCode.OK, result.output
    assert "1 entries and 1 originals go; 1 originals stay" in result.stdout
    assert not own.exists()
    assert shared.exists()
    held = _everything(ws)
    assert [words for words in (NAME, PHONE, "申报表.docx") if words.encode() in held] == []
    assert not drawn.parent.exists()
    with Store(ws) as store:
        ledger = Ledger(store)
        assert ledger.verify() == ()
        mine = ledger.entries(view.id)
        assert [entry.decision is None for entry in mine] == [True, False]
        assert ledger.entries("other")[0].decision is not None
        assert {entry for one in runs.kept(store) for entry in one.entries} == {"乙", "丙.pdf"}
    assert yushen("verify", "--workspace", ws).exit_code == ExitCode.OK
    assert (ws / "exports" / "report.xlsx").is_file()


def test_a_later_run_does_not_take_it_in_unsaid(ws: Path) -> None:
    """The same entry is left out, another one of its name is taken in; both are told."""
    assert yushen("forget", "甲", "--yes", "--workspace", ws).exit_code == ExitCode.OK
    haul = ws.parent / "haul"

    again = yushen("run", haul, "--workspace", ws)
    assert "1件来件此前已按要求删除" in again.stdout
    assert NAME.encode() not in _everything(ws)
    assert yushen("verify", "--workspace", ws).exit_code == ExitCode.OK

    (haul / "甲" / "补充.pdf").write_bytes(pdf(1, 90))
    changed = yushen("run", haul, "--workspace", ws)
    assert "同名，但内容不同，已收" in changed.stdout
    assert "甲" in packet(ws, "甲").entries


def test_forgetting_asks_first(ws: Path) -> None:
    """Whoever does not say yes has lost nothing."""
    before = scenarios.state(ws)
    result = CliRunner().invoke(cli.app, ["forget", "甲", "--workspace", str(ws)], input="n\n")
    assert result.exit_code != ExitCode.OK
    assert scenarios.state(ws) == before


def test_letters_go_with_their_packet(ws: Path) -> None:
    """By their number; those of others stay, and the summary of all is written again by hand."""
    mine, other = packet(ws, "甲"), packet(ws, "丙.pdf")
    letters = ws / "letters"
    letters.mkdir(mode=0o700)
    with Store(ws) as store:
        store.save_document("letters", f'{{"2021": {{"{mine.id}": 1, "{other.id}": 2}}}}')
    pattern = load_pack("saq_2021")[0].letter.number
    names = [f"{number_of(pattern, 2021, serial)}_某某_组织奖.docx" for serial in (1, 2)]
    for name in (*names, "补正通知一览.xlsx"):
        (letters / name).touch(mode=0o600)
    sent = [private_folder(letters / "sent") / f"{digit * 64}.docx" for digit in "12"]
    for path in sent:
        path.touch(mode=0o600)
    with Store(ws) as store:
        letter = LetterDecision(number="1", sha256="1" * 64, name="某某.docx")
        Ledger(store).append(mine.id, "甲", letter, 0)
    assert yushen("forget", "甲", "--yes", "--workspace", ws).exit_code == ExitCode.OK
    assert [path.name for path in letters.glob("*.*")] == names[1:]
    assert list((letters / "sent").iterdir()) == sent[1:]


def test_what_was_joined_to_a_packet_goes_with_it(ws: Path) -> None:
    """Decisions on a packet that was taken into another one name the same applicant."""
    view = packet(ws, "甲")
    with Store(ws) as store:
        gone = Known("eee0000000", Sighting(view.award, NAME, "", view.entries))
        remember_ids(store, [gone])
        decided = StageDecision(stage=Stage.IN_CHECK, reason=NAME)
        Ledger(store).append(gone.id, "甲", decided, 0)
    assert yushen("forget", "甲", "--yes", "--workspace", ws).exit_code == ExitCode.OK
    with Store(ws) as store:
        ledger = Ledger(store)
        assert [entry.decision for entry in ledger.entries(gone.id)] == [None]
        assert ledger.verify() == ()
    assert NAME.encode() not in _everything(ws)


def test_what_was_decided_about_a_shared_file_stays(ws: Path) -> None:
    """The other packet holds the file, and with it what people saw in it; the rest goes."""
    view, other = packet(ws, "甲"), packet(ws, "乙")
    shared = original(ws, "甲", "共有.pdf").name
    with Store(ws) as store:
        ledger = Ledger(store)
        ledger.append(view.id, "甲", PageDecision(sha256=shared, page=1, kind="licence"), 0)
        ledger.append(
            view.id, "甲", LetterDecision(number="1", sha256="0" * 64, name="某某.docx"), 9
        )
    assert yushen("forget", "甲", "--yes", "--workspace", ws).exit_code == ExitCode.OK
    with Store(ws) as store:
        ledger = Ledger(store)
        kept = [entry.decision is not None for entry in ledger.entries(view.id)]
        assert kept == [True, False, True]
        assert ledger.decided_about(other.id, {shared}).pages
        assert ledger.verify() == ()


# retry


class Failing(InlineExecutor):
    """Runs out of time on whatever it is told to."""

    def __init__(self, *tasks: str) -> None:
        self.tasks = tasks

    def submit(self, task: Any, args: tuple[Any, ...], seconds: float) -> Future[Any]:
        if task.__name__ not in self.tasks:
            return super().submit(task, args, seconds)
        future: Future[Any] = Future()
        future.set_exception(TimeoutError())
        return future


def test_what_ran_out_of_time_is_tried_again_without_the_haul(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages, archives, and what a password opens; afterwards all is as if nothing had been lost."""
    monkeypatch.setenv("YUSHEN_SETTLE_SECONDS", "0")
    monkeypatch.setenv("YUSHEN_PASSWORDS_FILE", str(tmp_path / "passwords.txt"))
    (tmp_path / "passwords.txt").write_text("secret")
    scenarios.prepare(monkeypatch.setattr)
    haul = scenarios.haul(tmp_path / "haul")
    (haul / "己.pdf").write_bytes(locked(6, True, "secret"))
    scenarios.run(haul, tmp_path / "good")
    inline = commands_run.pool

    @contextmanager
    def failing(settings: Any) -> Any:
        yield Failing("unpack", "answer_read")

    monkeypatch.setattr(commands_run, "pool", failing)
    assert yushen("run", haul, "--workspace", tmp_path / "ws").exit_code == ExitCode.OK
    monkeypatch.setattr(commands_run, "pool", inline)
    shutil.rmtree(haul)

    result = yushen("retry", "丙.eml", "--workspace", tmp_path / "ws")
    assert result.exit_code == ExitCode.OK, result.output
    with Store(tmp_path / "ws") as store:
        kinds = {one.name: len(one.members) for one in store.deliveries()}
    assert (kinds["丙.eml"], kinds["乙.zip"]) == (2, 0)

    assert yushen("retry", "--workspace", tmp_path / "ws").exit_code == ExitCode.OK
    for form in ("jsonl", "csv"):
        yushen("export", "--all", "--personal", "--format", form, "--workspace", tmp_path / "ws")
    assert scenarios.state(tmp_path / "ws") == scenarios.state(tmp_path / "good")


# who may read, and what is logged


def test_only_the_owner_may_read_the_workspace(ws: Path, tmp_path: Path) -> None:
    """Every file and folder after a run with exports, and of a backup, whatever the umask."""
    before = os.umask(0)
    try:
        fresh = tmp_path / "fresh" / "ws"
        scenarios.run(ws.parent / "haul", fresh)
        yushen("backup", tmp_path / "copies" / "one", "--workspace", fresh)
    finally:
        os.umask(before)
    paths = [
        path for root in (fresh, tmp_path / "copies") for path in (root, *root.rglob("*"))
    ]  # fmt: skip
    assert len(paths) > 20
    for path in paths:
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path


def test_the_log_holds_no_word_of_the_papers(ws: Path, tmp_path: Path) -> None:
    """Neither a number nor a name, nor what a file is called; lists on the screen are masked."""
    haul = write(tmp_path / "more", {f"{NAME}{ID_NUMBER}/{PHONE}.docx": docx(SECRET)})
    (haul / f"{NAME}.pdf").write_bytes(pdf()[:80])
    shown = yushen("-v", "run", haul, "--workspace", tmp_path / "fresh")
    status = yushen("-v", "status", "--workspace", tmp_path / "fresh")
    assert shown.exit_code == status.exit_code == ExitCode.OK
    assert "INFO pipeline.ingest: ingest: 2 entries, 2 new, 2 files" in shown.stderr
    for words in (NAME, ID_NUMBER, PHONE):
        assert words not in shown.stderr
    for words in (ID_NUMBER, PHONE):
        assert words not in shown.stdout
        assert words not in status.stdout
