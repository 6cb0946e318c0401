"""A copy of a workspace that can be opened as one, made while others work on it.

The database is copied by SQLite itself, in one transaction; then the originals that it knows, which
nobody changes and nobody takes away meanwhile. What can be made again (pictures) is left out.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from pipeline.errors import InputError, StoreError
from pipeline.files import (
    PRIVATE_FILE,
    PRIVATE_FOLDER,
    demand_room,
    private_folder,
    sync,
    sync_folder,
)
from pipeline.locks import Lock, held
from pipeline.originals import Originals
from pipeline.progress import Progress, Silent
from pipeline.settings import FILE_NAME
from pipeline.store import DATABASE, Store
from pipeline.verifying import demand_sound

_STEP = "backup originals"
_PATIENCE_SECONDS = 600
_FOLDERS = ("exports", "letters")
_UNFINISHED = ".unfinished"


def backup(store: Store, target: Path, progress: Progress | None = None) -> int:
    """Copy the workspace to a new folder; answers with the number of originals.

    The folder appears whole and verified, or not at all. Raises InputError where it is there
    already or lies in the workspace, StoreError where it cannot be written or does not verify.
    """
    source = store.workspace.resolve()
    target = target.absolute()
    if target.resolve().is_relative_to(source):
        raise InputError(f"{target}: lies in the workspace itself")
    if target.exists() or target.is_symlink():
        raise InputError(f"{target}: is there already; a backup needs a new folder")
    parent = private_folder(target.parent)
    with held(source, Lock.ORIGINALS, "backup", _PATIENCE_SECONDS):
        return _into_new_folder(store, target, parent, progress or Silent())


def _into_new_folder(store: Store, target: Path, parent: Path, progress: Progress) -> int:
    unfinished = parent / f".{target.name}{_UNFINISHED}"
    try:
        # What a killed backup left half copied: it holds what packets hold, and is nobody's.
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=PRIVATE_FOLDER)
        count = _copy(store, unfinished, progress)
        _sync_all(unfinished)
        unfinished.rename(target)
        sync_folder(parent)
    except OSError as error:
        raise StoreError(f"{target}: cannot be written: {error.strerror}") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return count


def _copy(store: Store, folder: Path, progress: Progress) -> int:
    database = store.workspace / DATABASE
    demand_room(folder, database.stat().st_size, str(folder))
    _copy_database(database, folder / DATABASE)
    for name in (FILE_NAME, *_FOLDERS):
        _copy_files(store.workspace / name, folder / name)
    with Store(folder) as copied:
        hashes = copied.original_hashes()
        progress.started(_STEP, len(hashes))
        for sha256 in hashes:
            _copy_original(store.originals, copied.originals, sha256)
            progress.advanced(_STEP)
        progress.finished(_STEP)
        demand_sound(copied)
    return len(hashes)


def _copy_database(source: Path, target: Path) -> None:
    target.touch(mode=PRIVATE_FILE)
    try:
        with closing(sqlite3.connect(source, timeout=60)) as database:
            database.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.Error as error:
        raise StoreError(f"{source}: cannot be copied: {error}") from error


def _copy_original(source: Originals, target: Originals, sha256: str) -> None:
    """A second name for the same bytes, which are never changed; elsewhere a copy."""
    place = target.path(sha256)
    private_folder(place.parent)
    try:
        os.link(source.path(sha256), place)
    except OSError:
        try:
            shutil.copyfile(source.path(sha256), place)
            place.chmod(PRIVATE_FILE)
            sync(place)
        except OSError as error:
            raise StoreError(
                f"original {sha256[:12]}: cannot be copied: {error.strerror}"
            ) from error


def _copy_files(source: Path, target: Path) -> None:
    """A file, or the finished files of a folder."""
    if source.is_file():
        shutil.copyfile(source, target)
        target.chmod(PRIVATE_FILE)
    elif source.is_dir():
        private_folder(target)
        for path in sorted(source.iterdir()):
            if not path.name.startswith("."):
                _copy_files(path, target / path.name)


def _sync_all(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_dir():
            sync_folder(path)
        elif path.is_file():
            sync(path)
    sync_folder(folder)
