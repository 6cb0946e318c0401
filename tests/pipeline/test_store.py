"""The workspace's database."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from extractors.facts import Problem
from pipeline.deliveries import RECEIVED, Delivery, Member
from pipeline.errors import ExitCode, StoreError
from pipeline.store import DATABASE, Fact, Store


def delivery(key: str, name: str = "a.zip", members: tuple[Member, ...] = ()) -> Delivery:
    return Delivery(key, name, "archive", f"digest-{key}", None, None, RECEIVED, members)


def fact(slot: str, version: int = 1, status: str = "ok") -> Fact:
    return Fact(f"{slot}-{version}", slot, version, "ab", 0, "look", status, b"body", 0.5)


def test_a_delivery_comes_back_whole(tmp_path: Path) -> None:
    """Members in their order, problems with their details, after closing and opening."""
    problem = Problem("archive-bomb", (("limit", "100"),))
    members = (
        Member("b.pdf", "skipped", None, "", (problem,)),
        Member("甲.pdf", "text", None, "b"),
    )
    given = Delivery("1", "名", "mail", "d", None, "2021-08-13T16:05:00+08:00", RECEIVED, members)
    with Store(tmp_path) as store:
        store.save_delivery(given)
    with Store(tmp_path) as store:
        assert store.deliveries() == (given,)
        assert store.delivery("1") == given
        assert store.delivery("2") is None


def test_saving_again_replaces_and_keeps_the_order(tmp_path: Path) -> None:
    """Deliveries stay in the order in which they first came."""
    with Store(tmp_path) as store:
        store.save_delivery(delivery("1", "a"))
        store.save_delivery(delivery("2", "b"))
        store.save_delivery(delivery("1", "a", (Member("x", "skipped", None),)))
        assert [(one.id, len(one.members)) for one in store.deliveries()] == [("1", 1), ("2", 0)]


def test_a_member_needs_its_original(tmp_path: Path) -> None:
    """Foreign keys hold: nothing can refer to bytes that are not there."""
    with Store(tmp_path) as store:
        with pytest.raises(StoreError):
            store.save_delivery(delivery("1", "a", (Member("x", "file", "0" * 64),)))
        assert store.deliveries() == ()


def test_the_newest_readers_fact_is_given(tmp_path: Path) -> None:
    """Facts of several reader versions share a slot."""
    with Store(tmp_path) as store:
        store.save_fact(fact("s", 2, "newer"))
        store.save_fact(fact("s", 1, "older"))
        store.save_fact(fact("t", 1, "first"))
        store.save_fact(fact("t", 1, "again"))
        assert store.fact_states(["s", "t", "u"]) == {"s": (2, "newer"), "t": (1, "again")}
        assert {slot: one.status for slot, one in store.facts(["s", "t"]).items()} == {
            "s": "newer",
            "t": "again",
        }
        many = [f"s{number}" for number in range(1_200)] + ["s"]
        assert set(store.fact_states(many)) == {"s"}


def test_judgement_is_replaced_as_a_whole(tmp_path: Path) -> None:
    """Packets come back in the order in which they were saved."""
    with Store(tmp_path) as store:
        store.save_judgement([("b", "{}"), ("a", '{"甲": 1}')], "saq_2021@1")
        store.save_judgement([("c", "{}"), ("a", "[]")], "saq_2021@2")
        assert store.judgement() == [("c", "{}", "saq_2021@2"), ("a", "[]", "saq_2021@2")]


def test_documents_are_kept_by_name(tmp_path: Path) -> None:
    """The later one stays."""
    with Store(tmp_path) as store:
        store.save_document("receipts", "[]")
        store.save_document("receipts", "[1]")
        assert (store.document("receipts"), store.document("other")) == ("[1]", None)


def test_the_database_is_careful(tmp_path: Path) -> None:
    """Write-ahead log, full synchronisation, foreign keys; readable by its owner only."""
    with Store(tmp_path) as store, store.transaction() as connection:
        pragmas = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert pragmas == ["wal", 2, 1]
    assert (tmp_path / DATABASE).stat().st_mode & 0o777 == 0o600


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    """A workspace of a later program is left alone."""
    Store(tmp_path).close()
    with sqlite3.connect(tmp_path / DATABASE) as connection:
        connection.execute("UPDATE meta SET value = '999' WHERE key = 'schema'")
    with pytest.raises(StoreError, match="newer yushen") as caught:
        Store(tmp_path)
    assert caught.value.exit_code is ExitCode.STORE


def test_a_file_that_is_no_database_is_a_store_error(tmp_path: Path) -> None:
    """Damage is told in one line, not by a traceback of the driver."""
    (tmp_path / DATABASE).write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match=DATABASE):
        Store(tmp_path)


def test_a_workspace_that_is_a_file_is_a_store_error(tmp_path: Path) -> None:
    """A folder that cannot be made is named."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreError, match="file"):
        Store(tmp_path / "file")
