"""A workspace with facts put in by hand, as if a haul had been read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from checks.decided import NOTHING, Decided
from checks.documents import SubmittedFile
from extractors.facts import Look
from extractors.files import FileInfo
from extractors.limits import Limits
from extractors.sniff import FileKind
from pipeline import codec, lists
from pipeline.deliveries import RECEIVED, Delivery, Member
from pipeline.engines import choose_engine
from pipeline.judging import Packet as JudgedPacket
from pipeline.reading import keys_for
from pipeline.store import Fact, Store
from tests.checks.packets import Packet, files_of, judged

ENTRY = "某某精密.zip"


def judged_packet(
    packet: Packet, packet_id: str = "abc1230000", said: Decided = NOTHING
) -> JudgedPacket:
    return JudgedPacket(packet_id, (ENTRY,), judged(packet, said=said))


def workspace(
    folder: Path, packet: Packet, contents: Mapping[str, bytes] = MappingProxyType({})
) -> Path:
    """Store a packet's files with what a reader would have found; the lists are not given.

    `contents` are the bytes of files, by path; the others hold no more than their names.
    """
    deliver(folder, files_of(packet), contents=contents)
    with Store(folder / "ws") as store:
        assert lists.remembered(store).receipts is None
    return folder / "ws"


def deliver(
    folder: Path,
    files: Sequence[SubmittedFile],
    key: str = "d1",
    entry: str = ENTRY,
    contents: Mapping[str, bytes] = MappingProxyType({}),
) -> None:
    """Store one more delivery of files that were read.

    `key` makes its id and is a part of its files' bytes: facts are kept by those, and what was
    drawn for one firm can look like what was drawn for another.
    """
    mark = b"" if key == "d1" else f"\n%{key}\n".encode()
    keys = keys_for(choose_engine("rapid"), Limits())
    (folder / "in").mkdir(parents=True, exist_ok=True)
    with Store(folder / "ws") as store:
        members = []
        for number, file in enumerate(files):
            path = folder / "in" / f"{key}-{number}"
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
        delivery = Delivery(
            key, entry, "archive", f"{key:0>64}", members[0].sha256, None, RECEIVED, tuple(members)
        )
        store.save_delivery(delivery)


def _save(store: Store, slot: str, sha256: str, page: int, tier: str, value: object) -> None:
    body = codec.dump(value)  # type: ignore[arg-type]
    known = store.facts([slot]).get(slot)
    assert known is None or known.body == body, f"two files of these bytes: {sha256}"
    store.save_fact(Fact(f"{slot[:60]}-key", slot, 1, sha256, page, tier, "ok", body, 0.1))
