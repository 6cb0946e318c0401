"""Mails as Outlook keeps them (.msg): the same as of any mail (MS-OXMSG, inside MS-CFB)."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass

import olefile

from extractors.limits import UnreadableError
from pipeline import mail

# Property numbers (MS-OXPROPS) and their types: text in UTF-16, text in a code page, bytes.
_BODY, _HTML, _HEADERS = "1000", "1013", "007D"
_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME, _DATA = "3707", "3704", "3001", "3701"
_UNICODE, _CODE_PAGE, _BINARY, _OBJECT = "001F", "001E", "0102", "000D"
_PROPERTIES = "__properties_version1.0"
_ATTACHMENT = "__attach_version1.0_#"
_UNNAMED = "附件"
# OSError is olefile's word for whatever does not fit; the others are where it did not look.
_BROKEN = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    struct.error,
)

Place = tuple[str, ...]


def parse(data: bytes) -> mail.Mail:
    """Read a mail; raises UnreadableError where its container is broken."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            storages = tuple(tuple(one) for one in file.listdir(streams=False, storages=True))
            return _Reader(file, storages).message(())
    except _BROKEN as error:
        raise UnreadableError("mail-damaged") from error


@dataclass(frozen=True, slots=True)
class _Reader:
    """`storages` are the paths of the container's folders, of which each object has one."""

    file: olefile.OleFileIO
    storages: tuple[Place, ...]

    def message(self, place: Place) -> mail.Mail:
        words = self._text(place, _BODY)
        if not words.strip():
            words = mail.without_marks(self._text(place, _HTML))
        headers = self._text(place, _HEADERS).encode("utf-8", "surrogateescape")
        parts = tuple(self._part(one) for one in self._attachments(place))
        return mail.Mail(words.strip(), parts, mail.received_in(headers))

    def _attachments(self, place: Place) -> tuple[Place, ...]:
        found = (one for one in self.storages if one[:-1] == place)
        return tuple(sorted(one for one in found if one[-1].startswith(_ATTACHMENT)))

    def _part(self, place: Place) -> mail.Part:
        names = (self._text(place, one) for one in (_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME))
        name = next((name for name in names if name.strip()), _UNNAMED)
        inner = (*place, f"__substg1.0_{_DATA}{_OBJECT}")
        if self.file.exists([*inner, _PROPERTIES]):
            return mail.Part(f"{name}.msg", b"", self.message(inner))
        data = self._bytes(place, _DATA, _BINARY)
        # A link to a file elsewhere, or a drawing of another program.
        return mail.Part(name, data or b"", problem="" if data is not None else "link-skipped")

    def _text(self, place: Place, number: str) -> str:
        data = self._bytes(place, number, _UNICODE)
        if data is not None:
            return data.decode("utf-16-le", "replace")
        for kind in (_CODE_PAGE, _BINARY):
            data = self._bytes(place, number, kind)
            if data is not None:
                return mail.from_bytes(data)
        return ""

    def _bytes(self, place: Place, number: str, kind: str) -> bytes | None:
        path = [*place, f"__substg1.0_{number}{kind}"]
        if not self.file.exists(path) or self.file.get_type(path) != olefile.STGTY_STREAM:
            return None
        with self.file.openstream(path) as stream:
            return bytes(stream.read())
