"""Rules on which documents a packet holds."""

from __future__ import annotations

from typing import Literal

from checks.documents import Document, SubmittedFile
from checks.findings import Finding, Verdict
from checks.kinds.base import Case, Kind, RuleHead, finding
from extractors.facts import Evidence

# A file with one of these endings was meant as the electronic version.
_EDITABLE = (".docx", ".doc", ".wps")
# Reasons that lie with this machine, not with the file.
_OURS = frozenset(
    {
        "archive-reader-missing", "office-missing", "quarantined", "reader-crashed",
        "reader-memory", "reader-timeout",
    }
)  # fmt: skip


class Material(Kind):
    """A document of this kind is in the packet.

    With `claimed_by`, it is wanted only where the award's form has rows in that table.
    """

    kind: Literal["material"]
    document: str
    claimed_by: str = ""

    def judge(self, rule: RuleHead, case: Case) -> tuple[Finding, ...]:
        """Unsure where it may be in a file that cannot be opened, or among unsorted pages."""
        if self.claimed_by and not _claimed(case, self.claimed_by):
            return ()
        record = case.record.get(self.document)
        parameters = {"document_name": case.form_name(self.document)}
        if record is not None:
            places = tuple(_first_page(document) for document in record.documents)
            return (
                finding(rule, Verdict.MET, form=self.document, where=self.document,
                        parameters=parameters, evidence=places),
            )  # fmt: skip
        if case.rest:
            places = tuple(Evidence(page.sha256, page.number, None) for page in case.rest[:5])
            return (
                finding(rule, Verdict.UNSURE, form=self.document, where=self.document,
                        reason="unsorted-pages", parameters=parameters, evidence=places),
            )  # fmt: skip
        broken = [file for file in case.unreadable() if not _is_editable(file)]
        verdict = Verdict.UNSURE if broken else Verdict.UNMET
        return (
            finding(rule, verdict, form=self.document, where=self.document,
                    reason="unreadable-files" if broken else "", parameters=parameters,
                    evidence=tuple(Evidence(file.sha256, 1, None) for file in broken)),
        )  # fmt: skip

    def forms_named(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return ((self.document, ()),)


def _claimed(case: Case, rows: str) -> bool:
    record = case.form_record("")
    return record is not None and bool(record.rows.get(rows))


def _first_page(document: Document) -> Evidence:
    page = document.pages[0]
    return Evidence(page.sha256, page.number, None)


def _is_editable(file: SubmittedFile) -> bool:
    return file.path.lower().endswith(_EDITABLE)


class ElectronicVersion(Kind):
    """The award's form is there as an electronic version that can be opened."""

    kind: Literal["electronic_version"]

    def judge(self, rule: RuleHead, case: Case) -> tuple[Finding, ...]:
        """A Word file that cannot be opened is the electronic version, and does not count.

        Unsure where only this machine could not open it.
        """
        record = case.form_record("")
        parameters = {"form_name": case.form_name("")}
        if record is not None and record.electronic:
            return (
                finding(rule, Verdict.MET, form=case.form, where="electronic",
                        parameters=parameters, evidence=(_first_page(record.electronic[0]),)),
            )  # fmt: skip
        broken = [file for file in case.unreadable() if _is_editable(file)]
        problem = "无法打开" if broken else "缺失"
        evidence = tuple(Evidence(file.sha256, 1, None) for file in broken)
        ours = any(one.code in _OURS for file in broken for one in file.problems)
        verdict = Verdict.UNSURE if ours else Verdict.UNMET
        return (
            finding(rule, verdict, form=case.form, where="electronic",
                    reason="unreadable-files" if broken else "missing",
                    parameters=parameters | {"problem": problem}, evidence=evidence),
        )  # fmt: skip
