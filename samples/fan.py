"""One seal over the edges of fanned-out sheets (骑缝章): each page keeps a strip of one impression.

Fronts show their strips at the right edge. Backs have the binding at the right: pressed from
behind, their strips are at the left edge, and still go from left to right as the pages go on.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from samples.seal_press import Impression, Points, impression_mask, outline
from samples.sheet import Sheet
from samples.stamps import Mask, blend


@dataclass(frozen=True, slots=True)
class Strip:
    """What one page gets of a seal."""

    pressed: Impression
    order: int  # 1-based, from the seal's left
    of: int
    span: tuple[float, float]  # from and to, shares of the impression's width
    edge: str  # right, left


@dataclass(frozen=True, slots=True)
class Inked:
    """A strip on its sheet, with the part of the seal's outer edge that it holds."""

    strip: Strip
    outline: Points


def fan(
    pressed: Impression, count: int, edge: str, rng: random.Random, wide_one: float = 1.0
) -> list[Strip]:
    """Part a seal over so many sheets, fanned by hand: no two strips are equally wide."""
    widths = [rng.uniform(0.55, 1.5) for _ in range(count)]
    widths[0 if edge == "right" else -1] *= wide_one  # the top sheet shows more
    cuts = [sum(widths[:i]) / sum(widths) for i in range(count + 1)]
    return [
        Strip(pressed, order, count, span, edge) for order, span in enumerate(pairwise(cuts), 1)
    ]


def strip_on(sheet: Sheet, mask: Mask, strip: Strip, middle_y: float, gap: float) -> Inked:
    """Ink a strip at the sheet's edge, or `gap` pixels from it; return what was inked."""
    whole = outline(strip.pressed.design, strip.pressed.turn, sheet.dpi)
    whole = whole + np.array([mask.shape[1] / 2, mask.shape[0] / 2])
    first, last = whole[:, 0].min(), whole[:, 0].max()
    start, end = (round(first + (last - first) * share) for share in strip.span)
    left = round(sheet.image.width - (end - start) - gap) if strip.edge == "right" else round(gap)
    top = round(middle_y - mask.shape[0] / 2)
    blend(sheet, np.ascontiguousarray(mask[:, start:end]), (left, top), strip.pressed.colour)
    kept = whole[(whole[:, 0] >= start - 0.5) & (whole[:, 0] <= end + 0.5)]
    return Inked(strip, np.asarray(kept + np.array([left - start, top]), np.float64))


def press_fan(
    sheets: Sequence[Sheet], strips: Sequence[Strip | None], rng: random.Random
) -> list[Inked | None]:
    """Ink each sheet's strip at about the same height; a sheet may have none."""
    masks: dict[Impression, Mask] = {}
    down = sheets[0].image.height * rng.uniform(0.25, 0.7)
    out: list[Inked | None] = []
    for sheet, strip in zip(sheets, strips, strict=True):
        if strip is None:
            out.append(None)
            continue
        if strip.pressed not in masks:
            masks[strip.pressed] = impression_mask(strip.pressed, sheet.dpi)
        shift = rng.gauss(0, 0.4) / 25.4 * sheet.dpi
        last = strip.order == (strip.of if strip.edge == "right" else 1)
        gap = rng.uniform(0, 2.5) / 25.4 * sheet.dpi if last else 0.0  # the seal ended on the sheet
        out.append(strip_on(sheet, masks[strip.pressed], strip, down + shift, gap))
    return out
