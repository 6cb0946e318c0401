"""This reader beside bare engines: the same pages, in the same run, with as many workers.

Each engine has the workers to itself, in fresh processes. What keeps one from working is noted
under its name, and the others go on.
"""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from extractors.facts import Problem
from extractors.ocr import tesseract
from extractors.ocr.engine import EngineMissingError
from pipeline import compare_engines
from pipeline.compare_engines import PageAt, ReadText
from pipeline.deliveries import Member
from pipeline.errors import YushenError
from pipeline.line_scores import page_errors
from pipeline.measures import Compared, Comparison, Rate
from pipeline.progress import Progress
from pipeline.reading import Keys, file_facts, readable
from pipeline.store import Store
from pipeline.tasks import EngineChoice
from pipeline.truth import Truth
from pipeline.workers import Executor, Job, run_ordered

OURS = "yushen"


@dataclass(frozen=True, slots=True)
class TruePicture:
    """A page with the text that stands on it."""

    page: PageAt
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contender:
    """An engine: the task that reads a page with it, or the reason why there is none."""

    name: str
    task: Callable[..., ReadText | Problem]
    arguments: tuple[Any, ...] = ()
    missing: str = ""


@dataclass(frozen=True, slots=True)
class _Run:
    """`seconds` are the workers', over the pages that were read."""

    read: int
    failed: int
    wrong: int
    characters: int
    seconds: float
    skipped: str | None = None


def contenders(choice: EngineChoice) -> tuple[Contender, ...]:
    """This reader and the engines that people would take instead, ours first."""
    return (
        Contender(OURS, compare_engines.by_full_reader, (choice,)),
        Contender("ppocr-small", compare_engines.by_small_models, (choice.threads,), _no_rapid()),
        Contender("rapidocr", compare_engines.by_bare_rapid, (choice.threads,), _no_rapid()),
        Contender("tesseract", compare_engines.by_bare_tesseract, (), _no_tesseract()),
        Contender("ocrmypdf", compare_engines.by_ocrmypdf, (), _no_ocrmypdf()),
    )


def _no_rapid() -> str:
    return "" if importlib.util.find_spec("rapidocr") else "rapidocr is not installed"


def _no_tesseract() -> str:
    try:
        tesseract.version()
    except EngineMissingError as error:
        return str(error)
    return ""


def _no_ocrmypdf() -> str:
    return _no_tesseract() if shutil.which("ocrmypdf") else "ocrmypdf is not installed"


def pictures(
    store: Store, keys: Keys, truths: Sequence[Truth], most: int
) -> tuple[TruePicture, ...]:
    """At most so many scanned pages with text, evenly over the haul."""
    found = list(_scans(store, keys, truths))
    count = min(most, len(found))
    return tuple(found[(2 * number + 1) * len(found) // (2 * count)] for number in range(count))


def _scans(store: Store, keys: Keys, truths: Sequence[Truth]) -> Iterator[TruePicture]:
    deliveries = store.deliveries()
    for truth in truths:
        members = list(readable(one for one in deliveries if one.name in truth.entry_names))
        for true in truth.pages:
            if true.source != "scan" or not true.text:
                continue
            member = _member(members, true.file)
            sha256 = member.sha256 if member else None
            facts = file_facts(store, keys, sha256, true.file) if sha256 else None
            if facts is None or sha256 is None:
                continue
            path = store.originals.path(sha256).absolute()
            page = PageAt(path, facts.info.kind, true.page - 1, true.rotation, keys.limits)
            yield TruePicture(page, true.text)


def _member(members: Sequence[Member], file: str) -> Member | None:
    same = (one for one in members if one.path == file or one.path.endswith("/" + file))
    return next(same, None)


def compare(
    pages: Sequence[TruePicture],
    engines: Sequence[Contender],
    workers: int,
    processes: Callable[[], AbstractContextManager[Executor]],
    progress: Progress,
) -> Comparison | None:
    """Let each engine read all pages; the first is the one that the others are held against.

    None where there is no page to read.
    """
    if not pages:
        return None
    busy = min(workers, len(pages))
    runs = {one.name: _run(one, pages, processes, progress) for one in engines}
    ours = next(iter(runs.values()))
    return Comparison(
        pages=len(pages),
        characters=sum(page_errors(page.text, ())[1] for page in pages),
        workers=busy,
        engines={name: _compared(run, ours, busy) for name, run in runs.items()},
    )


def _run(
    engine: Contender,
    pages: Sequence[TruePicture],
    processes: Callable[[], AbstractContextManager[Executor]],
    progress: Progress,
) -> _Run:
    if engine.missing:
        return _Run(0, 0, 0, 0, 0.0, engine.missing)
    jobs = [
        Job(page, engine.task, (page.page, *engine.arguments), page.page.limits.page_seconds)
        for page in pages
    ]
    results = []
    progress.started(f"compare {engine.name}", len(jobs))
    try:
        with processes() as executor:
            for job, result in run_ordered(executor, jobs):
                results.append((job.key, result))
                progress.advanced(f"compare {engine.name}")
    except YushenError as error:
        return _Run(0, 0, 0, 0, 0.0, str(error))
    finally:
        progress.finished(f"compare {engine.name}")
    return _counted(results)


def _counted(results: Sequence[tuple[TruePicture, ReadText | Problem]]) -> _Run:
    """A page that an engine failed on has all of its characters wrong."""
    read = [result for _, result in results if isinstance(result, ReadText)]
    if not read:
        problem = results[0][1]
        reason = " ".join(value for _, value in getattr(problem, "details", ()))
        return _Run(0, len(results), 0, 0, 0.0, f"failed on every page: {reason or problem}")
    counts = [
        page_errors(page.text, [result.text] if isinstance(result, ReadText) else ())
        for page, result in results
    ]
    return _Run(
        read=len(read),
        failed=len(results) - len(read),
        wrong=sum(wrong for wrong, _ in counts),
        characters=sum(total for _, total in counts),
        seconds=sum(one.seconds for one in read),
    )


def _compared(run: _Run, ours: _Run, workers: int) -> Compared:
    speed, own_speed = _speed(run, workers), _speed(ours, workers)
    errors, own_errors = _errors(run), _errors(ours)
    return Compared(
        pages_per_minute=None if speed is None else round(speed, 1),
        cer=None if errors is None else round(errors, 4),
        speed_to_ours=_ratio(speed, own_speed),
        cer_to_ours=_ratio(errors, own_errors),
        failed=run.failed,
        skipped=run.skipped,
    )


def _speed(run: _Run, workers: int) -> Rate:
    """Pages a minute; from the workers' own clocks, so that loading models is not counted."""
    return 60 * workers * run.read / run.seconds if run.seconds else None


def _errors(run: _Run) -> Rate:
    return run.wrong / run.characters if run.characters else None


def _ratio(value: Rate, ours: Rate) -> Rate:
    return round(value / ours, 2) if value is not None and ours else None
