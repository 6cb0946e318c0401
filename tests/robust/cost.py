"""What the confinement of workers costs: the same files read with it and without it, in turns.

    python -m tests.robust.cost [HAUL] [--entries 2] [--rounds 3]

Exit code 1 where it costs more than a tenth of the processor's time.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from pipeline import runs, workers
from pipeline.confined import Confinement, own_folder
from pipeline.engines import choose_engine
from pipeline.labels import is_litter
from pipeline.progress import Silent
from pipeline.settings import Settings, pool_options
from pipeline.store import Store

_MOST = 1.1


def unconfined(threads: int, confinement: Confinement) -> None:
    """First thing in a worker that keeps network, memory and all."""
    workers.confine = lambda limits: own_folder(limits.folder)
    workers.prepare_worker(threads, confinement)


def cost(haul: Path, confined: bool) -> tuple[float, float]:
    """Seconds of processor time of the workers, and seconds on the clock, of taking a haul in."""
    first = workers.prepare_worker if confined else unconfined
    before, start = os.times(), time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(workspace=Path(folder, "ws"), workers=1, settle_seconds=0)
        engine = choose_engine(settings.ocr, settings.threads)
        initial = workers.prepare_worker
        workers.prepare_worker = first
        try:
            with (
                Store(settings.workspace) as store,
                workers.PoolExecutor(*pool_options(settings)) as executor,
            ):
                runs.take_in(haul, settings, store, executor, engine, Silent())
        finally:
            workers.prepare_worker = initial
    after = os.times()
    spent = after.children_user + after.children_system
    return spent - before.children_user - before.children_system, time.perf_counter() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("haul", nargs="?", type=Path, default=Path("samples/haul"))
    parser.add_argument("--entries", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    ratios = []
    with tempfile.TemporaryDirectory() as folder:
        chosen = [path for path in sorted(given.haul.iterdir()) if not is_litter(path.name)]
        for path in chosen[: given.entries]:
            copy = shutil.copytree if path.is_dir() else shutil.copy
            copy(path, Path(folder, path.name))
        cost(Path(folder), True)  # what is read from the disk for the first time
        for number in range(given.rounds):
            without, _ = cost(Path(folder), False)
            spent, clock = cost(Path(folder), True)
            ratios.append(spent / without)
            print(
                f"{number + 1}: {spent:.1f} s confined, {without:.1f} s not ({clock:.0f} s clock)"
            )
    print(f"confinement costs {100 * (median(ratios) - 1):+.1f} %")
    return 0 if median(ratios) <= _MOST else 1


if __name__ == "__main__":
    sys.exit(main())
