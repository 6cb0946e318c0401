"""What was written with a pen is there, and no verdict stands on what was read of it alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from checks.compare import Agreement, agreement
from checks.documents import Document
from checks.findings import Finding, Verdict
from checks.kinds.across import Unique
from checks.kinds.base import HANDWRITTEN, Case
from checks.record import Why
from extractors.facts import Origin, Reading
from tests.checks.cases import OWN, case, document, full, reading, readings, record
from tests.checks.pack import programme
from tests.checks.packets import CODE, FOREIGN, NAME

MET, UNMET, UNSURE = Verdict.MET, Verdict.UNMET, Verdict.UNSURE
ORG, PROJECT, PERSON = "organisation", "project", "individual"
ID = "360426199101010071"


def hand(value: object, objection: str = "") -> Reading[Any]:
    return replace(reading(value, 0.75, objection), origin=Origin.HANDWRITTEN)


def found(name: str, one: Case) -> list[Finding]:
    rule = programme().rule(name)
    return list(rule.require.judge(rule.head(), one))


def org(**values: object) -> Case:
    return case(ORG, document("award_org", readings(**values)))


def project(**values: object) -> Case:
    return case(PROJECT, document("award_project", readings(**values)))


def certificate(until: object) -> Case:
    return case(ORG, document("certificate", readings(valid_to=until)))


WRONG = f"{CODE[:-1]}4"
YEARS = {"benefit": ({"year": reading(2030)},)}


@pytest.mark.parametrize(
    ("name", "one"),
    [
        ("credit-code", org(uscc=hand(CODE))),
        ("credit-code", org(uscc=hand(WRONG, "check-digit"))),
        (
            "credit-code",
            case(
                ORG,
                *[document("award_org", readings(uscc=hand(WRONG, "check-digit")))] * 2,
            ),
        ),
        ("overview-length", org(overview=hand("字" * 4000))),
        ("certificate-in-force", certificate(hand("2022-08-10"))),
        ("certificate-in-force", certificate(hand("2020-08-10"))),
        ("years-in-operation", org(founded_on=hand("2001-05-06"))),
        ("years-in-operation", org(founded_on=hand("2018-12-01"))),
        ("project-period", project(start_on=hand("2019-03"), end_on="2020-05")),
        ("project-period", project(start_on="2020-05", end_on=hand("2019-03"))),
        (
            "benefit-years",
            case(
                PROJECT,
                document(
                    "award_project", readings(start_on=hand("2018-03"), end_on="2020-11"),
                    rows=YEARS,
                ),
            ),
        ),
        ("staff-numbers", org(mgmt_count=hand(80), employee_count=806)),
        ("staff-numbers", org(mgmt_count=816, employee_count=hand(806))),
        (
            "id-number-agrees",
            case(PERSON, document("award_person", readings(id_no=hand(ID), sex="女"))),
        ),
        ("member", replace(org(org_name=hand(NAME)), members=())),
        (
            "licence-copy-stamped",
            case(
                PROJECT,
                document("award_project", readings(org_name=hand(NAME))),
                document("licence", loose=(FOREIGN,)),
            ),
        ),
    ],
)  # fmt: skip
def test_a_verdict_on_handwriting_alone_is_for_people(name: str, one: Case) -> None:
    answers = found(name, one)
    assert [answer.verdict for answer in answers] == [UNSURE]
    assert answers[0].reason in (HANDWRITTEN, "check-digit")


def test_whose_seal_it_is_is_not_told_by_a_handwritten_name() -> None:
    form = document("award_org", readings(org_name=hand(NAME)), seals={"declaration": FOREIGN})
    (answer,) = [f for f in found("seal-owner", case(ORG, form)) if f.where == "declaration"]
    assert (answer.verdict, answer.reason) == (UNSURE, HANDWRITTEN)
    own = document("award_org", readings(org_name=hand(NAME)), seals={"declaration": OWN})
    (answer,) = [f for f in found("seal-owner", case(ORG, own)) if f.where == "declaration"]
    assert answer.verdict is MET


def test_a_copy_without_any_seal_is_a_defect_whoever_wrote_the_name() -> None:
    form = document("award_project", readings(org_name=hand(NAME)))
    (answer,) = found("licence-copy-stamped", case(PROJECT, form, document("licence")))
    assert answer.verdict is UNMET


def test_equal_handwritten_numbers_of_two_packets_are_for_people() -> None:
    rule = programme().rule("same-person")
    assert isinstance(rule.require, Unique)
    twice = [record(document("award_person", readings(id_no=hand(ID))))] * 2
    answers = rule.require.across(rule.head(), [("甲", twice[0]), ("乙", twice[1])])
    assert {answer.verdict for answer in answers.values()} == {UNSURE}


def test_where_only_presence_is_asked_a_pen_will_do() -> None:
    lists = {one.name: ({"x": reading("1")},) for one in programme().form("award_person").rows}
    filled = document("award_person", full("award_person", school=hand("某某大学")), rows=lists)
    assert {answer.verdict for answer in found("required-fields", case(PERSON, filled))} == {MET}


def test_a_short_handwritten_text_is_short_enough() -> None:
    """Whatever was misread of it: the doubt could not change the verdict."""
    assert [one.verdict for one in found("overview-length", org(overview=hand("字" * 200)))] == [
        MET
    ]


@pytest.mark.parametrize(
    ("kind", "written", "typed", "answer"),
    [
        ("phones", "13812345678", "13812345678", Agreement.SAME),
        ("phones", "13812345678", "13812345679", Agreement.UNCLEAR),
        ("uscc", "91310118MA1J398517", CODE, Agreement.UNCLEAR),
        ("person", "李四", "王五", Agreement.UNCLEAR),
        ("richtext", "同意推荐。" * 9, "情况属实，准予申报。" * 9, Agreement.UNCLEAR),
    ],
)
def test_handwriting_contradicts_nothing_for_certain(
    kind: str, written: str, typed: str, answer: Agreement
) -> None:
    assert agreement(hand(written), reading(typed), kind) is answer
    assert agreement(reading(typed), hand(written), kind) is answer


def test_print_goes_before_a_pen() -> None:
    """Of two papers the printed one is taken, and the typed version before handwriting."""
    written = document("award_org", readings(contact_phone=hand("62524737")))
    printed = document("award_org", readings(contact_phone="62524131"))
    typed = document("award_org", readings(contact_phone="62524131"), typed=True)

    def taken(*documents: Document) -> tuple[object, Why]:
        entry = record(*documents)["award_org"].fields["contact_phone"]
        return entry.taken.value, entry.why

    assert taken(written, printed) == ("62524131", Why.ONLY_PAPER)
    assert taken(written, typed) == ("62524131", Why.TYPED)
    assert taken(written) == ("62524737", Why.ONLY_PAPER)


def test_where_print_is_blank_a_pen_counts() -> None:
    blank = document("award_org", readings(contact_phone=""))
    written = document("award_org", readings(contact_phone=hand("62524737")))
    entry = record(blank, written)["award_org"].fields["contact_phone"]
    assert entry.taken.origin is Origin.HANDWRITTEN
