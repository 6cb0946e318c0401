"""The ids of packets, as the workspace keeps them (see `checks.identity`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection, func, select
from sqlalchemy import insert as sql_insert

from checks.identity import Known, Sighting
from checks.receipts import SHANGHAI
from pipeline import codec
from pipeline.store import Store
from pipeline.tables import packet_ids


def known_ids(store: Store) -> tuple[Known, ...]:
    """Every id that was ever given, the first one first."""
    query = select(packet_ids).order_by(packet_ids.c.position)
    with store.transaction() as connection:
        rows = connection.execute(query).all()
    return tuple(Known(row.id, _sighting(row.body)) for row in rows)


@lru_cache(maxsize=4096)
def _sighting(body: str) -> Sighting:
    return codec.load_json(Sighting, body)


def remember_ids(store: Store, found: Iterable[Known]) -> None:
    """Keep the ids that are new, in one transaction; known ones stay as they are."""
    given_at = datetime.now(SHANGHAI).isoformat(timespec="seconds")
    with store.transaction() as connection:
        known = set(connection.scalars(select(packet_ids.c.id)))
        last = connection.scalar(select(func.max(packet_ids.c.position))) or 0
        rows = [
            {
                "id": one.id, "position": last + number, "given_at": given_at,
                "body": codec.dump_json(Sighting, one.first),
            }
            for number, one in enumerate((one for one in found if one.id not in known), 1)
        ]  # fmt: skip
        if rows:
            connection.execute(sql_insert(packet_ids), rows)


def ids_of(store: Store, packet: str, entries: Collection[str]) -> tuple[str, ...]:
    """The packet's own id, and those of packets that were joined to it: all that came in these
    entries."""
    names = set(entries)
    joined = (
        one.id
        for one in known_ids(store)
        if one.first.entries and names.issuperset(one.first.entries)
    )
    return tuple(dict.fromkeys((packet, *joined)))


def forget_ids(connection: Connection, ids: Collection[str]) -> None:
    """Take away what ids were given for: it names the applicant and the item."""
    connection.execute(packet_ids.delete().where(packet_ids.c.id.in_(ids)))
