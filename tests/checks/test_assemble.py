"""Deliveries become packets: joined, divided, and what is doubtful is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.assemble import assemble
from checks.claims import stem
from checks.documents import Copy, Delivered
from checks.joins import NOTHING, Joins, Part, Why
from checks.judge import Application, Office
from checks.receipts import SHANGHAI, Receipt
from tests.checks.delivered import (
    CODE,
    FIRM,
    OTHER_CODE,
    OTHER_FIRM,
    delivered,
    document,
    organisation,
    person,
    project,
)
from tests.checks.pack import programme
from tests.checks.paper import page, seal

NEAR = FIRM.replace("精密", "精蜜")


def packets(
    *deliveries: Delivered, joins: Joins = NOTHING, receipts: tuple[Receipt, ...] | None = None
) -> tuple[Application, ...]:
    return assemble(deliveries, Office(receipts, None), programme(), joins)


def parts(applications: tuple[Application, ...]) -> list[list[str]]:
    """The deliveries of each packet."""
    return [[one.id for one in application.deliveries] for application in applications]


def reasons(applications: tuple[Application, ...]) -> list[list[Why]]:
    return [[doubt.why for doubt in application.doubts] for application in applications]


def row(number: int, applicant: str = FIRM, award: str = "组织奖", **more: object) -> Receipt:
    values: dict[str, object] = {
        "applicant": applicant, "award": award, "item": "", "channel": "", "originals": 1,
        "copies": 1, "bound": None, "electronic": None, "note": "", "row": number,
        "received_at": datetime(2021, 8, number, 9, tzinfo=SHANGHAI),
    }  # fmt: skip
    return Receipt(**(values | more))  # type: ignore[arg-type]


def test_paper_stick_and_mail_of_one_applicant_are_one_packet() -> None:
    """By name, by code though the name was misread, and by what a paper says of its owner."""
    found = packets(
        delivered("paper", organisation()),
        delivered("stick", organisation(NEAR, CODE, Copy.ELECTRONIC)),
        delivered("mail", document("licence", {"org_name": FIRM, "uscc": CODE})),
    )
    assert parts(found) == [["paper", "stick", "mail"]]
    assert reasons(found) == [[]]
    assert [one.kind for one in found[0].documents] == ["award_org", "award_org", "licence"]


@pytest.mark.parametrize(
    ("second", "why", "joined"),
    [
        (organisation(NEAR, ""), Why.NEAR_NAME, True),
        (organisation(FIRM, OTHER_CODE), Why.OTHER_CODE, True),
        (organisation(NEAR, OTHER_CODE), Why.NEAR_NAME_OTHER_CODE, False),
    ],
)
def test_a_doubtful_join_is_said(second: object, why: Why, joined: bool) -> None:
    """Names that differ by little may be one misread; with another code they are rather two."""
    found = packets(delivered("a", organisation()), delivered("b", second))  # type: ignore[arg-type]
    assert parts(found) == ([["a", "b"]] if joined else [["a"], ["b"]])
    (doubt,) = [doubt for one in found for doubt in one.doubts]
    assert (doubt.why, doubt.joined) == (why, joined)
    assert all(doubt.said)


def test_two_trade_names_are_two_companies_though_the_rest_is_long() -> None:
    """A packet in a stranger's is hidden; apart, people are told that the names are alike."""
    name = "上海瑞朗新材料科技（集团）有限公司"
    other = name.replace("瑞朗", "浦澜")
    found = packets(delivered("a", organisation(name, "")), delivered("b", organisation(other, "")))
    assert (parts(found), reasons(found)) == ([["a"], ["b"]], [[], [Why.LIKE_NAME]])
    same = [delivered(key, organisation(one, ""), name=f"瑞朗{end}") for key, one, end in (
        ("a", name, "纸质版.pdf"), ("b", other, "电子版.zip"))]  # fmt: skip
    assert parts(packets(*same)) == [["a", "b"]]


def test_a_misread_person_has_one_packet_and_two_persons_have_two() -> None:
    """On paper and typed, a character apart, in one delivery: the same; two on paper are two."""
    typed, paper = replace(person("袁宇艳"), copy=Copy.ELECTRONIC), person("袁字艳")
    assert parts(packets(delivered("a", paper, typed))) == [["a"]]
    assert parts(packets(delivered("a", person("袁宇艳"), paper))) == [["a"], ["a"]]
    assert parts(packets(delivered("a", paper), delivered("b", typed))) == [["a"], ["b"]]


def test_other_names_and_other_awards_are_other_packets() -> None:
    found = packets(
        delivered("a", organisation()),
        delivered("b", organisation(OTHER_FIRM, OTHER_CODE)),
        delivered("c", project("转台装配一次合格率提升")),
    )
    assert parts(found) == [["a"], ["b"], ["c"]]
    assert reasons(found) == [[], [], []]


def test_people_undo_a_join_and_make_one() -> None:
    """What they say goes before names and codes, whichever of the two stands first."""
    a, b = delivered("a", organisation()), delivered("b", organisation())
    pair = (Part("b"), Part("a", "organisation"))
    assert parts(packets(a, b, joins=Joins(apart=(pair,)))) == [["a"], ["b"]]
    stranger = delivered("c", organisation(OTHER_FIRM, OTHER_CODE))
    assert parts(packets(a, stranger)) == [["a"], ["c"]]
    for both in ((Part("a"), Part("c")), (Part("c"), Part("a"))):
        assert parts(packets(a, stranger, joins=Joins(together=(both,)))) == [["a", "c"]]
    with pytest.raises(ValueError, match="together and apart"):
        Joins((pair,), (pair[::-1],))


def test_people_move_what_has_no_form() -> None:
    a, b = delivered("a", organisation()), delivered("b", organisation(OTHER_FIRM, OTHER_CODE))
    loose = delivered("c", document("licence", {"org_name": FIRM}))
    moved = Joins(together=((Part("c"), Part("b")),))
    assert parts(packets(a, b, loose)) == [["a", "c"], ["b"]]
    assert parts(packets(a, b, loose, joins=moved)) == [["a"], ["b", "c"]]
    undone = Joins(apart=((Part("c"), Part("a")),))
    assert parts(packets(a, b, loose, joins=undone)) == [["a"], ["b"], ["c"]]


def test_what_has_no_form_goes_by_name_then_seal_then_entry() -> None:
    """The weaker the evidence, the more it is said."""
    a = delivered("a", organisation(), name="001_申江.zip")
    others = delivered("b", organisation(OTHER_FIRM, OTHER_CODE), name="002_蓝海.zip")
    sealed = delivered("c", document("commitment", seals=[seal(FIRM)]))
    found = packets(a, others, sealed)
    assert (parts(found)[0], reasons(found)[0]) == (["a", "c"], [Why.BY_SEAL])
    called = delivered("d", pages=[page(1)], name="001_申江_补正材料2.pdf")
    found = packets(a, others, called)
    assert (parts(found)[0], reasons(found)[0]) == (["a", "d"], [Why.BY_ENTRY])
    nameless = delivered("e", pages=[page(1)], name="扫描.pdf")
    assert parts(packets(a, others, nameless)) == [["a"], ["b"], ["e"]]


def test_a_single_page_of_a_form_joins_the_packet_it_corrects() -> None:
    """Applicants send in the one page that was wrong, on which no applicant is named."""
    a = delivered("a", organisation(), name="001_申江.zip")
    page_only = delivered("b", document("award_org"), name="001_申江_补正.zip")
    found = packets(a, page_only)
    assert (parts(found), reasons(found)) == ([["a", "b"]], [[Why.BY_ENTRY]])
    (alone,) = packets(delivered("b", document("award_org"), name="x.zip"))
    assert alone.applicant == ""


def test_one_delivery_with_several_awards_is_divided() -> None:
    """Forms go to their own packets, what is there once to all, what names a person to theirs."""
    stick = delivered(
        "d",
        organisation(),
        person("张三丰"),
        document("id_card", {"person_name": "李四光"}),
        person("李四光"),
        document("id_card", {"person_name": "张三丰"}),
        document("licence", {"org_name": FIRM}),
    )
    found = packets(stick)
    assert [(one.award, one.item) for one in found] == [
        ("organisation", ""), ("individual", "张三丰"), ("individual", "李四光"),
    ]  # fmt: skip
    kinds = [sorted(document.kind for document in one.documents) for one in found]
    assert kinds == [["award_org", "licence"], *[["award_person", "id_card", "licence"]] * 2]
    for one in found[1:]:
        card = next(d for d in one.documents if d.kind == "id_card")
        assert card.facts.fields["person_name"].value == one.item


def test_what_there_is_one_for_each_of_goes_by_folder() -> None:
    """Two applicants on a stick of their group: the papers beside each form are its own."""
    stick = delivered(
        "d",
        document("commitment", path="甲/承诺书.pdf"),
        document("award_org", {"org_name": FIRM, "uscc": CODE}, path="甲/申报表.pdf"),
        document("award_org", {"org_name": OTHER_FIRM, "uscc": OTHER_CODE}, path="乙/申报表.pdf"),
        document("commitment", path="乙/承诺书.pdf"),
    )
    for one in packets(stick):
        assert len({document.pages[0].path[0] for document in one.documents}) == 1


def test_a_person_whose_name_was_not_read_joins_nobody_by_chance() -> None:
    """Of several it may be any; right behind one's form it is rather that one's, and is said."""
    before = delivered("d", person(""), person("张三丰"), person("李四光"))
    found = packets(before)
    assert [one.item for one in found] == ["", "张三丰", "李四光"]
    assert reasons(found) == [[Why.SEVERAL_FIT], [], []]
    after = delivered("d", person("张三丰"), person(""), person("李四光"))
    found = packets(after)
    assert [len(one.documents) for one in found] == [2, 1]
    assert reasons(found) == [[Why.NO_NAME], []]


def test_what_has_no_form_goes_to_every_packet_of_its_applicant() -> None:
    """Unless the entry's name says for which award it is."""
    stick = delivered("a", organisation(), person("张三丰"))
    licence = document("licence", {"org_name": FIRM})
    found = packets(stick, delivered("b", licence))
    assert parts(found) == [["a", "b"], ["a", "b"]]
    assert reasons(found) == [[Why.SEVERAL_AWARDS]] * 2
    found = packets(stick, delivered("b", licence, name="个人奖补充材料.zip"))
    assert parts(found) == [["a"], ["a", "b"]]


def test_rows_of_the_register_are_one_packets_together() -> None:
    """A second row is what came later: the first time counts, copies are added up."""
    rows = (row(12, originals=0, copies=1, note="补正"), row(10), row(11, OTHER_FIRM))
    (found,) = packets(delivered("a", organisation()), receipts=rows)
    assert [one.row for one in found.receipts] == [10, 12]
    assert found.receipt is not None
    assert (found.receipt.originals, found.receipt.copies) == (1, 2)
    assert found.received_at == datetime(2021, 8, 10, 9, tzinfo=SHANGHAI)


def test_rows_that_may_be_of_several_applicants_are_nobodys() -> None:
    near = (row(10, NEAR), row(11, FIRM.replace("精密", "精米")))
    (found,) = packets(delivered("a", organisation()), receipts=near)
    assert found.receipts == ()
    assert found.receipt is None


FIRMS = ((FIRM, CODE), (NEAR, CODE), (OTHER_FIRM, OTHER_CODE), ("", ""))


@given(st.lists(st.sampled_from(FIRMS), min_size=1, max_size=5))
def test_every_form_is_in_exactly_one_packet(firms: list[tuple[str, str]]) -> None:
    """Nothing that came in is lost or counted twice, whatever was read."""
    deliveries = [delivered(str(n), organisation(*one)) for n, one in enumerate(firms)]
    found = packets(*deliveries)
    placed = [id(document) for one in found for document in one.documents]
    assert sorted(placed) == sorted(id(d) for one in deliveries for d in one.pages.documents)


def test_the_order_of_arrival_does_not_matter_to_what_is_joined() -> None:
    deliveries = [
        delivered("a", organisation()),
        delivered("b", organisation(NEAR, CODE)),
        delivered("c", organisation(OTHER_FIRM, OTHER_CODE)),
        delivered("d", document("licence", {"org_name": FIRM})),
    ]
    found = {
        frozenset(frozenset(one) for one in parts(packets(*order)))
        for order in permutations(deliveries)
    }
    assert found == {frozenset({frozenset("abd"), frozenset("c")})}


@pytest.mark.parametrize(
    "name",
    ["001_申江.zip", "001_申江_电子版.eml", "001_申江（补正）.zip", "001_申江_补正材料2.pdf",
     "001_申江-第二次.zip", "001_申江_扫描件_v2.pdf"],
)  # fmt: skip
def test_entries_of_one_applicant_share_a_stem(name: str) -> None:
    assert stem(name) == "001_申江"


def test_numbers_tell_entries_apart() -> None:
    assert stem("材料12.zip") != stem("材料13.zip")
    assert stem("补正") == "补正"


def test_a_project_whose_name_was_the_defect_is_the_same_project() -> None:
    """The correction of a name that was too long joins its packet, and people are told; another
    project of the applicant, or one that came in the same way, stays a packet of its own."""
    long, short = "质量驱动的供应商开发的系统方法构建与全面推广应用", "质量驱动的供应商开发"
    first = delivered("d1", project(long), name="申江.zip")
    later = delivered("d2", project(short), name="申江_补正.zip")
    (one,) = packets(first, later)
    assert [doubt.why for doubt in one.doubts] == [Why.NEAR_ITEM]
    another = delivered("d3", project("注塑件一次合格率提升"), name="申江_补正.zip")
    assert len(packets(first, another)) == 2
    beside = delivered("d4", project(short), name="申江2.zip")
    assert len(packets(first, beside)) == 2
    both = delivered("d5", project(short), name="申江.zip")
    assert len(packets(first, both, later)) == 2
