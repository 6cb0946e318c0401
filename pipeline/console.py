"""What appears on the terminal: results on stdout, progress and logs on stderr."""

from __future__ import annotations

import logging
import sys
from contextlib import AbstractContextManager, nullcontext
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

log = logging.getLogger("yushen.progress")

_PIPE_WIDTH = 160


def stdout() -> Console:
    """Colours and the terminal's width on a terminal, neither elsewhere."""
    return _console(stderr=False)


def _console(stderr: bool) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else _PIPE_WIDTH
    return Console(stderr=stderr, width=width, highlight=False, soft_wrap=False)


def start_logging(verbose: bool) -> None:
    """Logs to stderr: ids and counts, never what the paper says."""
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="%(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
        force=True,
    )
    log.setLevel(logging.INFO)


class BarProgress:
    """Rich bars, one a step."""

    def __init__(self) -> None:
        self._bars = Bars(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=_console(stderr=True),
        )
        self._tasks: dict[str, int] = {}

    def started(self, step: str, total: int | None) -> None:
        if total != 0:
            self._tasks[step] = self._bars.add_task(step, total=total)

    def advanced(self, step: str, count: int = 1) -> None:
        if step in self._tasks:
            self._bars.advance(self._tasks[step], count)  # type: ignore[arg-type]

    def finished(self, step: str) -> None:
        task = self._tasks.pop(step, None)
        if task is not None:
            self._bars.stop_task(task)  # type: ignore[arg-type]

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bars.stop()


class LogProgress:
    """A line a step, for logs and pipes; steps with nothing to do say nothing."""

    def started(self, step: str, total: int | None) -> None:
        if total:
            log.info("%s: %d to do", step, total)

    def advanced(self, step: str, count: int = 1) -> None:
        return None

    def finished(self, step: str) -> None:
        return None


def progress() -> AbstractContextManager[BarProgress | LogProgress]:
    """Bars on a terminal, plain log lines elsewhere."""
    return BarProgress() if sys.stderr.isatty() else nullcontext(LogProgress())
