"""One reviewer has a packet at a time: a lease that ends by itself when nothing is done."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from pipeline import tables
from pipeline.decisions import LeaseDecision
from pipeline.ledger import Ledger
from pipeline.people import User
from pipeline.store import Store


@dataclass(frozen=True, slots=True)
class Lease:
    """Who has a packet: the user's name. Times are seconds since 1970."""

    packet: str
    user: str
    since: float
    until: float


@dataclass(frozen=True, slots=True)
class HeldBy:
    """Somebody else has the packet."""

    lease: Lease


class Leases:
    """The leases of a workspace, in its database: they outlive a restart.

    Each step is one statement that says what must hold, so that two cannot both succeed.
    """

    def __init__(
        self,
        store: Store,
        ledger: Ledger,
        minutes: float,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._store, self._ledger = store, ledger
        self._seconds = minutes * 60
        self._clock = clock

    def take(self, packet: str, user: User) -> Lease | HeldBy:
        """Take a free packet, or renew the lease that one has."""
        lease = self._taken(packet, user)
        while lease is None:
            other = self.holder(packet)
            if other is not None and other.user != user.name:
                return HeldBy(other)
            lease = self._taken(packet, user)  # it ended in between
        return lease

    def renew(self, packet: str, user: User) -> HeldBy | None:
        """Note that the holder does something; where another holds it, say who.

        A packet that nobody has any more is taken again: nobody was in between.
        """
        found = self.take(packet, user)
        return found if isinstance(found, HeldBy) else None

    def take_over(self, packet: str, user: User) -> Lease:
        """Take a packet from whoever has it, with a record."""
        other = self.holder(packet)
        if other is not None and other.user != user.name:
            entries = self._ledger.entries(packet)
            seen = entries[-1].seq if entries else 0
            self._ledger.append(packet, user.name, LeaseDecision(taken_from=other.user), seen)
        table, now = tables.leases, self._clock()
        with self._store.transaction() as connection:
            connection.execute(delete(table).where(table.c.packet == packet))
            row = {"packet": packet, "user": user.name, "since": now, "used": now}
            connection.execute(insert(table), row)
        return Lease(packet, user.name, now, now + self._seconds)

    def release(self, packet: str, user: User) -> None:
        """Give a packet back; one that somebody else has stays theirs."""
        table = tables.leases
        with self._store.transaction() as connection:
            connection.execute(
                delete(table).where(table.c.packet == packet, table.c.user == user.name)
            )

    def holder(self, packet: str) -> Lease | None:
        return self.all().get(packet)

    def all(self) -> dict[str, Lease]:
        """Every packet that somebody has now."""
        table = tables.leases
        query = select(table).where(table.c.used > self._clock() - self._seconds)
        with self._store.transaction() as connection:
            return {row.packet: self._lease(row) for row in connection.execute(query)}

    def _taken(self, packet: str, user: User) -> Lease | None:
        """The lease where the packet was free or one's own; None where somebody else has it."""
        table, now = tables.leases, self._clock()
        mine = (table.c.packet == packet) & (table.c.user == user.name)
        over = (table.c.packet == packet) & (table.c.used <= now - self._seconds)
        fresh = {"packet": packet, "user": user.name, "since": now, "used": now}
        with self._store.transaction() as connection:
            connection.execute(delete(table).where(over))
            renewed = connection.execute(update(table).where(mine).values(used=now)).rowcount
            if not renewed:
                try:
                    with connection.begin_nested():
                        connection.execute(insert(table), fresh)
                except IntegrityError:
                    return None
            row = connection.execute(select(table).where(mine)).one()
        return self._lease(row)

    def _lease(self, row: Any) -> Lease:
        return Lease(row.packet, row.user, row.since, row.used + self._seconds)
