"""A workspace with the facts of another one many times over, under other names, codes and hashes.

The two characters of a company's trade name are exchanged for two others wherever they stand, in
seals too, and its credit code for another one that is valid. One that stands in a comb, character
by character, stays as it is, and joins what it stands in. Originals are not copied: judging opens
none.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import insert, select
from stdnum.cn import uscc

from checks.compare import comparable
from checks.receipts import Member as Enrolled
from checks.receipts import Receipt
from extractors.language import plain
from extractors.sniff import FileKind
from pipeline import codec, lists, tables
from pipeline.deliveries import Delivery, Member
from pipeline.engines import choose_engine
from pipeline.packets import PacketView
from pipeline.reading import Keys, readable
from pipeline.runs import kept, keys_of
from pipeline.settings import Settings
from pipeline.store import Fact, Store

_CITY = "上海"
_CHARACTERS = range(0x4E00, 0x9FA0)
_PLACES = 5  # of a credit code that are counted up


@dataclass(frozen=True, slots=True)
class _Other:
    """What stands instead of what, in one packet's text."""

    words: Mapping[str, str]

    def text(self, text: str) -> str:
        for old, new in self.words.items():
            text = text.replace(old, new)
        return text

    def facts(self, body: bytes) -> bytes:
        """Of facts as they are kept; what a seal may say is kept character by character."""
        text = zlib.decompress(body).decode()
        return zlib.compress(self.text(text).encode(), 6)


def multiplied(source: Path, target: Path, packets: int) -> int:
    """Make `target` with about so many packets; answers with the pages that were read."""
    settings = Settings(workspace=target)
    keys = keys_of(settings, choose_engine(settings.ocr, settings.threads))
    with Store(source) as old, Store(target) as new:
        views, deliveries = kept(old), old.deliveries()
        known = lists.remembered(old)
        facts = _facts(old, keys, deliveries)
        names = _names(views)
        times = -(-packets // len(views))
        receipts: list[Receipt] = []
        members: list[Enrolled] = []
        pages = 0
        for time in range(times):
            some = views[: packets - time * len(views)]
            others: dict[str, _Other] = {}
            for view in some:
                words = _words(view, names, time)
                for entry in view.entries:
                    told = others[entry].words if entry in others else {}
                    others[entry] = _Other({**told, **words})
            chosen = [one for one in deliveries if one.name in others]
            pages += _deliver(new, keys, chosen, facts, others, time)
            every = _Other({k: v for one in others.values() for k, v in one.words.items()})
            receipts += [
                replace(row, applicant=every.text(row.applicant), row=row.row + 10_000 * time)
                for row in known.receipts or ()
            ]
            members += [
                replace(row, name=every.text(row.name), uscc=every.text(row.uscc))
                for row in known.members or ()
            ]
        new.save_document(lists.RECEIPTS, codec.dump_json(tuple[Receipt, ...], tuple(receipts)))
        new.save_document(lists.MEMBERS, codec.dump_json(tuple[Enrolled, ...], tuple(members)))
    return pages


def _facts(
    store: Store, keys: Keys, deliveries: Sequence[Delivery]
) -> dict[str, list[tuple[str, Fact]]]:
    """The facts of every file by its hash, each with the name that it was described by."""
    found: dict[str, list[tuple[str, Fact]]] = {}
    for member in readable(deliveries):
        sha256 = member.sha256 or ""
        described = keys.describe(sha256, member.path)
        fact = store.facts([described])[described]
        found.setdefault(sha256, []).append((member.path, fact))
        if len(found[sha256]) > 1:
            continue
        info = codec.load_info(fact.body)
        slots = [keys.look(sha256, index) for index in range(info.pages)]
        slots += [keys.read(sha256, index, info.kind) for index in range(info.pages)]
        found[sha256] += [("", one) for one in store.facts(slots).values()]
    return found


def _names(views: Sequence[PacketView]) -> Iterator[str]:
    """Trade names that share no character with any other: nobody takes two of them for one."""
    taken = {char for view in views for char in view.applicant}
    free = (chr(code) for code in _CHARACTERS if chr(code) not in taken)
    simple = (char for char in free if plain(char) == char and comparable(char) == char)
    return map("".join, zip(simple, simple, strict=False))


def _words(view: PacketView, names: Iterator[str], time: int) -> dict[str, str]:
    """New words for those of a packet; the first time all stays as it was."""
    words: dict[str, str] = {}
    trade = view.applicant.removeprefix(_CITY)[:2]
    if time and len(trade) == 2:
        chosen = next(names)
        words[trade] = chosen
        words |= {f'"{old}"': f'"{new}"' for old, new in zip(trade, chosen, strict=True)}
    if time and uscc.is_valid(view.credit_code):
        words[view.credit_code] = _code(view.credit_code, time)
    return words


def _code(code: str, time: int) -> str:
    """Another valid code: the last figures before the check digit are counted up."""
    head, tail = code[: 17 - _PLACES], code[17 - _PLACES : 17]
    number = (int("".join(c if c.isdigit() else "7" for c in tail)) + 137 * time) % 10**_PLACES
    other = f"{head}{number:0{_PLACES}}"
    return other + uscc.calc_check_digit(other)


def _sha256(sha256: str, time: int) -> str:
    return sha256 if time == 0 else hashlib.sha256(f"{time} {sha256}".encode()).hexdigest()


def _deliver(
    new: Store,
    keys: Keys,
    deliveries: Sequence[Delivery],
    facts: Mapping[str, Sequence[tuple[str, Fact]]],
    others: Mapping[str, _Other],
    time: int,
) -> int:
    """Store deliveries with the facts of their files; answers with the pages that were read."""
    rows: dict[str, dict[str, object]] = {}
    hashes: set[str] = set()
    moved = []
    for delivery in deliveries:
        other = others[delivery.name]
        hashes |= {one for one in (delivery.sha256, *(m.sha256 for m in delivery.members)) if one}
        moved.append(_moved(delivery, other, time))
        for member in readable([delivery]):
            for path, fact in facts[member.sha256 or ""]:
                row = _row(fact, keys, other, other.text(path), time)
                rows[str(row["key"])] = row
    with new.transaction() as connection:
        have = set(connection.scalars(select(tables.originals.c.sha256)))
        kept_as = [
            {"sha256": one, "size": 0, "stored_at": ""}
            for sha256 in sorted(hashes)
            if (one := _sha256(sha256, time)) not in have
        ]
        if kept_as:
            connection.execute(insert(tables.originals), kept_as)
        connection.execute(insert(tables.facts), list(rows.values()))
    for delivery in moved:
        new.save_delivery(delivery)
    return sum(row["tier"] == "read" for row in rows.values())


def _moved(delivery: Delivery, other: _Other, time: int) -> Delivery:
    members = tuple(
        Member(
            other.text(one.path), one.kind, one.sha256 and _sha256(one.sha256, time),
            other.text(one.container), one.problems,
        )
        for one in delivery.members
    )  # fmt: skip
    return replace(
        delivery,
        id=hashlib.sha256(f"{time} {delivery.id}".encode()).hexdigest()[:32],
        name=other.text(delivery.name),
        digest=_sha256(delivery.digest, time),
        sha256=delivery.sha256 and _sha256(delivery.sha256, time),
        members=members,
    )


def _row(fact: Fact, keys: Keys, other: _Other, path: str, time: int) -> dict[str, object]:
    sha256 = _sha256(fact.sha256, time)
    body = fact.body
    if fact.page < 0:
        slot = keys.describe(sha256, path)
    else:
        body = other.facts(body) if other.words else body
        slot = _slot(keys, fact, sha256)
    moved = replace(fact, key=f"{slot[:60]}-{fact.version}", slot=slot, sha256=sha256, body=body)
    names = [column.name for column in tables.facts.columns if column.name != "read_at"]
    return {name: getattr(moved, name) for name in names} | {"read_at": ""}


def _slot(keys: Keys, fact: Fact, sha256: str) -> str:
    """What the fact's slot is called for the other hash."""
    if fact.tier == "look":
        return keys.look(sha256, fact.page)
    plain = keys.read(fact.sha256, fact.page) == fact.slot
    return keys.read(sha256, fact.page, FileKind.UNKNOWN if plain else FileKind.DOC)
