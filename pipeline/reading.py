"""The reading stage: describe every file, look at every page, read the pages that are wanted.

What is known is not done again: facts are kept under the file's hash, page, tier, engine,
reader version and the options that change results, and saved as each page finishes.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from extractors import office
from extractors.facts import Look, PageFacts, Problem
from extractors.files import READER_VERSION, FileInfo
from extractors.limits import Limits
from extractors.ocr.engine import EngineMissingError
from extractors.sniff import FileKind, promised
from pipeline import codec, tasks
from pipeline.deliveries import Delivery, Member
from pipeline.errors import ToolMissingError
from pipeline.progress import Follower, Progress, Silent
from pipeline.store import Fact, Store
from pipeline.tasks import Answer, EngineChoice
from pipeline.workers import QUARANTINED, TRANSIENT, Executor, Job, run_ordered

log = logging.getLogger(__name__)

DESCRIBE, LOOK, READ = "describe", "look", "read"
OK = "ok"
_WHOLE_FILE = -1
# Pages of a file that may be lost (each was tried twice) before its others are left alone.
_LOST_PAGES = 3

# Given what was seen of a file's pages, the 0-based indexes of those to be read.
Wanted = Callable[[tuple[Look, ...]], AbstractSet[int]]


@dataclass(frozen=True, slots=True)
class Keys:
    """Makes the keys of facts: everything that could change a result is part of one."""

    engine: str
    eyes: str
    limits: Limits

    def describe(self, sha256: str, name: str) -> str:
        """Of a file; its suffix counts, for it may promise another kind."""
        limits = self.limits
        given = (_digest(*limits.passwords),) if limits.passwords else ()
        return _digest(
            DESCRIBE, sha256, promised(name).value, limits.file_bytes, limits.pages,
            limits.archive_members, limits.unpacked_bytes, limits.ratio, *given,
        )  # fmt: skip

    def look(self, sha256: str, index: int) -> str:
        return _digest(LOOK, sha256, index, self.eyes, *self._page_options())

    def read(self, sha256: str, index: int, kind: FileKind = FileKind.UNKNOWN) -> str:
        """Of a page; what is converted first depends on the converter and on nothing else."""
        engine = office.identity() if kind is FileKind.DOC else self.engine
        return _digest(READ, sha256, index, engine, *self._page_options())

    def _page_options(self) -> tuple[int, ...]:
        return self.limits.raster_pixels, self.limits.page_pixels, self.limits.xml_bytes


def keys_for(engine: EngineChoice, limits: Limits) -> Keys:
    return Keys(engine.identity, engine.eyes_identity, limits)


@dataclass(frozen=True, slots=True)
class FileFacts:
    """All that is known of a file: one `Look` a page, and the pages that were read."""

    info: FileInfo
    looks: tuple[Look, ...]
    pages: tuple[PageFacts, ...]


@dataclass(frozen=True, slots=True)
class ReadSummary:
    """Counts of one reading. `cached` facts of any tier were there already; `failed` pages and
    files left nothing but a reason. `seconds` by step are the workers', `elapsed` is ours."""

    files: int
    looked: int
    read: int
    cached: int
    failed: int
    seconds: tuple[tuple[str, float], ...]
    elapsed: float


def read_all(
    store: Store,
    executor: Executor,
    engine: EngineChoice,
    limits: Limits,
    wanted: Wanted,
    progress: Progress | None = None,
    retry: bool = False,
    reread: bool = False,
    only: AbstractSet[str] | None = None,
    follower: Follower | None = None,
) -> ReadSummary:
    """Bring the facts of all deliveries up to date.

    `retry` tries pages again that crashed or ran out of time; `reread` reads again what an
    older reader read; of files outside of `only` (hashes) nothing is. Raises ToolMissingError
    where the engine does not load.
    """
    start = time.perf_counter()
    keys = keys_for(engine, limits)
    stage = _Stage(store, executor, progress or Silent(), retry, reread, follower)
    files = tuple(one for one in _distinct_files(store) if only is None or one.sha256 in only)
    stage.run(DESCRIBE, [_describe_job(store, keys, file) for file in files])
    paged = _paged(store, keys, files)
    stage.run(LOOK, [job for file in paged for job in _look_jobs(store, keys, file, engine)])
    stage.run(READ, list(_read_jobs(store, keys, paged, engine, wanted)))
    return ReadSummary(
        files=len(files),
        looked=stage.done[LOOK],
        read=stage.done[READ],
        cached=stage.cached,
        failed=stage.failed,
        seconds=tuple((step, round(spent, 3)) for step, spent in stage.seconds.items()),
        elapsed=round(time.perf_counter() - start, 3),
    )


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What is stored of a file: the facts of its pages as bytes, by page (0-based)."""

    info: FileInfo
    looks: Mapping[int, Fact]
    reads: Mapping[int, Fact]

    @property
    def digest(self) -> str:
        """Over all of it."""
        digest = hashlib.sha256()
        for fact in (*self.looks.values(), *self.reads.values()):
            digest.update(fact.slot.encode() + fact.body)
        return digest.hexdigest()

    def decoded(self) -> FileFacts:
        return FileFacts(
            self.info,
            tuple(codec.load_look(fact.body) for fact in self.looks.values()),
            tuple(codec.load_page(fact.body) for fact in self.reads.values()),
        )


def file_facts(store: Store, keys: Keys, sha256: str, name: str) -> FileFacts | None:
    """What is known of a file; None where it was never described."""
    found = stored_files(store, keys, [(sha256, name)]).get((sha256, name))
    return found.decoded() if found is not None else None


def stored_files(
    store: Store, keys: Keys, files: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], StoredFile]:
    """What is stored of files (sha256 and name), without those that were never described."""
    described = {file: keys.describe(*file) for file in files}
    bodies = store.facts(described.values())
    infos = {
        file: codec.load_info(bodies[slot].body)
        for file, slot in described.items()
        if slot in bodies
    }
    pages = {file: _page_slots(keys, file[0], info) for file, info in infos.items()}
    kept = store.facts(slot for tiers in pages.values() for slots in tiers for slot in slots)
    return {
        file: StoredFile(info, *(_by_page(slots, kept) for slots in pages[file]))
        for file, info in infos.items()
    }


def _page_slots(keys: Keys, sha256: str, info: FileInfo) -> tuple[list[str], list[str]]:
    """The slots of the looks and of the readings of a file's pages."""
    pages = range(info.pages)
    looks = [keys.look(sha256, index) for index in pages]
    return looks, [keys.read(sha256, index, info.kind) for index in pages]


def _by_page(slots: Sequence[str], kept: Mapping[str, Fact]) -> dict[int, Fact]:
    return {index: kept[slot] for index, slot in enumerate(slots) if slot in kept}


def readable(deliveries: Iterable[Delivery]) -> Iterator[Member]:
    """The members that are described and read: files that were kept and hold no others."""
    for delivery in deliveries:
        for member in delivery.members:
            if member.kind == "file" and member.sha256:
                yield member


@dataclass(frozen=True, slots=True)
class _File:
    sha256: str
    name: str


@dataclass(frozen=True, slots=True)
class _Paged:
    """A file that has pages; `kind` and `pages` as described."""

    sha256: str
    kind: FileKind
    pages: int


@dataclass(frozen=True, slots=True)
class _Place:
    """Which fact a job makes; printed in logs, so it holds no name."""

    tier: str
    sha256: str
    page: int
    slot: str

    def __str__(self) -> str:
        return f"{self.sha256[:12]} page {self.page + 1}"


def _distinct_files(store: Store) -> tuple[_File, ...]:
    """Identical bytes in two places once, but for names that promise another kind."""
    found: dict[tuple[str, FileKind], _File] = {}
    for member in readable(store.deliveries()):
        sha256 = member.sha256 or ""
        found.setdefault((sha256, promised(member.path)), _File(sha256, member.path))
    return tuple(found.values())


def _paged(store: Store, keys: Keys, files: tuple[_File, ...]) -> tuple[_Paged, ...]:
    slots = {keys.describe(file.sha256, file.name): file.sha256 for file in files}
    found: dict[str, _Paged] = {}
    for slot, fact in store.facts(slots).items():
        info = codec.load_info(fact.body)
        if info.pages:
            found[slots[slot]] = _Paged(slots[slot], info.kind, info.pages)
    return tuple(found[sha256] for sha256 in dict.fromkeys(slots.values()) if sha256 in found)


def _describe_job(store: Store, keys: Keys, file: _File) -> Job[_Place]:
    place = _Place(DESCRIBE, file.sha256, _WHOLE_FILE, keys.describe(file.sha256, file.name))
    path = store.originals.path(file.sha256).absolute()
    arguments = (path, file.name, keys.limits)
    return Job(place, tasks.answer_describe, arguments, keys.limits.page_seconds)


def _look_jobs(
    store: Store, keys: Keys, file: _Paged, engine: EngineChoice
) -> Iterator[Job[_Place]]:
    path = store.originals.path(file.sha256).absolute()
    for index in range(file.pages):
        place = _Place(LOOK, file.sha256, index, keys.look(file.sha256, index))
        arguments = (path, file.kind, index, engine, keys.limits)
        yield Job(place, tasks.answer_look, arguments, keys.limits.page_seconds)


def _read_jobs(
    store: Store, keys: Keys, files: Iterable[_Paged], engine: EngineChoice, wanted: Wanted
) -> Iterator[Job[_Place]]:
    for file in files:
        path = store.originals.path(file.sha256).absolute()
        looks = store.facts(keys.look(file.sha256, index) for index in range(file.pages))
        in_order = sorted(looks.values(), key=lambda fact: fact.page)
        seen = tuple(codec.load_look(fact.body) for fact in in_order)
        turns = {look.number - 1: tasks.turn_seen(look) for look in seen}
        slots = {keys.read(file.sha256, index, file.kind): index for index in range(file.pages)}
        known = {slots[slot] for slot in store.fact_states(slots)}
        filled = {look.number - 1 for look in seen if not look.blank}
        # Where all were read there is nothing to ask, and asking loads the programme.
        chosen = known if filled and filled <= known else wanted(seen)
        for index in sorted(chosen):
            if not 0 <= index < file.pages:
                continue
            slot = keys.read(file.sha256, index, file.kind)
            place = _Place(READ, file.sha256, index, slot)
            arguments = (path, file.kind, index, engine, keys.limits, turns.get(index))
            yield Job(place, tasks.answer_read, arguments, keys.limits.page_seconds)


@dataclass(slots=True)
class _Stage:
    """Runs jobs whose facts are not there yet, and counts."""

    store: Store
    executor: Executor
    progress: Progress
    retry: bool
    reread: bool
    follower: Follower | None = None
    done: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)
    cached: int = 0
    failed: int = 0
    lost: dict[str, list[str]] = field(default_factory=dict)

    def run(self, tier: str, jobs: list[Job[_Place]]) -> None:
        states = self.store.fact_states(job.key.slot for job in jobs)
        missing = [job for job in jobs if not self._known(states.get(job.key.slot))]
        for job in jobs:
            _, status = states.get(job.key.slot, (0, OK))
            if not self.retry:
                self._note_lost(job.key, status)
        self.cached += len(jobs) - len(missing)
        self.progress.started(tier, len(missing))
        if self.follower and tier == READ:
            self.follower.to_read(Counter(job.key.sha256 for job in missing))
        try:
            for job, result in run_ordered(self.executor, self._trusted(missing)):
                self._save(job.key, result)
                self.progress.advanced(tier)
        except EngineMissingError as error:
            raise ToolMissingError(str(error)) from error
        self.progress.finished(tier)
        log.info("%s: %d of %d were to be done", tier, len(missing), len(jobs))

    def _trusted(self, jobs: Iterable[Job[_Place]]) -> Iterator[Job[_Place]]:
        """The jobs, without those on files that are in quarantine by the time they are drawn."""
        for job in jobs:
            codes = self.lost.get(job.key.sha256, [])
            if len(codes) < _LOST_PAGES:
                yield job
            else:
                self._save(job.key, Problem(QUARANTINED, (("cause", codes[0]),)))
                self.progress.advanced(job.key.tier)

    def _note_lost(self, place: _Place, status: str) -> None:
        if place.page != _WHOLE_FILE and status in TRANSIENT:
            self.lost.setdefault(place.sha256, []).append(status)

    def _known(self, state: tuple[int, str] | None) -> bool:
        if state is None:
            return False
        version, status = state
        if self.reread and version < READER_VERSION:
            return False
        if status == office.MISSING and office.identity() != office.NONE:
            return False  # it was installed since
        return not (self.retry and status in TRANSIENT)

    def _save(self, place: _Place, result: Answer | Problem) -> None:
        answer = result if isinstance(result, Answer) else _lost(place, result)
        self.done[place.tier] += 1
        self.seconds[place.tier] = self.seconds.get(place.tier, 0.0) + answer.seconds
        if answer.problem:
            self.failed += 1
            self._note_lost(place, answer.problem)
            log.warning("%s: %s: %s", place.tier, place, answer.problem)
        self.store.save_fact(
            Fact(
                key=_digest(place.slot, READER_VERSION),
                slot=place.slot,
                version=READER_VERSION,
                sha256=place.sha256,
                page=place.page,
                tier=place.tier,
                status=answer.problem or OK,
                body=answer.body,
                seconds=answer.seconds,
            )
        )
        if self.follower and place.tier == READ:
            self.follower.was_read(place.sha256)


def _lost(place: _Place, problem: Problem) -> Answer:
    """The fact of a file or page whose workers died: unreadable, with the reason."""
    value: FileInfo | Look | PageFacts
    if place.tier == READ:
        value = tasks.unreadable_page(place.page, problem)
    elif place.tier == LOOK:
        value = tasks.unreadable_look(place.page, problem)
    else:
        value = FileInfo(FileKind.UNKNOWN, 0, (problem,))
    return Answer(codec.dump(value), problem.code, 0.0)


def _digest(*parts: object) -> str:
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()
