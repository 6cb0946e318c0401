"""Starts `python -m tests.faults`: in a process of its own, for it forks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Found:
    """How many writes there are, at how many it was killed, and what was wrong after, a line
    each."""

    writes: int
    killed: int
    wrong: list[str]


def disturbed(work: str, folder: Path, count: str) -> Found:
    command = [sys.executable, "-m", "tests.faults", work, str(folder), count]
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    done = subprocess.run(
        command, cwd=_ROOT, env=os.environ | threads, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return Found(**json.loads(done.stdout.splitlines()[-1]))
