"""What speaks for an outline being a seal, measured on an ink mask.

Two signs that do not depend on each other are demanded: a closed outline of ink with quiet paper
around it, and something in it as a seal has it (arc text, a star, lines of text).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.seals.inks import Grey
from extractors.seals.outline import Outline

SPOKES: Final = 180
REACH: Final = 1.3  # how far out from the centre is looked, in outlines
STEPS: Final = 65  # 0.02 of an outline each
TABLED: Final = 0.7  # of the prolonged sides: a cell, no stamp
PROLONGED: Final = (0.06, 0.2)  # of half a side, beyond the corner
LINED: Final = 0.8
GROUND: Final = 0.5  # share of a face that is inked where its letters are white
LETTERS_IN_GROUND: Final = 0.12  # share of such a face that they leave white
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Signs:
    """All values are shares, 0..1.

    `outline`: of the outline's visible length that carries ink. `outside`: ink just outside it.
    `gap`: of the length that has a clear step (paper) directly outside the ink.
    `ring`: of the inked outline's length where ink stands again further in, after paper, as arc
    text does. `text`: ink in that band.
    `core`: ink in the middle. `moat`: ink between middle and text. `inside`: ink in all.
    `visible`: of the outline's length that lies on the page. `thin`: of the inked outline's
    length where paper follows on the inside, as it does not where the outline is cut through
    the strokes of a character or the modules of a QR code. `weakest`: like `outline`, of that one
    of its four sides (or quarters) which carries the least ink.
    `beyond`: of the eight prolongations of a rectangle's sides those that carry ink, as in a table.
    """

    outline: float
    outside: float
    gap: float
    ring: float
    text: float
    core: float
    moat: float
    inside: float
    visible: float
    thin: float
    weakest: float
    beyond: float = 0.0

    @property
    def star(self) -> float:
        """How much the middle stands out from the moat around it, 0..1."""
        return max(0.0, min(1.0, (self.core - self.moat) / 0.35))

    @property
    def lettering(self) -> float:
        """How much the text band looks like text: inked on many spokes and not filled."""
        if self.text > 0.7 or self.text < 0.02:
            return 0.0
        return min(1.0, self.ring / 0.45)

    @property
    def edge(self) -> float:
        """How much the outline looks like one: covered, with a step to quiet paper."""
        covered = self.outline * min(1.0, 0.3 + self.gap) * min(1.0, 0.2 + self.thin)
        return max(0.0, min(1.0, covered - 0.5 * self.outside))

    @property
    def round_score(self) -> float:
        """How much an ellipse looks like a seal, 0..1."""
        inner = max(self.lettering * 0.8 + self.star * 0.2, 0.6 * self.star)
        return float(np.sqrt(self.edge * inner))

    @property
    def _framed(self) -> float:
        """How much four sides look like one frame: three and some letters do not."""
        sides = max(0.0, min(1.0, (self.weakest - 0.4) / 0.3))
        return sides * min(1.0, self.outline**2 + 0.1)

    @property
    def straight_score(self) -> float:
        """How much a rectangle looks like one, 0..1: frames and table cells are empty or sparse.

        A frame of letters has an outline by chance, so that gaps count for more than in a ring.
        """
        if self.inside < 0.08:
            return 0.0
        alone = max(0.0, 1.0 - self.beyond / TABLED)
        lettered = np.sqrt(self.edge * min(1.0, self.inside / 0.15)) if self.inside <= 0.6 else 0.0
        return float(max(lettered, self._ground) * self._framed * alone)

    @property
    def _ground(self) -> float:
        """How much a filled frame looks like white letters on a ground of ink, 0..1.

        The fine ones run full on a reduced picture, so that little paper suffices.
        """
        if self.inside < GROUND:
            return 0.0
        covered = self.outline * min(1.0, 0.3 + self.gap) - 0.5 * self.outside
        return float(np.sqrt(max(0.0, covered) * min(1.0, (1 - self.inside) / LETTERS_IN_GROUND)))


def _weakest(outline: Outline, hit: Bools, visible: Bools) -> float:
    """Share of ink on the side that has least, of those that lie on the page."""
    _, normal = outline.points(SPOKES)
    angle = np.arctan2(normal[:, 1], normal[:, 0]) - outline.turn
    side = np.floor(angle / (np.pi / 2) + 0.5).astype(np.int64) % 4
    shares = [
        float(hit[side == which].sum() / visible[side == which].sum())
        for which in range(4)
        if visible[side == which].any()
    ]
    return min(shares, default=0.0)


def score(signs: Signs, outline: Outline) -> float:
    """How much the signs say that this outline is a seal, 0..1."""
    return signs.straight_score if outline.straight else signs.round_score


def spokes(mask: Grey, outline: Outline) -> tuple[Grey, Bools]:
    """The mask along spokes from the centre: a row for each step outwards; and what is on it."""
    rim, _ = outline.points(SPOKES)
    centre = np.array([outline.x, outline.y], np.float32)
    share = np.linspace(0, REACH, STEPS + 1, dtype=np.float32)[:, None, None]
    at = centre + share * (rim - centre)[None]
    taken = cv2.remap(mask, at[..., 0], at[..., 1], cv2.INTER_NEAREST, borderValue=0)
    height, width = mask.shape[:2]
    on_page = (at[..., 0] >= 0) & (at[..., 1] >= 0) & (at[..., 0] < width) & (at[..., 1] < height)
    return taken.astype(np.uint8), on_page


def read_signs(mask: Grey, outline: Outline) -> Signs:
    """Measure the signs for one outline on a mask of its ink."""
    taken, on_page = spokes(mask, outline)
    inked = (taken > 0) & on_page
    step = REACH / STEPS
    loose = max(0.03, 1.5 / max(outline.radius, 1.0))

    def rows(start: float, end: float) -> slice:
        return slice(max(0, round(start / step)), round(end / step) + 1)

    def share(band: slice) -> float:
        seen = int(on_page[band].sum())
        return float(inked[band].sum() / seen) if seen else 0.0

    rim = rows(1 - loose, 1 + loose)
    visible: Bools = np.asarray(on_page[rim].all(0))
    hit: Bools = np.asarray(inked[rim].any(0) & visible)
    clear = ~inked[rows(1 + loose + 0.02, 1 + loose + 0.07)].any(0)
    seen = max(1, int(visible.sum()))
    band = rows(0.52, 0.9)
    inwards = inked[rows(0.52, 1 + loose)][::-1]
    left = np.maximum.accumulate(inwards, axis=0) & ~inwards
    again = (np.maximum.accumulate(left, axis=0) & inwards).any(0)
    return Signs(
        outline=float(hit.sum() / seen),
        outside=share(rows(1 + loose + 0.02, 1.2)),
        gap=float((hit & clear).sum() / seen),
        ring=float((again & hit).sum() / max(1, int(hit.sum()))),
        text=share(band),
        core=share(rows(0.0, 0.22)),
        moat=share(rows(0.36, 0.46)),
        inside=share(rows(0.0, 0.94)),
        visible=float(visible.mean()),
        weakest=_weakest(outline, hit, visible),
        beyond=_beyond(mask, outline) if outline.straight else 0.0,
        thin=_thin(inked[rows(0.78, 1 + loose)], hit),
    )


def _beyond(mask: Grey, outline: Outline) -> float:
    """Share of the sides' eight prolongations that carry ink, with two pixels' play."""
    wide, high = outline.half_width, outline.half_height
    further = np.linspace(1 + PROLONGED[0], 1 + PROLONGED[1], 12)[:, None]
    play = np.arange(-2.0, 2.1, 1.0)[None]
    still = 0 * further
    inked = 0
    for across, down in ((-1, -1), (-1, 1), (1, -1), (1, 1)):
        level = across * wide * further + 0 * play, down * high + play + still
        plumb = across * wide + play + still, down * high * further + 0 * play
        inked += sum(_inked(mask, outline, u, v) for u, v in (level, plumb))
    return inked / 8


def _inked(mask: Grey, outline: Outline, u: NDArray[np.float64], v: NDArray[np.float64]) -> bool:
    """True where most rows of places, given along the outline's own axes, hold ink."""
    cos, sin = np.cos(outline.turn), np.sin(outline.turn)
    x = (outline.x + u * cos - v * sin).astype(np.float32)
    y = (outline.y + u * sin + v * cos).astype(np.float32)
    taken = cv2.remap(mask, x, y, cv2.INTER_NEAREST, borderValue=0)
    return float((taken > 0).any(1).mean()) >= LINED


def _thin(rim: Bools, hit: Bools) -> float:
    """Share of the spokes on the outline with paper soon after it, going inwards."""
    inwards = rim[::-1]
    started = np.maximum.accumulate(inwards, axis=0)
    left = (started & ~inwards).any(0)
    return float((left & hit).sum() / max(1, int(hit.sum())))
