"""What the packet page is told, as JSON. Places are fractions (0..1) of the upright page."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

Fractions = tuple[float, float, float, float]


class State(StrEnum):
    """How an item is marked: what the machine took for right is never shown as what a person
    confirmed."""

    WRONG = "wrong"
    UNSURE = "unsure"
    MACHINE = "machine"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


class Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Spot(Shape):
    """A place: the key of a page, and its box, or its address in a Word or Excel file."""

    page: str
    box: Fractions | None
    address: str


class Person(Shape):
    """The standing decision of a person about an item. `entry` is its number in the record."""

    entry: int
    by: str
    at: str
    answer: str
    reason: str


class PageView(Shape):
    """A page of a submitted file. `key` is what the page's address holds: SHA256-NUMBER.

    `picture` tells whether it has pixels; an office page is drawn from its facts. `cells` are
    those of ruled tables.
    """

    key: str
    sha256: str
    number: int
    half: str
    file: str
    width: int
    height: int
    picture: bool
    office: bool
    blank: bool
    looked: bool
    source: str
    known_by: str
    cells: tuple[Fractions, ...]
    problems: tuple[str, ...]
    moved: Person | None


class DocumentView(Shape):
    """Pages that make one document; `kind` is "" for pages that could not be sorted.

    `replaced`: a later one stands in its place."""

    kind: str
    replaced: bool
    name: str
    copy_name: str
    copy_known_by: str
    pages: tuple[str, ...]


class FileProblem(Shape):
    """A file that could not be opened, or not wholly."""

    path: str
    sha256: str
    problems: tuple[str, ...]


class ReadingView(Shape):
    """What one version of a form says in a field; personal numbers masked."""

    version: str
    value: str
    raw: str
    confidence: float
    presence: str
    presence_name: str
    origin: str
    objection: str
    spot: Spot | None


class Before(Shape):
    """What a field said before the correction `number` changed it, and who had decided on it.

    It is not `sure` where a recogniser may have made the difference."""

    number: int
    value: str
    presence: str
    presence_name: str
    sure: bool
    spot: Spot | None
    person: Person | None


class FieldView(Shape):
    """A field, or a cell of a list (`row` counts from 0).

    `masked`: the value is somebody's own number, and is shown on demand. `why` says why this
    reading was taken. `doubtful`: the machine itself would have a person look.
    """

    key: str
    form: str
    form_name: str
    field: str
    row: int | None
    label: str
    kind: str
    options: tuple[str, ...]
    required: bool
    masked: bool
    value: str
    raw: str
    confidence: float
    presence: str
    presence_name: str
    origin: str
    origin_name: str
    why: str
    objection: str
    doubtful: bool
    state: State
    spot: Spot | None
    readings: tuple[ReadingView, ...]
    person: Person | None
    before: Before | None


class Letter(Shape):
    """One place of the expected title beside what was read there; `same` None: cannot tell."""

    expected: str
    read: str
    same: bool | None


class SealCard(Shape):
    """A seal. `answer`: same, different or cannot_tell, against the expected title."""

    key: str
    page: str
    box: Fractions
    index: int
    place: str
    place_name: str
    kind: str
    kind_name: str
    shape_name: str
    ink_name: str
    size: str
    title: str
    title_confidence: float
    confidence: float
    complete: bool
    edge: bool
    drawn: bool
    purpose: str
    code: str
    expected: str
    answer: str
    letters: tuple[Letter, ...]
    state: State
    person: Person | None


class RuleCard(Shape):
    """A finding. `field` and `seals` are keys of what it is about, where that is known.

    `turn`: "still-open" or "new" since the last correction, "" where none came."""

    key: str
    rule: str
    code: str
    verdict: str
    severity: str
    severity_name: str
    form: str
    where: str
    heading: str
    message: str
    remedy: str
    source: str
    settled: str
    open: bool
    note: bool
    turn: str
    state: State
    spots: tuple[Spot, ...]
    fields: tuple[str, ...]
    seals: tuple[str, ...]
    person: Person | None


class ReplacedView(Shape):
    """A document that a later one stands for; `old` and `new` are their first pages."""

    name: str
    old: Spot
    new: Spot
    old_path: str
    new_path: str


class Cured(Shape):
    """A defect that a correction closed: where it was, and where the cure shows, if anywhere."""

    key: str
    code: str
    text: str
    was: tuple[Spot, ...]
    proof: tuple[Spot, ...]


class ChangeView(Shape):
    """What one later delivery brought. `fields` counts those that say something else."""

    number: int
    title: str
    received: str
    added: tuple[str, ...]
    replaced: tuple[ReplacedView, ...]
    cured: tuple[Cured, ...]
    fields: int


class JoinSide(Shape):
    """A delivery, by its entry's name, and the other packets that hold it."""

    entry: str
    packets: tuple[str, ...]


class JoinCard(Shape):
    """A join of two deliveries that was or was not made, and is doubtful or was decided."""

    key: str
    text: str
    joined: bool
    sides: tuple[JoinSide, ...]
    state: State
    answer: str
    person: Person | None


class HistoryLine(Shape):
    """One line of the record. `undone` by a later entry; `mine`: made by who asks."""

    entry: int
    by: str
    at: str
    what: str
    answer: str
    reason: str
    undone: bool
    can_undo: bool
    mine: bool


class Told(Shape):
    """One of two rival decisions."""

    by: str
    at: str
    what: str
    answer: str
    reason: str


class KindChoice(Shape):
    kind: str
    name: str


class PacketData(Shape):
    """All of a packet's page. `seen`: number of the newest entry of the record that is in it.

    `next` is the id of the packet that comes after, "" where there is none. `first` is the page
    to show where nothing says which: the original's, on paper; "" where there is no page."""

    id: str
    award_name: str
    applicant: str
    item: str
    entries: tuple[str, ...]
    received: str
    standing: str
    standing_name: str
    stage: str
    stage_name: str
    next: str
    seen: int
    open: int
    total: int
    documents: tuple[DocumentView, ...]
    first: str
    pages: dict[str, PageView]
    unopened: tuple[FileProblem, ...]
    rules: tuple[RuleCard, ...]
    fields: tuple[FieldView, ...]
    seals: tuple[SealCard, ...]
    changes: tuple[ChangeView, ...]
    joins: tuple[JoinCard, ...]
    history: tuple[HistoryLine, ...]
    kinds: tuple[KindChoice, ...]
