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
from pipeline.files import demand_room, private_folder, sync_folder

_CHUNK = 1 << 20
UNFINISHED = ".new-"
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

        The bytes and their name are on disk when this returns. Raises NotAFileError or OSError
        where the source cannot be read, StoreError (and leaves nothing behind) where the store
        cannot be written or has no room.
        """
        with open_regular(source) as file:
            demand_room(private_folder(self.folder), os.fstat(file.fileno()).st_size, source.name)
            with self._new_file() as (target, temporary):
                kept = _copy(file, target, source.name)
                # Also where it is there already: a damaged one is healed, and a name that was
                # given before a power cut is synced.
                self._publish(temporary, self.path(kept.sha256))
        return kept

    @contextmanager
    def _new_file(self) -> Iterator[tuple[BinaryIO, Path]]:
        """A new file for its owner only, gone afterwards unless it was moved away."""
        try:
            handle, name = tempfile.mkstemp(prefix=UNFINISHED, dir=self.folder)
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
            sync_folder(path.parent)
        except OSError as error:
            raise StoreError(f"{path}: cannot be written: {error.strerror}") from error

    def sweep(self) -> None:
        """Remove what killed runs left half written."""
        for left in self.folder.glob(f"{UNFINISHED}*"):
            left.unlink(missing_ok=True)

    def remove(self, sha256: str) -> None:
        """Take an original away for good; raises StoreError."""
        path = self.path(sha256)
        try:
            path.unlink(missing_ok=True)
            if path.parent.is_dir():
                sync_folder(path.parent)
        except OSError as error:
            raise StoreError(f"{path}: cannot be removed: {error.strerror}") from error

    def stored(self) -> Iterator[Path]:
        """Every finished original, by name."""
        yield from sorted(one for one in self.folder.glob("??/*") if one.is_file())


def digest_of(path: Path) -> Kept:
    """Hash a regular file without keeping it; raises NotAFileError, OSError."""
    digest = hashlib.sha256()
    size = 0
    with open_regular(path) as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return Kept(digest.hexdigest(), size)


def _copy(source: BinaryIO, target: BinaryIO, name: str) -> Kept:
    digest = hashlib.sha256()
    size = 0
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
        try:
            target.write(chunk)
        except OSError as error:
            raise StoreError(f"{name}: cannot be kept: {error.strerror}") from error
    try:
        target.flush()
        os.fsync(target.fileno())
    except OSError as error:
        raise StoreError(f"{name}: cannot be kept: {error.strerror}") from error
    return Kept(digest.hexdigest(), size)
