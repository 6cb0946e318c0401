"""Where lines of text stand: PP-OCR's detecting network (differentiable binarisation, Liao et
al. 2020).

What stands before and behind the network is done here as RapidOCR does it, to a pixel, but on
whole arrays: its own way took as long again as half of the tiny network.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.facts import Box
from extractors.ocr.engine import PageImage
from extractors.ocr.models import model_files
from extractors.ocr.sessions import Session, load

Map = NDArray[np.float32]
Corners = NDArray[np.float64]

_LEAST_LINE_SIDE = 4
_NO_LIMIT = 20_000
# The network's sides are multiples of this.
_STEP = 32
# What PP-OCR gives with its models: from where on a pixel is text, how sure of it a line must be
# on average, by how much the shrunken lines of the map are grown (of area over perimeter).
_TEXT, _SURE, _GROWN = 0.3, 0.5, 1.6
_LEAST_SHRUNKEN, _LEAST_GROWN = 3, 5
_MOST_LINES = 1000
# Lines whose tops are no further apart than this, pixel by pixel, are read from left to right.
_SAME_HEIGHT = 10


@dataclass(frozen=True, slots=True)
class LineDetector:
    """Finds lines on a picture that is shrunk until its longer side has so many pixels."""

    session: Session
    side: int
    shrinking: int = cv2.INTER_LINEAR

    def detect(self, image: PageImage) -> tuple[Box, ...]:
        """Boxes of lines in the image's own pixels, in reading order."""
        height, width = image.shape[:2]
        scale = min(1.0, self.side / max(height, width))
        size = tuple(round(int(side * scale) / _STEP) * _STEP for side in (width, height))
        if not all(size):
            return ()
        small = cv2.resize(image, size, interpolation=self.shrinking)
        batch = cv2.dnn.blobFromImage(small, 1 / 127.5, mean=(127.5, 127.5, 127.5))
        likely = self.session.run(np.asarray(batch, np.float32))[0, 0]
        quads = _lines_of(likely, np.array((width / size[0], height / size[1])), (width, height))
        boxes = (Box(*quad.min(axis=0).tolist(), *quad.max(axis=0).tolist()) for quad in quads)
        return tuple(
            b for b in boxes if b.width >= _LEAST_LINE_SIDE and b.height >= _LEAST_LINE_SIDE
        )


def _lines_of(likely: Map, scale: Corners, size: tuple[int, int]) -> list[Corners]:
    """Corners of the lines on the network's map, in the picture's pixels, in reading order."""
    mask = (likely > _TEXT).astype(np.uint8)
    mask = np.asarray(cv2.dilate(mask, np.ones((2, 2), np.uint8)), np.uint8)
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for contour in contours[:_MOST_LINES]:
        rectangle = cv2.minAreaRect(contour)
        wide, high = rectangle[1]
        if min(wide, high) < _LEAST_SHRUNKEN:
            continue
        corners = np.asarray(cv2.boxPoints(rectangle), np.float32)
        if _mean_inside(likely, corners) < _SURE:
            continue
        # The map shows lines shrunken by this much on every side; a rectangle grown by it is one.
        by = _GROWN * wide * high / (2 * (wide + high))
        middle, (wide, high), angle = cv2.minAreaRect(np.trunc(corners))
        if min(wide, high) + 2 * by < _LEAST_GROWN:
            continue
        grown = cv2.boxPoints((middle, (wide + 2 * by, high + 2 * by), angle))
        found.append(np.clip(np.round(np.round(grown) * scale), 0, size))
    return _in_order(found)


def _mean_inside(likely: Map, corners: Map) -> float:
    height, width = likely.shape
    (left, top), (right, bottom) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    x, y = min(max(0, math.floor(left)), width - 1), min(max(0, math.floor(top)), height - 1)
    part = likely[y : math.ceil(bottom) + 1, x : math.ceil(right) + 1]
    mask = np.zeros(part.shape, np.uint8)
    cv2.fillPoly(mask, [(corners - (x, y)).astype(np.int32)], 1)
    return float(cv2.mean(part, mask)[0])


def _in_order(quads: list[Corners]) -> list[Corners]:
    """From top to bottom, and from left to right where tops follow closely on one another."""
    firsts = sorted(((*_top_left(quad), index) for index, quad in enumerate(quads)), key=_by_top)
    rows: list[list[tuple[float, float, int]]] = []
    for first in firsts:
        if rows and first[1] - rows[-1][-1][1] < _SAME_HEIGHT:
            rows[-1].append(first)
        else:
            rows.append([first])
    return [quads[index] for row in rows for _, _, index in sorted(row)]


def _by_top(first: tuple[float, float, int]) -> float:
    return first[1]


def _top_left(quad: Corners) -> tuple[float, float]:
    """The upper one of the two corners on the left."""
    left = sorted(quad.tolist())[:2]
    x, y = min(left, key=lambda corner: float(corner[1]))
    return x, y


def load_detector(
    path: Path, backend: str, threads: int, side: int, shrinking: int = cv2.INTER_LINEAR
) -> LineDetector:
    """Load a detecting network; `side` is the longer side that it sees, in pixels."""
    return LineDetector(load(path, backend, threads), side, shrinking)


def load_direction(backend: str, threads: int) -> Any:
    """The classifier that says of a strip whether it is upside down."""
    from rapidocr import EngineType, RapidOCR

    engine = EngineType.OPENVINO if backend == "openvino" else EngineType.ONNXRUNTIME
    files = model_files()
    params: dict[str, Any] = {
        "Global.log_level": "error",
        "Global.use_cls": False,
        "Global.max_side_len": _NO_LIMIT,
        "Det.engine_type": engine,
        "Rec.engine_type": engine,
        "Cls.engine_type": engine,
        # The paths are given so that nothing is ever looked for on a network.
        "Det.model_path": str(files.detector),
        "Cls.model_path": str(files.direction),
        "Rec.model_path": str(files.recogniser),
        "EngineConfig.onnxruntime.intra_op_num_threads": threads,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        "EngineConfig.openvino.inference_num_threads": threads,
        # OpenVINO pins its thread to the first core; two processes would share that one.
        "EngineConfig.openvino.enable_cpu_pinning": False,
    }
    loader: Any = RapidOCR(params=params)  # which loads nothing before it is asked to
    return loader._load_cls_model()
