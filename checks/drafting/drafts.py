"""What a draft holds before it is text. Every guess that is uncertain carries a note saying so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DraftField:
    """A field as guessed from a blank form; `label` is as printed, without white space.

    `most` is the number of characters that the form allows, 0 where it does not say.
    """

    name: str
    label: str
    type: str
    options: tuple[str, ...] = ()
    office: bool = False
    personal: bool = False
    required: bool = True
    cover: bool = False
    after: str = ""
    most: int = 0
    pattern: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftRows:
    """A repeating table by its column headings."""

    name: str
    columns: tuple[DraftField, ...]
    required: bool = True
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftBlock:
    """A place for a seal, a signature or a date; `whole` as in `formtypes.Block`."""

    name: str
    label: str
    signatures: tuple[str, ...] = ()
    whole: str = "cell"
    dated: bool = True
    text: bool = True
    sealed: bool = False
    office: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftForm:
    """A form as guessed; `source` is the name of the file, `stub` one that no file shows."""

    kind: str
    name: str
    titles: tuple[str, ...]
    source: str
    fields: tuple[DraftField, ...] = ()
    rows: tuple[DraftRows, ...] = ()
    blocks: tuple[DraftBlock, ...] = ()
    stub: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftStage:
    """A stage of the programme: first and last day of the period as the notice states it."""

    name: str
    starts: date
    ends: date
    source: str


@dataclass(frozen=True, slots=True)
class DraftSubmission:
    """What is to be handed in by when. `originals` is None where no count was found."""

    id: str
    name: str
    closing: date
    source: str
    attachments: tuple[int, ...] = ()
    originals: int | None = None
    copies: int = 0
    bound: bool = False
    seal: str = ""
    channels: tuple[str, ...] = ()
    recipient: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftAttachment:
    """An attachment by its number in the notice."""

    number: int
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class DraftNotice:
    """What a notice says, each with the sentence that it comes from."""

    title: str
    document: str
    organiser: str
    department: str
    address: str
    programme: str
    awards: tuple[tuple[str, str], ...]  # name and source
    stages: tuple[DraftStage, ...]
    submissions: tuple[DraftSubmission, ...]
    attachments: tuple[DraftAttachment, ...]
    notes: tuple[str, ...] = ()
