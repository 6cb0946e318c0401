"""Field values in JSON's own types."""

from __future__ import annotations

from decimal import Decimal
from typing import Any


def plain_value(value: Any) -> Any:
    """A list, text, a truth value, a plain number or None; dates and the like as text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, tuple):
        return [plain_value(part) for part in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)
