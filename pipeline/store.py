"""The workspace: a database, the originals, and what has been found out about them.

SQLAlchemy Core on SQLite in WAL mode. Only the pragmas are SQLite's own; the rest is SQL that
PostgreSQL speaks too. One process writes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, delete, func, select
from sqlalchemy import insert as sql_insert
from sqlalchemy import update as sql_update
from sqlalchemy.exc import SQLAlchemyError

from pipeline import tables
from pipeline.database import add_columns, check_schema, engine_of, now, put
from pipeline.deliveries import SUPERSEDED, Delivery
from pipeline.delivery_rows import delivery_of, delivery_row, member_row, members_by_delivery
from pipeline.errors import StoreError
from pipeline.files import private_folder
from pipeline.originals import Kept, Originals

DATABASE = "yushen.db"
_IN_LIST = 500
_DATABASE_MODE = 0o600
_JUDGED = "judged"  # the row of `meta` that changes with the judged packets


@dataclass(frozen=True, slots=True)
class Fact:
    """What was found about a file (page -1) or a page (0-based). `status` is "ok" or a code."""

    key: str
    slot: str
    version: int
    sha256: str
    page: int
    tier: str
    status: str
    body: bytes
    seconds: float

    @property
    def digest(self) -> str:
        """Over what was found and about what, so that a change in the database shows."""
        head = (self.key, self.slot, self.version, self.sha256, self.page, self.tier, self.status)
        return hashlib.sha256("\n".join(map(str, head)).encode() + b"\n" + self.body).hexdigest()


FACT_COLUMNS = [tables.facts.c[field.name] for field in fields(Fact)]


@dataclass(frozen=True, slots=True)
class Seen:
    """A file of the haul when it was last hashed."""

    size: int
    mtime_ns: int
    sha256: str


class Store:
    """Opens (and makes) a workspace; raises StoreError where it cannot be used."""

    def __init__(self, workspace: Path, url: str | None = None) -> None:
        private_folder(workspace)
        self.workspace = workspace
        self.originals = Originals(workspace / "originals")
        database = workspace / DATABASE
        if url is None:
            try:
                database.touch(mode=_DATABASE_MODE)
            except OSError as error:
                raise StoreError(f"{database}: cannot be written: {error.strerror}") from error
        self._engine = engine_of(url or f"sqlite:///{database}")
        with self.transaction() as connection:
            tables.metadata.create_all(connection)
            check_schema(connection)
            add_columns(connection)

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Everything or nothing; also for modules that keep tables of their own here.

        Raises StoreError where the database cannot be used.
        """
        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or type(error).__name__)
            raise StoreError(f"{self.workspace / DATABASE}: {reason}") from error

    # Originals

    def keep(self, source: Path, place: str | None = None, mtime_ns: int = 0) -> Kept:
        """Store a file's bytes (see `Originals.keep`) and note them.

        With a `place` (a digest of the file's path) it is noted as seen, too.
        """
        kept = self.originals.keep(source)
        with self.transaction() as connection:
            row = {"sha256": kept.sha256, "size": kept.size, "stored_at": now()}
            found = select(tables.originals.c.sha256).filter_by(sha256=kept.sha256)
            if connection.execute(found).first() is None:
                connection.execute(sql_insert(tables.originals), row)
            if place is not None:
                seen = {"size": kept.size, "mtime_ns": str(mtime_ns), "sha256": kept.sha256}
                put(connection, tables.seen, {"place": place}, seen)
        return kept

    def original_hashes(self) -> tuple[str, ...]:
        column = tables.originals.c.sha256
        with self.transaction() as connection:
            return tuple(connection.scalars(select(column).order_by(column)))

    def seen(self, place: str) -> Seen | None:
        with self.transaction() as connection:
            row = connection.execute(select(tables.seen).filter_by(place=place)).first()
        return Seen(row.size, int(row.mtime_ns), row.sha256) if row else None

    # Deliveries

    def save_delivery(self, delivery: Delivery) -> None:
        """Write a delivery with its members, whole; an older one of its name is superseded."""
        deliveries, members = tables.deliveries, tables.members
        with self.transaction() as connection:
            connection.execute(
                sql_update(deliveries)
                .where(deliveries.c.name == delivery.name, deliveries.c.id != delivery.id)
                .values(stage=SUPERSEDED)
            )
            connection.execute(delete(members).where(members.c.delivery_id == delivery.id))
            known = select(deliveries.c.position).where(deliveries.c.id == delivery.id)
            row = delivery_row(delivery)
            if connection.execute(known).first() is None:
                last = connection.scalar(select(func.max(deliveries.c.position)))
                row |= {"position": (last or 0) + 1, "arrived_at": now()}
            put(connection, deliveries, {"id": delivery.id}, row)
            rows = [
                {"delivery_id": delivery.id, "position": position, **member_row(member)}
                for position, member in enumerate(delivery.members)
            ]
            if rows:
                connection.execute(sql_insert(members), rows)

    def deliveries(self, superseded: bool = False) -> tuple[Delivery, ...]:
        """All deliveries in the order of arrival, without superseded ones unless asked."""
        table = tables.deliveries
        query = select(table).order_by(table.c.position)
        if not superseded:
            query = query.where(table.c.stage != SUPERSEDED)
        with self.transaction() as connection:
            rows = connection.execute(query).all()
            inside = members_by_delivery(connection)
        return tuple(delivery_of(row, inside.get(row.id, ())) for row in rows)

    def delivery(self, delivery_id: str) -> Delivery | None:
        with self.transaction() as connection:
            query = select(tables.deliveries).filter_by(id=delivery_id)
            row = connection.execute(query).first()
            inside = members_by_delivery(connection, delivery_id)
        return delivery_of(row, inside.get(delivery_id, ())) if row else None

    def deliveries_named(self, names: Sequence[str]) -> tuple[Delivery, ...]:
        """The current deliveries with these names, in the order of arrival."""
        table = tables.deliveries
        query = select(table.c.id).where(table.c.name.in_(names), table.c.stage != SUPERSEDED)
        with self.transaction() as connection:
            found = connection.scalars(query.order_by(table.c.position)).all()
        return tuple(one for key in found if (one := self.delivery(key)) is not None)

    def superseded(self, names: Collection[str]) -> tuple[Delivery, ...]:
        """What these entries held before they came again with other content, as they arrived."""
        table = tables.deliveries
        query = select(table.c.id, table.c.name).where(table.c.stage == SUPERSEDED)
        with self.transaction() as connection:
            rows = connection.execute(query.order_by(table.c.position)).all()
        keys = [row.id for row in rows if row.name in names]
        return tuple(one for key in keys if (one := self.delivery(key)) is not None)

    def set_stage(self, delivery_id: str, stage: str) -> None:
        table = tables.deliveries
        with self.transaction() as connection:
            connection.execute(
                sql_update(table).where(table.c.id == delivery_id).values(stage=stage)
            )

    # Facts

    def save_fact(self, fact: Fact) -> None:
        row = {
            "slot": fact.slot, "version": fact.version, "sha256": fact.sha256,
            "page": fact.page, "tier": fact.tier, "status": fact.status,
            "body": fact.body, "seconds": fact.seconds, "read_at": now(),
            "digest": fact.digest,
        }  # fmt: skip
        with self.transaction() as connection:
            put(connection, tables.facts, {"key": fact.key}, row)

    def facts(self, slots: Iterable[str]) -> dict[str, Fact]:
        """The fact of each slot that has one, by slot; of several the newest reader's."""
        found: dict[str, Fact] = {}
        for row in self._by_slot(FACT_COLUMNS, slots):
            found[row.slot] = Fact(**row._mapping)
        return found

    def fact_states(self, slots: Iterable[str]) -> dict[str, tuple[int, str]]:
        """Reader version and status of each slot that has a fact, without its body."""
        columns = [tables.facts.c.slot, tables.facts.c.version, tables.facts.c.status]
        return {row.slot: (row.version, row.status) for row in self._by_slot(columns, slots)}

    def _by_slot(self, columns: Sequence[Any], slots: Iterable[str]) -> Iterator[Any]:
        """Rows with older readers' before newer ones', so that the newest one stays."""
        wanted = list(slots)
        table = tables.facts
        for start in range(0, len(wanted), _IN_LIST):
            query = select(*columns).where(table.c.slot.in_(wanted[start : start + _IN_LIST]))
            with self.transaction() as connection:
                rows = connection.execute(query.order_by(table.c.version)).all()
            yield from rows

    # What is not to be taken in again

    def forgotten(self) -> tuple[frozenset[str], frozenset[str]]:
        """Ids of the entries that were forgotten, and digests of their names."""
        with self.transaction() as connection:
            rows = connection.execute(select(tables.forgotten.c.id, tables.forgotten.c.name)).all()
        return frozenset(row.id for row in rows), frozenset(row.name for row in rows)

    def compact(self) -> None:
        """Empty the write-ahead log, which holds older versions of pages."""
        with self.transaction() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    # Judgement and single documents

    def save_judgement(self, packets: Sequence[tuple[str, str]], pack: str) -> None:
        """Replace all judged packets by these (id, JSON text), in one transaction.

        What they were before is put aside where it was something else.
        """
        judged_at = now("microseconds")
        rows = [
            {"id": key, "position": position, "body": body, "pack": pack, "judged_at": judged_at}
            for position, (key, body) in enumerate(packets)
        ]
        with self.transaction() as connection:
            put(connection, tables.meta, {"key": _JUDGED}, {"value": judged_at})
            _put_aside(connection, dict(packets))
            connection.execute(delete(tables.packets))
            if rows:
                connection.execute(sql_insert(tables.packets), rows)

    def replace_judged(
        self, bodies: Mapping[str, str], gone: Collection[str] = (), new: Collection[str] = ()
    ) -> None:
        """Put packets that were judged again in the place of their older selves, by their ids.

        Those that are `gone` are put aside, `new` ones come last. One that is neither new nor
        there any more was removed meanwhile, and stays so.
        """
        table, judged_at = tables.packets, now("microseconds")
        with self.transaction() as connection:
            put(connection, tables.meta, {"key": _JUDGED}, {"value": judged_at})
            _put_aside(connection, bodies, {*bodies, *gone})
            pack = connection.scalar(select(table.c.pack).limit(1)) or ""
            connection.execute(delete(table).where(table.c.id.in_(gone)))
            for key, body in bodies.items():
                row = {"body": body, "judged_at": judged_at}
                done = connection.execute(sql_update(table).where(table.c.id == key).values(row))
                if not done.rowcount and key in new:
                    last = connection.scalar(select(func.max(table.c.position))) or 0
                    place = {"id": key, "position": last + 1, "pack": pack}
                    connection.execute(sql_insert(table), {**row, **place})

    def last_judged(self) -> str:
        """Changes with every judged packet that is saved; "" before the first."""
        with self.transaction() as connection:
            query = select(tables.meta.c.value).filter_by(key=_JUDGED)
            return connection.scalar(query) or ""

    def judged_at(self) -> dict[str, str]:
        """When each packet was judged, in the order in which they were saved."""
        table = tables.packets
        query = select(table.c.id, table.c.judged_at).order_by(table.c.position)
        with self.transaction() as connection:
            return {row.id: row.judged_at for row in connection.execute(query)}

    def judged_bodies(self, keys: Sequence[str]) -> dict[str, str]:
        """The JSON text of each of these judged packets that there is."""
        table = tables.packets
        found: dict[str, str] = {}
        for start in range(0, len(keys), _IN_LIST):
            query = select(table.c.id, table.c.body)
            query = query.where(table.c.id.in_(keys[start : start + _IN_LIST]))
            with self.transaction() as connection:
                found |= {row.id: row.body for row in connection.execute(query)}
        return found

    def judged(self, key: str) -> str | None:
        """The JSON text of one judged packet."""
        with self.transaction() as connection:
            return connection.scalar(select(tables.packets.c.body).filter_by(id=key))

    def judgement(self) -> list[tuple[str, str, str]]:
        """Judged packets in the order in which they were saved: id, JSON text, pack."""
        table = tables.packets
        query = select(table.c.id, table.c.body, table.c.pack).order_by(table.c.position)
        with self.transaction() as connection:
            return [(row.id, row.body, row.pack) for row in connection.execute(query)]

    def former_judgements(self, packet: str) -> list[tuple[str, str, str]]:
        """What a packet was before it changed, the oldest first: when judged, pack, JSON text."""
        table = tables.former_judgements
        query = select(table).where(table.c.packet == packet).order_by(table.c.number)
        with self.transaction() as connection:
            return [(row.judged_at, row.pack, row.body) for row in connection.execute(query)]

    def sortings(self, delivery_ids: Sequence[str]) -> dict[str, tuple[str, bytes]]:
        """How the pages of deliveries were sorted, where that is kept: key and body."""
        table, found = tables.sortings, {}
        for start in range(0, len(delivery_ids), _IN_LIST):
            query = select(table).where(
                table.c.delivery_id.in_(delivery_ids[start : start + _IN_LIST])
            )
            with self.transaction() as connection:
                for row in connection.execute(query):
                    found[row.delivery_id] = (row.key, row.body)
        return found

    def save_sortings(self, rows: Sequence[tuple[str, str, bytes]]) -> None:
        """Keep sortings (delivery, key, body) in place of older ones, in one transaction."""
        with self.transaction() as connection:
            for delivery_id, key, body in rows:
                row = {"key": key, "body": body}
                put(connection, tables.sortings, {"delivery_id": delivery_id}, row)

    def save_document(self, name: str, body: str) -> None:
        """Keep a text (JSON) under a name, in place of an older one."""
        row = {"body": body, "stored_at": now()}
        with self.transaction() as connection:
            put(connection, tables.documents, {"name": name}, row)

    def change_document(self, name: str, change: Callable[[str | None], str]) -> None:
        """Keep what `change` makes of a text; nobody else writes it in between."""
        table = tables.documents
        with self.transaction() as connection:
            # A write first: it takes the turn that reading alone would not.
            connection.execute(
                sql_update(table).where(table.c.name == name).values(stored_at=now())
            )
            before = connection.scalar(select(table.c.body).filter_by(name=name))
            row = {"body": change(before), "stored_at": now()}
            put(connection, table, {"name": name}, row)

    def document(self, name: str) -> str | None:
        with self.transaction() as connection:
            return connection.scalar(select(tables.documents.c.body).filter_by(name=name))


def _put_aside(
    connection: Connection, now: Mapping[str, str], only: Collection[str] | None = None
) -> None:
    """Keep the judged packets whose text is another now, or that are gone."""
    table = tables.packets
    query = select(table) if only is None else select(table).where(table.c.id.in_(only))
    rows = [
        {"packet": row.id, "body": row.body, "pack": row.pack, "judged_at": row.judged_at}
        for row in connection.execute(query)
        if now.get(row.id) != row.body
    ]
    if rows:
        connection.execute(sql_insert(tables.former_judgements), rows)
