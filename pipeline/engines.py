"""Which engine reads: chosen by its name, known in the parent without loading a model."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from typing import Literal

from extractors.ocr.engine import EngineMissingError, ReadingEngine
from pipeline.errors import ToolMissingError
from pipeline.tasks import EngineChoice, make_eyes


def choose_engine(name: Literal["rapid", "tesseract"], threads: int = 1) -> EngineChoice:
    """The engine of this name; raises ToolMissingError saying what to install."""
    try:
        identity = _rapid_identity(threads) if name == "rapid" else _tesseract_identity()
        eyes = _eyes_identity()
    except EngineMissingError as error:
        raise ToolMissingError(str(error)) from error
    except (ModuleNotFoundError, PackageNotFoundError) as error:
        raise ToolMissingError(f"{name}: not installed ({error}): run `make setup`") from error
    factory = make_rapid if name == "rapid" else make_tesseract
    return EngineChoice(identity, factory, threads, make_eyes, eyes)


def _rapid_identity(threads: int) -> str:
    from extractors.ocr import rapid, second

    return rapid.identity(rapid.RapidOptions(threads=threads), second.identity())


def _tesseract_identity() -> str:
    from extractors.ocr import tesseract

    return f"tesseract-{tesseract.version()}/chi_sim"


def _eyes_identity() -> str:
    from extractors.ocr.models import models_digest
    from extractors.ocr.sessions import available_backend

    return f"{available_backend()}/{models_digest()}"


def make_rapid(threads: int) -> ReadingEngine:
    """With a second reader where this machine has one."""
    from extractors.ocr.rapid import RapidEngine, RapidOptions
    from extractors.ocr.second import second_reader

    return RapidEngine(RapidOptions(threads=threads), second_reader())


def make_tesseract(threads: int) -> ReadingEngine:
    """Single-threaded whatever is asked: more threads make it slower."""
    from extractors.ocr.tesseract import TesseractEngine

    return TesseractEngine()
