"""Kills a piece of work at each of its writes, and looks at what is left."""

from __future__ import annotations

import contextlib
import hashlib
import io
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.faults.trace import Disk, Outcome, traced

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
    """A piece of work, disturbed at its writes; two worlds are checked after each: the disk as it
    is, and as it would be after a power cut."""

    def __init__(
        self,
        folder: Path,
        begin: Callable[[Path], None],
        work: Callable[[Path], None],
        check: Check,
    ) -> None:
        self.folder, self.begin, self.work, self.check = folder, begin, work, check
        self.found: dict[str, str] = {}

    def killed(self, count: int) -> tuple[int, int, list[str]]:
        """Kill it at so many of its writes, begun anew each time: how many writes there are, at
        how many it was killed, and what was wrong after, a line each."""
        root, outcome = self._disturbed(None)
        if outcome.failed:
            raise RuntimeError("the work fails undisturbed")
        shutil.rmtree(root)
        chosen = spread(len(outcome.calls), count)
        wrong = [line for position in chosen for line in self._at(position, outcome.calls)]
        return len(outcome.calls), len(chosen), wrong

    def stopped(self) -> tuple[int, int, list[str]]:
        """As `killed`, at all of them: it is done once and stands still before each write, and what
        lies there then is what would lie there had it been killed."""
        wrong: list[str] = []
        root = self._begun("stopped")
        stops = itertools.count(1)

        def look(call: str, disk: Disk) -> None:
            where = f"{next(stops)} ({call})"
            place = self.folder / "stop"
            shutil.copytree(root, place)
            wrong.extend(self._worlds(where, place, disk, root))
            shutil.rmtree(place)

        outcome = traced(quietly(lambda: self.work(root)), root / "disk", at=look)
        if outcome.failed:
            raise RuntimeError("the work fails undisturbed")
        return len(outcome.calls), next(stops) - 1, wrong

    def _begun(self, name: str) -> Path:
        root = self.folder / name
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir()
        self.begin(root)
        return root

    def _disturbed(self, kill_before: int | None) -> tuple[Path, Outcome]:
        root = self._begun(f"at-{kill_before}")
        return root, traced(quietly(lambda: self.work(root)), root / "disk", kill_before)

    def _at(self, position: int, calls: list[str]) -> Iterator[str]:
        root, outcome = self._disturbed(position)
        where = f"{position} ({calls[position - 1]})"
        if outcome.finished:
            yield f"{where}: was never reached"
            return
        yield from self._worlds(where, root, outcome.disk, root)
        shutil.rmtree(root)

    def _worlds(self, where: str, place: Path, disk: Disk, original: Path) -> Iterator[str]:
        """What is wrong in `place`, which is as `original` was, and after a power cut there."""
        cut = place / "cut"
        cut.mkdir()
        disk.rebuild((original / "disk").stat().st_ino, cut / "disk")
        for path in place.iterdir():
            if path.is_file():
                shutil.copy(path, cut)
        for world, folder in (("power cut", cut), ("killed", place)):
            wrong = self._checked(folder)
            if wrong:
                yield f"{where}, {world}: {wrong}"
            shutil.rmtree(cut, ignore_errors=True)

    def _checked(self, folder: Path) -> str:
        """What is wrong; of a world that is byte for byte as one before it is known."""
        key = _digest(folder)
        if key not in self.found:
            try:
                self.found[key] = self.check(folder)
            except Exception as error:  # whatever it is, it is this fault's
                self.found[key] = f"{type(error).__name__}: {error}"
        return self.found[key]


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        content = path.read_bytes() if path.is_file() else b"/"
        digest.update(f"{path.relative_to(folder)} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def spread(total: int, count: int) -> list[int]:
    """So many positions of 1..total, evenly spread, with the first and the last."""
    if count >= total:
        return list(range(1, total + 1))
    return sorted({1 + round(step * (total - 1) / max(1, count - 1)) for step in range(count)})


def differences(expected: dict[str, str], found: dict[str, str]) -> str:
    names = sorted(
        name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name)
    )
    return ", ".join(f"{name}: {found.get(name, '-')[:200]}" for name in names)
