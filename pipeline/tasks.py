"""What runs in the workers: each function opens foreign bytes and answers with a value.

What opens them is loaded by the functions: the parent, which only sends them, does without.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TypeVar

from extractors.facts import Look, PageFacts, Problem, Source, Status
from extractors.files import FileInfo
from extractors.limits import Limits, UnreadableError
from extractors.ocr.engine import Eyes, ReadingEngine
from extractors.sniff import HEAD, FileKind, sniff
from pipeline import codec
from pipeline.confined import memory_limit
from pipeline.errors import CRASHED

log = logging.getLogger(__name__)

V = TypeVar("V")
Fact = FileInfo | Look | PageFacts


def make_eyes(threads: int) -> Eyes:
    """The quick reader; the default engine uses the same one."""
    from extractors.ocr.quick import load_quick

    return load_quick(threads)


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """What reads and what looks: by the functions that make them (sent by name), and what names
    both in cache keys."""

    identity: str
    factory: Callable[[int], ReadingEngine]
    threads: int = 1
    eyes: Callable[[int], Eyes] = make_eyes
    eyes_identity: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A fact as it is kept. `problem` is "" or the code why nothing could be read."""

    body: bytes
    problem: str
    seconds: float


@cache
def engine_of(choice: EngineChoice) -> ReadingEngine:
    """Loaded once a worker; an engine that is missing or broken ends the run."""
    return choice.factory(choice.threads)


@cache
def _eyes(choice: EngineChoice) -> Eyes:
    return choice.eyes(choice.threads)


@lru_cache(maxsize=1)
def _bytes(path: Path, passwords: tuple[str, ...] = ()) -> bytes:
    """The pages of a file come one after another, and originals never change.

    Where one of the passwords opens it, these are the bytes of the opened file.
    """
    from extractors.locked import unlocked

    data = path.read_bytes()
    return unlocked(data, passwords) or data


def attempt(work: Callable[[], V]) -> V | Problem:
    """The one border to parsers of foreign bytes: whatever they throw becomes a problem.

    The libraries underneath (PDFium, Pillow, lxml, zipfile, email, openpyxl, OpenCV) throw all
    kinds of exceptions on damaged files, so here, and only here, every one is caught. Only its
    type is noted: messages quote the file.
    """
    try:
        return work()
    except UnreadableError as error:
        return error.problem
    except RecursionError:
        return Problem("nested-too-deep")
    except MemoryError:
        return Problem("reader-memory", (("limit", str(memory_limit())),))
    except Exception as error:
        log.warning("reader crashed: %s", type(error).__name__)
        return Problem(CRASHED, (("error", type(error).__name__),))


def describe_file(path: Path, name: str, limits: Limits) -> FileInfo:
    """Kind and number of pages; a file that cannot be read has 0 pages and its reason."""
    from extractors import reader
    from extractors.locked import unlocked

    with path.open("rb") as file:
        kind = sniff(file.read(HEAD))
    size = path.stat().st_size
    if size > limits.file_bytes:
        return FileInfo(kind, 0, (Problem("file-too-large", (("limit", str(limits.file_bytes)),)),))
    data = path.read_bytes()
    opened = attempt(lambda: unlocked(data, limits.passwords))
    if isinstance(opened, Problem):
        return FileInfo(kind, 0, (opened,))
    found = attempt(lambda: reader.describe(opened or data, name, limits))
    if isinstance(found, Problem):
        return FileInfo(kind, 0, (found,))
    if opened is not None:
        found = replace(found, problems=(*found.problems, Problem("pdf-unlocked")))
    return _with_signatures(found, data, limits) if kind is FileKind.PDF else found


def _with_signatures(info: FileInfo, data: bytes, limits: Limits) -> FileInfo:
    """What is said by whom of the whole file; signatures that cannot be read cost no page."""
    from extractors import signatures

    found = attempt(lambda: signatures.read_signatures(data, limits))
    if isinstance(found, Problem):
        problem = Problem("signature-unreadable") if found.code == CRASHED else found
        return replace(info, problems=(*info.problems, problem))
    return replace(info, signatures=found)


def look_page(path: Path, kind: FileKind, index: int, choice: EngineChoice, limits: Limits) -> Look:
    """The quick tier of a page, 0-based; an unreadable one carries its reason.

    Raises whatever keeps the quick reader from loading.
    """
    from extractors import looker

    eyes = _eyes(choice)
    found = attempt(lambda: looker.look(_bytes(path, limits.passwords), kind, index, eyes, limits))
    return found if isinstance(found, Look) else unreadable_look(index, found)


def read_page(
    path: Path,
    kind: FileKind,
    index: int,
    choice: EngineChoice,
    limits: Limits,
    turn: int | None = None,
) -> PageFacts:
    """The slow tier of a page, 0-based; an unreadable one carries its reason.

    Raises EngineMissingError, or whatever keeps the engine from loading.
    """
    from extractors import reader

    engine = engine_of(choice)
    found = attempt(
        lambda: reader.read(_bytes(path, limits.passwords), kind, index, engine, limits, turn)
    )
    return found if isinstance(found, PageFacts) else unreadable_page(index, found)


def read_lines(path: Path, limits: Limits) -> PageFacts:
    """A file of plain text as one page of lines; an unreadable one carries its reason."""
    from extractors import plaintext

    found = attempt(lambda: plaintext.read_text(_bytes(path), limits))
    return found if isinstance(found, PageFacts) else unreadable_page(0, found)


def unreadable_look(index: int, problem: Problem) -> Look:
    return Look(index + 1, 0, 0, 0, False, 0.0, 0.0, False, (problem,))


def unreadable_page(index: int, problem: Problem) -> PageFacts:
    return PageFacts(
        number=index + 1,
        width=0,
        height=0,
        dpi=0,
        rotation=0,
        skew=0.0,
        source=Source.NONE,
        status=Status.UNREADABLE,
        blank=False,
        problems=(problem,),
    )


def answer_describe(path: Path, name: str, limits: Limits) -> Answer:
    def failed(problem: Problem) -> FileInfo:
        return FileInfo(FileKind.UNKNOWN, 0, (problem,))

    return _timed(lambda: describe_file(path, name, limits), failed)


def answer_look(
    path: Path, kind: FileKind, index: int, choice: EngineChoice, limits: Limits
) -> Answer:
    return _timed(
        lambda: look_page(path, kind, index, choice, limits), partial(unreadable_look, index)
    )


def answer_read(
    path: Path,
    kind: FileKind,
    index: int,
    choice: EngineChoice,
    limits: Limits,
    turn: int | None = None,
) -> Answer:
    return _timed(
        lambda: read_page(path, kind, index, choice, limits, turn), partial(unreadable_page, index)
    )


def answer_lines(path: Path, limits: Limits) -> Answer:
    return _timed(lambda: read_lines(path, limits), partial(unreadable_page, 0))


def answer_seals(
    path: Path, kind: FileKind, choice: EngineChoice, limits: Limits, index: int = 0
) -> Answer:
    """Only the seals of a page (0-based) that stands upright."""
    from extractors import reader

    def work() -> PageFacts:
        engine = engine_of(choice)
        found = attempt(
            lambda: reader.read_seals(_bytes(path, limits.passwords), kind, index, engine, limits)
        )
        return found if isinstance(found, PageFacts) else unreadable_page(index, found)

    return _timed(work, partial(unreadable_page, index))


def turn_seen(look: Look) -> int | None:
    """The turn that reading may go by: born-digital pages and failed looks have none."""
    return None if look.text_layer or not look.width else look.rotation


def _timed(work: Callable[[], Fact], failed: Callable[[Problem], Fact]) -> Answer:
    start = time.perf_counter()
    value = work()
    body = attempt(lambda: codec.dump(value))
    if isinstance(body, Problem):  # the reader let something out that is no plain number
        value = failed(body)
        body = codec.dump(value)
    return Answer(body, failure(value), round(time.perf_counter() - start, 4))


def failure(value: Fact) -> str:
    """The code of the problem that left nothing readable, "" where something was read."""
    if isinstance(value, PageFacts):
        failed = value.status is Status.UNREADABLE
    elif isinstance(value, Look):
        failed = value.width == 0 and bool(value.problems)
    else:
        failed = value.pages == 0 and bool(value.problems)
    return value.problems[0].code if failed else ""
