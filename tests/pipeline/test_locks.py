"""One at a time on one workspace."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline import cli
from pipeline.errors import ExitCode, StoreError
from pipeline.locks import BusyError, Lock, held

_HOLDER = """
import sys, time
from pathlib import Path
from pipeline.locks import Lock, held
with held(Path(sys.argv[1]), Lock.WORK, "run"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path) -> subprocess.Popen[str]:
    """Another process that holds the workspace `ws` by now."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(tmp_path / "ws")], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_run_says_who_is_at_work(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    """It ends with the store's exit code and takes nothing in; what only looks is let in."""
    (tmp_path / "haul").mkdir()
    run = CliRunner().invoke(
        cli.app, ["run", str(tmp_path / "haul"), "--workspace", str(tmp_path / "ws")]
    )
    assert run.exit_code == ExitCode.STORE
    assert f"`yushen run` (process {holder.pid}, since " in run.stderr
    assert not (tmp_path / "ws" / "yushen.db").exists()
    with held(tmp_path / "ws", Lock.ORIGINALS, "backup"):
        holder.kill()
        holder.communicate()


def test_the_lock_of_a_killed_process_is_no_obstacle(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    """The kernel gives it back; nobody has to remove a file."""
    with pytest.raises(BusyError), held(tmp_path / "ws", Lock.WORK, "judge"):
        pass
    holder.kill()
    holder.communicate()
    with held(tmp_path / "ws", Lock.WORK, "judge"):
        pass


def test_who_is_patient_comes_next(tmp_path: Path) -> None:
    """Two threads of one process exclude each other as two processes do."""
    ends: list[str] = []

    def first() -> None:
        with held(tmp_path, Lock.WORK, "first"):
            entered.set()
            time.sleep(0.3)
            ends.append("first")

    entered = threading.Event()
    thread = threading.Thread(target=first)
    thread.start()
    entered.wait()
    with held(tmp_path, Lock.WORK, "second", seconds=10):
        ends.append("second")
    thread.join()
    assert ends == ["first", "second"]


def test_a_workspace_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    """A lock cannot be taken where its file cannot be made."""
    (tmp_path / ".work.lock").mkdir()
    refused = pytest.raises(StoreError, match=r"\.work\.lock: cannot be written")
    with refused, held(tmp_path, Lock.WORK, "run"):
        pass
