"""Doubtful joins of deliveries: shown, taken apart, put together, and taken back, at the desk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.desk import scenes
from tests.pipeline.desk.serving import Browser, desk_app, with_people
from tests.pipeline.desk.test_packet import Page

NEAR = ["某某精密.zip", "另一家.zip"]


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    """A reviewer before a packet of two deliveries, whose names differ in one character."""
    place = scenes.near_names(tmp_path)
    with_people(place)
    return Browser(desk_app(place)).log_in("reviewer")


@pytest.fixture
def page(browser: Browser) -> Page:
    return Page(browser, only(browser))


def packets(browser: Browser) -> set[str]:
    text = browser.get("/queue").text
    return {one.partition('"')[0] for one in text.split('data-packet="')[1:]}


def other_than(page: Page) -> Page:
    (found,) = packets(page.browser) - {page.base.rpartition("/")[2]}
    return Page(page.browser, found)


def only(browser: Browser) -> str:
    (found,) = packets(browser)
    return found


def colleague(page: Page) -> Page:
    """The same page, before the lead."""
    return Page(Browser(page.browser.app).log_in("lead"), page.base.rpartition("/")[2])


def decide(page: Page, answer: str) -> Any:
    (join,) = page.data["joins"]
    return page.decide(about="join", join=join["key"], answer=answer)


def test_a_doubtful_join_is_shown(page: Page) -> None:
    """On the packet's page with both deliveries and why, and in the list of what is unclear."""
    (join,) = page.data["joins"]
    assert join["joined"] and join["state"] == "unsure"
    assert sorted(side["entry"] for side in join["sides"]) == sorted(NEAR)
    assert "精蜜" in join["text"]
    assert packets(page.browser) == {page.base.rpartition("/")[2]}
    assert 'data-packet="' in page.browser.get("/queue?doubt=join").text


def test_taken_apart_each_is_a_packet_of_its_own_at_once(page: Page) -> None:
    answer = decide(page, "apart")
    assert answer.status_code == 200, answer.text
    data = answer.json()["data"]
    assert data["entries"] == NEAR[:1]
    assert data["joins"][0]["answer"] == "apart"
    assert answer.json()["packet"] == page.base.rpartition("/")[2]
    second = other_than(page)
    assert second.data["entries"] == NEAR[1:]
    assert second.data["applicant"] != data["applicant"]
    assert second.data["joins"][0]["person"]["by"] == "某reviewer"


def test_what_was_taken_apart_stays_so_when_all_is_judged_again(page: Page, tmp_path: Path) -> None:
    decide(page, "apart")
    before = packets(page.browser)
    scenes.judge_again(tmp_path)
    assert packets(page.browser) == before


def test_it_can_be_taken_back_on_the_page_of_either(page: Page) -> None:
    """Undoing puts them together again, in the packet whose id is older."""
    decide(page, "apart")
    second = other_than(page)
    entry = second.data["joins"][0]["person"]["entry"]
    answer = second.decide(about="undo", entry=entry)
    assert answer.status_code == 200, answer.text
    mine = page.base.rpartition("/")[2]
    assert answer.json()["packet"] == mine
    assert packets(page.browser) == {mine}
    assert page.data["entries"] == NEAR
    assert page.data["joins"][0]["state"] == "unsure"
    assert page.browser.get(f"{second.base}/data").status_code == 404


def test_a_join_that_is_right_is_no_longer_doubtful(page: Page) -> None:
    assert decide(page, "together").status_code == 200
    (join,) = page.data["joins"]
    assert (join["answer"], join["state"]) == ("together", "confirmed")
    assert 'data-packet="' not in page.browser.get("/queue?doubt=join").text


def test_fields_that_were_decided_stay_so(page: Page) -> None:
    """They hang on the bytes of the file, whatever packet that is in."""
    page.decide(about="field", form="award_org", field="postcode", action="correct", value="200030")
    assert decide(page, "apart").status_code == 200
    values = [
        Page(page.browser, one).field("award_org/postcode")["value"]
        for one in packets(page.browser)
    ]
    assert "200030" in values


def test_not_while_a_colleague_has_the_other_one(page: Page) -> None:
    decide(page, "apart")
    lead = colleague(page)
    assert lead.browser.post(f"{other_than(page).base}/lease").status_code == 200
    entry = page.data["joins"][0]["person"]["entry"]
    answer = page.decide(about="undo", entry=entry)
    assert answer.status_code == 409
    assert "某lead正在处理另一份相关材料" in answer.text
    assert len(packets(page.browser)) == 2


def test_the_second_who_decides_sees_the_first(page: Page) -> None:
    """Also where the first decided on the page of the other packet."""
    decide(page, "apart")
    before = page.data
    page.browser.delete(f"{page.base}/lease")
    lead = colleague(other_than(page))
    (join,) = lead.data["joins"]
    answer = lead.decide(about="join", join=join["key"], answer="apart")
    assert answer.status_code == 200, answer.text
    lead.browser.delete(f"{lead.base}/lease")
    answer = page.decide(before["seen"], about="join", join=join["key"], answer="together")
    assert answer.status_code == 409, answer.text
    told = answer.json()
    assert (told["theirs"]["by"], told["theirs"]["answer"]) == ("某lead", "不是同一申报")
    assert told["yours"]["answer"] == "属于同一申报"


def test_an_unknown_join_is_refused(page: Page) -> None:
    answer = page.decide(about="join", join="ffffffffffff", answer="apart")
    assert answer.status_code == 422
