"""A judged packet as its page shows it: a pure function to plain JSON values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from checks.documents import Copy, Document, PageRef
from checks.findings import Severity, Verdict
from checks.judge import Application
from checks.programme import Programme
from extractors.facts import OFFICE, Half, PageFacts, Status
from pipeline.desk.detail_changes import befores, change_views, turns
from pipeline.desk.detail_fields import field_views
from pipeline.desk.detail_seals import SAME, seal_cards
from pipeline.desk.history import Said, history
from pipeline.desk.packet_words import word
from pipeline.desk.places import Pages, fractions, page_key
from pipeline.desk.shapes import (
    DocumentView,
    FieldView,
    FileProblem,
    Fractions,
    JoinCard,
    KindChoice,
    PacketData,
    PageView,
    Person,
    RuleCard,
    SealCard,
    Spot,
    State,
)
from pipeline.desk.words import word as stage_word
from pipeline.judging import Packet
from pipeline.ledger import Entry
from pipeline.messages import COPIES, SEVERITIES, SOURCES, STANDINGS, problem_text
from pipeline.packets import FindingView, PacketView

_SERIOUS = {Severity.RETURN: 0, Severity.SUPPLEMENT: 1, Severity.NOTE: 2}
_PAPER_FIRST = {Copy.ORIGINAL: 0, Copy.COPY: 1, Copy.UNSURE: 2, Copy.ELECTRONIC: 3}
_VERDICTS = {Verdict.UNMET: 0, Verdict.UNSURE: 1, Verdict.MET: 2}


def packet_data(
    packet: Packet,
    view: PacketView,
    programme: Programme,
    entries: Sequence[Entry],
    standing: Sequence[Entry],
    stage: str,
    names: Mapping[str, str],
    reader: str,
    following: str = "",
    joins: Sequence[JoinCard] = (),
) -> PacketData:
    """Everything of a packet's page but its pictures.

    `entries` is the packet's record of decisions, oldest first; `standing` those in force.
    `names` is how users are shown, by the names they log in with; `reader` the one who asks.
    `following` is the id of the next packet, `joins` are the doubtful ones of its deliveries.
    """
    application = packet.judged.application
    said, pages = Said.of(standing, names), Pages.of(application)
    before = befores(packet, view, pages, said.fields)
    fields = field_views(packet.judged.record, said.fields, pages, before)
    seals = seal_cards(packet.judged, said.seals)
    rules = _rules(view, said, programme, pages, fields, seals, turns(packet))
    headings = {one.key: one.subject for one in view.findings}
    told = [one.person.entry for one in joins if one.person is not None]
    counting = [rule for rule in rules if not rule.note]
    return PacketData(
        id=packet.id,
        award_name=view.award_name,
        applicant=application.applicant,
        item=application.item,
        entries=packet.entries,
        received=(view.received_at or "")[:16].replace("T", " "),
        standing=view.standing.value,
        standing_name=STANDINGS[view.standing],
        stage=stage,
        stage_name=stage_word(f"stage-{stage}"),
        next=following,
        seen=max((*(entry.seq for entry in entries), *told), default=0),
        open=sum(rule.open for rule in counting),
        total=len(counting),
        documents=tuple(_documents(application, programme)),
        first=_first_page(application, programme),
        pages=_page_views(application, pages, said),
        unopened=tuple(_unopened(application)),
        rules=tuple(rules),
        fields=tuple(fields),
        seals=tuple(seals),
        changes=tuple(change_views(packet, view, pages)),
        joins=tuple(joins),
        history=tuple(history(entries, standing, programme, headings, names, reader)),
        kinds=tuple(KindChoice(kind=form.kind, name=form.name) for form in programme.forms),
    )


def _documents(application: Application, programme: Programme) -> Iterator[DocumentView]:
    gone = [one.document for one in application.replaced if one.whole]
    for document in (*_ranked(application, programme), *gone):
        yield DocumentView(
            kind=document.kind,
            replaced=any(document is one for one in gone),
            name=programme.form(document.kind).name,
            copy_name=COPIES[document.copy],
            copy_known_by=word(f"known-{document.copy_known_by.replace(' ', '-')}"),
            pages=_keys(document.pages),
        )
    documents = (*application.documents, *gone)
    placed = {key for document in documents for key in _keys(document.pages)}
    loose = tuple(key for key in _keys(_every(application)) if key not in placed)
    if loose:
        yield DocumentView(
            kind="",
            replaced=False,
            name=word("unsorted"),
            copy_name="",
            copy_known_by="",
            pages=loose,
        )


def _ranked(application: Application, programme: Programme) -> list[Document]:
    """The award's own form first, then the others as the pack orders them."""
    award = "" if application.is_unsorted else programme.award(application.award).form
    order = {form.kind: place for place, form in enumerate(programme.forms)}
    return sorted(
        application.documents,
        key=lambda one: (one.kind != award, one.kind != award and order.get(one.kind, 99)),
    )


def _first_page(application: Application, programme: Programme) -> str:
    """The page to begin with: the original's before a copy's, and what is on paper before files."""
    ranked = sorted(_ranked(application, programme), key=lambda one: _PAPER_FIRST[one.copy])
    keys = _keys(ref for one in ranked for ref in one.pages) or _keys(_every(application))
    return next(iter(keys), "")


def _every(application: Application) -> Iterator[PageRef]:
    for file in application.files:
        for page in file.pages:
            yield PageRef(file.delivery, file.path, file.sha256, page.number)


def _keys(refs: Sequence[PageRef] | Iterator[PageRef]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(page_key(ref.sha256, ref.number) for ref in refs))


def _page_views(application: Application, pages: Pages, said: Said) -> dict[str, PageView]:
    how = {
        page_key(ref.sha256, ref.number): (document, ref.half)
        for document in application.documents
        for ref in document.pages
    }
    return {
        key: _page_view(key, page, pages.paths[key], how.get(key), said.pages.get(key))
        for key, page in pages.facts.items()
    }


def _page_view(
    key: str,
    page: PageFacts,
    path: str,
    how: tuple[Document, Half | None] | None,
    moved: Person | None,
) -> PageView:
    office = page.source in OFFICE
    document, half = how or (None, None)
    return PageView(
        key=key,
        sha256=key.rpartition("-")[0],
        number=page.number,
        half=half.value if half else "",
        file=path,
        width=page.width,
        height=page.height,
        picture=not office and page.width > 0 and page.status is not Status.UNREADABLE,
        office=office,
        blank=page.blank,
        looked=page.status is Status.LOOKED,
        source=SOURCES[page.source],
        known_by=word(f"known-{document.kind_known_by.replace(' ', '-')}") if document else "",
        cells=() if office else _cells(page),
        problems=tuple(problem_text(problem) for problem in page.problems),
        moved=moved,
    )


def _cells(page: PageFacts) -> tuple[Fractions, ...]:
    return tuple(fractions(cell.box, page) for table in page.tables for cell in table.cells)


def _unopened(application: Application) -> Iterator[FileProblem]:
    for file in application.files:
        if file.problems:
            told = tuple(dict.fromkeys(problem_text(problem) for problem in file.problems))
            yield FileProblem(path=file.path, sha256=file.sha256, problems=told)


def _rules(
    view: PacketView,
    said: Said,
    programme: Programme,
    pages: Pages,
    fields: Sequence[FieldView],
    seals: Sequence[SealCard],
    turned: Mapping[str, str],
) -> list[RuleCard]:
    """Open ones first, the most serious before the others, what is wrong before what is unsure."""
    near = _Near.of(fields)
    cards = [_rule(one, said, programme, pages, near, seals, turned) for one in view.findings]
    rank = {one.key: place for place, one in enumerate(view.findings)}
    verdicts = {one.key: _VERDICTS[one.verdict] for one in view.findings}
    serious = {one.key: _SERIOUS[one.severity] for one in view.findings}
    return sorted(
        cards,
        key=lambda card: (
            not card.open, card.note, verdicts[card.key], serious[card.key], rank[card.key],
        ),
    )  # fmt: skip


def _rule(
    finding: FindingView,
    said: Said,
    programme: Programme,
    pages: Pages,
    fields: _Near,
    seals: Sequence[SealCard],
    turned: Mapping[str, str],
) -> RuleCard:
    spots = tuple(_spots(finding, pages))
    person = said.findings.get(finding.key)
    undecided = finding.verdict is not Verdict.MET and not finding.settled
    return RuleCard(
        key=finding.key,
        rule=finding.rule,
        code=finding.code,
        verdict=finding.verdict.value,
        severity=finding.severity.value,
        severity_name=SEVERITIES[finding.severity],
        form=finding.form,
        where=finding.where,
        heading=finding.subject,
        message=finding.message,
        remedy=finding.remedy,
        source=next((rule.source for rule in programme.rules if rule.id == finding.rule), ""),
        settled=finding.settled,
        open=undecided,
        note=not finding.counts,
        turn=turned.get(finding.key, ""),
        state=_state(finding, person),
        spots=spots,
        fields=fields.concerned(finding, spots),
        seals=tuple(one.key for one in seals if any(_over(spot, one) for spot in spots)),
        person=person,
    )


def _spots(finding: FindingView, pages: Pages) -> Iterator[Spot]:
    for place in finding.places:
        key = page_key(place.sha256, place.page)
        page = pages.facts.get(key)
        if page is None:
            continue
        box = None
        if place.box is not None:
            left, top, right, bottom = place.box
            wide, high = max(1, page.width), max(1, page.height)
            box = (left / wide, top / high, right / wide, bottom / high)
        yield Spot(page=key, box=box, address=place.address)


def _state(finding: FindingView, person: Person | None) -> State:
    if finding.settled == "set-aside":
        return State.DISMISSED
    if person is not None or finding.settled:
        return State.CONFIRMED
    return {
        Verdict.UNMET: State.WRONG, Verdict.UNSURE: State.UNSURE, Verdict.MET: State.MACHINE,
    }[finding.verdict]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Near:
    """The fields of a packet, found by name or by what stands on a page: lists have hundreds."""

    order: Mapping[str, int]
    named: Mapping[tuple[str, str], Sequence[str]]
    placed: Mapping[str, Sequence[tuple[str, Spot]]]

    @classmethod
    def of(cls, fields: Sequence[FieldView]) -> _Near:
        named: dict[tuple[str, str], list[str]] = defaultdict(list)
        placed: dict[str, list[tuple[str, Spot]]] = defaultdict(list)
        for one in fields:
            named[one.form, one.field].append(one.key)
            for spot in [reading.spot for reading in one.readings] or [one.spot]:
                if spot is not None:
                    placed[spot.page].append((one.key, spot))
        return cls({one.key: place for place, one in enumerate(fields)}, named, placed)

    def concerned(self, finding: FindingView, spots: Sequence[Spot]) -> tuple[str, ...]:
        """Keys of the fields that a finding is about: by their name, or by where it points."""
        found = set(self.named.get((finding.form, finding.where), ()))
        for spot in spots:
            here = self.placed.get(spot.page, ())
            found.update(key for key, place in here if _alike(place, spot))
        return tuple(sorted(found, key=self.order.__getitem__))


def _alike(one: Spot, other: Spot) -> bool:
    if one.page != other.page:
        return False
    if one.box is None or other.box is None:
        return bool(one.address) and one.address == other.address
    return overlap(one.box, other.box) >= SAME


def _over(spot: Spot, seal: SealCard) -> bool:
    return spot.page == seal.page and spot.box is not None and overlap(spot.box, seal.box) >= SAME


def overlap(one: Fractions, other: Fractions) -> float:
    """Intersection over union of two boxes on one page."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    shared = max(0.0, wide) * max(0.0, high)
    areas = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return shared / (areas - shared) if areas > shared else 0.0
