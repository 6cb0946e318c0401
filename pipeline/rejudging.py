"""One packet judged again, after a decision: from what is stored, with all that people said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from checks.decided import NOTHING
from checks.identity import Sighting
from checks.judge import ACROSS, Office
from pipeline.asked import letters_asked
from pipeline.engines import choose_engine
from pipeline.errors import InputError
from pipeline.judging import Bench, Found, Packet, judge_one, put_together
from pipeline.ledger import Ledger
from pipeline.lists import remembered
from pipeline.packets import PacketView, view_of
from pipeline.packs import load_pack
from pipeline.runs import keys_of
from pipeline.settings import Settings
from pipeline.store import Store


def bench_of(store: Store, settings: Settings) -> Bench:
    """What judging needs of a workspace, but for what people decided: that changes."""
    programme, _ = load_pack(settings.programme)
    engine = choose_engine(settings.ocr, settings.threads)
    known = remembered(store)
    office = Office(known.receipts, known.members)
    return Bench(store, keys_of(settings, engine), office, programme)


def kept_view(store: Store, packet: str) -> PacketView:
    """A packet as it was last judged; raises InputError where there is none of this id."""
    body = store.judged(packet)
    if body is None:
        raise InputError(f"{packet}: no such packet; `yushen status` lists them")
    return PacketView.model_validate_json(body)


def detail(bench: Bench, view: PacketView, ledger: Ledger | None) -> Packet:
    """The packet in full: its record, its documents with their pages, and its findings.

    Without a ledger as it was before anybody decided. Raises InputError where its material is
    no longer there, or makes another packet now.
    """
    deliveries = bench.store.deliveries_named(view.entries)
    files = {member.sha256 for one in deliveries for member in one.members if member.sha256}
    said = ledger.decided_about(view.id, files) if ledger is not None else NOTHING
    told = replace(
        bench, decided=said, joins=ledger.joins() if ledger else bench.joins,
        asked=letters_asked(bench.store, ledger),
    )  # fmt: skip
    # Seen alone, its deliveries may make it look new: it is the same packet all the same.
    found = replace(_the_one(put_together(told, deliveries), view), id=view.id)
    return judge_one(told, found)


def judged_again(bench: Bench, packet: str, ledger: Ledger) -> tuple[Packet, PacketView]:
    """The packet in full with its new view; nothing is kept.

    What came of holding packets beside each other stays as it was: that needs them all. So do
    joins that were not made.
    """
    before = kept_view(bench.store, packet)
    judged = detail(bench, before, ledger)
    view = view_of(judged, bench.programme, bench.office.receipts is not None)
    return judged, with_neighbours(view, before, bench)


def with_neighbours(view: PacketView, before: PacketView, bench: Bench) -> PacketView:
    """The view, with what the one before had from holding its packet beside others."""
    across = {rule.id for rule in bench.programme.rules if isinstance(rule.require, ACROSS)}
    findings = (*view.findings, *(one for one in before.findings if one.rule in across))
    joins = (*view.joins, *(one for one in before.joins if not one.joined))
    return view.model_copy(update={"findings": findings, "joins": joins})


def _the_one(found: Sequence[Found], view: PacketView) -> Found:
    """Of the packets that these deliveries make, the one that was judged as `view`."""
    same = [one for one in found if one.id == view.id]
    same = same or [one for one in found if _is_like(one.sighting, view)]
    same = same or [one for one in found if one.sighting.award == view.award]
    if not same:
        raise InputError(f"{view.id}: its documents make no packet of this award any more")
    return same[0]


def _is_like(one: Sighting, view: PacketView) -> bool:
    return (one.award, one.applicant, one.item) == (view.award, view.applicant, view.item)
