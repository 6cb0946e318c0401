"""`yushen inspect`: what the reader sees in files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.commands import AsJson, Ocr, ProgrammeName, Read, Workers, pool, settings_of
from pipeline.errors import InputError, StoreError

if TYPE_CHECKING:
    from rich.console import Console

    from extractors.limits import Limits
    from pipeline.inspect import Inspected, Json
    from pipeline.workers import Executor


def inspect(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Files of any kind.")],
    as_json: AsJson = False,
    picture: Annotated[
        Path | None,
        typer.Option("--picture", metavar="OUT.png", help="Draw a page of one file into OUT.png."),
    ] = None,
    page: Annotated[int, typer.Option("--page", min=1, help="Which page to draw.")] = 1,
    programme: ProgrammeName = None,
    workers: Workers = None,
    ocr: Ocr = None,
    read: Read = None,
) -> None:
    """What the reader sees in a file; stores nothing. JSON Lines with --json."""
    from pipeline import console
    from pipeline.engines import choose_engine
    from pipeline.inspect import as_json as json_of
    from pipeline.inspect import inspect as inspected
    from pipeline.packs import load_pack
    from pipeline.runs import wanted_by
    from pipeline.settings import reading_limits

    if picture is not None and len(files) != 1:
        raise typer.BadParameter("--picture wants exactly one FILE")
    settings = settings_of(programme=programme, workers=workers, ocr=ocr, read=read)
    pack, _ = load_pack(settings.programme)
    engine = choose_engine(settings.ocr, settings.threads)
    limits = reading_limits(settings)
    out = console.stdout()
    with pool(settings) as executor, console.progress() as progress:
        for found in inspected(files, executor, engine, limits, wanted_by(settings), progress):
            values = json_of(found, pack)
            if as_json:
                typer.echo(json.dumps(values, ensure_ascii=False))
            else:
                _show(out, values)
            if picture is not None:
                _draw(found, page, picture, executor, limits)


def _draw(found: Inspected, number: int, picture: Path, executor: Executor, limits: Limits) -> None:
    from extractors.facts import OFFICE, Problem
    from pipeline.pictures import draw_page
    from pipeline.workers import Job, run_one

    page = next((one for one in found.pages if one.number == number), None)
    if page is None or page.source in OFFICE:
        raise InputError(f"{found.path}: has no page {number} that could be drawn")
    arguments = (found.path.absolute(), found.info.kind, page, limits)
    drawn = run_one(executor, Job(found.path.name, draw_page, arguments, limits.page_seconds))
    if isinstance(drawn, Problem):
        raise InputError(f"{found.path}: page {number} cannot be drawn ({drawn.code})")
    try:
        picture.write_bytes(drawn)
    except OSError as error:
        raise StoreError(f"{picture}: cannot be written: {error.strerror}") from error


def _show(out: Console, values: Json) -> None:
    from rich.markup import escape
    from rich.table import Table

    out.print(f"[bold]{escape(values['file'])}[/bold]: {values['kind']}, {values['status']}")
    for line in _notes(values):
        out.print(f"  {line}", markup=False)
    if values["pages"]:
        table = Table()
        for name in ("page", "kind", "source", "status", "turned", "lines", "cells", "ticks"):
            table.add_column(name)
        table.add_column("seals", overflow="fold")
        for page in values["pages"]:
            table.add_row(*_page_row(page))
        out.print(table)
    for form in values["forms"]:
        table = Table(title=f"{form['kind']}, pages {', '.join(map(str, form['pages']))}")
        for name in ("field", "value", "presence", "confidence"):
            table.add_column(name, overflow="fold")
        for name, reading in form["fields"].items():
            value = "" if reading["value"] is None else str(reading["value"])
            sure = f"{reading['confidence']:.2f}"
            table.add_row(name, escape(value), reading["presence"], sure)
        out.print(table)
        for name, rows in form["rows"].items():
            out.print(f"  {name}: {len(rows)} rows", markup=False)


def _notes(values: Json) -> Iterator[str]:
    """What is to be said of the whole file, a line each."""
    for problem in values["problems"]:
        yield f"{problem['code']}: {problem['text']}"
    for one in values.get("signatures", ()):
        yield f"signature {one['field']}: {one['text']}"
    for member in values.get("members", ()):
        codes = ", ".join(problem["code"] for problem in member["problems"])
        yield f"{member['file']} {codes}"


def _page_row(page: Json) -> list[str]:
    from rich.markup import escape

    seals = "; ".join(f"{seal['kind']} {seal['title']}" for seal in page["seals"])
    problems = " ".join(problem["code"] for problem in page["problems"])
    return [
        str(page["number"]),
        "blank" if page["blank"] else page["kind"],
        page["source"],
        f"{page['status']} {problems}".strip(),
        str(page["rotation"]),
        str(len(page["lines"])),
        str(sum(len(table["cells"]) for table in page["tables"])),
        str(len(page["ticks"])),
        escape(seals),
    ]
