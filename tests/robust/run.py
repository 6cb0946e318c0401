"""Run `yushen run` over a hostile haul, and say what became of everything.

    python -m tests.robust.run HAUL… --workspace DIR

Exit code 1 where the bar is missed: a file without facts or a reason, a crash, a file written
outside the workspace, a connection tried, a limit passed by more than a fifth.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.engines import choose_engine
from pipeline.reading import keys_for
from pipeline.settings import Settings, load, reading_limits
from pipeline.store import Store
from tests.robust import traced
from tests.robust.drive import BLIND
from tests.robust.outcomes import LITTER, READ, Outcomes, outcomes
from tests.robust.watched import Watch

_TOLERATED = 1.2
# What any Python program of ours writes, none of it named by a file of the haul: nothing at all,
# semaphores of multiprocessing, and the maps of a worker's own user namespace.
_HARMLESS = ("/dev/null", "/dev/shm/", "/dev/tty", "/proc/", "pipe:", "socket:")


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run came to. `outside`, `reached`: None where nothing recorded it."""

    entries: int
    seconds: float
    exit_code: int
    traceback: bool
    outcomes: Outcomes
    outside: tuple[str, ...] | None
    reached: tuple[str, ...] | None
    peak_bytes: int

    def faults(self, settings: Settings) -> list[str]:
        """Where the bar is missed, in words; empty where it is not."""
        limits = settings.limits
        found = self.outcomes
        allowed = limits.page_seconds * _TOLERATED
        checks = (
            (self.exit_code == 0 and not self.traceback, f"the run failed: {self.exit_code}"),
            (not found.silent, f"without facts or reason: {list(found.silent)[:9]}"),
            (not found.missing, f"no delivery: {list(found.missing)[:9]}"),
            (not self.outside, f"written outside: {list(self.outside or ())[:9]}"),
            (not self.reached, f"connections tried: {list(self.reached or ())[:9]}"),
            (self.peak_bytes <= limits.worker_bytes * _TOLERATED, "memory over its limit"),
            (found.longest_seconds <= allowed, f"a task of {found.longest_seconds:.0f} s"),
            (found.largest_delivery <= limits.unpacked_bytes * _TOLERATED, "unpacked too much"),
        )
        return [words for holds, words in checks if not holds]


def measure(haul: Path, workspace: Path, blind: bool) -> tuple[Figures, Settings]:
    """Run over one haul in a workspace that is made anew."""
    shutil.rmtree(workspace, ignore_errors=True)
    settings = load({"workspace": workspace})
    with tempfile.TemporaryDirectory(prefix="yushen-robust-") as folder:
        log, temporary = Path(folder) / "trace", Path(folder) / "tmp"
        temporary.mkdir()
        program = [sys.executable, "-B", "-m"]
        if blind:
            program += ["tests.robust.drive", str(haul), str(workspace)]
        else:
            program += ["pipeline", "run", str(haul), "--workspace", str(workspace)]
        watching = traced.available()
        start = time.perf_counter()
        done, peak = _run(traced.command(program, log) if watching else program, temporary)
        seconds = time.perf_counter() - start
        trace = traced.read(log, Path.cwd()) if watching else None
        allowed = workspace.resolve(), temporary.resolve()
    engine = BLIND if blind else choose_engine(settings.ocr, settings.threads)
    with Store(workspace) as store:
        found = outcomes(haul, store, keys_for(engine, reading_limits(settings)))
    figures = Figures(
        entries=sum(1 for _ in haul.iterdir()),
        seconds=seconds,
        exit_code=done.returncode,
        traceback="Traceback" in done.stderr,
        outcomes=found,
        outside=None if trace is None else _outside(trace.written, allowed),
        reached=None if trace is None else trace.reached,
        peak_bytes=peak,
    )
    return figures, settings


def _run(program: Sequence[str], temporary: Path) -> tuple[subprocess.CompletedProcess[str], int]:
    """The program's end, and the most memory that any process below it held at once."""
    process = subprocess.Popen(
        program,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        env={**os.environ, "TMPDIR": str(temporary)},
    )
    watch = Watch(process.pid)
    thread = threading.Thread(target=watch.until_stopped, daemon=True)
    thread.start()
    out, err = process.communicate()
    watch.stop()
    thread.join()
    return subprocess.CompletedProcess(program, process.returncode, out, err), watch.peak


def _outside(written: Iterable[str], allowed: Sequence[Path]) -> tuple[str, ...]:
    """Paths that are neither in the workspace nor in the folder for temporary files."""
    inside = tuple(f"{folder}/" for folder in allowed)
    resolved = {os.path.normpath(path) for path in written}
    return tuple(
        sorted(path for path in resolved if not f"{path}/".startswith((*inside, *_HARMLESS)))
    )


def show(haul: Path, figures: Figures, settings: Settings) -> None:
    found = figures.outcomes
    limits = settings.limits
    recorded = traced.version() if figures.outside is not None else "not recorded: no strace"
    print(f"{haul}: {figures.entries} entries in {figures.seconds:.0f} s, exit {figures.exit_code}")
    print(f"  {'read':<28}{found.codes[READ]:>6}")
    print(f"  {'litter, passed over':<28}{found.codes[LITTER]:>6}")
    for code, count in found.codes.most_common():
        if code not in (READ, LITTER):
            print(f"  {code:<28}{count:>6}")
    for words, value in (
        ("without facts or reason", len(found.silent) + len(found.missing)),
        ("crashes of the run", int(figures.exit_code != 0 or figures.traceback)),
        ("written outside", _count(figures.outside)),
        ("connections tried", _count(figures.reached)),
        ("over a limit by > 20 %", len([one for one in figures.faults(settings) if "over" in one])),
    ):
        print(f"  {words:<28}{value:>6}")
    print(f"  recorded by {recorded}")
    print(
        f"  longest task {found.longest_seconds:.1f} of {limits.page_seconds} s,"
        f" largest worker {figures.peak_bytes / 1e6:.0f} of {limits.worker_bytes / 1e6:.0f} MB,"
        f" largest delivery {found.largest_delivery / 1e6:.0f} of"
        f" {limits.unpacked_bytes / 1e6:.0f} MB"
    )


def _count(found: tuple[str, ...] | None) -> str | int:
    return "?" if found is None else len(found)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("hauls", nargs="+", type=Path)
    parser.add_argument("--workspace", type=Path, required=True)
    parser.add_argument("--blind", action="store_true", help="parse and render, recognise nothing")
    given = parser.parse_args()
    missed = []
    for haul in given.hauls:
        figures, settings = measure(haul, given.workspace.absolute(), given.blind)
        show(haul, figures, settings)
        missed += figures.faults(settings)
    for words in missed:
        print(f"MISSED: {words}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
