"""Programs that this process started in groups of their own, to be ended with it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

_RUNNING: set[int] = set()


def end_all() -> None:
    """Kill every group that still runs; for a process that is about to end."""
    for leader in tuple(_RUNNING):
        _kill(leader)


@contextlib.contextmanager
def started(
    command: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """A program in a group of its own, silent; the whole group is gone when the block is left."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    _RUNNING.add(process.pid)
    try:
        yield process
    finally:
        _kill(process.pid)
        process.wait()
        _RUNNING.discard(process.pid)


def _kill(leader: int) -> None:
    """The group outlives its leader, and keeps its number while one of it is there."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
