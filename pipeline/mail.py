"""E-mails (.eml): attachments with the names their senders gave, the text, the time received."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import Any, TypeAlias

from checks.receipts import SHANGHAI
from extractors.limits import UnreadableError

_Message: TypeAlias = "Message[Any, Any]"  # generic for type checkers only

TEXT_NAME = "正文.txt"
_NESTED_NAME = "附件邮件.eml"
_UNNAMED = "附件"
_CHINESE = re.compile(r"^(gb|cp936|ms936|x-gbk|hz)", re.IGNORECASE)
_BLOCKS = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3", "table"})
_UNSEEN = frozenset({"script", "style", "head", "title"})


@dataclass(frozen=True, slots=True)
class Part:
    """An attachment (`data`) or a mail within the mail (`mail`); `problem` where it is neither."""

    name: str
    data: bytes
    mail: Mail | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """What a mail says and brings. `received_hint`: see `received_in`."""

    text: str
    parts: tuple[Part, ...]
    received_hint: str | None


def parse(data: bytes) -> Mail:
    """Read a mail; raises UnreadableError where mails are packed into mails without end."""
    try:
        return _mail(BytesParser(policy=policy.default).parsebytes(data))
    except RecursionError as error:
        raise UnreadableError("nested-too-deep") from error


def _mail(message: _Message) -> Mail:
    return Mail(_text(message), tuple(_parts(message)), _received_hint(message))


def received_in(headers: bytes) -> str | None:
    """When our own server took a mail in, from its header lines alone."""
    return _received_hint(BytesParser(policy=policy.default).parsebytes(headers, headersonly=True))


def _received_hint(message: _Message) -> str | None:
    """When our own server took the mail in (ISO 8601, Shanghai), from the topmost Received line.

    Each server puts its line above those before it; the sender's Date line proves nothing.
    """
    for name, value in message.raw_items():
        if name.lower() != "received":
            continue
        try:
            stamp = parsedate_to_datetime(" ".join(str(value).rsplit(";", 1)[-1].split()))
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
        if stamp.tzinfo is None:
            return None
        return stamp.astimezone(SHANGHAI).isoformat(timespec="seconds")
    return None


def _parts(message: _Message) -> Iterator[Part]:
    """The attachments in their order; alternatives of the text are none."""
    if message.get_content_maintype() == "multipart":
        children = message.get_payload()
        for child in children if isinstance(children, list) else ():
            if isinstance(child, Message):
                yield from _parts(child)
    elif message.get_content_type() == "message/rfc822":
        inner = message.get_payload()
        if isinstance(inner, list) and inner and isinstance(inner[0], Message):
            yield Part(attachment_name(message) or _NESTED_NAME, b"", _mail(inner[0]))
    elif not _is_text(message):
        yield Part(attachment_name(message) or _unnamed(message), _bytes(message))


def _text(message: _Message) -> str:
    """The words of the mail: its plain text, else its HTML without the marks."""
    plain = [_decoded(part) for part in _texts(message, "text/plain")]
    if any(one.strip() for one in plain):
        return "\n".join(plain).strip()
    return "\n".join(without_marks(_decoded(part)) for part in _texts(message, "text/html"))


def attachment_name(part: _Message) -> str:
    """The file's name as meant: RFC 2231, RFC 2047 in quotes, or bare GBK or UTF-8 bytes."""
    for header, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        value = next((str(v) for k, v in part.raw_items() if k.lower() == header), None)
        if value is None:
            continue
        # The older class hands out parameters as they stand; the newer one drops bare bytes.
        holder: Message[str, str] = Message()
        holder[header] = from_bytes(value.encode("utf-8", "surrogateescape"))
        found = holder.get_param(parameter, header=header)
        name = _parameter(found)
        if name.strip():
            return name.strip()
    return ""


def _parameter(found: Any) -> str:
    if isinstance(found, tuple):  # RFC 2231: charset, language, text with one byte a character
        charset, _, value = found
        raw = str(value).encode("latin-1", "replace")
        return from_bytes(raw, charset or "utf-8")
    return _words(str(found)) if found else ""


def _words(value: str) -> str:
    """Decode RFC 2047 words, which stand in file names though that is forbidden."""
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError):
        return value
    return "".join(
        piece if isinstance(piece, str) else from_bytes(piece, charset) for piece, charset in pieces
    )


def from_bytes(raw: bytes, charset: str | None = None) -> str:
    """Text by the named charset, else UTF-8, else GB18030 (which holds GBK and GB2312)."""
    wanted = "gb18030" if charset and _CHINESE.match(charset) else charset
    for encoding in (wanted, "utf-8", "gb18030"):
        if encoding is None:
            continue
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("utf-8", "replace")


def _unnamed(part: _Message) -> str:
    return f"{_UNNAMED}.{part.get_content_subtype()}"


def _is_text(part: _Message) -> bool:
    """The mail's own words: text without a name that is not sent as an attachment."""
    return (
        part.get_content_type() in ("text/plain", "text/html")
        and part.get_content_disposition() != "attachment"
        and not attachment_name(part)
    )


def _texts(message: _Message, kind: str) -> Iterator[_Message]:
    if message.get_content_maintype() == "multipart":
        children = message.get_payload()
        for child in children if isinstance(children, list) else ():
            if isinstance(child, Message):
                yield from _texts(child, kind)
    elif message.get_content_type() == kind and _is_text(message):
        yield message


def _bytes(part: _Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _decoded(part: _Message) -> str:
    return from_bytes(_bytes(part), part.get_content_charset())


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(data)


def without_marks(html: str) -> str:
    """The words of a piece of HTML."""
    words = _Words()
    words.feed(html)
    words.close()
    return re.sub(r"\n\s*\n+", "\n", "".join(words.pieces)).strip()
