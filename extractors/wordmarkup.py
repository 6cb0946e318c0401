"""What Word's markup shows: a document's tree with all that is not shown taken out.

Works on a tree that was parsed for this, and changes it: alternatives are decided, deleted and
hidden text goes, and check boxes become characters.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

from extractors.symbols import tick_symbol

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_TICKED, _EMPTY = "☑", "□"
_TRUE = ("1", "true", "on")
BOX = qn("w:txbxContent")
# Deleted or moved away by tracked changes, and the small reading aid above a character.
_GONE = (qn("w:del"), qn("w:moveFrom"), qn("w:rt"))
_NO_TEXT = (qn("w:pPr"), qn("w:rPr"), BOX)
_BREAKS = {
    qn("w:tab"): "\t", qn("w:ptab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}  # fmt: skip


def settle(root: Any) -> None:
    """Bring a tree to what Word shows of it."""
    for choice in list(root.iter(f"{_MC}AlternateContent")):
        _decide(choice)
    for element in list(root.iter(qn("w:trPr"), qn("w:tcPr"))):
        if any(element.find(tag) is not None for tag in (qn("w:del"), qn("w:cellDel"))):
            _remove(element.getparent())
    for element in list(root.iter(*_GONE)):
        _remove(element)
    for element in list(root.iter(qn("w:vanish"))):
        run = element.getparent().getparent() if element.getparent() is not None else None
        if run is not None and run.tag == qn("w:r") and _is_on(element):
            _remove(run)
    for control in list(root.iter(qn("w:sdt"))):
        _settle_control(control)


def _remove(element: Any) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _decide(choice: Any) -> None:
    """Of what stands there for new and again for old programs (text boxes do), keep one."""
    parent = choice.getparent()
    if parent is None:
        return
    kept = next((one for one in choice if one.tag == f"{_MC}Choice"), None)
    if kept is None:
        kept = next((one for one in choice if one.tag == f"{_MC}Fallback"), None)
    at = parent.index(choice)
    parent.remove(choice)
    for offset, child in enumerate(list(kept) if kept is not None else []):
        parent.insert(at + offset, child)


def _is_on(element: Any) -> bool:
    return (element.get(qn("w:val")) or "1") in _TRUE


def _settle_control(control: Any) -> None:
    """A content control that asks for its text is blank; a check box becomes a character."""
    properties, content = control.find(qn("w:sdtPr")), control.find(qn("w:sdtContent"))
    if properties is None or content is None:
        return
    asks = properties.find(qn("w:showingPlcHdr"))
    box = properties.find(f"{_W14}checkbox")
    if box is None and (asks is None or not _is_on(asks)):
        return
    shown = list(content.iter(qn("w:t"), qn("w:sym")))
    if box is not None and shown:
        state = box.find(f"{_W14}checked")
        ticked = state is not None and (state.get(f"{_W14}val") or "1") in _TRUE
        mark = etree.Element(qn("w:t"))
        mark.text = _TICKED if ticked else _EMPTY
        shown[0].getparent().replace(shown[0], mark)
        shown = shown[1:]
    for element in shown:
        _remove(element)


# Text of a paragraph


def paragraph_text(paragraph: Any) -> str:
    """Its text with tabs and breaks, check boxes and symbols; text boxes in it are left out."""
    return "".join(_parts(paragraph))


def text_boxes(paragraph: Any) -> Iterator[Any]:
    """The contents of the text boxes that hang on a paragraph, without those inside others."""
    for element in paragraph:
        if element.tag == BOX:
            yield element
        else:
            yield from text_boxes(element)


def _parts(parent: Any) -> Iterator[str]:
    for element in parent:
        if element.tag == qn("w:t"):
            yield element.text or ""
        elif element.tag in _BREAKS:
            yield _BREAKS[element.tag]
        elif element.tag == qn("w:sym"):
            yield tick_symbol(element.get(qn("w:font")) or "", element.get(qn("w:char")) or "")
        elif element.tag == qn("w:fldChar"):
            yield _form_field(element)
        elif element.tag not in _NO_TEXT:
            yield from _parts(element)


def _form_field(mark: Any) -> str:
    """State of a check box, choice of a list: these old form fields have no text of their own."""
    data = mark.find(qn("w:ffData"))
    box = data.find(qn("w:checkBox")) if data is not None else None
    if box is not None:
        state = box.find(qn("w:checked"))
        state = box.find(qn("w:default")) if state is None else state
        return _TICKED if state is not None and _is_on(state) else _EMPTY
    choices = data.find(qn("w:ddList")) if data is not None else None
    if choices is None:
        return ""
    chosen = choices.find(qn("w:result"))
    number = (chosen.get(qn("w:val")) or "0") if chosen is not None else "0"
    entries = [entry.get(qn("w:val")) or "" for entry in choices.findall(qn("w:listEntry"))]
    return entries[int(number)] if number.isdecimal() and int(number) < len(entries) else ""
