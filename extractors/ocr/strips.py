"""Reading strips of text with one recognising network (PP-OCR, CTC).

RapidOCR's own reader is not used, for two reasons: widths are rounded up here, so that OpenVINO
does not compile anew for every width, and the alternatives of each character are kept, which the
comparison of seal titles with expected names lives on. Strips are read one by one: on one thread
a batch is no faster, and needs as many times the memory.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.facts import Character
from extractors.ocr.engine import PageImage, Recognised
from extractors.ocr.sessions import Session

_HEIGHT = 48
# A finer step wastes less on empty pixels; a new width costs some 50 ms once.
_WIDTH_STEP = 64
_MAX_WIDTH = 48 * 60
_CANDIDATES = 5
# What is less likely than this is left out of a trace, and so are steps that surely are gaps.
_LEAST_LIKELY, _SURELY_GAP = 0.0005, 0.995
_GAP = (("", 1.0),)


@dataclass(frozen=True, slots=True)
class StripReader:
    """`alphabet`: what each output stands for, 0 being the gap between characters."""

    session: Session
    alphabet: tuple[str, ...]

    def read(self, strips: tuple[PageImage, ...], traced: bool = False) -> tuple[Recognised, ...]:
        """Read each strip (any height, text from left to right); same order and length."""
        return tuple(self._one(strip, traced) for strip in strips)

    def _one(self, strip: PageImage, traced: bool) -> Recognised:
        batch = _normalised(strip)[np.newaxis]
        steps = self.session.run(batch)[0]
        read = _decode(steps, self.alphabet, batch.shape[-1] / len(steps) / _HEIGHT)
        return replace(read, trace=trace_of(steps, self.alphabet)) if traced else read


def alphabet_of(characters: tuple[str, ...]) -> tuple[str, ...]:
    """A recogniser's outputs: the gap first, then its characters, the space last."""
    return ("", *characters, " ")


def _normalised(strip: PageImage) -> NDArray[np.float32]:
    """The strip at the model's height, -1..1, on a width rounded up to a step."""
    height, width = max(1, int(strip.shape[0])), int(strip.shape[1])
    scaled = min(_MAX_WIDTH, max(1, math.ceil(width * _HEIGHT / height)))
    steps = math.ceil(scaled / _WIDTH_STEP)
    small = cv2.resize(strip, (scaled, _HEIGHT)).astype(np.float32)
    padded = np.zeros((3, _HEIGHT, steps * _WIDTH_STEP), np.float32)
    padded[:, :, :scaled] = small.transpose(2, 0, 1) / 127.5 - 1.0
    return padded


def trace_of(steps: NDArray[np.float32], alphabet: tuple[str, ...]) -> tuple[Character, ...]:
    """The steps (rows of probabilities) with all that is likely in each; runs of gaps are one."""
    trace: list[Character] = []
    for row in steps:
        if row[0] >= _SURELY_GAP:
            if not trace or trace[-1].candidates != _GAP:
                trace.append(Character(_GAP))
            continue
        likely = np.nonzero(row >= _LEAST_LIKELY)[0]
        ranked = sorted(((float(row[i]), int(i)) for i in likely), reverse=True)
        trace.append(Character(tuple((alphabet[i], round(p, 4)) for p, i in ranked)))
    return tuple(trace)


def _decode(steps: NDArray[np.float32], alphabet: tuple[str, ...], wide: float) -> Recognised:
    """Best-path CTC: repeated symbols are one, symbol 0 is the gap between characters.

    `wide` is how wide a step is, in heights of the strip.
    """
    best = steps.argmax(axis=1)
    characters = []
    sure = []
    places: list[float] = []
    for index, symbol in enumerate(best):
        if symbol == 0:
            continue
        if index > 0 and symbol == best[index - 1]:
            places[-1] = (index + 0.5) * wide
            continue
        row = steps[index]
        top = np.argpartition(row, -_CANDIDATES)[-_CANDIDATES:]
        ranked = sorted(((float(row[i]), int(i)) for i in top if i), reverse=True)
        characters.append(Character(tuple((alphabet[i], round(p, 4)) for p, i in ranked)))
        sure.append(float(row[symbol]))
        places.append((index + 0.5) * wide)
    text = "".join(character.candidates[0][0] for character in characters)
    confidence = float(np.mean(sure)) if sure else 0.0
    return Recognised(text, confidence, tuple(characters), places=tuple(places))
