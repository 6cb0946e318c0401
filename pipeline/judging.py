"""The judge stage: stored facts to judged packets. No page is read, no foreign file opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from checks.sorting import sort_pages
from checks.versions import states
from extractors.facts import Look, PageFacts, Problem, Source, Status
from extractors.sniff import FileKind, promised
from pipeline.deliveries import Delivery, Member
from pipeline.identities import known_ids
from pipeline.reading import FileFacts, Keys, file_facts
from pipeline.store import Store

# Problems that only say something: the file was read all the same.
_NOTES = frozenset(
    {
        "wrong-extension", "litter-skipped", "page-reduced", "signature-unreadable",
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
    alone = judge_each(bench, bench.store.deliveries())
    compared = compare_packets(tuple(packet.judged for packet in alone), bench.programme)
    return tuple(
        replace(packet, judged=judged) for packet, judged in zip(alone, compared, strict=True)
    )


def judge_each(bench: Bench, deliveries: Sequence[Delivery]) -> tuple[Packet, ...]:
    """Judge what is in these deliveries, each packet for itself and as it was before."""
    delivered = tuple(_delivered(delivery, bench) for delivery in deliveries)
    names = {delivery.id: delivery.name for delivery in deliveries}
    older = [one for one in bench.store.superseded() if one.name in names.values()]
    before = tuple(_delivered(delivery, bench) for delivery in older)
    found = assemble(delivered, bench.office, bench.programme, bench.joins)
    sightings = [_sighting(application, names) for application in found]
    known = known_ids(bench.store)
    first = {one.id: frozenset(one.first.entries) for one in known}
    return tuple(
        _judged(packet, application, sighting, first.get(packet, frozenset()), before, bench)
        for packet, application, sighting in zip(
            identified(sightings, known), found, sightings, strict=True
        )
    )


def _sighting(application: Application, names: Mapping[str, str]) -> Sighting:
    entries = tuple(dict.fromkeys(names[file.delivery] for file in application.files))
    return Sighting(application.award, application.applicant, application.item, entries)


def _judged(
    packet: str,
    application: Application,
    sighting: Sighting,
    first: frozenset[str],
    older: tuple[Delivered, ...],
    bench: Bench,
) -> Packet:
    """Judge a packet in each of its states; the last one is what it is now."""
    said = bench.decided.findings.get(packet, {})
    judged = tuple(
        judge(state, bench.office, bench.programme, said)
        for state in states(application, bench.programme, first, older)
    )
    return Packet(packet, sighting.entries, judged[-1], history(judged), sighting)


def _delivered(delivery: Delivery, bench: Bench) -> Delivered:
    store, keys, forms = bench.store, bench.keys, bench.programme.forms
    files = tuple(
        submitted(delivery, member, store, keys)
        for member in delivery.members
        if member.kind != "skipped" or member.problems
    )
    if delivery.problems or not files:
        files = (_whole(delivery), *files)
    hint = datetime.fromisoformat(delivery.received_hint) if delivery.received_hint else None
    pages = sort_pages(files, forms, bench.decided)
    return Delivered(delivery.id, delivery.name, files, pages, hint)


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


def submitted(delivery: Delivery, member: Member, store: Store, keys: Keys) -> SubmittedFile:
    """A member with the facts of its pages; what could not be opened keeps only its reason."""
    facts = (
        file_facts(store, keys, member.sha256, member.path)
        if member.sha256 and member.kind == "file"
        else None
    )
    problems = member.problems + (facts.info.problems if facts else ())
    pages = _pages(facts) if facts else ()
    readable = tuple(page for page in pages if page.status is not Status.UNREADABLE)
    problems += tuple(
        problem for page in pages if page not in readable for problem in page.problems
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
