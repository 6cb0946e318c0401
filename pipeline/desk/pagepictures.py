"""Pictures of pages, made in a worker when they are first asked for, and kept.

They lie under `pictures/` in the workspace: SHA256/PAGE.MARK.WIDTH.jpg, where MARK stands for
whatever the picture depends on. Names are made of our own facts; nothing of an address enters.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from extractors.facts import Box, PageFacts, Problem
from extractors.files import READER_VERSION
from extractors.limits import Limits
from extractors.sniff import FileKind
from pipeline.desk.pictures_task import Strip, Words, draw_strips, draw_widths, read_part
from pipeline.files import private_folder
from pipeline.originals import Originals
from pipeline.tasks import EngineChoice
from pipeline.workers import Executor, Job, run_one

THUMBNAIL: Final = 200
WIDTHS: Final = (THUMBNAIL, 1240, 2480)
_FILE_MODE: Final = 0o600
_LOCKS: Final = 64
T = TypeVar("T")


class NoPictureError(Exception):
    """The page cannot be drawn; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to draw: its file's bytes and kind, and its facts."""

    sha256: str
    kind: FileKind
    page: PageFacts

    @property
    def mark(self) -> str:
        """Changes where the picture does; good as an ETag, too."""
        page = self.page
        return _digest(
            READER_VERSION, page.number, page.width, page.height, page.dpi, page.rotation,
            page.skew, page.source.value,
        )  # fmt: skip

    @property
    def seals_mark(self) -> str:
        """The same of the unrolled rings, which depend on the seals too."""
        return _digest(self.mark, *(seal.box for seal in self.page.seals))


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


class PagePictures:
    """The pictures of a workspace. Whoever asks first waits for the worker; the others for them."""

    def __init__(
        self,
        folder: Path,
        originals: Originals,
        executor: Executor,
        limits: Limits,
        engine: Callable[[], EngineChoice],
    ) -> None:
        self._folder = folder
        self._originals = originals
        self._executor = executor
        self._limits = limits
        self._engine = engine
        self._locks = tuple(threading.Lock() for _ in range(_LOCKS))

    def page(self, sheet: Sheet, width: int) -> Path:
        """The JPEG of a page in the least of `WIDTHS` that is at least `width` (or the widest).

        Raises NoPictureError.
        """
        wide = next((one for one in WIDTHS if one >= width), WIDTHS[-1])
        path = self._path(sheet, f"{wide}.jpg")
        return self._kept(path, sheet, lambda: self._draw(sheet))

    def _draw(self, sheet: Sheet) -> None:
        """All widths at once: opening the file and setting the page upright is the long part."""
        arguments = (self._original(sheet), sheet.kind, sheet.page, WIDTHS, self._limits)
        drawn = self._run(draw_widths, arguments)
        for wide, picture in zip(WIDTHS, drawn, strict=True):
            self._keep(self._path(sheet, f"{wide}.jpg"), picture)

    def strip(self, sheet: Sheet, index: int) -> tuple[bytes, float, float] | None:
        """The unrolled ring of a seal (0-based) as PNG, and where its title begins and ends.

        None where the seal is not found again; raises NoPictureError.
        """
        told = self._path(sheet, f"{sheet.seals_mark}.json")
        self._kept(told, sheet, lambda: self._draw_strips(sheet))
        known = json.loads(told.read_text("utf-8"))
        if not 0 <= index < len(known) or known[index] is None:
            return None
        first, last = known[index]
        return self._path(sheet, f"{sheet.seals_mark}.{index}.png").read_bytes(), first, last

    def _draw_strips(self, sheet: Sheet) -> None:
        arguments = (self._original(sheet), sheet.kind, sheet.page, self._limits)
        strips: tuple[Strip | None, ...] = self._run(draw_strips, arguments)
        for index, strip in enumerate(strips):
            if strip is not None:
                self._keep(self._path(sheet, f"{sheet.seals_mark}.{index}.png"), strip.picture)
        told = [[strip.first, strip.last] if strip is not None else None for strip in strips]
        self._keep(self._path(sheet, f"{sheet.seals_mark}.json"), json.dumps(told).encode())

    def read(self, sheet: Sheet, box: Box) -> Words:
        """What stands in a part of the page; `box` in its pixels. Raises NoPictureError."""
        path = self._original(sheet)
        arguments = (path, sheet.kind, sheet.page, box, self._engine(), self._limits)
        return self._run(read_part, arguments)

    def _run(self, task: Callable[..., T | Problem], arguments: tuple[object, ...]) -> T:
        answer = run_one(self._executor, Job("desk", task, arguments, self._limits.page_seconds))
        if isinstance(answer, Problem):
            raise NoPictureError(answer)
        made: T = answer
        return made

    def _original(self, sheet: Sheet) -> Path:
        return self._originals.path(sheet.sha256).absolute()

    def _path(self, sheet: Sheet, ending: str) -> Path:
        return self._folder / sheet.sha256 / f"{sheet.page.number}.{sheet.mark}.{ending}"

    def _kept(self, path: Path, sheet: Sheet, make: Callable[[], None]) -> Path:
        if path.is_file():
            return path
        lock = self._locks[hash((sheet.sha256, sheet.page.number)) % _LOCKS]
        with lock:
            if not path.is_file():
                make()
        return path

    def _keep(self, path: Path, content: bytes) -> None:
        private_folder(path.parent.parent)
        private_folder(path.parent)
        unfinished = path.with_name(f".{path.name}.{threading.get_ident()}")
        unfinished.touch(mode=_FILE_MODE)
        unfinished.write_bytes(content)
        unfinished.replace(path)
