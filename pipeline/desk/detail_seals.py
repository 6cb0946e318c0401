"""The seals of a packet as its page shows them, each beside the title that is expected."""

from __future__ import annotations

from collections.abc import Sequence

from checks.documents import PageRef
from checks.findings import Finding, Verdict
from checks.judge import Judged
from checks.titles import Comparison, Owner, compare_title
from extractors.facts import Box, Drawn, PageFacts, Seal
from pipeline.desk.packet_words import word
from pipeline.desk.places import fractions, page_key, replaced_pages
from pipeline.desk.shapes import Letter, Person, SealCard, State
from pipeline.messages import INKS, SEAL_KINDS, SHAPES

SAME = 0.5  # intersection over union from which two boxes are about one seal
_SHOWN = 0.3  # confidence below which a seal that no finding speaks of is left out
SealSaid = tuple[str, int, Box, Person]


def seal_cards(judged: Judged, said: Sequence[SealSaid]) -> list[SealCard]:
    """In the order of the documents and their pages; what a person said of one stands with it."""
    found = []
    for ref, page in _pages(judged):
        for index, seal in enumerate(page.seals):
            card = _card(judged, ref, page, index, seal, said)
            if card.confidence >= _SHOWN or card.state in (State.WRONG, State.UNSURE):
                found.append(card)
    return found


def _pages(judged: Judged) -> list[tuple[PageRef, PageFacts]]:
    """Each page once and whole, those of documents first; none of documents that were replaced."""
    application = judged.application
    gone = replaced_pages(application)
    whole: dict[tuple[str, int], tuple[PageRef, PageFacts]] = {}
    for file in application.files:
        for page in file.pages:
            ref = PageRef(file.delivery, file.path, file.sha256, page.number)
            whole[file.sha256, page.number] = (ref, page)
    sorted_first = [
        (ref.sha256, ref.number) for document in application.documents for ref in document.pages
    ]
    return [
        whole[key]
        for key in dict.fromkeys((*sorted_first, *whole))
        if key in whole and page_key(*key) not in gone
    ]


def _card(
    judged: Judged,
    ref: PageRef,
    page: PageFacts,
    index: int,
    seal: Seal,
    said: Sequence[SealSaid],
) -> SealCard:
    about = [one for one in judged.findings if is_about(one, ref, seal.box)]
    person = next((who for *where, who in said if _is_same(ref, seal, where)), None)
    comparison = compare_title(seal, judged.application.applicant)
    is_ours = bool(about) or comparison.answer is Owner.SAME
    place = next((one for one in about if one.parameters.get("place_name")), None)
    key = page_key(ref.sha256, ref.number)
    return SealCard(
        key=f"{key}-{index}",
        page=key,
        box=fractions(seal.box, page),
        index=index,
        place=place.where if place else "",
        place_name=place.parameters["place_name"] if place else "",
        kind=seal.kind.value,
        kind_name=SEAL_KINDS[seal.kind],
        shape_name=SHAPES[seal.shape],
        ink_name=INKS[seal.ink],
        size=_size(seal),
        title=seal.title,
        title_confidence=round(seal.title_confidence, 2),
        confidence=round(seal.confidence, 2),
        complete=seal.complete,
        edge=seal.edge,
        drawn=seal.drawn is not Drawn.NO,
        purpose=seal.purpose,
        code=seal.code,
        expected=judged.application.applicant if is_ours else "",
        answer=comparison.answer.value if is_ours else "",
        letters=_letters(comparison) if is_ours else (),
        state=_state(about, person),
        person=person,
    )


def _size(seal: Seal) -> str:
    return word("size-mm", size=f"{seal.diameter_mm:.0f}") if seal.diameter_mm else word("size-no")


def is_about(finding: Finding, ref: PageRef, box: Box) -> bool:
    """Whether a finding points at this very seal."""
    return any(
        (place.file, place.page) == (ref.sha256, ref.number)
        and place.box is not None
        and place.box.iou(box) >= SAME
        for place in finding.evidence
    )


def _is_same(ref: PageRef, seal: Seal, where: list[object]) -> bool:
    sha256, number, box = where
    here = (sha256, number) == (ref.sha256, ref.number)
    return here and isinstance(box, Box) and box.iou(seal.box) >= SAME


def _state(about: Sequence[Finding], person: Person | None) -> State:
    if person is not None:
        return State.CONFIRMED
    verdicts = {finding.verdict for finding in about}
    if Verdict.UNMET in verdicts:
        return State.WRONG
    return State.UNSURE if Verdict.UNSURE in verdicts else State.MACHINE


def _letters(comparison: Comparison) -> tuple[Letter, ...]:
    return tuple(
        Letter(expected=pair.expected, read=pair.read, same=pair.same) for pair in comparison.pairs
    )
