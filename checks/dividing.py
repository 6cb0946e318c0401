"""One delivery that holds several applications: which of its documents belong to which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from checks.claims import Claim, alike
from checks.compare import comparable
from checks.documents import Delivered, Document
from extractors.facts import Presence

_Group = tuple[Sequence[Claim], Sequence[Delivered]]


def divided(groups: Sequence[_Group]) -> list[tuple[Document, ...]]:
    """The documents of each group of claims, in the order of its deliveries.

    A form belongs to the group that claims by it. Any other document goes to the groups of its
    delivery whose person or project it names, else whose applicant; what there is one for each
    of goes by folder, else by the form before it; all else is for all of them.
    """
    holders: dict[str, list[int]] = {}
    for index, (_, deliveries) in enumerate(groups):
        for delivered in deliveries:
            holders.setdefault(delivered.id, []).append(index)
    forms = {id(claim.document) for claims, _ in groups for claim in claims}
    shares: list[list[Document]] = [[] for _ in groups]
    for index, (claims, deliveries) in enumerate(groups):
        own = {id(claim.document) for claim in claims}
        for delivered in deliveries:
            others = holders[delivered.id]
            for document in delivered.pages.documents:
                if id(document) in own or (
                    id(document) not in forms
                    and index in _meant(document, delivered, others, groups)
                ):
                    shares[index].append(document)
    return [tuple(share) for share in shares]


def _meant(
    document: Document, delivered: Delivered, holders: list[int], groups: Sequence[_Group]
) -> list[int]:
    """Which of the groups that a delivery belongs to a document is for."""
    if len(holders) == 1:
        return holders
    values = [
        str(reading.value)
        for reading in document.facts.fields.values()
        if reading.presence is Presence.FILLED and isinstance(reading.value, str)
    ]
    named = [index for index in holders if _names_item(values, groups[index][0])]
    named = named or [index for index in holders if _names_applicant(values, groups[index][0])]
    left = named or holders
    count = Counter(one.kind for one in delivered.pages.documents)[document.kind]
    if len(left) == 1 or count < len(left):
        return left
    return _beside(document, delivered, left, groups)


def _names_item(values: Sequence[str], claims: Sequence[Claim]) -> bool:
    items = {comparable(claim.item) for claim in claims if claim.item}
    return any(comparable(value) in items for value in values)


def _names_applicant(values: Sequence[str], claims: Sequence[Claim]) -> bool:
    return any(
        alike(value, claim.applicant) for value in values for claim in claims if claim.applicant
    )


def _beside(
    document: Document, delivered: Delivered, left: list[int], groups: Sequence[_Group]
) -> list[int]:
    """The group with a form in the document's folder, else with the nearest form before it."""
    folder = _folder(document)
    places = {id(one): place for place, one in enumerate(delivered.pages.documents)}
    forms = [
        (index, claim.document)
        for index in left
        for claim in groups[index][0]
        if claim.delivered.id == delivered.id
    ]
    near = {index for index, form in forms if _folder(form) == folder}
    if len(near) == 1:
        return list(near)
    path = document.pages[0].path
    before = [
        (places[id(form)], index)
        for index, form in forms
        if form.pages[0].path == path and places[id(form)] < places[id(document)]
    ]
    return [max(before)[1]] if before else left


def _folder(document: Document) -> str:
    return document.pages[0].path.rpartition("/")[0]
