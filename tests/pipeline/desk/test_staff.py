"""The lead's page of users: staff do not use a shell."""

from __future__ import annotations

import re
import time

import pytest
from fastapi import FastAPI

from pipeline.desk import staff
from tests.pipeline.desk.serving import PASSWORD, Browser

_ADDRESS = re.compile(r'value="http://desk\.test(/welcome/[\w-]+)"')
NEW = {"name": "wang.min", "shown": "王敏", "role": "reviewer"}
CHOSEN = {"password": "a long enough one", "again": "a long enough one"}


@pytest.fixture
def lead(app: FastAPI) -> Browser:
    return Browser(app).log_in("lead")


def invited(lead: Browser, path: str = "/users", **form: str) -> str:
    """The one-time address that the page shows."""
    answer = lead.post(path, data=form)
    assert answer.status_code == 200, answer.text
    found = _ADDRESS.search(answer.text)
    assert found
    return found[1]


def test_a_new_user_chooses_the_password_and_works(app: FastAPI, lead: Browser) -> None:
    """At an address that opens once; before that nobody is let in under the name."""
    address = invited(lead, **NEW)
    for guess in ("none yet", ""):
        form = {"name": "wang.min", "password": guess}
        assert Browser(app).post("/login", data=form).status_code in (403, 422)
    guest = Browser(app)
    assert "王敏" in guest.get(address).text
    assert guest.post(address, data=CHOSEN | {"again": "another one"}).status_code == 400
    assert guest.post(address, data=CHOSEN).status_code == 303
    assert "王敏" in guest.get("/").text
    assert Browser(app).get(address).status_code == 410
    assert Browser(app).post(address, data=CHOSEN).status_code == 410
    Browser(app).log_in("wang.min", CHOSEN["password"])


def test_a_lost_password_is_replaced_by_its_owner(app: FastAPI, lead: Browser) -> None:
    """A newer address ends the older one, and the old password holds until it is used."""
    first = invited(lead, "/users/reviewer/address")
    second = invited(lead, "/users/reviewer/address")
    assert Browser(app).get(first).status_code == 410
    before = Browser(app).log_in("reviewer")
    assert Browser(app).post(second, data=CHOSEN).status_code == 303
    assert before.get("/", headers={"accept": "application/json"}).status_code == 401
    assert Browser(app).post(
        "/login", data={"name": "reviewer", "password": PASSWORD}
    ).status_code == 403  # fmt: skip


def test_an_address_grows_old(app: FastAPI, lead: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    address = invited(lead, "/users/reviewer/address")
    later = time.time() + staff.INVITED_HOURS * 3600 + 1
    monkeypatch.setattr("pipeline.people.time.time", lambda: later)
    assert Browser(app).get(address).status_code == 410


def test_a_role_is_changed_and_holds_at_once(app: FastAPI, lead: Browser) -> None:
    reader = Browser(app).log_in("reader")
    assert reader.get("/next").status_code == 403
    assert lead.post("/users/reader/role", data={"role": "reviewer"}).status_code == 303
    assert Browser(app).log_in("reader").get("/next").status_code == 303


def test_who_is_disabled_is_out_at_once_and_may_come_back(app: FastAPI, lead: Browser) -> None:
    reviewer = Browser(app).log_in("reviewer")
    address = invited(lead, "/users/reviewer/address")
    assert lead.post("/users/reviewer/disabled", data={"disabled": "true"}).status_code == 303
    assert reviewer.get("/").status_code == 303
    assert Browser(app).get(address).status_code == 410
    assert lead.post("/users/reviewer/address").status_code == 404
    assert lead.post("/users/reviewer/disabled", data={"disabled": "false"}).status_code == 303
    Browser(app).log_in("reviewer")


def test_nobody_locks_themselves_out(lead: Browser) -> None:
    assert lead.post("/users/lead/disabled", data={"disabled": "true"}).status_code == 409
    assert lead.post("/users/lead/role", data={"role": "reader"}).status_code == 409


@pytest.mark.parametrize(
    ("form", "said"),
    [({"name": "x"}, "账号须为"), ({"name": "lead"}, "已有此账号"), ({"shown": " "}, "请填写姓名")],
)
def test_what_will_not_do_is_said(lead: Browser, form: dict[str, str], said: str) -> None:
    answer = lead.post("/users", data=NEW | form)
    assert answer.status_code == 400
    assert said in answer.text


@pytest.mark.parametrize("name", ["reader", "reviewer", "operator"])
def test_only_the_lead_sees_it(app: FastAPI, name: str) -> None:
    browser = Browser(app).log_in(name)
    assert browser.get("/users").status_code == 403
    assert browser.post("/users", data=NEW).status_code == 403
    assert "/users" not in browser.get("/").text


def test_it_takes_the_sessions_token(app: FastAPI, lead: Browser) -> None:
    del lead.headers["x-csrf-token"]
    assert lead.post("/users", data=NEW).status_code == 403
    assert lead.post("/users", data=NEW | {"csrf": lead.csrf}).status_code == 200
