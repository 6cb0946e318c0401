"""Kept verdicts: what comes back is what the rules said, and only where nothing of it changed."""

from __future__ import annotations

import json
import zlib
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from sqlite3 import connect

import pytest
from sqlalchemy import delete

from checks import judge
from checks.findings import Severity, Verdict
from checks.judge import Office
from checks.programme import Programme
from checks.receipts import Member
from extractors.limits import Limits
from pipeline import tables
from pipeline.engines import choose_engine
from pipeline.judging import Bench, judge_all
from pipeline.judging import Packet as JudgedPacket
from pipeline.meanwhile import Meanwhile
from pipeline.reading import keys_for
from pipeline.settings import Settings
from pipeline.store import Store
from tests.checks.pack import programme
from tests.checks.packets import NAME, Packet, files_of, sealed
from tests.pipeline.stored import deliver, workspace

KEYS = keys_for(choose_engine("rapid"), Limits())
NOBODY = Office(None, None)
# What holding packets beside each other says is not kept.
ACROSS = {rule.id for rule in programme().rules if isinstance(rule.require, judge.ACROSS)}


def judged(
    folder: Path, pack: Programme | None = None, office: Office = NOBODY
) -> tuple[JudgedPacket, ...]:
    with Store(folder / "ws") as store:
        return judge_all(Bench(store, KEYS, office, pack or programme()))


def kept(folder: Path) -> dict[str, object]:
    """What is kept of the one packet."""
    with closing(connect(folder / "ws" / "yushen.db")) as database:
        ((body,),) = database.execute("select body from verdicts")
    found: dict[str, object] = json.loads(zlib.decompress(body))
    return found


def spoil(folder: Path) -> None:
    """Let everything that is kept say nothing."""
    body = zlib.compress(json.dumps({key: [] for key in kept(folder)}).encode())
    with closing(connect(folder / "ws" / "yushen.db")) as database:
        database.execute("update verdicts set body = ?", (body,))
        database.commit()


def rules_of(packets: tuple[JudgedPacket, ...]) -> set[str]:
    return {finding.rule for finding in packets[0].judged.findings}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A packet with a missing seal, judged once."""
    workspace(tmp_path, sealed("cover", None)(Packet()))
    judged(tmp_path)
    return tmp_path


def test_judging_again_says_the_same_and_asks_no_rule(folder: Path) -> None:
    """Findings with parameters and places come back as they were."""
    first = judged(folder)
    assert {finding.verdict for finding in first[0].judged.findings} == set(Verdict)
    assert judged(folder) == first
    spoil(folder)
    assert rules_of(judged(folder)) <= ACROSS


@pytest.mark.parametrize(
    ("change", "asked"), [({"severity": Severity.NOTE}, True), ({"message": "另一句话。"}, False)]
)
def test_a_rule_that_changed_is_asked_again_and_no_other(
    folder: Path, change: dict[str, object], asked: bool
) -> None:
    """Its wording changes nothing in what it finds."""
    pack = programme()
    changed = [one.model_copy(update=change) if one.id == "in-time" else one for one in pack.rules]
    spoil(folder)
    found = rules_of(judged(folder, replace(pack, rules=tuple(changed)))) - ACROSS
    assert found == ({"in-time"} if asked else set())


def test_what_holds_for_all_packets_is_part_of_the_key(folder: Path) -> None:
    """Another roster, and all is asked anew."""
    spoil(folder)
    found = judged(folder, office=Office(None, (Member("1", NAME, "", (), None, ""),)))
    (member,) = [one for one in found[0].judged.findings if one.rule == "member"]
    assert member.verdict is Verdict.MET


def test_no_more_is_kept_than_the_last_judging_asked_for(folder: Path) -> None:
    """Rules that are gone from the pack leave nothing behind, nor do packets that are."""
    before = kept(folder)
    pack = programme()
    judged(folder, replace(pack, rules=pack.rules[:5]))
    assert set(kept(folder)) < set(before)
    with closing(connect(folder / "ws" / "yushen.db")) as database:
        database.execute("insert into verdicts values ('gone', x'00')")
        database.commit()
    judged(folder)
    assert set(kept(folder)) == set(before)


def test_rules_are_held_while_the_rest_is_read(folder: Path) -> None:
    """Judging asks no rule again, also of a packet that came in two deliveries."""
    deliver(folder, files_of(Packet())[:1], "d2", "另一份.pdf")
    with Store(folder / "ws") as store, store.transaction() as connection:
        for table in (tables.sortings, tables.verdicts):
            connection.execute(delete(table))
    with Store(folder / "ws") as store:
        read = {one.sha256 or "": 1 for delivery in store.deliveries() for one in delivery.members}
        follower = Meanwhile(store, Settings(workspace=folder / "ws"), KEYS)
        follower.to_read(read)
        for sha256 in read:
            follower.was_read(sha256)
    before = found_in(folder, "verdicts")
    (packet,) = judged(folder)
    assert len(packet.judged.application.deliveries) == 2
    after = found_in(folder, "verdicts")
    assert after and after.items() <= before.items()
    assert found_in(folder, "sortings").keys() == {"d1", "d2"}


def found_in(folder: Path, table: str) -> dict[str, bytes]:
    """The bodies that are kept, by packet or delivery."""
    with closing(connect(folder / "ws" / "yushen.db")) as database:
        rows = database.execute(f"select * from {table}").fetchall()
    return {row[0]: row[-1] for row in rows}
