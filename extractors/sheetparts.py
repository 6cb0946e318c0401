"""What openpyxl does not tell of a sheet that is read row by row: merged cells, what is hidden,
formulas whose result is missing, and check boxes that lie on the cells."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass
from typing import Any

from lxml import etree
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
from openpyxl.xml.functions import iterparse

from extractors.limits import UnreadableError

Place = tuple[int, int]
Merged = tuple[int, int, int, int]

_MOST_MERGED = 20_000
_MOST_COLUMNS = 16_384
_MOST_BOXES = 1_000
_MOST_FORMULA = 200
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_VML = "{urn:schemas-microsoft-com:vml}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_DRAWING = "/vmlDrawing"
_OPEN_BREAK = re.compile(rb"<br\s*>")
_BOXES = ("Checkbox", "Radio")


@dataclass(frozen=True, slots=True)
class Layout:
    """Places are 0-based. `merged`: row, column and how many of each; `formulas` lack a result."""

    merged: tuple[Merged, ...]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    formulas: dict[Place, str]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A check box that lies on a cell: its mark and the words beside it."""

    place: Place
    text: str


def layout_of(package: zipfile.ZipFile, part: str) -> Layout:
    """Read through a sheet's XML once; entities are refused by the parser."""
    merged: list[Merged] = []
    rows: set[int] = set()
    columns: set[int] = set()
    formulas: dict[Place, str] = {}
    with package.open(part.lstrip("/")) as stream:
        for _, element in iterparse(stream):
            tag = element.tag
            if tag == f"{_SHEET}c":
                _note_formula(element, formulas)
            elif tag == f"{_SHEET}row":
                if _is_true(element.get("hidden")) and (element.get("r") or "").isdecimal():
                    rows.add(int(element.get("r")) - 1)
                element.clear()
            elif tag == f"{_SHEET}col" and _is_true(element.get("hidden")):
                first, last = int(element.get("min")), int(element.get("max"))
                columns.update(range(first - 1, min(last, _MOST_COLUMNS)))
            elif tag == f"{_SHEET}mergeCell":
                merged.append(_merged(element.get("ref")))
                if len(merged) > _MOST_MERGED:
                    raise UnreadableError("table-too-large", limit=_MOST_MERGED)
    return Layout(tuple(merged), frozenset(rows), frozenset(columns), formulas)


def _note_formula(cell: Any, formulas: dict[Place, str]) -> None:
    """A formula that was never computed: it is shown itself, for an empty cell would be a lie."""
    formula = cell.find(f"{_SHEET}f")
    computed = bool(cell.findtext(f"{_SHEET}v")) or cell.get("t") == "str"
    if formula is None or computed or not cell.get("r"):
        return
    row, column = coordinate_to_tuple(cell.get("r"))
    formulas[row - 1, column - 1] = f"={(formula.text or '')[:_MOST_FORMULA]}"


def _is_true(value: str | None) -> bool:
    return value in ("1", "true")


def _merged(reference: str) -> Merged:
    left, top, right, bottom = (int(side or 1) for side in range_boundaries(reference))
    return top - 1, left - 1, max(1, bottom - top + 1), max(1, right - left + 1)


# Check boxes: form controls keep their place, words and state in a VML drawing.


def check_boxes(package: zipfile.ZipFile, part: str) -> tuple[Drawn, ...]:
    """The check boxes and option buttons that lie on a sheet, from left to right in each row."""
    found: list[tuple[int, int, int, str]] = []
    for drawing in _drawings(package, part):
        for data in drawing.iter(f"{_EXCEL}ClientData"):
            if data.get("ObjectType") in _BOXES and len(found) < _MOST_BOXES:
                found.append(_box(data))
    return tuple(Drawn((row, column), text) for row, column, _, text in sorted(found))


def _box(data: Any) -> tuple[int, int, int, str]:
    anchor = [int(part) for part in (data.findtext(f"{_EXCEL}Anchor") or "").split(",")]
    ticked = (data.findtext(f"{_EXCEL}Checked") or "0").strip() == "1"
    shape = next(data.iterancestors(f"{_VML}shape"), data)
    texts = shape.find(f"{_VML}textbox")
    words = "".join("".join(texts.itertext()).split()) if texts is not None else ""
    return anchor[2], anchor[0], anchor[1], f"{'☑' if ticked else '□'}{words}"


def _drawings(package: zipfile.ZipFile, part: str) -> list[Any]:
    folder, name = posixpath.split(part.lstrip("/"))
    names = frozenset(package.namelist())
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in names:
        return []
    drawings = []
    for relation in _parsed(package.read(relations)):
        target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target") or ""))
        is_inside = relation.get("TargetMode") != "External" and target.lstrip("/") in names
        if is_inside and (relation.get("Type") or "").endswith(_DRAWING):
            drawings.append(_parsed(package.read(target.lstrip("/"))))
    return drawings


def _parsed(data: bytes) -> Any:
    """A small part; VML is often not well formed, so what can be read of it is taken."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    root = etree.fromstring(_OPEN_BREAK.sub(b"<br/>", data), parser)
    return etree.Element("nothing") if root is None else root
