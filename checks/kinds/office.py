"""Rules on what the office knows: when it came, how many copies, who is a member."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import NonNegativeInt
from rapidfuzz.distance import Levenshtein

from checks.compare import comparable
from checks.findings import Finding, Verdict
from checks.kinds.base import Case, Kind, RuleHead, finding
from checks.receipts import Member
from extractors.facts import Presence

_NEAR = 0.85


class ReceivedByClosing(Kind):
    """Received on the closing day of the award or before (house.deadline_day_counts)."""

    kind: Literal["received_by_closing"]

    def judge(self, rule: RuleHead, case: Case) -> tuple[Finding, ...]:
        """Unsure where nobody knows when it came."""
        last = case.closing if case.house.deadline_day_counts else case.closing - timedelta(days=1)
        if case.received_at is None:
            return (finding(rule, Verdict.UNSURE, reason="received-unknown", where="received"),)
        day = case.received_at.date()
        verdict = Verdict.MET if day <= last else Verdict.UNMET
        parameters = {"received_on": day, "closing": case.closing}
        return (finding(rule, verdict, where="received", parameters=parameters),)


class Copies(Kind):
    """At least so many originals and copies on paper, as the register says."""

    kind: Literal["copies"]
    originals: NonNegativeInt
    copies: NonNegativeInt

    def judge(self, rule: RuleHead, case: Case) -> tuple[Finding, ...]:
        """Unsure without a row in the register, or where it does not say."""
        receipt = case.receipt
        if receipt is None or receipt.originals is None or receipt.copies is None:
            reason = "no-receipt" if receipt is None else "copies-unknown"
            return (finding(rule, Verdict.UNSURE, reason=reason, where="copies"),)
        enough = receipt.originals >= self.originals and (
            receipt.originals + receipt.copies >= self.originals + self.copies
        )
        parameters = {
            "wanted": _count(self.originals, self.copies),
            "received": _count(receipt.originals, receipt.copies),
        }
        verdict = Verdict.MET if enough else Verdict.UNMET
        return (finding(rule, verdict, where="copies", parameters=parameters),)


def _count(originals: int, copies: int) -> str:
    return f"{originals}正{copies}副"


class IsMember(Kind):
    """The applicant stands in the member roster, by name or credit code."""

    kind: Literal["member"]

    def judge(self, rule: RuleHead, case: Case) -> tuple[Finding, ...]:
        """A former or a near name is for people to decide, as is a roster that is not there."""
        parameters = {"org_name": case.applicant}
        if case.members is None:
            return (
                finding(
                    rule, Verdict.UNSURE, reason="no-roster", where="member", parameters=parameters
                ),
            )
        verdict, reason = _membership(case, case.members)
        return (finding(rule, verdict, reason=reason, where="member", parameters=parameters),)


def _membership(case: Case, members: tuple[Member, ...]) -> tuple[Verdict, str]:
    name = comparable(case.applicant)
    code = _credit_code(case)
    if not name:
        return Verdict.UNSURE, "applicant-unknown"
    by_name = [member for member in members if comparable(member.name) == name]
    if by_name:
        return _in_good_standing(by_name[0])
    if code and any(comparable(member.uscc) == code for member in members if member.uscc):
        return Verdict.UNSURE, "member-other-name"
    if any(name in {comparable(old) for old in member.former_names} for member in members):
        return Verdict.UNSURE, "member-former-name"
    typed = _name_is_typed(case)
    near = any(
        Levenshtein.normalized_similarity(comparable(member.name), name) >= _NEAR
        for member in members
    )
    if near and not typed:
        return Verdict.UNSURE, "member-near-name"
    return Verdict.UNMET, ""


def _in_good_standing(member: Member) -> tuple[Verdict, str]:
    if member.status and any(word in member.status for word in ("退", "除名", "注销", "暂停")):
        return Verdict.UNSURE, "member-status"
    return Verdict.MET, ""


def _credit_code(case: Case) -> str:
    for kind in (case.form, "licence"):
        record = case.record.get(kind)
        reading = record.reading("uscc") if record else None
        if reading is not None and reading.value and not reading.objection:
            return comparable(reading.value)
    return ""


def _name_is_typed(case: Case) -> bool:
    """True where the name was not read by a recogniser, or two documents say the same."""
    record = case.record.get(case.form)
    if record is None:
        return False
    field = "employer" if "employer" in record.fields else "org_name"
    entry = record.fields.get(field)
    if entry is None:
        return False
    if entry.electronic.presence is Presence.FILLED:
        return True
    licence = case.record.get("licence")
    other = licence.reading("org_name") if licence else None
    return other is not None and comparable(other.value) == comparable(entry.taken.value)
