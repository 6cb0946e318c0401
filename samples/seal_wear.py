"""What pad, hand and paper do to an impression."""

import math
from dataclasses import dataclass

import cv2
import numpy as np

from samples.stamps import Mask


@dataclass(frozen=True, slots=True)
class Wear:
    """How an impression differs from what is cut; the defaults change nothing."""

    strength: float = 1.0  # of the ink, 0 to 1
    blotch: float = 0.0  # how much pressure differs from place to place
    grain: float = 0.0  # share of the ink that the paper's fibres keep off
    dry: float = 0.0  # how much is missing in the middle, 0 to 1
    gap: float = 0.0  # degrees of the rim that hardly touched the paper
    gap_at: float = 0.0  # where, clockwise from the top
    smear: float = 0.0  # mm that the seal slid
    smear_at: float = 0.0  # degrees, the way it slid
    flood: float = 0.0  # mm by which too much ink widens strokes
    double: float = 0.0  # pixels at 200 dpi between the strikes of a doubled one

    @property
    def names(self) -> list[str]:
        """Return what a person would name."""
        told = {
            "pale": self.strength < 0.5,
            "blotched": self.blotch > 0.5,
            "dry": self.dry > 0,
            "gap": self.gap > 0,
            "smeared": self.smear > 0,
            "flooded": self.flood > 0,
            "doubled": self.double > 0,
        }
        return [name for name, true in told.items() if true]


def worn(mask: Mask, wear: Wear, turn: float, dpi: int, seed: int) -> Mask:
    """Wear an impression; `turn` is how far the seal itself is turned (gaps turn with it)."""
    noise = np.random.default_rng(seed)
    out = _flooded(mask, wear.flood * dpi / 25.4)
    out = _doubled(out, wear.double * dpi / 200, noise)
    out = _smeared(out, wear.smear * dpi / 25.4, wear.smear_at)
    out = out * _pressure(mask.shape, wear, turn, noise)
    if wear.grain:
        fibres = cv2.GaussianBlur(noise.random(mask.shape, np.float32), (0, 0), 0.9 * dpi / 200)
        edge = float(np.quantile(fibres[::4, ::4], 1 - wear.grain))
        out = np.where(fibres > edge, out * 0.3, out)
    soft = cv2.GaussianBlur(out.astype(np.float32), (0, 0), 0.5 * dpi / 200)
    return np.asarray(np.clip(soft * wear.strength, 0, 1), np.float32)


def _flooded(mask: Mask, pixels: float) -> Mask:
    """Widen strokes by so many pixels and round them, as ink that runs does."""
    if pixels <= 0:
        return mask
    spread = cv2.GaussianBlur(mask, (0, 0), pixels)
    return np.asarray(np.clip((spread - 0.12) * 3.2, 0, 1), np.float32)


def _moved(mask: Mask, dx: float, dy: float) -> Mask:
    matrix = np.array([[1, 0, dx], [0, 1, dy]], np.float64)
    size = (mask.shape[1], mask.shape[0])
    return np.asarray(cv2.warpAffine(mask, matrix, size, flags=cv2.INTER_LINEAR), np.float32)


def _doubled(mask: Mask, pixels: float, noise: np.random.Generator) -> Mask:
    if pixels <= 0:
        return mask
    angle = noise.uniform(0, 2 * math.pi)
    second = _moved(mask, pixels * math.cos(angle), pixels * math.sin(angle))
    return np.asarray(np.maximum(mask, second * noise.uniform(0.5, 0.9)), np.float32)


def _smeared(mask: Mask, pixels: float, angle: float) -> Mask:
    """Leave a fading trail in one direction."""
    if pixels <= 0:
        return mask
    out, steps = mask, max(2, round(pixels))
    for step in range(1, steps + 1):
        far = pixels * step / steps
        trail = _moved(
            mask, far * math.cos(math.radians(angle)), far * math.sin(math.radians(angle))
        )
        out = np.maximum(out, trail * (0.75 * (1 - step / (steps + 1))))
    return np.asarray(out, np.float32)


def _pressure(shape: tuple[int, ...], wear: Wear, turn: float, noise: np.random.Generator) -> Mask:
    """Return how much ink each place got: low-frequency, less in a dry middle and a gap."""
    height, width = shape
    low = cv2.resize(
        noise.random((6, 6), np.float32), (width, height), interpolation=cv2.INTER_CUBIC
    )
    gain = 1 - wear.blotch * np.clip((low - 0.25) * 1.3, 0, 1)
    ys, xs = np.indices((height, width), np.float32)
    x, y = (xs - width / 2) / (width / 2), (ys - height / 2) / (height / 2)
    reach = np.hypot(x, y)
    if wear.dry:
        gain = gain * (1 - wear.dry * np.exp(-((reach / 0.5) ** 2) * 1.6) * (0.6 + 0.8 * low))
    if wear.gap:
        angle = np.degrees(np.arctan2(x, -y)) - wear.gap_at - turn
        away = np.abs((angle + 180) % 360 - 180)
        inside = 1 / (1 + np.exp((away - wear.gap / 2) / 2.5))
        rim = 1 / (1 + np.exp((0.5 + 0.25 * low - reach) * 18))
        gain = gain * (1 - 0.96 * inside * rim)
    return np.asarray(np.clip(gain, 0, 1), np.float32)
