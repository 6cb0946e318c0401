"""Ingest: each entry of a haul becomes a delivery, its bytes kept before anything parses them.

First every entry's files are copied and hashed, then what holds other files is opened in the
workers. An entry is written whole, with its members, in one transaction: a run that is killed
takes up at the first entry that is not.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from extractors.facts import Problem
from extractors.limits import Limits
from extractors.sniff import HEAD, FileKind, sniff
from pipeline import archives
from pipeline.deliveries import RECEIVED, SUPERSEDED, Delivery, DeliveryKind, Member
from pipeline.errors import InputError, StoreError
from pipeline.labels import LITTER, disk_name, distinct, is_litter, safe_label
from pipeline.originals import NotAFileError, open_regular
from pipeline.progress import Progress, Silent
from pipeline.registers import find_register, find_roster
from pipeline.settings import Settings, reading_limits
from pipeline.store import Store
from pipeline.unpack import Opened, Unpacked, is_container, may_hold_files, unpack
from pipeline.workers import TRANSIENT, Executor, Job, run_ordered

log = logging.getLogger(__name__)

# Unpacking writes up to some gigabytes; a page's time would not do.
_UNPACK_TIMES = 5
_DEEPEST_FOLDER = 40
_ID_DIGITS = 32
_SCRATCH = ".unpack-"
_STALE_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class IngestSummary:
    """Counts of one ingest. `known` entries had been taken in before, unchanged."""

    entries: int
    new: int
    known: int
    skipped: int
    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry whose bytes are kept. `members` are in order; of a lone file there is one."""

    name: str
    folder: bool
    members: tuple[Member, ...]
    problems: tuple[Problem, ...]
    holders: frozenset[int]
    size: int

    @property
    def digest(self) -> str:
        lines = (
            f"{member.path}\0{member.sha256}\0{','.join(p.code for p in member.problems)}"
            for member in self.members
        )
        codes = ",".join(problem.code for problem in self.problems)
        return hashlib.sha256("\n".join([codes, *lines]).encode()).hexdigest()

    @property
    def id(self) -> str:
        return hashlib.sha256(f"{self.name}\0{self.digest}".encode()).hexdigest()[:_ID_DIGITS]


def haul_folder(path: Path) -> Path:
    """The folder of entries: `haul/` where the given one holds it beside `truth/`."""
    if (path / "haul").is_dir() and (path / "truth").is_dir():
        return path / "haul"
    return path


def ingest(
    haul: Path,
    store: Store,
    executor: Executor,
    settings: Settings,
    progress: Progress | None = None,
    retry: bool = False,
) -> IngestSummary:
    """Take in every entry of the haul that is not in the store as it is now.

    With `retry`, entries whose unpacking crashed or ran out of time are opened again.
    Raises InputError where there is no haul, StoreError where the workspace cannot be written.
    """
    progress = progress or Silent()
    paths, skipped = _entry_paths(haul_folder(haul), settings)
    limits = reading_limits(settings)
    entries = list(_preserve(paths, store, limits, progress))
    fresh = [entry for entry in entries if _is_fresh(entry, store, retry)]
    with _scratch(store) as scratch:
        for entry, opened in _unpacked(fresh, store, executor, limits, scratch, progress):
            store.save_delivery(_delivery(entry, opened, store, scratch))
    summary = IngestSummary(
        entries=len(entries),
        new=len(fresh),
        known=len(entries) - len(fresh),
        skipped=skipped,
        files=sum(len(entry.members) for entry in entries),
        bytes=sum(entry.size for entry in entries),
    )
    log.info("ingest: %d entries, %d new, %d files", summary.entries, summary.new, summary.files)
    return summary


def _entry_paths(haul: Path, settings: Settings) -> tuple[list[Path], int]:
    """The entries in the order of their names, and how many were passed over as litter."""
    try:
        found = sorted(haul.iterdir(), key=lambda path: os.fsencode(path.name))
    except NotADirectoryError as error:
        raise InputError(f"{haul}: is not a folder") from error
    except OSError as error:
        raise InputError(f"{haul}: {error.strerror}") from error
    lists = {
        path.resolve()
        for path in (find_register(haul, settings.register), find_roster(haul, settings.members))
        if path is not None
    }
    workspace = settings.workspace.resolve()
    entries = [path for path in found if not _is_ours(path, lists, workspace)]
    kept = [path for path in entries if not is_litter(disk_name(path))]
    return kept, len(entries) - len(kept)


def _is_ours(path: Path, lists: set[Path], workspace: Path) -> bool:
    """Whether the path is a register, a roster or the workspace, and so no entry."""
    if path.is_symlink():
        return False
    resolved = path.resolve()
    if resolved != workspace and workspace.is_relative_to(resolved):
        raise InputError(f"{path}: holds the workspace; move the workspace out of the haul")
    return resolved in lists or resolved == workspace


# Keeping bytes


def _preserve(
    paths: list[Path], store: Store, limits: Limits, progress: Progress
) -> Iterator[_Entry]:
    progress.started("preserve", len(paths))
    for path in paths:
        yield _keep_entry(path, store, limits)
        progress.advanced("preserve")
    progress.finished("preserve")


def _keep_entry(path: Path, store: Store, limits: Limits) -> _Entry:
    name, _ = safe_label(disk_name(path))
    is_folder = path.is_dir() and not path.is_symlink()
    files = _walk(path, "", 0) if is_folder else iter([(path, name)])
    members: list[Member] = []
    holders: set[int] = set()
    labels: set[str] = set()
    size = 0
    for file, label in files:
        member, taken, holds = _keep_file(file, label, store, limits, limits.packet_bytes - size)
        size += taken
        if holds:
            holders.add(len(members))
        members.append(replace(member, path=distinct(member.path, labels)))
    found = tuple(members)
    return _Entry(name, is_folder, found, _empty(found), frozenset(holders), size)


def _walk(folder: Path, prefix: str, depth: int) -> Iterator[tuple[Path, str]]:
    """All files below, by name; folders behind links are left to the caller as files."""
    try:
        inside = sorted(folder.iterdir(), key=lambda one: os.fsencode(one.name))
    except OSError:  # answered like a file that cannot be opened
        yield folder, prefix.rstrip("/")
        return
    for path in inside:
        label = f"{prefix}{disk_name(path)}"
        if path.is_dir() and not path.is_symlink() and depth < _DEEPEST_FOLDER:
            yield from _walk(path, f"{label}/", depth + 1)
        else:
            yield path, label


def _keep_file(
    path: Path, label: str, store: Store, limits: Limits, room: int
) -> tuple[Member, int, bool]:
    """Keep one file; answers with the member, its bytes and whether it may hold files."""
    safe, _ = safe_label(label)
    if is_litter(label):
        return _refused(safe, LITTER), 0, False
    try:
        with open_regular(path) as file:
            holds = may_hold_files(file.read(HEAD), path.name)
            status = os.fstat(file.fileno())
        most = min(room, limits.packet_bytes if holds else limits.file_bytes)
        if status.st_size > most:
            code = "packet-too-large" if status.st_size > room else "file-too-large"
            limit = limits.packet_bytes if status.st_size > room else limits.file_bytes
            return _refused(safe, code, limit=str(limit)), 0, False
        sha256 = _kept(path, status, store)
    except NotAFileError:
        code = "link-skipped" if path.is_symlink() else "file-unreadable"
        return _refused(safe, code), 0, False
    except OSError as error:
        log.warning("a file of an entry cannot be opened: errno %s", error.errno)
        return _refused(safe, "file-unreadable"), 0, False
    return Member(safe, "file", sha256), status.st_size, holds


def _refused(label: str, code: str, **details: str) -> Member:
    return Member(label, "skipped", None, "", (Problem(code, tuple(details.items())),))


def _kept(path: Path, status: os.stat_result, store: Store) -> str:
    """The hash of a file that is stored; it is read again only where it changed."""
    place = hashlib.sha256(os.fsencode(path.absolute())).hexdigest()
    seen = store.seen(place)
    unchanged = seen and (seen.size, seen.mtime_ns) == (status.st_size, status.st_mtime_ns)
    if seen and unchanged and store.originals.has(seen.sha256):
        return seen.sha256
    return store.keep(path, place, status.st_mtime_ns).sha256


# Opening containers


def _is_fresh(entry: _Entry, store: Store, retry: bool) -> bool:
    known = store.delivery(entry.id)
    if known is None:
        return True
    if known.stage == SUPERSEDED:  # the entry is again what it was before
        return True
    problems = [*known.problems, *(one for member in known.members for one in member.problems)]
    codes = {problem.code for problem in problems}
    if archives.MISSING in codes and archives.version():  # it was installed since
        return True
    return retry and not codes.isdisjoint(TRANSIENT)


@dataclass(frozen=True, slots=True)
class _Holder:
    """Which member of which entry a job opens; prints as ids for the log."""

    entry: int
    member: int


def _unpacked(
    entries: list[_Entry],
    store: Store,
    executor: Executor,
    limits: Limits,
    scratch: Path,
    progress: Progress,
) -> Iterator[tuple[_Entry, dict[int, Opened]]]:
    """Each entry with what its archives and mails hold, by the member's index."""
    results = run_ordered(executor, _jobs(entries, store, limits, scratch))
    progress.started("unpack", len(entries))
    for entry in entries:
        opened: dict[int, Opened] = {}
        for index in sorted(entry.holders):
            _, result = next(results)
            if isinstance(result, Problem):
                result = Opened(_container_kind(entry, index, store), (), (result,))
            opened[index] = result
        yield entry, opened
        progress.advanced("unpack")
    progress.finished("unpack")


def _jobs(
    entries: Iterable[_Entry], store: Store, limits: Limits, scratch: Path
) -> Iterator[Job[_Holder]]:
    seconds = limits.page_seconds * _UNPACK_TIMES
    for number, entry in enumerate(entries):
        for index in sorted(entry.holders):
            member = entry.members[index]
            folder = _output(scratch, entry, index)
            path = store.originals.path(member.sha256 or "")
            yield Job(_Holder(number, index), unpack, (path, member.path, folder, limits), seconds)


def _container_kind(entry: _Entry, index: int, store: Store) -> FileKind:
    with store.originals.path(entry.members[index].sha256 or "").open("rb") as file:
        kind = sniff(file.read(HEAD))
    return FileKind.EML if kind is FileKind.UNKNOWN else kind


def _output(scratch: Path, entry: _Entry, index: int) -> Path:
    return scratch / entry.id / str(index)


@contextmanager
def _scratch(store: Store) -> Iterator[Path]:
    """A folder for what the workers write; those that killed runs left are cleared away."""
    for left in store.workspace.glob(f"{_SCRATCH}*"):
        if time.time() - left.stat().st_mtime > _STALE_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    try:
        folder = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=store.workspace))
    except OSError as error:
        raise StoreError(f"{store.workspace}: cannot be written: {error.strerror}") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# Putting deliveries together


def _delivery(entry: _Entry, opened: dict[int, Opened], store: Store, scratch: Path) -> Delivery:
    """The entry with all that was in it; what was unpacked is kept before this returns."""
    lone = None if entry.folder else opened.get(0)
    if lone is not None and is_container(lone, entry.name):
        kind: DeliveryKind = "mail" if lone.kind is FileKind.EML else "archive"
        members = _inner(lone.members, _output(scratch, entry, 0), store)
        problems = lone.problems or _empty(members)
        hint = lone.received_hint
    else:
        kind = "folder" if entry.folder else "file"
        members = tuple(_with_inner(entry, opened, store, scratch))
        problems, hint = entry.problems, None
    shutil.rmtree(scratch / entry.id, ignore_errors=True)
    sha256 = None if entry.folder else entry.members[0].sha256
    return Delivery(
        id=entry.id,
        name=entry.name,
        kind=kind,
        digest=entry.digest,
        sha256=sha256,
        received_hint=hint,
        stage=RECEIVED,
        members=members,
        problems=problems,
    )


def _with_inner(
    entry: _Entry, opened: dict[int, Opened], store: Store, scratch: Path
) -> Iterator[Member]:
    """A folder's files, each archive or mail followed by what it holds."""
    for index, member in enumerate(entry.members):
        result = opened.get(index)
        if result is None or not is_container(result, member.path):
            yield member
            continue
        yield replace(member, kind="container", problems=(*member.problems, *result.problems))
        for inner in _inner(result.members, _output(scratch, entry, index), store):
            container = f"{member.path}/{inner.container}".rstrip("/")
            yield replace(inner, path=f"{member.path}/{inner.path}", container=container)


def _inner(unpacked: tuple[Unpacked, ...], folder: Path, store: Store) -> tuple[Member, ...]:
    return tuple(
        Member(
            path=one.path,
            kind=one.kind,
            sha256=store.keep(folder / one.file).sha256 if one.file else None,
            container=one.container,
            problems=one.problems,
        )
        for one in unpacked
    )


def _empty(members: tuple[Member, ...]) -> tuple[Problem, ...]:
    """The problem of a delivery that brought nothing but litter."""
    codes = {problem.code for member in members for problem in member.problems}
    something = any(member.sha256 for member in members) or codes - {LITTER}
    return () if something else (Problem("empty-delivery"),)
