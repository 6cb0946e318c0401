"""Hauls with truth: what a packet really holds, written by a generator or by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipeline.errors import InputError

Expected = str | bool | list[str]
BoxShares = tuple[float, float, float, float]


class _Loose(BaseModel):
    """Truth may say more than is compared; what is compared must have the right type."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class TruePage(_Loose):
    file: str
    page: int = 1
    rotation: int = 0
    source: str = "scan"
    hard: bool = False
    text: tuple[str, ...] | None = None
    text_boxes: tuple[BoxShares, ...] | None = None
    cells: tuple[tuple[int, int, int, int, BoxShares], ...] | None = None
    ticks: tuple[tuple[str, bool, BoxShares], ...] | None = None

    @model_validator(mode="after")
    def _a_box_for_each_line(self) -> Self:
        if self.text_boxes is not None and len(self.text_boxes) != len(self.text or ()):
            raise ValueError("text_boxes must run beside text")
        return self


class TrueSeal(_Loose):
    file: str
    page: int = 1
    box: BoxShares
    shape: str = ""
    kind: str = ""
    title: str = ""
    ink: str = ""
    expected: str = ""
    place: str = ""


class TrueDocument(_Loose):
    kind: str
    copy_: Annotated[str, Field(alias="copy")] = ""
    pages: tuple[tuple[str, int], ...] = ()


class TrueDefect(_Loose):
    code: str
    form: str = ""
    where: str = ""


class TrueProblem(_Loose):
    file: str
    code: str


class Truth(_Loose):
    """The truth of one packet."""

    packet: str
    entries: tuple[str, ...] = ()
    award: str = ""
    applicant: str = ""
    hard: bool = False
    fields: dict[str, dict[str, Expected]] = {}
    by_hand: dict[str, tuple[str, ...]] = {}  # fields written with a pen on paper
    sources: dict[str, tuple[str, ...]] = {}
    rows: dict[str, dict[str, tuple[dict[str, Any], ...]]] = {}
    documents: tuple[TrueDocument, ...] = ()
    pages: tuple[TruePage, ...] = ()
    seals: tuple[TrueSeal, ...] = ()
    problems: tuple[TrueProblem, ...] = ()
    defects: tuple[TrueDefect, ...] = ()

    @property
    def entry_names(self) -> frozenset[str]:
        return frozenset(self.entries or (self.packet,))


def load_truth(folder: Path) -> tuple[Truth, ...]:
    """Read truth/*.json of a haul; raises InputError where there is none or one is not valid."""
    paths = sorted((folder / "truth").glob("*.json"))
    if not paths:
        raise InputError(f"{folder}: no truth/*.json: this is no haul with truth")
    found = []
    for path in paths:
        try:
            found.append(Truth.model_validate_json(path.read_bytes()))
        except ValidationError as error:
            raise InputError(f"{path}: {error.errors(include_url=False)[0]['msg']}") from error
    return tuple(found)
