"""Pages drawn for tests: rules, boxes and small pictures; no typeface is needed."""

from __future__ import annotations

import io

import cv2
import numpy as np
from PIL import Image

from extractors.facts import Character
from extractors.ocr.engine import PageImage, Recognised

DPI = 200


def sheet(width: int = 1200, height: int = 900) -> PageImage:
    return np.full((height, width, 3), 250, np.uint8)


def ruled(
    image: PageImage, rows: tuple[int, ...], columns: tuple[int, ...], thick: int = 2
) -> PageImage:
    """Rule a grid at these pixels, in place."""
    for y in rows:
        cv2.line(image, (columns[0], y), (columns[-1], y), (40, 40, 40), thick)
    for x in columns:
        cv2.line(image, (x, rows[0]), (x, rows[-1]), (40, 40, 40), thick)
    return image


def box(image: PageImage, x: int, y: int, side: int = 28, ticked: bool = False) -> PageImage:
    """Draw a tick box with its top left corner there, in place."""
    cv2.rectangle(image, (x, y), (x + side, y + side), (30, 30, 30), 2)
    if ticked:
        points = np.array([(x + 5, y + side // 2), (x + 12, y + side - 6), (x + side - 4, y + 3)])
        cv2.polylines(
            image, [points.astype(np.int32)], isClosed=False, color=(30, 30, 30), thickness=4
        )
    return image


def words(image: PageImage, text: str, x: int, y: int, scale: float = 1.0) -> PageImage:
    """Write Latin letters with their lower left corner there, in place."""
    cv2.putText(image, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, scale, (30, 30, 30), 2, cv2.LINE_AA)
    return image


def picture(image: PageImage, form: str = "PNG", **options: object) -> bytes:
    """The image as a file."""
    out = io.BytesIO()
    Image.fromarray(image[:, :, ::-1]).save(out, form, **options)
    return out.getvalue()


class FakeRecogniser:
    """Answers the same for every strip."""

    def __init__(self, text: str = "", confidence: float = 0.9) -> None:
        self.text, self.confidence = text, confidence
        self.asked = 0

    def recognise(self, strips: tuple[PageImage, ...]) -> tuple[Recognised, ...]:
        self.asked += len(strips)
        characters = tuple(Character(((char, self.confidence),)) for char in self.text)
        return tuple(Recognised(self.text, self.confidence, characters) for _ in strips)
