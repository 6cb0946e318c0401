"""Where the ring of a seal is to be opened: which way is up, and where the title ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.facts import Shape
from extractors.seals.outline import Outline

# Radii between which a star's tips stand out.
STAR_REACH: Final = (0.16, 0.4)
# How a seal's way up is judged, in nats or what comes near it: each 8 degrees of a gap at its
# bottom, a star's tip that points up, and how seals are pressed: half of them within some
# degrees of upright, most within 35, few anyhow.
NATS_A_GAP: Final = 1 / 8
STAR_SAYS: Final = 3.0
NEARLY_UPRIGHT, WITHIN, ANYHOW = (0.45, 7.0), (0.47, 38.0), 0.08
# Half of the opening in degrees: as small as a code leaves it, and as large as short titles do.
LEAST_HALF, USUAL_HALF, LARGEST_HALF = 26, 42, 112
ONE_SIDE, BOTH_SIDES = -1.5, -3.0  # what ink in the gap speaks against it, in degrees a degree
CLEAR: Final = 4  # degrees between the title's end and what stands in the opening
HYPOTHESES: Final = 3
APART: Final = 24  # degrees
Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Opening:
    """A way to open the ring: its middle and half its width in degrees along the outline.

    Degrees run clockwise from the outline's own top; `score` compares openings of one seal.
    """

    middle: float
    half: float
    score: float


def openings(inked: Flags, ink: Floats, outline: Outline) -> tuple[Opening, ...]:
    """The likeliest openings first; `inked` are the ring's columns that bear title letters."""
    degrees = np.asarray(
        cv2.resize(
            inked.astype(np.float32).reshape(1, -1), (360, 1), interpolation=cv2.INTER_AREA
        ).ravel()
        > 0.3
    )
    worth, halves = _gaps(degrees)
    tips = (0.0, 0.0) if outline.shape is Shape.OVAL else star_of(ink, outline)
    # An oval's axes say how it is turned; its title only which side is up.
    places = (0, 180) if outline.shape is Shape.OVAL else range(360)
    ways = [
        (NATS_A_GAP * float(worth[at]) + _points_up(tips, _turn(outline, at)), at) for at in places
    ]
    scored = [
        Opening(at, float(halves[at]), value + _pressed(_turn(outline, at))) for value, at in ways
    ]
    # Few seals are pressed upside down, but those that are have the clearest gap where it is.
    anyhow = max(ways)[1]
    found = _distinct(scored, Opening(anyhow, float(halves[anyhow]), 0.0))
    return tuple(replace(one, half=_half(degrees, round(one.middle), one.half)) for one in found)


def _half(inked: Flags, bottom: int, otherwise: float) -> float:
    """Half of the opening, up to the first letter on either side; letters are not to be lost.

    Between letters there are gaps as well, so that the widest gap would at times begin behind
    the first of them. Only what stands below the least opening is passed over.
    """
    away = np.arange(LARGEST_HALF)
    ink = inked[(bottom + away) % 360] | inked[(bottom - away) % 360]
    edges = np.diff(np.concatenate([[1], ink.astype(np.int8), [1]]))
    starts, ends = np.nonzero(edges == -1)[0], np.nonzero(edges == 1)[0]
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if end >= LEAST_HALF and end - start >= CLEAR:
            return min(float(end), otherwise)
    return min(otherwise, USUAL_HALF)


def _turn(outline: Outline, bottom: float) -> float:
    """The seal's turn in degrees, clockwise, if this place of the outline is its bottom."""
    return float(np.rad2deg(outline.turn)) + bottom - 180


def _distinct(scored: list[Opening], last: Opening) -> tuple[Opening, ...]:
    """The best ones that are not the same, and the last one behind them."""
    kept: list[Opening] = []
    for one in (*sorted(scored, key=lambda one: -one.score), last):
        room = len(kept) < HYPOTHESES - 1 or one is last
        if room and all(_between(one.middle, other.middle) >= APART for other in kept):
            kept.append(one)
    return tuple(kept)


def _between(first: float, second: float) -> float:
    return abs((first - second + 180) % 360 - 180)


def _gaps(inked: Flags) -> tuple[Floats, NDArray[np.intp]]:
    """For each place: how good a gap lies evenly on both sides of it, and half of its width.

    What stands in its middle (a code, a purpose) does not count: the title is even about the
    top, so its ends are equally far from the bottom.
    """
    places, away = np.arange(360)[:, None], np.arange(LARGEST_HALF)
    ink = inked[(places + away) % 360].astype(int) + inked[(places - away) % 360]
    worth = np.array([1.0, ONE_SIDE, BOTH_SIDES], np.float32)[ink]
    best, run = np.zeros(360, np.float32), np.zeros(360, np.float32)
    half = np.full(360, USUAL_HALF)
    for at in away:
        run = np.maximum(0, run + worth[:, at])
        if at >= LEAST_HALF:
            half[run > best] = at + 1
            best = np.maximum(best, run)
    return best, half


def _pressed(turn: float) -> float:
    """Logarithm of how often seals are turned like this (degrees), against lying upright."""
    turn = (turn + 180) % 360 - 180
    share, spread = NEARLY_UPRIGHT
    near = share * np.exp(-0.5 * (turn / spread) ** 2) / (spread * 2.5)
    within = WITHIN[0] / (2 * WITHIN[1]) / (1 + np.exp((abs(turn) - WITHIN[1]) / 2))
    return float(np.log(near + within + ANYHOW / 360))


def star_of(ink: Floats, outline: Outline) -> tuple[float, float]:
    """Angle of a tip (radians, clockwise from the picture's up) and how clear it is, 0..1."""
    angles = np.arange(720) * np.pi / 360
    reach = np.linspace(*STAR_REACH, 24)[:, None] * min(outline.half_width, outline.half_height)
    x = (outline.x + reach * np.sin(angles)).astype(np.float32)
    y = (outline.y - reach * np.cos(angles)).astype(np.float32)
    seen = cv2.remap(ink, x, y, cv2.INTER_LINEAR, borderValue=0).mean(0)
    wave = complex(np.sum(seen * np.exp(5j * angles)))
    total = float(seen.sum())
    return float(np.angle(wave)) / 5, min(1.0, 2 * abs(wave) / total) if total > 20 else 0.0


def _points_up(tips: tuple[float, float], turn: float) -> float:
    tip, clear = tips
    return STAR_SAYS * clear * float(np.cos(5 * (np.deg2rad(turn) - tip)))
