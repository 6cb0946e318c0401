"""Packets judged again after somebody said which deliveries belong together, and which do not."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from checks.identity import Known
from pipeline import runs
from pipeline.identities import remember_ids
from pipeline.judging import Bench, judge_one, put_together, told
from pipeline.ledger import Ledger
from pipeline.packets import PacketView, view_of
from pipeline.rejudging import with_neighbours


@dataclass(frozen=True, slots=True)
class Rejoined:
    """The packets that certain entries make now, and the ids of those that are no more."""

    views: tuple[PacketView, ...]
    gone: frozenset[str]

    def heir(self, packet: str, entries: Collection[str]) -> str:
        """The packet itself; where it is no more, the one that holds most of its entries."""
        if packet not in self.gone:
            return packet
        return max(self.views, key=lambda one: len(set(one.entries) & set(entries))).id


def concerned(views: Sequence[PacketView], entries: Collection[str]) -> tuple[PacketView, ...]:
    """The packets that what is said of these entries may change.

    Those that hold one of them, or hold a delivery that one of these is doubtfully tied to, and so
    on: whatever a delivery that is set free may belong to shares a packet or a doubt with it.
    """
    names = set(entries)
    found: dict[str, PacketView] = {}
    while True:
        new = [one for one in views if one.id not in found and names & _tied(one)]
        if not new:
            return tuple(one for one in views if one.id in found)
        found |= {one.id: one for one in new}
        names |= {name for one in new for name in _tied(one)}


def _tied(view: PacketView) -> set[str]:
    doubts = {part.entry for one in view.joins for part in (one.part, one.other)}
    return (doubts | set(view.entries)) - {""}


def rejoin(bench: Bench, ledger: Ledger, entries: Collection[str]) -> Rejoined:
    """Put these entries' packets together again by all that people said, judge and keep them."""
    before = {one.id: one for one in concerned(runs.kept(bench.store), entries)}
    names = sorted({*entries, *(name for one in before.values() for name in one.entries)})
    bench = told(bench, ledger)
    deliveries = bench.store.deliveries_named(names)
    entries_by_id = {one.id: one.name for one in deliveries}
    found = put_together(bench, deliveries)
    packets = [judge_one(bench, one) for one in found]
    registered = bench.office.receipts is not None
    views = [view_of(one, bench.programme, registered, entries_by_id) for one in packets]
    views = [
        with_neighbours(view, _alone(before[view.id]), bench) if view.id in before else view
        for view in views
    ]
    remember_ids(bench.store, [Known(one.id, one.sighting) for one in packets if one.sighting])
    bodies = {one.id: one.model_dump_json() for one in views}
    gone = frozenset(before) - bodies.keys()
    bench.store.replace_judged(bodies, gone, bodies.keys() - before.keys())
    return Rejoined(tuple(views), gone)


def _alone(view: PacketView) -> PacketView:
    """Without its doubtful joins: they were looked for again, among all that may be tied."""
    return view.model_copy(update={"joins": ()})
