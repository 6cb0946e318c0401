"""The run of a haul with eyes that see nothing: all of the parsing, none of the recognising.

python -m tests.robust.drive HAUL WORKSPACE
"""

from __future__ import annotations

import sys
from pathlib import Path

from extractors.facts import Box, Line
from extractors.ocr.engine import PageImage, Recognised
from pipeline import runs
from pipeline.progress import Silent
from pipeline.report import write_report
from pipeline.settings import load, pool_options
from pipeline.store import Store
from pipeline.tasks import EngineChoice
from pipeline.workers import PoolExecutor


class Blind:
    """Reads nothing; pages stand as they are."""

    identity = "blind"

    def rotation(self, image: PageImage) -> int:
        return 0

    def lines(
        self, image: PageImage, cells: tuple[Box, ...] = (), marks: tuple[Box, ...] = ()
    ) -> tuple[Line, ...]:
        return ()

    def recognise(self, strips: tuple[PageImage, ...]) -> tuple[Recognised, ...]:
        return tuple(Recognised("", 0.0, ()) for _ in strips)

    def survey(self, image: PageImage) -> tuple[int, tuple[Box, ...]]:
        return 0, ()

    def read(self, strips: tuple[PageImage, ...]) -> tuple[Recognised, ...]:
        return self.recognise(strips)


def make_blind(threads: int) -> Blind:
    return Blind()


BLIND = EngineChoice("blind", make_blind, eyes=make_blind, eyes_identity="blind")


def main(haul: Path, workspace: Path) -> None:
    """Take in, read everything, judge, write the report."""
    settings = load({"workspace": workspace, "read": "all"})
    with Store(workspace) as store:
        with PoolExecutor(*pool_options(settings)) as executor:
            taken = runs.take_in(haul, settings, store, executor, BLIND, Silent())
        judgement = runs.judge_stored(store, settings, BLIND, taken.lists)
        write_report(workspace / "exports", judgement.packets, judgement.views)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
