"""Places of facts as the browser needs them: keys of pages, and boxes as fractions of a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checks.judge import Application
from extractors.facts import Box, Evidence, PageFacts
from pipeline.desk.shapes import Fractions, Spot

_DIGITS = 4


def page_key(sha256: str, number: int) -> str:
    """How a page is named in addresses: SHA256-NUMBER, the number from 1."""
    return f"{sha256}-{number}"


def fractions(box: Box, page: PageFacts) -> Fractions:
    """The box as shares of the page's width and height."""
    wide, high = max(1, page.width), max(1, page.height)
    return (
        _share(box.left, wide), _share(box.top, high),
        _share(box.right, wide), _share(box.bottom, high),
    )  # fmt: skip


def _share(length: float, of: int) -> float:
    return round(min(1.0, max(0.0, length / of)), _DIGITS)


def pixels(box: Fractions, page: PageFacts) -> Box:
    """The other way round: shares of a page as a box in its pixels."""
    left, top, right, bottom = box
    return Box(left * page.width, top * page.height, right * page.width, bottom * page.height)


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a packet by their keys, with the file each is in."""

    facts: Mapping[str, PageFacts]
    paths: Mapping[str, str]

    @classmethod
    def of(cls, application: Application) -> Pages:
        facts: dict[str, PageFacts] = {}
        paths: dict[str, str] = {}
        for file in application.files:
            for page in file.pages:
                key = page_key(file.sha256, page.number)
                facts.setdefault(key, page)
                paths.setdefault(key, file.path)
        return cls(facts, paths)

    def spot(self, place: Evidence | None) -> Spot | None:
        """None where the place is on no page of this packet."""
        if place is None:
            return None
        key = page_key(place.file, place.page)
        page = self.facts.get(key)
        if page is None:
            return None
        box = fractions(place.box, page) if place.box is not None else None
        return Spot(page=key, box=box, address=place.address)


def replaced_pages(application: Application) -> frozenset[str]:
    """Keys of pages whose document stands no more."""
    return frozenset(
        page_key(ref.sha256, ref.number)
        for one in application.replaced
        if one.whole
        for ref in one.document.pages
    )
