"""XML inside Office files, looked through before anything builds a tree of it."""

from __future__ import annotations

import zipfile
from xml.parsers import expat

from extractors.limits import Limits, UnreadableError
from extractors.package import BROKEN

_XML = (".xml", ".rels", ".vml")
_CHUNK = 1 << 16


def check_xml(package: zipfile.ZipFile, limits: Limits) -> None:
    """Hold every XML part of a package against the limits; raises UnreadableError.

    No Office program writes a document type (ECMA-376-2, 8.1.4 forbids it), and without one there
    are no entities: neither bombs nor references to files and addresses.
    """
    parts = [one for one in package.infolist() if one.filename.lower().endswith(_XML)]
    # A member never gives more bytes than its directory says.
    if sum(part.file_size for part in parts) > limits.xml_bytes:
        raise UnreadableError("xml-too-large", limit=limits.xml_bytes)
    for part in parts:
        _check_part(package, part, limits)


def _check_part(package: zipfile.ZipFile, part: zipfile.ZipInfo, limits: Limits) -> None:
    """What is not well formed is left to the readers, who have their own words for it."""
    gate = _Gate(limits.xml_depth)
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = gate.doctype
    parser.StartElementHandler = gate.start
    parser.EndElementHandler = gate.end
    try:
        with package.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk)
    except expat.ExpatError:
        return
    except (*BROKEN, OSError, RuntimeError, NotImplementedError):
        return  # a part that is damaged, encrypted or packed in another way: the reader will say so


class _Gate:
    """Counts the elements that are open."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._depth = 0

    def doctype(self, *_: object) -> None:
        raise UnreadableError("xml-entities")

    def start(self, *_: object) -> None:
        self._depth += 1
        if self._depth > self._most:
            raise UnreadableError("xml-too-deep", limit=self._most)

    def end(self, *_: object) -> None:
        self._depth -= 1
