"""Whether a workspace is as it was written: originals, facts, database, decisions."""

from __future__ import annotations

import re
import stat
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy import select

from pipeline import codec, tables
from pipeline.errors import StoreError
from pipeline.ledger import Ledger
from pipeline.originals import digest_of
from pipeline.packets import PacketView
from pipeline.progress import Progress, Silent
from pipeline.settings import FILE_NAME
from pipeline.store import FACT_COLUMNS, Fact, Store

_ORIGINALS, _FACTS = "verify originals", "verify facts"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LOADERS: dict[str, Callable[[bytes], object]] = {
    "describe": codec.load_info,
    "look": codec.load_look,
    "read": codec.load_page,
}
_HASH = re.compile("[0-9a-f]{64}")


def verify(store: Store, progress: Progress | None = None) -> tuple[str, ...]:
    """What is wrong, a line each (ids and hashes, no names); nothing where all is well.

    Raises StoreError where the database cannot be read at all.
    """
    progress = progress or Silent()
    return (
        *_database(store),
        *_originals(store, progress),
        *_facts(store, progress),
        *_judgement(store),
        *(f"ledger: {problem}" for problem in Ledger(store).verify()),
        *_permissions(store.workspace),
    )


def _database(store: Store) -> Iterator[str]:
    with store.transaction() as connection:
        for (line,) in connection.exec_driver_sql("PRAGMA integrity_check").all():
            if line != "ok":
                yield f"database: {line}"
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check").all():
            yield f"database: a row of {row[0]} refers to what is not in {row[2]}"


def _originals(store: Store, progress: Progress) -> Iterator[str]:
    with store.transaction() as connection:
        rows = connection.execute(select(tables.originals.c.sha256, tables.originals.c.size)).all()
    known = {row.sha256 for row in rows}
    progress.started(_ORIGINALS, len(rows))
    for row in rows:
        yield from _original(store, row.sha256, row.size)
        progress.advanced(_ORIGINALS)
    progress.finished(_ORIGINALS)
    for path in store.originals.stored():
        if path.name not in known:
            yield (
                f"original {path.name[:12]}: the database does not know it; "
                "run the haul again to take it in"
            )


def _original(store: Store, sha256: str, size: int) -> Iterator[str]:
    name = f"original {sha256[:12]}"
    try:
        found = digest_of(store.originals.path(sha256))
    except FileNotFoundError:
        yield f"{name}: is missing"
    except OSError as error:
        yield f"{name}: cannot be read: {error.strerror}"
    else:
        if found.sha256 != sha256:
            yield f"{name}: its bytes were changed"
        elif found.size != size:
            yield f"{name}: {size} bytes were noted, there are {found.size}"


def _facts(store: Store, progress: Progress) -> Iterator[str]:
    """Facts are decoded, and held against the digest that was written with them."""
    known = set(store.original_hashes())
    with store.transaction() as connection:
        keys = connection.scalars(select(tables.facts.c.key).order_by(tables.facts.c.key)).all()
    progress.started(_FACTS, len(keys))
    query = select(*FACT_COLUMNS, tables.facts.c.digest.label("noted"))
    for key in keys:
        with store.transaction() as connection:
            row = connection.execute(query.where(tables.facts.c.key == key)).first()
        if row is not None:  # else a run has replaced it by now
            values = dict(row._mapping)
            yield from _fact(values.pop("noted"), Fact(**values), known)
        progress.advanced(_FACTS)
    progress.finished(_FACTS)


def _fact(noted: str | None, fact: Fact, known: set[str]) -> Iterator[str]:
    name = f"fact {fact.key[:12]} ({fact.tier} of {fact.sha256[:12]})"
    if noted is not None and noted != fact.digest:
        yield f"{name}: was changed"
    if fact.sha256 not in known:
        yield f"{name}: is about a file that is not here"
    loader = _LOADERS.get(fact.tier)
    if loader is None:
        return
    try:
        loader(fact.body)
    except (zlib.error, ValidationError):
        yield f"{name}: cannot be read"


def _judgement(store: Store) -> Iterator[str]:
    for key, body, _ in store.judgement():
        try:
            PacketView.model_validate_json(body)
        except ValidationError:
            yield f"packet {key}: cannot be read; `yushen judge` writes it again"


def _permissions(workspace: Path) -> Iterator[str]:
    """Nothing in a workspace is for others; of a person's own settings file it says nothing."""
    for path in [workspace, *sorted(workspace.rglob("*"))]:
        try:
            mode = path.lstat().st_mode
        except FileNotFoundError:  # a run is at work
            continue
        if mode & _OTHERS and path.name != FILE_NAME and not stat.S_ISLNK(mode):
            yield f"{_spoken(path.relative_to(workspace))}: others may read it"


def _spoken(path: Path) -> str:
    """Letters bear the applicant in their name; what is printed here may go into a log."""
    known = _HASH.fullmatch(path.name) or path.suffix in (".db", ".xlsx", "")
    return str(path) if known else f"{path.parent}/…{path.suffix}"


def demand_sound(store: Store) -> None:
    """Raises StoreError with the first problem."""
    problems = verify(store)
    if problems:
        raise StoreError(f"{store.workspace}: {len(problems)} problems; the first: {problems[0]}")
