"""The values that readers answer with.

One coordinate frame everywhere: pixels of the upright page image, origin top-left, y down.
Every value is frozen and whole; nothing here is filled in later.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Self, TypeVar

from extractors.frame import SheetFrame

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Box:
    """Axis-aligned rectangle on a page image, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def __post_init__(self) -> None:
        # Written as `not (a <= b)` so that NaN is refused too.
        if not (self.left <= self.right and self.top <= self.bottom):
            msg = f"edges out of order: {self}"
            raise ValueError(msg)

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def area(self) -> float:
        return self.width * self.height

    @property
    def centre(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def overlap(self, other: Box) -> float:
        """Area that both cover, in square pixels."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, width) * max(0.0, height)

    def iou(self, other: Box) -> float:
        """Intersection over union, 0..1."""
        shared = self.overlap(other)
        union = self.area + other.area - shared
        return shared / union if union > 0 else 0.0

    def holds(self, x: float, y: float) -> bool:
        """True where the point lies inside or on the edge."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def grown(self, by: float) -> Box:
        """Moved outwards by so many pixels on each side (never inside out)."""
        cx, cy = self.centre
        return Box(
            min(cx, self.left - by),
            min(cy, self.top - by),
            max(cx, self.right + by),
            max(cy, self.bottom + by),
        )

    def moved(self, dx: float, dy: float) -> Box:
        return Box(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)

    def scaled(self, by: float) -> Box:
        """Every coordinate multiplied: the same place on an image of another resolution."""
        return Box(self.left * by, self.top * by, self.right * by, self.bottom * by)

    @classmethod
    def around(cls, boxes: list[Box] | tuple[Box, ...]) -> Self:
        """The smallest box that holds all of them; raises ValueError on none."""
        return cls(
            min(box.left for box in boxes),
            min(box.top for box in boxes),
            max(box.right for box in boxes),
            max(box.bottom for box in boxes),
        )


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong with a file or page; the wording stands in pipeline's one catalogue."""

    code: str
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text. `confidence` is 0..1; `penned` is what of it was written with a pen."""

    text: str
    box: Box
    confidence: float
    penned: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a ruled table; `row` and `column` are 0-based, spans are at least 1.

    `penned` is what of its text was written with a pen.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box
    text: str
    confidence: float = 1.0
    penned: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table: cells in reading order, no two on the same place."""

    box: Box
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A tick box with the words that follow it."""

    box: Box
    label: str
    ticked: bool
    confidence: float = 1.0


class Shape(StrEnum):
    ROUND = "round"
    OVAL = "oval"
    SQUARE = "square"
    RECTANGLE = "rectangle"
    UNKNOWN = "unknown"


class Ink(StrEnum):
    RED = "red"
    BLUE = "blue"
    BLACK = "black"


class SealKind(StrEnum):
    """What the seal is for; decided by shape, centre motif and words, not by size."""

    OFFICIAL = "official"
    CONTRACT = "contract"
    FINANCE = "finance"
    INVOICE = "invoice"
    DEPARTMENT = "department"
    NAME = "name"
    OTHER = "other"
    UNKNOWN = "unknown"


class Drawn(StrEnum):
    """How a seal lies on a page: as part of it, or as an image object of its own in the PDF."""

    NO = ""
    IMAGE = "image"


@dataclass(frozen=True, slots=True)
class Character:
    """One place of a seal's title: what the recogniser held possible, best first.

    `candidates` are (character, probability 0..1) pairs, kept so that names can be compared
    when the packet is judged, without pixels.
    """

    candidates: tuple[tuple[str, float], ...]


class Edge(StrEnum):
    """The edge of a page at which a slice lies."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Fragment:
    """A slice of a seal pressed over the edges of fanned-out pages (骑缝章), kept for joining.

    Lengths are mm on the page, from its top left corner (A4 where its resolution is not known):
    `x`, `y` the seal's centre as the slice alone tells it, `half_width`, `half_height` its half
    axes, `left`, `top` the mask's corner. `span` is what is visible of the seal's width, from -1
    (its left end) to 1. `colour` is the ink's mean red, green and blue (0..255) on white paper.
    `bits` is the ink mask of `rows` x `columns`, as `seals.masks` packs it.
    """

    edge: Edge
    x: float
    y: float
    half_width: float
    half_height: float
    span: tuple[float, float]
    colour: tuple[int, int, int]
    left: float
    top: float
    rows: int
    columns: int
    bits: str


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal found on a page.

    `title` is the best reading of the ring (or of the lines of a square seal), "" where none
    could be read. `readings` are the titles of the variants that were tried, best first; `traces`
    what the recogniser held likely step by step along some of them ("" is no character), from
    which the likelihood of any name follows without pixels.
    `edge` means that the page's edge cuts it (a fragment of a 骑缝章, or a careless scan).
    `fingerprint` is the impression in little (`seals.cells`), "" where it is not whole; `drawn`
    tells whether it is a picture that was laid over the page.
    """

    box: Box
    shape: Shape
    ink: Ink
    kind: SealKind
    title: str
    purpose: str
    code: str
    diameter_mm: float | None
    complete: bool
    edge: bool
    confidence: float
    title_confidence: float
    characters: tuple[Character, ...] = ()
    readings: tuple[str, ...] = ()
    traces: tuple[tuple[Character, ...], ...] = ()
    fragment: Fragment | None = None
    fingerprint: str = ""
    drawn: Drawn = Drawn.NO


class Source(StrEnum):
    """Where a page's text came from."""

    TEXT_LAYER = "text"
    OCR = "ocr"
    WORD = "word"
    EXCEL = "excel"
    NONE = "none"


OFFICE = (Source.WORD, Source.EXCEL)  # places in these have addresses, and no pixels


class Status(StrEnum):
    LOOKED = "looked"
    READ = "read"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class CutOut:
    """Where a photo showed the sheet: its corners in the picture as any viewer shows it, pixels.

    Top left, top right, bottom right, bottom left; `width` and `height` are the picture's.
    """

    corners: tuple[tuple[float, float], ...]
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Look:
    """What the quick tier saw of one page.

    `ink` is the share of dark pixels (0..1), `red` the share of seal-red ones.
    `text_layer` tells that the page has one which fits what the pixels show. `rotation` is the
    clockwise turn that sets the page upright; width, height and `heads` are of the upright
    picture. `heads` are the lines that could be a title: the first ones and the largest, read by
    the quick reader; of all `line_count` lines, half are higher than `usual_height`. `ruled` is
    the share of the page's height over which horizontal rules stand (0 where there are few).
    """

    number: int
    width: int
    height: int
    dpi: int
    blank: bool
    ink: float
    red: float
    text_layer: bool
    problems: tuple[Problem, ...] = ()
    rotation: int = 0
    heads: tuple[Line, ...] = ()
    line_count: int = 0
    usual_height: float = 0.0
    ruled: float = 0.0


class Half(StrEnum):
    """Which page of an open volume that was scanned as one."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Everything that the slow tier found on one page.

    `number` is 1-based. Of a photo the sheet is cut out first (`cut_out`); `rotation` is the
    clockwise turn (0, 90, 180, 270) that then made the page upright, after the turn that the file
    itself asks for; `skew` the degrees (counter-clockwise positive) taken out last. `gutter` is
    where the two pages of an open volume meet, pixels from the left; the left one's lines come
    first. `half` is set on what `spread.halves` makes of them: coordinates stay those of the scan.
    """

    number: int
    width: int
    height: int
    dpi: int
    rotation: int
    skew: float
    source: Source
    status: Status
    blank: bool
    problems: tuple[Problem, ...] = ()
    lines: tuple[Line, ...] = ()
    tables: tuple[Table, ...] = ()
    ticks: tuple[Tick, ...] = ()
    seals: tuple[Seal, ...] = ()
    cut_out: CutOut | None = None
    gutter: float | None = None
    half: Half | None = None
    frame: SheetFrame | None = None

    @property
    def area(self) -> Box:
        """The part of the picture that this page takes up: all of it, or a volume's half."""
        middle = self.width if self.gutter is None else self.gutter
        left = middle if self.half is Half.RIGHT else 0.0
        right = middle if self.half is Half.LEFT else self.width
        return Box(left, 0.0, right, self.height)


class Presence(StrEnum):
    """Whether something stands in the place of a field, whatever it says."""

    FILLED = "filled"
    BLANK = "blank"
    STATED_NONE = "stated_none"
    UNREADABLE = "unreadable"
    NOT_FOUND = "not_found"


class Origin(StrEnum):
    """Whence a value: a recogniser, typed text, a repair by check digit, a person.

    `GUESSED`: read well or not, it may stand in another field's place. `HANDWRITTEN`: somebody
    wrote it with a pen, and what a recogniser made of that is never sure.
    """

    ENGINE = "engine"
    TYPED = "typed"
    GUESSED = "guessed"
    HANDWRITTEN = "handwritten"
    REPAIRED = "repaired"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place on a page of a file; `file` is the sha256 of its bytes.

    `address` names a cell or paragraph of a Word or Excel file, where there are no pixels.
    """

    file: str
    page: int
    box: Box | None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """The only way in which a field leaves an extractor.

    `value` is None exactly where nothing valid could be made of the text; `raw` keeps the text.
    `objection`: what the validator says of a filled field, "" where it has none.
    """

    value: T | None
    raw: str
    confidence: float
    presence: Presence
    origin: Origin = Origin.ENGINE
    evidence: Evidence | None = None
    objection: str = ""
