"""Compound files (MS-CFB): folders and streams in one file, and Outlook's mails made of them.

Every stream is kept in ordinary sectors: the header says that no stream is short enough for the
small ones.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Union

_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_SECTOR = 512
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_SMALL = 4096

Tree = Mapping[str, Union[bytes, "Tree"]]


@dataclass(slots=True)
class _Entry:
    name: str
    kind: int
    data: bytes = b""
    child: int = _FREE
    right: int = _FREE
    start: int = _END
    size: int = 0


@dataclass(slots=True)
class _Writer:
    entries: list[_Entry] = field(default_factory=list)

    def add(self, tree: Tree) -> int:
        """Add what is in a folder as a chain to the right; return the first one's number."""
        first = _FREE
        last: _Entry | None = None
        # The order is that of MS-CFB 2.6.4: shorter names first, then by upper case.
        for name in sorted(tree, key=lambda one: (len(one), one.upper())):
            content = tree[name]
            number = len(self.entries)
            stream = isinstance(content, bytes)
            entry = _Entry(name, _STREAM if stream else _STORAGE)
            self.entries.append(entry)
            if isinstance(content, bytes):
                entry.data, entry.size = content, len(content)
            else:
                entry.child = self.add(content)
            if last is None:
                first = number
            else:
                last.right = number
            last = entry
        return first


def compound(tree: Tree) -> bytes:
    """Return a file with these folders and streams."""
    writer = _Writer([_Entry("Root Entry", _ROOT)])
    root = writer.entries[0]
    root.child = writer.add(tree)
    small, small_table = _small_streams(writer.entries)
    root.size = len(small)
    large = [(one, one.data) for one in writer.entries if one.size >= _SMALL]
    directory_size = -(-len(writer.entries) * 128 // _SECTOR)
    table = list(_chain(0, directory_size))
    body: list[bytes] = []
    mini_start = len(table)
    table += _chain(mini_start, _sectors(small_table))
    body.append(_padded(small_table))
    root.start = len(table) if small else _END
    table += _chain(len(table), _sectors(small))
    body.append(_padded(small))
    for entry, data in large:
        entry.start = len(table)
        table += _chain(len(table), _sectors(data))
        body.append(_padded(data))
    directory = b"".join(_directory(one) for one in writer.entries)
    body.insert(0, directory.ljust(directory_size * _SECTOR, b"\0"))
    return _header(
        table, mini_start if small_table else _END, _sectors(small_table), b"".join(body)
    )


def _header(table: list[int], mini_start: int, mini_count: int, body: bytes) -> bytes:
    """The header, the sectors, and at the end the table of sectors itself."""
    count = 1
    while count * (_SECTOR // 4) < len(table) + count:
        count += 1
    places = list(range(len(table), len(table) + count))
    if count > 109:
        raise ValueError("too large for a table named by the header alone")
    table = [*table, *([_FAT] * count)]
    table += [_FREE] * (count * (_SECTOR // 4) - len(table))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, count, 0, 0, _SMALL, mini_start, mini_count, _END, 0)
    head += struct.pack("<109I", *places, *([_FREE] * (109 - count)))
    return head + body + struct.pack(f"<{len(table)}I", *table)


def _small_streams(entries: list[_Entry]) -> tuple[bytes, bytes]:
    """The short streams in sectors of 64 bytes, and their table."""
    out = bytearray()
    table: list[int] = []
    for one in entries:
        if one.kind != _STREAM or one.size >= _SMALL or not one.size:
            continue
        one.start = len(table)
        count = -(-one.size // 64)
        table += _chain(one.start, count)
        out += one.data.ljust(count * 64, b"\0")
    return bytes(out), struct.pack(f"<{len(table)}I", *table)


def _chain(start: int, count: int) -> Iterator[int]:
    for number in range(count):
        yield start + number + 1 if number + 1 < count else _END


def _sectors(data: bytes) -> int:
    return -(-len(data) // _SECTOR)


def _padded(data: bytes) -> bytes:
    return data.ljust(_sectors(data) * _SECTOR, b"\0" if len(data) % 4 else b"\xff")


def _directory(entry: _Entry) -> bytes:
    raw = entry.name.encode("utf-16-le")
    links = struct.pack("<III", _FREE, entry.right, entry.child)
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<HBB", len(raw) + 2, entry.kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", entry.start, entry.size)
    )


# Outlook's mails (MS-OXMSG 2.2): each property is a stream named by its number and type.


@dataclass(frozen=True, slots=True)
class Note:
    """A mail: `encoding` "" for text in UTF-16, else that of a code page."""

    text: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    mails: Mapping[str, Note] = field(default_factory=dict)
    headers: str = ""
    encoding: str = ""


def outlook(note: Note) -> bytes:
    """Return a .msg."""
    return compound(_message(note, 32))


def _message(note: Note, head: int) -> dict[str, bytes | Tree]:
    tree: dict[str, bytes | Tree] = {"__properties_version1.0": bytes(head)}
    tree.update(_text("1000", note.text, note.encoding))
    if note.headers:
        tree.update(_text("007D", note.headers, note.encoding))
    for name, data in note.files.items():
        tree[_attachment(tree)] = {
            "__properties_version1.0": bytes(8),
            **_text("3707", name, note.encoding),
            "__substg1.0_37010102": data,
        }
    for name, inner in note.mails.items():
        tree[_attachment(tree)] = {
            "__properties_version1.0": bytes(8),
            **_text("3001", name, note.encoding),
            "__substg1.0_3701000D": _message(inner, 24),
        }
    return tree


def _attachment(tree: Tree) -> str:
    count = sum(name.startswith("__attach") for name in tree)
    return f"__attach_version1.0_#{count:08X}"


def _text(number: str, text: str, encoding: str) -> dict[str, bytes | Tree]:
    kind = "001E" if encoding else "001F"
    return {f"__substg1.0_{number}{kind}": text.encode(encoding or "utf-16-le")}
