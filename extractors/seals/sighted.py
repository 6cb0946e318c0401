"""Where a small network sees seals: rough outlines on the page, each with how likely it is one.

It sees what has no clear line around it (worn, pale, flooded, without a frame), and sees nothing in
much that has one. It was taught on drawn pages (`samples.train_finder`). Middles as points with
sizes beside them: Zhou et al., "Objects as Points" (2019).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.engine import PageImage
from extractors.ocr.sessions import Session, available_backend, load
from extractors.seals.outline import Outline

SIGHT_DPI: Final = 64  # of the picture that the network sees
# Pixels of its long side where the resolution is not known: of an A4 page, of a card or a cutting,
# and of a picture of hardly more than the seal.
SIGHT_SIDES: Final = (748, 374, 187)
SAME: Final = 0.4  # shared area of two boxes, of both, from which they are of one seal
STRIDE: Final = 8  # pixels to one place of the answer
SIDES: Final = 32  # the network's sides are multiples of it
LEAST: Final = 0.2  # what is less likely is not told
# Channels of the answer, as `samples.finder_network` has them.
OFFSET, HALF, TURN = slice(2, 4), slice(4, 6), slice(6, 8)
MODEL: Final = Path(__file__).with_name("finder.onnx")


@dataclass(frozen=True, slots=True)
class Sighting:
    """An outline in page pixels, true to a tenth or so, and how likely a seal is there, 0..1."""

    outline: Outline
    likely: float


@cache
def _network() -> Session:
    """Loaded once a worker."""
    return load(MODEL, available_backend(), 1)


def sightings(image: PageImage, dpi: int | None) -> tuple[Sighting, ...]:
    """All that the network sees on an upright page, the likeliest first."""
    longest = max(image.shape[:2])
    wanted = [SIGHT_DPI / dpi] if dpi else [side / longest for side in SIGHT_SIDES]
    found = [one for scale in {min(1.0, scale) for scale in wanted} for one in _seen(image, scale)]
    kept: list[Sighting] = []
    for one in sorted(found, key=lambda sighting: -sighting.likely):
        if all(one.outline.box.iou(other.outline.box) < SAME for other in kept):
            kept.append(one)
    return tuple(kept)


def _seen(image: PageImage, scale: float) -> list[Sighting]:
    size = [max(1, round(side * scale)) for side in image.shape[1::-1]]
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    answer = _network().run(_padded(small.astype(np.uint8)))[0]
    return [Sighting(outline.scaled(1 / scale), likely) for likely, outline in _peaks(answer)]


def _padded(picture: PageImage) -> NDArray[np.float32]:
    """1 x 3 x H x W with sides of multiples of 32, white beyond the page."""
    height, width = (math.ceil(side / SIDES) * SIDES for side in picture.shape[:2])
    padded = np.full((height, width, 3), 255, np.float32)
    padded[: picture.shape[0], : picture.shape[1]] = picture
    return np.ascontiguousarray(padded.transpose(2, 0, 1)[None])


def _peaks(answer: NDArray[np.float32]) -> list[tuple[float, Outline]]:
    """Places that are likelier than all around them, of either kind, as outlines."""
    likely = 1 / (1 + np.exp(-answer[:2]))
    around = cv2.dilate(likely.max(0), np.ones((3, 3), np.uint8))
    found = []
    for straight, row, column in zip(*np.nonzero(likely >= LEAST), strict=True):
        value = float(likely[straight, row, column])
        if value < around[row, column]:
            continue
        offset, half, turn = (answer[part, row, column] for part in (OFFSET, HALF, TURN))
        x, y = (
            float((at + 0.5 + by) * STRIDE) for at, by in zip((column, row), offset, strict=True)
        )
        wide, high = (float(np.exp(min(size, 6.0)) * STRIDE) for size in half)
        way = 0.5 * math.atan2(float(turn[1]), float(turn[0]))
        found.append((value, Outline(x, y, wide, high, way, straight=bool(straight))))
    return found
