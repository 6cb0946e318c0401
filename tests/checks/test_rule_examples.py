"""Every rule of the pack has an example for each verdict that it can give."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from checks.documents import Document, PageRef, SubmittedFile
from checks.findings import Verdict
from checks.kinds.across import Unique
from checks.kinds.alike import AcrossKind, Beside
from checks.kinds.base import Case
from checks.programme import Rule
from checks.receipts import Asked, Member
from checks.record import Record
from extractors.facts import Drawn, Ink, PageFacts, Problem, Seal, SealKind
from tests.checks.cases import (
    DOUBTFUL,
    IN_TIME,
    OWN,
    case,
    document,
    full,
    reading,
    readings,
    receipt,
    record,
)
from tests.checks.impressed import Stamp, impression
from tests.checks.pack import programme
from tests.checks.packets import CONTRACT, FOREIGN, NAME
from tests.checks.paper import seal
from tests.checks.test_alike import packet, text, with_files
from tests.checks.test_straddle import bearing, evenly, fanned, numbered

MET, UNMET, UNSURE = Verdict.MET, Verdict.UNMET, Verdict.UNSURE
ORG, PROJECT, PERSON, REGISTRATION = "organisation", "project", "individual", "registration"
FORMS = {ORG: "award_org", PROJECT: "award_project", PERSON: "award_person"}
ID, OTHER_ID = "360426199101010071", "11010519491231002X"
CODE = "91350100M000100Y43"
UNCLEAR = seal("上海")  # of a title that could be anybody's

# What an example is judged by: a rule to the verdicts that it gives.
Example = Callable[[Rule], list[Verdict]]
Examples = Mapping[Verdict, Example]


def held(*cases: Case) -> Example:
    """The rule is held against each packet."""

    def verdicts(rule: Rule) -> list[Verdict]:
        assert all(one.award in rule.award for one in cases)
        found = [rule.require.judge(rule.head(), one) for one in cases]
        assert all(found)
        return [finding.verdict for findings in found for finding in findings]

    return verdicts


def beside(*records: Record) -> Example:
    """Packets are held beside each other."""

    def verdicts(rule: Rule) -> list[Verdict]:
        assert isinstance(rule.require, Unique)
        packets = [(f"单位{number}", one) for number, one in enumerate(records)]
        return [one.verdict for one in rule.require.across(rule.head(), packets).values()]

    return verdicts


def alike(*packets: Beside) -> Example:
    """The papers of packets are held beside each other."""

    def verdicts(rule: Rule) -> list[Verdict]:
        assert isinstance(rule.require, AcrossKind)
        return [one.verdict for one in rule.require.across(rule.head(), packets).values()]

    return verdicts


def of(met: Case, unmet: Case, unsure: Case) -> Examples:
    return {MET: held(met), UNMET: held(unmet), UNSURE: held(unsure)}


def copies(award: str, enough: tuple[int, int], few: tuple[int, int]) -> Examples:
    return of(
        case(award, receipt=receipt(award, *enough)),
        case(award, receipt=receipt(award, *few)),
        case(award, receipt=None),
    )


def material(award: str, kind: str, *claims: Document) -> Examples:
    """There; not there; maybe among pages that could not be sorted."""
    rest = (PageRef("d1", "扫描.pdf", "e" * 64, 3),)
    return of(
        case(award, *claims, document(kind)), case(award, *claims), case(award, *claims, rest=rest)
    )


def field(
    award: str, met: object, unmet: object, unsure: object, name: str, kind: str = ""
) -> Examples:
    """One field of the award's form (or of another document) that says this or that."""
    kind = kind or FORMS[award]
    return of(
        *(case(award, document(kind, readings(**{name: said}))) for said in (met, unmet, unsure))
    )


def form_of(award: str, **values: object) -> Case:
    return case(award, document(FORMS[award], readings(**values)))


def benefit(year: int, sure: float = 0.99) -> Case:
    fields = readings(start_on="2018-03", end_on="2020-11")
    rows = {"benefit": ({"year": reading(year, sure)},)}
    return case(PROJECT, document("award_project", fields, rows=rows))


def both(award: str, kind: str, **pairs: tuple[object, object]) -> Case:
    """The award's form and another document with a pair of values for each field."""
    ours = readings(**{name: pair[0] for name, pair in pairs.items()})
    theirs = readings(**{name: pair[1] for name, pair in pairs.items()})
    typed = kind == FORMS[award]
    return case(award, document(FORMS[award], ours), document(kind, theirs, typed=typed))


def stamped(award: str, kind: str, place: str, one: Seal | None, **fields: object) -> Case:
    seals = {place: one} if one else {}
    return case(award, document(kind, readings(**fields), seals=seals))


def present(award: str, kind: str, place: str, **fields: object) -> Examples:
    """A seal at each place of the rule; none at one of them; a form without that place."""
    blocks = [block.name for block in programme().form(kind).blocks]
    everywhere = document(kind, readings(**fields), seals=dict.fromkeys(blocks, OWN))
    bare = dict.fromkeys((name for name in blocks if name != place), OWN)
    lost = document(kind, readings(**fields), placed=False)
    return of(
        case(award, everywhere),
        case(award, document(kind, readings(**fields), seals=bare)),
        case(award, lost),
    )


def owner(award: str, kind: str, place: str) -> Examples:
    return of(*(stamped(award, kind, place, one) for one in (OWN, FOREIGN, UNCLEAR)))


def copy_stamped(award: str, kind: str) -> Examples:
    loose = ((OWN,), (FOREIGN,), (UNCLEAR,))
    return of(*(case(award, document(kind, loose=seals)) for seals in loose))


def signed(award: str, kind: str, place: str) -> Examples:
    name = f"{place}_signature"
    return of(
        *(
            case(award, document(kind, fields))
            for fields in (readings(**{name: "张三丰"}), readings(**{name: ""}), {})
        )
    )


def straddling(pages: Iterable[PageFacts]) -> Case:
    file = SubmittedFile("d1", "册.pdf", "f" * 64, "pdf", tuple(numbered(list(pages))))
    return case(ORG, files=(file,))


def pictured(*seals: Seal) -> Case:
    """A form with these seals, one below the other."""
    apart = tuple(
        replace(one, box=one.box.moved(-40.0 * at, 250.0 * at)) for at, one in enumerate(seals)
    )
    return case(ORG, document("award_org", loose=apart))


def impressed(stamp: Stamp) -> Seal:
    return replace(OWN, fingerprint=impression(stamp))


def refused(code: str) -> object:
    """A code with another last character, to which its check objects."""
    return reading(code[:-1] + "4", objection="check-digit")


def filled(typed: bool = False, **others: object) -> Document:
    """A personal award's form with something in every field and list that must be filled."""
    lists = {one.name: ({"x": reading("1")},) for one in programme().form("award_person").rows}
    return document("award_person", full("award_person", **others), typed=typed, rows=lists)


def lettered(count: int, sure: float = 0.99) -> object:
    return reading("字" * count, sure)


PACKED = replace(OWN, drawn=Drawn.IMAGE)
BLACK = replace(OWN, ink=Ink.BLACK)
SHAPELESS = replace(BLACK, kind=SealKind.UNKNOWN)
LATE = IN_TIME + timedelta(days=30)
UNTOLD = SubmittedFile("d1", "申报表.doc", "e" * 64, "doc", (), (Problem("office-missing"),))
HANDED_IN = packet("丙公司", text(3)).files

EXAMPLES: Mapping[str, Examples] = {
    "in-time": of(
        case(REGISTRATION), case(REGISTRATION, received_at=LATE), case(ORG, received_at=None)
    ),
    "corrected-in-time": {
        MET: held(
            case(ORG, later=(IN_TIME,)),
            case(ORG, later=(LATE,), asked=(Asked(IN_TIME.date(), LATE.date()),)),
        ),
        UNMET: held(
            case(ORG, later=(IN_TIME, LATE)),
            case(ORG, later=(LATE,), asked=(Asked(LATE.date(), LATE.date() - timedelta(days=1)),)),
        ),
        UNSURE: held(case(ORG, later=(None,))),
    },
    "registration-copies": copies(REGISTRATION, (1, 0), (0, 0)),
    "application-copies": copies(ORG, (1, 2), (1, 1)),
    "electronic-version": of(
        case(ORG, document("award_org", typed=True)),
        case(ORG, document("award_org")),
        case(ORG, document("award_org"), files=(UNTOLD,)),
    ),
    "member": {
        MET: held(case(ORG)),
        UNMET: held(case(ORG, members=())),
        UNSURE: held(
            case(ORG, members=(Member("1", "新名有限公司", "", (NAME,), None, ""),)),
            replace(case(ORG), applicant=f"{NAME}第二分公司"),
        ),
    },
    "registration-form": material(REGISTRATION, "registration"),
    "org-form": material(ORG, "award_org"),
    "project-form": material(PROJECT, "award_project"),
    "person-form": material(PERSON, "award_person"),
    "commitment": material(PERSON, "commitment"),
    "licence": material(PROJECT, "licence"),
    "report": material(ORG, "report"),
    "certificate": material(
        ORG, "certificate", document("award_org", rows={"certificates": ({"no": reading("A1")},)})
    ),
    "test-report": material(PROJECT, "test_report"),
    "id-card": material(PERSON, "id_card"),
    "required-fields": of(
        case(PERSON, filled()),
        case(PERSON, filled(school="")),
        case(PERSON, filled(school=""), filled(typed=True)),
    ),
    "credit-code": of(
        form_of(ORG, uscc=CODE),
        both(ORG, "award_org", uscc=(refused(CODE), refused(CODE))),
        form_of(ORG, uscc=refused(CODE)),
    ),
    "id-number": of(
        form_of(PERSON, id_no=ID),
        both(PERSON, "award_person", id_no=(refused(ID), refused(ID))),
        form_of(PERSON, id_no=refused(ID)),
    ),
    "project-name-length": field(
        PROJECT, lettered(30), lettered(34), lettered(31, DOUBTFUL), "project_name"
    ),
    "overview-length": field(
        ORG, lettered(2990), lettered(3200), lettered(3008, DOUBTFUL), "overview"
    ),
    "project-period": of(
        form_of(PROJECT, start_on="2019-03", end_on="2020-05"),
        form_of(PROJECT, start_on="2020-05", end_on="2019-03"),
        form_of(PROJECT, start_on="2020", end_on="2020-05"),
    ),
    "benefit-years": of(benefit(2019), benefit(2021), benefit(2021, DOUBTFUL)),
    "staff-numbers": of(
        form_of(ORG, mgmt_count=80, employee_count=806),
        form_of(ORG, mgmt_count=816, employee_count=806),
        form_of(ORG, mgmt_count=reading(816, DOUBTFUL), employee_count=806),
    ),
    "id-number-agrees": of(
        form_of(PERSON, id_no=ID, sex="男", birth_ym="1991-01"),
        form_of(PERSON, id_no=ID, sex="女", birth_ym="1991-01"),
        form_of(PERSON, id_no=ID, sex=reading("女", DOUBTFUL), birth_ym="1991-01"),
    ),
    "same-project": {
        MET: beside(*(record(document("award_project", readings(project_name=name)))
                      for name in ("甲项目", "乙项目"))),
        UNSURE: beside(*(record(document("award_project", readings(project_name=name)))
                         for name in ("甲项目", "甲 项目"))),
    },
    "same-person": {
        MET: beside(*(record(document("award_person", readings(id_no=number)))
                      for number in (ID, OTHER_ID))),
        UNMET: beside(*[record(document("award_person", readings(id_no=ID)))] * 2),
        UNSURE: beside(
            *[record(document("award_person", readings(id_no=refused(ID))))] * 2
        ),
    },
    "form-and-licence": of(
        both(ORG, "licence", org_name=(NAME, NAME)),
        both(ORG, "licence", legal_rep_name=("张三丰", "赵六")),
        both(ORG, "licence", legal_rep_name=("张三丰", reading("张三车", DOUBTFUL))),
    ),
    "form-and-id-card": of(
        both(PERSON, "id_card", person_name=("张三丰", "张三丰")),
        both(PERSON, "id_card", person_name=("张三丰", "赵六")),
        both(PERSON, "id_card", person_name=("张三丰", reading("张三车", DOUBTFUL))),
    ),
    "paper-and-electronic": of(
        both(ORG, "award_org", employee_count=(806, 806)),
        both(ORG, "award_org", employee_count=(806, 860)),
        both(ORG, "award_org", employee_count=(reading(806, DOUBTFUL), 860)),
    ),
    "certificate-in-force": of(
        case(ORG, document("certificate", readings(valid_to="2022-08-10"))),
        case(ORG, document("certificate", readings(valid_to="2021-08-14"))),
        case(ORG, document("certificate")),
    ),
    "licence-in-force": of(
        case(PROJECT, document("licence", readings(valid_to="长期"))),
        case(PROJECT, document("licence", readings(valid_to="2021-05-05"))),
        case(PROJECT, document("licence", readings(valid_to=reading("2021-05-05", DOUBTFUL)))),
    ),
    "years-in-operation": field(ORG, "2001-05-06", "2018-12-01", "2018", "founded_on"),
    "registration-seal": present(REGISTRATION, "registration", "registration"),
    "form-seal": present(ORG, "award_org", "org_opinion"),
    "person-form-seal": present(PERSON, "award_person", "cover"),
    "commitment-seal": present(PROJECT, "commitment", "commitment"),
    "recommender-seal": present(
        ORG, "award_org", "recommender_opinion", recommender_opinion="同意推荐。"
    ),
    "seal-owner": owner(ORG, "award_org", "declaration"),
    "registration-seal-owner": owner(REGISTRATION, "registration", "registration"),
    "seal-kind": of(
        *(stamped(PERSON, "award_person", "cover", one) for one in (OWN, CONTRACT, SHAPELESS))
    ),
    "licence-copy-stamped": copy_stamped(PROJECT, "licence"),
    "certificate-copy-stamped": copy_stamped(ORG, "certificate"),
    "id-card-copy-stamped": copy_stamped(PERSON, "id_card"),
    "straddle-seal-whole": of(
        straddling(fanned(evenly(4))),
        straddling([*fanned(evenly(4))[:2], bearing(3), *fanned(evenly(4))[3:]]),
        straddling([*fanned(evenly(4)), bearing(5)]),
    ),
    "seal-same-picture": {
        MET: held(pictured(impressed(Stamp(wear=5)), impressed(Stamp(turn=2.0, wear=6)))),
        UNSURE: held(pictured(impressed(Stamp(wear=5)), impressed(Stamp(wear=5)))),
    },
    "seal-laid-over": {MET: held(pictured(OWN)), UNSURE: held(pictured(OWN, PACKED))},
    "seal-in-colour": {
        MET: held(stamped(ORG, "award_org", "cover", OWN)),
        UNSURE: held(stamped(ORG, "award_org", "cover", BLACK)),
    },
    "own-report": {
        MET: alike(packet("甲公司", text(1)), packet("乙公司", text(2))),
        UNSURE: alike(packet("甲公司", text(1)), packet("乙公司", text(1))),
    },
    "own-files": {
        MET: alike(packet("甲公司", text(1)), packet("乙公司", text(2))),
        UNSURE: alike(
            with_files(packet("甲公司", text(1)), HANDED_IN),
            with_files(packet("乙公司", text(2)), HANDED_IN),
        ),
    },
    "form-signed": signed(ORG, "award_org", "declaration"),
    "person-signed": signed(PERSON, "award_person", "self_declaration"),
    "commitment-signed": signed(PROJECT, "commitment", "commitment"),
}  # fmt: skip
# Rules of these kinds are never a defect; equal names are for people.
NEVER_UNMET_KINDS = frozenset({"same_picture", "laid_over", "in_colour", "own_words", "own_files"})
NEVER_UNMET_RULES = frozenset({"same-project"})


@pytest.mark.parametrize("rule", programme().rules, ids=lambda rule: rule.id)
def test_every_rule_has_an_example_for_each_verdict(rule: Rule) -> None:
    """A rule without examples fails here: add them to EXAMPLES."""
    never = rule.require.kind in NEVER_UNMET_KINDS or rule.id in NEVER_UNMET_RULES
    assert set(EXAMPLES[rule.id]) == {MET, UNSURE, *([] if never else [UNMET])}


def test_no_example_is_left_of_a_rule_that_is_gone() -> None:
    assert set(EXAMPLES) == {rule.id for rule in programme().rules}


@pytest.mark.parametrize(
    ("name", "verdict"),
    [(name, verdict) for name, examples in EXAMPLES.items() for verdict in examples],
)
def test_an_example_is_judged_so(name: str, verdict: Verdict) -> None:
    """Met examples are met throughout; of the others nothing but the one thing is open."""
    found = EXAMPLES[name][verdict](programme().rule(name))
    assert found
    assert {one for one in found if one is not MET} == {verdict} - {MET}
