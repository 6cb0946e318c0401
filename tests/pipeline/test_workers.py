"""The executor: order, bounds, dead workers and time limits."""

from __future__ import annotations

import contextlib
import operator
import os
import subprocess
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest
from pebble import ProcessExpired

from extractors.facts import Problem
from pipeline.errors import ToolMissingError
from pipeline.workers import (
    CRASHED,
    TIMED_OUT,
    InlineExecutor,
    Job,
    PoolExecutor,
    run_one,
    run_ordered,
)

GONE: Exception = ProcessExpired("gone", 9)  # type: ignore[no-untyped-call]


class Failing(InlineExecutor):
    """Fails as told before it runs anything."""

    def __init__(self, *errors: BaseException) -> None:
        self.errors = deque(errors)

    def submit(
        self, task: Callable[..., Any], args: tuple[Any, ...], seconds: float
    ) -> Future[Any]:
        if not self.errors:
            return super().submit(task, args, seconds)
        future: Future[Any] = Future()
        future.set_exception(self.errors.popleft())
        return future


def job(
    key: object, task: Callable[..., Any] = abs, *args: Any, seconds: float = 30
) -> Job[object]:
    return Job(key, task, args or (-1,), seconds)


@pytest.mark.parametrize(("error", "code"), [(GONE, CRASHED), (TimeoutError(), TIMED_OUT)])
def test_a_lost_task_is_tried_once_more(error: Exception, code: str) -> None:
    """One loss is made good; a second one is the answer."""
    assert run_one(Failing(error), job("a")) == 1
    assert run_one(Failing(error, error), job("a")) == Problem(code)


def test_what_a_task_raises_on_purpose_comes_through() -> None:
    """A bug or a missing engine is no dead worker."""
    with pytest.raises(ZeroDivisionError):
        run_one(InlineExecutor(), job("a", operator.truediv, 1, 0))


def test_workers_that_never_start_end_the_run() -> None:
    """Our own broken installation is not blamed on the pages."""
    broken = BrokenProcessPool("gone")
    assert run_one(Failing(broken), job("a")) == 1
    with pytest.raises(ToolMissingError):
        run_one(Failing(broken, broken), job("a"))


def test_jobs_are_drawn_as_places_become_free() -> None:
    """The number in flight does not grow with the haul."""
    drawn = 0

    def jobs() -> Iterator[Job[object]]:
        nonlocal drawn
        for number in range(50):
            drawn += 1
            yield job(number, abs, -number)

    class Roomy(InlineExecutor):
        places = 4

    ahead = []
    for count, (done, result) in enumerate(run_ordered(Roomy(), jobs())):
        assert (done.key, result) == (count, count)
        ahead.append(drawn - count)
    assert max(ahead) == 4


def test_real_workers_die_and_time_out_alone() -> None:
    """A worker that dies and one that hangs cost their own tasks; order is kept."""
    jobs = [
        job("slow", time.sleep, 0.3),
        job("dies", os._exit, 3),
        job("fine", abs, -5),
        job("hangs", time.sleep, 60, seconds=0.4),
        job("late", abs, -6),
    ]
    with PoolExecutor(2, written_bytes=10_000) as pool:
        found = [(done.key, result) for done, result in run_ordered(pool, jobs)]
        threads = run_one(pool, job("threads", os.getenv, "OMP_NUM_THREADS"))
    assert found == [
        ("slow", None),
        ("dies", Problem(CRASHED)),
        ("fine", 5),
        ("hangs", Problem(TIMED_OUT)),
        ("late", 6),
    ]
    assert threads == "1"


def test_what_a_worker_started_ends_with_it() -> None:
    """Tesseract goes on by itself when only the worker that waits for it is killed."""
    program = ["sleep", "61.0625"]
    with PoolExecutor(1) as pool:
        assert run_one(pool, job("hangs", subprocess.run, program, seconds=1.0)) == Problem(
            TIMED_OUT
        )
        deadline = time.monotonic() + 10
        while _running(program) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not _running(program)


def _running(program: list[str]) -> bool:
    wanted = "\0".join(program).encode() + b"\0"
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if entry.read_bytes() == wanted:
                return True
    return False


def test_large_memory_is_given_back_between_pages() -> None:
    with PoolExecutor(1) as pool:
        told = run_one(pool, job("memory", os.getenv, "MALLOC_MMAP_THRESHOLD_"))
    assert int(told) < 10_000_000


def test_an_error_stops_the_pool_at_once() -> None:
    """Leaving by Ctrl-C does not wait for what still runs."""
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt), PoolExecutor(1) as pool:
        assert run_one(pool, job("a")) == 1
        pool.submit(time.sleep, (60,), 60)
        raise KeyboardInterrupt
    assert time.monotonic() - start < 20
