"""A complete packet is complete; each defect gives its own finding and no other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.documents import SubmittedFile
from checks.findings import Standing, Verdict, standing
from checks.judge import message_of
from checks.receipts import SHANGHAI, Member
from extractors.facts import Box, Ink, Problem, SealKind
from tests.checks.pack import programme
from tests.checks.packets import (
    CODE,
    CONTRACT,
    FOREIGN,
    NAME,
    VALUES,
    Packet,
    changed,
    files_of,
    judged,
    of_code,
    opened,
    sealed,
)
from tests.checks.paper import seal

Spoiler = Callable[[Packet], Packet]
UNMET, UNSURE = Verdict.UNMET, Verdict.UNSURE


def having(**parts: object) -> Spoiler:
    return lambda packet: replace(packet, **parts)


def without(kind: str, **parts: object) -> Spoiler:
    return having(without=frozenset({kind}), **parts)


def typed(label: str, value: str) -> Spoiler:
    return having(typed={**VALUES, label: value})


def wrong_code(packet: Packet) -> Packet:
    """The same wrong check digit on the form, on paper and typed, and on the licence."""
    code = "91350100M000100Y44"
    spoiled = changed(统一社会信用代码=code)(packet)
    return replace(spoiled, licence={"统一社会信用代码": code})


def test_a_complete_packet_is_complete() -> None:
    """Nothing is missing, and every rule of the award has said so."""
    result = judged(Packet())
    assert opened(result) == []
    assert result.standing is Standing.COMPLETE
    assert {finding.rule for finding in result.findings} >= {
        rule.id for rule in programme().rules if rule.award == ("organisation", "project")
    } - {"recommender-seal"}


@pytest.mark.parametrize(
    ("spoil", "code", "where", "verdict"),
    [
        (having(received=datetime(2021, 8, 16, 0, 0, tzinfo=SHANGHAI)), "T01", "received", UNMET),
        (having(received=None), "T01", "received", UNSURE),
        (having(copies=1), "C01", "copies", UNMET),
        (having(copies=None), "C01", "copies", UNSURE),
        (having(typed=None), "C02", "electronic", UNMET),
        (having(typed=None, broken=("申报表.docx",)), "C02", "electronic", UNMET),
        (having(members=()), "E01", "member", UNMET),
        (having(members=None), "E01", "member", UNSURE),
        (
            having(members=(Member("1", "新名有限公司", "", (NAME,), None, ""),)),
            "E01", "member", UNSURE,
        ),
        (
            having(members=(Member("1", "另名有限公司", CODE, (), None, ""),)),
            "E01", "member", UNSURE,
        ),
        (without("commitment"), "D01", "commitment", UNMET),
        (without("certificate"), "D01", "certificate", UNMET),
        (without("commitment", broken=("扫描.pdf",)), "D01", "commitment", UNSURE),
        (changed(联系人=""), "F01", "contact_name", UNMET),
        (typed("联系人", ""), "F01", "contact_name", UNSURE),
        (wrong_code, "F04", "uscc", UNMET),
        (having(licence={"名称": "上海另一家有限公司"}), "F03", "org_name", UNMET),
        (having(licence={"法定代表人": "赵六"}), "F03", "legal_rep_name", UNMET),
        (typed("职工总数", "860"), "C03", "employee_count", UNMET),
        (having(certificate_until="2021年8月14日"), "D03", "valid_to", UNMET),
        (having(licence={"营业期限": "2001年5月6日至2021年5月5日"}), "D03", "valid_to", UNMET),
        (changed(成立日期="2018年12月1日"), "E02", "founded_on", UNMET),
        (changed(成立日期="2018年"), "E02", "founded_on", UNSURE),
        (sealed("cover", None), "S01", "cover", UNMET),
        (sealed("org_opinion", None), "S01", "org_opinion", UNMET),
        (sealed("commitment", None), "S01", "commitment", UNMET),
        (sealed("declaration", FOREIGN), "S02", "declaration", UNMET),
        (sealed("org_opinion", seal("上海")), "S02", "org_opinion", UNSURE),
        (sealed("cover", CONTRACT), "S03", "cover", UNMET),
        (sealed("licence", None), "S06", "licence_copy", UNMET),
        (having(declaration="属实。\n法定代表人（签字）：  （公章）\n2021年8月2日"),
         "G01", "declaration", UNMET),
    ],
)  # fmt: skip
def test_a_defect_gives_its_finding_and_no_other(
    spoil: Spoiler, code: str, where: str, verdict: Verdict
) -> None:
    """One thing wrong, one open finding, with a message a person can act on."""
    result = judged(spoil(Packet()))
    assert opened(result) == [(code, where, verdict)]
    finding = next(f for f in result.findings if f.verdict is not Verdict.MET)
    message, remedy = message_of(finding, programme())
    assert message
    assert remedy
    assert "{" not in message + remedy


def test_a_persons_seal_in_place_of_a_signature_is_for_people() -> None:
    """The notice does not say whether it may stand for one; the organisation's seal it is not."""
    signet = seal("张三丰印", kind=SealKind.NAME)
    unsigned = "属实。\n法定代表人（签字）：  （公章）\n2021年8月2日"
    result = judged(sealed("declaration", signet)(replace(Packet(), declaration=unsigned)))
    assert set(opened(result)) == {("S01", "declaration", UNMET), ("G01", "declaration", UNSURE)}


def test_a_signature_that_a_grey_seal_may_hide_is_for_people() -> None:
    """Ink of a copy in grey is not told from the pen's."""
    grey = replace(seal(NAME), ink=Ink.BLACK)
    unsigned = "属实。\n法定代表人（签字）：  （公章）\n2021年8月2日"
    result = judged(sealed("declaration", grey)(replace(Packet(), declaration=unsigned)))
    assert ("G01", "declaration", UNSURE) in opened(result)
    assert ("G01", "declaration", UNMET) not in opened(result)


def test_a_missing_form_gives_one_finding_for_the_form() -> None:
    """Not twenty for its fields; the electronic form still speaks for the applicant."""
    result = judged(replace(Packet(), without=frozenset({"award_org"}), typed=None))
    assert [finding.where for finding in of_code(result, "D01") if finding.verdict is UNMET]
    assert of_code(result, "F01") == []


def test_a_seal_elsewhere_on_the_page_does_not_fill_the_place() -> None:
    """Both seals in the declaration: the opinion is not sealed."""
    packet = Packet()
    stamped = packet.seal_at("declaration", (700, 330))[0]
    result = judged(sealed("org_opinion", None)(sealed("declaration", stamped)(packet)))
    assert opened(result) == [("S01", "org_opinion", UNMET)]


def test_a_squeezed_character_is_forgiven_where_the_seal_is_known() -> None:
    """Other places bear the applicant's seal in full; alone, the same title cannot tell."""
    short = seal(NAME.replace("精密", "精"))
    assert opened(judged(sealed("cover", short)(Packet()))) == []
    everywhere = Packet()
    for place in ("cover", "declaration", "org_opinion", "commitment", "licence", "certificate"):
        everywhere = sealed(place, short)(everywhere)
    assert ("S02", "cover", UNSURE) in opened(judged(everywhere))


def test_a_character_under_another_seal_is_no_other_name() -> None:
    """One that differs for certain is another's seal, but where something lies across the ring."""
    near = seal(NAME.replace("精密", "精工"))
    packet = sealed("declaration", near)(Packet())
    assert opened(judged(packet)) == [("S02", "declaration", UNMET)]
    at = packet.seal_at("declaration", (700, 330))[0].box
    signet = seal("张三丰印", (at.left, at.bottom), kind=SealKind.NAME)
    first, *others = files_of(packet)
    pages = (*first.pages[:2], replace(first.pages[2], seals=(*first.pages[2].seals, signet)))
    across = judged(packet, (replace(first, pages=pages), *others))
    assert opened(across) == [("S02", "declaration", UNSURE)]


def test_a_slice_at_the_pages_edge_fills_no_place() -> None:
    """A 骑缝章 runs over the edges of many pages; the cover still lacks its seal."""
    whole = seal(NAME, (970, 500))
    slice_ = replace(whole, box=Box(955, 410, 1000, 590), edge=True, complete=False)
    packet = sealed("cover", None)(Packet())
    files = tuple(
        replace(file, pages=tuple(replace(one, seals=(*one.seals, slice_)) for one in file.pages))
        for file in files_of(packet)
    )
    assert ("S01", "cover", UNMET) in opened(judged(packet, files))


def test_a_blank_scan_of_a_typed_field_is_no_defect() -> None:
    """The recogniser missed a word that the typed version has: people look."""
    result = judged(replace(Packet(), paper={**VALUES, "联系人": ""}))
    assert ("F01", "contact_name", UNSURE) in opened(result)
    assert result.standing is Standing.UNSURE


@settings(max_examples=40, deadline=None)
@given(
    day=st.dates(date(2021, 7, 1), date(2021, 9, 30)),
    earlier=st.integers(0, 60),
)
def test_coming_earlier_never_hurts(day: date, earlier: int) -> None:
    """What was in time would have been in time a day before."""
    late = datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI)
    soon = late - timedelta(days=earlier)
    if _verdict("in-time", late) is Verdict.MET:
        assert _verdict("in-time", soon) is Verdict.MET


def _verdict(rule: str, received: datetime) -> Verdict:
    result = judged(replace(Packet(), received=received))
    return next(finding.verdict for finding in result.findings if finding.rule == rule)


@settings(max_examples=25, deadline=None)
@given(originals=st.integers(0, 3), copies=st.integers(0, 4), more=st.integers(0, 3))
def test_more_copies_never_hurt(originals: int, copies: int, more: int) -> None:
    """Another copy never makes a packet lack one."""
    few = of_code(judged(replace(Packet(), originals=originals, copies=copies)), "C01")
    many = of_code(judged(replace(Packet(), originals=originals, copies=copies + more)), "C01")
    assert not (few[0].verdict is Verdict.MET and many[0].verdict is not Verdict.MET)


def test_standing_follows_from_the_findings() -> None:
    """Unmet wins over unsure, unsure over complete."""
    incomplete = judged(replace(Packet(), copies=0, received=None))
    assert incomplete.standing is Standing.INCOMPLETE
    assert standing(()) is Standing.COMPLETE


@pytest.mark.parametrize(("code", "verdict"), [("docx-damaged", UNMET), ("office-missing", UNSURE)])
def test_what_this_machine_cannot_open_is_no_defect_of_the_packet(
    code: str, verdict: Verdict
) -> None:
    """An old Word file without LibreOffice here; a damaged one is the applicant's matter."""
    packet = replace(Packet(), typed=None)
    old = SubmittedFile("d1", "申报表.doc", "e" * 64, "doc", (), (Problem(code),))
    result = judged(packet, (*files_of(packet), old))
    (found,) = of_code(result, "C02")
    assert found.verdict is verdict
