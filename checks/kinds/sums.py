"""Rules on numbers that must fit together: parts and wholes, and what an ID number says."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from checks.findings import Finding, Verdict
from checks.kinds.base import (
    HANDWRITTEN,
    Case,
    Kind,
    RuleHead,
    by_hand,
    finding,
    label_of,
    shown,
)
from extractors.facts import Presence, Reading
from extractors.values import is_id_number

_SURE = 0.9


class NotMore(Kind):
    """No part is greater than the whole (管理人员 and 职工总数); parts may share people."""

    kind: Literal["not_more"]
    form: str
    parts: tuple[str, ...]
    whole: str

    def judge(self, rule: RuleHead, case: Case) -> tuple[Finding, ...]:
        """One finding a part; nothing to say where either number is missing."""
        record = case.form_record(self.form)
        whole = record.reading(self.whole) if record else None
        total = _number(whole)
        if record is None or whole is None or total is None:
            return ()
        found = []
        for name in self.parts:
            part = record.reading(name)
            value = _number(part)
            if value is None:
                continue
            parameters = {
                "label": label_of(record.form, name), "value": shown(part),
                "whole_label": label_of(record.form, self.whole), "whole": shown(whole),
            }  # fmt: skip
            verdict = _verdict(value <= total, part, whole)
            reason = ""
            if by_hand(part, whole):  # a digit misread may make it fit, too
                verdict, reason = Verdict.UNSURE, HANDWRITTEN
            found.append(
                finding(
                    rule, verdict, form=record.form.kind, where=name, reason=reason,
                    parameters=parameters, evidence=(part.evidence, whole.evidence),
                )
            )  # fmt: skip
        return tuple(found)

    def forms_named(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return ((self.form, (*self.parts, self.whole)),)


def _number(reading: Reading[Any] | None) -> Decimal | None:
    value = reading.value if reading is not None else None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return Decimal(value)


def _verdict(fits: bool, *readings: Reading[Any]) -> Verdict:
    if fits:
        return Verdict.MET
    doubtful = any(reading.confidence < _SURE for reading in readings)
    return Verdict.UNSURE if doubtful else Verdict.UNMET


class IdAgrees(Kind):
    """Sex and month of birth are those of the ID number (GB 11643-1999: digits 7-14 and 17)."""

    kind: Literal["id_agrees"]
    form: str
    id_no: str
    sex: str
    birth: str

    def judge(self, rule: RuleHead, case: Case) -> tuple[Finding, ...]:
        """A number that fails its own check says nothing: that is another rule's."""
        record = case.form_record(self.form)
        number = record.reading(self.id_no) if record else None
        if record is None or number is None or not is_id_number(str(number.value or "")):
            return ()
        digits = str(number.value)
        said = {
            self.sex: "男" if int(digits[16]) % 2 else "女",
            self.birth: f"{digits[6:10]}-{digits[10:12]}-{digits[12:14]}",
        }
        found = []
        for name, expected in said.items():
            reading = record.reading(name)
            if reading.presence is not Presence.FILLED or not reading.value:
                continue
            # A month is all that forms ask for: the shorter one must begin the longer one.
            fits = expected.startswith(str(reading.value)[: len(expected)])
            reason = HANDWRITTEN if not fits and by_hand(reading, number) else ""
            found.append(
                finding(
                    rule, _verdict(fits, reading, number), form=record.form.kind, where=name,
                    reason=reason,
                    parameters={"label": label_of(record.form, name), "value": shown(reading)},
                    evidence=(reading.evidence, number.evidence),
                )
            )  # fmt: skip
        return tuple(found)

    def forms_named(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return ((self.form, (self.id_no, self.sex, self.birth)),)
