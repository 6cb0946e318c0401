"""Unroll the ring of a seal: where its title stands, and strips of it to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.facts import Ink, Shape
from extractors.ocr.engine import PageImage
from extractors.seals.closeup import WhitePage, close_up
from extractors.seals.opening import Opening, openings
from extractors.seals.outline import Outline

READING_RADIUS: Final = 200  # pixels: the title's characters come out about 50 high
MOST_ENLARGED: Final = 3.0
TURN: Final = 960  # columns of one turn, at the natural width of the text
DEEPEST: Final = 0.55  # how far in from the outline the strip reaches, in radii
# Where the text stands if nothing can be seen of its edges: depths in radii.
USUAL_BAND: Final = (0.07, 0.46)
INKED: Final = 0.25  # of full ink: pale ends of a title must not be lost
DARK: Final = 0.45  # of the paper's brightness: below this in every channel it is black print
# An oval's letters are 4.2 of 15 mm high (DOMAIN.md 5.1); a number across the middle lies deeper.
DEEPEST_IN_OVAL: Final = 0.42
SLACK: Final = 6.0  # degrees beyond the title at both ends
MARGIN: Final = (3, 10)  # white pixels around a strip: above and below, before and behind
Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Plate:
    """A seal cut out and brought to reading size.

    `ink` is 0..1 where the seal's own ink is, `print_` 0..1 where black print hides it.
    """

    outline: Outline
    ink: Floats
    print_: Floats


@dataclass(frozen=True, slots=True)
class Ring:
    """The unrolled ring: where the title runs, in columns of one turn, and its depths in radii."""

    start: int
    length: int
    top: float
    bottom: float
    # Clockwise turn of the whole seal in radians, seen from the title's middle.
    turn: float
    gap: float  # width of the gap before the title, share of a turn


def plate(page: WhitePage, outline: Outline, ink: Ink, print_below: int = 0) -> Plate:
    """Cut a seal out of the page and separate its ink from black print.

    `print_below`: on a page without colour, the level (0..255) that only print is darker than.
    """
    near = close_up(page, outline, READING_RADIUS, MOST_ENLARGED)
    return Plate(near.inside(outline), *_layers(near.white, ink, print_below))


def _layers(white: PageImage, ink: Ink, print_below: int) -> tuple[Floats, Floats]:
    blue, green, red = (channel.astype(np.float32) for channel in cv2.split(white))
    if ink is Ink.BLACK:
        level = np.minimum(red, green)
        dark = np.clip((print_below - level) / 40 + 0.5, 0, 1) * (print_below > 0)
        return _stretched((1 - level / 255) * (1 - dark)), np.asarray(dark, np.float32)
    own = red if ink is Ink.RED else blue
    swallowed = np.maximum(green, blue if ink is Ink.RED else red)
    # READING.md: 1 - max(G, B) / R. It follows the ink and forgets black print.
    ratio = np.clip(1 - swallowed / np.maximum(own, 32), 0, 1)
    dark = np.clip((DARK * 255 - own) / 40 + 0.5, 0, 1)
    return _stretched(ratio * (1 - dark)), np.asarray(dark, np.float32)


def _stretched(levels: NDArray[np.floating]) -> Floats:
    """0..1, so that full ink is 1 however pale it is."""
    seen = levels[levels > 0.12]
    full = float(np.percentile(seen, 85)) if seen.size > 40 else 1.0
    return np.asarray(np.clip(levels / max(full, 0.15), 0, 1), np.float32)


def unrolled(layer: Floats, outline: Outline) -> Floats:
    """A layer along the outline: columns clockwise from its top, rows inwards, one radius = 200."""
    rim, normal = outline.points(TURN)
    depth = np.arange(0, DEEPEST, 1 / READING_RADIUS, dtype=np.float32)
    inwards = depth * min(outline.radius, outline.half_height * 1.15)
    at = rim[None] - inwards[:, None, None] * normal[None]
    return cv2.remap(layer, at[..., 0], at[..., 1], cv2.INTER_LINEAR, borderValue=0).astype(
        np.float32
    )


def find_rings(sheet: Plate) -> tuple[Ring, ...]:
    """Where the title begins and ends, by the likeliest ways to open the ring, best first."""
    strip = unrolled(sheet.ink, sheet.outline)
    rough = _band(strip, sheet.outline)
    found = openings(_letters(strip, *rough), sheet.ink, sheet.outline)
    return tuple(_ring(strip, sheet.outline, opening) for opening in found)


def _ring(strip: Floats, outline: Outline, opening: Opening) -> Ring:
    """The ring as opened: its band as the title's own columns show it."""
    half = round((180 - opening.half + SLACK) / 360 * TURN)
    middle = round((opening.middle + 180) / 360 * TURN)
    columns = np.arange(middle - half, middle + half) % TURN
    top, bottom = _band(strip[:, columns], outline)
    turn = np.deg2rad(opening.middle + 180) + outline.turn
    turn = float((turn + np.pi) % (2 * np.pi) - np.pi)
    return Ring((middle - half) % TURN, 2 * half, top, bottom, turn, 1 - 2 * half / TURN)


def _band(strip: Floats, outline: Outline) -> tuple[float, float]:
    """Depths between which the text stands, by the ink in each row."""
    top, bottom = _inked_rows(strip)
    if outline.shape is Shape.OVAL:
        bottom = min(bottom, DEEPEST_IN_OVAL)
    return top, bottom


def _inked_rows(strip: Floats) -> tuple[float, float]:
    row = cv2.GaussianBlur(strip.mean(1).reshape(-1, 1), (1, 9), 0).ravel()
    unit = READING_RADIUS
    rim_end = round(0.16 * unit)
    lowest = round(0.02 * unit) + int(row[round(0.02 * unit) : rim_end].argmin())
    below = row[lowest : round(0.42 * unit)]
    if below.size < 8 or below.max() < 0.03:
        return USUAL_BAND
    level = row[lowest] + 0.25 * (below.max() - row[lowest])
    first = lowest + int((below > level).argmax())
    tail = row[first + round(0.14 * unit) :]
    under = tail < 0.3 * below.max()
    last = first + round(0.14 * unit) + (int(under.argmax()) if under.any() else tail.size)
    high = last - first
    if not 0.14 * unit <= high <= 0.45 * unit:
        return USUAL_BAND
    return max(0.02, first / unit - 0.025), min(DEEPEST, last / unit + 0.03)


def _letters(strip: Floats, top: float, bottom: float) -> Flags:
    """The columns that bear letters of the title, or of what stands in its place."""
    # The middle of the band: the small code digits stand above it, words under the star below.
    heart = _inked(strip, top + 0.35 * (bottom - top), top + 0.8 * (bottom - top))
    heart = _without_specks(heart, round(TURN * 0.008))
    # Thin strokes (上, 司) may not show there: what stands in the lower half of the band next to
    # it belongs to it too. The upper half would bring in the code where it follows closely.
    whole = _without_specks(_inked(strip, top + 0.5 * (bottom - top), bottom), 3)
    return _touching(whole | heart, heart, round(TURN * 0.025))


def _inked(strip: Floats, upper: float, lower: float) -> NDArray[np.bool_]:
    """The columns that carry ink between two depths (radii)."""
    part = strip[round(upper * READING_RADIUS) : round(lower * READING_RADIUS)]
    share = (part > INKED).mean(0).astype(np.float32).reshape(1, -1)
    return np.asarray(cv2.blur(share, (5, 1)).ravel() > 0.06)


def _touching(inked: NDArray[np.bool_], core: NDArray[np.bool_], reach: int) -> NDArray[np.bool_]:
    """Those inked columns that are joined to the core over gaps of at most `reach`."""
    wide = np.concatenate([inked] * 3).astype(np.uint8).reshape(1, -1)
    joined = cv2.morphologyEx(wide, cv2.MORPH_CLOSE, np.ones((1, reach), np.uint8))
    _, labels = cv2.connectedComponents(joined)
    cored = np.unique(labels.ravel()[np.concatenate([core] * 3)])
    kept = np.isin(labels.ravel(), cored[cored > 0]) & (wide.ravel() > 0)
    return np.asarray(kept[TURN : 2 * TURN])


def _without_specks(inked: NDArray[np.bool_], least: int) -> NDArray[np.bool_]:
    wide = np.concatenate([inked] * 3).astype(np.uint8).reshape(1, -1)
    opened = cv2.morphologyEx(wide, cv2.MORPH_OPEN, np.ones((1, least), np.uint8))
    return np.asarray(opened.ravel()[TURN : 2 * TURN] > 0)


def title_strip(strip: Floats, ring: Ring, squeeze: float, extra: float = 0.0) -> PageImage:
    """The title as dark text on white; `extra` depth (radii) is added on both sides."""
    unit = READING_RADIUS
    upper = max(0, round((ring.top - extra) * unit))
    lower = min(strip.shape[0], round((ring.bottom + extra) * unit))
    columns = np.arange(ring.start, ring.start + ring.length) % TURN
    cut = strip[upper:lower][:, columns]
    wide = max(16, round(cut.shape[1] * squeeze))
    return as_print(cv2.resize(cut, (wide, cut.shape[0]), interpolation=cv2.INTER_AREA))


def as_print(layer: cv2.typing.MatLike) -> PageImage:
    """A layer of ink (0..1) as dark print on white paper, with a margin."""
    grey = (255 - np.clip(layer, 0, 1) * 225).astype(np.uint8)
    down, across = MARGIN
    grey = cv2.copyMakeBorder(
        grey, down, down, across, across, cv2.BORDER_CONSTANT, value=255
    ).astype(np.uint8)
    return cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR).astype(np.uint8)


def filled_under_print(sheet: Plate) -> Floats:
    """The ink layer, with what black print hides guessed from the ink around it."""
    known = 1 - sheet.print_
    around = cv2.GaussianBlur(sheet.ink * known, (0, 0), 3.0)
    weight = cv2.GaussianBlur(known, (0, 0), 3.0)
    guess = around / np.maximum(weight, 0.05)
    return (sheet.ink * known + np.clip(guess * 1.3, 0, 1) * sheet.print_).astype(np.float32)


def softened(layer: Floats) -> Floats:
    """Grain and small holes of the stamp smoothed away."""
    return cv2.GaussianBlur(layer, (0, 0), 1.0).astype(np.float32)
