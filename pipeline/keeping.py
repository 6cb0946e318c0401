"""Keeping the bytes of an entry: copied and hashed before anything parses them."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from extractors.facts import Problem
from extractors.limits import Limits
from extractors.sniff import HEAD
from pipeline.deliveries import Delivery, Member
from pipeline.labels import LITTER, disk_name, distinct, is_litter, safe_label
from pipeline.originals import NotAFileError, digest_of, open_regular
from pipeline.store import Store
from pipeline.unpack import may_hold_files

log = logging.getLogger(__name__)

_DEEPEST_FOLDER = 40
_ID_DIGITS = 32


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry whose bytes are kept. `members` are in order; of a lone file there is one.

    `holders` are the indexes of those that may hold files; `digest` names the content.
    """

    name: str
    folder: bool
    members: tuple[Member, ...]
    problems: tuple[Problem, ...]
    holders: frozenset[int]
    size: int
    digest: str

    @property
    def id(self) -> str:
        return hashlib.sha256(f"{self.name}\0{self.digest}".encode()).hexdigest()[:_ID_DIGITS]


def kept_entry(delivery: Delivery) -> Entry:
    """The entry of a delivery as it was before anything in it was opened."""
    if delivery.kind in ("archive", "mail"):
        alone = Member(delivery.name, "file", delivery.sha256)
        return Entry(delivery.name, False, (alone,), (), frozenset({0}), 0, delivery.digest)
    outer = [member for member in delivery.members if not member.container]
    holders = frozenset(index for index, one in enumerate(outer) if one.kind == "container")
    members = tuple(
        replace(one, kind="file", problems=()) if index in holders else one
        for index, one in enumerate(outer)
    )
    folder = delivery.kind == "folder"
    problems, digest = delivery.problems, delivery.digest
    return Entry(delivery.name, folder, members, problems, holders, 0, digest)


def _digest(members: tuple[Member, ...], problems: tuple[Problem, ...]) -> str:
    lines = (
        f"{member.path}\0{member.sha256}\0{','.join(p.code for p in member.problems)}"
        for member in members
    )
    codes = ",".join(problem.code for problem in problems)
    return hashlib.sha256("\n".join([codes, *lines]).encode()).hexdigest()


class _MovedError(Exception):
    """A file changed while it was copied: somebody is still writing it."""


class Keeper:
    """Keeps the bytes of entries, but for those that were forgotten; counts what it leaves.

    An entry that bears the name of a forgotten one is hashed first, and kept only where it is
    another.
    """

    def __init__(self, store: Store, limits: Limits) -> None:
        self.store = store
        self.limits = limits
        self.ids, self.names = store.forgotten()
        self.forgotten = self.moved = 0

    def keep(self, path: Path) -> Entry | None:
        """The entry; None where it is left out."""
        try:
            name, _ = safe_label(disk_name(path))
            if name_digest(name) in self.names:
                hashed = _keep_entry(path, name, self.limits, _hashed)
                if hashed.id in self.ids:
                    return self._known_in_part(hashed)
            return _keep_entry(path, name, self.limits, self._kept)
        except _MovedError:
            self.moved += 1
            return None

    def _known_in_part(self, entry: Entry) -> Entry | None:
        """A forgotten entry is left out, unless other packets in it are still here."""
        if self.store.delivery(entry.id) is not None:
            return entry
        self.forgotten += 1
        return None

    def _kept(self, path: Path, status: os.stat_result) -> str:
        """The hash of a file that is stored; it is read again only where it changed."""
        place = hashlib.sha256(os.fsencode(path.absolute())).hexdigest()
        seen = self.store.seen(place)
        unchanged = seen and (seen.size, seen.mtime_ns) == (status.st_size, status.st_mtime_ns)
        if seen and unchanged and self.store.originals.has(seen.sha256):
            return seen.sha256
        kept = self.store.keep(path, place, status.st_mtime_ns)
        _demand_rest(path, status, kept.size)
        return kept.sha256


# The hash of a file, given its path and what its size and time were when it was opened.
_Hashes = Callable[[Path, os.stat_result], str]


def _hashed(path: Path, status: os.stat_result) -> str:
    found = digest_of(path)
    _demand_rest(path, status, found.size)
    return found.sha256


def _demand_rest(path: Path, before: os.stat_result, copied: int) -> None:
    now = path.lstat()
    if (now.st_size, now.st_mtime_ns, copied) != (
        before.st_size, before.st_mtime_ns, before.st_size,
    ):  # fmt: skip
        raise _MovedError


def name_digest(name: str) -> str:
    """How the name of a forgotten entry is remembered."""
    return hashlib.sha256(name.encode()).hexdigest()


def _keep_entry(path: Path, name: str, limits: Limits, hashes: _Hashes) -> Entry:
    is_folder = path.is_dir() and not path.is_symlink()
    files = _walk(path, "", 0) if is_folder else iter([(path, name)])
    members: list[Member] = []
    holders: set[int] = set()
    labels: set[str] = set()
    size = 0
    for file, label in files:
        member, taken, holds = _keep_file(file, label, limits, limits.packet_bytes - size, hashes)
        size += taken
        if holds:
            holders.add(len(members))
        members.append(replace(member, path=distinct(member.path, labels)))
    found = tuple(members)
    problems = nothing_in(found)
    digest = _digest(found, problems)
    return Entry(name, is_folder, found, problems, frozenset(holders), size, digest)


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
    path: Path, label: str, limits: Limits, room: int, hashes: _Hashes
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
        sha256 = hashes(path, status)
    except NotAFileError:
        code = "link-skipped" if path.is_symlink() else "file-unreadable"
        return _refused(safe, code), 0, False
    except OSError as error:
        log.warning("a file of an entry cannot be opened: errno %s", error.errno)
        return _refused(safe, "file-unreadable"), 0, False
    return Member(safe, "file", sha256), status.st_size, holds


def _refused(label: str, code: str, **details: str) -> Member:
    return Member(label, "skipped", None, "", (Problem(code, tuple(details.items())),))


def nothing_in(members: tuple[Member, ...]) -> tuple[Problem, ...]:
    """The problem of a delivery that brought nothing but litter."""
    codes = {problem.code for member in members for problem in member.problems}
    something = any(member.sha256 for member in members) or codes - {LITTER}
    return () if something else (Problem("empty-delivery"),)
