"""Worker processes: the only place where foreign bytes are opened.

One small `Executor`, pebble behind it. A task that kills its worker or runs out of time costs
itself: it is tried once more, then answered as a problem.
"""

from __future__ import annotations

import importlib
import logging
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Protocol, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from extractors import children
from extractors.facts import Problem
from extractors.limits import Limits
from pipeline.confined import Confinement, confine
from pipeline.errors import CRASHED, ToolMissingError

log = logging.getLogger(__name__)

T = TypeVar("T")
K = TypeVar("K")

TIMED_OUT, OUT_OF_MEMORY = "reader-timeout", "reader-memory"
# A file of which several pages ended like that is not tried any further.
QUARANTINED = "quarantined"
# What may go away by itself when it is tried on another day (or with more memory).
TRANSIENT = frozenset({CRASHED, TIMED_OUT, OUT_OF_MEMORY, QUARANTINED})
_TASKS_PER_WORKER = 200
_PLACES_PER_WORKER = 4
# A worker that dies between taking a task and saying so would be waited for for ever; its task
# can have at most four others before it, so this is longer than any honest one takes.
_PATIENCE, _START_SECONDS = 5, 60
_THREAD_VARIABLES = (
    "OMP_NUM_THREADS",
    "OMP_THREAD_LIMIT",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
)
# glibc keeps what large pictures and tensors leave behind, unless they are given back one by
# one: that is what these do from so many bytes on. Elsewhere nothing reads them.
_MEMORY_VARIABLES = ("MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_")
_GIVEN_BACK = 4_000_000


class Executor(Protocol):
    """Runs functions of modules (they are sent by name) elsewhere or here."""

    @property
    def places(self) -> int:
        """How many tasks may be under way or waiting at once."""
        ...

    def submit(self, task: Callable[..., T], args: tuple[Any, ...], seconds: float) -> Future[T]:
        """Start a task; its future fails with TimeoutError after so many seconds of running."""
        ...


@dataclass(frozen=True, slots=True)
class Job(Generic[K]):
    """A task and what it is for. `seconds` is the longest that it may run."""

    key: K
    task: Callable[..., Any]
    args: tuple[Any, ...]
    seconds: float


class InlineExecutor:
    """Runs each task at once, in this process: for tests with our own files only."""

    places = 1

    def submit(self, task: Callable[..., T], args: tuple[Any, ...], seconds: float) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(task(*args))
        except Exception as error:  # a future carries whatever its task raised
            future.set_exception(error)
        return future


class PoolExecutor:
    """A pool of spawned processes; leaving its `with` block by an error stops them at once.

    `written_bytes` is the largest file that a worker may write, `memory_bytes` what it may hold.
    """

    def __init__(
        self,
        workers: int,
        threads: int = 1,
        written_bytes: int = 2_000_000_000,
        memory_bytes: int = Limits().worker_bytes,
    ) -> None:
        self._workers = workers
        self._folder = Path(tempfile.mkdtemp(prefix="yushen-workers-"))
        self._preparation = (threads, Confinement(written_bytes, memory_bytes, self._folder))
        # Libraries read these when they are loaded, before any function of ours runs in a worker.
        os.environ.update(dict.fromkeys(_THREAD_VARIABLES, str(threads)))
        os.environ.update(dict.fromkeys(_MEMORY_VARIABLES, str(_GIVEN_BACK)))
        self._pool: Any = self._new_pool()  # pebble leaves `stop` and `close` untyped

    @property
    def places(self) -> int:
        return self._workers * _PLACES_PER_WORKER

    def submit(self, task: Callable[..., T], args: tuple[Any, ...], seconds: float) -> Future[T]:
        try:
            return self._scheduled(task, args, seconds)
        except RuntimeError:
            # Pebble gives its pool up when a worker dies between two tasks.
            log.warning("worker pool lost; starting another")
            self._stop()
            self._pool = self._new_pool()
            return self._scheduled(task, args, seconds)

    def _scheduled(
        self, task: Callable[..., T], args: tuple[Any, ...], seconds: float
    ) -> Future[T]:
        future: Future[T] = self._pool.schedule(task, args=args, timeout=seconds)
        return future

    def _new_pool(self) -> ProcessPool:
        return ProcessPool(
            max_workers=self._workers,
            max_tasks=_TASKS_PER_WORKER,
            initializer=prepare_worker,
            initargs=self._preparation,
            context=multiprocessing.get_context("spawn"),
        )

    def _stop(self) -> None:
        self._pool.stop()
        self._pool.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._pool.close()
                self._pool.join()
            else:
                self._stop()
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)


def prepare_worker(threads: int, confinement: Confinement) -> None:
    """First thing in every worker: signals, limits, no network, threads."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and stops us
    _own_session()
    confine(confinement)
    threading.Thread(target=_end_with_parent, args=(confinement.folder,), daemon=True).start()
    # C libraries print parts of damaged files and paths; logs are to hold neither.
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    import cv2

    cv2.setNumThreads(threads)
    # Loaded here and not with the first task: a worker that fetches one holds the others up.
    for module in ("pipeline.tasks", "extractors.reader", "extractors.looker"):
        importlib.import_module(module)


def _own_session() -> None:
    """Let what a worker starts (Tesseract) end with it, whether it is stopped or orphaned."""
    if sys.platform == "win32":
        return
    os.setsid()
    signal.signal(signal.SIGTERM, lambda *_: _end_group())


def _end_group() -> None:
    if sys.platform == "win32":
        os._exit(0)
    children.end_all()
    os.killpg(0, signal.SIGKILL)


def _end_with_parent(folder: Path) -> None:
    """A killed parent cannot stop us, and an orphan would wait for tasks for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        shutil.rmtree(folder, ignore_errors=True)
        _end_group()


def run_ordered(
    executor: Executor, jobs: Iterable[Job[K]]
) -> Iterator[tuple[Job[K], Any | Problem]]:
    """Results in the order of the jobs, whatever took how long.

    Jobs are drawn as places become free, so memory does not grow with their number. An error
    that a task raises on purpose (a missing engine) comes through and ends the run.
    """
    waiting: deque[tuple[Job[K], Future[Any]]] = deque()
    try:
        for job in jobs:
            waiting.append((job, _submitted(executor, job)))
            if len(waiting) >= executor.places:
                first, future = waiting.popleft()
                yield first, _outcome(executor, first, future)
        while waiting:
            first, future = waiting.popleft()
            yield first, _outcome(executor, first, future)
    finally:
        for _, future in waiting:
            future.cancel()


def run_one(executor: Executor, job: Job[K]) -> Any | Problem:
    """Run a single task; the same answers as `run_ordered`."""
    return _outcome(executor, job, _submitted(executor, job))


def _submitted(executor: Executor, job: Job[K]) -> Future[Any]:
    return executor.submit(job.task, job.args, job.seconds)


def _outcome(executor: Executor, job: Job[K], future: Future[Any]) -> Any | Problem:
    first = _waited(job, future)
    if not isinstance(first, _Lost):
        return first
    log.warning("%s of %s: %s; trying once more", job.task.__name__, job.key, first.code)
    second = _waited(job, _submitted(executor, job))
    if not isinstance(second, _Lost):
        return second
    if second.pool:
        raise ToolMissingError("the worker processes do not start: see `yushen doctor`")
    log.warning("%s of %s: %s; given up", job.task.__name__, job.key, second.code)
    return Problem(second.code)


@dataclass(frozen=True, slots=True)
class _Lost:
    """The task's worker is gone; `pool` where all of them are."""

    code: str
    pool: bool = False


def _waited(job: Job[K], future: Future[Any]) -> Any | _Lost:
    try:
        return future.result(timeout=job.seconds * _PATIENCE + _START_SECONDS)
    except TimeoutError:
        future.cancel()
        return _Lost(TIMED_OUT)
    except BrokenProcessPool:
        return _Lost(CRASHED, pool=True)
    except (ProcessExpired, CancelledError):
        return _Lost(CRASHED)
