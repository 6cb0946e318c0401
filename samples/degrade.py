"""What scanner and phone do to a page, with the truth carried along."""

import io
import random
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from samples.sheet import Rect, Sheet
from samples.stamps import PlacedSeal

cv2.setNumThreads(1)  # packets run side by side; more threads only get in their way
Pixels = NDArray[np.uint8]
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scanned:
    """One page as a file holds it: JPEG bytes and truth in fractions of the upright page."""

    jpeg: bytes
    width: int
    height: int
    dpi: int
    rotation: int  # clockwise turn that makes the page upright
    source: str
    hard: bool
    lines: tuple[tuple[str, Rect], ...]
    cells: tuple[tuple[int, int, int, int, Rect], ...]
    ticks: tuple[tuple[str, bool, Rect], ...]
    seals: tuple[PlacedSeal, ...]
    exif_turn: int = 0
    grey: bool = False

    @property
    def jpeg_mode(self) -> str:
        """Return L for greyscale, else RGB."""
        return "L" if self.grey else "RGB"


@dataclass(frozen=True, slots=True)
class Print:
    """What stands where on a page that never was paper, in fractions of it."""

    lines: tuple[Rect, ...]
    cells: tuple[tuple[int, int, int, int, Rect], ...]
    ticks: tuple[tuple[str, bool, Rect], ...]


def print_of(sheet: Sheet) -> Print:
    """Return where a sheet's lines, cells and ticks stand."""
    width, height = sheet.image.size

    def share(box: Rect) -> Rect:
        return _carry(box, np.eye(3), width, height)

    return Print(
        tuple(share(box) for _, box in sheet.lines),
        tuple((r, c, rs, cs, share(box)) for r, c, rs, cs, box in sheet.cells),
        tuple((name, state, share(box)) for name, state, box in sheet.ticks),
    )


@dataclass(frozen=True, slots=True)
class Ageing:
    """How a page is scanned."""

    skew: float = 0.0  # degrees
    turn: int = 0  # quarter turns counter-clockwise
    quality: int = 60
    blur: float = 0.0
    noise: float = 0.0
    shadow: float = 0.0
    grey: bool = False
    photo: bool = False
    exif_turn: int = 0


def draw_ageing(rng: random.Random, *, grey: bool = False, photo: bool = False) -> Ageing:
    """Choose how a page suffers."""
    turn = rng.choices((0, 1, 2, 3), (84, 6, 5, 5))[0]
    return Ageing(
        skew=max(-2.5, min(2.5, rng.gauss(0, 0.9))),
        turn=turn,
        quality=rng.choice((40, 45, 50, 55, 60, 75)),
        blur=rng.choice((0.5, 0.7, 0.9, 1.1)),
        noise=rng.choice((0.0, 1.5, 3.0, 5.0)),
        shadow=rng.choice((0.0, 0.0, 0.15, 0.3)) + (0.2 if photo else 0.0),
        grey=grey,
        photo=photo,
        exif_turn=rng.choice((0, 3, 6, 8)) if photo else 0,
    )


def scan(
    sheet: Sheet, seals: tuple[PlacedSeal, ...], ageing: Ageing, rng: random.Random
) -> Scanned:
    """Pass a stamped sheet through the scanner or the phone."""
    pixels: Pixels = np.asarray(sheet.image)
    matrix, size = geometry(sheet, ageing, rng)
    pixels = warp(pixels, matrix, size, ageing)
    pixels = optics(pixels, ageing, rng)
    width, height = size
    if ageing.turn:
        pixels = np.rot90(pixels, ageing.turn)
    jpeg = encode(pixels, ageing, sheet.dpi)

    def carried(box: Rect) -> Rect:
        return _carry(box, matrix, width, height)

    lines = sorted(sheet.lines, key=_row_and_left)
    return Scanned(
        jpeg=jpeg,
        width=pixels.shape[1],
        height=pixels.shape[0],
        dpi=sheet.dpi,
        rotation=90 * ageing.turn % 360,
        source="photo" if ageing.photo else "scan",
        hard=ageing.photo or ageing.quality <= 40 or abs(ageing.skew) > 1.8,
        lines=tuple((text, carried(box)) for text, box in lines),
        cells=tuple((r, c, rs, cs, carried(box)) for r, c, rs, cs, box in sheet.cells),
        ticks=tuple((name, state, carried(box)) for name, state, box in sheet.ticks),
        seals=tuple(_copied(one, carried(one.box), ageing) for one in seals),
        exif_turn=ageing.exif_turn,
        grey=ageing.grey,
    )


def warp(pixels: Pixels, matrix: Matrix, size: tuple[int, int], ageing: Ageing) -> Pixels:
    """Lay a page askew on the scanner's glass, or on the table under the phone."""
    fill = (86, 78, 66) if ageing.photo else (250, 250, 249)
    if ageing.skew and not ageing.photo:
        return np.asarray(
            cv2.warpAffine(pixels, matrix[:2], size, flags=cv2.INTER_LINEAR, borderValue=fill),
            np.uint8,
        )
    if ageing.photo:
        return np.asarray(
            cv2.warpPerspective(
                pixels,
                matrix,
                size,
                flags=cv2.INTER_LINEAR,
                borderMode=cv2.BORDER_CONSTANT,
                borderValue=fill,
            ),
            np.uint8,
        )
    return pixels


def _copied(seal: PlacedSeal, box: Rect, ageing: Ageing) -> PlacedSeal:
    """A grey scan leaves no colour of any ink."""
    return replace(seal, box=box, ink="black" if ageing.grey else seal.ink)


def _row_and_left(line: tuple[str, Rect]) -> tuple[int, float]:
    """Sort by rows; what is written by hand is higher than the print of its row."""
    left, top, _, bottom = line[1]
    return round((top + bottom) / 24), left


def geometry(sheet: Sheet, ageing: Ageing, rng: random.Random) -> tuple[Matrix, tuple[int, int]]:
    """Return where the sheet's points come to lie on the picture, and the picture's size."""
    width, height = sheet.image.size
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), ageing.skew, 1.0)
    matrix: Matrix = np.vstack([turn, [0, 0, 1]])
    if not ageing.photo:
        return matrix, (width, height)
    edge = 0.05 * width
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = (
        corners
        + edge
        + np.array(
            [[rng.uniform(-0.4, 0.6) * edge for _ in range(2)] for _ in range(4)], np.float32
        )
    )
    bend = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    full: Matrix = bend @ matrix
    return full, (round(width + 2 * edge), round(height + 2 * edge))


def _carry(box: Rect, matrix: Matrix, width: int, height: int) -> Rect:
    left, top, right, bottom = box
    points = np.array([[left, top, 1], [right, top, 1], [right, bottom, 1], [left, bottom, 1]]).T
    moved = matrix @ points
    xs = np.clip(moved[0] / moved[2] / width, 0, 1)
    ys = np.clip(moved[1] / moved[2] / height, 0, 1)
    left, top, right, bottom = (
        round(float(v), 4) for v in (xs.min(), ys.min(), xs.max(), ys.max())
    )
    return (left, top, right, bottom)


def optics(pixels: Pixels, ageing: Ageing, rng: random.Random) -> Pixels:
    """Apply what lens, sensor and light do."""
    out = pixels
    if ageing.grey:
        out = np.repeat(cv2.cvtColor(out, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2).astype(
            np.uint8
        )
    if ageing.blur:
        out = np.asarray(cv2.GaussianBlur(out, (0, 0), ageing.blur), np.uint8)
    if ageing.shadow:
        out = _shade(out, ageing.shadow, rng)
    if ageing.noise:
        grain = np.random.default_rng(rng.getrandbits(32)).integers(
            0, 256, (out.shape[0] // 2 + 1, out.shape[1] // 2 + 1), np.uint8
        )
        large = cv2.resize(grain, (out.shape[1], out.shape[0]), interpolation=cv2.INTER_LINEAR)
        out = np.asarray(
            cv2.addWeighted(
                out,
                1.0,
                np.repeat(large[..., None], 3, axis=2),
                ageing.noise / 74,
                -ageing.noise * 1.72,
            ),
            np.uint8,
        )
    return out


def _shade(pixels: Pixels, depth: float, rng: random.Random) -> Pixels:
    """Darken towards a corner, or (a bound volume on the scanner) along one edge."""
    if rng.random() < 0.5:
        along = np.linspace(0, 1, pixels.shape[1], dtype=np.float32)
        if rng.random() < 0.5:
            along = along[::-1]
        edge = 1 - depth * 1.6 * np.exp(-along / rng.uniform(0.04, 0.14))
        row = np.repeat(np.clip(edge, 0.2, 1).astype(np.float32), 3)[None]
        flat = pixels.reshape(pixels.shape[0], -1)
        shaded = cv2.multiply(flat, np.broadcast_to(row, flat.shape).copy(), dtype=cv2.CV_8U)
        return np.asarray(shaded, np.uint8).reshape(pixels.shape)
    corner = np.array([[rng.uniform(0, 1) for _ in range(3)] for _ in range(3)], np.float32)
    corner = 1 - depth * corner
    gain = cv2.resize(corner, (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_LINEAR)
    wide = cv2.merge([gain, gain, gain])
    return np.asarray(cv2.multiply(pixels, wide, dtype=cv2.CV_8U), np.uint8)


def encode(pixels: Pixels, ageing: Ageing, dpi: int) -> bytes:
    """Return the picture as JPEG."""
    image = Image.fromarray(np.ascontiguousarray(pixels))
    if ageing.grey:
        image = image.convert("L")
    exif = Image.Exif()
    if ageing.exif_turn:
        # the sensor's picture, which the tag asks the viewer to turn
        turn = {
            3: Image.Transpose.ROTATE_180,
            6: Image.Transpose.ROTATE_90,
            8: Image.Transpose.ROTATE_270,
        }[ageing.exif_turn]
        image = image.transpose(turn)
        exif[0x0112] = ageing.exif_turn
    out = io.BytesIO()
    image.save(out, "JPEG", quality=ageing.quality, optimize=True, dpi=(dpi, dpi), exif=exif)
    return out.getvalue()
