"""What is disturbed: a whole run with its exports, decisions, forgetting, and a backup.

The commands themselves run, with a reader that reads nothing much, in this process.
"""

from __future__ import annotations

import functools
import hashlib
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer
from openpyxl import Workbook
from sqlalchemy import select

from pipeline import cli, commands_run, engines, packs, tables
from pipeline.decisions import Stage, StageDecision
from pipeline.errors import ExitCode
from pipeline.ledger import Ledger
from pipeline.store import Store
from pipeline.verifying import verify
from pipeline.workers import InlineExecutor
from tests.pipeline.intake import FAKE, archive, docx, mail, pdf, png, write

_FORM = "上海市质量管理奖（组织奖）申报表"


def prepare(put: Callable[[Any, str, Any], None] = setattr) -> None:
    """Let commands read with the fake engine, in this process."""

    @contextmanager
    def inline(settings: Any) -> Iterator[InlineExecutor]:
        yield InlineExecutor()

    put(commands_run, "pool", inline)
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
    book = Workbook()
    book.worksheets[0].append(["申报单位", "收件日期"])
    book.worksheets[0].append(["某某公司", "2021-08-13"])
    book.save(folder / "收件登记.xlsx")
    return folder


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
        if path.suffix == ".xlsx":
            found[name] = _sheets(path)
        elif path.is_file() and not name.startswith((".", "yushen.db")):
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


def _sheets(path: Path) -> str:
    """A workbook without the time at which it was written."""
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


def copy(source: Path, target: Path) -> Path:
    shutil.copytree(source, target)
    return target
