"""Tick boxes that are letters of the Wingdings typefaces, as Office writes them."""

from __future__ import annotations

_TICKS = {
    ("wingdings 2", "52"): "☑",
    ("wingdings 2", "51"): "☒",
    ("wingdings 2", "50"): "√",
    ("wingdings 2", "A2"): "■",
    ("wingdings 2", "A3"): "□",
    ("wingdings", "FE"): "☑",
    ("wingdings", "FD"): "☒",
    ("wingdings", "FC"): "√",
    ("wingdings", "6E"): "■",
    ("wingdings", "6F"): "□",
    ("wingdings", "A8"): "□",
}


def tick_symbol(face: str, code: str) -> str:
    """The tick box of a character (its code in hexadecimal) in a typeface; "" where it is none."""
    return _TICKS.get((face.lower(), code.upper()[-2:]), "")


def ticked_text(text: str, face: str) -> str:
    """A text set in a typeface, with its letters replaced where that makes tick boxes of them."""
    if not face.lower().startswith("wingdings"):
        return text
    return "".join(tick_symbol(face, f"{ord(char):02X}") or char for char in text)
