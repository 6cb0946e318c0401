"""Rules that compare packets with each other: the same achievement or person applied for twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from checks.compare import CHECKED, comparable, is_certain_code
from checks.findings import Finding, Verdict
from checks.kinds.base import Case, Kind, RuleHead, finding, label_of, shown
from checks.record import Record
from extractors.facts import Presence


class Unique(Kind):
    """No other packet of the award says the same in this field."""

    kind: Literal["unique"]
    form: str
    field: str

    def judge(self, rule: RuleHead, case: Case) -> tuple[Finding, ...]:
        """A packet alone says nothing: see `across`."""
        return ()

    def across(
        self, rule: RuleHead, packets: Sequence[tuple[str, Record]]
    ) -> Mapping[int, Finding]:
        """A finding for each packet that fills the field, by its place in `packets`.

        `packets` are the applicant and record of each packet of the rule's awards. Equal names are
        for people to decide; equal ID numbers or credit codes are a defect of both.
        """
        values: dict[str, list[int]] = {}
        for index, (_, record) in enumerate(packets):
            form = record.get(self.form)
            reading = form.reading(self.field) if form else None
            if reading is not None and reading.presence is Presence.FILLED and reading.value:
                values.setdefault(comparable(reading.value), []).append(index)
        return {
            index: self._finding(rule, packets, index, [one for one in alike if one != index])
            for alike in values.values()
            for index in alike
        }

    def _finding(
        self, rule: RuleHead, packets: Sequence[tuple[str, Record]], index: int, others: list[int]
    ) -> Finding:
        record = packets[index][1][self.form]
        reading = record.reading(self.field)
        kind = next((f.type for f in record.form.fields if f.name == self.field), "")
        verdict = Verdict.MET
        if others:
            certain = kind in CHECKED and is_certain_code(reading)
            verdict = Verdict.UNMET if certain else Verdict.UNSURE
        names = dict.fromkeys(packets[other][0] for other in others)
        parameters = {
            "label": label_of(record.form, self.field),
            "value": "" if kind in CHECKED else shown(reading),
            "others": "、".join(name for name in names if name),
        }
        return finding(
            rule, verdict, form=self.form, where=self.field,
            reason="same-as-other" if verdict is Verdict.UNSURE else "", parameters=parameters,
            evidence=(reading.evidence,),
        )  # fmt: skip

    def forms_named(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return ((self.form, (self.field,)),)
