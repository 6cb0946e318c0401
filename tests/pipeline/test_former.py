"""Old verdicts stay readable: what a packet was before, and what changed since."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from rich.console import Console

from checks.findings import Standing, Verdict
from pipeline import summary
from pipeline.former import last_change
from pipeline.packets import PacketView, view_of
from pipeline.store import Store
from tests.checks.pack import programme
from tests.checks.packets import Packet
from tests.pipeline.stored import judged_packet

ID = "abc1230000"


def view(packet: Packet) -> PacketView:
    return view_of(judged_packet(packet), programme())


def save(store: Store, one: PacketView, pack: str) -> None:
    store.save_judgement([(one.id, one.model_dump_json())], pack)


def test_what_changed_is_told_with_the_pack_that_said_otherwise(tmp_path: Path) -> None:
    """A rule that was met is not any more; the judgement before it is still there."""
    whole, spoilt = view(Packet()), view(replace(Packet(), copies=1))
    with Store(tmp_path) as store:
        save(store, whole, "saq_2021@1")
        assert last_change(store, whole) is None
        save(store, spoilt, "saq_2021@2")
        before = last_change(store, spoilt)
    assert before is not None
    assert (before.pack, before.standing) == ("saq_2021@1", Standing.COMPLETE)
    (change,) = before.changes
    assert (change.code, change.before, change.now) == ("C01", (Verdict.MET,), (Verdict.UNMET,))
    console = Console(record=True, width=160)
    summary.show_former(console, before)
    told = console.export_text()
    assert "saq_2021@1" in told and "application-copies" in told


def test_judging_the_same_again_puts_nothing_aside(tmp_path: Path) -> None:
    """Only what was something else before is kept."""
    with Store(tmp_path) as store:
        save(store, view(Packet()), "saq_2021@1")
        save(store, view(Packet()), "saq_2021@2")
        assert store.former_judgements(ID) == []


def test_one_packet_judged_again_keeps_what_it_was(tmp_path: Path) -> None:
    """As when a person decides something; a packet that is gone is kept, too."""
    whole, spoilt = view(Packet()), view(replace(Packet(), copies=1))
    with Store(tmp_path) as store:
        save(store, spoilt, "saq_2021@1")
        store.replace_judged({ID: whole.model_dump_json()})
        store.save_judgement([], "saq_2021@2")
        bodies = [PacketView.model_validate_json(body) for *_, body in store.former_judgements(ID)]
    assert bodies == [spoilt, whole]


def test_a_judgement_of_an_older_version_is_read(tmp_path: Path) -> None:
    """Only standing and verdicts are needed of it."""
    old = '{"standing": "complete", "colour": "green", "findings": []}'
    with Store(tmp_path) as store:
        store.save_judgement([(ID, old)], "saq_2020@1")
        save(store, view(Packet()), "saq_2021@1")
        before = last_change(store, view(Packet()))
    assert before is not None and before.pack == "saq_2020@1"
