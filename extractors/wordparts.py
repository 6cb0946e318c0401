"""The parts of a Word file beside its body: headers, footers, foot- and endnotes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from extractors.wordmarkup import settle

_NOTES = ("/footnotes", "/endnotes")
_MOST_PARTS = 100


def headers(document: Any) -> Iterator[Any]:
    """Headers that the document's sections show, each once."""
    return _referred(document, qn("w:headerReference"))


def footers(document: Any) -> Iterator[Any]:
    """Footers that the document's sections show, each once."""
    return _referred(document, qn("w:footerReference"))


def notes(document: Any) -> Iterator[Any]:
    """Foot- and endnotes in their order, without the lines that part them from the text."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith(_NOTES) and not relation.is_external:
            root = _parsed(relation.target_part)
            yield from (note for note in root if note.get(qn("w:type")) in (None, "normal"))


def _referred(document: Any, tag: str) -> Iterator[Any]:
    """Of first pages only where a section has such; those of even pages repeat the others."""
    seen: set[str] = set()
    for reference in document.element.body.iter(tag):
        key = reference.get(qn("r:id")) or ""
        kind = reference.get(qn("w:type"))
        first = reference.getparent().find(qn("w:titlePg")) is not None
        relation = document.part.rels.get(key)
        wanted = kind in (None, "default") or (kind == "first" and first)
        if key in seen or relation is None or relation.is_external or not wanted:
            continue
        seen.add(key)
        if len(seen) > _MOST_PARTS:
            return
        yield _parsed(relation.target_part)


def _parsed(part: Any) -> Any:
    root = parse_xml(part.blob)
    settle(root)
    return root
