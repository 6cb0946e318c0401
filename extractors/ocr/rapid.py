"""PP-OCR models through RapidOCR: the default engine.

Every line is read by the tiny model first, and again by the small one where that is not sure:
a fifth of the lines, for the same text at half the time (figures in the README).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from importlib.metadata import version

from extractors.facts import Box, Line
from extractors.ocr.detector import LineDetector, load_detector
from extractors.ocr.engine import PageImage, Recognised, split_at_cells
from extractors.ocr.leftover import (
    left_at_end,
    left_between,
    with_paper_behind,
)
from extractors.ocr.models import model_files, models_digest
from extractors.ocr.quick import QuickReader, cropped, load_quick
from extractors.ocr.second import SecondReader, heard
from extractors.ocr.sessions import available_backend, load
from extractors.ocr.strips import StripReader, alphabet_of
from extractors.punctuation import full_width

# Below this mean confidence of its characters a line is read again (a short one sooner: its
# mean stands on little). Of the characters above it, 0.02 % differ from what the small model
# reads, on drawn forms; a fifth of the lines are below it.
_SURE, _SURE_OF_SHORT = 0.98, 0.995
_SHORT = 2
# By how much the tiny model must be surer to be believed, and what a disputed reading is worth.
_CLEARLY, _DISPUTED = 0.05, 0.6
# The tiny model takes l for 1 and O for 0 in codes and addresses, and is sure of it.
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class RapidOptions:
    """`threads` per process; `detection_side`: the longer side that detection sees, pixels.

    `cascade`: whether the tiny model reads first.
    """

    threads: int = 1
    detection_side: int = 960
    backend: str = "auto"
    cascade: bool = True


def identity(options: RapidOptions, second: str = "none") -> str:
    """What names this engine in a cache key, without loading a model; `second` names the reader
    that gives second opinions."""
    backend = available_backend(options.backend)
    models = "cascade" if options.cascade else "small"
    return (
        f"rapidocr-{version('rapidocr')}/{backend}-{version(backend)}"
        f"/{models_digest()}/det{options.detection_side}/{models}/second-{second}"
    )


class RapidEngine:
    """Lines and strips by PP-OCR; one instance a process, it is not thread-safe.

    `second` is asked about the few lines of a page that it may know better; None asks nobody.
    """

    def __init__(
        self, options: RapidOptions | None = None, second: SecondReader | None = None
    ) -> None:
        self._second = second
        self._options = chosen = options or RapidOptions()
        backend, files = available_backend(chosen.backend), model_files()
        session = load(files.recogniser, backend, chosen.threads)
        self._detector: LineDetector = load_detector(
            files.detector, backend, chosen.threads, chosen.detection_side
        )
        self._careful = StripReader(session, alphabet_of(session.alphabet))
        self._quick: QuickReader = load_quick(chosen.threads, chosen.backend)

    @property
    def identity(self) -> str:
        return identity(self._options, self._second.identity if self._second else "none")

    def rotation(self, image: PageImage) -> int:
        """Clockwise turn that sets the page upright."""
        turn, _ = self._quick.survey(image)
        return turn

    def lines(
        self, image: PageImage, cells: tuple[Box, ...] = (), marks: tuple[Box, ...] = ()
    ) -> tuple[Line, ...]:
        """Lines in reading order; none crosses a cell's border or a tick box."""
        boxes = split_at_cells(self._detector.detect(image), cells, marks)
        strips = tuple(cropped(image, box) for box in boxes)
        read = self._read(strips)
        if self._second is not None:
            read = heard(strips, read, self._second)
        return tuple(
            Line(full_width(result.text), box, result.confidence)
            for box, result in zip(boxes, read, strict=True)
            if result.text.strip()
        )

    def recognise(self, strips: tuple[PageImage, ...]) -> tuple[Recognised, ...]:
        """Read each strip with the small model; same order and length as given."""
        return self._careful.read(strips, traced=True)

    def _read(self, strips: tuple[PageImage, ...]) -> tuple[Recognised, ...]:
        if not self._options.cascade:
            return self._careful.read(strips)
        quick = self._quick.read(strips)
        cut_short = {
            index
            for index, (strip, result) in enumerate(zip(strips, quick, strict=True))
            if left_at_end(strip, result.places)
        }
        again = {
            index: with_paper_behind(strip) if index in cut_short else strip
            for index, (strip, result) in enumerate(zip(strips, quick, strict=True))
            if index in cut_short or _doubtful(strip, result)
        }
        careful = dict(zip(again, self._careful.read(tuple(again.values())), strict=True))
        return tuple(
            settled(result, careful[index], index in cut_short) if index in careful else result
            for index, result in enumerate(quick)
        )


def settled(quick: Recognised, careful: Recognised, cut_short: bool = False) -> Recognised:
    """One reading from two of the same strip; what they disagree on is worth less.

    `cut_short`: ink was left beyond the quick one's end. Saying what stands there is no dispute.

    Measured on lines that were read twice: where both say the same, 95 % and more are right, how
    unsure either may be; where they differ, about half of those that the surer one reads.
    """
    if _bare(quick.text) == _bare(careful.text):
        return replace(careful, confidence=max(quick.confidence, careful.confidence))
    if cut_short and _bare(careful.text).startswith(_bare(quick.text)):
        return careful
    surer = quick if quick.confidence > careful.confidence + _CLEARLY else careful
    return replace(surer, confidence=_DISPUTED * surer.confidence)


def _bare(text: str) -> str:
    """Without spaces, in the width that both models are taken to mean."""
    return unicodedata.normalize("NFKC", "".join(text.split()))


def _doubtful(strip: PageImage, result: Recognised) -> bool:
    """Unsure, not of all that stands there, or of the kind that the tiny model mistakes."""
    sure = _SURE_OF_SHORT if len(result.text) <= _SHORT else _SURE
    return (
        result.confidence < sure
        or bool(_LATIN.search(result.text))
        or left_between(strip, result.places)
    )
