"""Archives and mails opened, in a worker: their members under generated names in a folder.

Limits are held against what really comes out, counted while it is written, and not against
what the archive's directory says.
"""

from __future__ import annotations

import io
import mmap
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

from extractors.facts import Problem
from extractors.limits import Limits, UnreadableError
from extractors.sniff import CONTAINERS, HEAD, FileKind, ole_flavour, promised, sniff
from pipeline import archives, mail, outlook, zips
from pipeline.deliveries import MemberKind
from pipeline.labels import LITTER, distinct, is_litter, safe_label
from pipeline.tasks import attempt

_CHUNK = 1 << 16
_MAILS = {FileKind.EML: mail.parse, FileKind.MSG: outlook.parse}
# These may turn out to be containers when they are opened.
_PERHAPS = CONTAINERS | {FileKind.OLE}
_OFFICE = frozenset({FileKind.DOCX, FileKind.XLSX, FileKind.OFD})

_DAMAGED = "archive-damaged"

Stream = Callable[[], AbstractContextManager[BinaryIO]]


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A member. `file` is the generated name in the output folder, "" where nothing was kept."""

    path: str
    kind: MemberKind
    file: str
    container: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """What was in a container; `problems` are those of the container itself.

    `kind` is what the bytes are: a .docx is a zip that stays closed and has no members.
    `received_hint`: see `mail.received_in`; None for archives.
    """

    kind: FileKind
    members: tuple[Unpacked, ...]
    problems: tuple[Problem, ...] = ()
    received_hint: str | None = None


def may_hold_files(head: bytes, name: str) -> bool:
    """Whether a file's first bytes are those of an archive or mail (an Office file too)."""
    kind = sniff(head[:HEAD])
    if kind is FileKind.UNKNOWN:
        return promised(name) is FileKind.EML
    return kind in _PERHAPS


def unpack(path: Path, name: str, folder: Path, limits: Limits) -> Opened:
    """Open an archive or mail and write what it holds into `folder`, which is made anew.

    Damage, encryption and exceeded limits become problems of the container or the member.
    """
    shutil.rmtree(folder, ignore_errors=True)  # what a first try may have left
    folder.mkdir(mode=0o700, parents=True)
    work = _Unpacking(folder, limits)
    return work.container(path, name, label="", depth=1)


@dataclass(slots=True)
class _Unpacking:
    """One entry's unpacking: the budget that all nested containers share, and what came out."""

    folder: Path
    limits: Limits
    written: int = 0
    files: int = 0
    members: list[Unpacked] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)

    def container(self, path: Path, name: str, label: str, depth: int) -> Opened:
        """Open one container; on failure nothing of it is kept but its problems.

        Of an archive that breaks off in the middle, what came out before is kept.
        """
        before = len(self.members)
        with path.open("rb") as file:
            kind = sniff(file.read(HEAD))
        if kind is FileKind.UNKNOWN and promised(name) is FileKind.EML:
            kind = FileKind.EML
        if kind is FileKind.OLE:
            kind = _ole_flavour(path)
        result = attempt(partial(self._open, kind, path, label, depth))
        if isinstance(result, Problem):
            if result.code != _DAMAGED:
                self._forget(before)
            return Opened(kind, tuple(self.members[before:]), (result,))
        kind, hint = result
        return Opened(kind, tuple(self.members[before:]), (), hint)

    def _open(
        self, kind: FileKind, path: Path, label: str, depth: int
    ) -> tuple[FileKind, str | None]:
        if kind is FileKind.ZIP:
            kind = zips.flavour(path, self.limits)
        if kind not in CONTAINERS:
            return kind, None
        self._check_depth(depth)
        if kind in archives.KINDS:
            self._archive(path, kind, label, depth)
        elif kind is FileKind.ZIP:
            self._zip(path, label, depth)
        else:
            if path.stat().st_size > self.limits.file_bytes:
                raise UnreadableError("file-too-large", limit=self.limits.file_bytes)
            message = _MAILS[kind](path.read_bytes())
            self._mail(message, label, depth)
            return kind, message.received_hint
        return kind, None

    def _check_depth(self, depth: int) -> None:
        if depth > self.limits.archive_depth:
            raise UnreadableError("archive-too-deep", limit=self.limits.archive_depth)

    def _archive(self, path: Path, kind: FileKind, label: str, depth: int) -> None:
        most = self.written + zips.most_unpacked(path, self.limits)
        before = len(self.members)
        for entry in archives.entries(path, kind):
            if entry.problem:
                self._note(entry.name, label, entry.problem)
            else:
                self._take(entry.name, label, depth, entry.opened, most)
        if len(self.members) == before:  # the library says nothing of some that are cut or zeroed
            raise UnreadableError("archive-empty")

    def _zip(self, path: Path, label: str, depth: int) -> None:
        most = self.written + zips.most_unpacked(path, self.limits)
        with zips.opened_zip(path, self.limits) as archive:
            for entry in zips.entries(archive):
                if entry.problem:
                    self._note(entry.name, label, entry.problem)
                else:
                    stream = partial(zips.opened_entry, archive, entry)
                    self._take(entry.name, label, depth, stream, most)

    def _mail(self, message: mail.Mail, label: str, depth: int) -> None:
        most = self.limits.unpacked_bytes
        if message.text:
            words = message.text.encode("utf-8", "replace")
            file = self._write(partial(_memory, words), most)
            self._add(mail.TEXT_NAME, label, "text", file)
        for part in message.parts:
            if part.problem:
                self._note(part.name, label, Problem(part.problem))
            elif part.mail is None:
                self._take(part.name, label, depth, partial(_memory, part.data), most)
            else:
                self._inner_mail(part.name, part.mail, label, depth + 1)

    def _inner_mail(self, name: str, message: mail.Mail, label: str, depth: int) -> None:
        """A mail sent on as an attachment; its bytes are within those of the outer one."""
        index = self._add(name, label, "container", "")
        inner = self.members[index].path
        try:
            self._check_depth(depth)
        except UnreadableError as error:
            self.members[index] = replace(self.members[index], problems=(error.problem,))
            return
        self._mail(message, inner, depth)

    def _take(self, name: str, label: str, depth: int, stream: Stream, most: int) -> None:
        """Write one member, and open it where it is a container itself."""
        if is_litter(name.replace("\\", "/")):
            self._note(name, label, Problem(LITTER))
            return
        try:
            file = self._write(stream, most)
        except _SpentError:
            raise
        except UnreadableError as error:
            self._note(name, label, error.problem)
            return
        index = self._add(name, label, "file", file)
        path = self.folder / file
        with path.open("rb") as opened:
            head = opened.read(HEAD)
        if not may_hold_files(head, name):
            return
        result = self.container(path, name, self.members[index].path, depth + 1)
        if is_container(result, name):
            member = self.members[index]
            problems = member.problems + result.problems
            self.members[index] = replace(member, kind="container", problems=problems)

    def _write(self, stream: Stream, most: int) -> str:
        """Copy a member under a new name; raises UnreadableError and leaves nothing behind."""
        self.files += 1
        if self.files > self.limits.archive_members:
            raise _SpentError("archive-too-many", limit=self.limits.archive_members)
        name = f"{self.files:06d}"
        path = self.folder / name
        try:
            with stream() as source, path.open("xb") as target:
                self._copy(source, target, most)
        except UnreadableError:
            path.unlink(missing_ok=True)
            raise
        return name

    def _copy(self, source: BinaryIO, target: BinaryIO, most: int) -> None:
        size = 0
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            self.written += len(chunk)
            if self.written > self.limits.unpacked_bytes:
                raise _SpentError("unpacked-too-large", limit=self.limits.unpacked_bytes)
            if self.written > most:
                raise _SpentError("archive-bomb", limit=self.limits.ratio)
            if size > self.limits.file_bytes:
                raise UnreadableError("file-too-large", limit=self.limits.file_bytes)
            target.write(chunk)

    def _note(self, name: str, label: str, problem: Problem) -> None:
        index = self._add(name, label, "skipped", "")
        member = self.members[index]
        self.members[index] = replace(member, problems=(*member.problems, problem))

    def _add(self, name: str, label: str, kind: MemberKind, file: str) -> int:
        """Note a member under a label of its own; returns its index."""
        safe, strayed = safe_label(name)
        path = distinct(f"{label}/{safe}" if label else safe, self.labels)
        problems = (Problem("name-unsafe"),) if strayed else ()
        self.members.append(Unpacked(path, kind, file, label, problems))
        return len(self.members) - 1

    def _forget(self, before: int) -> None:
        for member in self.members[before:]:
            self.labels.discard(member.path)
            if member.file:
                (self.folder / member.file).unlink(missing_ok=True)
        del self.members[before:]


class _SpentError(UnreadableError):
    """A limit of the whole container is reached: nothing more is taken out of it."""


def _ole_flavour(path: Path) -> FileKind:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return ole_flavour(data)


@contextmanager
def _memory(data: bytes) -> Iterator[BinaryIO]:
    yield io.BytesIO(data)


def is_container(opened: Opened, name: str) -> bool:
    """Whether the file is an archive or mail, or a broken one; an Office file is neither."""
    if opened.problems and promised(name) in _OFFICE:
        return False  # a damaged .docx is a document that cannot be read, and is told so later
    return opened.kind in CONTAINERS
