"""Rules on what the office knows: when it came, how many copies, who is a member."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from pydantic import NonNegativeInt

from checks.compare import comparable
from checks.findings import Finding, Verdict
from checks.kinds.base import (
    HANDWRITTEN,
    Case,
    Kind,
    RuleHead,
    applicant_by_hand,
    finding,
)
from checks.receipts import Member
from checks.roster import Match, look_up
from extractors.facts import Presence

_REASONS = {
    Match.OTHER_NAME: "member-other-name",
    Match.FORMER: "member-former-name",
    Match.BRANCH: "member-branch",
    Match.NEAR: "member-near-name",
}


class ReceivedByClosing(Kind):
    """Received on the closing day of the award or before (house.deadline_day_counts)."""

    kind: Literal["received_by_closing"]

    def judge(self, rule: RuleHead, case: Case) -> tuple[Finding, ...]:
        """Unsure where nobody knows when it came."""
        if case.received_at is None:
            return (finding(rule, Verdict.UNSURE, reason="received-unknown", where="received"),)
        day = case.received_at.date()
        verdict = Verdict.MET if day <= _last_day(case) else Verdict.UNMET
        parameters = {"received_on": day, "closing": case.closing}
        return (finding(rule, verdict, where="received", parameters=parameters),)


class CorrectedInTime(Kind):
    """Corrections came by the last day that the letter before them names.

    Without a letter before them, by the closing day of the award.
    """

    kind: Literal["corrected_in_time"]

    def judge(self, rule: RuleHead, case: Case) -> tuple[Finding, ...]:
        """Unsure where nobody knows when one came; without corrections there is nothing to say."""
        if not case.later:
            return ()
        days = [(at.date(), _due(case, at.date())) for at in case.later if at is not None]
        late = [(day, due) for day, due in days if day > due]
        if not late and len(days) < len(case.later):
            return (finding(rule, Verdict.UNSURE, reason="received-unknown", where="corrections"),)
        day, due = max(late or days)
        verdict = Verdict.UNMET if late else Verdict.MET
        parameters = {"received_on": day, "due": due}
        return (finding(rule, verdict, where="corrections", parameters=parameters),)


def _due(case: Case, day: date) -> date:
    """The last day for what came on a day: the last letter's before it, else the closing day."""
    letters = [one for one in case.asked if one.dated <= day]
    return max(letters, key=lambda one: one.dated).due if letters else _last_day(case)


def _last_day(case: Case) -> date:
    return case.closing if case.house.deadline_day_counts else case.closing - timedelta(days=1)


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
        """A former or near name, a member's branch, or one of a group that is a member, is for
        people to decide, as is a roster that is not there.
        """
        parameters = {"org_name": case.applicant}
        if case.members is None:
            return (
                finding(
                    rule, Verdict.UNSURE, reason="no-roster", where="member", parameters=parameters
                ),
            )
        verdict, reason, member = _membership(case, case.members)
        if member:
            parameters["member"] = member
        return (finding(rule, verdict, reason=reason, where="member", parameters=parameters),)


def _membership(case: Case, members: tuple[Member, ...]) -> tuple[Verdict, str, str]:
    """Verdict, why it is doubtful, and the member's name where it is another than asked for."""
    if not comparable(case.applicant):
        return Verdict.UNSURE, "applicant-unknown", ""
    found = look_up(case.applicant, _credit_code(case), members)
    if found.member is None and applicant_by_hand(case):
        return Verdict.UNSURE, HANDWRITTEN, ""
    if found.member is None or (found.match is Match.NEAR and _name_is_typed(case)):
        return Verdict.UNMET, "", ""
    if found.match is Match.EXACT:
        return (*_in_good_standing(found.member), "")
    return Verdict.UNSURE, _REASONS[found.match], found.member.name


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
