"""Rar archives whose members are stored as they are: enough of both formats for readers to open.

After the published notes on the formats (rarlab.com/technote.htm for 5.0; unrar's headers.hpp names
the fields of the older one). No program that may be passed on writes them.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

_SIGNATURE_5 = b"Rar!\x1a\x07\x01\x00"
_SIGNATURE_4 = b"Rar!\x1a\x07\x00"
_MAIN, _FILE, _END = 1, 2, 5
_HAS_DATA, _HAS_CRC = 2, 4
_UNIX = 1


def rar5(files: Mapping[str, bytes], encrypted: bool = False) -> bytes:
    """Return an archive of version 5; `encrypted` marks its headers so, without any cipher."""
    out = [_SIGNATURE_5]
    if encrypted:
        out.append(_block(4, 0, _number(0) + _number(0) + bytes([15]) + bytes(16)))
    out.append(_block(_MAIN, 0, _number(0)))
    for name, data in files.items():
        raw = name.encode("utf-8", "surrogateescape")
        body = _number(_HAS_CRC) + _number(len(data)) + _number(0o100644)
        body += struct.pack("<I", zlib.crc32(data)) + _number(0) + _number(_UNIX)
        body += _number(len(raw)) + raw
        out += [_block(_FILE, _HAS_DATA, body, len(data)), data]
    out.append(_block(_END, 0, _number(0)))
    return b"".join(out)


def _block(kind: int, flags: int, body: bytes, size: int = 0) -> bytes:
    content = _number(kind) + _number(flags)
    if flags & _HAS_DATA:
        content += _number(size)
    content += body
    content = _number(len(content)) + content
    return struct.pack("<I", zlib.crc32(content)) + content


def _number(value: int) -> bytes:
    """Seven bits a byte, the lowest first; the highest bit says that more follow."""
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def rar4(files: Mapping[bytes, bytes]) -> bytes:
    """Return an archive of the older version; names are bytes, as an old Windows wrote them."""
    out = [_SIGNATURE_4, _old_block(0x73, 0, bytes(6))]
    for name, data in files.items():
        sizes = struct.pack("<II", len(data), len(data))
        crc = struct.pack("<I", zlib.crc32(data))
        time, version, stored = bytes(4), 20, 0x30
        fields = sizes + b"\x02" + crc + time + bytes([version, stored])
        fields += struct.pack("<HI", len(name), 0x20) + name
        out += [_old_block(0x74, 0x8000, fields), data]
    out.append(_old_block(0x7B, 0x4000, b""))
    return b"".join(out)


def _old_block(kind: int, flags: int, fields: bytes) -> bytes:
    rest = struct.pack("<BHH", kind, flags, 7 + len(fields)) + fields
    return struct.pack("<H", zlib.crc32(rest) & 0xFFFF) + rest
