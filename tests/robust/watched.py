"""The memory of all processes below one, looked at a few times a second."""

from __future__ import annotations

import re
import threading
from pathlib import Path

_EVERY_SECONDS = 0.1
_PARENT = re.compile(r"^PPid:\s+(\d+)", re.MULTILINE)
_HELD = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)


class Watch:
    """`peak`: the most bytes that any single process has held, by the kernel's own count."""

    def __init__(self, root: int) -> None:
        self.peak = 0
        self._root = root
        self._stopped = threading.Event()

    def until_stopped(self) -> None:
        while not self._stopped.wait(_EVERY_SECONDS):
            self._look()

    def stop(self) -> None:
        self._stopped.set()

    def _look(self) -> None:
        parents: dict[int, int] = {}
        held: dict[int, int] = {}
        for folder in Path("/proc").iterdir():
            if not folder.name.isdecimal():
                continue
            try:
                status = (folder / "status").read_text("ascii", "replace")
            except OSError:
                continue
            parent, memory = _PARENT.search(status), _HELD.search(status)
            if parent:
                parents[int(folder.name)] = int(parent[1])
            if memory:
                held[int(folder.name)] = int(memory[1]) * 1024
        for process, size in held.items():
            if self._is_below(process, parents):
                self.peak = max(self.peak, size)

    def _is_below(self, process: int, parents: dict[int, int]) -> bool:
        for _ in range(40):
            if process == self._root:
                return True
            process = parents.get(process, 0)
            if not process:
                return False
        return False
