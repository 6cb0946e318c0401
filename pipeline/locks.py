"""Locks of a workspace: who works on it now, so that two do not at once.

A lock is the kernel's (flock) and ends with its process, however that ends: none is ever stale.
The file says who holds it, for the message of whoever comes second; it is never removed, or
two could hold two files of one name. Holders are told apart inside one process, too.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from checks.receipts import SHANGHAI
from pipeline.errors import StoreError
from pipeline.files import private_folder

_POLL_SECONDS = 0.1
_LONGEST_NOTE = 200


class Lock(StrEnum):
    """What is done by one at a time. None of them is needed for reading, or for deciding."""

    WORK = "work"  # taking in, reading and judging a haul; forgetting a packet
    ORIGINALS = "originals"  # copying originals away, or removing them


class BusyError(StoreError):
    """Another process (or thread) holds the lock."""


@contextmanager
def held(workspace: Path, lock: Lock, doing: str, seconds: float = 0.0) -> Iterator[None]:
    """Hold a lock while the block runs; wait so many seconds for whoever has it now.

    `doing` is the command, as others are told it. Raises BusyError, or StoreError where the
    workspace cannot be written.
    """
    path = private_folder(workspace) / f".{lock}.lock"
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror}") from error
    try:
        _wait(handle, workspace, seconds)
        since = datetime.now(SHANGHAI).strftime("%H:%M:%S")
        _write(handle, f"`yushen {doing}` (process {os.getpid()}, since {since})")
        yield
    finally:
        os.close(handle)  # which gives the lock back


def _wait(handle: int, workspace: Path, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not _taken(handle):
        if time.monotonic() >= until:
            holder = os.pread(handle, _LONGEST_NOTE, 0).decode("utf-8", "replace")
            who = holder or "another yushen"
            raise BusyError(f"{workspace}: {who} is at work here; try again when it is done")
        time.sleep(_POLL_SECONDS)


def _taken(handle: int) -> bool:
    if sys.platform == "win32":
        return True  # no flock: there, only people keep two runs apart
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _write(handle: int, note: str) -> None:
    try:
        os.ftruncate(handle, 0)
        os.pwrite(handle, note.encode(), 0)
    except OSError:
        return  # a full disk: the lock holds all the same
