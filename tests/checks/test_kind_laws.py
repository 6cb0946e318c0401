"""Laws of the rule kinds: what gets better never makes a verdict worse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from checks.findings import Verdict
from checks.kinds.across import Unique
from checks.kinds.base import Case
from checks.receipts import SHANGHAI, Asked, Member
from extractors.facts import Drawn, Ink
from extractors.values import parse
from tests.checks.cases import OWN, case, document, reading, readings, receipt, record
from tests.checks.pack import programme
from tests.checks.packets import CONTRACT, FOREIGN, NAME
from tests.checks.paper import seal

MET, UNMET, UNSURE = Verdict.MET, Verdict.UNMET, Verdict.UNSURE
WORSE = {MET: 0, UNSURE: 1, UNMET: 2}
ORG, PROJECT, PERSON = "organisation", "project", "individual"
DAYS = st.dates(date(2015, 1, 1), date(2025, 12, 31))
ANY_SEAL = st.sampled_from([None, OWN, FOREIGN, CONTRACT, seal("上海")])
SOME_FIELDS = ("uscc", "address", "email", "overview")
PLACES = ("cover", "declaration", "org_opinion")
EASY = settings(max_examples=40, deadline=None)

# Kinds whose laws stand in other tests.
ELSEWHERE = {
    "not_more": "test_sums",
    "own_files": "test_alike",
    "own_words": "test_alike",
    "straddle_seal": "test_straddle",
}


def test_every_kind_has_a_law() -> None:
    """Tests here begin with the kind's name."""
    kinds = {rule.require.kind for rule in programme().rules}  # type: ignore[attr-defined]
    named = {k for k in kinds if any(name.startswith(f"test_{k}_") for name in globals())}
    assert kinds - named == set(ELSEWHERE)


def verdicts(name: str, one: Case) -> list[Verdict]:
    found = programme().rule(name)
    return [finding.verdict for finding in found.require.judge(found.head(), one)]


def worst(name: str, one: Case) -> int:
    return max((WORSE[verdict] for verdict in verdicts(name, one)), default=0)


def unmet(name: str, one: Case) -> set[str]:
    found = programme().rule(name)
    return {f.where for f in found.require.judge(found.head(), one) if f.verdict is UNMET}


def org(*, typed: bool = False, **fields: object) -> Case:
    return case(ORG, document("award_org", readings(**fields), typed=typed))


@EASY
@given(day=DAYS, later=st.integers(0, 900))
def test_received_by_closing_a_later_deadline_makes_nothing_late(day: date, later: int) -> None:
    at = datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI)
    one = case(ORG, received_at=at)
    other = case(ORG, received_at=at, closing=one.closing + timedelta(days=later))
    assert worst("in-time", other) <= worst("in-time", one)


@EASY
@given(
    came=st.lists(DAYS, min_size=1, max_size=4),
    dated=DAYS,
    days=st.integers(0, 60),
    later=st.integers(0, 90),
)
def test_corrected_in_time_a_later_due_day_makes_nothing_late(
    came: list[date], dated: date, days: int, later: int
) -> None:
    """Of the letter, as of the award where no letter went out before."""
    at = tuple(datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI) for day in came)
    due = dated + timedelta(days=days)
    more = timedelta(days=later)
    one = case(ORG, later=at, asked=(Asked(dated, due),))
    other = replace(one, closing=one.closing + more, asked=(Asked(dated, due + more),))
    assert worst("corrected-in-time", other) <= worst("corrected-in-time", one)
    assert worst("corrected-in-time", replace(one, later=(*at, None))) >= worst(
        "corrected-in-time", one
    )


@EASY
@given(counts=st.tuples(*[st.integers(0, 4)] * 2), more=st.tuples(*[st.integers(0, 3)] * 2))
def test_copies_more_are_never_fewer(counts: tuple[int, int], more: tuple[int, int]) -> None:
    few = case(ORG, receipt=receipt(ORG, *counts))
    many = case(ORG, receipt=receipt(ORG, counts[0] + more[0], counts[1] + more[1]))
    assert worst("application-copies", many) <= worst("application-copies", few)


@EASY
@given(others=st.lists(st.text(min_size=1, max_size=8)))
def test_member_another_member_takes_nobody_off_the_roster(others: list[str]) -> None:
    members = tuple(Member("", name, "", (), None, "") for name in (*others, NAME))
    assert verdicts("member", case(ORG, members=members)) == [MET]


@EASY
@given(kinds=st.sets(st.sampled_from(["licence", "report", "commitment", "certificate"])))
def test_material_another_document_makes_none_missing(kinds: set[str]) -> None:
    some = [document(kind) for kind in sorted(kinds)]
    for name in ("licence", "report", "commitment"):
        more = case(ORG, *some, document("test_report"), document("commitment"))
        assert worst(name, more) <= worst(name, case(ORG, *some))


@EASY
@given(papers=st.integers(0, 2))
def test_electronic_version_one_is_enough(papers: int) -> None:
    some = [document("award_org")] * papers
    assert verdicts("electronic-version", case(ORG, *some, document("award_org", typed=True))) == [
        MET
    ]


@EASY
@given(blank=st.sets(st.sampled_from(SOME_FIELDS)), data=st.data())
def test_filled_filling_a_field_makes_none_blank(blank: set[str], data: st.DataObject) -> None:
    left = data.draw(st.sets(st.sampled_from(sorted(blank)))) if blank else set()
    before, after = (
        org(
            **{
                name: "" if name in some else "某某"
                for name in ("uscc", "address", "email", "overview")
            }
        )
        for some in (blank, left)
    )
    assert unmet("required-fields", after) <= unmet("required-fields", before) == blank


@EASY
@given(code=st.text(alphabet="0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=18, max_size=18))
def test_valid_only_what_the_check_refuses_is_refused(code: str) -> None:
    objection = parse("uscc", code).objection
    found = verdicts("credit-code", org(uscc=reading(code, objection=objection)))
    assert (found == [MET]) is not bool(objection)


@EASY
@given(length=st.integers(1, 60), fewer=st.integers(0, 59), sure=st.sampled_from([0.5, 0.99]))
def test_length_shorter_is_never_too_long(length: int, fewer: int, sure: float) -> None:
    long, short = (
        case(PROJECT, document("award_project", readings(project_name=reading("字" * n, sure))))
        for n in (length, max(1, length - fewer))
    )
    assert (worst("project-name-length", short) == WORSE[UNMET]) <= (
        worst("project-name-length", long) == WORSE[UNMET]
    )


@EASY
@given(day=DAYS, more=st.integers(0, 900))
def test_in_force_a_longer_validity_never_hurts(day: date, more: int) -> None:
    ends = (day, day + timedelta(days=more))
    short, long = (
        case(ORG, document("certificate", readings(valid_to=end.isoformat()))) for end in ends
    )
    assert worst("certificate-in-force", long) <= worst("certificate-in-force", short)


@EASY
@given(day=DAYS, earlier=st.integers(0, 900))
def test_years_since_an_earlier_founding_never_hurts(day: date, earlier: int) -> None:
    young, old = (org(founded_on=one.isoformat()) for one in (day, day - timedelta(days=earlier)))
    assert worst("years-in-operation", old) <= worst("years-in-operation", young)


@EASY
@given(start=DAYS, end=DAYS, later=st.integers(0, 900))
def test_in_order_a_later_end_never_hurts(start: date, end: date, later: int) -> None:
    short, long = (
        case(
            PROJECT,
            document("award_project", readings(start_on=start.isoformat(), end_on=one.isoformat())),
        )
        for one in (end, end + timedelta(days=later))
    )
    assert worst("project-period", long) <= worst("project-period", short)


@EASY
@given(year=st.integers(2010, 2030), wider=st.integers(0, 5))
def test_years_within_a_longer_project_never_hurts(year: int, wider: int) -> None:
    rows = {"benefit": ({"year": reading(year)},)}
    short, long = (
        case(
            PROJECT,
            document(
                "award_project",
                readings(start_on=f"{2018 - more}-01", end_on=f"{2020 + more}-12"),
                rows=rows,
            ),
        )
        for more in (0, wider)
    )
    assert worst("benefit-years", long) <= worst("benefit-years", short)


@EASY
@given(born=DAYS, serial=st.integers(0, 999))
def test_id_agrees_a_number_agrees_with_what_it_says(born: date, serial: int) -> None:
    digits = f"310101{born:%Y%m%d}{serial:03d}"
    number = next(
        digits + last for last in "0123456789X" if not parse("idno", digits + last).objection
    )
    fields = readings(id_no=number, sex="男" if serial % 2 else "女", birth_ym=f"{born:%Y-%m}")
    assert set(verdicts("id-number-agrees", case(PERSON, document("award_person", fields)))) == {
        MET
    }


@EASY
@given(name=st.text(alphabet="张李王赵钱孙周吴", min_size=2, max_size=4))
def test_agrees_the_same_agrees(name: str) -> None:
    fields = readings(legal_rep_name=name)
    one = case(ORG, document("award_org", fields), document("licence", fields))
    assert verdicts("form-and-licence", one) == [MET]


@EASY
@given(count=st.integers(1, 10**6), other=st.integers(1, 10**6))
def test_versions_agree_where_they_say_the_same_and_only_there(count: int, other: int) -> None:
    paper = document("award_org", readings(employee_count=count))
    typed = document("award_org", readings(employee_count=other), typed=True)
    found = verdicts("paper-and-electronic", case(ORG, paper, typed))
    assert found == [MET if count == other else UNMET]


@EASY
@given(numbers=st.lists(st.sampled_from("甲乙丙丁"), max_size=5), more=st.sampled_from("甲乙丙丁"))
def test_unique_another_packet_makes_no_doubt_go(numbers: list[str], more: str) -> None:
    name = programme().rule("same-project")
    assert isinstance(name.require, Unique)

    def open_ones(said: Iterable[str]) -> set[int]:
        packets = [
            ("某某", record(document("award_project", readings(project_name=one)))) for one in said
        ]
        assert isinstance(name.require, Unique)
        found = name.require.across(name.head(), packets)
        return {index for index, one in found.items() if one.verdict is not MET}

    assert open_ones(numbers) <= open_ones([*numbers, more])


@EASY
@given(seals=st.tuples(*[ANY_SEAL] * 3), place=st.sampled_from(PLACES))
def test_seal_present_another_seal_makes_none_missing(
    seals: tuple[object, ...], place: str
) -> None:
    some = {name: one for name, one in zip(PLACES, seals, strict=True) if one is not None}
    before, after = (
        case(ORG, document("award_org", seals=put))  # type: ignore[arg-type]
        for put in (some, {**some, place: some.get(place, OWN)})
    )
    assert unmet("form-seal", after) <= unmet("form-seal", before)


@EASY
@given(seals=st.tuples(*[ANY_SEAL] * 3), place=st.sampled_from(PLACES))
def test_seal_owner_the_applicants_own_seal_never_hurts(
    seals: tuple[object, ...], place: str
) -> None:
    some = {name: one for name, one in zip(PLACES, seals, strict=True) if one is not None}
    before, after = (
        case(ORG, document("award_org", seals=put))  # type: ignore[arg-type]
        for put in (some, {**some, place: OWN})
    )
    assert unmet("seal-owner", after) <= unmet("seal-owner", before) - {place}


@EASY
@given(seals=st.tuples(*[ANY_SEAL] * 3), place=st.sampled_from(PLACES))
def test_seal_kind_an_official_seal_never_hurts(seals: tuple[object, ...], place: str) -> None:
    some = {name: one for name, one in zip(PLACES, seals, strict=True) if one is not None}
    before, after = (
        case(ORG, document("award_org", seals=put))  # type: ignore[arg-type]
        for put in (some, {**some, place: OWN})
    )
    assert unmet("seal-kind", after) <= unmet("seal-kind", before) - {place}


@EASY
@given(seals=st.lists(st.sampled_from([FOREIGN, CONTRACT, seal("上海")]), max_size=3))
def test_copy_stamped_the_applicants_seal_among_others_is_enough(seals: list[object]) -> None:
    one = case(ORG, document("licence", loose=(*seals, OWN)))  # type: ignore[arg-type]
    assert verdicts("licence-copy-stamped", one) == [MET]


@EASY
@given(name=st.text(alphabet="张李王赵钱孙周吴", min_size=1, max_size=4))
def test_signed_any_name_is_a_signature(name: str) -> None:
    one = case(PERSON, document("award_person", readings(self_declaration_signature=name)))
    assert verdicts("person-signed", one) == [MET]


@EASY
@given(inks=st.tuples(*[st.sampled_from(list(Ink))] * 3))
def test_in_colour_a_black_seal_is_never_a_defect(inks: tuple[Ink, ...]) -> None:
    put = {name: replace(OWN, ink=ink) for name, ink in zip(PLACES, inks, strict=True)}
    found = verdicts("seal-in-colour", case(ORG, document("award_org", seals=put)))
    assert UNMET not in found
    assert (UNSURE in found) is (Ink.BLACK in inks)


@EASY
@given(drawn=st.lists(st.sampled_from(list(Drawn)), min_size=1, max_size=3))
def test_laid_over_a_picture_is_never_a_defect(drawn: list[Drawn]) -> None:
    loose = tuple(replace(OWN, drawn=one) for one in drawn)
    found = verdicts("seal-laid-over", case(ORG, document("award_org", loose=loose)))
    assert found == [UNSURE if set(drawn) - {Drawn.NO} else MET]


@EASY
@given(count=st.integers(0, 4))
def test_same_picture_seals_without_an_impression_say_nothing(count: int) -> None:
    assert (
        verdicts("seal-same-picture", case(ORG, document("award_org", loose=(OWN,) * count))) == []
    )
