"""Corrections: what they replace, what stays, and what the packet was before."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.assemble import assemble
from checks.documents import Copy, Delivered, Document
from checks.judge import Application, Office
from checks.receipts import SHANGHAI, Receipt
from checks.versions import later_of, settle, states
from extractors.facts import Origin
from tests.checks.delivered import CODE, FIRM, delivered, document, organisation
from tests.checks.pack import programme

MONDAY = datetime(2021, 8, 9, 10, tzinfo=SHANGHAI)
TUESDAY = datetime(2021, 8, 10, 10, tzinfo=SHANGHAI)


def packet(*deliveries: Delivered, rows: tuple[Receipt, ...] = ()) -> Application:
    (found,) = assemble(deliveries, Office(rows, None), programme())
    return found


def receipt(row: int, note: str = "", copies: int = 1) -> Receipt:
    return Receipt(FIRM, "组织奖", "", MONDAY, "", 1, copies, None, None, note, row)


def certificate(standard: str, until: str) -> Document:
    return document("certificate", {"standard": standard, "valid_to": until})


def held(application: Application) -> list[tuple[str, str]]:
    """Kind and delivery of each document that counts."""
    return [(one.kind, one.pages[0].delivery) for one in application.documents]


def test_the_newest_form_counts_and_the_older_is_kept() -> None:
    """Paper takes the place of paper, and the typed version stays."""
    first = delivered("a", organisation(phone="1"), organisation(copy=Copy.ELECTRONIC))
    later = delivered("b", organisation(phone="2"), name="a_补正.zip")
    found = settle(packet(first, later), programme())
    assert held(found) == [("award_org", "b"), ("award_org", "a")]
    assert [one.on_paper for one in found.documents] == [True, False]
    (gone,) = found.replaced
    assert gone.whole
    assert gone.document.facts.fields["phone"].value == "1"
    assert gone.by is found.documents[0]
    assert found.later == ("b",)


def test_what_a_person_said_holds_where_the_newer_form_says_the_same() -> None:
    """And only there: what was changed is the machine's reading again."""
    old = document("award_org", {"org_name": FIRM, "phone": "62524131", "fax": "1"})
    said = {name: replace(one, origin=Origin.PERSON) for name, one in old.facts.fields.items()}
    old = replace(old, facts=replace(old.facts, fields=said))
    new = document("award_org", {"org_name": FIRM, "phone": "6252 4131", "fax": "2"}, sure=0.6)
    found = settle(packet(delivered("a", old), delivered("b", new, name="a_补正.zip")), programme())
    (document_now,), (gone,) = found.documents, found.replaced
    now = document_now.facts.fields
    assert (now["phone"].origin, now["phone"].confidence) == (Origin.PERSON, 1.0)
    assert now["phone"].evidence == new.facts.fields["phone"].evidence
    assert (now["fax"].origin, now["fax"].confidence) == (Origin.ENGINE, 0.6)
    assert gone.by is document_now


def test_a_page_of_a_form_replaces_what_stands_on_it() -> None:
    """One page comes anew with its seal; all other fields stay as they were."""
    old = document(
        "award_org",
        {"org_name": FIRM, "uscc": CODE, "address": "x", "org_opinion_date": "1"},
        places=("cover", "org_opinion"),
    )
    new = document("award_org", {"org_opinion_date": "2"}, places=("org_opinion",))
    whole = packet(delivered("a", old), delivered("b", new, name="a_补正.zip"))
    found = settle(whole, programme())
    assert held(found) == [("award_org", "b"), ("award_org", "a")]
    kept = found.documents[1].facts
    assert set(kept.fields) == {"org_name", "uscc", "address"}
    assert set(kept.places) == {"cover"}
    assert [one.whole for one in found.replaced] == [False]
    assert found.applicant == FIRM


def test_a_renewed_certificate_replaces_that_of_its_standard() -> None:
    """One of another standard is one more; where the standard was not read, both stay."""
    quality, environment = "GB/T 19001-2016", "GB/T 24001-2016"
    first = delivered("a", organisation(), certificate(quality, "2021-05-01"))
    for standard, expected in ((quality, 1), (environment, 2), ("", 2)):
        later = delivered("b", certificate(standard, "2024-05-01"), name="a_补正.zip")
        found = settle(packet(first, later), programme())
        kept = [one for one in found.documents if one.kind == "certificate"]
        assert len(kept) == expected
        assert kept[0].pages[0].delivery == "b"


def test_an_original_does_not_replace_a_copy() -> None:
    """Two volumes of 副本 stay what they are when the original comes anew."""
    first = delivered("a", organisation(), organisation(copy=Copy.COPY))
    later = delivered("b", organisation(copy=Copy.ORIGINAL), name="a_补正.zip")
    found = settle(packet(first, later), programme())
    assert [one.copy for one in found.documents] == [Copy.ORIGINAL, Copy.COPY]
    assert len(found.replaced) == 1


def test_parts_of_one_submission_replace_nothing() -> None:
    """Paper and stick of one day, and a mail of a later day with what was not there before."""
    paper, stick = delivered("a", organisation()), delivered("b", organisation())
    found = settle(packet(paper, stick), programme())
    assert (len(found.documents), found.replaced, found.later) == (2, (), ())
    mail = delivered("m", organisation(copy=Copy.ELECTRONIC), hint=TUESDAY)
    found = settle(packet(paper, mail, rows=(receipt(2),)), programme())
    assert (len(found.documents), found.later) == (2, ())


@pytest.mark.parametrize(
    ("name", "hint", "first"),
    [("x_补正.zip", None, ()), ("x.eml", TUESDAY, ()), ("x.zip", None, ("a.zip",))],
)
def test_what_tells_that_a_delivery_came_later(
    name: str, hint: datetime | None, first: tuple[str, ...]
) -> None:
    """Its name, its mail's day, or that the packet was kept before without it."""
    one, two = delivered("a", organisation()), delivered("b", organisation(), name=name, hint=hint)
    found = settle(packet(one, two, rows=(receipt(2),)), programme(), frozenset(first))
    assert held(found) == [("award_org", "b")]


def test_the_same_file_again_replaces_nothing() -> None:
    """A packet handed in again as a whole: what did not change is there once."""
    licence, form = document("licence", {"uscc": CODE}), organisation()
    again = delivered("b", form, licence, name="a_补正.zip")
    found = settle(packet(delivered("a", form, licence), again), programme())
    assert held(found) == [("award_org", "b"), ("licence", "b")]
    assert found.replaced == ()


def test_states_go_from_the_first_to_the_last_delivery() -> None:
    """Each with the rows of the register that had come by then."""
    first = delivered("a", organisation())
    second = delivered("b", document("licence", {"org_name": FIRM}), name="a_补正.zip")
    third = delivered("c", organisation(phone="3"), name="a_补正2.zip")
    rows = (receipt(2), receipt(3, "补正"), receipt(4, "补正"))
    found = states(packet(first, second, third, rows=rows), programme())
    assert [len(one.deliveries) for one in found] == [1, 2, 3]
    assert [one.receipt.copies if one.receipt else None for one in found] == [1, 2, 3]
    assert [held(one)[0][1] for one in found] == ["a", "b", "c"]
    assert states(packet(first), programme())[0].documents == packet(first).documents


def test_an_entry_that_was_changed_has_its_older_state() -> None:
    """The office put the corrected papers into the applicant's folder."""
    now = delivered("b", organisation(phone="2"), name="folder")
    old = delivered("a", organisation(phone="1"), document("commitment"), name="folder")
    found = states(packet(now), programme(), older=(old,))
    assert [len(one.documents) for one in found] == [2, 1]
    assert [one.documents[0].facts.fields["phone"].value for one in found] == ["1", "2"]


def test_copies_that_came_later_are_a_state_of_their_own() -> None:
    found = states(
        packet(delivered("a", organisation()), rows=(receipt(2), receipt(3, "补交副本"))),
        programme(),
    )
    assert [one.receipt.copies if one.receipt else None for one in found] == [1, 2]


KINDS = st.lists(st.sampled_from(["award_org", "licence", "commitment", "patent"]), max_size=4)


@given(KINDS, KINDS)
def test_nothing_is_lost(before: list[str], after: list[str]) -> None:
    """Every document counts or is kept as replaced, and no delivery's own replace each other."""
    first = delivered("a", organisation(), *(document(kind) for kind in before))
    later = delivered("b", organisation(), *(document(kind) for kind in after), name="a_补正.zip")
    whole = packet(first, later)
    found = settle(whole, programme())
    names = {id(one) for one in found.documents} | {id(one.document) for one in found.replaced}
    assert {id(one) for one in whole.documents} <= names
    assert all(id(one) in names for one in later.pages.documents)
    assert {one.document.pages[0].delivery for one in found.replaced} <= {"a"}
    assert later_of(whole, frozenset()) == (later,)
