"""Typed models of a programme's forms, made from their definitions.

Each form becomes a pydantic model with a field for each of its fields and a list for each of its
repeating tables, so that a clean record can be checked for what its values are, and other systems
get a JSON Schema that names every field.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import GenericAlias, MappingProxyType
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, create_model

from checks.programme import Programme
from checks.record import Why, field_types
from extractors.facts import Origin, Presence
from extractors.formtypes import Form, Rows

STRICT = ConfigDict(frozen=True, extra="forbid")
Value = bool | int | float | str | list[bool | int | float | str] | None

T = TypeVar("T")

# As precise as written; a licence may run for ever (长期), an office be held until now (至今).
_Day = Annotated[str, Field(pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?|长期|至今)$")]


class ExportedValue(BaseModel, Generic[T]):
    """A value with its origin. `withheld` values are private and were not asked for."""

    model_config = STRICT

    value: T | None
    raw: str = Field(description="What stands on the paper.")
    presence: Presence
    origin: Origin
    confidence: float = Field(ge=0, le=1)
    file: str | None = Field(description="SHA-256 of the file in which it stands.")
    page: int | None = Field(ge=1, description="1-based page of that file.")
    withheld: bool = False
    why: Why | None = Field(
        None, description="Why this of several readings was taken; null in rows of tables."
    )


class TextValue(ExportedValue[str]):
    """Text as it was read."""


class TextsValue(ExportedValue[list[str]]):
    """Several texts in one place."""


class NumberValue(ExportedValue[int | float]):
    """A number. One with an objection may be none of its type: 12.5 persons."""


class YearValue(ExportedValue[int]):
    """A year of four digits."""


class FlagValue(ExportedValue[bool]):
    """Yes or no."""


class DateValue(ExportedValue[_Day]):
    """A date in ISO 8601, as precise as written, or 长期 (for ever), or 至今 (until now)."""


_OF_TYPE: Mapping[str, type[BaseModel]] = MappingProxyType(
    {
        "texts": TextsValue,
        "phones": TextsValue,
        "enums": TextsValue,
        "int": NumberValue,
        "year": YearValue,
        "number": NumberValue,
        "money_wan": NumberValue,
        "pct": NumberValue,
        "bool": FlagValue,
        "date": DateValue,
        "period_end": DateValue,
    }
)


@cache
def form_model(form: Form) -> type[BaseModel]:
    """The model of one form: `kind`, `name`, `fields` and `rows`."""
    labels = {field.name: "、".join(field.labels) for field in form.fields}
    fields: dict[str, Any] = {
        name: (_OF_TYPE.get(kind, TextValue), Field(description=labels.get(name, "")))
        for name, kind in field_types(form).items()
    }
    rows: dict[str, Any] = {
        table.name: (GenericAlias(list, (_row_model(form, table),)), ...) for table in form.rows
    }
    parts: dict[str, Any] = {
        "kind": (Literal[form.kind], ...),
        "name": (str, ...),
        "fields": (create_model(f"fields_{form.kind}", __config__=STRICT, **fields), ...),
        "rows": (create_model(f"rows_{form.kind}", __config__=STRICT, **rows), ...),
    }
    return create_model(f"form_{form.kind}", __config__=STRICT, __doc__=form.name, **parts)


def _row_model(form: Form, table: Rows) -> Any:
    """A row of a repeating table; a column that a form lacks is absent."""
    columns: dict[str, Any] = {
        column.name: (_OF_TYPE.get(column.type, TextValue) | None, None) for column in table.columns
    }
    return create_model(f"row_{form.kind}_{table.name}", __config__=STRICT, **columns)


def any_form(programme: Programme) -> Any:
    """The type of a form of this programme, whichever it is; `kind` tells."""
    models = tuple(form_model(form) for form in programme.forms)
    if len(models) == 1:
        return models[0]
    union: Any = models[0]
    for model in models[1:]:
        union |= model
    return Annotated[union, Field(discriminator="kind")]
