"""Read square and rectangular seals: lines of text in a frame, or characters in columns."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.facts import Shape
from extractors.ocr.engine import Recognised, Recogniser
from extractors.seals.kind import is_date
from extractors.seals.ring import Floats, Plate, as_print, filled_under_print
from extractors.seals.title import NO_TITLE, Title, is_whole, trimmed

# Side of the frame's line in half heights: 1 mm of 10 to 15, with what a turn leaves over.
FRAME: Final = 0.13
CELL: Final = 64  # pixels of a character of a grid, for reading
LARGEST_GRID: Final = 7
DEEP: Final = 0.12  # share of the face below which a run of ink is a speck
# White letters on a ground of ink: share of the face, and of its margin, that is inked.
GROUND, GROUND_AT_EDGE = 0.5, 0.6
NAMED: Final = re.compile(r"(之印|印章|印|章)$")
ENDS_AS_IT_SHOULD: Final = 0.5  # against confidence, which is 0..1


def read_frame(sheet: Plate, recogniser: Recogniser) -> tuple[Title, tuple[str, ...]]:
    """The title and further lines of a straight-sided seal."""
    face = on_paper(rectified(sheet))
    if sheet.outline.shape is not Shape.SQUARE:
        return _lines(face, recogniser)
    rows = _bands(face, axis=1)
    if len(rows) <= 2:
        named = _name(face, recogniser)
        if named.text:
            return named, ()
    return _grid(face, recogniser)


def on_paper(face: Floats) -> Floats:
    """Letters as ink: a face of white letters on a ground of ink is turned about."""
    edge = np.concatenate(
        [face[:3].ravel(), face[-3:].ravel(), face[:, :3].ravel(), face[:, -3:].ravel()]
    )
    if face.mean() > GROUND and edge.mean() > GROUND_AT_EDGE:
        return np.asarray(1 - face, np.float32)
    return face


def _lines(face: Floats, recogniser: Recogniser) -> tuple[Title, tuple[str, ...]]:
    """A frame of one or a few lines: the first that is no date is the title."""
    pictures = tuple(as_print(face[first:last]) for first, last in _bands(face, axis=1))
    read = [trimmed(result) for result in recogniser.recognise(pictures)]
    read = [result for result in read if result.text]
    if not read:
        return NO_TITLE, ()
    lines = tuple(result.text for result in read)
    title = next((result for result in read if not is_date(result.text)), None)
    return _title(title) if title else NO_TITLE, lines


def _title(read: Recognised, *others: str) -> Title:
    readings = tuple(dict.fromkeys((read.text, *others)))
    traces = (read.trace,) if read.trace else ()
    return Title(read.text, read.confidence, read.characters, readings, traces)


def _grid(face: Floats, recogniser: Recogniser) -> tuple[Title, tuple[str, ...]]:
    """Rows read across, or columns read down from the right; the purpose ends the name."""
    rows = _bands(face, axis=1)
    across = trimmed(_one(recogniser, [face[first:last] for first, last in rows]))
    if _makes_sense(across) < 1 + ENDS_AS_IT_SHOULD - 0.2:
        down = trimmed(_one(recogniser, _downwards(face)))
        if _makes_sense(down) > _makes_sense(across):
            across = down
    if not across.text:
        return NO_TITLE, ()
    name, purpose = _parted(across)
    return _title(name), (purpose,) if purpose else ()


def _one(recogniser: Recogniser, pieces: list[Floats]) -> Recognised:
    """Pieces side by side on one strip, each as high as the others."""
    if not pieces:
        return Recognised("", 0.0, ())
    wide = [max(1, round(piece.shape[1] * CELL / piece.shape[0])) for piece in pieces]
    row = np.hstack(
        [
            cv2.resize(piece, (width, CELL), interpolation=cv2.INTER_AREA)
            for piece, width in zip(pieces, wide, strict=True)
        ]
    )
    return recogniser.recognise((as_print(row),))[0]


def _downwards(face: Floats) -> list[Floats]:
    """The characters of each column, from the right."""
    columns = _bands(face, axis=0)
    cells: list[Floats] = []
    for first, last in reversed(columns):
        column = face[:, first:last]
        for top, bottom in _cells(column, round(face.shape[0] / max(1, len(columns)))):
            cells.append(_squared(column[top:bottom]))
    return cells


def _cells(column: Floats, usual: int) -> list[tuple[int, int]]:
    """Where a column's characters stand: even steps, of that number which cuts the least ink."""
    profile = column.mean(1)
    inked = np.nonzero(profile > 0.04)[0]
    if inked.size == 0:
        return []
    start, end = int(inked[0]), int(inked[-1]) + 1
    best: tuple[float, int] = (9.0, 1)
    for count in range(2, LARGEST_GRID + 1):
        step = (end - start) / count
        cuts = [
            profile[max(0, round(start + step * at) - 1) : round(start + step * at) + 2].min()
            for at in range(1, count)
        ]
        # Strokes have gaps between them too: the number that makes cells near square counts.
        odd = abs(np.log(step / max(1, usual)))
        cost = float(np.mean(cuts)) / max(0.02, float(profile.mean())) + 0.6 * float(odd)
        best = min(best, (cost, count))
    edges = np.linspace(start, end, best[1] + 1)
    return [(max(0, round(a) - 1), min(column.shape[0], round(b) + 1)) for a, b in pairwise(edges)]


def _makes_sense(read: Recognised) -> float:
    name, purpose = _parted(read)
    return (
        read.confidence
        + ENDS_AS_IT_SHOULD * bool(purpose)
        + ENDS_AS_IT_SHOULD * is_whole(name.text)
    )


def _parted(read: Recognised) -> tuple[Recognised, str]:
    """The name, and the purpose that follows it in the frame."""
    found = None
    for match in re.finditer(r"专用[章意草]?", read.text):
        found = match
    if found is None or found.start() < 4:
        return read, ""
    at = found.start() - 2
    kept = read.characters[:at]
    sure = [character.candidates[0][1] for character in kept]
    # What the strip held likely tells of name and purpose together: it is of no use for the name.
    return Recognised(read.text[:at], sum(sure) / len(sure), kept), read.text[at:]


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
    spun = cv2.warpAffine(filled_under_print(sheet), cv2.getAffineTransform(source, target), size)
    return spun.astype(np.float32)


def _bands(face: Floats, axis: int) -> list[tuple[int, int]]:
    """Rows (axis 1) or columns (axis 0) of text: runs of ink between gaps."""
    inked: NDArray[np.bool_] = (face > 0.4).mean(axis) > 0.03
    edges = np.diff(np.concatenate([[0], inked.astype(np.int8), [0]]))
    runs = list(
        zip(np.nonzero(edges == 1)[0].tolist(), np.nonzero(edges == -1)[0].tolist(), strict=True)
    )
    least = DEEP * inked.size
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
    order = sorted(results, key=lambda r: (-bool(NAMED.search(r.text)), -r.confidence))
    best = order[0] if NAMED.search(order[0].text) else results[0]
    return _title(best, *(r.text for r in order))


def _quietest(profile: NDArray[np.float32]) -> int:
    """Where the least ink lies near the middle."""
    start, end = round(profile.size * 0.35), round(profile.size * 0.65)
    smooth = cv2.blur(profile.reshape(1, -1).astype(np.float32), (5, 1)).ravel()
    return start + int(smooth[start:end].argmin())


def _squared(cell: Floats) -> Floats:
    return cv2.resize(cell, (CELL, CELL), interpolation=cv2.INTER_AREA).astype(np.float32)
