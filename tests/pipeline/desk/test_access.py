"""Logging in, roles, and what keeps other sites out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from pipeline.desk.access import Needs
from pipeline.desk.attempts import Attempts
from pipeline.desk.sessions import Sessions
from pipeline.people import People, PersonError, Role
from pipeline.store import Store
from tests.pipeline.desk.serving import PASSWORD, Browser, desk_app

# Before anybody is known: everything else names the role that it needs.
OPEN = {"/login", "/first/{token}", "/welcome/{token}", "/health"}


def roles(dependant: Dependant) -> Iterator[Role]:
    if isinstance(dependant.call, Needs):
        yield dependant.call.role
    for inner in dependant.dependencies:
        yield from roles(inner)


def test_every_route_needs_a_role(app: FastAPI) -> None:
    """A route that forgets to ask who is there fails here, and so does one that only reads."""
    for route in app.routes:
        if not isinstance(route, APIRoute) or route.path in OPEN:
            continue
        needed = list(roles(route.dependant))
        assert needed, route.path
        if route.methods & {"POST", "PUT", "PATCH", "DELETE"} and route.path != "/logout":
            assert set(needed) - {Role.READER}, f"{route.path} changes something"


def test_roles_allow_what_they_should() -> None:
    """Readers only look; operators do not decide; leads may do everything."""
    allowed = {role: {needed for needed in Role if role.allows(needed)} for role in Role}
    assert allowed == {
        Role.READER: {Role.READER},
        Role.REVIEWER: {Role.READER, Role.REVIEWER},
        Role.OPERATOR: {Role.READER, Role.OPERATOR},
        Role.LEAD: set(Role),
    }


def test_nobody_sees_anything_without_logging_in(app: FastAPI) -> None:
    """A page leads to the login and back; a script gets the reason as JSON."""
    browser = Browser(app)
    page = browser.get("/")
    assert (page.status_code, page.headers["location"]) == (303, "/login?next=/")
    answer = browser.get("/", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["error"]) == (401, "log-in")


def test_a_session_ends_with_logging_out(app: FastAPI) -> None:
    """After logging out the old cookie is worth nothing."""
    browser = Browser(app).log_in("reader")
    token = browser.cookies["yushen"]
    assert browser.get("/").status_code == 200
    assert browser.post("/logout").status_code == 303
    browser.cookies.set("yushen", token)
    assert browser.get("/").status_code == 303


def test_logging_in_gives_a_new_session(app: FastAPI) -> None:
    """Whoever planted a cookie before the login does not get in with it."""
    browser = Browser(app).log_in("reader")
    before = browser.cookies["yushen"]
    browser.log_in("lead")
    assert browser.cookies["yushen"] != before
    other = Browser(app)
    other.cookies.set("yushen", before)
    assert other.get("/").status_code == 303


def test_the_cookie_is_for_the_server_alone(app: FastAPI) -> None:
    """No script reads it and no other site sends it."""
    answer = Browser(app).post("/login", data={"name": "lead", "password": PASSWORD})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie


@pytest.mark.parametrize(
    ("headers", "error"),
    [
        ({"origin": "http://elsewhere.test"}, "origin"),
        ({"origin": "null"}, "origin"),
        ({"x-csrf-token": "0" * 64}, "csrf"),
    ],
)
def test_other_sites_cannot_act(app: FastAPI, headers: dict[str, str], error: str) -> None:
    """A request from elsewhere, or without the session's token, changes nothing."""
    browser = Browser(app).log_in("lead")
    answer = browser.post("/logout", headers={"accept": "application/json", **headers})
    assert (answer.status_code, answer.json()["error"]) == (403, error)
    assert browser.get("/").status_code == 200


def test_a_request_that_says_nothing_of_its_origin_is_refused(app: FastAPI) -> None:
    """Browsers always say where a form comes from."""
    browser = Browser(app).log_in("lead")
    del browser.headers["origin"]
    assert browser.post("/logout").status_code == 403
    assert browser.post("/logout", headers={"sec-fetch-site": "same-origin"}).status_code == 303


def test_a_form_carries_the_token_in_a_field(app: FastAPI) -> None:
    """Plain forms work without scripts."""
    browser = Browser(app).log_in("lead")
    del browser.headers["x-csrf-token"]
    assert browser.post("/logout", data={"csrf": "wrong"}).status_code == 403
    assert browser.post("/logout", data={"csrf": browser.csrf}).status_code == 303


def test_wrong_passwords_lock(app: FastAPI) -> None:
    """After five wrong ones even the right one has to wait; a colleague need not."""
    browser = Browser(app)
    for _ in range(5):
        answer = browser.post("/login", data={"name": "lead", "password": "wrong password"})
        assert answer.status_code == 403
    answer = browser.post("/login", data={"name": "lead", "password": PASSWORD})
    assert answer.status_code == 429
    assert "15分钟" in answer.text
    browser.log_in("reviewer")


def test_the_lock_opens_after_a_while() -> None:
    """A quarter of an hour after the first of five failures."""
    now = [0.0]
    attempts = Attempts(lambda: now[0])
    for _ in range(5):
        attempts.failed("somebody", "10.0.0.1")
        now[0] += 60
    assert attempts.wait("somebody", "10.0.0.1") == 600
    assert attempts.wait("somebody", "10.0.0.2") == 0
    now[0] = 901
    assert attempts.wait("somebody", "10.0.0.1") == 0


@pytest.mark.parametrize("target", ["//elsewhere.test", "https://elsewhere.test", "/\\elsewhere"])
def test_logging_in_leads_nowhere_else(app: FastAPI, target: str) -> None:
    """The address to go on to stays inside the desk."""
    answer = Browser(app).post(
        "/login", data={"name": "lead", "password": PASSWORD, "next": target}
    )
    assert answer.headers["location"] == "/"


def test_sessions_end(tmp_path: Path) -> None:
    """After half an hour without use, and after eight hours in any case; not before."""
    now = [1_000_000.0]
    with Store(tmp_path) as store:
        user = People(store).add("somebody", "某人", Role.READER, PASSWORD)
        sessions = Sessions(store, 8, 30, lambda: now[0])
        idle = sessions.start(user).token
        now[0] += 29 * 60
        assert sessions.find(idle)
        now[0] += 29 * 60
        assert sessions.find(idle)
        now[0] += 31 * 60
        assert sessions.find(idle) is None
        busy = sessions.start(user).token
        for _ in range(24):
            now[0] += 20 * 60
            assert sessions.find(busy)
        now[0] += 1
        assert sessions.find(busy) is None


def test_whoever_is_disabled_is_out_at_once(tmp_path: Path, app: FastAPI) -> None:
    """Their sessions end, and they cannot log in again."""
    browser = Browser(app).log_in("reviewer")
    app.state.desk.people.disable("reviewer")
    assert browser.get("/").status_code == 303
    answer = browser.post("/login", data={"name": "reviewer", "password": PASSWORD})
    assert answer.status_code == 403


def test_passwords_are_kept_hashed(tmp_path: Path) -> None:
    """Argon2id; short ones and names with odd signs are refused."""
    with Store(tmp_path) as store:
        people = People(store)
        people.add("somebody", "某人", Role.READER, PASSWORD)
        for name, password in (("other", "123456789"), ("a b", PASSWORD), ("SOMEBODY", PASSWORD)):
            with pytest.raises(PersonError):
                people.add(name, "某人", Role.READER, password)
        assert people.with_password("somebody", PASSWORD)
        assert people.with_password("somebody", PASSWORD + "x") is None
        assert people.with_password("nobody", PASSWORD) is None
    database = (tmp_path / "yushen.db").read_bytes()
    assert b"$argon2id$" in database and PASSWORD.encode() not in database


def first_form(**given: str) -> dict[str, str]:
    whole = {"name": "wang", "shown": "王负责", "password": PASSWORD, "again": PASSWORD}
    return whole | given


def test_the_first_address_makes_one_lead(tmp_path: Path) -> None:
    """It makes the first user once; then it is gone, and so it is for a wrong token."""
    app = desk_app(tmp_path / "ws")
    address = f"/first/{app.state.desk.first.token}"
    browser = Browser(app)
    assert browser.get("/first/guessed").status_code == 410
    assert browser.get(address).status_code == 200
    assert browser.post(address, data=first_form(again="something else")).status_code == 400
    assert browser.post(address, data=first_form()).status_code == 303
    assert "王负责" in browser.get("/").text
    assert browser.get(address).status_code == 410
    assert Browser(app).post(address, data=first_form(name="li")).status_code == 410
    assert [user.role for user in app.state.desk.people.all()] == [Role.LEAD]


def test_every_answer_has_its_headers(app: FastAPI) -> None:
    """Pages, files, refusals and failures carry the policy, and pages are kept nowhere."""
    browser = Browser(app)
    style = app.state.desk.pages.static("desk.css")
    for path in ("/login", "/nothing", style, "/"):
        headers = browser.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["x-content-type-options"] == "nosniff"
        assert ("no-store" in headers["cache-control"]) == (path != style)


def test_pages_hold_no_script_and_no_style(app: FastAPI) -> None:
    """The policy would stop them, so nothing may count on them."""
    browser = Browser(app)
    pages = [browser.get("/login").text, browser.log_in("lead").get("/").text]
    for page in pages:
        assert " style=" not in page and "<style" not in page and " onclick=" not in page


def test_a_name_of_another_host_gets_nothing(tmp_path: Path) -> None:
    """A site whose name is made to lead to the loopback reads no page."""
    from pipeline.desk.app import create_app
    from pipeline.settings import Settings
    from pipeline.workers import InlineExecutor

    with Store(tmp_path) as store:
        settings = Settings(workspace=tmp_path)
        app = create_app(settings, store, InlineExecutor(), hosts=("127.0.0.1",))
        browser = Browser(app)
        assert browser.get("/login").status_code == 400
        assert browser.get("/login", headers={"host": "127.0.0.1:8000"}).status_code == 200


def test_large_bodies_are_refused(app: FastAPI) -> None:
    """Only uploads may be large, whether a body says its length or not."""
    browser = Browser(app)
    assert browser.post("/login", content=b"x" * 3_000_000).status_code == 413
    chunks = (b"x" * 100_000 for _ in range(30))
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert browser.post("/login", content=chunks, headers=form).status_code in (400, 413)
