"""Removing a packet: its originals, facts, pictures and letters, and what was decided about it.

What another packet holds, too, stays with that one. That it was removed stands in the ledger.
First the database says what is to go, in one transaction with all that goes from it; then files
are removed. Whoever is killed in between has them removed by the next run.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, delete
from sqlalchemy import insert as sql_insert
from sqlalchemy import update as sql_update

from extractors.facts import Problem
from pipeline import codec, tables
from pipeline.database import now
from pipeline.decisions import ForgetDecision, LetterDecision
from pipeline.deliveries import Delivery, Member
from pipeline.errors import StoreError
from pipeline.files import sync_folder
from pipeline.identities import forget_ids, ids_of
from pipeline.keeping import name_digest
from pipeline.ledger import Ledger, take_away
from pipeline.locks import Lock, held
from pipeline.packets import PacketView
from pipeline.store import Store

FORGOTTEN = "forgotten"  # the problem of a member whose bytes were removed
_PENDING = "forget-pending"
_PATIENCE_SECONDS = 600
_SENT = "letters/sent"
_LETTERS, _PICTURES = "letters", "pictures"
# Made from all packets, and made again at the end.
_EXPORTS = "exports"


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes with a packet. `deliveries` go whole; of `divided` ones some members do.

    `ids` are its own, and those of packets that were joined to it. `originals` are the hashes
    that nobody else holds, `shared` those that stay; `letters` is how the names of its letters
    begin, `sent` the SHA-256 of those that the desk sent.
    """

    ids: tuple[str, ...]
    deliveries: tuple[Delivery, ...]
    divided: tuple[Delivery, ...]
    originals: frozenset[str]
    shared: frozenset[str]
    letters: tuple[str, ...]
    sent: tuple[str, ...]


def plan(
    store: Store,
    views: Sequence[PacketView],
    packet: str,
    letters: Callable[[str], Iterable[str]],
) -> Plan:
    """What forgetting the packet would remove; nothing is.

    `letters` tells of an id how the names of its letters begin.
    """
    mine = next(view for view in views if view.id == packet)
    others = [view for view in views if view.id != packet]
    theirs = {entry for view in others for entry in view.entries}
    wanted = {file.sha256 for view in others for file in view.files}
    everything = store.deliveries(superseded=True)
    whole = tuple(one for one in everything if one.name in set(mine.entries) - theirs)
    files = {file.sha256 for file in mine.files if file.sha256} - wanted
    divided = tuple(
        _without(one, files)
        for one in everything
        if one.name in set(mine.entries) & theirs and files & _hashes(one)
    )
    gone = {one.id for one in (*whole, *divided)}
    stay = [one for one in everything if one.id not in gone]
    held_by_others = {sha256 for one in (*stay, *divided) for sha256 in _hashes(one)}
    held_by_it = {sha256 for one in whole for sha256 in _hashes(one)} | files
    alive = {view.id for view in others}
    joined = ids_of(store, packet, [one.name for one in whole])
    ids = tuple(one for one in joined if one not in alive)
    return Plan(
        ids,
        whole,
        divided,
        frozenset(held_by_it - held_by_others),
        frozenset(held_by_it & held_by_others),
        tuple(name for one in ids for name in letters(one)),
        _sent(store, ids),
    )


def forget(store: Store, chosen: Plan, by: str) -> None:
    """Remove what is planned, but for what is to be written anew: see `done`.

    Raises StoreError; then the next run ends what was begun.
    """
    record = ForgetDecision(removed=len(chosen.originals), shared=len(chosen.shared))
    pending = {
        "originals": sorted(chosen.originals),
        "letters": chosen.letters,
        "sent": chosen.sent,
    }
    with store.transaction() as connection:
        gone = {one.id for one in chosen.deliveries}
        take_away(connection, chosen.ids, by, record, chosen.shared, gone)
        _remove_rows(connection, chosen)
        body = json.dumps(pending)
        connection.execute(delete(tables.documents).filter_by(name=_PENDING))
        connection.execute(
            sql_insert(tables.documents), {"name": _PENDING, "body": body, "stored_at": now()}
        )
    finish(store)


def finish(store: Store) -> bool:
    """Remove the files of a packet that was forgotten; whether one is being forgotten."""
    body = store.document(_PENDING)
    if not body:
        return False
    pending = json.loads(body)
    taken_in_again = set(store.original_hashes())  # by a run that was killed before it was done
    with held(store.workspace, Lock.ORIGINALS, "forget", _PATIENCE_SECONDS):
        for sha256 in set(pending["originals"]) - taken_in_again:
            store.originals.remove(sha256)
            shutil.rmtree(store.workspace / _PICTURES / sha256, ignore_errors=True)
        store.originals.sweep()  # a power cut may have brought back a name that its copy had
        _remove_written(store, tuple(pending["letters"]), pending["sent"])
    return True


def done(store: Store) -> None:
    """All packets were judged again, and the report was written: nothing is left to do."""
    if store.document(_PENDING):
        store.save_document(_PENDING, "")
        store.compact()


def _sent(store: Store, ids: Iterable[str]) -> tuple[str, ...]:
    ledger = Ledger(store)
    decisions = (entry.decision for one in ids for entry in ledger.entries(one))
    found = (one for one in decisions if isinstance(one, LetterDecision))
    return tuple(sorted(decision.sha256 for decision in found))


def _hashes(delivery: Delivery) -> set[str]:
    hashes = {delivery.sha256, *(member.sha256 for member in delivery.members)}
    return {sha256 for sha256 in hashes if sha256}


def _without(delivery: Delivery, files: set[str]) -> Delivery:
    """The delivery with members that say no more than that something was removed."""
    members = tuple(
        Member(f"{FORGOTTEN}-{number}", "skipped", None, "", (Problem(FORGOTTEN),))
        if member.sha256 in files
        else member
        for number, member in enumerate(delivery.members, 1)
    )
    return replace(delivery, members=members)


def _remove_rows(connection: Connection, chosen: Plan) -> None:
    rows = [
        {"id": one.id, "name": name_digest(one.name), "forgotten_at": now()}
        for one in (*chosen.deliveries, *chosen.divided)
    ]
    for one in chosen.divided:
        _rewrite_members(connection, one)
    for row in rows:
        connection.execute(delete(tables.forgotten).filter_by(id=row["id"]))
        connection.execute(sql_insert(tables.forgotten), row)
    for one in chosen.deliveries:
        connection.execute(delete(tables.members).filter_by(delivery_id=one.id))
        connection.execute(delete(tables.deliveries).filter_by(id=one.id))
    for row in rows:  # what was read of a divided one goes too: it is sorted anew
        connection.execute(delete(tables.sortings).filter_by(delivery_id=row["id"]))
    for sha256 in chosen.originals:
        for table in (tables.facts, tables.seen, tables.originals):
            connection.execute(delete(table).filter_by(sha256=sha256))
    forget_ids(connection, chosen.ids)
    connection.execute(delete(tables.packets).where(tables.packets.c.id.in_(chosen.ids)))
    for table in (tables.former_judgements, tables.leases, tables.verdicts):
        connection.execute(delete(table).where(table.c.packet.in_(chosen.ids)))


def _rewrite_members(connection: Connection, delivery: Delivery) -> None:
    table = tables.members
    for position, member in enumerate(delivery.members):
        if member.problems == (Problem(FORGOTTEN),):
            connection.execute(
                sql_update(table)
                .where(table.c.delivery_id == delivery.id, table.c.position == position)
                .values(
                    path=member.path,
                    kind=member.kind,
                    sha256=None,
                    problems=codec.dump_problems(member.problems),
                )
            )


def _remove_written(store: Store, letters: tuple[str, ...], sent: Sequence[str]) -> None:
    """Its letters, and what is written of all packets together: that is written again."""
    begun = tuple(f".{name}" for name in letters)
    try:
        for folder in (store.workspace / _LETTERS, store.workspace / _EXPORTS):
            for path in folder.glob("*"):
                of_all = path.suffix == ".xlsx" or folder.name == _EXPORTS
                if path.is_file() and (of_all or path.name.startswith((*letters, *begun))):
                    path.unlink(missing_ok=True)
        for digest in sent:
            (store.workspace / _SENT / f"{digest}.docx").unlink(missing_ok=True)
        for name in (_LETTERS, _SENT, _EXPORTS, _PICTURES):
            if (store.workspace / name).is_dir():
                sync_folder(store.workspace / name)
    except OSError as error:
        raise StoreError(f"{store.workspace}: cannot be removed: {error.strerror}") from error
