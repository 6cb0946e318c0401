"""PP-OCR models through RapidOCR: the default engine.

RapidOCR finds the lines; reading them is grouped here, for two reasons: widths are rounded up
so that OpenVINO does not compile anew for every width, and the alternatives of each character
are kept, which the comparison of seal titles with expected names lives on.
"""

from __future__ import annotations

import hashlib
import importlib.util
import math
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.facts import Box, Character, Line
from extractors.ocr.engine import PageImage, Recognised, split_at_cells
from extractors.upright import turned

_STRIP_HEIGHT = 48
_WIDTH_STEP = 160
_MAX_WIDTH = 48 * 60
_BATCH = 6
_CANDIDATES = 5
_ORIENTATION_SIDE = 736
_ORIENTATION_LINES = 12
_CONFIRMING_LINES = 4
_SURELY_LEVEL = 0.15
_LEAST_LINE_SIDE = 4


@dataclass(frozen=True, slots=True)
class RapidOptions:
    """`threads` per process; `detection_side`: the longer side that detection sees, pixels."""

    threads: int = 1
    detection_side: int = 1280
    backend: str = "auto"


def available_backend(wanted: str = "auto") -> str:
    """Name the inference back end to use: OpenVINO where it is installed, else ONNX Runtime."""
    if wanted != "auto":
        return wanted
    return "openvino" if importlib.util.find_spec("openvino") else "onnxruntime"


@cache
def _model_folder() -> Path:
    spec = importlib.util.find_spec("rapidocr")
    if spec is None or spec.origin is None:
        msg = "rapidocr is not installed"
        raise ModuleNotFoundError(msg)
    return Path(spec.origin).parent / "models"


@cache
def models_digest() -> str:
    """First 12 hex digits over all model files of the wheel, in the order of their names."""
    digest = hashlib.sha256()
    for path in sorted(_model_folder().glob("*.onnx")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def identity(options: RapidOptions) -> str:
    """What names this engine in a cache key, without loading a model."""
    backend = available_backend(options.backend)
    return (
        f"rapidocr-{version('rapidocr')}/{backend}-{version(backend)}"
        f"/{models_digest()}/det{options.detection_side}"
    )


class RapidEngine:
    """Lines and strips by PP-OCR; one instance a process, it is not thread-safe."""

    def __init__(self, options: RapidOptions | None = None) -> None:
        self._options = options or RapidOptions()
        engine = _load(self._options)
        # RapidOCR loads lazily; these two calls are how it is asked to load now.
        self._detector: Any = engine._load_det_model()
        self._recogniser: Any = engine._load_rec_model()
        self._direction: Any = engine._load_cls_model()
        self._alphabet: list[str] = self._recogniser.postprocess_op.character

    @property
    def identity(self) -> str:
        return identity(self._options)

    def rotation(self, image: PageImage) -> int:
        """Clockwise turn that sets the page upright.

        Lines that are higher than wide mean a quarter turn; upside down is what the direction
        classifier says of the longest lines, or, where those disagree, what reads better.
        """
        small = _reduced(image, _ORIENTATION_SIDE)
        boxes = self._detect(small)
        tall = sum(box.height - box.width for box in boxes if box.height > 1.5 * box.width)
        wide = sum(box.width - box.height for box in boxes if box.width > 1.5 * box.height)
        turn = 90 if tall > wide else 0
        if turn:
            image, boxes = turned(image, 90), _quarter(boxes, small.shape[0])
        scale = max(image.shape[:2]) / max(small.shape[:2])
        longest = sorted(boxes, key=lambda box: box.width, reverse=True)[:_ORIENTATION_LINES]
        strips = tuple(_crop(image, box.scaled(scale)) for box in longest)
        return (turn + (180 if strips and self._upside_down(strips) else 0)) % 360

    def _upside_down(self, strips: tuple[PageImage, ...]) -> bool:
        answers = self._direction(list(strips)).cls_res or ()
        votes = [(label == "180", score) for label, score in answers]
        against = sum(score for down, score in votes if down)
        total = sum(score for _, score in votes)
        if total and against / total <= _SURELY_LEVEL:
            return False  # confirmed by reading only where a page would be turned over
        few = strips[:_CONFIRMING_LINES]
        level = self.recognise(few)
        over = self.recognise(tuple(turned(strip, 180) for strip in few))
        return _weight(over) > _weight(level)

    def lines(
        self, image: PageImage, cells: tuple[Box, ...] = (), marks: tuple[Box, ...] = ()
    ) -> tuple[Line, ...]:
        """Lines in reading order; none crosses a cell's border or a tick box."""
        boxes = split_at_cells(self._detect(image), cells, marks)
        strips = tuple(_crop(image, box) for box in boxes)
        read = self.recognise(strips)
        return tuple(
            Line(result.text, box, result.confidence)
            for box, result in zip(boxes, read, strict=True)
            if result.text.strip()
        )

    def recognise(self, strips: tuple[PageImage, ...]) -> tuple[Recognised, ...]:
        """Read each strip; same order and length as given."""
        results: list[Recognised] = [Recognised("", 0.0, ())] * len(strips)
        order = sorted(range(len(strips)), key=lambda index: _bucket(strips[index]))
        start = 0
        while start < len(order):
            width = _bucket(strips[order[start]])
            group = [i for i in order[start : start + _BATCH] if _bucket(strips[i]) == width]
            for index, result in zip(
                group, self._read_group([strips[i] for i in group], width), strict=True
            ):
                results[index] = result
            start += len(group)
        return tuple(results)

    def _detect(self, image: PageImage) -> tuple[Box, ...]:
        found = self._detector(image)
        if found.boxes is None:
            return ()
        height, width = image.shape[:2]
        boxes = []
        for corners in found.boxes:
            xs, ys = corners[:, 0], corners[:, 1]
            left, right = max(0.0, float(xs.min())), min(float(width), float(xs.max()))
            top, bottom = max(0.0, float(ys.min())), min(float(height), float(ys.max()))
            if right - left >= _LEAST_LINE_SIDE and bottom - top >= _LEAST_LINE_SIDE:
                boxes.append(Box(left, top, right, bottom))
        return tuple(boxes)

    def _read_group(self, strips: list[PageImage], width: int) -> list[Recognised]:
        batch = np.stack([_normalised(strip, width) for strip in strips])
        return [_decode(steps, self._alphabet) for steps in self._recogniser.session(batch)]


def _load(options: RapidOptions) -> Any:
    from rapidocr import EngineType, RapidOCR

    backend = available_backend(options.backend)
    engine = EngineType.OPENVINO if backend == "openvino" else EngineType.ONNXRUNTIME
    params: dict[str, Any] = {
        "Global.log_level": "error",
        "Global.use_cls": False,
        "Global.max_side_len": 20000,
        "Det.engine_type": engine,
        "Rec.engine_type": engine,
        "Cls.engine_type": engine,
        "Det.limit_type": "max",
        "Det.limit_side_len": options.detection_side,
        # The paths are given so that nothing is ever looked for on a network.
        "Det.model_path": str(_model_folder() / "PP-OCRv6_det_small.onnx"),
        "Cls.model_path": str(_model_folder() / "ch_ppocr_mobile_v2.0_cls_mobile.onnx"),
        "Rec.model_path": str(_model_folder() / "PP-OCRv6_rec_small.onnx"),
        "EngineConfig.onnxruntime.intra_op_num_threads": options.threads,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        "EngineConfig.openvino.inference_num_threads": options.threads,
        # OpenVINO pins its thread to the first core; two processes would share that one.
        "EngineConfig.openvino.enable_cpu_pinning": False,
    }
    return RapidOCR(params=params)


def _crop(image: PageImage, box: Box) -> PageImage:
    left, top = math.floor(box.left), math.floor(box.top)
    return image[top : math.ceil(box.bottom), left : math.ceil(box.right)]


def _reduced(image: PageImage, side: int) -> PageImage:
    scale = min(1.0, side / max(image.shape[:2]))
    if scale == 1.0:
        return image
    return np.asarray(
        cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8
    )


def _quarter(boxes: tuple[Box, ...], height: float) -> tuple[Box, ...]:
    """Boxes after the page, so many pixels high, was turned by 90 degrees clockwise."""
    return tuple(Box(height - b.bottom, b.left, height - b.top, b.right) for b in boxes)


def _weight(read: tuple[Recognised, ...]) -> float:
    return sum(result.confidence * len(result.text) for result in read)


def _bucket(strip: PageImage) -> int:
    """Width of the strip at the model's height, rounded up to a step."""
    height, width = int(strip.shape[0]), int(strip.shape[1])
    scaled = math.ceil(width * _STRIP_HEIGHT / max(1, height))
    return min(_MAX_WIDTH, max(1, math.ceil(scaled / _WIDTH_STEP)) * _WIDTH_STEP)


def _normalised(strip: PageImage, width: int) -> NDArray[np.float32]:
    height = max(1, strip.shape[0])
    scaled = min(width, max(1, math.ceil(strip.shape[1] * _STRIP_HEIGHT / height)))
    small = cv2.resize(strip, (scaled, _STRIP_HEIGHT)).astype(np.float32)
    padded = np.zeros((3, _STRIP_HEIGHT, width), np.float32)
    padded[:, :, :scaled] = small.transpose(2, 0, 1) / 127.5 - 1.0
    return padded


def _decode(steps: NDArray[np.float32], alphabet: list[str]) -> Recognised:
    """Best-path CTC: repeated symbols are one, symbol 0 is the gap between characters."""
    best = steps.argmax(axis=1)
    characters = []
    sure = []
    for index, symbol in enumerate(best):
        if symbol == 0 or (index > 0 and symbol == best[index - 1]):
            continue
        row = steps[index]
        top = np.argpartition(row, -_CANDIDATES)[-_CANDIDATES:]
        ranked = sorted(((float(row[i]), int(i)) for i in top if i), reverse=True)
        characters.append(Character(tuple((alphabet[i], round(p, 4)) for p, i in ranked)))
        sure.append(float(row[symbol]))
    text = "".join(character.candidates[0][0] for character in characters)
    return Recognised(text, float(np.mean(sure)) if sure else 0.0, tuple(characters))
