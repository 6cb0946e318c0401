"""Where seals stand: the places of forms on paper, each with the seals that belong to it.

A seal belongs to the place it covers most; one elsewhere on the page does not fill the place.
"""

from __future__ import annotations

from dataclasses import dataclass

from checks.documents import Document, without_text
from checks.kinds.base import Case
from checks.record import FormRecord
from extractors.facts import Box, Evidence, PageFacts, Seal, SealKind
from extractors.formtypes import Place

# A seal within this distance of a block, as a share of its own width, may still belong to it.
_NEAR = 0.25
LEAST_CONFIDENCE = 0.5
_SLICE = 0.6
_NO_ENTITY = (SealKind.NAME,)


@dataclass(frozen=True, slots=True)
class Placed:
    """A place of a form on one paper document, with the seals that stand on it."""

    name: str
    form: FormRecord
    document: Document
    place: Place
    seals: tuple[Seal, ...]

    @property
    def evidence(self) -> Evidence:
        box = self.seals[0].box if self.seals else self.place.box
        return Evidence(self.place.file, self.place.page, box)


def placed(case: Case, form: str, names: tuple[str, ...]) -> tuple[Placed, ...]:
    """The places of a form that stand on paper, each with its own seals."""
    record = case.form_record(form)
    if record is None:
        return ()
    found = []
    for name in names:
        candidates = [
            Placed(name, record, document, place, _seals_at(document, name, place))
            for document, place in record.places(name)
        ]
        if candidates:
            # Of several paper versions the one that is sealed counts.
            found.append(max(candidates, key=lambda one: len(one.seals)))
    return tuple(found)


def _seals_at(document: Document, name: str, place: Place) -> tuple[Seal, ...]:
    page = page_at(document, place)
    if page is None:
        return ()
    others = {
        other: spot.box
        for other, spot in document.facts.places.items()
        if (spot.file, spot.page) == (place.file, place.page) and spot.box is not None
    }
    chosen = [
        seal
        for seal in page.seals
        if is_entity(seal)
        and seal.confidence >= LEAST_CONFIDENCE
        and _owner_place(seal.box, others) == name
    ]
    return tuple(sorted(chosen, key=lambda seal: -seal.confidence))


def is_entity(seal: Seal) -> bool:
    """True for an organisation's seal that stands on this page.

    A person's name seal is none, nor is the slice of a 骑缝章, which is pressed over the edges of
    many pages and fills no place on any of them.
    """
    sides = sorted((seal.box.width, seal.box.height))
    is_slice = seal.edge and sides[0] < _SLICE * sides[1]
    return seal.kind not in _NO_ENTITY and not is_slice


def page_at(document: Document, place: Place) -> PageFacts | None:
    """The page (of an open volume: the half) of a document on which a place stands.

    It may come without its text.
    """
    pages = without_text(document.page_facts)
    for index, ref in enumerate(document.pages):
        if (ref.sha256, ref.number) == (place.file, place.page):
            facts = pages[index]
            if place.box is None or facts.area.holds(*place.box.centre):
                return facts
    return None


def _owner_place(seal: Box, places: dict[str, Box]) -> str:
    """The place that a seal covers most; among those that hold it wholly the smallest."""
    shares = {
        name: seal.overlap(box.grown(_NEAR * seal.width)) / max(1.0, seal.area)
        for name, box in places.items()
    }
    best = max(
        places,
        key=lambda name: (
            round(seal.overlap(places[name]) / max(1.0, seal.area), 1),
            shares[name],
            -places[name].area,
        ),
        default="",
    )
    return best if best and shares[best] > 0.3 else ""


def forms_with(case: Case, places: tuple[str, ...]) -> tuple[str, ...]:
    """Kinds of the packet's forms that have one of these places."""
    return tuple(
        kind
        for kind, record in case.record.items()
        if any(block.name in places for block in record.form.blocks)
    )
