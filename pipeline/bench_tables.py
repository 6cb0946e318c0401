"""What a bench came to, as tables for the terminal."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from pipeline.measures import Measures, Reliability


def tables(measures: Measures) -> list[Table]:
    """The measures one under the other, then whether the reader is as right as it is sure."""
    shown = [_single(measures.model_dump(exclude={"reliability"}))]
    if measures.reliability is not None:
        shown.append(_reliability(measures.reliability))
    return shown


def _single(values: dict[str, Any]) -> Table:
    table = _table("bench", "measure", "value")
    for name, value in _flat("", values):
        table.add_row(name, _cell(value))
    return table


def _reliability(found: Reliability) -> Table:
    table = _table("reliability of read lines", "confidence", "lines", "mean confidence", "right")
    for one in found.bins:
        cells = (one.lines, one.confidence, one.right)
        table.add_row(f"{one.low:g} to {one.high:g}", *map(_cell, cells))
    table.caption = f"{found.lines} lines; expected calibration error {found.calibration_error}"
    return table


def _table(title: str, first: str, *others: str) -> Table:
    table = Table(title=title)
    table.add_column(first)
    for name in others:
        table.add_column(name, justify="right")
    return table


def _cell(value: object) -> str:
    return "-" if value is None else str(value)


def _flat(prefix: str, values: dict[str, Any]) -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = []
    for key, value in values.items():
        name = f"{prefix}{key}"
        rows += _flat(f"{name}.", value) if isinstance(value, dict) else [(name, value)]
    return rows
