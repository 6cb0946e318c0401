"""Pictures with headers that lie, and honest ones that are very large."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image

from samples.hostile.item import Item, Items, picture

_HUGE = ((65_500, 65_500), (30_000, 30_000), (1, 65_535), (12_000, 12_000), (0, 0))


def pictures() -> Items:
    """Yield pictures of all kinds."""
    for width, height in _HUGE:
        mark = f"{width}x{height}"
        yield Item("dimensions", f"{mark}.png", png(width, height))
        yield Item("dimensions", f"{mark}.jpg", _jpeg(width, height))
        yield Item("dimensions", f"{mark}.tif", _tiff(width, height))
        yield Item("dimensions", f"{mark}.bmp", _bmp(width, height))
        yield Item("dimensions", f"{mark}.gif", _gif(width, height))
        yield Item("dimensions", f"{mark}.webp", _webp(width, height))
    yield Item("dimensions", "billion.png", png(2**31 - 1, 2**31 - 1))
    yield Item("large", "honest.tif", _large("TIFF", (16_000, 11_000)))
    yield Item("large", "honest.png", _large("PNG", (13_000, 9_000)))
    yield Item("cyclic", "cyclic.tif", _cyclic_tiff())
    yield Item("too-many", "frames.tif", _frames(1_700))
    yield Item("bomb", "text.png", _text_png())
    yield Item(
        "broken-picture", "heic-head.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(90)
    )
    yield Item("broken-picture", "avif-in.heic", b"\0\0\0\x18ftypmif1\0\0\0\0avif" + bytes(900))
    yield Item("broken-picture", "sixteen.png", _sixteen())
    yield Item("broken-picture", "cmyk.jpg", _mode("CMYK", "JPEG"))
    yield Item("broken-picture", "float.tif", _mode("F", "TIFF"))
    yield Item("broken-picture", "exif.jpg", _with_exif())


def png(width: int, height: int) -> bytes:
    """Return a PNG of this size by its header, with next to no data."""
    header = struct.pack(">IIBBBBB", width & 0xFFFFFFFF, height & 0xFFFFFFFF, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(4_000))
    chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _jpeg(width: int, height: int) -> bytes:
    data = bytearray(picture("JPEG"))
    place = data.index(b"\xff\xc0") + 5
    data[place : place + 4] = struct.pack(">HH", height & 0xFFFF, width & 0xFFFF)
    return bytes(data)


def _tiff(width: int, height: int, following: int = 0) -> bytes:
    tags = (
        (256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1),
        (273, 4, 1, 8), (277, 3, 1, 1), (278, 4, 1, max(1, height)), (279, 4, 1, 100),
    )  # fmt: skip
    directory = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    head = b"II*\0" + struct.pack("<I", 8)
    return (
        head + struct.pack("<H", len(tags)) + directory + struct.pack("<I", following) + bytes(200)
    )


def _cyclic_tiff() -> bytes:
    return _tiff(100, 1, following=8)


def _frames(count: int) -> bytes:
    out = io.BytesIO()
    page = Image.new("1", (8, 8), 1)
    page.save(out, "TIFF", save_all=True, append_images=[page] * (count - 1))
    return out.getvalue()


def _bmp(width: int, height: int) -> bytes:
    data = bytearray(picture("BMP")[:4_000])
    data[18:26] = struct.pack("<ii", width, height)
    return bytes(data)


def _gif(width: int, height: int) -> bytes:
    data = bytearray(picture("GIF"))
    data[6:10] = struct.pack("<HH", width & 0xFFFF, height & 0xFFFF)
    return bytes(data)


def _webp(width: int, height: int) -> bytes:
    data = bytearray(picture("WEBP"))
    place = data.find(b"\x9d\x01\x2a")
    data[place + 3 : place + 7] = struct.pack("<HH", width & 0x3FFF, height & 0x3FFF)
    return bytes(data)


def _large(form: str, size: tuple[int, int]) -> bytes:
    """A plan or poster in black and white, as honest as it is large."""
    page = Image.new("1", size, 1)
    for line in range(40):
        page.paste(0, (500, 500 + 200 * line, size[0] - 500, 540 + 200 * line))
    out = io.BytesIO()
    page.save(out, form, **({"compression": "group4"} if form == "TIFF" else {}), dpi=(600, 600))
    return out.getvalue()


def _text_png() -> bytes:
    """A comment that unpacks to far more than the picture."""
    whole = picture("PNG")
    comment = _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(60_000_000)))
    return whole[:33] + comment + whole[33:]


def _sixteen() -> bytes:
    out = io.BytesIO()
    Image.new("I;16", (300, 200), 40_000).save(out, "PNG")
    return out.getvalue()


def _mode(mode: str, form: str) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (300, 200)).save(out, form)
    return out.getvalue()


def _with_exif() -> bytes:
    whole = picture("JPEG")
    body = b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\x01\x12\0\x03\xff\xff\xff\xff" * 40
    return whole[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + whole[2:]
