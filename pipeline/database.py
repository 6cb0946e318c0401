"""The database under the store: how it is opened, and what every table's writer needs.

Only the pragmas are SQLite's own; the rest is SQL that PostgreSQL speaks too.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, inspect, select
from sqlalchemy import insert as sql_insert
from sqlalchemy import update as sql_update

from checks.receipts import SHANGHAI
from pipeline import tables
from pipeline.errors import StoreError

_BUSY_MILLISECONDS = 30_000


def engine_of(url: str) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def configure(connection: Any, record: object) -> None:
            cursor = connection.cursor()
            for pragma in (
                "journal_mode=WAL",
                "synchronous=FULL",
                "foreign_keys=ON",
                "secure_delete=ON",  # what is forgotten is not to stay in free pages
                f"busy_timeout={_BUSY_MILLISECONDS}",
            ):
                cursor.execute(f"PRAGMA {pragma}")
            cursor.close()

    return engine


def check_schema(connection: Connection) -> None:
    query = select(tables.meta.c.value).filter_by(key="schema")
    found = connection.scalar(query)
    if found is None:
        row = {"key": "schema", "value": str(tables.SCHEMA_VERSION)}
        connection.execute(sql_insert(tables.meta), row)
    elif int(found) > tables.SCHEMA_VERSION:
        raise StoreError(
            f"the workspace was written by a newer yushen (schema {found}; "
            f"this one knows {tables.SCHEMA_VERSION}): update the program"
        )


def add_columns(connection: Connection) -> None:
    """Columns that came later, all of them nullable, for workspaces of older programs."""
    have = {column["name"] for column in inspect(connection).get_columns("facts")}
    if "digest" not in have:
        connection.exec_driver_sql("ALTER TABLE facts ADD COLUMN digest VARCHAR(64)")


def put(
    connection: Connection, table: Table, key: Mapping[str, object], row: Mapping[str, object]
) -> None:
    """Update the row with this key, or insert it: an upsert in words that all databases share."""
    match = [table.c[name] == value for name, value in key.items()]
    if connection.execute(select(*table.primary_key.columns).where(*match)).first() is None:
        connection.execute(sql_insert(table), {**key, **row})
    else:
        connection.execute(sql_update(table).where(*match).values(**row))


def now(precision: str = "seconds") -> str:
    """The time as the database has it."""
    return datetime.now(SHANGHAI).isoformat(timespec=precision)
