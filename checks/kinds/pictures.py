"""Rules on whether a seal was pressed or is a picture: facts for staff, who look at the original.

Nothing here is ever a defect: there are honest reasons for each. So none of them is UNMET.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from rapidfuzz import fuzz

from checks.documents import Copy, Document, PageRef, without_text
from checks.findings import Finding, Verdict
from checks.impressions import repeated
from checks.kinds.base import Case, Kind, RuleHead, finding
from checks.kinds.placed import placed
from extractors.facts import Drawn, Evidence, Ink, Seal

_SAME_TEXT: Final = 95.0  # of 100: two scans of one sheet are read nearly alike
_SAME_PLACE: Final = 0.03  # of the page's size: how far scans of one sheet lie apart


@dataclass(frozen=True, slots=True)
class _Spot:
    """A seal and where it stands: on which of its document's pages, from 0, that measures so."""

    form: str
    document: Document
    place: int
    size: tuple[int, int]
    seal: Seal

    @property
    def ref(self) -> PageRef:
        return self.document.pages[self.place]

    @property
    def evidence(self) -> Evidence:
        return Evidence(self.ref.sha256, self.ref.number, self.seal.box)

    def is_copy(self, other: _Spot) -> bool:
        """Whether it is the same seal on another copy (or scan) of the same page."""
        if (self.ref.sha256, self.ref.number) == (other.ref.sha256, other.ref.number):
            return self.seal.box.iou(other.seal.box) > 0.5
        (x, y), (u, v) = self.centre, other.centre
        near = abs(x - u) <= _SAME_PLACE and abs(y - v) <= _SAME_PLACE
        return near and fuzz.ratio(self.words, other.words) >= _SAME_TEXT

    @property
    def words(self) -> str:
        """All that stands on its page."""
        return "\n".join(line.text for line in self.document.page_facts[self.place].lines)

    @property
    def centre(self) -> tuple[float, float]:
        """In shares of the page's width and height."""
        x, y = self.seal.box.centre
        return x / max(1, self.size[0]), y / max(1, self.size[1])


def _spots(case: Case) -> tuple[_Spot, ...]:
    return tuple(
        _Spot(form, document, place, (facts.width, facts.height), seal)
        for form, record in case.record.items()
        for document in record.documents
        for place, facts in enumerate(without_text(document.page_facts))
        for seal in facts.seals
    )


class SamePicture(Kind):
    """No two impressions in the packet are the same pixel for pixel, but on copies of a page."""

    kind: Literal["same_picture"]

    def judge(self, rule: RuleHead, case: Case) -> tuple[Finding, ...]:
        """One finding for each picture, with every place where it stands."""
        spots = [spot for spot in _spots(case) if spot.seal.fingerprint]
        if len(spots) < 2:
            return ()
        found = []
        for group in repeated([spot.seal for spot in spots]):
            apart = _without_copies([spots[index] for index in group])
            if len(apart) > 1:
                found.append(_told(rule, apart, "same-picture"))
        return tuple(found) or (finding(rule, Verdict.MET, where="seals"),)


def _without_copies(spots: list[_Spot]) -> list[_Spot]:
    kept: list[_Spot] = []
    for spot in spots:
        if not any(spot.is_copy(other) for other in kept):
            kept.append(spot)
    return kept


def _told(rule: RuleHead, spots: list[_Spot], reason: str) -> Finding:
    titles = [spot.seal.title for spot in spots if spot.seal.title]
    return finding(
        rule, Verdict.UNSURE, form=spots[0].form, where="seals", reason=reason,
        parameters={"title": titles[0]} if titles else {},
        evidence=tuple(spot.evidence for spot in spots),
    )  # fmt: skip


class LaidOver(Kind):
    """No seal is a picture of its own that was laid over a page of a PDF."""

    kind: Literal["laid_over"]

    def judge(self, rule: RuleHead, case: Case) -> tuple[Finding, ...]:
        """One finding for all of a packet."""
        spots = _spots(case)
        drawn = [spot for spot in spots if spot.seal.drawn is not Drawn.NO]
        if drawn:
            return (_told(rule, drawn, "laid-over"),)
        return (finding(rule, Verdict.MET, where="seals"),) if spots else ()


class InColour(Kind):
    """The seal at each of these places shows its ink where an original was asked for."""

    kind: Literal["in_colour"]
    places: tuple[str, ...]

    def judge(self, rule: RuleHead, case: Case) -> tuple[Finding, ...]:
        """Copies are let be, unless the house wants original seals on them too."""
        found = []
        for form, record in case.record.items():
            names = tuple(b.name for b in record.form.blocks if b.name in self.places)
            at = [
                one
                for one in placed(case, form, names)
                if one.seals
                and (case.house.copies_need_original_seal or one.document.copy is not Copy.COPY)
            ]
            black = [one for one in at if all(seal.ink is Ink.BLACK for seal in one.seals)]
            if black:
                found.append(
                    finding(rule, Verdict.UNSURE, form=form, where=black[0].name,
                            reason="seal-black", parameters={"form_name": record.form.name},
                            evidence=tuple(one.evidence for one in black))
                )  # fmt: skip
            elif at:
                found.append(finding(rule, Verdict.MET, form=form, where=at[0].name))
        return tuple(found)
