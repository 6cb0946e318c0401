"""Impressions made of numbers: what a stamp leaves, pressed or laid on as a picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from extractors.seals.cells import SIDE, Floats, packed


@dataclass(frozen=True, slots=True)
class Stamp:
    """Strokes that `design` deals; `turn` in degrees."""

    design: int = 1
    turn: float = 0.0
    wear: int = 0  # 0: perfect; else where ink is missing
    shift: float = 0.0  # cells


def impression(stamp: Stamp, hidden: bool = False, noise: int = 0) -> str:
    """A ring with strokes inside, smooth as a scan has them; one side hidden by print."""
    y, x = np.mgrid[:SIDE, :SIDE] - (SIDE - 1) / 2.0
    angle = np.radians(stamp.turn)
    x, y = x - stamp.shift, y - stamp.shift / 2
    x, y = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    ink = np.exp(-(((np.hypot(x, y) - 28) / 1.2) ** 2))
    rng = np.random.default_rng(stamp.design)
    for left, top, wide, high in rng.uniform((-18, -18, 1, 1), (18, 18, 5, 5), (24, 4)):
        ink = np.maximum(ink, np.exp(-(((x - left) / wide) ** 4) - ((y - top) / high) ** 4))
    if stamp.wear:
        spots = np.random.default_rng(stamp.wear).uniform(-25, 25, (12, 2))
        for left, top in spots:
            ink = ink * (1 - 0.7 * np.exp(-((x - left) ** 2 + (y - top) ** 2) / 12))
    ink = ink + np.random.default_rng(noise).normal(0, 0.01, ink.shape)
    mask = np.zeros(ink.shape, bool)
    if hidden:
        ink[:, : SIDE // 3], mask[:, : SIDE // 3] = 0, True
    kept: Floats = np.clip(ink, 0, 1).astype(np.float32)
    return packed(kept, mask)
