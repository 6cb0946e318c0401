"""Originals: the bytes as they came, each under its sha256, written once and never changed."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import StoreError

_CHUNK = 1 << 20
# Without these (Windows) a link is told by `is_symlink` before opening.
_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a pipe without a writer would be waited for for ever
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


@dataclass(frozen=True, slots=True)
class Kept:
    """An original that is safely stored. `size` in bytes."""

    sha256: str
    size: int


class NotAFileError(Exception):
    """The path is a link, a device, a pipe: nothing to be copied."""


def open_regular(path: Path) -> BinaryIO:
    """Open a regular file without following a link; raises NotAFileError, OSError."""
    if path.is_symlink():
        raise NotAFileError(path.name)
    file = os.fdopen(os.open(path, _OPEN_FLAGS), "rb")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise NotAFileError(path.name)
    return file


def private_folder(path: Path) -> Path:
    """Make the folder (and those above it) where it is missing; readable by its owner only."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{path}: cannot be made: {error.strerror}") from error
    return path


@dataclass(frozen=True, slots=True)
class Originals:
    """The folder of originals; sub-folders by the first two digits keep listings short."""

    folder: Path

    def path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def has(self, sha256: str) -> bool:
        return self.path(sha256).is_file()

    def keep(self, source: Path) -> Kept:
        """Copy a file in; hashed while it is copied, so the hash is that of what is stored.

        Raises NotAFileError or OSError where the source cannot be read, StoreError where the
        store cannot be written.
        """
        with open_regular(source) as file, self._new_file() as (target, temporary):
            kept = _copy(file, target)
            path = self.path(kept.sha256)
            if not path.is_file():
                self._publish(temporary, path)
        return kept

    @contextmanager
    def _new_file(self) -> Iterator[tuple[BinaryIO, Path]]:
        """A new file for its owner only, gone afterwards unless it was moved away."""
        private_folder(self.folder)
        try:
            handle, name = tempfile.mkstemp(prefix=".new-", dir=self.folder)
        except OSError as error:
            raise StoreError(f"{self.folder}: cannot be written: {error.strerror}") from error
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as target:
                yield target, temporary
        finally:
            temporary.unlink(missing_ok=True)

    def _publish(self, temporary: Path, path: Path) -> None:
        private_folder(path.parent)
        try:
            temporary.replace(path)
            _sync_folder(path.parent)
        except OSError as error:
            raise StoreError(f"{path}: cannot be written: {error.strerror}") from error


def _copy(source: BinaryIO, target: BinaryIO) -> Kept:
    digest = hashlib.sha256()
    size = 0
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
        try:
            target.write(chunk)
        except OSError as error:
            raise StoreError(f"originals cannot be written: {error.strerror}") from error
    try:
        target.flush()
        os.fsync(target.fileno())
    except OSError as error:
        raise StoreError(f"originals cannot be written: {error.strerror}") from error
    return Kept(digest.hexdigest(), size)


def _sync_folder(folder: Path) -> None:
    """The new name is on disk only when its folder is (POSIX; Windows has no such call)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
