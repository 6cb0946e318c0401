"""A packet that was handed in again: what is open again, what stays, what stands beside what."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.pipeline.desk import scenes
from tests.pipeline.desk.serving import Browser, desk_app, with_people
from tests.pipeline.desk.test_packet import Page

PLACE, PHONE, CODE = "award_org/address", "award_org/contact_phone", "award_org/postcode"


@pytest.fixture
def page(tmp_path: Path) -> Page:
    """The packet after it was looked at, returned, and handed in again."""
    place = scenes.first_packet(tmp_path)
    with_people(place)
    browser = Browser(desk_app(place)).log_in("reviewer")
    packet = browser.get("/next").headers["location"].rpartition("/")[2]
    found = Page(browser, packet)
    for key in (PLACE, PHONE):
        answer = found.decide(
            about="field", form="award_org", field=key.partition("/")[2], action="confirm"
        )
        assert answer.status_code == 200, answer.text
    assert found.rule("S01", "cover")["open"]
    assert found.decide(about="stage", stage="returned").status_code == 200
    assert found.data["stage"] == "returned"
    time.sleep(1.1)  # the record's clock shows seconds
    scenes.correction(tmp_path)
    return found


def test_what_a_person_confirmed_and_nobody_changed_stays_confirmed(page: Page) -> None:
    """The new form says the same telephone number: nobody has to look at it twice."""
    phone = page.field(PHONE)
    assert (phone["state"], phone["before"]) == ("confirmed", None)
    assert phone["person"]["by"] == "某reviewer"


def test_what_was_changed_is_open_again_with_old_beside_new(page: Page) -> None:
    place = page.field(PLACE)
    assert (place["state"], place["doubtful"], place["person"]) == ("unsure", True, None)
    assert (place["before"]["value"], place["value"]) == (
        "上海市长宁区某某路1号",
        "上海市静安区某某路9号",
    )
    assert place["before"]["person"]["answer"] == "confirm"
    assert place["before"]["spot"]["page"] != place["spot"]["page"]
    code = page.field(CODE)
    assert (code["before"]["presence"], code["value"]) == ("blank", "200052")


def test_a_change_that_is_confirmed_is_open_no_more(page: Page) -> None:
    place = page.field(PLACE)
    answer = page.decide(about="field", form="award_org", field="address", action="confirm")
    assert answer.status_code == 200, answer.text
    after = page.field(PLACE)
    assert (after["state"], after["doubtful"]) == ("confirmed", False)
    assert after["before"]["value"] == place["before"]["value"]


def test_what_was_cured_is_closed_with_its_evidence(page: Page) -> None:
    (change,) = page.data["changes"]
    codes = {one["code"]: one for one in change["cured"]}
    assert {"S01", "F01"} <= codes.keys()
    was, proof = codes["S01"]["was"][0], codes["S01"]["proof"][0]
    assert was["page"] != proof["page"]
    assert not page.rule("S01", "cover")["open"]


def test_what_was_replaced_stands_apart(page: Page) -> None:
    """Its pages are there, neither unsorted nor among those that count; its seals are not."""
    data = page.data
    gone = [one for one in data["documents"] if one["replaced"]]
    assert {one["kind"] for one in gone} == {"award_org"}
    assert not [one for one in data["documents"] if not one["kind"]]
    pages = {key for one in gone for key in one["pages"]}
    assert pages and not pages & {one["page"] for one in data["seals"]}


def test_the_packet_waits_again(page: Page) -> None:
    """Until somebody passes it on, or returns it once more."""
    assert page.data["stage"] == "corrected"
    row = page.browser.get("/queue?state=corrected").text
    assert f'data-packet="{page.base.rpartition("/")[2]}"' in row
    assert page.browser.get("/next").headers["location"] == page.base
    assert page.decide(about="stage", stage="corrected").status_code == 422
    assert page.decide(about="stage", stage="returned").status_code == 200
    assert page.data["stage"] == "returned"
