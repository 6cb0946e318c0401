"""The record of decisions: append-only, each entry linked to the one before by its digest.

An entry's digest is SHA-256 over the digest before it, its number, packet, person, time, target
and `content`, which is itself a salted digest of the decision. What was decided can be taken
away (a packet that is forgotten) while the chain stays provable.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy import insert as sql_insert
from sqlalchemy import update as sql_update

from checks.decided import Decided
from checks.joins import Joins
from checks.receipts import SHANGHAI
from pipeline import tables
from pipeline.decisions import (
    DECISIONS,
    Decision,
    ForgetDecision,
    JoinDecision,
    LetterDecision,
    Stage,
    StageDecision,
    UndoDecision,
    decided,
    joined,
)
from pipeline.errors import YushenError
from pipeline.store import Store

FIRST = "0" * 64
_HEAD = "ledger-head"  # the newest entry's digest, so that one cut off at the end is missed


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision of one person. `decision` is None where its packet was forgotten."""

    seq: int
    packet: str
    by: str
    at: str
    target: str
    decision: Decision | None
    previous: str
    digest: str


class ConflictError(YushenError):
    """Somebody else decided about the same thing in the meantime; `entry` is theirs."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(f"decided by {entry.by} in the meantime (entry {entry.seq})")
        self.entry = entry


class Ledger:
    """The ledger of a workspace. Any number of processes may write; one at a time does."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._known: tuple[Entry, ...] = ()
        self._alive: tuple[Entry, ...] = ()

    def append(self, packet: str, by: str, decision: Decision, seen: int) -> Entry:
        """Write a decision down for ever.

        `seen` is the number of the newest entry of this packet that the person knew of (0: none).
        Raises ConflictError where another person decided about the same target since, StoreError
        where it cannot be written; then nothing is.
        """
        with self._store.transaction() as connection:
            _take_turns(connection)
            rival = _rival(connection, packet, by, decision, seen)
            if rival is not None:
                raise ConflictError(rival)
            entry, row = _next(connection, packet, by, decision)
            connection.execute(sql_insert(tables.ledger), row)
            _set_head(connection, entry.digest)
        return entry

    def entries(self, packet: str) -> tuple[Entry, ...]:
        """All of a packet, oldest first, those taken back included."""
        table = tables.ledger
        query = select(table).where(table.c.packet == packet).order_by(table.c.seq)
        with self._store.transaction() as connection:
            return tuple(_entry(row) for row in connection.execute(query))

    def standing(self, packet: str) -> tuple[Entry, ...]:
        """Those of a packet that are in force."""
        return in_force(self.entries(packet))

    def everything(self) -> tuple[Entry, ...]:
        """All entries of all packets, oldest first."""
        return self._caught_up()[0]

    def _caught_up(self) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
        """All entries and those in force; only what is new since the last call is read."""
        table = tables.ledger
        forgotten = select(func.count()).select_from(table).where(table.c.body.is_(None))
        with self._lock, self._store.transaction() as connection:
            known = self._known
            if connection.scalar(forgotten) != sum(one.decision is None for one in known):
                known = ()
            last = known[-1].seq if known else 0
            query = select(table).where(table.c.seq > last).order_by(table.c.seq)
            new = tuple(_entry(row) for row in connection.execute(query))
            if new or known is not self._known:
                self._known = known + new
                self._alive = in_force(self._known)
            return self._known, self._alive

    def stages(self, corrected: Mapping[str, str] = MappingProxyType({})) -> dict[str, Stage]:
        """Where each packet is that anybody moved; `corrected`: when its last correction came."""
        entries, alive = self._caught_up()
        by_packet: dict[str, list[Entry]] = {entry.packet: [] for entry in entries}
        for entry in alive:
            by_packet[entry.packet].append(entry)
        return {
            packet: stage_of(found, corrected.get(packet, ""))
            for packet, found in by_packet.items()
        }

    def decided(self) -> Decided:
        """What all decisions in force come to for judging."""
        return _effects(self._caught_up()[1])

    def decided_about(self, packet: str, files: Collection[str]) -> Decided:
        """The same, for one packet with these files: a file may be in others, too."""
        found = self._caught_up()[1]
        return _effects(
            one
            for one in found
            if one.packet == packet or (one.decision is not None and one.decision.file in files)
        )

    def join_entries(self) -> tuple[Entry, ...]:
        """Decisions on joins that are in force, oldest first: they concern several packets."""
        alive = self._caught_up()[1]
        return tuple(one for one in alive if isinstance(one.decision, JoinDecision))

    def letters(self) -> tuple[tuple[str, LetterDecision], ...]:
        """Letters that went out and were not taken back, each with its packet; oldest first."""
        return tuple(
            (one.packet, one.decision)
            for one in self._caught_up()[1]
            if isinstance(one.decision, LetterDecision)
        )

    def joins(self) -> Joins:
        """What they come to."""
        found = (one.decision for one in self.join_entries())
        return joined(one for one in found if isinstance(one, JoinDecision))

    def head(self) -> str:
        """The newest entry's digest: it is another after every decision."""
        with self._store.transaction() as connection:
            found = connection.scalar(select(tables.meta.c.value).filter_by(key=_HEAD))
        return found or FIRST

    def verify(self) -> tuple[str, ...]:
        """What is wrong with the chain, a line each; nothing where it is unbroken."""
        problems = []
        previous, expected = FIRST, 1
        with self._store.transaction() as connection:
            rows = connection.execute(select(tables.ledger).order_by(tables.ledger.c.seq)).all()
            head = connection.scalar(select(tables.meta.c.value).filter_by(key=_HEAD))
        for row in rows:
            problems += _wrong(row, previous, expected)
            previous, expected = row.digest, row.seq + 1
        if (head or FIRST) != previous:
            problems.append("the newest entries are missing")
        return tuple(problems)


def take_away(
    connection: Connection,
    packets: Sequence[str],
    by: str,
    record: ForgetDecision,
    shared: Container[str],
    deliveries: Container[str] = (),
) -> None:
    """Remove what was decided about a packet, and write down that it was.

    `packets` are its own id and those of packets that were joined to it.

    What was decided about files that other packets hold, too, (`shared`) stays, and what was
    taken back of it. Joins with `deliveries`, which are gone, go from other packets' pages, too.
    The chain stays provable: it runs over digests.
    """
    _take_turns(connection)
    table = tables.ledger
    query = select(table).where(table.c.packet.in_(packets)).order_by(table.c.seq)
    kept: set[int] = set()
    for entry in map(_entry, connection.execute(query).all()):
        said = entry.decision
        if (said is not None and said.file in shared) or (
            isinstance(said, UndoDecision) and said.entry in kept
        ):
            kept.add(entry.seq)
    joins = select(table).where(table.c.target.startswith("join:"), table.c.body.is_not(None))
    over = [
        entry.seq
        for entry in map(_entry, connection.execute(joins).all())
        if isinstance(entry.decision, JoinDecision)
        if any(one.delivery in deliveries for one in entry.decision.parts)
    ]
    own = table.c.packet.in_(packets) & table.c.seq.not_in(kept)
    connection.execute(
        sql_update(table).where(own | table.c.seq.in_(over)).values(body=None, salt=None)
    )
    entry, row = _next(connection, packets[0], by, record)
    connection.execute(sql_insert(table), row)
    _set_head(connection, entry.digest)


def _effects(standing: Iterable[Entry]) -> Decided:
    return decided((one.packet, one.decision) for one in standing if one.decision is not None)


def in_force(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries, oldest first, without those that were taken back and without the taking back.

    An undoing can itself be undone.
    """
    found = tuple(entries)
    undone: set[int] = set()
    for entry in reversed(found):
        if isinstance(entry.decision, UndoDecision) and entry.seq not in undone:
            undone.add(entry.decision.entry)
    return tuple(
        entry
        for entry in found
        if entry.seq not in undone and not isinstance(entry.decision, UndoDecision)
    )


def stage_of(standing: Iterable[Entry], corrected_at: str = "") -> Stage:
    """Where a packet is, from its entries in force: any decision means that it is looked at.

    `corrected_at` is when its last correction was taken in (ISO 8601, Shanghai), "" without one.
    """
    stage, at = Stage.RECEIVED, ""
    for entry in standing:
        if isinstance(entry.decision, StageDecision):
            stage, at = entry.decision.stage, entry.at
        elif isinstance(entry.decision, LetterDecision):
            stage, at = Stage.RETURNED, entry.at
        elif stage is Stage.RECEIVED:
            stage = Stage.IN_CHECK
    is_answered = stage is Stage.RETURNED and corrected_at > at
    return Stage.CORRECTED if is_answered else stage


def _take_turns(connection: Connection) -> None:
    """Take the database's write lock before anything is read: entries are numbered one by one."""
    meta = tables.meta
    taken = connection.execute(
        sql_update(meta).where(meta.c.key == _HEAD).values(value=meta.c.value)
    )
    if taken.rowcount == 0:
        connection.execute(sql_insert(meta), {"key": _HEAD, "value": FIRST})


def _set_head(connection: Connection, digest: str) -> None:
    meta = tables.meta
    connection.execute(sql_update(meta).where(meta.c.key == _HEAD).values(value=digest))


def _rival(
    connection: Connection, packet: str, by: str, decision: Decision, seen: int
) -> Entry | None:
    """The newest entry of somebody else about the same target that this person did not know.

    A join is decided on the page of either packet.
    """
    table = tables.ledger
    query = select(table).where(
        table.c.seq > seen, table.c.by != by, table.c.target == decision.target
    )
    if not isinstance(decision, JoinDecision):
        query = query.where(table.c.packet == packet)
    row = connection.execute(query.order_by(table.c.seq.desc())).first()
    return _entry(row) if row is not None else None


def _next(
    connection: Connection, packet: str, by: str, decision: Decision
) -> tuple[Entry, dict[str, Any]]:
    table = tables.ledger
    last = connection.execute(
        select(table.c.seq, table.c.digest).order_by(table.c.seq.desc()).limit(1)
    ).first()
    seq, previous = (last.seq + 1, last.digest) if last is not None else (1, FIRST)
    body, salt = decision.model_dump_json(), secrets.token_hex(32)
    at = datetime.now(SHANGHAI).isoformat(timespec="seconds")
    content = _content(salt, body)
    digest = _digest(previous, seq, packet, by, at, decision.target, content)
    row = {
        "seq": seq, "packet": packet, "by": by, "at": at, "target": decision.target,
        "body": body, "salt": salt, "content": content, "previous": previous, "digest": digest,
    }  # fmt: skip
    return Entry(seq, packet, by, at, decision.target, decision, previous, digest), row


def _content(salt: str, body: str) -> str:
    return hashlib.sha256(f"{salt}\n{body}".encode()).hexdigest()


def _digest(previous: str, seq: int, *parts: str) -> str:
    return hashlib.sha256("\n".join((previous, str(seq), *parts)).encode()).hexdigest()


def _wrong(row: Any, previous: str, expected: int) -> list[str]:
    name = f"entry {row.seq}"
    problems = []
    if row.seq != expected:
        problems.append(f"{name}: entry {expected} is missing")
    if row.previous != previous:
        problems.append(f"{name}: does not follow the entry before it")
    linked = _digest(row.previous, row.seq, row.packet, row.by, row.at, row.target, row.content)
    if row.digest != linked:
        problems.append(f"{name}: was changed")
    if row.body is not None and row.content != _content(row.salt or "", row.body):
        problems.append(f"{name}: what was decided was changed")
    return problems


def _entry(row: Any) -> Entry:
    decision = DECISIONS.validate_json(row.body) if row.body is not None else None
    return Entry(
        row.seq, row.packet, row.by, row.at, row.target, decision, row.previous, row.digest
    )
