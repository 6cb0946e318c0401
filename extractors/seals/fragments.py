"""Slices of a seal pressed across the edges of fanned-out pages (骑缝章).

Each page carries one slice at its edge. The middle ones have no left or right side of the ring,
only a piece of the upper and of the lower arc, which may be two millimetres wide; so pairs of
ink spots near the edge are tried as upper and lower arc of one seal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from extractors.facts import Box, Edge, Fragment, Ink
from extractors.ocr.engine import PageImage
from extractors.seals.chords import Chords, Fitted, chords_of, fit, half_chord
from extractors.seals.closeup import WhitePage
from extractors.seals.inks import Grey, balanced, solid, strength
from extractors.seals.masks import PER_MM, Bits, packed
from extractors.seals.outline import Outline

# All in mm; where the resolution is not known, the long side is taken for the 297 mm of A4.
WORK: Final = 8.0  # pixels to a millimetre on which slices are looked for
REACH: Final = 48.0  # how far from the edge slices go; one in black would run into the text
REACH_BLACK: Final = 22.0
FROM_EDGE: Final = 5.0  # the last slice's seal ends on the sheet; scans are askew
NARROWEST: Final = 1.2
HEIGHTS: Final = (11.0, 61.0)
SPOT: Final = 1.0  # gaps that are closed in a spot
LEAST_SPOT: Final = 0.35  # square mm
MOST_SPOTS: Final = 40
HALF_HEIGHTS: Final = (8.5, 31.0)
WIDEST: Final = 31.0  # half the width
FILLED: Final = (0.02, 0.72)  # share of the slice's box that is ink
SUPPORT: Final = 0.62  # share of the ends on the outline, above and below together
ON_EACH: Final = 0.45
THICK: Final = (0.2, 3.6)  # of the line, measured down a column
OUTSIDE: Final = (0.5, 2.0)  # the band above and below in which there is paper
STRAY: Final = 0.12  # share of ink in that band
WHOLE: Final = 0.97  # a seal of which as much is there at both sides is no slice
STEEP: Final = 0.75  # in radii from the centre: beyond it the line runs down the columns


@dataclass(frozen=True, slots=True)
class Slice:
    """A slice's own box and the outline it was cut from, in page pixels; how well it fits, 0..1."""

    box: Box
    outline: Outline
    support: float
    fragment: Fragment


@dataclass(frozen=True, slots=True)
class _Strip:
    """The page along one edge: `left` is where it begins, mm; `mm` its pixels to a millimetre."""

    white: PageImage
    mask: Grey
    edge: Edge
    left: float
    mm: float

    def from_edge(self, start: float, end: float) -> float:
        """How far a piece from `start` to `end` (pixels across) stays from the edge, mm."""
        away = start if self.edge is Edge.LEFT else self.mask.shape[1] - end
        return away / self.mm


def edge_slices(page: WhitePage, mm: float, ink: Ink) -> tuple[Slice, ...]:
    """Slices at the left and right edges; `mm` is the page's pixels to a millimetre, or 0."""
    known = mm or max(page.image.shape[:2]) / 297
    found: list[Slice] = []
    for edge in Edge:
        strip = _strip(page, known, ink, edge)
        found.extend(_on_page(strip, one, known) for one in _slices(strip, ink))
    return tuple(found)


def _strip(page: WhitePage, mm: float, ink: Ink, edge: Edge) -> _Strip:
    width = page.image.shape[1]
    reach = min(width, round((REACH_BLACK if ink is Ink.BLACK else REACH) * mm))
    left = 0 if edge is Edge.LEFT else width - reach
    scale = min(1.0, WORK / mm)
    crop: cv2.typing.MatLike = page.image[:, left : left + reach]
    if scale < 1:
        crop = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    place = Box(left / width, 0.0, (left + reach) / width, 1.0)
    white = balanced(np.asarray(crop, np.uint8), page.paper, place)
    return _Strip(white, solid(strength(white, ink)), edge, left / mm, mm * scale)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A slice on its strip: the mask's corner in pixels, its ink, and the seal around it."""

    left: int
    top: int
    ink: Bits
    seal: Fitted  # in pixels of the strip


def _slices(strip: _Strip, ink: Ink) -> list[_Piece]:
    """The best slices of a strip, none over another."""
    found = [piece for piece in _pieces(strip) if piece]
    kept: list[_Piece] = []
    for piece in sorted(found, key=lambda one: -one.seal.support * len(one.ink)):
        if all(_apart(piece, other) for other in kept):
            kept.append(piece)
    return kept


def _apart(first: _Piece, second: _Piece) -> bool:
    return first.top + len(first.ink) <= second.top or second.top + len(second.ink) <= first.top


Spot = tuple[int, int, int, int]  # left, top, right, bottom


def _pieces(strip: _Strip) -> Iterator[_Piece | None]:
    """Every pair of spots near the edge, taken as ends of one slice."""
    spots = _spots(strip)
    near = [one for one in spots if strip.from_edge(one[0], one[2]) <= FROM_EDGE]
    for upper in near:
        for lower in near:
            high = (lower[3] - upper[1]) / strip.mm
            if lower[3] >= upper[3] and lower[1] >= upper[1] and _within(high, HEIGHTS):
                yield _piece(strip, spots, upper, lower)


def _spots(strip: _Strip) -> list[Spot]:
    side = max(3, round(SPOT * strip.mm))
    joined = cv2.morphologyEx(
        cv2.copyMakeBorder(strip.mask, side, side, side, side, cv2.BORDER_CONSTANT),
        cv2.MORPH_CLOSE,
        np.ones((side, side), np.uint8),
    )
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    large = sorted(stats[1:count].tolist(), key=lambda one: -one[4])[:MOST_SPOTS]
    rows, columns = strip.mask.shape
    return [
        (
            max(0, x - side),
            max(0, y - side),
            min(columns, x - side + wide),
            min(rows, y - side + high),
        )
        for x, y, wide, high, area in large
        if area >= LEAST_SPOT * strip.mm**2
    ]


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]


def _piece(strip: _Strip, spots: list[Spot], upper: Spot, lower: Spot) -> _Piece | None:
    """The ink between two spots, if upper and lower end of its columns lie on a seal's outline."""
    top, bottom = upper[1], lower[3]
    start, end = min(upper[0], lower[0]), max(upper[2], lower[2])
    slack = round(strip.mm)
    inner = [
        one
        for one in spots
        if one[1] >= top and one[3] <= bottom and one[0] >= start - slack and one[2] <= end + slack
    ]
    start = min(one[0] for one in inner)
    end = max(one[2] for one in inner)
    ink: Bits = np.zeros((bottom - top, end - start), bool)
    for x0, y0, x1, y1 in inner:
        ink[y0 - top : y1 - top, x0 - start : x1 - start] |= strip.mask[y0:y1, x0:x1] > 0
    wide = ink.any(0).sum() / strip.mm
    if wide < NARROWEST or not _within(float(ink.mean()), FILLED):
        return None
    chords = chords_of(ink)
    seal = fit(chords, strip.mm)
    if seal is None or not _is_arc(seal, chords, ink, strip.mm):
        return None
    if _stray(strip, seal, (start, top), chords) > STRAY:
        return None
    return _Piece(start, top, ink, seal)


def _is_arc(seal: Fitted, chords: Chords, ink: Bits, mm: float) -> bool:
    """True where the size is a seal's, the ends lie on its line, and the line is thin."""
    if not _within(seal.half_height / mm, HALF_HEIGHTS) or seal.half_width / mm > WIDEST:
        return False
    if seal.support < SUPPORT or seal.least < ON_EACH:
        return False
    ends = (chords.x[[0, -1]] - seal.x) / seal.half_width
    if ends[0] < -WHOLE and ends[1] > WHOLE:
        return False
    flat = np.abs(chords.x - seal.x) < STEEP * seal.half_width
    if not flat.any():
        return True
    columns = ink[:, chords.x[flat].astype(int)]
    return all(_within(_thickness(one) / mm, THICK) for one in (columns, columns[::-1]))


def _thickness(columns: Bits) -> float:
    """Median run of ink from the top of its columns downwards, pixels."""
    started = np.maximum.accumulate(columns, axis=0)
    ended = np.maximum.accumulate(started & ~columns, axis=0)
    return float(np.median((started & ~ended).sum(0)))


def _stray(strip: _Strip, seal: Fitted, corner: tuple[int, int], chords: Chords) -> float:
    """Share of ink in the bands directly above and below the arcs."""
    near, far = (max(2.0, out * strip.mm) for out in OUTSIDE)
    ends = half_chord(chords.x, seal.x, seal.half_width, seal.half_height)
    line = seal.y + seal.rise * (chords.x - seal.x) + corner[1]
    flat = np.abs(chords.x - seal.x) < STEEP * seal.half_width
    if not flat.any():
        return 0.0
    rows = np.arange(near, far)[:, None]
    x = np.broadcast_to((chords.x[flat] + corner[0]).astype(int), (len(rows), int(flat.sum())))
    bands = [(line + side * ends)[flat][None] + side * rows for side in (-1, 1)]
    at = np.clip(np.concatenate(bands).round().astype(int), 0, len(strip.mask) - 1)
    return float((strip.mask[at, np.concatenate([x, x])] > 0).mean())


def _on_page(strip: _Strip, piece: _Piece, mm: float) -> Slice:
    """A slice in the page's pixels, with what is kept of it."""
    seal, scale = piece.seal, mm / strip.mm
    left, top = piece.left / strip.mm + strip.left, piece.top / strip.mm
    columns = np.nonzero(piece.ink.any(0))[0]
    rows = np.nonzero(piece.ink.any(1))[0]
    box = Box(*(float(v) for v in (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)))
    x, y = left + seal.x / strip.mm, top + seal.y / strip.mm
    half_width, half_height = seal.half_width / strip.mm, seal.half_height / strip.mm
    mask = _reduced(piece.ink, strip.mm)
    span = [(side - seal.x) / seal.half_width for side in (box.left, box.right)]
    fragment = Fragment(
        edge=strip.edge,
        x=round(x, 2),
        y=round(y, 2),
        half_width=round(half_width, 2),
        half_height=round(half_height, 2),
        span=(round(max(-1.0, float(span[0])), 3), round(min(1.0, float(span[1])), 3)),
        colour=_colour(strip, piece),
        left=round(left, 2),
        top=round(top, 2),
        rows=mask.shape[0],
        columns=mask.shape[1],
        bits=packed(mask),
    )
    outline = Outline(x * mm, y * mm, half_width * mm, half_height * mm, 0.0, straight=False)
    on_page = box.scaled(scale).moved(left * mm, top * mm)
    return Slice(on_page, outline, seal.support, fragment)


def _reduced(ink: Bits, mm: float) -> Bits:
    size = tuple(max(1, round(side * PER_MM / mm)) for side in ink.shape)
    small = cv2.resize(ink.astype(np.uint8) * 255, (size[1], size[0]), interpolation=cv2.INTER_AREA)
    return np.asarray(small > 110)


def _colour(strip: _Strip, piece: _Piece) -> tuple[int, int, int]:
    rows, columns = piece.ink.shape
    part = strip.white[piece.top : piece.top + rows, piece.left : piece.left + columns]
    blue, green, red = (round(float(v)) for v in part[piece.ink].mean(0))
    return red, green, blue
