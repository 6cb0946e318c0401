"""Deliveries and their members as rows of the database, and back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from pipeline import codec, tables
from pipeline.deliveries import SUPERSEDED, Delivery, Member


def delivery_row(delivery: Delivery) -> dict[str, object]:
    return {
        "name": delivery.name, "kind": delivery.kind, "digest": delivery.digest,
        "sha256": delivery.sha256, "received_hint": delivery.received_hint,
        "stage": delivery.stage, "problems": codec.dump_problems(delivery.problems),
    }  # fmt: skip


def member_row(member: Member) -> dict[str, object]:
    return {
        "path": member.path, "kind": member.kind, "sha256": member.sha256,
        "container": member.container, "problems": codec.dump_problems(member.problems),
    }  # fmt: skip


def members_by_delivery(
    connection: Connection, delivery_id: str | None = None
) -> dict[str, tuple[Member, ...]]:
    table = tables.members
    query = select(table).order_by(table.c.delivery_id, table.c.position)
    if delivery_id is not None:
        query = query.where(table.c.delivery_id == delivery_id)
    inside: dict[str, list[Member]] = {}
    for row in connection.execute(query):
        inside.setdefault(row.delivery_id, []).append(
            Member(row.path, row.kind, row.sha256, row.container, codec.load_problems(row.problems))
        )
    return {key: tuple(found) for key, found in inside.items()}


def delivery_of(row: Any, inside: tuple[Member, ...]) -> Delivery:
    return Delivery(
        id=row.id,
        name=row.name,
        kind=row.kind,
        digest=row.digest,
        sha256=row.sha256,
        received_hint=row.received_hint,
        stage=row.stage,
        members=inside,
        problems=codec.load_problems(row.problems),
    )


def entry_names(connection: Connection) -> dict[str, str]:
    """The name of each delivery's entry, by the delivery's id."""
    table = tables.deliveries
    rows = connection.execute(select(table.c.id, table.c.name))
    return {row.id: row.name for row in rows}


def arrivals(connection: Connection) -> dict[str, str]:
    """When each entry was taken in as it is now (ISO 8601, Shanghai), by its name."""
    table = tables.deliveries
    query = select(table.c.name, table.c.arrived_at).where(table.c.stage != SUPERSEDED)
    return {row.name: row.arrived_at for row in connection.execute(query)}
