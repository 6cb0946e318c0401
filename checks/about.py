"""What a programme pack says of itself and its office."""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict, PositiveInt, field_validator

from checks.kinds.base import HouseRules

_STRICT = ConfigDict(extra="forbid", frozen=True)


class About(BaseModel):
    """Names and addresses of a programme."""

    model_config = _STRICT

    id: str
    version: str
    name: str
    organiser: str
    department: str = ""
    document: str = ""
    title: str = ""
    address: str = ""


class House(BaseModel):
    """Questions that the notice leaves open."""

    model_config = _STRICT

    deadline_day_counts: bool = True
    signature_demanded: bool = True
    copies_need_original_seal: bool = False

    def rules(self) -> HouseRules:
        return HouseRules(
            self.deadline_day_counts, self.signature_demanded, self.copies_need_original_seal
        )


class Letterhead(BaseModel):
    """What a deficiency notice (补正通知) says besides its defects.

    `number` holds {year} and {serial}; `due_days` are calendar days from the letter's date.
    """

    model_config = _STRICT

    title: str = "申报材料补正通知"
    number: str = "补〔{year}〕{serial}号"
    due_days: PositiveInt = 10
    overdue: str = "逾期未补正的，按放弃申报处理。"
    template: str = "letter.docx"

    @field_validator("template")
    @classmethod
    def _inside(cls, name: str) -> str:
        if not re.fullmatch(r"[\w.-]+\.docx", name):
            raise ValueError("must be the name of a .docx file in the pack's own folder")
        return name
