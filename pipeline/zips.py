"""Zip archives: their directory held against the limits, their members' names and bytes."""

from __future__ import annotations

import errno
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from extractors.facts import Problem
from extractors.limits import Limits, UnreadableError
from extractors.package import BROKEN, opened_package
from extractors.sniff import FileKind, zip_flavour

_ENCRYPTED = 0x1
_UTF8 = 0x800
_UNICODE_PATH = 0x7075
# An archive smaller than this may still hold this times the ratio: an almost blank scan does.
_LEAST_COMPRESSED = 10_000
_FIRST_CJK = 0x2E80


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an archive. `problem` says why its bytes are not to be taken."""

    name: str
    info: zipfile.ZipInfo
    problem: Problem | None


@contextmanager
def opened_zip(path: Path, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """Open an archive; raises UnreadableError, before its directory is loaded where it is vast."""
    with path.open("rb") as file, opened_package(file, limits) as archive:
        yield archive


def flavour(path: Path, limits: Limits) -> FileKind:
    """Tell Office files from plain archives; raises UnreadableError."""
    with opened_zip(path, limits) as archive:
        return zip_flavour(frozenset(archive.namelist()))


def entries(archive: zipfile.ZipFile) -> tuple[Entry, ...]:
    """The archive's files (folders are left out), with their names as their writer meant them."""
    infos = [info for info in archive.infolist() if not info.is_dir()]
    encoding = _encoding(infos)
    return tuple(Entry(_name(info, encoding), info, _refusal(info)) for info in infos)


def most_unpacked(path: Path, limits: Limits) -> int:
    """How many bytes may come out of this archive before it counts as a bomb."""
    return limits.ratio * max(path.stat().st_size, _LEAST_COMPRESSED)


@contextmanager
def opened_entry(archive: zipfile.ZipFile, entry: Entry) -> Iterator[BinaryIO]:
    """A member's bytes; raises UnreadableError where they are damaged, also while reading."""
    try:
        with archive.open(entry.info) as stream:
            yield cast(BinaryIO, stream)
    except NotImplementedError as error:  # a method of compression that Python does not know
        raise UnreadableError("archive-unsupported", method=entry.info.compress_type) from error
    except RuntimeError as error:  # zipfile's word for "needs a password"
        raise UnreadableError("archive-encrypted") from error
    except BROKEN as error:
        raise UnreadableError("archive-damaged") from error
    except OSError as error:
        # bz2's word for bad data, and a place before the file's start; a full disk is no damage.
        if error.errno not in (None, errno.EINVAL):
            raise
        raise UnreadableError("archive-damaged") from error


def _refusal(info: zipfile.ZipInfo) -> Problem | None:
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return Problem("link-skipped")
    if info.flag_bits & _ENCRYPTED:
        return Problem("archive-encrypted")
    return None


def _raw_name(info: zipfile.ZipInfo) -> bytes:
    """The name's bytes: where no flag says UTF-8, zipfile has decoded them as code page 437."""
    return info.orig_filename.encode("cp437")


def _encoding(infos: list[zipfile.ZipInfo]) -> str:
    """The one encoding of all unmarked names of an archive.

    Chinese Windows writes GBK, macOS unmarked UTF-8. GBK bytes are seldom valid UTF-8, and
    where they are they decode to Latin or Greek letters, not to Chinese.
    """
    unmarked = [info for info in infos if not info.flag_bits & _UTF8]
    raw = b"\n".join(_raw_name(info) for info in unmarked)
    if raw.isascii():
        return "ascii"
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8" if any(ord(char) >= _FIRST_CJK for char in text) else "gb18030"


def _name(info: zipfile.ZipInfo, encoding: str) -> str:
    if info.flag_bits & _UTF8:
        return info.orig_filename
    return _unicode_path(info) or _raw_name(info).decode(encoding, "replace")


def _unicode_path(info: zipfile.ZipInfo) -> str | None:
    """The name from Info-ZIP's extra field (APPNOTE 4.6.9), where its checksum fits."""
    extra = info.extra
    while len(extra) >= 4:
        field, size = struct.unpack("<HH", extra[:4])
        body, extra = extra[4 : 4 + size], extra[4 + size :]
        if field != _UNICODE_PATH or len(body) < 5:
            continue
        version, checksum = struct.unpack("<BL", body[:5])
        if version == 1 and checksum == zlib.crc32(_raw_name(info)):
            return body[5:].decode("utf-8", "replace")
    return None
