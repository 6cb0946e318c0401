"""The judge stage: stored facts to judged packets. No page is read, no foreign file opened."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from checks.assemble import assemble
from checks.changes import Change, history
from checks.decided import NOTHING, Decided
from checks.documents import Delivered, SubmittedFile
from checks.identity import Sighting, identified
from checks.joins import NOTHING as NO_JOINS
from checks.joins import Joins
from checks.judge import Application, Judged, Office, compare_packets, judge
from checks.programme import Programme
from checks.sorting import as_seen, sort_pages
from checks.versions import states
from extractors.facts import Look, PageFacts, Problem, Source, Status
from extractors.sniff import FileKind, promised
from pipeline import sortings
from pipeline.code import code_digest
from pipeline.deliveries import Delivery, Member
from pipeline.identities import known_ids
from pipeline.reading import FileFacts, Keys, facts_of, readable
from pipeline.store import Store

# Problems that only say something: the file was read all the same.
_NOTES = frozenset(
    {
        "wrong-extension", "litter-skipped", "forgotten", "page-reduced", "pdf-unlocked",
        "signature-unreadable",
        "too-many-signatures",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Packet:
    """A judged packet with its id (opaque) and the names of the entries it came in.

    `changes` are what each later delivery changed, the first one first. `sighting` is what the
    id is given for, where it is new.
    """

    id: str
    entries: tuple[str, ...]
    judged: Judged
    changes: tuple[Change, ...] = ()
    sighting: Sighting | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A packet that is not judged yet: what `sighting` says of it is known before that.

    `first` are the names of the entries that it was first kept with, none where it is new;
    `older` is what entries of the deliveries at hand held before.
    """

    id: str
    application: Application
    sighting: Sighting
    first: frozenset[str]
    older: tuple[Delivered, ...]


@dataclass(frozen=True, slots=True)
class Bench:
    """What judging needs besides the deliveries: where facts are, and what holds for all."""

    store: Store
    keys: Keys
    office: Office
    programme: Programme
    decided: Decided = NOTHING
    joins: Joins = NO_JOINS


def judge_all(bench: Bench) -> tuple[Packet, ...]:
    """Judge every packet of the workspace from what is stored."""
    alone = [judge_one(bench, one) for one in put_together(bench, bench.store.deliveries())]
    compared = compare_packets(tuple(packet.judged for packet in alone), bench.programme)
    return tuple(
        replace(packet, judged=judged) for packet, judged in zip(alone, compared, strict=True)
    )


@contextmanager
def nothing_to_collect() -> Iterator[None]:
    """Without looking for cycles: facts have none, and are many. It saves a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def put_together(bench: Bench, deliveries: Sequence[Delivery]) -> tuple[Found, ...]:
    """The packets that are in these deliveries, each with its id; nothing is judged yet."""
    delivered = _sorted(deliveries, bench)
    names = {delivery.id: delivery.name for delivery in deliveries}
    older = _sorted(bench.store.superseded(frozenset(names.values())), bench)
    found = assemble(delivered, bench.office, bench.programme, bench.joins)
    sightings = [_sighting(application, names) for application in found]
    known = known_ids(bench.store)
    first = {one.id: frozenset(one.first.entries) for one in known}
    return tuple(
        Found(packet, application, sighting, first.get(packet, frozenset()), older)
        for packet, application, sighting in zip(
            identified(sightings, known), found, sightings, strict=True
        )
    )


def _sighting(application: Application, names: Mapping[str, str]) -> Sighting:
    entries = tuple(dict.fromkeys(names[file.delivery] for file in application.files))
    return Sighting(application.award, application.applicant, application.item, entries)


def judge_one(bench: Bench, found: Found) -> Packet:
    """Judge a packet for itself, in each of its states; the last one is what it is now."""
    said = bench.decided.findings.get(found.id, {})
    judged = tuple(
        judge(state, bench.office, bench.programme, said)
        for state in states(found.application, bench.programme, found.first, found.older)
    )
    sighting = found.sighting
    return Packet(found.id, sighting.entries, judged[-1], history(judged), sighting)


def _sorted(deliveries: Sequence[Delivery], bench: Bench) -> tuple[Delivered, ...]:
    """Deliveries with sorted pages; what had to be sorted is kept for the next time."""
    basis = sortings.Basis.of(bench.programme.forms, bench.decided, code_digest())
    names = [(one.sha256 or "", one.path) for one in readable(deliveries)]
    facts = facts_of(bench.store, bench.keys, names)
    kept = bench.store.sortings([delivery.id for delivery in deliveries])
    found: list[Delivered] = []
    new: list[tuple[str, str, bytes]] = []
    for delivery in deliveries:
        files, digests = _files(delivery, facts)
        seen = as_seen(files, bench.decided)
        key = basis.key(zip(files, digests, strict=True))
        known, body = kept.get(delivery.id, ("", b""))
        if known == key:
            pages = sortings.load(body, seen)
        else:
            pages = sort_pages(files, bench.programme.forms, bench.decided)
            new.append((delivery.id, key, sortings.dump(pages, seen)))
        hint = datetime.fromisoformat(delivery.received_hint) if delivery.received_hint else None
        found.append(Delivered(delivery.id, delivery.name, files, pages, hint))
    bench.store.save_sortings(new)
    return tuple(found)


def _files(
    delivery: Delivery, known: Mapping[tuple[str, str], FileFacts]
) -> tuple[tuple[SubmittedFile, ...], tuple[str, ...]]:
    """A delivery's files, and the digest of each one's facts ("" where there are none)."""
    members = [one for one in delivery.members if one.kind != "skipped" or one.problems]
    facts = [
        known.get((one.sha256 or "", one.path)) if one.kind == "file" else None for one in members
    ]
    files = tuple(
        submitted(delivery, member, one) for member, one in zip(members, facts, strict=True)
    )
    digests = tuple(one.digest if one else "" for one in facts)
    if delivery.problems or not files:
        return (_whole(delivery), *files), ("", *digests)
    return files, digests


def _whole(delivery: Delivery) -> SubmittedFile:
    """The entry itself, where nothing (or not all) of it could be opened."""
    return SubmittedFile(
        delivery=delivery.id,
        path=delivery.name,
        sha256=delivery.sha256 or "",
        kind=promised(delivery.name).value,
        pages=(),
        problems=delivery.problems or (Problem("empty-delivery"),),
    )


def submitted(delivery: Delivery, member: Member, facts: FileFacts | None) -> SubmittedFile:
    """A member with the facts of its pages; what could not be opened keeps only its reason."""
    problems = member.problems + (facts.info.problems if facts else ())
    pages = _pages(facts) if facts else ()
    readable = tuple(page for page in pages if page.status is not Status.UNREADABLE)
    problems += tuple(
        problem
        for page in pages
        for problem in page.problems
        if page.status is Status.UNREADABLE or problem.code in _NOTES
    )
    return SubmittedFile(
        delivery=delivery.id,
        path=member.path,
        sha256=member.sha256 or "",
        kind=(facts.info.kind if facts else FileKind.UNKNOWN).value,
        pages=readable,
        problems=problems,
        signatures=facts.info.signatures if facts else (),
    )


def _pages(facts: FileFacts) -> tuple[PageFacts, ...]:
    """Read pages, and those that were only looked at (blank ones) without content."""
    read = {page.number: page for page in facts.pages}
    return tuple(read.get(look.number) or looked(look) for look in facts.looks)


def looked(look: Look) -> PageFacts:
    return PageFacts(
        number=look.number,
        width=look.width,
        height=look.height,
        dpi=look.dpi,
        rotation=look.rotation,
        skew=0.0,
        source=Source.NONE,
        status=Status.LOOKED,
        blank=look.blank,
        lines=look.heads,
        problems=look.problems,
    )


def serious(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Problems that kept something from being read."""
    return tuple(problem for problem in problems if problem.code not in _NOTES)
