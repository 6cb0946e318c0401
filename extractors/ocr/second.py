"""A second opinion: Tesseract on the few short Latin lines that the default engine doubts.

Addresses of mail and the like are where the default engine's own two models fail together (l for
1, o for @), and where another kind of engine knows something. Measured on 135 scanned pages, on 35
lines with small Latin letters that the two models dispute, at three heights of the strip: where
Tesseract says the same 34 of 45 are right, where it says otherwise 8 of 60. It is not asked for
what it knows nothing of:

- lines with Chinese characters: its English never gets the whole line, be it read right or wrong
  (its Chinese, compared by digits and letters alone, agreed on 7 of 16 disputed ones, 7 of them
  right, and 2 of the other 9: promising, and too few to go by);
- numbers and dates: few are doubtful, and of those that it disagrees on most are right;
- codes in capitals: it reads O for 0 in certificate numbers that are right.
"""

from __future__ import annotations

import io
import logging
import os
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol

import cv2
import numpy as np
import pytesseract
from PIL import Image

from extractors.ocr.engine import EngineMissingError, PageImage, Recognised

log = logging.getLogger(__name__)

_LANGUAGE = "eng"
# Seconds for the strips of a page; six take 0.4.
_TIMEOUT = 20.0
_MOST_STRIPS = 8
# A line is asked about between these confidences, if it has so many characters and a small letter.
# What is worth less is mostly no text at all.
_READ, _DOUBTFUL = 0.4, 0.985
_SHORTEST, _LONGEST = 4, 24
_LATIN = re.compile(r"(?=.*[a-z])[!-~]+")
# Up to this confidence the engine's own models dispute a line. Tesseract decides what it is worth:
# the shares that were right (34 of 45, 8 of 60).
_DISPUTED, _AGREED, _DENIED = 0.6, 0.76, 0.13
# Of the others, 28 of 32 were right where it agrees and 10 of 19 where not.
_LESS = 0.6
# Pixels: the height that strips are brought to, and the paper around them.
_HEIGHT, _MARGIN = 48, 16
_WIDEST = 60 * _HEIGHT
# Columns of Tesseract's table (tessdoc, "TSV"): level, page, text; level 5 is a word.
_LEVEL, _PAGE, _TEXT, _WORD = 0, 1, 11, "5"


class SecondReader(Protocol):
    """Another engine, asked about single lines."""

    @property
    def identity(self) -> str:
        """Engine, version, language: part of the key under which facts are kept."""
        ...

    def opinions(self, strips: Sequence[PageImage]) -> tuple[str, ...] | None:
        """Text of each strip, "" where it sees none, in their order; None where it failed."""
        ...


@cache
def version() -> str:
    """Version of the program; raises EngineMissingError naming what to install."""
    if shutil.which("tesseract") is None:
        raise EngineMissingError("tesseract is not installed: apt-get install tesseract-ocr")
    if _LANGUAGE not in pytesseract.get_languages():
        raise EngineMissingError("tesseract lacks English: apt-get install tesseract-ocr-eng")
    return str(pytesseract.get_tesseract_version())


def identity() -> str:
    """What names the second reader of this machine in a cache key; "none" where there is none."""
    try:
        return f"tesseract-{version()}/{_LANGUAGE}"
    except EngineMissingError:
        return "none"


def second_reader() -> SecondReader | None:
    """The second reader of this machine; None where Tesseract or its English is missing."""
    name = identity()
    return None if name == "none" else TesseractStrips(name)


@dataclass(frozen=True, slots=True)
class TesseractStrips:
    """One process for all strips of a page, each a page of its own with a single line.

    `timeout` in seconds; a process that takes longer is killed and has no opinion.
    """

    identity: str
    program: str = "tesseract"
    timeout: float = _TIMEOUT

    def opinions(self, strips: Sequence[PageImage]) -> tuple[str, ...] | None:
        """Text of each strip (height x width x 3, 8 bits); None where the program failed."""
        if not strips:
            return ()
        command = [self.program, "stdin", "stdout", "-l", _LANGUAGE, "--psm", "7", "tsv"]
        try:
            done = subprocess.run(
                command,
                input=_pages(strips),
                capture_output=True,
                timeout=self.timeout,
                check=True,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            )
        except (OSError, subprocess.SubprocessError) as error:
            log.warning("no second opinion: %s", type(error).__name__)
            return None
        return _texts(done.stdout.decode("utf-8", "replace"), len(strips))


def heard(
    strips: Sequence[PageImage], read: Sequence[Recognised], second: SecondReader
) -> tuple[Recognised, ...]:
    """The readings of these strips, as sure as they are once the second reader was asked.

    Its text is never taken, only weighed. Where it fails nothing changes.
    """
    asked = _questions(read)
    if not asked:
        return tuple(read)
    opinions = second.opinions([strips[index] for index in asked])
    if opinions is None:
        return tuple(read)
    told = dict(zip(asked, opinions, strict=True))
    return tuple(
        weighed(result, told[index]) if index in told else result
        for index, result in enumerate(read)
    )


def weighed(result: Recognised, opinion: str) -> Recognised:
    """One reading after a second engine read `opinion` in its place; the text stays."""
    agrees = _bare(opinion) == _bare(result.text)
    if result.confidence > _DISPUTED:
        sure = result.confidence * (1.0 if agrees else _LESS)
    else:
        sure = _AGREED if agrees else _DENIED
    return replace(result, confidence=sure)


def _questions(read: Sequence[Recognised]) -> tuple[int, ...]:
    """Which lines to ask about: the most doubtful ones, if there are many."""
    doubted = [index for index, result in enumerate(read) if _is_question(result)]
    doubted.sort(key=lambda index: read[index].confidence)
    return tuple(doubted[:_MOST_STRIPS])


def _is_question(result: Recognised) -> bool:
    text = _bare(result.text)
    short = _SHORTEST <= len(text) <= _LONGEST
    doubtful = _READ <= result.confidence < _DOUBTFUL
    return short and doubtful and bool(_LATIN.fullmatch(text))


def _bare(text: str) -> str:
    """Without spaces, full-width characters as plain ones."""
    return unicodedata.normalize("NFKC", "".join(text.split()))


def _pages(strips: Sequence[PageImage]) -> bytes:
    """A TIFF with a page for each strip: the program takes several pictures in no other way."""
    first, *others = [Image.fromarray(_prepared(strip)) for strip in strips]
    out = io.BytesIO()
    first.save(out, "TIFF", save_all=True, append_images=others)
    return out.getvalue()


def _prepared(strip: PageImage) -> PageImage:
    """Grey, at one height, with paper around: height x width."""
    grey = cv2.cvtColor(strip, cv2.COLOR_BGR2GRAY)
    scale = _HEIGHT / max(1, grey.shape[0])
    width = min(_WIDEST, max(1, round(grey.shape[1] * scale)))
    way = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    scaled = cv2.resize(grey, (width, _HEIGHT), interpolation=way)
    paper = int(np.percentile(scaled, 90))
    edges = (_MARGIN,) * 4
    framed = cv2.copyMakeBorder(scaled, *edges, cv2.BORDER_CONSTANT, value=paper)
    return np.asarray(framed, np.uint8)


def _texts(table: str, count: int) -> tuple[str, ...]:
    """The words of each page (counted from 1) put together."""
    texts = [""] * count
    for row in table.splitlines()[1:]:
        columns = row.split("\t")
        if len(columns) > _TEXT and columns[_LEVEL] == _WORD:
            texts[int(columns[_PAGE]) - 1] += columns[_TEXT].strip()
    return tuple(texts)
