"""What is uploaded, on its way into the workspace: a folder an upload, whole before it is taken.

`inbox/ID.part` grows file by file, `inbox/ID` is whole and waits for its batch, `inbox/ID.failed`
could not be taken in, `inbox/ID.done` is about to go. Their names are ours; a file's own name is
cleaned and only ever the last part of a path below.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

from pipeline.desk.errors import DeskError, NotFoundError
from pipeline.files import private_folder, sync_folder
from pipeline.labels import safe_label
from pipeline.registers import REGISTER, ROSTER, SUFFIXES

_ID = re.compile(r"[0-9a-f]{24}")
_PART, _FAILED, _DONE = ".part", ".failed", ".done"
_LONGEST_NAME, _DEEPEST = 180, 40  # bytes of one part of a path, and how many parts
_LISTS = {"register": REGISTER, "roster": ROSTER}


class Inbox:
    """The uploads of a workspace. `file_bytes` and `upload_bytes` are the most that is taken."""

    def __init__(self, workspace: Path, file_bytes: int, upload_bytes: int) -> None:
        self._folder = private_folder(workspace / "inbox")
        self._file_bytes, self._upload_bytes = file_bytes, upload_bytes
        for left in self._folder.glob(f"*{_DONE}"):  # by a desk that was killed
            shutil.rmtree(left)

    def begin(self) -> str:
        """A new upload; answers with its id."""
        upload = secrets.token_hex(12)
        private_folder(self._folder / f"{upload}{_PART}")
        return upload

    async def add(self, upload: str, name: str, kind: str, chunks: AsyncIterator[bytes]) -> int:
        """Write one file, whole or not at all; answers with its size. Raises DeskError."""
        folder = self._growing(upload)
        place = folder / relative(name, kind)
        room = min(self._file_bytes, self._upload_bytes - _size(folder))
        part = self._folder / f".{secrets.token_hex(12)}{_PART}"
        size = 0
        try:
            with part.open("xb") as file:
                async for chunk in chunks:
                    size += len(chunk)
                    if size > room:
                        raise DeskError("too-large", 413)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            private_folder(place.parent)
            part.replace(_free(place))
        except OSError as error:
            raise DeskError("disk", 507) from error
        finally:
            part.unlink(missing_ok=True)
        return size

    def finish(self, upload: str) -> None:
        """The upload is whole and on disk: from now on it waits for its batch, whatever happens."""
        folder = self._growing(upload)
        if not any(folder.iterdir()):
            raise DeskError("empty-upload")
        try:
            for inside in (path for path in folder.rglob("*") if path.is_dir()):
                sync_folder(inside)
            sync_folder(folder)
            folder.rename(self._folder / upload)
            sync_folder(self._folder)
        except OSError as error:
            raise DeskError("disk", 507) from error

    def drop(self, upload: str) -> None:
        shutil.rmtree(self._growing(upload))

    def waiting(self) -> list[Path]:
        """Whole uploads that no batch has taken, oldest first."""
        found = [path for path in self._folder.iterdir() if _ID.fullmatch(path.name)]
        return sorted(found, key=lambda path: path.stat().st_mtime_ns)

    def failed(self) -> list[Path]:
        return sorted(self._folder.glob(f"*{_FAILED}"))

    def set_aside(self, folder: Path) -> None:
        """An upload whose batch failed waits until somebody says that it be tried again."""
        folder.rename(folder.with_name(folder.name + _FAILED))

    def retry(self) -> None:
        for folder in self.failed():
            folder.rename(folder.with_name(folder.name.removesuffix(_FAILED)))

    def taken(self, folder: Path) -> None:
        """Its bytes are among the originals now. It goes at once, by its name: one that is half
        removed would be taken for a smaller delivery."""
        done = folder.with_name(folder.name + _DONE)
        folder.rename(done)
        sync_folder(self._folder)
        shutil.rmtree(done)

    def _growing(self, upload: str) -> Path:
        """The folder of an upload that goes on; found by name, not made from what was sent."""
        for path in self._folder.glob(f"*{_PART}"):
            if _ID.fullmatch(upload) and path.name == upload + _PART:
                return path
        raise NotFoundError


def relative(name: str, kind: str) -> Path:
    """Where a file goes in its upload; a register or roster goes to the top by its own name.

    Raises DeskError where the kind of file will not do.
    """
    label, _ = safe_label(name)
    if kind in _LISTS:
        suffix = Path(label).suffix.lower()
        if suffix not in SUFFIXES:
            raise DeskError("list-kind")
        return Path(_LISTS[kind] + suffix)
    parts = label.split("/")
    if len(parts) > _DEEPEST:
        parts = [*parts[: _DEEPEST - 1], parts[-1]]
    return Path(*(_shortened(part) for part in parts))


def _shortened(part: str) -> str:
    """A name short enough for any disk, with its suffix."""
    if len(part.encode()) <= _LONGEST_NAME:
        return part
    stem, dot, suffix = part.rpartition(".")
    suffix = f".{suffix}" if dot and len(suffix.encode()) <= 12 else ""
    stem = stem if suffix else part
    return stem.encode()[: _LONGEST_NAME - len(suffix)].decode(errors="ignore") + suffix


def _free(place: Path) -> Path:
    """The place, numbered where a file of this name came before."""
    number, found = 1, place
    while found.exists():
        number += 1
        found = place.with_name(f"{place.stem}~{number}{place.suffix}")
    return found


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
