"""The tables of the workspace's database. Plain SQL types: PostgreSQL is to come by URL.

Times are ISO 8601 text with offset; JSON is text, so that no dialect's JSON type is needed.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

SCHEMA_VERSION = 1

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

originals = Table(
    "originals",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("stored_at", String(40), nullable=False),
)

# `position` counts up in the order of arrival; `sha256` is the archive's, mail's or file's own.
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("position", Integer, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("sha256", String(64), ForeignKey("originals.sha256"), nullable=True),
    Column("received_hint", String(40), nullable=True),
    Column("stage", String(16), nullable=False),
    Column("problems", Text, nullable=False),
    Column("arrived_at", String(40), nullable=False),
    UniqueConstraint("name", "digest"),
)

members = Table(
    "members",
    metadata,
    Column("delivery_id", String(32), ForeignKey("deliveries.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("path", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("sha256", String(64), ForeignKey("originals.sha256"), nullable=True),
    Column("container", Text, nullable=False),
    Column("problems", Text, nullable=False),
)

# Facts of files (tier "describe", page -1) and pages (0-based). `slot` is the key without the
# reader's version, so that a newer reader reads again only when asked.
facts = Table(
    "facts",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("slot", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("page", Integer, nullable=False),
    Column("tier", String(16), nullable=False),
    Column("status", String(64), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("read_at", String(40), nullable=False),
    Column("digest", String(64), nullable=True),  # over the rest; older rows have none
    Index("facts_slot", "slot"),
    Index("facts_sha256", "sha256"),
)

packets = Table(
    "packets",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("judged_at", String(40), nullable=False),
)

# The ids of packets, each with what its packet was when it got it (JSON); never changed.
packet_ids = Table(
    "packet_ids",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("given_at", String(40), nullable=False),
)

# Who works at the desk. `password` is an Argon2id hash.
users = Table(
    "users",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("shown", Text, nullable=False),
    Column("role", String(16), nullable=False),
    Column("password", Text, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("created_at", String(40), nullable=False),
)

# Who is logged in. `digest` is the SHA-256 of the browser's token; times are seconds since 1970.
sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("user", String(32), ForeignKey("users.name"), nullable=False),
    Column("started", Float, nullable=False),
    Column("used", Float, nullable=False),
)

# One-time addresses at which users choose a password. `digest` is the SHA-256 of the secret in
# it; `until` is in seconds since 1970. A user has one at most.
invitations = Table(
    "invitations",
    metadata,
    Column("user", String(32), ForeignKey("users.name"), primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("until", Float, nullable=False),
)

# Judged packets as they were before something changed: `number` counts up.
former_judgements = Table(
    "former_judgements",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("packet", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("judged_at", String(40), nullable=False),
    Index("former_judgements_packet", "packet"),
)

# How a delivery's pages were sorted and its forms read; `key` says from what (see sortings.py).
sortings = Table(
    "sortings",
    metadata,
    Column("delivery_id", String(32), primary_key=True),
    Column("key", String(64), nullable=False),
    Column("body", LargeBinary, nullable=False),
)

# Who has a packet open to decide about it. Times are seconds since 1970.
leases = Table(
    "leases",
    metadata,
    Column("packet", String(64), primary_key=True),
    Column("user", String(32), ForeignKey("users.name"), nullable=False),
    Column("since", Float, nullable=False),
    Column("used", Float, nullable=False),
)

# Values that stand alone, by name: the register and roster of the last run, for one.
documents = Table(
    "documents",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("body", Text, nullable=False),
    Column("stored_at", String(40), nullable=False),
)

# What the haul's files were when they were last hashed. `place` is a digest of the path.
seen = Table(
    "seen",
    metadata,
    Column("place", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("mtime_ns", String(24), nullable=False),
    Column("sha256", String(64), nullable=False),
)

# Entries of hauls that are not to be taken in again: a packet in them was forgotten. `id` is the
# delivery's, `name` a digest of the entry's name.
forgotten = Table(
    "forgotten",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(64), nullable=False),
    Column("forgotten_at", String(40), nullable=False),
)

# What people decided, append-only. `body` and `salt` can be taken away (`forget`): the chain
# runs over `content`, a salted digest of the body.
ledger = Table(
    "ledger",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("packet", String(64), nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", String(40), nullable=False),
    Column("target", Text, nullable=False),
    Column("body", Text, nullable=True),
    Column("salt", String(64), nullable=True),
    Column("content", String(64), nullable=False),
    Column("previous", String(64), nullable=False, unique=True),
    Column("digest", String(64), nullable=False, unique=True),
    Index("ledger_packet", "packet"),
)
