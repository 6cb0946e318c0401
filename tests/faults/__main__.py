"""`python -m tests.faults SCENARIO FOLDER (COUNT | all)`: disturb it at so many of its writes.

Prints one JSON object: how many writes there are, where it was killed, and what was wrong after.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.faults import scenarios
from tests.faults.trace import Outcome, traced

Check = Callable[[Path], str]


def _forked(work: Callable[[], None]) -> None:
    """Run in a child that nobody traces, so that the next fault finds this process as it is."""
    pid = os.fork()
    if pid == 0:
        with contextlib.redirect_stdout(io.StringIO()):
            work()
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    if status:
        raise RuntimeError("the undisturbed work failed")


def _quietly(work: Callable[[], None]) -> Callable[[], None]:
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
        return root, traced(_quietly(lambda: self.work(root)), root / "disk", kill_before)

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


def _differences(expected: dict[str, str], found: dict[str, str]) -> str:
    names = sorted(
        name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name)
    )
    return ", ".join(f"{name}: {found.get(name, '-')[:200]}" for name in names)


def run_faults(folder: Path) -> Faults:
    """A run on a new workspace; started again, it ends as if nothing had been."""
    entries = scenarios.haul(folder / "haul")
    expected = _reference(folder, entries)

    def begin(root: Path) -> None:
        (root / "disk").mkdir()

    def check(root: Path) -> str:
        workspace = root / "disk" / "ws"
        _forked(lambda: scenarios.run(entries, workspace))
        return _differences(expected, scenarios.state(workspace))

    return Faults(folder, begin, lambda root: scenarios.run(entries, root / "disk" / "ws"), check)


def decision_faults(folder: Path) -> Faults:
    """Decisions one after another: none that was confirmed is lost, none is half."""

    def begin(root: Path) -> None:
        (root / "disk").mkdir()
        (root / "confirmed").touch()

    def work(root: Path) -> None:
        scenarios.decide(root / "disk" / "ws", root / "confirmed")

    def check(root: Path) -> str:
        return scenarios.decisions_lost(root / "disk" / "ws", root / "confirmed")

    return Faults(folder, begin, work, check)


def forget_faults(folder: Path) -> Faults:
    """Forgetting a packet; begun again, it ends as if nothing had been."""
    entries = scenarios.haul(folder / "haul")
    _reference(folder, entries)
    full = folder / "reference"
    whole = scenarios.copy(full, folder / "forgotten")
    scenarios.forget(whole, "乙.zip")
    expected = scenarios.state(whole)

    def begin(root: Path) -> None:
        (root / "disk").mkdir()
        scenarios.copy(full, root / "disk" / "ws")

    def work(root: Path) -> None:
        scenarios.forget(root / "disk" / "ws", "乙.zip")

    def check(root: Path) -> str:
        _forked(lambda: work(root))
        return _differences(expected, scenarios.state(root / "disk" / "ws"))

    return Faults(folder, begin, work, check)


def _reference(folder: Path, entries: Path) -> dict[str, str]:
    workspace = folder / "reference"
    with contextlib.redirect_stdout(io.StringIO()):
        scenarios.run(entries, workspace)
    return scenarios.state(workspace)


SCENARIOS = {"run": run_faults, "decide": decision_faults, "forget": forget_faults}


def spread(total: int, count: int) -> list[int]:
    """So many positions of 1..total, evenly spread, with the first and the last."""
    if count >= total:
        return list(range(1, total + 1))
    return sorted({1 + round(step * (total - 1) / max(1, count - 1)) for step in range(count)})


def main(scenario: str, folder: str, count: str) -> None:
    os.environ["YUSHEN_SETTLE_SECONDS"] = "0"
    scenarios.prepare()
    faults = SCENARIOS[scenario](Path(folder).resolve())
    total = faults.total()
    chosen = spread(total, total if count == "all" else int(count))
    wrong = [line for position in chosen for line in faults.at(position)]
    print(json.dumps({"writes": total, "killed": len(chosen), "wrong": wrong}, ensure_ascii=False))


main(*sys.argv[1:])
