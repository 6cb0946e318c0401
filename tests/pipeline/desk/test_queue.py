"""The start page, the queue, the next packet, and who has which."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest
from fastapi import FastAPI

from checks.findings import Verdict
from pipeline.decisions import Stage, StageDecision
from pipeline.desk.leases import HeldBy, Lease, Leases
from pipeline.desk.start import defects
from pipeline.ledger import Ledger
from pipeline.people import People, Role, User
from pipeline.store import Store
from tests.pipeline.desk.many import fill, finding, packet
from tests.pipeline.desk.serving import PASSWORD, QUICK, Browser

WRONG, DOUBT, GOOD = (
    packet(1, finding("S01", Verdict.UNMET), applicant="上海甲有限公司"),
    packet(2, finding("F01", Verdict.UNSURE), applicant="上海乙有限公司", award="project"),
    packet(3, finding("F01", Verdict.MET), applicant="上海丙有限公司", receipt=None),
)
JSON = {"accept": "application/json"}


@pytest.fixture
def filled(app: FastAPI) -> FastAPI:
    fill(app.state.desk.store, GOOD, DOUBT, WRONG)
    return app


def listed(browser: Browser, query: str = "") -> list[str]:
    return re.findall(r'data-packet="(\w+)"', browser.get(f"/queue{query}").text)


def test_packets_that_need_people_come_first(filled: FastAPI) -> None:
    """Defects before doubts before packets in which nothing was found."""
    assert listed(Browser(filled).log_in("reader")) == [WRONG.id, DOUBT.id, GOOD.id]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=乙有限", [DOUBT]),
        ("?q=９１３１００００000000000３", [GOOD]),
        ("?q=0000000001", [WRONG]),
        ("?code=F01", [DOUBT]),
        ("?standing=complete", [GOOD]),
        ("?award=project", [DOUBT]),
        ("?doubt=receipt", [GOOD]),
        ("?state=waiting&sort=applicant", [GOOD, DOUBT, WRONG]),
        ("?state=passed-on", []),
        ("?age=30", [WRONG, DOUBT, GOOD]),
        ("?by=lead", []),
        ("?award=&code=&age=&q=", [WRONG, DOUBT, GOOD]),
        ("?page=99", [WRONG, DOUBT, GOOD]),
    ],
)
def test_the_queue_is_filtered(filled: FastAPI, query: str, found: list[object]) -> None:
    """By words (full-width ones, too), code, award, what the program makes of it, and so on."""
    assert listed(Browser(filled).log_in("reader"), query) == [one.id for one in found]


def test_decisions_and_new_judgements_show_at_once(filled: FastAPI) -> None:
    """A stage that somebody set and a packet that was judged again are in the next list."""
    desk, browser = filled.state.desk, Browser(filled).log_in("reader")
    assert len(listed(browser, "?state=waiting")) == 3
    desk.ledger.append(WRONG.id, "lead", StageDecision(stage=Stage.PASSED_ON), 0)
    assert listed(browser, "?state=passed-on") == [WRONG.id]
    assert listed(browser, "?by=lead") == [WRONG.id]
    assert listed(browser) == [DOUBT.id, GOOD.id, WRONG.id]
    changed = packet(3, finding("S02", Verdict.UNMET), applicant="上海丙有限公司")
    desk.store.replace_judged({GOOD.id: changed.model_dump_json()})
    assert listed(browser, "?code=S02") == [GOOD.id]
    fill(desk.store, DOUBT)
    assert listed(browser) == [DOUBT.id]


def test_the_next_packet_is_one_that_nobody_has(filled: FastAPI) -> None:
    """In order, without those of colleagues and those that are through; round to the first."""
    desk = filled.state.desk
    browser = Browser(filled).log_in("reviewer")

    def following(query: str = "") -> str:
        return browser.get(f"/next{query}").headers["location"]

    assert following() == f"/packets/{WRONG.id}"
    assert following(f"?after={WRONG.id}") == f"/packets/{DOUBT.id}"
    assert following(f"?after={GOOD.id}") == f"/packets/{WRONG.id}"
    browser.delete(f"/packets/{WRONG.id}/lease")
    desk.leases.take(WRONG.id, User("lead", "", Role.LEAD))
    assert following() == f"/packets/{DOUBT.id}"
    assert following("?code=S01") == "/queue?code=S01"
    desk.ledger.append(DOUBT.id, "lead", StageDecision(stage=Stage.DECLINED), 0)
    assert following() == f"/packets/{GOOD.id}"
    assert following(f"?after={GOOD.id}") == "/queue"


def test_one_has_a_packet_at_a_time(filled: FastAPI) -> None:
    """The second is told who has it, may take it over with a record, and then the first is told."""
    first, second = Browser(filled).log_in("reviewer"), Browser(filled).log_in("lead")
    address = f"/packets/{WRONG.id}/lease"
    assert first.post(address, headers=JSON).status_code == 200
    told = second.post(address, headers=JSON)
    assert (told.status_code, told.json()["lease"]["shown"]) == (409, "某reviewer")
    assert "某reviewer正在处理" in second.get("/queue").text
    assert second.post(f"{address}/over", headers=JSON).status_code == 200
    assert first.post(address, headers=JSON).json()["error"] == "held"
    assert first.delete(address).status_code == 200
    assert first.post(address, headers=JSON).status_code == 409
    record = filled.state.desk.ledger.entries(WRONG.id)
    assert [(entry.by, entry.decision.taken_from) for entry in record] == [("lead", "reviewer")]
    assert second.delete(address).status_code == 200
    assert first.post(address, headers=JSON).status_code == 200


def test_readers_take_nothing(filled: FastAPI) -> None:
    """Neither a packet that there is nor one that there is not."""
    reader, lead = Browser(filled).log_in("reader"), Browser(filled).log_in("lead")
    assert reader.post(f"/packets/{WRONG.id}/lease", headers=JSON).status_code == 403
    assert lead.post("/packets/nothing/lease", headers=JSON).status_code == 404


def test_a_lease_ends_when_nothing_is_done(tmp_path: Path) -> None:
    """After a quarter of an hour; every sign of work begins it anew."""
    now = [1_000.0]
    with Store(tmp_path) as store:
        one, other = (
            People(store, QUICK).add(name, name, Role.REVIEWER, PASSWORD)
            for name in ("one", "other")
        )
        leases = Leases(store, Ledger(store), 15, lambda: now[0])
        leases.take("p", one)
        for _ in range(3):
            now[0] += 14 * 60
            assert isinstance(leases.take("p", other), HeldBy)
            assert leases.renew("p", one) is None
        now[0] += 15 * 60
        assert leases.all() == {}
        assert isinstance(leases.take("p", other), Lease)
        assert leases.renew("p", one) is not None


def test_two_at_once_do_not_both_get_it(tmp_path: Path) -> None:
    """Many reach for the same packet in the same moment; one has it."""
    with Store(tmp_path) as store:
        people = People(store, QUICK)
        users = [people.add(f"user{n}", "某", Role.REVIEWER, PASSWORD) for n in range(6)]
        leases = Leases(store, Ledger(store), 15)
        got: list[str] = []
        ready = threading.Barrier(len(users))

        def reach(user: User) -> None:
            ready.wait()
            if isinstance(leases.take("p", user), Lease):
                got.append(user.name)

        threads = [threading.Thread(target=reach, args=(user,)) for user in users]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(got) == 1
        assert leases.all()["p"].user == got[0]


def test_the_start_page_counts(filled: FastAPI) -> None:
    """What waits, by what the program makes of it; who is not in the register."""
    page = Browser(filled).log_in("reader").get("/").text
    assert "共3件，已处理0件" in page
    assert "2021-08-15" in page
    assert "下一件" not in page, "readers decide nothing"
    assert "下一件" in Browser(filled).log_in("reviewer").get("/").text


def test_personal_numbers_are_masked_in_lists(app: FastAPI) -> None:
    """An ID number that stands where a name should is not shown."""
    fill(app.state.desk.store, packet(1, applicant="张三310101199001011237", item="13812345678"))
    browser = Browser(app).log_in("reader")
    for path in ("/", "/queue"):
        assert "310101199001011237" not in browser.get(path).text
        assert "13812345678" not in browser.get(path).text


def test_the_chart_counts_packets(filled: FastAPI) -> None:
    """A packet counts once for a code: as certain where any of its findings is."""
    twice = packet(4, finding("S01", Verdict.UNMET), finding("S01", Verdict.UNSURE, 1))
    fill(filled.state.desk.store, WRONG, twice, DOUBT)
    bars = defects(filled.state.desk.index.rows().values())
    assert [(bar.code, bar.wrong, bar.unsure) for bar in bars] == [("S01", 2, 0), ("F01", 0, 1)]


def test_of_two_who_take_the_next_each_gets_another(filled: FastAPI) -> None:
    """The first has it from the moment of asking, not only when the page is there."""
    first, second = (Browser(filled).log_in(name) for name in ("reviewer", "lead"))
    taken = [one.get("/next").headers["location"] for one in (first, second)]
    assert taken == [f"/packets/{WRONG.id}", f"/packets/{DOUBT.id}"]
    answer = second.post(f"/packets/{WRONG.id}/lease")
    assert answer.status_code == 409


def test_the_filter_goes_along(filled: FastAPI) -> None:
    browser = Browser(filled).log_in("reviewer")
    place = browser.get("/next?award=project&sort=applicant").headers["location"]
    assert place == f"/packets/{DOUBT.id}?award=project&sort=applicant"
    listed_there = browser.get("/queue?award=project&sort=applicant").text
    assert place.replace("&", "&amp;") in listed_there
