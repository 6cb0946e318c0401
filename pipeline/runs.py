"""A run from top to bottom: take in, read, judge, and keep what was judged."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from checks.receipts import Receipt
from pipeline import asked, codec, forgetting, lists, packets
from pipeline.code import code_digest
from pipeline.cycles import nothing_to_collect
from pipeline.delivery_rows import entry_names
from pipeline.ingest import IngestSummary, haul_folder, ingest, reopen
from pipeline.ledger import Ledger
from pipeline.lists import Lists
from pipeline.meanwhile import Meanwhile
from pipeline.packets import PacketView, PastPacket
from pipeline.packs import read_pack
from pipeline.progress import Progress
from pipeline.reading import Keys, ReadSummary, Wanted, keys_for, read_all, readable
from pipeline.settings import Settings, reading_limits
from pipeline.store import Store
from pipeline.tasks import EngineChoice
from pipeline.workers import Executor

if TYPE_CHECKING:  # these load the language tools, which a run with no news does not need
    from checks.programme import Programme
    from extractors.facts import Look
    from extractors.formtypes import Form
    from pipeline.judging import Packet

log = logging.getLogger(__name__)

_BASIS = "judgement-basis"
EXPORTS = "exports"
_PATIENCE = 3
_LAST_READING = "last-reading"
_UNCLAIMED = "unclaimed-receipts"


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking in and reading came to. `seconds` by step are those on the clock."""

    ingested: IngestSummary
    read: ReadSummary
    lists: Lists
    seconds: tuple[tuple[str, float], ...]

    @property
    def nothing_new(self) -> bool:
        return not (self.ingested.new or self.read.seconds)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Judged packets in full and as they are kept; `unclaimed` rows of the register are none's."""

    packets: tuple[Packet, ...]
    views: tuple[PacketView, ...]
    programme: Programme
    pack: str
    unclaimed: tuple[Receipt, ...] = ()


def take_in(
    haul: Path,
    settings: Settings,
    store: Store,
    executor: Executor,
    engine: EngineChoice,
    progress: Progress,
    retry: bool = False,
    reread: bool = False,
) -> Taken:
    """Ingest a haul, read the office's lists, and bring the facts up to date."""
    start = time.perf_counter()
    forgetting.finish(store)
    ingested = ingest(haul, store, executor, settings, progress, retry)
    known = lists.gather(haul_folder(haul), settings, store, executor)
    middle = time.perf_counter()
    read = read_all(
        store,
        executor,
        engine,
        reading_limits(settings),
        wanted_by(settings),
        progress,
        retry,
        reread,
        follower=Meanwhile(store, settings, keys_of(settings, engine)),
    )
    end = time.perf_counter()
    seconds = (("ingest", round(middle - start, 3)), ("read", round(end - middle, 3)))
    return Taken(ingested, read, known, seconds)


def try_again(
    settings: Settings,
    store: Store,
    executor: Executor,
    engine: EngineChoice,
    progress: Progress,
    names: AbstractSet[str] | None = None,
) -> Taken:
    """Open and read again, from what is stored, what crashed or ran out of time.

    `names`: only entries of these names.
    """
    start = time.perf_counter()
    forgetting.finish(store)
    reopened = reopen(store, executor, settings, progress, names)
    middle = time.perf_counter()
    deliveries = [one for one in store.deliveries() if names is None or one.name in names]
    only = {member.sha256 or "" for member in readable(deliveries)}
    read = read_all(
        store,
        executor,
        engine,
        reading_limits(settings),
        wanted_by(settings),
        progress,
        retry=True,
        only=only,
        follower=Meanwhile(store, settings, keys_of(settings, engine)),
    )
    seconds = (
        ("ingest", round(middle - start, 3)),
        ("read", round(time.perf_counter() - middle, 3)),
    )
    ingested = IngestSummary(len(deliveries), reopened, len(deliveries) - reopened, 0, len(only), 0)
    return Taken(ingested, read, lists.remembered(store), seconds)


def wanted_by(settings: Settings) -> Wanted:
    """Which pages are read in full; the programme is loaded when it is first asked."""

    @cache
    def forms() -> tuple[Form, ...]:
        from pipeline.packs import load_pack

        return () if settings.read == "all" else load_pack(settings.programme)[0].forms

    def chosen(looks: tuple[Look, ...]) -> frozenset[int]:
        from checks.wanted import wanted

        return wanted(looks, forms())

    return chosen


def keys_of(settings: Settings, engine: EngineChoice) -> Keys:
    return keys_for(engine, reading_limits(settings))


def judge_stored(store: Store, settings: Settings, engine: EngineChoice, known: Lists) -> Judgement:
    """Judge what is stored; no more is written than what makes judging again quick: how pages
    were sorted (`sortings`), and what rules said (`verdicts`)."""
    from checks.judge import Office
    from checks.registered import unclaimed
    from pipeline.judging import Bench, judge_all, told
    from pipeline.packs import load_pack

    programme, pack = load_pack(settings.programme)
    office = Office(known.receipts, known.members)
    bench = told(Bench(store, keys_of(settings, engine), office, programme), Ledger(store))
    with nothing_to_collect():
        found = judge_all(bench)
        registered = known.receipts is not None
        with store.transaction() as connection:
            names = entry_names(connection)
        views = tuple(packets.view_of(packet, programme, registered, names) for packet in found)
    log.info("judged %d packets", len(found))
    claimed = (row for packet in found for row in packet.judged.application.receipts)
    return Judgement(found, views, programme, pack, unclaimed(known.receipts, claimed))


def judge_and_keep(
    store: Store, settings: Settings, engine: EngineChoice, known: Lists
) -> tuple[Judgement, Path]:
    """Judge what is stored, write the report and keep both; anew where people decided meanwhile."""
    with nothing_to_collect():
        return _judged_and_kept(store, settings, engine, known)


def _judged_and_kept(
    store: Store, settings: Settings, engine: EngineChoice, known: Lists
) -> tuple[Judgement, Path]:
    from pipeline.report import write_report

    for _ in range(_PATIENCE):
        basis = basis_of(store, settings, engine)
        judgement = judge_stored(store, settings, engine, known)
        folder = settings.workspace / EXPORTS
        path = write_report(folder, judgement.packets, judgement.views, judgement.unclaimed)
        if basis_of(store, settings, engine) == basis:
            break
    # Otherwise the basis is older than the newest decision, and the next run judges again.
    save(store, judgement, basis)
    forgetting.done(store)
    return judgement, path


def judge_taken(
    store: Store, settings: Settings, engine: EngineChoice, taken: Taken, before: str
) -> tuple[tuple[PacketView, ...], Path]:
    """What was judged before where nothing changed since, else judged anew, with its report.

    `before` is the basis that `forget_basis` answered with.
    """
    remember_reading(store, taken)
    basis, path = basis_of(store, settings, engine), settings.workspace / EXPORTS / "report.xlsx"
    if taken.nothing_new and basis == before and path.is_file():
        remember_basis(store, basis)
        return kept(store), path
    judgement, path = judge_and_keep(store, settings, engine, taken.lists)
    return judgement.views, path


def save(store: Store, judgement: Judgement, basis: str) -> None:
    """Keep the judged packets, and what they were judged from."""
    rows = [(view.id, view.model_dump_json()) for view in judgement.views]
    from checks.identity import Known
    from pipeline.identities import remember_ids

    seen = [Known(one.id, one.sighting) for one in judgement.packets if one.sighting]
    remember_ids(store, seen)
    store.save_document(_UNCLAIMED, codec.dump_json(tuple[Receipt, ...], judgement.unclaimed))
    store.save_judgement(rows, judgement.pack)
    remember_basis(store, basis)


def remember_basis(store: Store, basis: str) -> None:
    """Note what the kept judgement was made from."""
    store.save_document(_BASIS, basis)


def kept(store: Store) -> tuple[PacketView, ...]:
    """The packets as they were last judged."""
    with nothing_to_collect():
        return tuple(PacketView.model_validate_json(body) for _, body, _ in store.judgement())


def kept_before(store: Store) -> tuple[PastPacket, ...]:
    """The same, but only what is held against the next judging."""
    return tuple(PastPacket.model_validate_json(body) for _, body, _ in store.judgement())


def basis_kept(store: Store) -> str:
    """What the kept judgement was made from; "" while it is out of date."""
    return store.document(_BASIS) or ""


def kept_unclaimed(store: Store) -> tuple[Receipt, ...]:
    """The register's rows that belonged to no packet when it was last judged."""
    body = store.document(_UNCLAIMED)
    return codec.load_json(tuple[Receipt, ...], body) if body else ()


def forget_basis(store: Store) -> str:
    """What the kept judgement was made from; from now on it counts as out of date."""
    basis = basis_kept(store)
    store.save_document(_BASIS, "")
    return basis


class LastReading(BaseModel):
    """What the last run looked at and read. Seconds by step: the workers' are sums over all."""

    model_config = ConfigDict(frozen=True)

    files: int
    looked: int
    read: int
    cached: int
    failed: int
    seconds: dict[str, float]


def remember_reading(store: Store, taken: Taken) -> None:
    """Keep what a run read, for `status`."""
    counts = asdict(taken.read)
    seconds = dict(taken.seconds) | {f"workers.{step}": s for step, s in taken.read.seconds}
    last = LastReading(
        **{name: counts[name] for name in ("files", "looked", "read", "cached", "failed")},
        seconds=seconds,
    )
    store.save_document(_LAST_READING, last.model_dump_json())


def last_reading(store: Store) -> LastReading | None:
    body = store.document(_LAST_READING)
    return LastReading.model_validate_json(body) if body else None


def basis_of(store: Store, settings: Settings, engine: EngineChoice) -> str:
    """A digest of all that judging depends on but the facts themselves."""
    parts = [
        read_pack(settings.programme).digest,
        engine.identity,
        repr(settings.limits),
        *(delivery.id for delivery in store.deliveries()),
        *(store.document(name) or "" for name in (lists.RECEIPTS, lists.MEMBERS, asked.DOCUMENT)),
        Ledger(store).head(),
        code_digest(),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def unopened(views: Sequence[PacketView]) -> list[tuple[str, str, str]]:
    """Entries, file and reason of whatever could not be opened."""
    found = [
        ("、".join(view.entries), file.path, "；".join(file.problems))
        for view in views
        for file in view.unopened
    ]
    return list(dict.fromkeys(found))
