"""Packets as their pages show them, kept in memory for as long as nothing about them changes."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from fastapi import Request

from extractors.facts import OFFICE, PageFacts
from extractors.sniff import FileKind
from pipeline import runs
from pipeline.decisions import Decision, JoinAnswer, JoinDecision, StageDecision
from pipeline.desk.detail import packet_data
from pipeline.desk.detail_joins import join_cards, join_decision
from pipeline.desk.errors import DeskError, NotFoundError
from pipeline.desk.history import may_undo, told
from pipeline.desk.index import Row
from pipeline.desk.lease_routes import demand_lease
from pipeline.desk.pagepictures import PagePictures, Sheet
from pipeline.desk.places import page_key
from pipeline.desk.queue import Way, next_packet
from pipeline.desk.shapes import PacketData, Told
from pipeline.desk.state import Desk, desk_of
from pipeline.engines import choose_engine
from pipeline.errors import InputError
from pipeline.judging import Bench, Packet
from pipeline.ledger import Entry, in_force, stage_of
from pipeline.masking import scrubbed
from pipeline.packets import PacketView
from pipeline.people import User
from pipeline.rejoining import concerned, rejoin
from pipeline.rejudging import bench_of, judged_again
from pipeline.settings import reading_limits

_MOST: Final = 48  # packets kept in memory
_STRAIGHT: Final = Way.model_validate({})


@dataclass(frozen=True)
class Shown:
    """One packet at one moment. `entries` is its record of decisions, oldest first.

    `joins` are decisions in force on joins of its deliveries, from whatever page.
    """

    packet: Packet
    view: PacketView
    entries: tuple[Entry, ...]
    joins: tuple[Entry, ...]
    desk: PacketDesk

    @cached_property
    def standing(self) -> tuple[Entry, ...]:
        return in_force(self.entries)

    @property
    def seen(self) -> int:
        return max((entry.seq for entry in (*self.entries, *self.joins)), default=0)

    @cached_property
    def pages(self) -> Mapping[str, tuple[PageFacts, str]]:
        """Facts of the packet's pages, and the kinds of their files, by key."""
        return {
            page_key(file.sha256, page.number): (page, file.kind)
            for file in reversed(self.packet.judged.application.files)
            for page in reversed(file.pages)
        }

    def data(self, name: str, way: Way = _STRAIGHT) -> PacketData:
        """All that the page is told; `name` is the user who asks, `way` how they came here."""
        desk = self.desk
        stage = stage_of(self.standing, desk.corrected_at(self.packet.id)).value
        return packet_data(
            self.packet, self.view, desk.bench.programme, self.entries, self.standing, stage,
            desk.names(), name, desk.next_of(self.packet.id, name, way),
            tuple(join_cards(self.view, self.joins, desk.names(), desk.holders)),
        )  # fmt: skip

    def join(self, key: str, answer: JoinAnswer) -> JoinDecision:
        """A decision on a doubtful join; raises InputError where there is none of this key."""
        return join_decision(self.view, self.joins, key, answer, self.desk.holders)

    def known(self, entry: int) -> Entry:
        """An entry that can be taken back on this page; raises InputError where it cannot."""
        found = next((one for one in (*self.standing, *self.joins) if one.seq == entry), None)
        if found is None or not may_undo(found):
            raise InputError("no such entry in force")
        return found

    def page(self, key: str) -> PageFacts:
        """The facts of a page; raises NotFoundError where the packet has no such page."""
        found = self.pages.get(key)
        if found is None:
            raise NotFoundError
        return found[0]

    def sheet(self, key: str) -> Sheet:
        """A page that can be drawn; raises NotFoundError where there is none of this key."""
        page = self.page(key)
        if page.source in OFFICE or not page.width:
            raise NotFoundError
        return Sheet(key.rpartition("-")[0], FileKind(self.pages[key][1]), page)

    def original(self, sha256: str) -> tuple[Path, str]:
        """Where a file of this packet is kept, and what it was called; NotFoundError for others."""
        for file in self.packet.judged.application.files:
            if file.sha256 == sha256 and self.desk.store.originals.has(sha256):
                return self.desk.store.originals.path(sha256), Path(file.path).name
        raise NotFoundError

    def told(self, entry: Entry) -> Told:
        """What somebody decided, in words."""
        assert entry.decision is not None
        name = self.desk.names().get(entry.by, entry.by)
        return self.told_of(entry.decision, name, entry.at)

    def told_of(self, decision: Decision, by: str, at: str = "") -> Told:
        headings = {one.key: one.subject for one in self.view.findings}
        return told(decision, self.desk.bench.programme, headings, self.entries, by, at)


class PacketDesk:
    """What the routes of packets share."""

    def __init__(self, desk: Desk) -> None:
        settings = desk.settings
        self.store = desk.store
        self.ledger = desk.ledger
        self.pictures = PagePictures(
            settings.workspace / "pictures",
            desk.store.originals,
            desk.executor,
            reading_limits(settings),
            lambda: choose_engine(settings.ocr, settings.threads),
        )
        self._desk = desk
        self._lock = threading.Lock()
        self._bench: tuple[str, Bench] | None = None
        self._kept: OrderedDict[str, tuple[str, Shown]] = OrderedDict()

    @property
    def bench(self) -> Bench:
        """What judging needs; made anew where a run took something in."""
        basis = runs.basis_kept(self.store)
        known = self._bench
        if known is None or known[0] != basis:
            known = (basis, bench_of(self.store, self._desk.settings))
            self._bench = known
        return known[1]

    def names(self) -> Mapping[str, str]:
        """How users are shown, by the names they log in with."""
        return {user.name: user.shown for user in self._desk.people.all()}

    def packet(self, packet: str) -> Shown:
        """A packet as it stands; raises InputError where there is none of this id."""
        body = self.store.judged(packet)
        entries, joins = self.ledger.entries(packet), self.joins_of(packet)
        stamp = _stamp(entries, joins, body)
        with self._lock:
            known = self._kept.get(packet)
            if known is not None and known[0] == stamp:
                self._kept.move_to_end(packet)
                return known[1]
        judged, view = judged_again(self.bench, packet, self.ledger)
        return self._keep(packet, stamp, Shown(judged, view, entries, joins, self))

    def decided(self, packet: str, decision: Decision) -> Shown:
        """The packet after a decision: judged again, and kept so in the workspace."""
        if isinstance(decision, StageDecision):
            return self.packet(packet)  # says nothing of what stands on paper
        # Read before judging: what is decided meanwhile was not heard.
        entries, joins = self.ledger.entries(packet), self.joins_of(packet)
        judged, view = judged_again(self.bench, packet, self.ledger)
        body = view.model_dump_json()
        self.store.replace_judged({packet: body})
        shown = Shown(judged, view, entries, joins, self)
        return self._keep(packet, _stamp(entries, joins, body), shown)

    def rejoined(self, one: Shown, decision: JoinDecision) -> Shown:
        """The packet after its deliveries were put together anew; the one that took it in."""
        entries = {part.entry for part in decision.parts}
        found = rejoin(self.bench, self.ledger, entries)
        return self.packet(found.heir(one.packet.id, one.view.entries))

    def demand_all(self, decision: JoinDecision, user: User) -> None:
        """Raises DeskError where somebody else has a packet that putting together may change."""
        entries = {part.entry for part in decision.parts}
        leases = self._desk.leases.all()
        for view in concerned(runs.kept(self.store), entries):
            lease = leases.get(view.id)
            if lease is not None and lease.user != user.name:
                raise DeskError("held-other", 409, name=self.names().get(lease.user, lease.user))

    def joins_of(self, packet: str) -> tuple[Entry, ...]:
        """Decisions in force on joins of the packet's deliveries: of each pair the last."""
        row = self._desk.index.rows().get(packet)
        names = set(row.entries) if row else set()
        last = {
            entry.target: entry
            for entry in self.ledger.join_entries()
            if isinstance(entry.decision, JoinDecision)
            if any(scrubbed(part.entry) in names for part in entry.decision.parts)
        }
        return tuple(last.values())

    def holders(self, entry: str) -> tuple[Row, ...]:
        """The packets that hold an entry."""
        name = scrubbed(entry)
        return tuple(row for row in self._desk.index.rows().values() if name in row.entries)

    def _keep(self, packet: str, stamp: str, shown: Shown) -> Shown:
        with self._lock:
            self._kept[packet] = (stamp, shown)
            self._kept.move_to_end(packet)
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return shown

    def next_of(self, packet: str, name: str, way: Way) -> str:
        """The packet after this one that waits and that nobody else has; "" for none."""
        row = next_packet(self._desk, name, packet, way, way.toward)
        return row.id if row is not None else ""

    def corrected_at(self, packet: str) -> str:
        """When a packet's last correction was taken in; "" where none came."""
        return self._desk.index.corrected_at(packet)

    def demand_lease(self, packet: str, user: User) -> None:
        """Raises DeskError where somebody else has the packet."""
        demand_lease(self._desk, packet, user)


def _stamp(entries: tuple[Entry, ...], joins: tuple[Entry, ...], body: str | None) -> str:
    joined = [one.seq for one in joins]
    return hashlib.sha256(f"{len(entries)}\n{joined}\n{body}".encode()).hexdigest()


def shown_of(request: Request) -> PacketDesk:
    """The packets' part of the desk, made when it is first wanted."""
    state = request.app.state
    found: PacketDesk | None = getattr(state, "packets", None)
    if found is None:
        found = state.packets = PacketDesk(desk_of(request))
    return found
