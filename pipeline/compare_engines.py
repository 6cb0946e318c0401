"""Engines side by side, in the workers: each is given a page and answers with its text.

This reader gets the page as it lies in its file. The bare engines get its picture at reading
resolution, set upright by the truth, so that they are compared on reading alone.
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from extractors import reader
from extractors.facts import Problem
from extractors.limits import Limits
from extractors.ocr.engine import PageImage, ReadingEngine
from extractors.ocr.rapid import RapidEngine, RapidOptions
from extractors.ocr.sessions import available_backend
from extractors.raster import opened
from extractors.sniff import FileKind
from extractors.upright import turned
from pipeline.tasks import EngineChoice, attempt

LANGUAGE = "chi_sim"


@dataclass(frozen=True, slots=True)
class PageAt:
    """A page of a kept original; `rotation` is the true clockwise turn that sets it upright."""

    path: Path
    kind: FileKind
    index: int
    rotation: int
    limits: Limits


@dataclass(frozen=True, slots=True)
class ReadText:
    """What an engine read, and how long it took once it was loaded, rendering included."""

    text: str
    seconds: float


def by_full_reader(page: PageAt, choice: EngineChoice) -> ReadText | Problem:
    """All of `read`: way up, skew, tables, ticks, seals, text."""

    def work() -> ReadText:
        engine = _reading_engine(choice)
        return _timed(lambda: _full_text(page, engine))

    return attempt(work)


def by_bare_rapid(page: PageAt, threads: int) -> ReadText | Problem:
    """RapidOCR called as its manual says."""

    def work() -> ReadText:
        engine = _rapid(threads)
        return _timed(lambda: "\n".join(engine(_upright(page)[0]).txts or ()))

    return attempt(work)


def by_small_models(page: PageAt, threads: int) -> ReadText | Problem:
    """Detection and recognition of PP-OCRv6 small alone, as fast as they were measured to run:
    detection at 960 pixels, widths in steps, one line after another."""

    def work() -> ReadText:
        engine = _small(threads)
        return _timed(lambda: "\n".join(line.text for line in engine.lines(_upright(page)[0])))

    return attempt(work)


def by_bare_tesseract(page: PageAt) -> ReadText | Problem:
    """One process of Tesseract with its own page layout."""

    def work() -> ReadText:
        import pytesseract

        return _timed(
            lambda: pytesseract.image_to_string(
                cv2.cvtColor(_upright(page)[0], cv2.COLOR_BGR2RGB),
                lang=LANGUAGE,
                config="--psm 3",
                timeout=page.limits.page_seconds,
            )
        )

    return attempt(work)


def by_ocrmypdf(page: PageAt) -> ReadText | Problem:
    """The text that OCRmyPDF lays down beside its PDF."""
    return attempt(lambda: _timed(lambda: _sidecar(page)))


def _timed(read: Callable[[], str]) -> ReadText:
    start = time.perf_counter()
    text = read()
    return ReadText(text, round(time.perf_counter() - start, 4))


@cache
def _reading_engine(choice: EngineChoice) -> ReadingEngine:
    return choice.factory(choice.threads)


def _full_text(page: PageAt, engine: ReadingEngine) -> str:
    data = page.path.read_bytes()
    facts = reader.read(data, page.kind, page.index, engine, page.limits)
    return "\n".join(line.text for line in facts.lines)


def _upright(page: PageAt) -> tuple[PageImage, int]:
    """The picture and its dpi."""
    with opened(page.path.read_bytes(), page.kind, page.limits) as source:
        raster = source.raster(page.index)
    return np.ascontiguousarray(turned(raster.image, page.rotation)), raster.dpi


@cache
def _small(threads: int) -> RapidEngine:
    return RapidEngine(RapidOptions(threads=threads, detection_side=960, cascade=False))


@cache
def _rapid(threads: int) -> Any:
    """The models and back end that this reader uses, with what was measured to suit pages best."""
    import rapidocr

    openvino = available_backend() == "openvino"
    kind = rapidocr.EngineType.OPENVINO if openvino else rapidocr.EngineType.ONNXRUNTIME
    models = Path(rapidocr.__file__).parent / "models"
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.use_cls": False,
            "Global.max_side_len": 4000,
            "Det.engine_type": kind,
            "Det.limit_type": "max",
            "Det.limit_side_len": 960,
            "Det.model_path": str(models / "PP-OCRv6_det_small.onnx"),
            "Rec.engine_type": kind,
            "Rec.rec_batch_num": 6,
            "Rec.model_path": str(models / "PP-OCRv6_rec_small.onnx"),
            "Cls.engine_type": kind,
            "Cls.model_path": str(models / "ch_ppocr_mobile_v2.0_cls_mobile.onnx"),
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "EngineConfig.openvino.inference_num_threads": threads,
            "EngineConfig.openvino.enable_cpu_pinning": False,
        }
    )


def _sidecar(page: PageAt) -> str:
    image, dpi = _upright(page)
    with tempfile.TemporaryDirectory(prefix="yushen-compare-") as name:
        folder = Path(name)
        picture, told = folder / "page.png", folder / "page.txt"
        picture.write_bytes(cv2.imencode(".png", image)[1].tobytes())
        command = ["ocrmypdf", "-l", LANGUAGE, "--jobs", "1", "--output-type", "pdf"]
        command += ["--image-dpi", str(dpi), "--sidecar", str(told)]
        subprocess.run(
            [*command, str(picture), str(folder / "page.pdf")],
            check=True,
            timeout=page.limits.page_seconds,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return told.read_text("utf-8")
