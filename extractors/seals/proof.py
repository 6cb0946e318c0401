"""Is this outline a seal? What the paper shows is weighed together: ink, outline, motif, words.

No sign is enough by itself: a closed ring of ink with nothing in it stays doubtful, and so do words
within a poor outline. The answer is a probability. The weights of what is measured were fitted
(logistic regression) to the candidates on 300 drawn pages, half of which bear only things that look
like seals; those of the network beside it to 390 others, on left-out fifths of which it found 88 %
of the seals, and 94 % of what it named were some (without the network 80 and 96 %).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from extractors.facts import Ink, Shape
from extractors.seals.kind import is_date, purpose_of
from extractors.seals.locate import Found
from extractors.seals.signs import GROUND
from extractors.seals.title import WELL, Title, is_whole

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
# A date in a coloured frame is what stamps of receipt and payment say; the words above it are often
# large and worn.
DATED: Final = 1.6
WHOLE: Final = 0.97  # share of the outline on the page below which the page's edge cuts it
# What was measured and what the network sees, together: the weights of their log odds, and what is
# added. Nothing that the network sees is taken for less than this.
WEIGHED: Final[Mapping[bool, tuple[float, float, float]]] = {
    False: (0.78, 1.5, 0.77),
    True: (1.27, 0.98, 1.96),
}
UNSEEN, CERTAIN, SUREST = 0.12, 0.97, 0.995
# What is not enough to be reported: the network's word alone for an outline that nothing measured
# speaks for, or for a ring with nothing in it; and a frame that it does not see and that has gaps.
LEAST_MEASURED, LEAST_LETTERING, LEAST_INSIDE, CLEAR_FRAME, UNREPORTED = 0.12, 0.1, 0.05, 0.8, 0.4


def probability(
    found: Found, title: Title, lines: tuple[str, ...], star: float, dpi: int | None
) -> float:
    """How likely it is a seal, 0..1; `star` says how five-pointed its middle is, 0..1."""
    measured = min(max(_measured(found, title, lines, star, dpi), 1 - SUREST), SUREST)
    seen = min(max(found.seen, UNSEEN), CERTAIN)
    own, other, added = WEIGHED[found.outline.straight]
    likely = _logistic(own * _log_odds(measured) + other * _log_odds(seen) + added)
    alone = measured < LEAST_MEASURED or _is_bare(found, title, star)
    return min(likely, UNREPORTED) if alone else likely


def _is_bare(found: Found, title: Title, star: float) -> bool:
    """True for a ring with nothing in it, and for an unseen frame with gaps and no name in it."""
    if found.outline.straight:
        named = is_whole(title.text) and title.confidence >= WELL
        return found.seen == 0.0 and found.score < CLEAR_FRAME and not named
    if _letters(title.text, straight=False) or star >= LEAST_STAR:
        return False
    return found.signs.inside < LEAST_INSIDE or found.signs.lettering < LEAST_LETTERING


def _log_odds(likely: float) -> float:
    return math.log(likely / (1 - likely))


def _measured(
    found: Found, title: Title, lines: tuple[str, ...], star: float, dpi: int | None
) -> float:
    """The same by what shows on the ink alone."""
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
        + DATED * (found.ink is not Ink.BLACK and any(map(is_date, lines)))
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
