"""Files that cannot be opened as what their names say."""

import hashlib
import io
import random
import struct

import pikepdf
from PIL import Image

from samples.packet import Packet
from samples.shelf import Shelf
from samples.truth import Trouble

END, FREE = 0xFFFFFFFE, 0xFFFFFFFF  # marks of the OLE format


def add(packet: Packet, shelf: Shelf, rng: random.Random) -> None:
    """Spoil the needed electronic form where the plan says so, and add files nobody can open."""
    lost = packet.plan.has("C02")
    if lost and lost.where != "missing":
        _spoil_word(shelf, lost.where)
        _spoil_pdf(shelf, lost.where)
    if packet.plan.broken_files:
        for name, code, data in _extras(rng):
            shelf.files[name] = data
            shelf.troubles.append(Trouble(name, code))


def _spoil_word(shelf: Shelf, way: str) -> None:
    names = {one.file for one in shelf.filed if one.source == "docx" and one.kind != "cover_letter"}
    for name in sorted(names):
        whole = shelf.files[name]
        shelf.files[name] = locked_word(whole) if way == "encrypted" else whole[: len(whole) // 2]
        shelf.troubles.append(Trouble(name, f"docx-{way}"))
    shelf.filed[:] = [one for one in shelf.filed if one.file not in names]


def _spoil_pdf(shelf: Shelf, way: str) -> None:
    names = {one.file for one in shelf.filed if one.laid}
    for name in sorted(names):
        whole = shelf.files[name]
        shelf.files[name] = locked_pdf(whole) if way == "encrypted" else whole[:150]
        shelf.troubles.append(Trouble(name, f"pdf-{way}"))
    shelf.filed[:] = [one for one in shelf.filed if one.file not in names]


def locked_pdf(data: bytes) -> bytes:
    """Return a PDF with a password.

    RC4-128: its key holds no random salt, so that the same seed gives the same bytes.
    """
    out = io.BytesIO()
    lock = pikepdf.Encryption(owner="yushen", user="yushen", R=3, aes=False, metadata=False)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, static_id=True, encryption=lock)
    return out.getvalue()


def locked_word(data: bytes) -> bytes:
    """Return what a Word file with a password looks like outside: an OLE file with two streams.

    The streams hold no real cipher text (nobody has the password); sizes are those of the least
    streams that need no mini-sectors ([MS-CFB] 2.3 and 2.6, [MS-OFFCRYPTO] 2.3).
    """
    size, sector = 4096, 512
    per = size // sector
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, size, END, 0, END, 0)
    head += struct.pack("<I", 0) + struct.pack("<I", FREE) * 108
    chain: list[int] = [0xFFFFFFFD, END]
    for start in (2, 2 + per):
        chain += [*range(start + 1, start + per), END]
    chain += [FREE] * (sector // 4 - len(chain))
    entries = _directory("Root Entry", 5, FREE, 1, END, 0)
    entries += _directory("EncryptionInfo", 2, FREE, 2, 2, size)
    entries += _directory("EncryptedPackage", 2, FREE, FREE, 2 + per, size)
    streams = hashlib.sha256(data).digest() * (2 * size // 32)
    return head + struct.pack(f"<{len(chain)}I", *chain) + entries.ljust(sector, b"\0") + streams


def _directory(name: str, kind: int, left: int, right: int, start: int, size: int) -> bytes:
    """Return a directory entry; for the root, `right` is its child."""
    raw = name.encode("utf-16-le")
    links = (left, FREE, right) if kind == 5 else (left, right, FREE)
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<HBB3I", len(raw) + 2, kind, 1, *links)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def _extras(rng: random.Random) -> list[tuple[str, str, bytes]]:
    plain = pikepdf.new()
    plain.add_blank_page(page_size=(595, 842))
    whole, locked, picture = io.BytesIO(), io.BytesIO(), io.BytesIO()
    plain.save(whole, deterministic_id=True)
    # RC4-128: its key holds no random salt, so that the same seed gives the same bytes
    plain.save(
        locked,
        static_id=True,
        encryption=pikepdf.Encryption(
            owner="yushen", user="yushen", R=3, aes=False, metadata=False
        ),
    )
    shade = rng.randint(90, 200)
    Image.new("RGB", (640, 480), (shade,) * 3).save(picture, "JPEG", quality=60)
    jpeg = picture.getvalue()
    return [
        ("补充材料.pdf", "pdf-damaged", whole.getvalue()[:150]),
        ("财务数据（加密）.pdf", "pdf-encrypted", locked.getvalue()),
        ("产品照片.docx", "wrong-extension", jpeg),
        ("荣誉证书.jpg", "image-damaged", jpeg[:180]),
        ("说明.txt.pdf", "empty-file", b""),
    ]
