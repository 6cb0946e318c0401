"""Batches in the background: what was uploaded is taken in, read and judged, one at a time.

What is to be done stands in the inbox's folders and what was done in the database, so a killed
server goes on where it was. In memory is only how far the running batch has come.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipeline import runs
from pipeline.desk.inbox import Inbox
from pipeline.engines import choose_engine
from pipeline.errors import YushenError
from pipeline.locks import BusyError, Lock, held
from pipeline.settings import Settings, pool_options
from pipeline.store import Store
from pipeline.workers import PoolExecutor

log = logging.getLogger(__name__)

STEPS = ("preserve", "unpack", "describe", "look", "read", "judge")
_LAST = "desk-batch"
_BUSY_SECONDS = 5.0
_STOP_SECONDS = 10.0


class Last(BaseModel):
    """How the last batch ended: "" well, else a code (`error`) and what the program said."""

    model_config = ConfigDict(frozen=True)

    error: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Doing:
    """How far the running batch is: (step, done, of how many) for each step so far.

    `state`: idle, busy (another process works here) or running.
    """

    state: str = "idle"
    steps: tuple[tuple[str, int, int | None], ...] = ()
    waiting: int = 0
    failed: int = 0
    last: Last = field(default_factory=Last)
    round: int = 0


class _Stopped(BaseException):
    """The desk is being closed; the batch goes on at its next start."""


class Batches:
    """Works off the inbox in one thread. `work` is what is done with one upload."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        inbox: Inbox,
        work: Callable[[Path, Settings, Store, Batches], None] | None = None,
    ) -> None:
        self.inbox = inbox
        self._settings, self._store = settings, store
        self._work = work or take_in
        self._lock = threading.Lock()
        self._news, self._stop = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        body = store.document(_LAST)
        self._doing = Doing(last=Last.model_validate_json(body) if body else Last())

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="batches", daemon=True)
        self._news.set()
        self._thread.start()

    def stop(self) -> None:
        """Stop at the next step; nothing that was done is lost."""
        self._stop.set()
        self._news.set()
        if self._thread is not None:
            self._thread.join(_STOP_SECONDS)

    def wake(self) -> None:
        """Something new lies in the inbox."""
        self._news.set()

    def doing(self) -> Doing:
        with self._lock:
            doing = self._doing
        return replace(doing, waiting=len(self.inbox.waiting()), failed=len(self.inbox.failed()))

    # What a run tells of its steps (pipeline.progress.Progress)

    def started(self, step: str, total: int | None) -> None:
        self._set_step(step, 0, total)

    def advanced(self, step: str, count: int = 1) -> None:
        if self._stop.is_set():
            raise _Stopped
        for name, done, total in self._doing.steps:
            if name == step:
                self._set_step(step, done + count, total)

    def finished(self, step: str) -> None:
        for name, done, total in self._doing.steps:
            if name == step:
                self._set_step(step, total if total is not None else done, total)

    def _set_step(self, step: str, done: int, total: int | None) -> None:
        with self._lock:
            others = tuple(one for one in self._doing.steps if one[0] != step)
            self._doing = replace(self._doing, steps=(*others, (step, done, total)))

    # The thread

    def _run(self) -> None:
        while not self._stop.is_set():
            self._news.wait()
            self._news.clear()
            for folder in self.inbox.waiting():
                if self._stop.is_set():
                    return
                self._one(folder)

    def _one(self, folder: Path) -> None:
        try:
            with self._turn():
                self._show("running")
                self._work(folder, self._settings, self._store, self)
            self.inbox.taken(folder)
            self._end(Last())
        except _Stopped:
            return
        except BusyError:
            self._show("busy")
            self._stop.wait(_BUSY_SECONDS)
            self._news.set()
        except YushenError as error:
            self._failed(folder, Last(error=type(error).__name__, said=str(error)))
        except Exception:  # nobody foresaw it, and the thread must outlive it
            log.exception("batch failed")
            self._failed(folder, Last(error="unforeseen"))

    def _turn(self) -> AbstractContextManager[None]:
        return held(self._settings.workspace, Lock.WORK, "desk")

    def _failed(self, folder: Path, last: Last) -> None:
        self.inbox.set_aside(folder)
        self._end(last)

    def _show(self, state: str) -> None:
        with self._lock:
            self._doing = replace(self._doing, state=state, steps=())

    def _end(self, last: Last) -> None:
        self._store.save_document(_LAST, last.model_dump_json())
        with self._lock:
            self._doing = Doing(last=last, round=self._doing.round + 1)


def take_in(folder: Path, settings: Settings, store: Store, progress: Batches) -> None:
    """What `yushen run` does with a haul, for one upload."""
    engine = choose_engine(settings.ocr, settings.threads)
    before = runs.forget_basis(store)
    own = settings.model_copy(update={"register": None, "members": None})
    with PoolExecutor(*pool_options(settings)) as executor:
        taken = runs.take_in(folder, own, store, executor, engine, progress)
    progress.started("judge", None)
    runs.judge_taken(store, settings, engine, taken, before)
    progress.finished("judge")
