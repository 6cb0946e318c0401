"""What is disturbed: runs with their exports, letters, decisions, uploads, and care of all that.

The commands themselves run, with a reader that reads nothing much, in this process.
"""

from __future__ import annotations

import asyncio
import functools
import hashlib
import shutil
import zipfile
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import typer
from openpyxl import Workbook
from sqlalchemy import select

from pipeline import cli, commands_letter, commands_run, engines, packs, tables
from pipeline.decisions import Stage, StageDecision
from pipeline.desk import batches
from pipeline.desk.inbox import Inbox
from pipeline.errors import ExitCode
from pipeline.ledger import Ledger
from pipeline.locks import Lock, held
from pipeline.progress import Silent
from pipeline.settings import load
from pipeline.store import Store
from pipeline.verifying import verify
from pipeline.workers import InlineExecutor
from tests.pipeline.intake import FAKE, archive, docx, mail, pdf, png, write

_OTHER_CODE = "91110000600037341L"
_FORM = "上海市质量管理奖（组织奖）申报表"


def prepare(put: Callable[[Any, str, Any], None] = setattr) -> None:
    """Let commands read with the fake engine, in this process."""

    @contextmanager
    def inline(*_: Any) -> Iterator[InlineExecutor]:
        yield InlineExecutor()

    put(commands_run, "pool", inline)
    put(commands_letter, "pool", inline)
    put(batches, "PoolExecutor", inline)
    put(engines, "choose_engine", lambda *_: FAKE)
    put(packs, "load_pack", functools.cache(packs.load_pack))  # the pack is never disturbed


def haul(folder: Path) -> Path:
    """A folder, an archive in an archive, a mail, a lone file, and a damaged one."""
    files = {
        "甲/申报表.docx": docx(_FORM),
        "甲/扫描.png": png(1),
        "乙.zip": archive(
            {"申报表.docx": docx(f"{_FORM} 乙"), "内.zip": archive({"a.png": png(2)})}
        ),
        "丙.eml": mail({"申报表.pdf": pdf(1, 9)}).as_bytes(),
        "丁.pdf": pdf(2, 5),
        "戊.pdf": pdf(1, 7)[:90],
    }
    write(folder, files)
    return _registered(folder, "某某公司")


def _registered(folder: Path, *names: str) -> Path:
    book = Workbook()
    book.worksheets[0].append(["申报单位", "收件日期"])
    for name in names:
        book.worksheets[0].append([name, "2021-08-13"])
    book.save(folder / "收件登记.xlsx")
    return folder


def corrected(folder: Path) -> Path:
    """The haul some days later: a page more, another form, a new entry, a row more."""
    files = {
        "甲/补充.png": png(3),
        "丁.pdf": pdf(1, 11),
        "己.zip": archive({"申报表.docx": docx(f"{_FORM} 己")}),
    }
    write(folder, files)
    return _registered(folder, "某某公司", "另一公司")


@functools.cache
def _program() -> Any:
    return typer.main.get_command(cli.app)


def command(*arguments: object) -> int:
    """A command of the program; answers with its exit code."""
    return _program()(list(map(str, arguments)), standalone_mode=False) or 0


def run(entries: Path, workspace: Path) -> None:
    """Take in, read, judge and export."""
    assert command("run", entries, "--workspace", workspace) == 0
    export(workspace)


def export(workspace: Path) -> None:
    for form in ("jsonl", "csv"):
        line = ("export", "--all", "--personal", "--format", form, "--workspace", workspace)
        assert command(*line) == 0


def state(workspace: Path) -> dict[str, str]:
    """All that should be the same after a disturbed run: digests by name."""
    found = {}
    for path in sorted(workspace.rglob("*")):
        name = str(path.relative_to(workspace))
        if path.suffix in (".xlsx", ".docx"):
            found[name] = _parts(path)
        elif path.is_file() and not name.startswith((".", "yushen.db", "inbox/")):
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    with Store(workspace) as store:
        found["problems"] = "\n".join(verify(store))
        for table, columns in (
            (tables.deliveries, "id position name digest stage problems"),
            (tables.members, "delivery_id position path kind sha256 problems"),
            (tables.facts, "key digest status"),
            (tables.packets, "id position body"),
            (tables.originals, "sha256 size"),
            (tables.forgotten, "id name"),
        ):
            query = select(*(table.c[column] for column in columns.split()))
            with store.transaction() as connection:
                rows = sorted(map(repr, connection.execute(query).all()))
            found[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def _parts(path: Path) -> str:
    """A workbook or letter without the time at which it was written."""
    digest = hashlib.sha256()
    with zipfile.ZipFile(path) as book:
        for name in sorted(book.namelist()):
            if name != "docProps/core.xml":
                digest.update(name.encode() + book.read(name))
    return digest.hexdigest()


# Decisions: what was confirmed to the person stands in a file of its own, outside the workspace.

DECISIONS = 4


def decide(workspace: Path, confirmed: Path) -> None:
    with Store(workspace) as store, confirmed.open("a", buffering=1) as file:
        ledger = Ledger(store)
        for number in range(DECISIONS):
            said = StageDecision(stage=Stage.IN_CHECK, reason=f"第{number}次")
            entry = ledger.append("p1", "甲", said, seen=0)
            file.write(f"{entry.seq} {entry.digest}\n")


def decisions_lost(workspace: Path, confirmed: Path) -> str:
    """What is wrong with the record after a fault; "" where nothing is."""
    told = [line.split() for line in confirmed.read_text().splitlines()]
    with Store(workspace) as store:
        ledger = Ledger(store)
        kept = {str(entry.seq): entry for entry in ledger.everything()}
        problems = list(ledger.verify())
    problems += [
        f"{seq} is lost" for seq, digest in told if seq not in kept or kept[seq].digest != digest
    ]
    problems += [f"{seq} is half" for seq, one in kept.items() if one.decision is None]
    if len(kept) > len(told) + 1:
        problems.append("there are decisions that nobody made")
    return "\n".join(problems)


def forget(workspace: Path, name: str) -> None:
    """Forget the packet of an entry, as the command does; what is gone already stays so."""
    code = command("forget", name, "--yes", "--workspace", workspace)
    assert code in (0, ExitCode.INPUT), code  # 3: no such packet


class OutOfTime(InlineExecutor):
    """Opens no archive and reads no page."""

    def submit(self, task: Callable[..., Any], args: tuple[Any, ...], seconds: float) -> Any:
        if task.__name__ not in ("unpack", "answer_read"):
            return super().submit(task, args, seconds)
        future: Future[Any] = Future()
        future.set_exception(TimeoutError())
        return future


def run_without_time(entries: Path, workspace: Path) -> None:
    """A run that leaves much to be tried again; for a process of its own, which it spoils."""

    @contextmanager
    def failing(*_: Any) -> Iterator[InlineExecutor]:
        yield OutOfTime()

    commands_run.pool = failing
    run(entries, workspace)


def retry(workspace: Path) -> None:
    """Try again what was lost, and export."""
    assert command("retry", "--workspace", workspace) == 0
    export(workspace)


def with_defects(workspace: Path) -> Path:
    """A workspace with two judged packets that get letters."""
    # These look the engine up when they are imported: it is to be the fake one.
    from tests.checks.packets import Packet, files_of
    from tests.pipeline import stored

    folder = workspace.parent / "stored"
    made = stored.workspace(folder, replace(Packet(), sealed={"org_opinion": None}))
    words = {**Packet().paper, "单位名称": "上海另一公司", "统一社会信用代码": _OTHER_CODE}
    other = Packet("上海另一公司", words, words, {"org_opinion": None})
    stored.deliver(folder, files_of(other), "d2", "另一公司.zip")
    office = '[letter]\ncontact = "张某"\nphone = "021-1"\n'
    made.joinpath("yushen.toml").write_text(office, "utf-8")
    assert command("judge", "--workspace", made) == 0
    return made.rename(workspace)


def letters(workspace: Path) -> None:
    """Write all letters, with their numbers and the summary."""
    assert command("letter", "--all", "--date", "2021-08-20", "--workspace", workspace) == 0
    assert len(list((workspace / "letters").glob("*.docx"))) == 2


def backup(workspace: Path, target: Path) -> None:
    assert command("backup", target, "--workspace", workspace) == 0


def sent(folder: Path) -> Path:
    """What a browser sends: its bytes are to be the same each time."""
    files = {"庚/申报表.docx": docx(f"{_FORM} 庚"), "庚/扫描.png": png(4), "辛.pdf": pdf(1, 13)}
    return write(folder, files)


def upload(workspace: Path, files: Path, confirmed: Path) -> None:
    """Send files to the desk, as a browser does, and have the batch done."""
    inbox = _inbox(workspace)
    number = inbox.begin()
    for path in sorted(files.rglob("*.*")):
        name = str(path.relative_to(files))
        asyncio.run(inbox.add(number, name, "packet", _streamed(path.read_bytes())))
    inbox.finish(number)
    confirmed.write_text(number)
    go_on(workspace)


def go_on(workspace: Path) -> None:
    """What the desk does when it starts: whole uploads are taken in, one after another."""
    settings, inbox = load({"workspace": workspace}), _inbox(workspace)
    with Store(workspace) as store:
        for folder in inbox.waiting():
            with held(workspace, Lock.WORK, "desk"):
                batches.take_in(folder, settings, store, Silent())
            inbox.taken(folder)
    export(workspace)


def _inbox(workspace: Path) -> Inbox:
    return Inbox(workspace, 1_000_000, 1_000_000)


async def _streamed(data: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(data), 20_000):
        yield data[start : start + 20_000]


def copy(source: Path, target: Path) -> Path:
    shutil.copytree(source, target)
    return target
