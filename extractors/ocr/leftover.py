"""Ink of a strip that no character of its reading stands for.

A small model is sure of what it answers, and silent on what it passes over: most often the mark
that ends a line. Where it saw each character is known, so what stands beyond can be seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extractors.ocr.engine import PageImage

# Heights of the strip: how far a character's ink reaches from where it was seen. Of lines read
# right, one in a hundred has ink beyond; of those that lost their last mark, nearly all.
_REACH = 0.42
# Darker than the strip's paper by so much (of 255), on so many rows: ink, and no speck.
_DARKER, _LEAST_ROWS = 60, 2
# Where characters stand at one distance, a missing one makes it twice as much.
_LEAST_PLACES, _TOO_FAR = 4, 1.65
# Paper set behind a line's end, in its heights: what stands at a strip's very end is passed over.
_PAPER_BEHIND = 0.6


def left_at_end(strip: PageImage, places: Sequence[float]) -> bool:
    """True where ink stands beyond the last character; `places` are in heights of the strip."""
    return bool(places) and bool(_inked(strip, places[-1] + _REACH, np.inf).any())


def left_between(strip: PageImage, places: Sequence[float]) -> bool:
    """True where ink stands between two characters that are too far apart to be its own."""
    if len(places) < _LEAST_PLACES:
        return False
    apart = max(2 * _REACH, _TOO_FAR * float(np.median(np.diff(places))))
    return any(
        _inked(strip, one + _REACH, other - _REACH).any()
        for one, other in pairwise(places)
        if other - one > apart
    )


def with_paper_behind(strip: PageImage) -> PageImage:
    """The strip with some of its paper set behind its end."""
    height = strip.shape[0]
    paper = np.percentile(strip.reshape(-1, 3), 90, axis=0).astype(np.uint8)
    behind = np.empty((height, max(1, round(_PAPER_BEHIND * height)), 3), np.uint8)
    behind[:] = paper
    return np.hstack([strip, behind])


def _inked(strip: PageImage, start: float, stop: float) -> NDArray[np.bool_]:
    """Whether there is ink in each column from `start` to `stop`, in heights of the strip."""
    height, width = strip.shape[:2]
    light = strip[..., 1]  # one channel is enough, and no conversion
    paper = float(np.percentile(light[::3, ::3], 90))
    part = light[:, min(width, round(start * height)) : round(min(stop * height, width))]
    return np.asarray((part < paper - _DARKER).sum(axis=0) >= _LEAST_ROWS)
