"""Numbers that must fit together, and packets that must differ."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.findings import Finding, Severity, Verdict
from checks.judge import compare_packets
from checks.kinds.across import Unique
from checks.kinds.base import Case, HouseRules, RuleHead
from checks.kinds.sums import IdAgrees, NotMore
from checks.record import Entry, FormRecord, Record, Why
from extractors.facts import Presence, Reading
from tests.checks.pack import programme
from tests.checks.packets import Packet, changed, judged, of_code

MET, UNMET, UNSURE = Verdict.MET, Verdict.UNMET, Verdict.UNSURE
RULE = RuleHead("r", "F06", Severity.SUPPLEMENT)
# The public test number of DOMAIN 5.7: born 1991-01-01, its 17th digit is odd: a man.
ID = "360426199101010071"


def record_of(kind: str, sure: float = 0.99, **values: object) -> Record:
    readings = {
        name: Reading(value, str(value), sure, Presence.FILLED) for name, value in values.items()
    }
    fields = {
        name: Entry(reading, Why.ONLY_PAPER, reading, reading) for name, reading in readings.items()
    }
    return {kind: FormRecord(programme().form(kind), fields, {}, (), ())}


def case_of(record: Record) -> Case:
    form = next(iter(record))
    return Case(
        award="", form=form, applicant="", closing=date(2021, 8, 15), record=record, forms={},
        places={}, files=(), rest=(), receipt=None, receipts_known=True, received_at=None,
        members=None, house=HouseRules(True, True, False),
    )  # fmt: skip


STAFF = NotMore(
    kind="not_more", form="award_org", parts=("mgmt_count", "tech_count"), whole="employee_count"
)


def staff(sure: float = 0.99, **counts: object) -> list[Verdict]:
    record = record_of("award_org", sure, **counts)
    return [one.verdict for one in STAFF.judge(RULE, case_of(record))]


def test_parts_and_the_whole() -> None:
    """A part may be all; it is a defect where it is more, and a doubt where it was read badly."""
    assert staff(mgmt_count=10, tech_count=800, employee_count=800) == [MET, MET]
    assert staff(mgmt_count=10, tech_count=801, employee_count=800) == [MET, UNMET]
    assert staff(0.7, mgmt_count=10, tech_count=801, employee_count=800) == [MET, UNSURE]
    assert staff(tech_count=801) == []
    assert staff(tech_count=5, employee_count=True) == []


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_larger_whole_never_makes_a_defect(part: int, whole: int, more: int) -> None:
    before = staff(mgmt_count=part, employee_count=whole)
    after = staff(mgmt_count=part, employee_count=whole + more)
    assert before != [MET] or after == [MET]


def test_the_rule_stands_in_the_pack() -> None:
    packet = changed(**{"技术人员": "9000"})(Packet())
    (found,) = of_code(judged(packet), "F06")
    assert (found.verdict, found.where) == (UNMET, "tech_count")
    (good,) = of_code(judged(changed(**{"技术人员": "90"})(Packet())), "F06")
    assert good.verdict is MET


@pytest.mark.parametrize(
    ("sex", "birth", "verdicts"),
    [
        ("男", "1991-01", [MET, MET]),
        ("男", "1991-01-01", [MET, MET]),
        ("男", "1991", [MET, MET]),
        ("女", "1991-01", [UNMET, MET]),
        ("男", "1991-10", [MET, UNMET]),
    ],
)
def test_sex_and_birth_are_those_of_the_number(
    sex: str, birth: str, verdicts: list[Verdict]
) -> None:
    kind = IdAgrees(
        kind="id_agrees", form="award_person", id_no="id_no", sex="sex", birth="birth_ym"
    )
    record = record_of("award_person", id_no=ID, sex=sex, birth_ym=birth)
    assert [one.verdict for one in kind.judge(RULE, case_of(record))] == verdicts
    spoilt = record_of("award_person", id_no=ID[:-1] + "2", sex=sex, birth_ym=birth)
    assert kind.judge(RULE, case_of(spoilt)) == ()


def across(field: str, form: str, *values: str) -> dict[int, Finding]:
    kind = Unique(kind="unique", form=form, field=field)
    packets = [(f"单位{n}", record_of(form, **{field: v})) for n, v in enumerate(values)]
    return dict(kind.across(RULE, packets))


def test_equal_names_go_to_people_and_equal_numbers_are_defects() -> None:
    found = across("project_name", "award_project", "甲 项目", "乙项目", "甲项目")
    assert {index: one.verdict for index, one in found.items()} == {0: UNSURE, 1: MET, 2: UNSURE}
    assert found[0].parameters["others"] == "单位2"
    found = across("id_no", "award_person", ID, ID)
    assert [one.verdict for one in found.values()] == [UNMET, UNMET]
    assert ID not in str([one.parameters for one in found.values()])


def test_packets_are_compared_within_an_award() -> None:
    """Each keeps its own findings; one applicant's packets may hold the same files."""
    one = judged(Packet())
    for compared in compare_packets((one, one), programme()):
        assert compared.findings[: len(one.findings)] == one.findings
        added = compared.findings[len(one.findings) :]
        assert {(f.rule, f.verdict) for f in added} == {("own-files", Verdict.MET)}
    assert compare_packets((), programme()) == ()
