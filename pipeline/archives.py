"""7z, rar and tar archives, through libarchive where it is installed: one member after another.

libarchive only ever reads here: nothing is extracted by it, so no name reaches the disk.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, cast

from extractors.facts import Problem
from extractors.limits import UnreadableError
from extractors.sniff import FileKind
from pipeline.mail import from_bytes

MISSING = "archive-reader-missing"
ADVICE = "apt-get install libarchive13"
KINDS = frozenset({FileKind.RAR, FileKind.SEVEN_ZIP, FileKind.TAR, FileKind.GZIP})
_FORMATS = {FileKind.SEVEN_ZIP: "7zip", FileKind.TAR: "tar", FileKind.GZIP: "tar"}
_RAR5 = b"Rar!\x1a\x07\x01"
_BLOCK = 1 << 16
_ENCRYPTED, _UNKNOWN = "ncrypt", "nsupported"


@cache
def _library() -> Any:
    """The binding, which finds the library when it is loaded; None where there is none."""
    try:
        import libarchive
    except (ImportError, OSError, AttributeError, TypeError):
        return None
    return libarchive


def version() -> str:
    """The library's version, "" where it is not installed."""
    library = _library()
    if library is None:
        return ""
    number = int(library.ffi.version_number())
    return f"{number // 1_000_000}.{number // 1_000 % 1_000}.{number % 1_000}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of an archive. `problem` says why its bytes are not to be taken."""

    name: str
    problem: Problem | None
    archive: Any

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Its bytes, as long as the archive stands at this entry; raises UnreadableError."""
        yield cast(BinaryIO, io.BufferedReader(_Stream(self.archive), _BLOCK))


def entries(path: Path, kind: FileKind) -> Iterator[Entry]:
    """The archive's files (folders are left out) in their order; raises UnreadableError."""
    library = _library()
    if library is None:
        raise UnreadableError(MISSING, kind=kind.value)
    try:
        with library.file_reader(str(path), _format(path, kind), _filter(kind), _BLOCK) as archive:
            for entry in archive:
                if not entry.isdir:
                    yield Entry(_name(entry), _refusal(entry), archive._pointer)
    except library.ArchiveError as error:
        raise UnreadableError(_code(str(error.msg)), kind=kind.value) from error


def _format(path: Path, kind: FileKind) -> str:
    if kind is not FileKind.RAR:
        return _FORMATS[kind]
    with path.open("rb") as file:
        return "rar5" if file.read(len(_RAR5)) == _RAR5 else "rar"


def _filter(kind: FileKind) -> str:
    return "gzip" if kind is FileKind.GZIP else "none"


def _name(entry: Any) -> str:
    name = entry.pathname
    return from_bytes(name) if isinstance(name, bytes) else str(name or "")


def _refusal(entry: Any) -> Problem | None:
    return None if entry.isreg and not entry.islnk else Problem("link-skipped")


def _code(message: str) -> str:
    """libarchive has no numbers for these."""
    if _ENCRYPTED in message:
        return "archive-encrypted"
    return "archive-unsupported" if _UNKNOWN in message else "archive-damaged"


class _Stream(io.RawIOBase):
    """What libarchive reads of the entry at which it stands.

    Warnings (a checksum that does not fit) come as negative numbers, again and again: the
    binding's own loop would take them for data.
    """

    def __init__(self, archive: Any) -> None:
        self._archive = archive

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        library = _library()
        view = memoryview(target)
        place = (ctypes.c_char * len(view)).from_buffer(view)
        try:
            count = int(library.ffi.read_data(self._archive, place, len(view)))
        except library.ArchiveError as error:
            raise UnreadableError(_code(str(error.msg))) from error
        if count < 0:
            raise UnreadableError("archive-damaged")
        return count
