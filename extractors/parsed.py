"""What a field type makes of a text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extractors.facts import Origin

Value = str | int | bool | Decimal | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A value, or None with an objection where the text is none of its type.

    A value can stand beside an objection: a credit code with a wrong check digit is kept.
    """

    value: Value | None
    objection: str = ""
    origin: Origin = Origin.ENGINE


NOTHING = Parsed(None, "unparsable")
