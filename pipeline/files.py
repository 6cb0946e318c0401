"""Files of the workspace: for their owner only, whole when they are seen, on disk when it is said.

A name counts as written when the folder that holds it was synced, too.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import StoreError

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
# Room that is left for the database, which must be able to write down what was kept.
_RESERVE = 32_000_000


def private_folder(path: Path) -> Path:
    """Make the folder (and those above it) where it is missing; readable by its owner only."""
    if path.is_dir():
        return path
    try:
        missing = [one for one in (path, *path.parents) if not one.exists()]
        path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        for one in missing:  # `parents` gives those above the umask's mode
            one.chmod(PRIVATE_FOLDER)
            sync_folder(one.parent)
    except OSError as error:
        raise StoreError(f"{path}: cannot be made: {error.strerror}") from error
    return path


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A name beside `path` to write to; moved to `path` when the block ends well.

    A reader sees the old file or the new one, and so does whoever starts after a power cut.
    Raises StoreError where that fails; what the block raises itself passes through.
    """
    unfinished = private_folder(path.parent) / f".{path.name}"
    try:
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=PRIVATE_FILE)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror}") from error
    try:
        yield unfinished
        publish(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def publish(unfinished: Path, path: Path) -> None:
    """Sync a finished file and give it its name; raises StoreError."""
    try:
        sync(unfinished)
        unfinished.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror}") from error


def sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """The new name is on disk only when its folder is (POSIX; Windows has no such call)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def demand_room(folder: Path, size: int, what: str) -> None:
    """Raise StoreError where `size` more bytes would fill the disk; `what` is named in it."""
    free = shutil.disk_usage(folder).free
    if size + _RESERVE > free:
        raise StoreError(
            f"{what}: the disk of {folder} is full: {size / 1e6:.1f} MB are to be kept, "
            f"{free / 1e6:.1f} MB are free; nothing of it was taken in"
        )


def is_full(folder: Path) -> bool:
    """Whether so little room is left that what failed there failed for that."""
    return shutil.disk_usage(folder).free < _RESERVE
