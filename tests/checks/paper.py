"""Small pages of facts, made by hand: what a reader would answer, without a reader."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.facts import (
    Box,
    Cell,
    Character,
    Ink,
    Line,
    PageFacts,
    Seal,
    SealKind,
    Shape,
    Source,
    Status,
    Table,
    Tick,
)

WIDTH, HEIGHT = 1000, 1400
ROW = 50


def line(text: str, top: float, left: float = 100.0, sure: float = 0.99) -> Line:
    """A line of text, 30 pixels high."""
    return Line(text, Box(left, top, left + 20 * len(text), top + 30), sure)


def table(rows: Sequence[Sequence[str]], top: float = 200.0, sure: float = 0.99) -> Table:
    """A ruled table with as many equal columns as the longest row; short rows end with a merge."""
    columns = max(len(row) for row in rows)
    step = (WIDTH - 200) / columns
    cells = []
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            last = column == len(row) - 1
            span = columns - column if last else 1
            left = 100 + column * step
            box = Box(left, top + number * ROW, left + span * step, top + (number + 1) * ROW)
            cells.append(Cell(number, column, 1, span, box, text, sure))
    return Table(Box.around([cell.box for cell in cells]), tuple(cells))


def page(
    number: int = 1,
    lines: Sequence[Line] = (),
    tables: Sequence[Table] = (),
    seals: Sequence[Seal] = (),
    ticks: Sequence[Tick] = (),
    source: Source = Source.OCR,
    blank: bool = False,
) -> PageFacts:
    """A page; the text of its cells is also among its lines, as readers have it."""
    inside = [
        Line(cell.text, Box(*_inner(cell.box)), cell.confidence)
        for one in tables
        for cell in one.cells
        if cell.text
    ]
    return PageFacts(
        number=number,
        width=WIDTH,
        height=HEIGHT,
        dpi=0 if source is Source.WORD else 120,
        rotation=0,
        skew=0.0,
        source=source,
        status=Status.READ,
        blank=blank,
        lines=(*lines, *inside),
        tables=tuple(tables),
        ticks=tuple(ticks),
        seals=tuple(seals),
    )


def _inner(box: Box) -> tuple[float, float, float, float]:
    return box.left + 4, box.top + 4, box.right - 4, box.bottom - 4


def seal(
    title: str,
    at: tuple[float, float] = (700.0, 400.0),
    kind: SealKind = SealKind.OFFICIAL,
    purpose: str = "",
    probability: float = 0.99,
    others: dict[int, tuple[tuple[str, float], ...]] | None = None,
) -> Seal:
    """A round red seal of 180 pixels; `others` are further candidates by place in the title."""
    characters = tuple(
        Character(((char, probability), *(others or {}).get(index, ())))
        for index, char in enumerate(title)
    )
    x, y = at
    return Seal(
        box=Box(x - 90, y - 90, x + 90, y + 90),
        shape=Shape.ROUND,
        ink=Ink.RED,
        kind=kind,
        title=title,
        purpose=purpose,
        code="",
        diameter_mm=40.0,
        complete=True,
        edge=False,
        confidence=0.98,
        title_confidence=probability,
        characters=characters,
        readings=(title,),
    )
