"""Words of coloured seals, taken out of a page's lines.

Lifting the ink off leaves a pale rim of the seal's own characters, which is found as text and
read as anything. Print under a seal is dark without colour; such a rim has nothing but colour.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from extractors.facts import Ink, Line, Seal
from extractors.ocr.engine import PageImage
from extractors.seals.inks import strength

# What is read with this confidence, or is longer, is print, whatever lies over it.
SURE, LONG = 0.5, 4
WITHIN: Final = 0.9  # share of the line's box on the seal's
DARKER: Final = 40  # than the lightest tenth of the place, of 255: print or what is left of ink
COLOURED: Final = 14  # strength of the seal's ink from which a pixel has its colour
MOSTLY: Final = 0.5  # share of the dark pixels


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
        if line.confidence >= SURE
        or len(line.text) >= LONG
        or not any(_is_within(line, seal) and _is_ink(line, seal, page, clean) for seal in coloured)
    )


def _is_within(line: Line, seal: Seal) -> bool:
    return line.box.overlap(seal.box) >= WITHIN * line.box.area


def _is_ink(line: Line, seal: Seal, page: PageImage, clean: PageImage) -> bool:
    """True where what is dark on the clean page has the seal's colour on the page as it came."""
    rows = slice(max(0, int(line.box.top)), int(line.box.bottom) + 1)
    columns = slice(max(0, int(line.box.left)), int(line.box.right) + 1)
    left = clean[rows, columns].max(axis=2)
    if left.size == 0:
        return False
    dark = left < np.percentile(left, 90) - DARKER
    if not dark.any():
        return True
    inked = strength(np.ascontiguousarray(page[rows, columns]), seal.ink) > COLOURED
    return float(inked[dark].mean()) >= MOSTLY
