"""What works on this machine, and what to install."""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from extractors import office
from extractors.ocr.engine import EngineMissingError
from pipeline import archives, confined
from pipeline.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console

_LEAST_FREE = 5_000_000_000
_FONTS = "fonts-arphic-uming fonts-arphic-ukai fonts-arphic-gbsn00lp fonts-wqy-zenhei"
_TIMEOUT = 10


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that was looked at. `advice` says what to do; "" where all is well.

    `fatal` where reading cannot work with these settings.
    """

    name: str
    state: str
    advice: str = ""
    fatal: bool = False


def examine(settings: Settings) -> tuple[Checked, ...]:
    """Look at everything; nothing is changed."""
    return (
        Checked("Python", f"{platform.python_version()} on {platform.system()}"),
        _rapid(settings),
        *_processor(),
        _tesseract(settings),
        _second_opinion(),
        _office(),
        _archives(),
        _package("spaCy", "spacy"),
        _package("OpenCV", "opencv-python-headless"),
        _package("PDFium", "pypdfium2"),
        _disk(settings.workspace),
        _limits(settings),
        _network(),
        _fonts(),
    )


def show(console: Console, found: tuple[Checked, ...]) -> None:
    table = Table(title="yushen doctor")
    for name in ("part", "state", "what to do"):
        table.add_column(name, overflow="fold")
    for one in found:
        colour = "red" if one.fatal else "yellow" if one.advice else "green"
        advice = f"[{colour}]{escape(one.advice or 'ok')}[/{colour}]"
        table.add_row(one.name, escape(one.state), advice)
    console.print(table)


def _rapid(settings: Settings) -> Checked:
    """The default engine: which back end runs the models, and why."""
    chosen = settings.ocr == "rapid"
    name = "OCR: RapidOCR" + (" (chosen)" if chosen else "")
    try:
        from extractors.ocr.models import model_files, models_digest
        from extractors.ocr.sessions import available_backend, load

        backend = available_backend()
        session = load(model_files().recogniser, backend, settings.threads)
        state = (
            f"rapidocr {version('rapidocr')}, models {models_digest()}, "
            f"{backend} {version(backend)} in {session.precision} "
            f"on {session.threads} thread(s) a worker"
        )
        if session.threads != settings.threads:
            return Checked(name, state, f"{settings.threads} threads were asked for", chosen)
    except (ModuleNotFoundError, PackageNotFoundError) as error:
        return Checked(name, f"not installed ({error})", "run `make setup`", chosen)
    if backend == "openvino":
        return Checked(name, f"{state}: the faster back end is installed")
    return Checked(name, f"{state}: OpenVINO is not installed", "pip install openvino: faster")


def _processor() -> tuple[Checked, ...]:
    """OpenVINO computes in bf16 where the processor can: that is what makes it fast."""
    try:
        text = Path("/proc/cpuinfo").read_text("ascii", "replace")
    except OSError:
        return ()
    flags = set(re.findall(r"\b(?:amx_\w+|avx512_bf16|avx512_vnni|avx_vnni|avx2)\b", text))
    if flags & {"amx_bf16", "avx512_bf16"}:
        precision = "bf16"
    else:
        precision = "f32 (no AMX: expect about half the speed or less)"
    return (Checked("Processor", f"{' '.join(sorted(flags)) or 'no AVX2'}: {precision}"),)


def _tesseract(settings: Settings) -> Checked:
    chosen = settings.ocr == "tesseract"
    name = "OCR: Tesseract" + (" (chosen)" if chosen else " (second engine)")
    try:
        import pytesseract

        from extractors.ocr import tesseract

        number = tesseract.version()
        languages = pytesseract.get_languages()
    except EngineMissingError as error:
        what, _, advice = str(error).partition(": ")
        return Checked(name, what, advice, chosen)
    except ModuleNotFoundError:
        return Checked(name, "pytesseract is not installed", "run `make setup`", chosen)
    return Checked(name, f"{number}, languages {' '.join(languages)}")


def _second_opinion() -> Checked:
    """Whether doubtful lines of the default engine are read by Tesseract, too."""
    name = "OCR: second opinion"
    try:
        from extractors.ocr import second

        state = f"tesseract {second.version()} on doubtful lines in Latin letters"
    except EngineMissingError as error:
        what, _, advice = str(error).partition(": ")
        return Checked(name, f"none: {what}", advice)
    except ModuleNotFoundError:
        return Checked(name, "none: pytesseract is not installed", "run `make setup`")
    return Checked(name, state)


def _office() -> Checked:
    """Optional: without it old Word files are told to be unreadable for lack of it."""
    name = "LibreOffice (.doc, .wps; optional)"
    try:
        return Checked(name, office.version())
    except EngineMissingError as error:
        what, _, advice = str(error).partition(": ")
        return Checked(name, what, advice)


def _archives() -> Checked:
    """Optional: without it 7z, rar and tar are told to be unreadable for lack of it."""
    name = "libarchive (7z, rar, tar)"
    found = archives.version()
    return Checked(name, found or "not installed", "" if found else archives.ADVICE)


def _network() -> Checked:
    """Whether the kernel keeps workers from the network, or only Python does."""
    name = "Workers: network"
    how = confined.probed()
    if how is confined.Network.KERNEL:
        return Checked(name, "none: a network namespace of their own")
    state = "Python's calls are refused" if how else "unknown: no process could be started"
    advice = "allow unprivileged user namespaces: the kernel then takes the network away"
    return Checked(name, f"{state}; libraries written in C are not held back", advice)


def _package(name: str, package: str) -> Checked:
    try:
        return Checked(name, version(package))
    except PackageNotFoundError:
        return Checked(name, "not installed", "run `make setup`", fatal=True)


def _disk(workspace: Path) -> Checked:
    place = workspace.absolute()
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    state = f"{free / 1e9:.1f} GB free for {workspace}"
    return Checked("Disk", state, "make room: originals are kept" if free < _LEAST_FREE else "")


def _limits(settings: Settings) -> Checked:
    limits = settings.limits
    state = (
        f"file {limits.file_bytes // 1_000_000} MB, packet {limits.packet_bytes // 1_000_000} MB, "
        f"{limits.pages} pages, {limits.page_seconds} s a page, "
        f"{limits.worker_bytes // 1_000_000} MB of memory a worker, "
        f"{settings.workers} workers of {settings.threads} threads"
    )
    return Checked("Limits", state)


def _fonts() -> Checked:
    """Only the generator of samples draws with fonts."""
    name = "Chinese fonts (samples only)"
    program = shutil.which("fc-list")
    if program is None:
        return Checked(name, "fontconfig is not installed", f"on {sys.platform}: see `make setup`")
    try:
        found = subprocess.run(
            [program, ":lang=zh", "family"], capture_output=True, timeout=_TIMEOUT, check=False
        )
    except subprocess.TimeoutExpired:
        return Checked(name, "fc-list does not answer")
    families = {line.split(",")[0] for line in found.stdout.decode("utf-8", "replace").split("\n")}
    families.discard("")
    advice = "" if families else f"apt-get install {_FONTS}"
    return Checked(name, ", ".join(sorted(families)) or "none", advice)
