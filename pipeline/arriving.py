"""Entries that somebody is still copying in: they are waited for, and else left for the next run.

A file is at rest when its size and time stay the same over an interval. What carries an old time
is taken to be at rest, so that a haul that lies there costs no waiting.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

_PATIENCE = 15  # intervals
_DEEPEST = 40

# Size and time (in nanoseconds) by path.
_State = dict[str, tuple[int, int]]


def still_arriving(paths: Sequence[Path], seconds: float) -> frozenset[Path]:
    """Those entries that do not come to rest; returns at once where nothing changed of late.

    `seconds` is the interval in which nothing may change; 0 asks for none.
    """
    moving = {path: _state(path) for path in paths} if seconds else {}
    moving = {path: state for path, state in moving.items() if _is_recent(state, seconds)}
    for _ in range(_PATIENCE):
        if not moving:
            break
        time.sleep(seconds)
        after = {path: _state(path) for path in moving}
        moving = {path: state for path, state in after.items() if state != moving[path]}
    return frozenset(moving)


def _is_recent(state: _State, seconds: float) -> bool:
    """Whether a file was changed just now by its own time, also where clocks differ a little."""
    now = time.time_ns()
    return any(abs(now - changed) < seconds * 1e9 for _, changed in state.values())


def _state(path: Path, depth: int = 0) -> _State:
    """Of the entry and all in it; links are not followed, what cannot be seen does not count."""
    try:
        status = path.lstat()
        found = {str(path): (status.st_size, status.st_mtime_ns)}
        if depth < _DEEPEST and path.is_dir() and not path.is_symlink():
            for inside in os.scandir(path):
                found |= _state(Path(inside.path), depth + 1)
    except OSError:
        return {}
    return found
