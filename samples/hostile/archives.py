"""Archives and mails that mean harm: bombs, names that lead elsewhere, links, endless nesting."""

from __future__ import annotations

import gzip
import io
import stat
import struct
import tarfile
import zipfile
import zlib

from samples.hostile.item import Item, Items, archive, mail, pdf
from samples.hostile.ole import Note, outlook
from samples.hostile.rar import rar4, rar5

_LEADING = (
    "../../../../tmp/yushen-escaped", "/tmp/yushen-escaped", "..\\..\\yushen-escaped.pdf",
    "C:\\Windows\\yushen-escaped.pdf", "\\\\host\\share\\a.pdf", "a/../../yushen-escaped", "..",
    ".", "", "/", "a//b/./c.pdf", "file:///etc/passwd",
)  # fmt: skip
_ZEROS = 12_000_000


def archives() -> Items:
    """Yield archives of all formats."""
    yield from _bombs()
    yield from _nested()
    yield from _leading()
    yield from _links()
    yield from _odd()


def mails() -> Items:
    """Yield mails of both kinds."""
    level = b"Content-Type: message/rfc822\n\n"
    for depth in (2, 5, 60, 3_000):
        yield Item("nested-mail", f"mail-{depth}.eml", b"From: a@b\n" + level * depth + b"\nx\n")
    inner = mail({"a.pdf": pdf()})
    for level_number in range(5):
        outer = mail({})
        outer.add_attachment(inner)
        outer.set_boundary(f"==level-{level_number}==")
        inner = outer
    yield Item("nested-mail", "forwarded.eml", inner.as_bytes())
    note = Note("里", {"a.pdf": pdf()})
    for _ in range(6):
        note = Note("外", {}, {"转发": note})
    yield Item("nested-mail", "forwarded.msg", outlook(note))
    yield Item("bomb", "many-parts.eml", _many_parts(4_000))
    yield Item("bomb", "deep-parts.eml", _deep_parts(2_000))
    yield Item("broken-mail", "no-end.eml", mail({"a.pdf": pdf()}).as_bytes()[:-60])
    yield Item("broken-mail", "header.eml", b"From: " + b"a" * 2_000_000 + b"\n\nx")
    named = "Content-Disposition: attachment; filename="
    for place, name in enumerate(_LEADING):
        raw = f'From: a@b\nContent-Type: application/pdf\n{named}"{name}"\n\nx\n'
        yield Item("traversal", f"name-{place}.eml", raw.encode())
    yield Item(
        "traversal", "names.msg", outlook(Note("x", {name: b"x" for name in _LEADING if name}))
    )
    charset = b"From: a@b\nContent-Type: text/plain; charset=rot13\n\nabc"
    yield Item("broken-mail", "charset.eml", charset)
    web = b"From: a@b\nContent-Type: text/html\n\n<img src='http://198.51.100.1/x.png'>"
    yield Item("remote", "picture.eml", web)


def _bombs() -> Items:
    zeros = bytes(_ZEROS)
    yield Item("bomb", "zeros.zip", archive({"a.pdf": zeros}))
    yield Item("bomb", "zeros.tar.gz", gzip.compress(_tar({"a.pdf": zeros}), mtime=0))
    inner = archive({f"{number}.pdf": zeros for number in range(4)})
    yield Item("bomb", "bombs.zip", archive({f"{number}.zip": inner for number in range(8)}))
    yield Item("bomb", "overlap.zip", _overlapping(zeros, 1_500))
    yield Item("bomb", "members.zip", archive({f"{number}.txt": b"" for number in range(2_500)}))
    yield Item("bomb", "members.tar", _tar({f"{number}.txt": b"" for number in range(2_500)}))
    yield Item("bomb", "members.rar", rar5({f"{number}.txt": b"" for number in range(2_500)}))
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        yield Item("bomb", f"zeros-{method}.zip", archive({"a": zeros}, method))
    yield Item("bomb", "office.docx", archive({"[Content_Types].xml": b"", "word/a.xml": zeros}))
    yield Item("bomb", "lying.zip", _lying(archive({"a.pdf": zeros})))


def _nested() -> Items:
    data = archive({"a.pdf": pdf()})
    for depth in range(2, 6):
        data = archive({f"{depth}.zip": data, "b.pdf": pdf()})
        yield Item("nested", f"depth-{depth}.zip", data)
    yield Item("nested", "mixed.rar", rar5({"a.zip": archive({"b.tar": _tar({"c.pdf": pdf()})})}))
    yield Item("nested", "mail-in.zip", archive({"a.eml": mail({"b.pdf": pdf()}).as_bytes()}))


def _leading() -> Items:
    data = pdf()
    yield Item("traversal", "leading.zip", archive({name: data for name in _LEADING if name}))
    yield Item("traversal", "leading.tar", _tar({name: data for name in _LEADING if name}))
    yield Item("traversal", "leading.rar", rar5({name: data for name in _LEADING}))
    old = {name.encode("gbk", "replace"): data for name in _LEADING}
    yield Item("traversal", "leading-old.rar", rar4(old))
    name = "申报材料/申报表.pdf"
    for encoding in ("gbk", "utf-8"):
        raw = name.encode(encoding)
        made = archive({"A" * len(raw): data}).replace(b"A" * len(raw), raw)
        yield Item("gbk", f"unmarked-{encoding}.zip", made)
    yield Item("gbk", "gbk.rar", rar4({name.encode("gbk"): data}))
    yield Item("gbk", "gbk.tar", _tar({name: data}, "gbk"))


def _links() -> Items:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, aim in (("l", "/etc/passwd"), ("l/a.pdf", "x")):
            info = zipfile.ZipInfo(name)
            info.external_attr = (stat.S_IFLNK | 0o777) << 16 if name == "l" else 0
            target.writestr(info, aim)
    yield Item("link", "links.zip", out.getvalue())
    out = io.BytesIO()
    kinds = (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE)
    with tarfile.open(fileobj=out, mode="w") as tar:
        for place, kind in enumerate(kinds):
            member = tarfile.TarInfo(f"link{place}")
            member.type, member.linkname = kind, "../../../../tmp"
            tar.addfile(member)
        member = tarfile.TarInfo("link0/yushen-escaped")
        member.size = 1
        tar.addfile(member, io.BytesIO(b"x"))
    yield Item("link", "links.tar", out.getvalue())


def _odd() -> Items:
    yield Item("locked", "locked.rar", rar5({"a.pdf": b"x"}, encrypted=True))
    yield Item("locked", "locked.zip", _marked_encrypted(archive({"a.pdf": pdf()})))
    yield Item("empty", "empty.zip", archive({}))
    yield Item("empty", "empty.tar", _tar({}) + bytes(10_240))
    yield Item("empty", "empty.rar", rar5({}))
    yield Item("empty", "nothing.pdf", b"")
    yield Item("litter", "only-litter.zip", archive({"__MACOSX/._a": b"x", "Thumbs.db": b"x"}))
    yield Item("broken-archive", "method.zip", _method(archive({"a.pdf": pdf()}), 97))
    signature = b"7z\xbc\xaf\x27\x1c\x00\x04"
    vast = struct.pack("<QQI", 0, 1 << 62, 0)
    seven = signature + struct.pack("<I", zlib.crc32(vast)) + vast
    yield Item("broken-archive", "vast.7z", seven)
    yield Item("broken-archive", "volume.part2.rar", rar5({"a.pdf": pdf()})[40:])
    yield Item("broken-archive", "second.zip", archive({"a": b"1"}) + archive({"b": b"2"}))


def _tar(files: dict[str, bytes], encoding: str = "utf-8") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT, encoding=encoding) as tar:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return out.getvalue()


def _overlapping(data: bytes, count: int) -> bytes:
    """One compressed kernel that every entry of the directory points to (Fifield, 2019)."""
    whole = archive({"A": data})
    start = whole.index(b"PK\x01\x02")
    end = whole.index(b"PK\x05\x06")
    entry = whole[start:end]
    directory = entry * count
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), start, 0)
    return whole[:start] + directory + tail


def _lying(data: bytes) -> bytes:
    """The sizes in the directory say that next to nothing comes out."""
    out = bytearray(data)
    place = data.index(b"PK\x01\x02") + 24
    out[place : place + 4] = struct.pack("<I", 10)
    return bytes(out)


def _marked_encrypted(data: bytes) -> bytes:
    out = bytearray(data)
    out[6] |= 1
    out[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(out)


def _method(data: bytes, number: int) -> bytes:
    out = bytearray(data)
    out[8] = out[data.index(b"PK\x01\x02") + 10] = number
    return bytes(out)


def _many_parts(count: int) -> bytes:
    part = b"--b\nContent-Disposition: attachment; filename=a.pdf\n\nx\n"
    return b'From: a@b\nContent-Type: multipart/mixed; boundary="b"\n\n' + part * count + b"--b--\n"


def _deep_parts(depth: int) -> bytes:
    opening = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)
        for level in range(depth)
    )
    return b"From: a@b\n" + opening + b"\nx\n"
