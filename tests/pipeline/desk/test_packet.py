"""What the packet page asks the desk, and what it is answered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.ledger import Ledger
from pipeline.store import Store
from tests.checks.packets import FOREIGN, NAME, Packet, sealed
from tests.pipeline.desk.judged import judged_desk
from tests.pipeline.desk.serving import Browser

SPOILT = sealed("cover", FOREIGN)(sealed("commitment", None)(Packet()))


class Page:
    """The packet page of one user."""

    def __init__(self, browser: Browser, packet: str) -> None:
        self.browser, self.base = browser, f"/packets/{packet}"

    @property
    def data(self) -> dict[str, Any]:
        answer = self.browser.get(f"{self.base}/data")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def decide(self, seen: int | None = None, **decision: Any) -> Any:
        known = self.data["seen"] if seen is None else seen
        body = {"decision": decision, "seen": known}
        return self.browser.post(f"{self.base}/decisions", json=body)

    def rule(self, code: str, where: str) -> dict[str, Any]:
        return next(
            one for one in self.data["rules"] if (one["code"], one["where"]) == (code, where)
        )

    def field(self, key: str) -> dict[str, Any]:
        return next(one for one in self.data["fields"] if one["key"] == key)


@pytest.fixture
def page(tmp_path: Path) -> Page:
    app, view = judged_desk(tmp_path, SPOILT)
    return Page(Browser(app).log_in("reviewer"), view.id)


def test_the_page_holds_nothing_of_the_packet(page: Page) -> None:
    """Names reach the browser as data, which no template can break."""
    answer = page.browser.get(page.base)
    assert answer.status_code == 200
    assert NAME not in answer.text
    assert 'id="items"' in answer.text


def test_an_unknown_packet_is_not_found(page: Page) -> None:
    for path in ("", "/data", "/office/x", "/originals/x"):
        assert page.browser.get(f"/packets/ffffffffff{path}").status_code == 404


def test_a_field_is_confirmed_and_the_packet_judged_again(page: Page) -> None:
    before = page.field("award_org/postcode")
    answer = page.decide(
        about="field", form="award_org", field="postcode", action="confirm", saw=before["value"]
    )
    assert answer.status_code == 200, answer.text
    after = page.field("award_org/postcode")
    assert (after["state"], after["value"]) == ("confirmed", before["value"])
    assert after["person"]["by"] == "某reviewer"
    assert answer.json()["data"]["seen"] == answer.json()["entry"]


def test_a_correction_is_what_the_field_says(page: Page) -> None:
    answer = page.decide(
        about="field", form="award_org", field="postcode", action="correct", value="200030"
    )
    assert answer.status_code == 200, answer.text
    assert page.field("award_org/postcode")["value"] == "200030"


def test_anothers_seal_that_is_valid_stays_anothers(page: Page) -> None:
    """The certifier's seal on the certificate does not become the applicant's by being genuine."""
    issuer = next(one for one in page.data["seals"] if one["title"] == "上海某某认证有限公司")
    assert issuer["expected"] == ""
    answer = page.decide(about="seal", page=issuer["page"], index=issuer["index"], answer="valid")
    assert answer.status_code == 200, answer.text
    after = next(one for one in page.data["seals"] if one["key"] == issuer["key"])
    assert (after["title"], after["state"]) == (issuer["title"], "confirmed")


def test_a_seal_that_is_valid_settles_its_rule(page: Page) -> None:
    wrong = page.rule("S02", "cover")
    seal = next(one for one in page.data["seals"] if one["key"] in wrong["seals"])
    answer = page.decide(about="seal", page=seal["page"], index=seal["index"], answer="valid")
    assert answer.status_code == 200, answer.text
    assert page.rule("S02", "cover")["verdict"] == "met"


def test_a_finding_is_set_aside_with_a_reason_only(page: Page) -> None:
    rule = page.rule("S01", "commitment")
    aside = {"about": "finding", "finding": rule["key"], "answer": "set-aside", "saw": "unmet"}
    assert page.decide(**aside).status_code == 422
    answer = page.decide(**aside, reason="已电话核实")
    assert answer.status_code == 200, answer.text
    after = page.rule("S01", "commitment")
    assert (after["settled"], after["open"], after["state"]) == ("set-aside", False, "dismissed")
    assert after["person"]["reason"] == "已电话核实"


def test_what_was_decided_can_be_taken_back(page: Page) -> None:
    rule = page.rule("S01", "commitment")
    entry = page.decide(about="finding", finding=rule["key"], answer="agree", saw="unmet").json()[
        "entry"
    ]
    assert page.rule("S01", "commitment")["settled"] == "agreed"
    assert page.decide(about="undo", entry=entry).status_code == 200
    assert page.rule("S01", "commitment")["settled"] == ""
    assert page.decide(about="undo", entry=entry + 40).status_code == 422


def test_a_page_is_sorted_by_hand(page: Page) -> None:
    """The certificate becomes a licence, and every rule is held against it as one."""
    one = next(one for one in page.data["documents"] if one["kind"] == "certificate")
    answer = page.decide(about="page", page=one["pages"][0], kind="licence", begins=True)
    assert answer.status_code == 200, answer.text
    kinds = [found["kind"] for found in page.data["documents"]]
    assert "certificate" not in kinds and kinds.count("licence") == 2


def test_typed_text_is_checked_at_once(page: Page) -> None:
    def said(field: str, text: str) -> dict[str, str]:
        body = {"form": "award_org", "field": field, "text": text}
        answer = page.browser.post(f"{page.base}/check", json=body)
        found: dict[str, str] = answer.json()
        return found

    assert said("uscc", "91350100M000100Y43") == {"value": "91350100M000100Y43", "objection": ""}
    assert said("uscc", "91350100M000100Y44")["objection"]
    assert said("founded_on", "2001年5月6日")["value"] == "2001-05-06"
    body = {"form": "award_org", "field": "nothing", "text": ""}
    assert page.browser.post(f"{page.base}/check", json=body).status_code == 404


def test_a_number_is_shown_in_full_under_a_name(page: Page, tmp_path: Path) -> None:
    body = {"form": "award_org", "field": "contact_phone", "row": None}
    answer = page.browser.post(f"{page.base}/reveal", json=body)
    assert answer.json()["value"] == "62524131"
    assert answer.json()["data"]["history"][0]["answer"] == "查看了完整号码"
    assert page.field("award_org/contact_phone")["value"] == "62****31"
    with Store(tmp_path / "ws") as store:
        (entry,) = Ledger(store).everything()
    assert entry.by == "reviewer"
    assert entry.decision is not None and entry.decision.about == "reveal"


def test_two_people_at_one_field_see_both_values(tmp_path: Path) -> None:
    """The second is told what the first one said, and nothing is written over it."""
    app, view = judged_desk(tmp_path, SPOILT)
    first = Page(Browser(app).log_in("reviewer"), view.id)
    second = Page(Browser(app).log_in("lead"), view.id)
    seen = second.data["seen"]
    correct = {"about": "field", "form": "award_org", "field": "postcode", "action": "correct"}
    assert first.decide(**correct, value="200030").status_code == 200
    take_over(first, second)
    answer = second.decide(seen, **correct, value="200031")
    assert answer.status_code == 409
    told = answer.json()
    assert told["error"] == "conflict"
    assert ("200030" in told["theirs"]["answer"], "200031" in told["yours"]["answer"]) == (
        True, True,
    )  # fmt: skip
    assert told["theirs"]["by"] == "某reviewer"
    assert second.field("award_org/postcode")["value"] == "200030"
    assert second.decide(told["data"]["seen"], **correct, value="200031").status_code == 200


def take_over(first: Page, second: Page) -> None:
    """The second takes the packet over, where packets are held at all."""
    second.browser.post(f"{second.base}/lease/over")


def test_only_whoever_decides_may_decide(tmp_path: Path) -> None:
    app, view = judged_desk(tmp_path, Packet())
    reader = Page(Browser(app).log_in("reader"), view.id)
    assert reader.data["applicant"] == NAME
    answer = reader.decide(about="stage", stage="passed-on")
    assert answer.status_code == 403


def test_originals_are_only_saved(page: Page) -> None:
    """No browser shows what a stranger made; what is of another packet is not there."""
    sha256 = page.data["documents"][0]["pages"][0].rpartition("-")[0]
    answer = page.browser.get(f"{page.base}/originals/{sha256}")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert page.browser.get(f"{page.base}/originals/{'0' * 64}").status_code == 404
    assert page.browser.get(f"{page.base}/originals/..%2Fyushen.db").status_code == 404


def test_pages_of_other_packets_have_no_picture(page: Page) -> None:
    assert page.browser.get(f"{page.base}/pages/{'0' * 64}-1.jpg").status_code == 404
    assert page.browser.get(f"{page.base}/pages/..%2F..%2Fyushen.db.jpg").status_code == 404


def test_a_page_that_cannot_be_opened_says_so(page: Page) -> None:
    """The bytes in this workspace are no PDF."""
    key = next(one["key"] for one in page.data["pages"].values() if one["picture"])
    answer = page.browser.get(f"{page.base}/pages/{key}.jpg", headers={"accept": "image/*"})
    assert (answer.status_code, answer.json()["error"]) == (404, "no-picture")


def test_a_word_file_is_told_as_tables(page: Page) -> None:
    key = next(one["key"] for one in page.data["pages"].values() if one["office"])
    blocks = page.browser.get(f"{page.base}/office/{key}").json()["blocks"]
    assert any(block["rows"] for block in blocks)


def test_a_finished_packet_says_where_it_is(page: Page) -> None:
    assert page.decide(about="stage", stage="passed-on").status_code == 200
    assert page.data["stage"] == "passed-on"


def test_a_field_that_was_not_found_is_typed_in(tmp_path: Path) -> None:
    """There is no place to anchor it to, so it is kept with the document's first page."""
    paper = {key: said for key, said in Packet().paper.items() if key != "邮政编码"}
    app, view = judged_desk(tmp_path, replace(Packet(), paper=paper, typed=None))
    page = Page(Browser(app).log_in("lead"), view.id)
    assert page.field("award_org/postcode")["presence"] == "not_found"
    confirm = page.decide(about="field", form="award_org", field="postcode", action="confirm")
    assert confirm.status_code == 422
    page.decide(about="field", form="award_org", field="postcode", action="correct", value="200052")
    assert page.field("award_org/postcode")["value"] == "200052"
