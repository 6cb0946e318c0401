"""From sorted deliveries to applications: who applies for what, and what belongs to it.

Credit code and names are evidence for joining, not keys: a join that is not certain is said, and
people can undo it (`Joins`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from checks.claims import (
    Claim,
    Link,
    Marks,
    alike,
    belongs,
    claims_of,
    items_differ,
    link,
    marks_of,
    named_awards,
)
from checks.dividing import divided
from checks.documents import Delivered, Document
from checks.joins import NOTHING, Doubt, Joins, Part, Why
from checks.judge import Application, Office
from checks.nearby import Names
from checks.programme import Award, Programme
from checks.receipts import Receipt
from checks.record import taken
from checks.registered import Register, joined, rows_of


@dataclass(slots=True)
class _Group:
    """Claims of one application, and the deliveries without a form that were added to it.

    `place` counts the groups in the order in which they were made.
    """

    place: int
    claims: list[Claim] = field(default_factory=list)
    extra: list[Delivered] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def award(self) -> Award:
        return self.claims[0].award

    @property
    def applicant(self) -> str:
        return next((claim.applicant for claim in self.claims if claim.applicant), "")

    def of(self, deliveries: tuple[Delivered, ...]) -> tuple[Delivered, ...]:
        """Those of the deliveries that it was joined from, in their order."""
        own = {claim.delivered.id for claim in self.claims} | {one.id for one in self.extra}
        return tuple(one for one in deliveries if one.id in own)

    def is_open_to(self, part: Part, joins: Joins) -> bool:
        """Whether nobody has said that a part does not belong here."""
        if not joins.apart:
            return True
        parts = [claim.part for claim in self.claims] + [Part(one.id) for one in self.extra]
        return not any(joins.are_apart(part, other) for other in parts)


class _Groups:
    """All groups in the order in which they were made, and where to look for a claim's own.

    What is looked for by names and codes is found without going through all of them; whether it
    is a tie is another question.
    """

    def __init__(self, joins: Joins) -> None:
        self.all: list[_Group] = []
        self._names = Names()
        self._keys: dict[tuple[str, str], list[int]] = {}
        # Where people said what belongs together, any two may.
        self._all_may = bool(joins.together)

    def put(self, claim: Claim, group: _Group | None) -> _Group:
        """Add a claim to a group, or make it one of its own."""
        if group is None:
            group = _Group(len(self.all))
            self.all.append(group)
        group.claims.append(claim)
        if claim.bare:
            self._names.add(claim.bare, group.place)
        for key in _keys_of(claim):
            self._keys.setdefault(key, []).append(group.place)
        return group

    def near(self, claim: Claim, marks: Marks | None) -> list[_Group]:
        """The groups that a claim may be of, in their order."""
        places = {place for key in _keys_of(claim) for place in self._keys.get(key, ())}
        places.update(self._names.like(claim.bare) if claim.bare else ())
        return self._chosen(places | (self._marked(marks) if marks is not None else set()))

    def marked(self, marks: Marks) -> list[_Group]:
        """The groups that a delivery without a form may belong to, in their order."""
        return self._chosen(self._marked(marks))

    def _marked(self, marks: Marks) -> set[int]:
        places = {place for name in marks.names for place in self._names.like(name)}
        places.update(place for title in marks.titles for place in self._names.same(title))
        return places.union(self._keys.get((_STEM, marks.stem), ()))

    def _chosen(self, places: set[int]) -> list[_Group]:
        return self.all if self._all_may else [self.all[place] for place in sorted(places)]


_CODE, _STEM, _DELIVERY = "code", "stem", "delivery"


def _keys_of(claim: Claim) -> list[tuple[str, str]]:
    keys = [(_STEM, claim.stem), (_DELIVERY, claim.delivered.id)]
    return [*keys, (_CODE, claim.code)] if claim.code else keys


def assemble(
    deliveries: tuple[Delivered, ...],
    office: Office,
    programme: Programme,
    joins: Joins = NOTHING,
) -> tuple[Application, ...]:
    """Join deliveries into applications, in the order of the first delivery of each.

    Deliveries stand in the order of their arrival. What people said (`joins`) goes before names
    and codes.
    """
    claims = tuple(claims_of(deliveries, programme))
    index = _Groups(joins)
    for claim in sorted(claims, key=lambda one: (not one.is_named, one.place)):
        _put(claim, index, joins)
    makers = {claim.delivered.id for claim in claims}
    orphans = [
        delivered
        for delivered in deliveries
        if delivered.id not in makers and not _attach(delivered, index, programme, joins)
    ]
    groups = sorted(index.all, key=_begins)
    register = Register(office.receipts)
    own = [group.of(deliveries) for group in groups]
    shares = divided([(group.claims, one) for group, one in zip(groups, own, strict=True)])
    applications = [
        _application(group, parts, documents, programme, register)
        for group, parts, documents in zip(groups, own, shares, strict=True)
    ]
    applications += [_orphan(delivered, programme, register) for delivered in orphans]
    return tuple(applications)


# --- joining -----------------------------------------------------------------------------------


def _put(claim: Claim, groups: _Groups, joins: Joins) -> None:
    """Add a claim to the group it belongs to, or make it one of its own."""
    marks = None if claim.is_whose else marks_of(claim.delivered)
    fitting = [
        (group, other, found)
        for group in groups.near(claim, marks)
        if group.award.id == claim.award.id and group.is_open_to(claim.part, joins)
        for other, found in _links(claim, group, joins, marks)
    ]
    joined_by = [tie for tie in fitting if tie[2].joined]
    told = [tie for tie in joined_by if joins.are_together(claim.part, tie[1].part)]
    chosen = told[0] if told else _best(claim, joined_by)
    if chosen is not None:
        group, other, found = chosen
        groups.put(claim, group)
    else:
        group = groups.put(claim, None)
        if not fitting:
            return
        _, other, found = (joined_by or fitting)[0]
        found = Link(False, Why.SEVERAL_FIT) if joined_by else found
    if found.why is not None:
        group.doubts.append(Doubt(found.why, claim.part, other.part, found.joined, found.said))


def _links(
    claim: Claim, group: _Group, joins: Joins, marks: Marks | None
) -> Iterable[tuple[Claim, Link]]:
    """How the claim is tied to the group's; nothing where it contradicts one of them."""
    if joins.together:
        told = [other for other in group.claims if joins.are_together(claim.part, other.part)]
        if told:
            yield told[0], Link()
            return
    if any(items_differ(claim, other) for other in group.claims):
        return
    for other in group.claims:
        found = link(claim, other)
        if found is None and marks is not None:
            found = _by_company(claim, other, marks)
        if found is not None:
            yield other, found


def _by_company(claim: Claim, other: Claim, marks: Marks) -> Link | None:
    """A form on which no applicant was read goes with its delivery, or with what names it."""
    if claim.delivered.id == other.delivered.id:
        return Link()
    found = belongs(marks, other)
    return Link(found.joined, found.why or Why.NO_NAME, found.said) if found else None


_Tie = tuple[_Group, Claim, Link]


def _best(claim: Claim, fitting: Sequence[_Tie]) -> _Tie | None:
    """The tie that counts: of a nameless claim that fits several groups, the form before it."""
    if not fitting:
        return None
    if claim.is_named or len({id(group) for group, _, _ in fitting}) == 1:
        return min(fitting, key=lambda tie: not tie[2].is_sure)
    before = [
        tie
        for tie in fitting
        if tie[1].delivered.id == claim.delivered.id and tie[1].place < claim.place
    ]
    if not before:
        return None
    group, other, found = max(before, key=lambda tie: tie[1].place)
    return group, other, Link(why=found.why or Why.NO_NAME, said=found.said)


def _attach(delivered: Delivered, groups: _Groups, programme: Programme, joins: Joins) -> bool:
    """Add a delivery without any form to the packets of the applicant it names."""
    part, marks = Part(delivered.id), marks_of(delivered)
    ties = [
        (group, tie)
        for group in sorted(groups.marked(marks), key=_begins)
        if group.is_open_to(part, joins) and (tie := _tie(part, marks, group, joins))
    ]
    told = [one for one in ties if joins.are_together(part, one[1][0].part)]
    awards = named_awards(delivered.name, programme)
    ties = told or [one for one in ties if one[0].award.id in awards] or ties
    ties = [one for one in ties if one[1][1].is_sure] or ties
    several = len(ties) > 1
    if several and not told and not _is_one_applicant([group for group, _ in ties]):
        return False
    for group, (claim, found) in ties:
        why = found.why or (Why.SEVERAL_AWARDS if several and not told else None)
        if why is not None:
            group.doubts.append(Doubt(why, part, claim.part, True, found.said))
        group.extra.append(delivered)
    return bool(ties)


def _tie(part: Part, marks: Marks, group: _Group, joins: Joins) -> tuple[Claim, Link] | None:
    if joins.together:
        for claim in group.claims:
            if joins.are_together(part, claim.part):
                return claim, Link()
    found = [(claim, tie) for claim in group.claims if (tie := belongs(marks, claim))]
    return min(found, key=lambda one: not one[1].is_sure, default=None)


def _begins(group: _Group) -> int:
    return min(claim.place for claim in group.claims)


def _is_one_applicant(groups: Sequence[_Group]) -> bool:
    first = groups[0].applicant
    return all(alike(group.applicant, first) for group in groups)


# --- applications ------------------------------------------------------------------------------


def _application(
    group: _Group,
    deliveries: tuple[Delivered, ...],
    documents: tuple[Document, ...],
    programme: Programme,
    register: Register,
) -> Application:
    award = group.award
    form = programme.form(award.form)
    applicant = str(taken(documents, form, award.applicant).value or "")
    item = str(taken(documents, form, award.item).value or "") if award.item else ""
    rows = rows_of(award, applicant or group.applicant, item, register)
    receipt = joined(rows)
    return Application(
        award=award.id,
        applicant=applicant,
        item=item,
        documents=documents,
        files=tuple(file for delivered in deliveries for file in delivered.files),
        rest=tuple(page for delivered in deliveries for page in delivered.pages.rest),
        receipt=receipt,
        received_at=_received(receipt, deliveries),
        deliveries=deliveries,
        receipts=rows,
        doubts=tuple(group.doubts),
    )


def _orphan(delivered: Delivered, programme: Programme, register: Register) -> Application:
    """A delivery without any award's form: the register may tell its award, else nothing does."""
    names = [
        str(d.facts.fields["org_name"].value)
        for d in delivered.pages.documents
        if "org_name" in d.facts.fields and d.facts.fields["org_name"].value
    ]
    applicant = names[0] if names else ""
    rows = [
        (award, receipt)
        for award in programme.awards
        if (receipt := _receipt(award, applicant, "", register)) is not None
    ]
    award, receipt = rows[0] if len(rows) == 1 else (None, None)
    return Application(
        award=award.id if award else "",
        applicant=applicant,
        item="",
        documents=delivered.pages.documents,
        files=delivered.files,
        rest=delivered.pages.rest,
        receipt=receipt,
        received_at=_received(receipt, (delivered,)),
        deliveries=(delivered,),
        receipts=rows_of(award, applicant, "", register) if award else (),
    )


def _receipt(award: Award, applicant: str, item: str, register: Register) -> Receipt | None:
    """The register's row for this application; None where none or several applications fit."""
    return joined(rows_of(award, applicant, item, register))


def _received(receipt: Receipt | None, deliveries: tuple[Delivered, ...]) -> datetime | None:
    """The register's time, else the first mail's; never a file's own time stamp."""
    if receipt is not None and receipt.received_at is not None:
        return receipt.received_at
    hints = [d.received_hint for d in deliveries if d.received_hint is not None]
    return min(hints, default=None)
