"""The seal across the edges of fanned-out pages (骑缝章): each page keeps one strip of it."""

import random
from collections.abc import Sequence

import numpy as np

from samples.sheet import Sheet
from samples.stamps import PlacedSeal, SealSpec, blend, ink_colour, seal_mask


def press_across(
    sheets: Sequence[Sheet], spec: SealSpec, rng: random.Random
) -> tuple[PlacedSeal, ...]:
    """Stamp strips of one seal on the right edges; return one incomplete seal a sheet."""
    mask = seal_mask(spec, sheets[0].dpi, rng)
    colour = ink_colour(rng)
    strips = np.array_split(mask, len(sheets), axis=1)
    down = sheets[0].image.height * rng.uniform(0.3, 0.6)
    out = []
    for sheet, strip in zip(sheets, strips, strict=True):
        top = round(down + rng.uniform(-4, 4))
        left = sheet.image.width - strip.shape[1]
        blend(sheet, np.ascontiguousarray(strip), (left, top), colour)
        rows = np.nonzero((strip > 0.2).any(axis=1))[0]
        first, last = (int(rows.min()), int(rows.max()) + 1) if len(rows) else (0, strip.shape[0])
        box = (float(left), float(top + first), float(sheet.image.width), float(top + last))
        out.append(PlacedSeal(spec, "straddle", spec.title, box, complete=False))
    return tuple(out)
