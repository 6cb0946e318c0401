"""Findings: what a rule says of a packet, with the place on the paper that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from extractors.facts import Evidence


class Verdict(StrEnum):
    """Doubt is the third answer: it goes to people where it could change the verdict."""

    MET = "met"
    UNMET = "unmet"
    UNSURE = "unsure"


class Severity(StrEnum):
    """Classes H, C and W of DOMAIN 4.3."""

    RETURN = "return"
    SUPPLEMENT = "supplement"
    NOTE = "note"


class Standing(StrEnum):
    """What all findings of a packet come to."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    UNSURE = "unsure"


class Settled(StrEnum):
    """What a person made of a finding: nothing yet, agreed, set aside, or asked for correction."""

    NO = ""
    AGREED = "agreed"
    SET_ASIDE = "set-aside"
    ASKED = "asked"


class Turn(StrEnum):
    """What became of a finding when something came later."""

    CURED = "cured"
    STILL_OPEN = "still-open"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer of one rule. `reason` is a code that says why, for UNSURE above all."""

    rule: str
    code: str
    verdict: Verdict
    severity: Severity
    form: str = ""
    where: str = ""
    reason: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    settled: Settled = Settled.NO


def standing(findings: tuple[Finding, ...]) -> Standing:
    """Incomplete where anything that counts is unmet; else unsure where anything is."""
    counting = [finding for finding in findings if finding.severity is not Severity.NOTE]
    if any(finding.verdict is Verdict.UNMET for finding in counting):
        return Standing.INCOMPLETE
    if any(finding.verdict is Verdict.UNSURE for finding in counting):
        return Standing.UNSURE
    return Standing.COMPLETE
