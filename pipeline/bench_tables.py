"""What a bench came to, as tables for the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.table import Table

from pipeline.measures import Comparison, Measures, Reliability
from pipeline.seal_bench import RELATIONS, SealMeasures

_OUTCOMES = ("unmet", "unsure", "missed")


def tables(measures: Measures) -> list[Table]:
    """The measures, defects by code, whether the reader is as right as it is sure, others."""
    apart: dict[str, Any] = {"reliability": True, "compare": True, "defects": {"by_code"}}
    shown = [values_table("bench", measures.model_dump(exclude=apart))]
    if measures.defects.by_code:
        shown.append(_by_code(measures.defects.by_code))
    if measures.reliability is not None:
        shown.append(_reliability(measures.reliability))
    if measures.compare is not None:
        shown.append(_comparison(measures.compare))
    return shown


def seal_tables(measures: SealMeasures) -> list[Table]:
    """Finding and reading by group, whose seal it is by group, and what false seals lay on."""
    groups = {"all": measures.all, **measures.groups}
    found = _table(
        "seals", "group", "pages", "seals", "recall", "precision", "kind", "title", "characters"
    )
    heads = (f"{relation}: {what}" for relation in RELATIONS for what in ("asked", "right", "open"))
    owners = _table("is it the seal of …?", "group", *heads)
    for name, one in groups.items():
        cells = (
            one.pages, one.seals, one.recall, one.precision, one.kind, one.title_exact,
            one.title_chars,
        )  # fmt: skip
        found.add_row(name, *map(_cell, cells))
        told = [one.owner[relation] for relation in RELATIONS]
        owners.add_row(
            name,
            *(_cell(v) for share in told for v in (share.asked, share.right, share.cannot_tell)),
        )
    spent = ", ".join(f"{name} {value}" for name, value in measures.seconds_per_page.items())
    found.caption = f"seconds a page and worker: {spent}"
    false = _table("false seals by what lies on the page", "decoy", "count")
    for name, count in measures.decoys.items():
        false.add_row(name, str(count))
    return [found, owners, *([false] if measures.decoys else [])]


def values_table(title: str, values: dict[str, Any]) -> Table:
    """Measures one under the other."""
    table = _table(title, "measure", "value")
    for name, value in _flat("", values):
        table.add_row(name, _cell(value))
    return table


def _by_code(found: Mapping[str, Mapping[str, int]]) -> Table:
    """What became of the defects that were planted, and which were seen where none was."""
    table = _table("planted defects by code", "code", "planted", *_OUTCOMES, "false alarms")
    for code, counts in found.items():
        told = [counts.get(outcome, 0) for outcome in _OUTCOMES]
        table.add_row(code, *map(str, (sum(told), *told, counts.get("false", 0))))
    return table


def _reliability(found: Reliability) -> Table:
    table = _table("reliability of read lines", "confidence", "lines", "mean confidence", "right")
    for one in found.bins:
        cells = (one.lines, one.confidence, one.right)
        table.add_row(f"{one.low:g} to {one.high:g}", *map(_cell, cells))
    table.caption = f"{found.lines} lines; expected calibration error {found.calibration_error}"
    return table


def _comparison(found: Comparison) -> Table:
    heads = ("pages/minute", "by ours", "CER", "by ours", "failed", "")
    table = _table("engines side by side", "engine", *heads)
    for name, one in found.engines.items():
        cells = (one.pages_per_minute, one.speed_to_ours, one.cer, one.cer_to_ours, one.failed)
        table.add_row(name, *map(_cell, cells), one.skipped or "")
    table.caption = (
        f"{found.pages} scanned pages, {found.characters} characters, {found.workers} workers. "
        "The others are given pictures set upright by the truth, and only read; yushen finds the "
        "way up, tables, ticks and seals as well."
    )
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
