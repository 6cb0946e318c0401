"""Tesseract through pytesseract: the second engine."""

from __future__ import annotations

import os
import re
import shutil
from functools import cache

import cv2
import numpy as np
import pytesseract
from pytesseract import Output

from extractors.facts import Box, Character, Line
from extractors.ocr.engine import EngineMissingError, PageImage, Recognised

_LANGUAGE = "chi_sim"
_STRIP_HEIGHT = 64
# Between two Chinese characters Tesseract writes a space that stands for nothing.
_FALSE_SPACE = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])")


@cache
def version() -> str:
    """Version of the installed program; raises EngineMissingError naming what to install."""
    if shutil.which("tesseract") is None:
        raise EngineMissingError("tesseract is not installed: apt-get install tesseract-ocr")
    if _LANGUAGE not in pytesseract.get_languages():
        raise EngineMissingError(
            "tesseract lacks Chinese: apt-get install tesseract-ocr-chi-sim tesseract-ocr-osd"
        )
    return str(pytesseract.get_tesseract_version())


class TesseractEngine:
    """Runs one tesseract process a page; single-threaded, for more threads make it slower."""

    def __init__(self) -> None:
        os.environ["OMP_THREAD_LIMIT"] = "1"
        version()

    @property
    def identity(self) -> str:
        return f"tesseract-{version()}/{_LANGUAGE}"

    def rotation(self, image: PageImage) -> int:
        """Clockwise turn that sets the page upright; 0 where there is too little text to tell."""
        try:
            found = pytesseract.image_to_osd(image, output_type=Output.DICT)
        except pytesseract.TesseractError:
            return 0
        return int(found["rotate"]) % 360

    def lines(
        self, image: PageImage, cells: tuple[Box, ...] = (), marks: tuple[Box, ...] = ()
    ) -> tuple[Line, ...]:
        """Words of each line joined, cut at the borders of cells and at tick boxes."""
        found = pytesseract.image_to_data(
            image,
            lang=_LANGUAGE,
            config="--psm 3 -c preserve_interword_spaces=1",
            output_type=Output.DICT,
        )
        words: dict[tuple[int, int, int, int, int], list[Line]] = {}
        for index, text in enumerate(found["text"]):
            confidence = float(found["conf"][index]) / 100
            if not text.strip():
                continue
            left, top = found["left"][index], found["top"][index]
            box = Box(left, top, left + found["width"][index], top + found["height"][index])
            block, par, line = (found[key][index] for key in ("block_num", "par_num", "line_num"))
            owner = _owner(box, cells)
            run = sum(mark.right <= box.left and _same_height(mark, box) for mark in marks)
            words.setdefault((block, par, line, owner, run), []).append(
                Line(text.strip(), box, confidence)
            )
        return tuple(_joined(group) for group in words.values())

    def recognise(self, strips: tuple[PageImage, ...]) -> tuple[Recognised, ...]:
        """Read each strip as a single line (page segmentation mode 7)."""
        return tuple(self._strip(strip) for strip in strips)

    def _strip(self, strip: PageImage) -> Recognised:
        scale = _STRIP_HEIGHT / max(1, strip.shape[0])
        large = cv2.resize(strip, None, fx=scale, fy=scale)
        framed = cv2.copyMakeBorder(large, 12, 12, 12, 12, cv2.BORDER_REPLICATE)
        found = pytesseract.image_to_data(
            np.asarray(framed), lang=_LANGUAGE, config="--psm 7", output_type=Output.DICT
        )
        read = [
            (text.strip(), float(confidence) / 100)
            for text, confidence in zip(found["text"], found["conf"], strict=True)
            if text.strip()
        ]
        text = "".join(part for part, _ in read)
        sure = sum(value * len(part) for part, value in read) / max(1, len(text))
        return Recognised(text, sure, tuple(Character(((char, sure),)) for char in text))


def _owner(box: Box, cells: tuple[Box, ...]) -> int:
    return next((i for i, cell in enumerate(cells) if cell.holds(*box.centre)), -1)


def _same_height(mark: Box, box: Box) -> bool:
    return box.top <= mark.centre[1] <= box.bottom


def _joined(words: list[Line]) -> Line:
    text = _FALSE_SPACE.sub("", " ".join(word.text for word in words))
    letters = sum(len(word.text) for word in words)
    sure = sum(word.confidence * len(word.text) for word in words) / max(1, letters)
    return Line(text, Box.around([word.box for word in words]), sure)
