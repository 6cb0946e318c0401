"""Zip packages: their directory is held against the limits before it is loaded."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from extractors.limits import Limits, UnreadableError

# What zipfile and the decompressors raise for bytes that are no archive.
BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, ValueError, struct.error)
# A directory entry with its name and extra field; far above what archivers write.
_ENTRY_BYTES = 1024


@contextmanager
def opened_package(file: BinaryIO, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """Open an archive; raises UnreadableError, before its directory is loaded where it is vast."""
    if _directory_bytes(file) > limits.archive_members * _ENTRY_BYTES:
        raise UnreadableError("archive-too-many", limit=limits.archive_members)
    try:
        archive = zipfile.ZipFile(file)
    except (*BROKEN, OSError, NotImplementedError) as error:
        raise UnreadableError("archive-damaged") from error
    with archive:
        if len(archive.infolist()) > limits.archive_members:
            raise UnreadableError("archive-too-many", limit=limits.archive_members)
        yield archive


def _directory_bytes(file: BinaryIO) -> int:
    """Size of the central directory, from the end record (APPNOTE 4.3.14 and 4.3.16).

    zipfile's own reader of that record is used: it is private, but the only one that finds
    the same record as zipfile does, and a second opinion would be a hole.
    """
    try:
        record = zipfile._EndRecData(file)  # type: ignore[attr-defined]
    except (*BROKEN, OSError) as error:
        raise UnreadableError("archive-damaged") from error
    finally:
        file.seek(0)
    if not record:
        raise UnreadableError("archive-damaged")
    return int(record[zipfile._ECD_SIZE])  # type: ignore[attr-defined]
