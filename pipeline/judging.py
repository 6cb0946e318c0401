"""The judge stage: stored facts to judged packets. No page is read, no foreign file opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from checks.assemble import assemble
from checks.changes import Change, history
from checks.decided import NOTHING, Decided
from checks.documents import Delivered, SubmittedFile
from checks.identity import Sighting, identified
from checks.joins import NOTHING as NO_JOINS
from checks.joins import Joins
from checks.judge import Application, Judged, Office, compare_packets, evaluate, judge
from checks.programme import Programme
from checks.receipts import Asked
from checks.sorting import as_seen, sort_pages
from checks.versions import states
from extractors.facts import Look, PageFacts, Problem, Source, Status
from extractors.sniff import FileKind, promised
from pipeline import codec, sortings
from pipeline.asked import letters_asked
from pipeline.code import code_digest
from pipeline.deliveries import Delivery, Member
from pipeline.identities import known_ids
from pipeline.ledger import Ledger
from pipeline.ondemand import OnDemand, decoded_page, thin_page
from pipeline.reading import LOOK, OK, READ, Keys, StoredFile, readable, stored_files
from pipeline.store import Fact, Store
from pipeline.verdicts import Verdicts

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
    asked: Mapping[str, tuple[Asked, ...]] = field(default_factory=dict)


def told(bench: Bench, ledger: Ledger) -> Bench:
    """The bench with all that people have said by now: of facts and findings, joins, letters."""
    return replace(
        bench, decided=ledger.decided(), joins=ledger.joins(),
        asked=letters_asked(bench.store, ledger),
    )  # fmt: skip


def judge_all(bench: Bench) -> tuple[Packet, ...]:
    """Judge every packet of the workspace from what is stored."""
    verdicts = Verdicts(bench.store, bench.programme, bench.office)
    found = put_together(bench, bench.store.deliveries())
    alone = [judge_one(bench, one, verdicts) for one in found]
    verdicts.keep()
    compared = compare_packets(tuple(packet.judged for packet in alone), bench.programme)
    return tuple(
        replace(packet, judged=judged) for packet, judged in zip(alone, compared, strict=True)
    )


def put_together(bench: Bench, deliveries: Sequence[Delivery]) -> tuple[Found, ...]:
    """The packets that are in these deliveries, each with its id; nothing is judged yet."""
    delivered = sort_deliveries(deliveries, bench)
    names = {delivery.id: delivery.name for delivery in deliveries}
    older = sort_deliveries(bench.store.superseded(frozenset(names.values())), bench)
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


def judge_one(bench: Bench, found: Found, verdicts: Verdicts | None = None) -> Packet:
    """Judge a packet for itself, in each of its states; the last one is what it is now."""
    application = replace(found.application, asked=bench.asked.get(found.id, ()))
    said = bench.decided.findings.get(found.id, {})
    judged = tuple(
        judge(
            state,
            bench.office,
            bench.programme,
            said,
            evaluate if verdicts is None else verdicts.of(found.id, state),
        )
        for state in states(application, bench.programme, found.first, found.older)
    )
    sighting = found.sighting
    return Packet(found.id, sighting.entries, judged[-1], history(judged), sighting)


def sort_deliveries(deliveries: Sequence[Delivery], bench: Bench) -> tuple[Delivered, ...]:
    """Deliveries with sorted pages; what had to be sorted is kept for the next time."""
    basis = sortings.Basis.of(bench.programme.forms, bench.decided, code_digest())
    names = [(one.sha256 or "", one.path) for one in readable(deliveries)]
    facts = stored_files(bench.store, bench.keys, names)
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
        found.append(Delivered(delivery.id, delivery.name, files, pages, hint, key))
    bench.store.save_sortings(new)
    return tuple(found)


def _files(
    delivery: Delivery, known: Mapping[tuple[str, str], StoredFile]
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


def submitted(delivery: Delivery, member: Member, facts: StoredFile | None) -> SubmittedFile:
    """A member with the facts of its pages; what could not be opened keeps only its reason."""
    problems = member.problems + (facts.info.problems if facts else ())
    bodies, lost, only_looked = _pages(facts) if facts else ((), (), 0)
    problems += tuple(problem for page in lost for problem in page.problems)
    problems += tuple(note for fact in bodies for note in _notes(fact))
    return SubmittedFile(
        delivery=delivery.id,
        path=member.path,
        sha256=member.sha256 or "",
        kind=(facts.info.kind if facts else FileKind.UNKNOWN).value,
        pages=OnDemand(
            len(bodies),
            lambda place: _page(bodies[place]),
            lambda place: _page(bodies[place], thin_page),
        ),
        problems=problems,
        signatures=facts.info.signatures if facts else (),
        looked=only_looked,
    )


def _pages(facts: StoredFile) -> tuple[tuple[Fact, ...], tuple[PageFacts, ...], int]:
    """The facts of readable pages, the pages that are not, and of how many that are not empty
    there was only a look."""
    stored = [facts.reads.get(index, look) for index, look in facts.looks.items()]
    lost = [fact for fact in stored if fact.tier == READ and fact.status != OK]
    looks = [_page(fact) for fact in stored if fact.tier == LOOK]
    return (
        tuple(fact for fact in stored if fact not in lost),
        tuple(map(_page, lost)),
        sum(not page.blank for page in looks),
    )


def _notes(fact: Fact) -> tuple[Problem, ...]:
    """What there is to say of a page that was read all the same."""
    if not codec.has_problems(fact.body):
        return ()  # few pages have any, and the others need not be decoded for it
    return tuple(problem for problem in _page(fact, thin_page).problems if problem.code in _NOTES)


def _page(fact: Fact, decoded: Callable[[bytes], PageFacts] = decoded_page) -> PageFacts:
    """A page that was read, or one that was only looked at (a blank one) without content."""
    return decoded(fact.body) if fact.tier == READ else looked(codec.load_look(fact.body))


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
