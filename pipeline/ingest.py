"""Ingest: each entry of a haul becomes a delivery, its bytes kept before anything parses them.

First every entry's files are copied and hashed, then what holds other files is opened in the
workers. An entry is written whole, with its members, in one transaction: a run that is killed
takes up at the first entry that is not.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from extractors.facts import Problem
from extractors.limits import Limits
from extractors.sniff import HEAD, FileKind, sniff
from pipeline import archives
from pipeline.arriving import still_arriving
from pipeline.deliveries import RECEIVED, SUPERSEDED, Delivery, DeliveryKind, Member
from pipeline.errors import CRASHED, InputError, StoreError
from pipeline.files import is_full
from pipeline.keeping import Entry, Keeper, kept_entry, name_digest, nothing_in
from pipeline.labels import disk_name, is_litter
from pipeline.progress import Progress, Silent
from pipeline.registers import find_register, find_roster
from pipeline.settings import Settings, reading_limits
from pipeline.store import Store
from pipeline.unpack import Opened, Unpacked, is_container, unpack
from pipeline.workers import TRANSIENT, Executor, Job, run_ordered

log = logging.getLogger(__name__)

# Unpacking writes up to some gigabytes; a page's time would not do.
_UNPACK_TIMES = 5
_SCRATCH = ".unpack-"


@dataclass(frozen=True, slots=True)
class IngestSummary:
    """Counts of one ingest. `known` entries had been taken in before, unchanged.

    `arriving` ones are still being copied into the haul, and were left for the next run;
    `forgotten` ones were taken in once and are not again; `again` ones bear a forgotten one's name
    with another content, and were taken in.
    """

    entries: int
    new: int
    known: int
    skipped: int
    files: int
    bytes: int
    arriving: int = 0
    forgotten: int = 0
    again: int = 0


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
    store.originals.sweep()
    moving = still_arriving(paths, settings.settle_seconds)
    keeper = Keeper(store, limits)
    entries = list(_preserve([path for path in paths if path not in moving], keeper, progress))
    fresh = [entry for entry in entries if _is_fresh(entry, store, retry)]
    _open(fresh, store, executor, limits, progress)
    summary = IngestSummary(
        entries=len(entries),
        new=len(fresh),
        known=len(entries) - len(fresh),
        skipped=skipped,
        files=sum(len(entry.members) for entry in entries),
        bytes=sum(entry.size for entry in entries),
        arriving=len(moving) + keeper.moved,
        forgotten=keeper.forgotten,
        again=sum(name_digest(entry.name) in keeper.names for entry in fresh),
    )
    log.info("ingest: %d entries, %d new, %d files", summary.entries, summary.new, summary.files)
    return summary


def reopen(
    store: Store,
    executor: Executor,
    settings: Settings,
    progress: Progress,
    names: AbstractSet[str] | None = None,
) -> int:
    """Open again, from what is stored, entries whose unpacking crashed or ran out of time.

    `names`: only entries of these names. Answers with how many there were.
    """
    store.originals.sweep()
    entries = [
        kept_entry(delivery)
        for delivery in store.deliveries()
        if (names is None or delivery.name in names) and _was_lost(delivery)
    ]
    _open(entries, store, executor, reading_limits(settings), progress)
    return len(entries)


def _open(
    entries: list[Entry], store: Store, executor: Executor, limits: Limits, progress: Progress
) -> None:
    """Open what holds files, and write each entry down, whole."""
    with _scratch(store) as scratch:
        for entry, opened in _unpacked(entries, store, executor, limits, scratch, progress):
            store.save_delivery(_delivery(entry, opened, store, scratch))


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


def _preserve(paths: list[Path], keeper: Keeper, progress: Progress) -> Iterator[Entry]:
    progress.started("preserve", len(paths))
    for path in paths:
        entry = keeper.keep(path)
        if entry is not None:
            yield entry
        progress.advanced("preserve")
    progress.finished("preserve")


# Opening containers


def _is_fresh(entry: Entry, store: Store, retry: bool) -> bool:
    known = store.delivery(entry.id)
    if known is None:
        return True
    if known.stage == SUPERSEDED:  # the entry is again what it was before
        return True
    codes = _problem_codes(known)
    if archives.MISSING in codes and archives.version():  # it was installed since
        return True
    return retry and _was_lost(known)


def _was_lost(known: Delivery) -> bool:
    """Whether something in it could not be opened for a reason that may go away."""
    return not _problem_codes(known).isdisjoint(TRANSIENT)


def _problem_codes(known: Delivery) -> frozenset[str]:
    problems = (*known.problems, *(one for member in known.members for one in member.problems))
    return frozenset(problem.code for problem in problems)


@dataclass(frozen=True, slots=True)
class _Holder:
    """Which member of which entry a job opens; prints as ids for the log."""

    entry: int
    member: int


def _unpacked(
    entries: list[Entry],
    store: Store,
    executor: Executor,
    limits: Limits,
    scratch: Path,
    progress: Progress,
) -> Iterator[tuple[Entry, dict[int, Opened]]]:
    """Each entry with what its archives and mails hold, by the member's index."""
    results = run_ordered(executor, _jobs(entries, store, limits, scratch))
    progress.started("unpack", len(entries))
    for entry in entries:
        opened: dict[int, Opened] = {}
        for index in sorted(entry.holders):
            _, result = next(results)
            _demand_disk(store, entry, result)
            if isinstance(result, Problem):
                result = Opened(_container_kind(entry, index, store), (), (result,))
            opened[index] = result
        yield entry, opened
        progress.advanced("unpack")
    progress.finished("unpack")


def _demand_disk(store: Store, entry: Entry, result: Opened | Problem) -> None:
    """That the disk is full is our problem, and none of the archive that was being opened."""
    problems = (result,) if isinstance(result, Problem) else result.problems
    if any(one.code == CRASHED for one in problems) and is_full(store.workspace):
        raise StoreError(f"{entry.name}: the disk of {store.workspace} is full; not taken in")


def _jobs(
    entries: Iterable[Entry], store: Store, limits: Limits, scratch: Path
) -> Iterator[Job[_Holder]]:
    seconds = limits.page_seconds * _UNPACK_TIMES
    for number, entry in enumerate(entries):
        for index in sorted(entry.holders):
            member = entry.members[index]
            folder = _output(scratch, entry, index)
            path = store.originals.path(member.sha256 or "")
            yield Job(_Holder(number, index), unpack, (path, member.path, folder, limits), seconds)


def _container_kind(entry: Entry, index: int, store: Store) -> FileKind:
    with store.originals.path(entry.members[index].sha256 or "").open("rb") as file:
        kind = sniff(file.read(HEAD))
    return FileKind.EML if kind is FileKind.UNKNOWN else kind


def _output(scratch: Path, entry: Entry, index: int) -> Path:
    return scratch / entry.id / str(index)


@contextmanager
def _scratch(store: Store) -> Iterator[Path]:
    """A folder for what the workers write; those that killed runs left are cleared away.

    One run at a time works here, so what is there is nobody's.
    """
    for left in store.workspace.glob(f"{_SCRATCH}*"):
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


def _delivery(entry: Entry, opened: dict[int, Opened], store: Store, scratch: Path) -> Delivery:
    """The entry with all that was in it; what was unpacked is kept before this returns."""
    lone = None if entry.folder else opened.get(0)
    if lone is not None and is_container(lone, entry.name):
        kind: DeliveryKind = "mail" if lone.kind is FileKind.EML else "archive"
        members = _inner(lone.members, _output(scratch, entry, 0), store)
        problems = lone.problems or nothing_in(members)
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
    entry: Entry, opened: dict[int, Opened], store: Store, scratch: Path
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
