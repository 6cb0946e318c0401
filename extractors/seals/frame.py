"""Read square and rectangular seals: lines of text in a frame, or characters in columns."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.facts import Shape
from extractors.ocr.engine import Recogniser
from extractors.seals.ring import Floats, Plate, as_print
from extractors.seals.title import NO_TITLE, Title, trimmed

# Side of the frame's line in half heights: 1 mm of 10 to 15, with what a turn leaves over.
FRAME: Final = 0.13


def read_frame(sheet: Plate, recogniser: Recogniser) -> tuple[Title, tuple[str, ...]]:
    """The title and further lines of a straight-sided seal."""
    face = rectified(sheet)
    rows = _bands(face, axis=1)
    if sheet.outline.shape is Shape.SQUARE and len(rows) <= 2:
        named = _name(face, recogniser)
        if named.text:
            return named, ()
    pictures = tuple(as_print(face[first:last]) for first, last in rows)
    read = [trimmed(result) for result in recogniser.recognise(pictures)]
    read = [result for result in read if result.text]
    if not read:
        return NO_TITLE, ()
    whole = "".join(result.text for result in read)
    sure = sum(result.confidence for result in read) / len(read)
    characters = tuple(character for result in read for character in result.characters)
    return Title(whole, sure, characters, (whole,)), tuple(result.text for result in read)


def rectified(sheet: Plate) -> Floats:
    """The inside of the frame, upright."""
    outline = sheet.outline
    line = FRAME * min(outline.half_height, outline.half_width)
    wide, high = outline.half_width - line, outline.half_height - line
    cos, sin = np.cos(outline.turn), np.sin(outline.turn)
    corners = np.array([[-wide, -high], [wide, -high], [wide, high]], np.float32)
    spin = np.array([[cos, sin], [-sin, cos]], np.float32)
    source = (corners @ spin + np.array([outline.x, outline.y], np.float32)).astype(np.float32)
    size = (max(8, round(2 * wide)), max(8, round(2 * high)))
    target = np.array([[0, 0], [size[0], 0], [size[0], size[1]]], np.float32)
    return cv2.warpAffine(sheet.ink, cv2.getAffineTransform(source, target), size).astype(
        np.float32
    )


def _bands(face: Floats, axis: int) -> list[tuple[int, int]]:
    """Rows (axis 1) or columns (axis 0) of text: runs of ink between gaps."""
    inked: NDArray[np.bool_] = (face > 0.4).mean(axis) > 0.03
    edges = np.diff(np.concatenate([[0], inked.astype(np.int8), [0]]))
    runs = list(
        zip(np.nonzero(edges == 1)[0].tolist(), np.nonzero(edges == -1)[0].tolist(), strict=True)
    )
    least = 0.12 * inked.size
    return [(max(0, a - 3), min(inked.size, b + 3)) for a, b in runs if b - a >= least]


def _name(face: Floats, recogniser: Recogniser) -> Title:
    """Two by two characters: read down the right column and then the left, or row by row."""
    height, width = face.shape
    split_x, split_y = _quietest(face.mean(0)), _quietest(face.mean(1))
    quarter = {
        (row, column): _squared(
            face[
                (0, split_y)[row] : (split_y, height)[row],
                (0, split_x)[column] : (split_x, width)[column],
            ]
        )
        for row in (0, 1)
        for column in (0, 1)
    }
    down = np.hstack([quarter[at] for at in ((0, 1), (1, 1), (0, 0), (1, 0))])
    across = np.hstack([quarter[at] for at in ((0, 0), (0, 1), (1, 0), (1, 1))])
    results = tuple(trimmed(r) for r in recogniser.recognise((as_print(down), as_print(across))))
    # 印 ends a name: it tells which way the seal is to be read. Without it: the old way, down.
    order = sorted(results, key=lambda r: (-(r.text.endswith(("印", "章"))), -r.confidence))
    best = order[0] if order[0].text.endswith(("印", "章")) else results[0]
    readings = tuple(r.text for r in order)
    return Title(best.text, best.confidence, best.characters, readings, (best.trace,))


def _quietest(profile: NDArray[np.float32]) -> int:
    """Where the least ink lies near the middle."""
    start, end = round(profile.size * 0.35), round(profile.size * 0.65)
    smooth = cv2.blur(profile.reshape(1, -1).astype(np.float32), (5, 1)).ravel()
    return start + int(smooth[start:end].argmin())


def _squared(cell: Floats) -> Floats:
    return cv2.resize(cell, (64, 64), interpolation=cv2.INTER_AREA).astype(np.float32)
