"""A workspace with facts put in by hand, as if a haul had been read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from extractors.facts import Look
from extractors.limits import Limits
from extractors.reader import FileInfo
from extractors.sniff import FileKind
from pipeline import codec, lists
from pipeline.deliveries import RECEIVED, Delivery, Member
from pipeline.engines import choose_engine
from pipeline.judging import Packet as JudgedPacket
from pipeline.reading import keys_for
from pipeline.store import Fact, Store
from tests.checks.packets import Packet, files_of, judged

ENTRY = "某某精密.zip"


def judged_packet(packet: Packet, packet_id: str = "abc1230000") -> JudgedPacket:
    return JudgedPacket(packet_id, (ENTRY,), judged(packet))


def workspace(
    folder: Path, packet: Packet, contents: Mapping[str, bytes] = MappingProxyType({})
) -> Path:
    """Store a packet's files with what a reader would have found; the lists are not given.

    `contents` are the bytes of files, by path; the others hold no more than their names.
    """
    (folder / "in").mkdir(parents=True)
    with Store(folder / "ws") as store:
        deliver(store, folder / "in", packet, contents)
        assert lists.remembered(store).receipts is None
    return folder / "ws"


def deliver(
    store: Store,
    inbox: Path,
    packet: Packet,
    contents: Mapping[str, bytes] = MappingProxyType({}),
    number: int = 0,
) -> None:
    """Store a packet as an entry of its own; `number` (0: the only one) tells its files apart."""
    keys = keys_for(choose_engine("rapid"), Limits())
    mark = b"\n%%%d\n" % number if number else b""
    members = []
    for place, file in enumerate(files_of(packet)):
        path = inbox / f"{number or ''}{place}"
        path.write_bytes(contents.get(file.path, file.path.encode()) + mark)
        sha256 = store.keep(path).sha256
        members.append(Member(file.path, "file", sha256))
        kind = FileKind(file.kind)
        described = FileInfo(kind, len(file.pages), file.problems)
        _save(store, keys.describe(sha256, file.path), sha256, -1, "describe", described)
        for page in file.pages:
            index = page.number - 1
            look = Look(page.number, 10, 10, 60, False, 0.1, 0.0, False)
            _save(store, keys.look(sha256, index), sha256, index, "look", look)
            _save(store, keys.read(sha256, index), sha256, index, "read", page)
    entry = f"第{number}某某精密.zip" if number else ENTRY
    delivery = Delivery(
        f"d{number or 1}", entry, "archive", f"{number:064d}", members[0].sha256, None, RECEIVED,
        tuple(members),
    )  # fmt: skip
    store.save_delivery(delivery)


def _save(store: Store, slot: str, sha256: str, page: int, tier: str, value: object) -> None:
    body = codec.dump(value)  # type: ignore[arg-type]
    store.save_fact(Fact(f"{slot[:60]}-key", slot, 1, sha256, page, tier, "ok", body, 0.1))
