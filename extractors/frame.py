"""Where the cells of a workbook's sheet stand on the page that is made of it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SheetFrame:
    """The made frame of a workbook's sheet: where its rows and columns begin, in order, from 0.

    The last number of each is where the last one ends; hidden ones have no extent.
    """

    name: str
    tops: tuple[int, ...]
    lefts: tuple[int, ...]

    def address(self, left: float, top: float) -> str:
        """The cell that has this place in its upper left corner, as spreadsheets name it."""
        row = max(1, bisect_right(self.tops, top))
        column, letters = max(1, bisect_right(self.lefts, left)), ""
        while column:
            column, rest = divmod(column - 1, 26)
            letters = chr(ord("A") + rest) + letters
        return f"sheet {self.name} cell {letters}{row}"
