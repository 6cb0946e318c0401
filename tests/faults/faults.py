"""Kills a piece of work at each of its writes, and looks at what is left."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.faults.trace import Outcome, traced

Check = Callable[[Path], str]


def forked(work: Callable[[], None]) -> None:
    """Run in a child that nobody traces, so that the next fault finds this process as it is."""
    pid = os.fork()
    if pid == 0:
        with contextlib.redirect_stdout(io.StringIO()):
            work()
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    if status:
        raise RuntimeError("the undisturbed work failed")


def quietly(work: Callable[[], None]) -> Callable[[], None]:
    def silent() -> None:
        with contextlib.redirect_stdout(io.StringIO()):
            work()

    return silent


class Faults:
    """Kills a piece of work at each of its writes, and checks two worlds after: the disk as it is,
    and as it would be after a power cut."""

    def __init__(
        self,
        folder: Path,
        begin: Callable[[Path], None],
        work: Callable[[Path], None],
        check: Check,
    ) -> None:
        self.folder, self.begin, self.work, self.check = folder, begin, work, check

    def _disturbed(self, kill_before: int | None) -> tuple[Path, Outcome]:
        root = self.folder / f"at-{kill_before}"
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir()
        self.begin(root)
        return root, traced(quietly(lambda: self.work(root)), root / "disk", kill_before)

    def total(self) -> int:
        root, outcome = self._disturbed(None)
        if outcome.failed:
            raise RuntimeError("the work fails undisturbed")
        shutil.rmtree(root)
        self.calls = outcome.calls
        return len(outcome.calls)

    def at(self, position: int) -> Iterator[str]:
        """What was wrong after the fault, a line each."""
        root, outcome = self._disturbed(position)
        where = f"{position} ({self.calls[position - 1]})"
        if outcome.finished:
            yield f"{where}: was never reached"
            return
        cut = root / "cut"
        cut.mkdir()
        outcome.disk.rebuild((root / "disk").stat().st_ino, cut / "disk")
        for path in root.iterdir():
            if path.is_file():
                shutil.copy(path, cut)
        for world, place in (("killed", root), ("power cut", cut)):
            try:
                wrong = self.check(place)
            except Exception as error:  # whatever it is, it is this fault's
                wrong = f"{type(error).__name__}: {error}"
            if wrong:
                yield f"{where}, {world}: {wrong}"
        shutil.rmtree(root)


def differences(expected: dict[str, str], found: dict[str, str]) -> str:
    names = sorted(
        name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name)
    )
    return ", ".join(f"{name}: {found.get(name, '-')[:200]}" for name in names)
