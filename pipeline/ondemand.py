"""Pages whose facts are decoded when somebody asks: most rules ask for none of most pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Final, overload

from checks.documents import Pages
from extractors.facts import PageFacts
from pipeline import codec

_MOST_KEPT: Final = 256  # decoded pages; a packet has a dozen, a bound report some eighty


class OnDemand(Pages):
    """So many pages, each answered by `page` (by its place, from 0) whenever it is asked for.

    Equal to any sequence of the same pages, and unhashable: it is as large as what it stands for.
    """

    __slots__ = ("_count", "_page", "_thin")

    def __init__(
        self,
        count: int,
        page: Callable[[int], PageFacts],
        thin: Callable[[int], PageFacts] | None = None,
    ) -> None:
        """`thin` answers as `page` does, without lines, tables and ticks."""
        self._count = count
        self._page = page
        self._thin = thin

    def without_text(self) -> Sequence[PageFacts]:
        """The same pages with no lines, tables and ticks, where that costs less."""
        return OnDemand(self._count, self._thin) if self._thin is not None else self

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> PageFacts: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[PageFacts, ...]: ...
    def __getitem__(self, place: int | slice) -> PageFacts | tuple[PageFacts, ...]:
        found = range(self._count)[place]
        return self._page(found) if isinstance(found, int) else tuple(map(self._page, found))

    def __iter__(self) -> Iterator[PageFacts]:
        return map(self._page, range(self._count))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)


# By their bytes: these are kept anyway, and the same page of two packets is decoded once.
decoded_page = lru_cache(maxsize=_MOST_KEPT)(codec.load_page)
thin_page = lru_cache(maxsize=_MOST_KEPT)(codec.load_thin_page)
