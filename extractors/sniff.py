"""What kind of file some bytes are: content decides, the name only gets noted.

Only magic numbers are looked at here; nothing is parsed.
"""

from __future__ import annotations

from enum import StrEnum
from mmap import mmap
from pathlib import PurePosixPath


class FileKind(StrEnum):
    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    TIFF = "tiff"
    BMP = "bmp"
    WEBP = "webp"
    GIF = "gif"
    HEIC = "heic"
    ZIP = "zip"  # told apart from docx and xlsx by whoever opens it
    DOCX = "docx"
    XLSX = "xlsx"
    OFD = "ofd"
    RTF = "rtf"
    DOC = "doc"  # Word's binary format; .wps has it too
    MSG = "msg"  # a mail as Outlook keeps it
    OLE = "ole"  # .xls and others; .doc and .msg are told apart by whoever opens it
    RAR = "rar"
    SEVEN_ZIP = "7z"
    TAR = "tar"
    GZIP = "gz"  # holds a tar archive, or else is not opened
    EML = "eml"
    EMPTY = "empty"
    UNKNOWN = "unknown"


IMAGES = frozenset(
    {
        FileKind.JPEG, FileKind.PNG, FileKind.TIFF, FileKind.BMP, FileKind.WEBP, FileKind.GIF,
        FileKind.HEIC,
    }
)  # fmt: skip
# What holds other files: archives and mails.
CONTAINERS = frozenset(
    {
        FileKind.ZIP, FileKind.RAR, FileKind.SEVEN_ZIP, FileKind.TAR, FileKind.GZIP, FileKind.EML,
        FileKind.MSG,
    }
)  # fmt: skip
HEAD = 1024

_MAGIC = (
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"II*\x00", FileKind.TIFF),
    (b"MM\x00*", FileKind.TIFF),
    (b"II+\x00", FileKind.TIFF),
    (b"MM\x00+", FileKind.TIFF),
    (b"GIF8", FileKind.GIF),
    (b"BM", FileKind.BMP),
    (b"PK\x03\x04", FileKind.ZIP),
    (b"PK\x05\x06", FileKind.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind.OLE),
    (b"Rar!\x1a\x07", FileKind.RAR),
    (b"{\\rtf", FileKind.RTF),
    (b"7z\xbc\xaf\x27\x1c", FileKind.SEVEN_ZIP),
    (b"\x1f\x8b\x08", FileKind.GZIP),
)
_TAR, _TAR_AT = b"ustar", 257  # POSIX.1-1988, "ustar Interchange Format"
_WORD_STREAM = "WordDocument\0".encode("utf-16-le")
_OUTLOOK_STREAM = "__properties_version1.0".encode("utf-16-le")  # MS-OXMSG 2.4
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"mif1", b"msf1", b"heim", b"heis")
_MAIL_HEADERS = (
    b"received:", b"from:", b"to:", b"subject:", b"date:", b"mime-version:", b"return-path:",
    b"delivered-to:", b"message-id:", b"x-", b"content-type:", b"dkim-signature:",
)  # fmt: skip
_BY_SUFFIX = {
    ".pdf": FileKind.PDF,
    ".jpg": FileKind.JPEG,
    ".jpeg": FileKind.JPEG,
    ".png": FileKind.PNG,
    ".tif": FileKind.TIFF,
    ".tiff": FileKind.TIFF,
    ".bmp": FileKind.BMP,
    ".webp": FileKind.WEBP,
    ".gif": FileKind.GIF,
    ".heic": FileKind.HEIC,
    ".heif": FileKind.HEIC,
    ".zip": FileKind.ZIP,
    ".docx": FileKind.DOCX,
    ".xlsx": FileKind.XLSX,
    ".ofd": FileKind.OFD,
    ".rtf": FileKind.RTF,
    ".doc": FileKind.DOC,
    ".wps": FileKind.DOC,
    ".xls": FileKind.OLE,
    ".msg": FileKind.MSG,
    ".rar": FileKind.RAR,
    ".7z": FileKind.SEVEN_ZIP,
    ".tar": FileKind.TAR,
    ".gz": FileKind.GZIP,
    ".tgz": FileKind.GZIP,
    ".eml": FileKind.EML,
}


def sniff(head: bytes) -> FileKind:
    """Name the kind of a file from its first `HEAD` bytes."""
    if not head:
        return FileKind.EMPTY
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if b"%PDF-" in head:  # ISO 32000-1, annex H: readers accept it within the first 1024 bytes
        return FileKind.PDF
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return FileKind.WEBP
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return FileKind.HEIC
    if head[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR:
        return FileKind.TAR
    first = head.lstrip(b"\xef\xbb\xbf").lower()
    if first.startswith(_MAIL_HEADERS) and b"\n" in first and b":" in first.split(b"\n", 1)[0]:
        return FileKind.EML
    return FileKind.UNKNOWN


def promised(name: str) -> FileKind:
    """What the suffix of a name promises; UNKNOWN where it promises nothing."""
    return _BY_SUFFIX.get(PurePosixPath(name).suffix.lower(), FileKind.UNKNOWN)


def ole_flavour(data: bytes | mmap) -> FileKind:
    """Tell Word's files and Outlook's mails from others in the same container by a stream's name.

    MS-DOC 2.1; names stand in the container's directory in UTF-16 (MS-CFB 2.6.1).
    """
    # A mail may hold a Word file, whose directory is then somewhere within it.
    if data.find(_OUTLOOK_STREAM) >= 0:
        return FileKind.MSG
    return FileKind.DOC if data.find(_WORD_STREAM) >= 0 else FileKind.OLE


def zip_flavour(names: frozenset[str]) -> FileKind:
    """Tell Office files from plain archives by the names of their members (OPC, ECMA-376-2)."""
    if "OFD.xml" in names:
        return FileKind.OFD
    if "[Content_Types].xml" not in names:
        return FileKind.ZIP
    if any(name.startswith("word/") for name in names):
        return FileKind.DOCX
    if any(name.startswith("xl/") for name in names):
        return FileKind.XLSX
    return FileKind.ZIP
