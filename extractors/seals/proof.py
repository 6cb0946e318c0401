"""Is this outline a seal? What the paper shows is weighed together: ink, outline, motif, words.

No sign is enough by itself: a closed ring of ink with nothing in it stays doubtful, and so do words
within a poor outline. The answer is a probability. Its weights were fitted (logistic regression) to
the candidates on 300 drawn pages, half of which bear only things that look like seals; left-out
fifths of the pages gave 164 of 176 true ones and 10 of 100 others at one half.
"""

from __future__ import annotations

import math
from typing import Final

from extractors.facts import Ink, Shape
from extractors.seals.kind import purpose_of
from extractors.seals.locate import Found
from extractors.seals.signs import GROUND
from extractors.seals.title import Title

# Widths in mm that seals have (DOMAIN.md 5.2): round and oval ones, and those with a person's name.
CURVED_MM: Final = (33.0, 61.0)
NAME_MM: Final = 32.0
# What is read into the lines of a table or a graph.
STROKES: Final = frozenset("一二三四五口品田日目工土士井丰十王回国中八人")
LETTERS, FRAMED_LETTERS = 8, 4  # from so many the words speak fully
FULL_FRAME: Final = 0.3  # share of a frame that characters fill
# Black ink is everywhere on a page: there a ring needs words or a star.
LEAST_WORDS, LEAST_STAR, COLOURLESS = 3, 0.3, 0.5
# A coloured square with something white in it is a logo as often: there a name must be read.
LEAST_IN_GROUND, SURE_IN_GROUND, UNNAMED = 2, 0.6, 0.5
WHOLE: Final = 0.97  # share of the outline on the page below which the page's edge cuts it


def probability(
    found: Found, title: Title, lines: tuple[str, ...], star: float, dpi: int | None
) -> float:
    """How likely it is a seal, 0..1; `star` says how five-pointed its middle is, 0..1."""
    if found.outline.straight:
        likely = _logistic(_framed(found, title, lines, dpi))
        read = _letters(title.text, straight=True) >= LEAST_IN_GROUND
        named = read and title.confidence >= SURE_IN_GROUND
        cut = found.signs.visible < WHOLE  # half a name need not be readable
        return likely if found.signs.inside < GROUND or named or cut else UNNAMED * likely
    likely = _logistic(_curved(found, title, lines, star, dpi))
    said = _letters(title.text, straight=False) >= LEAST_WORDS or star >= LEAST_STAR
    return likely if found.ink is not Ink.BLACK or said else COLOURLESS * likely


def _curved(
    found: Found, title: Title, lines: tuple[str, ...], star: float, dpi: int | None
) -> float:
    signs = found.signs
    words = min(_letters(title.text, straight=False), LETTERS) / LETTERS * title.confidence
    return (
        1.31 * found.score
        + 1.85 * signs.gap
        + 1.79 * signs.weakest
        + 1.57 * star
        + 2.9 * words
        + 0.7 * any(purpose_of(line) for line in lines)
        + 2.23 * _sized(found, CURVED_MM, dpi)
        + 0.84 * signs.visible
        - 6.84
    )


def _framed(found: Found, title: Title, lines: tuple[str, ...], dpi: int | None) -> float:
    signs = found.signs
    letters = min(_letters(title.text, straight=True), FRAMED_LETTERS) / FRAMED_LETTERS
    named = found.outline.shape is Shape.SQUARE
    return (
        1.84 * found.score
        + 2.0 * signs.weakest
        + 3.32 * letters * title.confidence
        + 0.63 * any(purpose_of(words) for words in (title.text, *lines))
        + 1.53 * min(signs.inside, FULL_FRAME) / FULL_FRAME
        + 0.8 * signs.beyond
        + 1.05 * (_sized(found, (0.0, NAME_MM), dpi) if named else 0.0)
        - 5.98
    )


def _logistic(sum_of_signs: float) -> float:
    return 1 / (1 + math.exp(-sum_of_signs))


def _letters(text: str, *, straight: bool) -> int:
    """Chinese characters, without those that a frame's own lines can be read as."""
    chinese = [character for character in text if "\u4e00" <= character <= "\u9fff"]
    return sum(not (straight and character in STROKES) for character in chinese)


def _sized(found: Found, between: tuple[float, float], dpi: int | None) -> float:
    """1 for a usual size, 0 for another, between them where the page's scale is not known."""
    if not dpi:
        return 0.5
    wide = 2 * max(found.outline.half_width, found.outline.half_height) * 25.4 / dpi
    return float(between[0] <= wide <= between[1])
