"""Rules on seals and signatures: is it there, whose is it, is it the right kind, is it signed."""

from __future__ import annotations

from typing import Literal

from checks.documents import Document, without_text
from checks.findings import Finding, Verdict
from checks.kinds.base import HANDWRITTEN, Case, Kind, RuleHead, applicant_by_hand, finding
from checks.kinds.placed import LEAST_CONFIDENCE, Placed, forms_with, is_entity, page_at, placed
from checks.record import FormRecord
from checks.titles import Comparison, Owner, compare_title
from extractors.facts import Evidence, Ink, Presence, Seal, SealKind

_CROSSED = 0.02  # of its box that another one's covers
_PURPOSE = {
    SealKind.CONTRACT: "合同专用章",
    SealKind.FINANCE: "财务专用章",
    SealKind.INVOICE: "发票专用章",
    SealKind.DEPARTMENT: "部门印章",
    SealKind.OTHER: "专用章",
}


class SealPresent(Kind):
    """A seal stands at each of these places. With `when_filled`, only where the block has text."""

    kind: Literal["seal_present"]
    form: str
    places: tuple[str, ...]
    when_filled: bool = False

    def judge(self, rule: RuleHead, case: Case) -> tuple[Finding, ...]:
        """Unsure where the form is there on paper, but the place could not be found on it."""
        record = case.form_record(self.form)
        if record is None or not record.paper:
            return ()
        by_name = {one.name: one for one in placed(case, self.form, self.places)}
        found = []
        for name in self.places:
            if self.when_filled and record.reading(name).presence is not Presence.FILLED:
                continue
            found.append(_present(rule, case, record, name, by_name.get(name)))
        return tuple(found)

    def forms_named(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return ((self.form, self.places),)


def _present(
    rule: RuleHead, case: Case, record: FormRecord, name: str, at: Placed | None
) -> Finding:
    parameters = {"form_name": record.form.name, "place_name": case.places.get(name, name)}
    form = record.form.kind
    if at is None:
        return finding(
            rule, Verdict.UNSURE, form=form, where=name, reason="place-not-found",
            parameters=parameters,
        )  # fmt: skip
    if at.seals:
        return finding(
            rule, Verdict.MET, form=form, where=name, parameters=parameters,
            evidence=(at.evidence,),
        )  # fmt: skip
    page = page_at(at.document, at.place)
    doubtful = page is not None and any(
        seal.confidence < LEAST_CONFIDENCE
        and (at.place.box is None or seal.box.overlap(at.place.box))
        for seal in page.seals
    )
    return finding(
        rule, Verdict.UNSURE if doubtful else Verdict.UNMET, form=form, where=name,
        reason="seal-doubtful" if doubtful else "", parameters=parameters, evidence=(at.evidence,),
    )  # fmt: skip


class SealOwner(Kind):
    """The seal at each of these places is the applicant's."""

    kind: Literal["seal_owner"]
    places: tuple[str, ...]

    def judge(self, rule: RuleHead, case: Case) -> tuple[Finding, ...]:
        """Places without a seal are another rule's; an unreadable title is for people."""
        found = []
        for form in forms_with(case, self.places):
            for at in placed(case, form, self.places):
                if at.seals:
                    found.append(_owned(rule, case, at))
        return tuple(found)

    def places_named(self) -> tuple[str, ...]:
        return self.places


_ORDER = (Owner.SAME, Owner.CANNOT_TELL, Owner.DIFFERENT)


def _owned(rule: RuleHead, case: Case, at: Placed) -> Finding:
    compared = [(_compared(seal, case), seal) for seal in at.seals]
    comparison, seal = min(compared, key=lambda one: _ORDER.index(one[0].answer))
    answer = _in_packet(comparison, case)
    if answer is Owner.DIFFERENT and len(comparison.differing) == 1 and _is_crossed(seal, at):
        answer = Owner.CANNOT_TELL
    reason = "title-unclear" if answer is Owner.CANNOT_TELL else ""
    if answer is Owner.DIFFERENT and applicant_by_hand(case):
        answer, reason = Owner.CANNOT_TELL, HANDWRITTEN
    verdict = {
        Owner.SAME: Verdict.MET,
        Owner.DIFFERENT: Verdict.UNMET,
        Owner.CANNOT_TELL: Verdict.UNSURE,
    }[answer]
    parameters = {
        "form_name": at.form.form.name,
        "place_name": case.places.get(at.name, at.name),
        "title": seal.title,
        "expected": case.applicant,
        "differs": "、".join(
            f"{pair.read or '缺'}≠{pair.expected or '无'}" for pair in comparison.differing
        ),
    }
    return finding(
        rule, verdict, form=at.form.form.kind, where=at.name, reason=reason,
        parameters=parameters, evidence=(Evidence(at.place.file, at.place.page, seal.box),),
    )  # fmt: skip


def _is_crossed(seal: Seal, at: Placed) -> bool:
    """True where another seal lies across this one: a single character may be spoilt by it."""
    page = page_at(at.document, at.place)
    return page is not None and any(
        seal.box.overlap(other.box) >= _CROSSED * seal.box.area
        for other in page.seals
        if other != seal
    )


def _in_packet(comparison: Comparison, case: Case) -> Owner:
    """The answer for an impression, given what the others in the packet say."""
    unclear = comparison.answer is Owner.CANNOT_TELL and comparison.nothing_against
    return Owner.SAME if unclear and _stamps(case) else comparison.answer


def _stamps(case: Case) -> bool:
    """True where another impression in the packet reads in full as the applicant's.

    Whoever stamps one place with the right seal does not stamp the next with that of another
    organisation whose name is the same but for a missing character.
    """
    return any(
        is_entity(seal) and _compared(seal, case).answer is Owner.SAME
        for record in case.record.values()
        for document in record.paper
        for page in without_text(document.page_facts)
        for seal in page.seals
    )


def _compared(seal: Seal, case: Case) -> Comparison:
    """Without an applicant nothing can be told."""
    return compare_title(seal, case.applicant)


class SealOfKind(Kind):
    """The seal at each of these places is the official one, not one for a single purpose."""

    kind: Literal["seal_kind"]
    places: tuple[str, ...]

    def judge(self, rule: RuleHead, case: Case) -> tuple[Finding, ...]:
        """Places without a seal are another rule's."""
        return tuple(
            _of_kind(rule, case, at)
            for form in forms_with(case, self.places)
            for at in placed(case, form, self.places)
            if at.seals
        )

    def places_named(self) -> tuple[str, ...]:
        return self.places


def _of_kind(rule: RuleHead, case: Case, at: Placed) -> Finding:
    official = [seal for seal in at.seals if seal.kind is SealKind.OFFICIAL]
    seal = official[0] if official else at.seals[0]
    if official:
        verdict = Verdict.MET
    elif seal.kind is SealKind.UNKNOWN:
        # A faint or cut impression shows no purpose words: only people can tell.
        verdict = Verdict.MET if seal.ink is not Ink.BLACK else Verdict.UNSURE
    else:
        verdict = Verdict.UNMET
    parameters = {
        "form_name": at.form.form.name,
        "place_name": case.places.get(at.name, at.name),
        "purpose": seal.purpose or _PURPOSE.get(seal.kind, "其他印章"),
    }
    return finding(
        rule, verdict, form=at.form.form.kind, where=at.name, parameters=parameters,
        evidence=(Evidence(at.place.file, at.place.page, seal.box),),
    )  # fmt: skip


class CopyStamped(Kind):
    """A copy of this kind of document bears the applicant's own seal, wherever on it."""

    kind: Literal["copy_stamped"]
    document: str

    def judge(self, rule: RuleHead, case: Case) -> tuple[Finding, ...]:
        """The issuer's seal on the original is none of the applicant's."""
        record = case.record.get(self.document)
        if record is None or not record.paper:
            return ()
        return tuple(_stamped(rule, case, record, document) for document in record.paper)

    def forms_named(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return ((self.document, ()),)


def _stamped(rule: RuleHead, case: Case, record: FormRecord, document: Document) -> Finding:
    seals = [
        (ref, seal)
        for ref, facts in zip(document.pages, without_text(document.page_facts), strict=True)
        for seal in facts.seals
        if is_entity(seal)
    ]
    answers = [(_in_packet(_compared(seal, case), case), ref, seal) for ref, seal in seals]
    parameters = {"document_name": record.form.name}
    for wanted, verdict in ((Owner.SAME, Verdict.MET), (Owner.CANNOT_TELL, Verdict.UNSURE)):
        for answer, ref, seal in answers:
            if answer is wanted:
                return finding(
                    rule, verdict, form=record.form.kind, where=f"{record.form.kind}_copy",
                    reason="" if verdict is Verdict.MET else "title-unclear",
                    parameters=parameters,
                    evidence=(Evidence(ref.sha256, ref.number, seal.box),),
                )  # fmt: skip
    page = document.pages[0]
    doubtful = bool(seals) and applicant_by_hand(case)
    return finding(
        rule, Verdict.UNSURE if doubtful else Verdict.UNMET,
        form=record.form.kind, where=f"{record.form.kind}_copy",
        reason=HANDWRITTEN if doubtful else "", parameters=parameters,
        evidence=(Evidence(page.sha256, page.number, None),),
    )  # fmt: skip


class Signed(Kind):
    """Somebody signed at each of these places (on paper)."""

    kind: Literal["signed"]
    form: str
    places: tuple[str, ...]

    def judge(self, rule: RuleHead, case: Case) -> tuple[Finding, ...]:
        """Handwriting may be missed by a recogniser: where nothing was read there, it is UNMET
        only if the line that asks for the signature was found and stands empty."""
        record = case.form_record(self.form)
        if record is None or not record.paper or not case.house.signature_demanded:
            return ()
        return tuple(_signed(rule, case, record, name) for name in self.places)

    def forms_named(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return ((self.form, self.places),)


def _signed(rule: RuleHead, case: Case, record: FormRecord, name: str) -> Finding:
    entry = record.fields.get(f"{name}_signature")
    state = entry.paper.presence if entry else Presence.NOT_FOUND
    verdict = {Presence.FILLED: Verdict.MET, Presence.BLANK: Verdict.UNMET}.get(
        state, Verdict.UNSURE
    )
    reason = "place-not-found"
    if verdict is Verdict.UNMET:
        seals = _seals_on(record, name)
        if any(seal.kind is SealKind.NAME for seal in seals):
            # Whether a person's seal stands for a signature is not said in the notice.
            verdict, reason = Verdict.UNSURE, "name-seal-only"
        elif any(seal.ink is Ink.BLACK for seal in seals):
            # It cannot be lifted off, and a signature that runs into it is no line of its own.
            verdict, reason = Verdict.UNSURE, "grey-seal-over"
    parameters = {"form_name": record.form.name, "place_name": case.places.get(name, name)}
    return finding(
        rule, verdict, form=record.form.kind, where=name,
        reason="" if verdict is not Verdict.UNSURE else reason,
        parameters=parameters, evidence=(entry.paper.evidence if entry else None,),
    )  # fmt: skip


def _seals_on(record: FormRecord, name: str) -> tuple[Seal, ...]:
    """What is stamped on the place, on any of the paper versions, persons' seals too."""
    return tuple(
        seal
        for document, place in record.places(name)
        if (page := page_at(document, place)) is not None
        for seal in page.seals
        if place.box is None or place.box.holds(*seal.box.centre)
    )
