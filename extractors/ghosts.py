"""Words of coloured seals, taken out of a page's lines.

Lifting the ink off leaves a pale rim of the seal's own characters, which is found as text and
read as anything, or even as what it is. Print under a seal is dark without colour; such a rim has
nothing but colour, or nothing dark.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from extractors.facts import Ink, Line, Seal
from extractors.ocr.engine import PageImage
from extractors.seals.inks import strength

# What is read with this confidence, or is longer, is print, whatever colour lies over it.
SURE, LONG = 0.5, 4
WITHIN, PARTLY = 0.8, 0.5  # share of the line's box on the seal's: of any line, of a doubtful one
DARKER: Final = 40  # than the lightest tenth of the place, of 255: print or what is left of ink
COLOURED: Final = 14  # strength of the seal's ink from which a pixel has its colour
MOSTLY: Final = 0.5  # share of the dark pixels
PALE: Final = 0.81  # of the paper's brightness: no print's darkest twentieth is lighter


def without_ghosts(
    lines: tuple[Line, ...], seals: tuple[Seal, ...], page: PageImage, clean: PageImage
) -> tuple[Line, ...]:
    """The lines without those that are a coloured seal's own words.

    `page` is the page with its seals, `clean` the same with their ink lifted off.
    """
    coloured = [seal for seal in seals if seal.ink is not Ink.BLACK]
    return tuple(
        line
        for line in lines
        if not any(
            _is_within(line, seal)
            and (_is_pale(line, clean) or (_is_doubtful(line) and _is_ink(line, seal, page, clean)))
            for seal in coloured
        )
    )


def _is_doubtful(line: Line) -> bool:
    return line.confidence < SURE and len(line.text) < LONG


def _is_within(line: Line, seal: Seal) -> bool:
    least = PARTLY if _is_doubtful(line) else WITHIN
    return line.box.overlap(seal.box) >= least * line.box.area


def _place(line: Line) -> tuple[slice, slice]:
    box = line.box
    return (
        slice(max(0, int(box.top)), int(box.bottom) + 1),
        slice(max(0, int(box.left)), int(box.right) + 1),
    )


def _is_pale(line: Line, clean: PageImage) -> bool:
    """True where nothing on the clean page is as dark as print."""
    left = clean[_place(line)].max(axis=2)
    if left.size == 0:
        return False
    dark, paper = np.percentile(left, (5, 90))
    return bool(dark > PALE * paper)


def _is_ink(line: Line, seal: Seal, page: PageImage, clean: PageImage) -> bool:
    """True where what is dark on the clean page has the seal's colour on the page as it came."""
    place = _place(line)
    left = clean[place].max(axis=2)
    if left.size == 0:
        return False
    dark = left < np.percentile(left, 90) - DARKER
    if not dark.any():
        return True
    inked = strength(np.ascontiguousarray(page[place]), seal.ink) > COLOURED
    return float(inked[dark].mean()) >= MOSTLY
