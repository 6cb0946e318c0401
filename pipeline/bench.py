"""Accuracy and speed on a haul with truth: the whole pipeline, then the counting."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipeline import runs
from pipeline.errors import InputError
from pipeline.judging import Packet
from pipeline.progress import Progress
from pipeline.runs import Taken
from pipeline.scores import score
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.tallies import Scores
from pipeline.tasks import EngineChoice
from pipeline.truth import Truth, load_truth
from pipeline.workers import PoolExecutor

_FROZEN = ConfigDict(frozen=True)
Rate = float | None


class BySource(BaseModel):
    model_config = _FROZEN

    docx: Rate
    pdf: Rate
    scan: Rate
    hard: Rate


class Sure(BaseModel):
    """Share of filled fields that the reader is sure of, and how many of those are right."""

    model_config = _FROZEN

    share: Rate
    right: Rate


class Fields(BaseModel):
    """`blank_recall`: blank ones said blank; `false_blank`: filled ones said blank."""

    model_config = _FROZEN

    exact: Rate
    by_source: BySource
    blank_recall: Rate
    false_blank: Rate
    sure: Sure


class Exact(BaseModel):
    model_config = _FROZEN

    exact: Rate


class Right(BaseModel):
    model_config = _FROZEN

    right: Rate


class Defects(BaseModel):
    """`unmet`: said UNMET among those that software can decide; by code, counts of outcomes."""

    model_config = _FROZEN

    recall: Rate
    unmet: Rate
    precision: Rate
    by_code: Mapping[str, Mapping[str, int]]


class Complete(BaseModel):
    """`missed` is a count: packets with defects that were judged complete."""

    model_config = _FROZEN

    passed: Rate
    clean: Rate
    missed: int | None


class Seals(BaseModel):
    model_config = _FROZEN

    recall: Rate
    precision: Rate
    kind: Rate
    title_exact: Rate
    title_chars: Rate
    verdict_right: Rate
    cannot_tell: Rate


class Sorting(BaseModel):
    model_config = _FROZEN

    pages: Rate


class Speed(BaseModel):
    """Null where nothing was read. Steps in workers are sums over all of them."""

    model_config = _FROZEN

    pages_per_minute: Rate
    seconds_by_step: Mapping[str, float]
    worker_peak_mb: Rate


class Measures(BaseModel):
    """What `yushen bench --json` prints; null where a haul has no such truth."""

    model_config = _FROZEN

    packets: int
    pages: int
    cer: Rate
    fields: Fields
    rows: Exact
    ticks: Right
    cells: Right
    defects: Defects
    complete: Complete
    seals: Seals
    sorting: Sorting
    documents: Right
    orientation: Right
    problems: Mapping[str, Rate]
    speed: Speed


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


def bench(folder: Path, settings: Settings, engine: EngineChoice, progress: Progress) -> Benched:
    """Run the pipeline over `folder`/haul in the workspace of the settings, and count."""
    truths = load_truth(folder)
    limits = settings.limits
    written = max(limits.file_bytes, limits.packet_bytes)
    with Store(settings.workspace) as store:
        with PoolExecutor(settings.workers, settings.threads, written) as executor:
            taken = runs.take_in(folder, settings, store, executor, engine, progress)
        start = time.perf_counter()
        judgement = runs.judge_stored(store, settings, engine, taken.lists)
        judged = time.perf_counter() - start
    return measured(judgement.packets, truths, taken, judged)


def measured(
    packets: tuple[Packet, ...], truths: tuple[Truth, ...], taken: Taken, judged: float
) -> Benched:
    """Count what is right, and how long it took."""
    scores = score(packets, truths)
    pages = {
        (file.delivery, file.path, page.number)
        for packet in packets
        for file in packet.judged.application.files
        for page in file.pages
    }
    measures = Measures(
        packets=len(packets),
        pages=len(pages),
        cer=_ratio(scores.wrong_characters, scores.characters),
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
        speed=_speed(taken, judged),
    )
    return Benched(measures, tuple(scores.wrong))


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


def _ratio(part: int, whole: int) -> Rate:
    return round(part / whole, 4) if whole else None


def _speed(taken: Taken, judged: float) -> Speed:
    read = taken.read
    minutes = dict(taken.seconds)["read"] / 60
    steps = {**dict(taken.seconds), "judge": round(judged, 3)}
    steps |= {f"workers.{step}": spent for step, spent in read.seconds}
    return Speed(
        pages_per_minute=round(read.read / minutes, 1) if read.read and minutes else None,
        seconds_by_step=steps,
        worker_peak_mb=_worker_peak() if read.seconds else None,
    )


def _worker_peak() -> Rate:
    """The most memory that any worker held, in MB; they must have ended."""
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return round(peak / (1e6 if sys.platform == "darwin" else 1e3), 1) or None
