"""How well a seal over the pages' edges is joined again: bound scans with truth.

The corpus is a folder with `bundles/` and `bundle.json` (`python -m samples.bundle` draws one).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from checks.straddle import Fault, Straddle, joined
from extractors.facts import PageFacts
from extractors.sniff import FileKind
from pipeline import codec, tasks
from pipeline.errors import InputError
from pipeline.frames import placed
from pipeline.progress import Progress
from pipeline.settings import Settings, reading_limits
from pipeline.tallies import Scores
from pipeline.tasks import Answer, EngineChoice
from pipeline.truth import BoxShares
from pipeline.workers import Executor, Job, run_ordered

TRUTH: Final = "bundle.json"
_SAME_BOX = 0.4
_STEP = "bundles"
_FAULTS: Final = {
    Fault.MISSING: "missing",
    Fault.BARE: "inserted",
    Fault.SWAPPED: "swapped",
    Fault.FOREIGN: "foreign",
}
_STRICT = ConfigDict(extra="ignore", frozen=True)


class TrueSlice(BaseModel):
    """A slice of the truth; `box` in shares of the page, () where the scan cut it off."""

    model_config = _STRICT

    box: BoxShares | tuple[()] = ()
    edge: str


class TrueBreak(BaseModel):
    """What was done to the bundle; pages count from 1."""

    model_config = _STRICT

    code: str
    pages: tuple[int, ...]


class BoundPage(BaseModel):
    model_config = _STRICT

    slices: tuple[TrueSlice, ...] = ()


class Bundle(BaseModel):
    """One bound scan of the truth."""

    model_config = _STRICT

    file: str
    way: str
    breaks: tuple[TrueBreak, ...] = ()
    pages: tuple[BoundPage, ...]

    @property
    def faults(self) -> frozenset[tuple[str, int]]:
        return frozenset((one.code, page) for one in self.breaks for page in one.pages)


class Bundles(BaseModel):
    model_config = _STRICT

    bundles: tuple[Bundle, ...] = Field(min_length=1)


class StraddleMeasures(BaseModel):
    """What `yushen bench --seals` prints of bound scans.

    `recall`, `precision`: of slices. `recognised`: straddled bundles whose seal was joined.
    `false_series`: others in which one was seen. `named`: pages of breaks that were named,
    `named_right` with the right kind, by kind in `by_kind`; `exact`: broken bundles with all
    their pages named rightly and no other. `false_breaks`: whole bundles with a break.
    """

    model_config = ConfigDict(frozen=True)

    bundles: int
    slices: int
    recall: float | None
    precision: float | None
    recognised: float | None
    false_series: int
    named: float | None
    named_right: float | None
    exact: float | None
    by_kind: dict[str, float | None]
    false_breaks: int
    whole: int


@dataclass(frozen=True, slots=True)
class StraddleBenched:
    """Measures, and a line for each thing that was wrong."""

    measures: StraddleMeasures
    wrong: tuple[str, ...]


def load_bundles(folder: Path) -> tuple[Bundle, ...]:
    """The truth of a corpus; raises InputError where there is none or it is not valid."""
    path = folder / TRUTH
    try:
        return Bundles.model_validate_json(path.read_bytes()).bundles
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except ValidationError as error:
        raise InputError(f"{path}: {error.errors(include_url=False)[0]['msg']}") from error


def bench_straddle(
    folder: Path, settings: Settings, engine: EngineChoice, executor: Executor, progress: Progress
) -> StraddleBenched:
    """Find the seals of every page in the workers, join them, and count."""
    bundles = load_bundles(folder)
    limits = reading_limits(settings)
    jobs = [
        Job(
            (number, index),
            partial(tasks.answer_seals, index=index),
            ((folder / bundle.file).absolute(), FileKind.PDF, engine, limits),
            limits.page_seconds,
        )
        for number, bundle in enumerate(bundles)
        for index in range(len(bundle.pages))
    ]
    progress.started(_STEP, len(jobs))
    pages: list[list[PageFacts]] = [[] for _ in bundles]
    for job, answer in run_ordered(executor, jobs):
        number, index = job.key
        if isinstance(answer, Answer):
            pages[number].append(codec.load_page(answer.body))
        else:
            pages[number].append(tasks.unreadable_page(index, answer))
        progress.advanced(_STEP)
    progress.finished(_STEP)
    return measured(list(zip(bundles, pages, strict=True)))


def measured(results: Sequence[tuple[Bundle, Sequence[PageFacts]]]) -> StraddleBenched:
    """Count slices and breaks against the truth."""
    scores = Scores()
    for bundle, pages in results:
        for number, (true, facts) in enumerate(zip(bundle.pages, pages, strict=True), 1):
            _count_slices(scores, true, facts, f"{bundle.file} page {number}")
        _count_breaks(scores, bundle, joined(pages))
    share = scores.share
    whole, false = scores.tallies.get("whole"), scores.tallies.get("series")
    return StraddleBenched(
        StraddleMeasures(
            bundles=len(results),
            slices=scores.count("recall"),
            recall=share("recall"),
            precision=share("precision"),
            recognised=share("recognised"),
            false_series=false.total - false.right if false else 0,
            named=share("named"),
            named_right=share("named_right"),
            exact=share("exact"),
            by_kind={kind: share(f"{kind}.right") for kind in _FAULTS.values()},
            false_breaks=whole.total - whole.right if whole else 0,
            whole=whole.total if whole else 0,
        ),
        tuple(scores.wrong),
    )


def _count_slices(scores: Scores, true: BoundPage, facts: PageFacts, note: str) -> None:
    places = [placed(facts, one.box) for one in true.slices if one.box and facts.width]
    found = [seal.box for seal in facts.seals if seal.fragment is not None]
    # A seal that lies whole at the edge is a slice of one page, and found as a seal.
    everything = [seal.box for seal in facts.seals]
    for place in places:
        scores.add("recall", any(box.iou(place) >= _SAME_BOX for box in everything), note)
    for box in found:
        scores.add("precision", any(box.iou(place) >= _SAME_BOX for place in places), note)


def _count_breaks(scores: Scores, bundle: Bundle, straddles: tuple[Straddle, ...]) -> None:
    note = f"{bundle.file} {bundle.way}"
    if bundle.way != "straddle":
        scores.add("series", not straddles, note)
        return
    scores.add("recognised", bool(straddles), note)
    got = frozenset(_named(straddles))
    told = f"{note}: {_shown(bundle.faults)} named {_shown(got)}"
    if not bundle.faults:
        scores.add("whole", not got, told)
        return
    scores.add("exact", got == bundle.faults, told)
    pages = {page for _, page in got}
    for kind, page in sorted(bundle.faults):
        scores.add("named", page in pages)
        scores.add("named_right", (kind, page) in got)
        scores.add(f"{kind}.right", (kind, page) in got)


def _shown(faults: frozenset[tuple[str, int]]) -> str:
    return ", ".join(f"{kind} {page}" for kind, page in sorted(faults)) or "nothing"


def _named(straddles: tuple[Straddle, ...]) -> Iterator[tuple[str, int]]:
    """Kinds and pages as the truth has them; beside a whole series a page came later too."""
    for straddle in straddles:
        for one in straddle.breaks:
            yield _FAULTS[one.fault], one.page + 1
        for page in straddle.outside:
            yield _FAULTS[Fault.BARE], page + 1
