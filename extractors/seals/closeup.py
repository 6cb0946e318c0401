"""A page whose paper has been measured, and enlarged views of its parts."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from extractors.facts import Box
from extractors.ocr.engine import PageImage
from extractors.seals.inks import balanced, paper
from extractors.seals.outline import Outline


@dataclass(frozen=True, slots=True)
class WhitePage:
    """A page and the small picture of its paper that makes it white."""

    image: PageImage
    paper: PageImage

    @classmethod
    def of(cls, image: PageImage) -> WhitePage:
        return cls(image, paper(image))


@dataclass(frozen=True, slots=True)
class CloseUp:
    """A part of the page, white-balanced; `scale` is its pixels to one of the page."""

    white: PageImage
    scale: float
    left: int
    top: int

    def inside(self, outline: Outline) -> Outline:
        """An outline of the page in this picture's pixels."""
        return outline.moved(-self.left, -self.top).scaled(self.scale)

    def on_page(self, outline: Outline) -> Outline:
        return outline.scaled(1 / self.scale).moved(self.left, self.top)


def close_up(page: WhitePage, outline: Outline, radius: float, largest: float = 1.0) -> CloseUp:
    """The page around an outline, scaled so that its radius comes near to `radius` pixels.

    It is reduced as far as that takes, but enlarged to `largest` times at most.
    """
    image = page.image
    height, width = image.shape[:2]
    box = on_page(outline.box.grown(0.35 * outline.radius), (height, width))
    left, top = int(box.left), int(box.top)
    right, bottom = max(left + 1, int(box.right)), max(top + 1, int(box.bottom))
    crop: cv2.typing.MatLike = image[top:bottom, left:right]
    place = Box(left / width, top / height, right / width, bottom / height)
    scale = min(largest, radius / max(1.0, outline.radius))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    if scale != 1:
        crop = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=how)
    return CloseUp(balanced(crop.astype(np.uint8), page.paper, place), scale, left, top)


def on_page(box: Box, size: tuple[int, int]) -> Box:
    """A box cut at the page's edges; `size` is the page's height and width."""
    return Box(
        min(max(0.0, box.left), size[1]),
        min(max(0.0, box.top), size[0]),
        max(0.0, min(float(size[1]), box.right)),
        max(0.0, min(float(size[0]), box.bottom)),
    )
