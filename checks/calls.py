"""What a notice calls for: stages, what is to be handed in by when, attachments. Data of a pack.

Rules judge by `rules.toml` and the awards' closing days; this keeps what the notice says beside
them, each with the sentence that it comes from.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, NonNegativeInt, PositiveInt, model_validator

_STRICT = ConfigDict(extra="forbid", frozen=True)

Channel = Literal["paper", "usb", "disc", "email", "online", "post"]


class Stage(BaseModel):
    """A stage of the programme; `starts` and `ends` are both part of it."""

    model_config = _STRICT

    name: str
    starts: date
    ends: date
    source: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> Stage:
        if self.ends < self.starts:
            msg = f"{self.name} ends before it starts"
            raise ValueError(msg)
        return self


class Submission(BaseModel):
    """What is to be handed in by `closing`, the last day. `attachments` are their numbers."""

    model_config = _STRICT

    id: str
    name: str
    closing: date
    attachments: tuple[PositiveInt, ...] = ()
    originals: NonNegativeInt | None = None
    copies: NonNegativeInt = 0
    bound: bool = False
    seal: str = ""
    channels: tuple[Channel, ...] = ()
    recipient: str = ""
    source: str = ""


class Attachment(BaseModel):
    """An attachment of the notice."""

    model_config = _STRICT

    number: PositiveInt
    title: str
    source: str = ""
