"""Where lines of text stand: PP-OCR's detecting network behind RapidOCR's pre- and
post-processing (differentiable binarisation, Liao et al. 2020)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.facts import Box
from extractors.ocr.engine import PageImage
from extractors.ocr.models import model_files

_LEAST_LINE_SIDE = 4
_NO_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class LineDetector:
    """Finds lines on a picture that is shrunk until its longer side has so many pixels."""

    network: Any

    def detect(self, image: PageImage) -> tuple[Box, ...]:
        """Boxes of lines in the image's own pixels, in reading order."""
        found = self.network(image)
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


def load_detector(path: Path, backend: str, threads: int, side: int) -> LineDetector:
    """Load a detecting network; `side` is the longer side that it sees, in pixels."""
    return LineDetector(_rapid(backend, threads, path, side)._load_det_model())


def load_direction(backend: str, threads: int) -> Any:
    """The classifier that says of a strip whether it is upside down."""
    files = model_files()
    return _rapid(backend, threads, files.detector, _NO_LIMIT)._load_cls_model()


def _rapid(backend: str, threads: int, detector: Path, side: int) -> Any:
    """RapidOCR, which loads nothing before it is asked to."""
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
        "Det.limit_type": "max",
        "Det.limit_side_len": side,
        # The paths are given so that nothing is ever looked for on a network.
        "Det.model_path": str(detector),
        "Cls.model_path": str(files.direction),
        "Rec.model_path": str(files.recogniser),
        "EngineConfig.onnxruntime.intra_op_num_threads": threads,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        "EngineConfig.openvino.inference_num_threads": threads,
        # OpenVINO pins its thread to the first core; two processes would share that one.
        "EngineConfig.openvino.enable_cpu_pinning": False,
    }
    return RapidOCR(params=params)
