"""Accuracy and speed on a haul with truth: the whole pipeline, then the counting."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pipeline import runs
from pipeline.comparison import compare, contenders, pictures
from pipeline.errors import InputError
from pipeline.judging import Packet
from pipeline.measures import (
    Bin,
    ByHand,
    BySource,
    CerBy,
    CharacterErrors,
    Complete,
    Defects,
    Exact,
    Fields,
    Measures,
    Rate,
    Reliability,
    Right,
    Seals,
    Sorting,
    Speed,
    Sure,
)
from pipeline.progress import Progress
from pipeline.runs import Taken
from pipeline.scores import score
from pipeline.settings import Settings, pool_options
from pipeline.store import Store
from pipeline.tallies import Scores
from pipeline.tasks import EngineChoice
from pipeline.truth import Truth, load_truth
from pipeline.workers import PoolExecutor

# Finer towards 1, where nearly all lines are.
_BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 1.0)


@dataclass(frozen=True, slots=True)
class Benched:
    """Measures, and a line for each thing that was wrong."""

    measures: Measures
    wrong: tuple[str, ...]


def default_folder() -> Path:
    """The samples of this repository, beside the package or where we are; raises InputError."""
    for root in (Path(__file__).resolve().parents[1], Path.cwd()):
        if (root / "samples" / "truth").is_dir():
            return root / "samples"
    raise InputError("no samples folder here: name a folder with haul/ and truth/")


def bench(
    folder: Path,
    settings: Settings,
    engine: EngineChoice,
    progress: Progress,
    compared_pages: int = 0,
) -> Benched:
    """Run the pipeline over `folder`/haul in the workspace of the settings, and count.

    At most so many of its pages are then read by other engines as well.
    """
    truths = load_truth(folder)
    with Store(settings.workspace) as store:

        def processes() -> PoolExecutor:
            return PoolExecutor(*pool_options(settings))

        with processes() as executor:
            taken = runs.take_in(folder, settings, store, executor, engine, progress)
        start = time.perf_counter()
        judgement = runs.judge_stored(store, settings, engine, taken.lists)
        judged = time.perf_counter() - start
        start = time.process_time()
        runs.judge_stored(store, settings, engine, taken.lists)
        again = time.process_time() - start
        result = measured(judgement.packets, truths, taken, judged, again)
        if compared_pages:
            keys = runs.keys_of(settings, engine)
            pages = pictures(store, keys, truths, compared_pages)
            engines = contenders(engine)
            beside = compare(pages, engines, settings.workers, processes, progress)
            measures = result.measures.model_copy(update={"compare": beside})
            result = Benched(measures, result.wrong)
    return result


def measured(
    packets: tuple[Packet, ...],
    truths: tuple[Truth, ...],
    taken: Taken,
    judged: float,
    again: float | None = None,
) -> Benched:
    """Count what is right, and how long it took: `judged` on the clock, `again` the processor's."""
    scores = score(packets, truths)
    everything = scores.characters.get("all")
    pages = {
        (file.delivery, file.path, page.number)
        for packet in packets
        for file in packet.judged.application.files
        for page in file.pages
    }
    measures = Measures(
        packets=len(packets),
        pages=len(pages),
        cer=_ratio(everything.wrong, everything.total) if everything else None,
        cer_by=_cer_by(scores),
        reliability=reliability(scores.said),
        fields=_fields(scores),
        rows=Exact(exact=scores.share("rows.exact")),
        ticks=Right(right=scores.share("ticks.right")),
        cells=Right(right=scores.share("cells.right")),
        defects=Defects(
            recall=scores.share("defects.recall"),
            unmet=scores.share("defects.unmet"),
            precision=scores.share("defects.precision"),
            by_code={code: dict(counts) for code, counts in sorted(scores.by_code.items())},
        ),
        complete=_complete(scores),
        seals=_seals(scores),
        sorting=Sorting(pages=scores.share("sorting.pages")),
        documents=Right(right=scores.share("documents.right")),
        orientation=Right(right=scores.share("orientation.right")),
        problems={"recall": scores.share("problems.recall")},
        speed=_speed(taken, judged, 1000 * again / len(packets) if again and packets else None),
    )
    return Benched(measures, tuple(scores.wrong))


def _cer_by(scores: Scores) -> CerBy:
    found = {
        name: CharacterErrors(cer=round(one.wrong / one.total, 4), characters=one.total)
        for name, one in scores.characters.items()
        if one.total
    }
    return CerBy.model_validate({name: found.get(name) for name in CerBy.model_fields})


def reliability(said: Sequence[tuple[float, bool]]) -> Reliability | None:
    """Bin how sure the reader was (0..1) and whether it was right; None of nothing."""
    if not said:
        return None
    bins, off = [], 0.0
    for low, high in pairwise(_BINS):
        chosen = [one for one in said if low <= one[0] < high or one[0] >= high == _BINS[-1]]
        sure = sum(confidence for confidence, _ in chosen)
        right = sum(right for _, right in chosen)
        off += abs(sure - right)
        bins.append(
            Bin(
                low=low,
                high=high,
                lines=len(chosen),
                confidence=_ratio(sure, len(chosen)),
                right=_ratio(right, len(chosen)),
            )
        )
    return Reliability(
        lines=len(said), calibration_error=round(off / len(said), 4), bins=tuple(bins)
    )


def _fields(scores: Scores) -> Fields:
    share = scores.share
    return Fields(
        exact=share("fields.exact"),
        by_source=BySource(
            docx=share("fields.by_source.docx"),
            pdf=share("fields.by_source.pdf"),
            scan=share("fields.by_source.scan"),
            hard=share("fields.by_source.hard"),
        ),
        blank_recall=share("fields.blank_recall"),
        false_blank=share("fields.false_blank"),
        sure=Sure(share=share("fields.sure.share"), right=share("fields.sure.right")),
        by_hand=ByHand(recall=share("fields.by_hand.recall"), false=share("fields.by_hand.false")),
    )


def _complete(scores: Scores) -> Complete:
    missed = scores.tallies.get("complete.missed")
    return Complete(
        passed=scores.share("complete.passed"),
        clean=scores.share("complete.clean"),
        missed=missed.right if missed else None,
    )


def _seals(scores: Scores) -> Seals:
    wrong = _ratio(scores.title_wrong, scores.title_characters)
    return Seals(
        recall=scores.share("seals.recall"),
        precision=scores.share("seals.precision"),
        kind=scores.share("seals.kind"),
        title_exact=scores.share("seals.title_exact"),
        title_chars=None if wrong is None else round(1 - wrong, 4),
        verdict_right=scores.share("seals.verdict_right"),
        cannot_tell=scores.share("seals.cannot_tell"),
    )


def _ratio(part: float, whole: int) -> Rate:
    return round(part / whole, 4) if whole else None


def _speed(taken: Taken, judged: float, again_each: float | None) -> Speed:
    read = taken.read
    minutes = dict(taken.seconds)["read"] / 60
    steps = {**dict(taken.seconds), "judge": round(judged, 3)}
    steps |= {f"workers.{step}": spent for step, spent in read.seconds}
    return Speed(
        pages_per_minute=round(read.read / minutes, 1) if read.read and minutes else None,
        seconds_by_step=steps,
        worker_peak_mb=_worker_peak() if read.seconds else None,
        judge_ms_per_packet=None if again_each is None else round(again_each, 1),
    )


def _worker_peak() -> Rate:
    """The most memory that any worker held, in MB; they must have ended."""
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return round(peak / (1e6 if sys.platform == "darwin" else 1e3), 1) or None
