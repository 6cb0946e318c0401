"""`yushen export` and `schema`: clean records for other systems."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pipeline.commands import Ocr, ProgrammeName, Workspace, existing_workspace, settings_of

if TYPE_CHECKING:
    from pipeline.export import Which

Format = Literal["xlsx", "csv", "jsonl"]


def export(
    form: Annotated[Format, typer.Option("--format", help="xlsx, csv or jsonl.")] = "xlsx",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="PATH", help="Default: exports/records.* in the workspace."),
    ] = None,
    complete: Annotated[
        bool,
        typer.Option("--complete", help="What judging found complete, accepted or not."),
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="Every packet, whatever its standing.")
    ] = False,
    personal: Annotated[
        bool,
        typer.Option("--personal", help="With ID numbers, phones, mail and other private data."),
    ] = False,
    workspace: Workspace = None,
    programme: ProgrammeName = None,
    ocr: Ocr = None,
) -> None:
    """Clean data: the packets that people passed on; --complete or --all for others.

    Every value comes with presence, origin, confidence and source. In .csv a cell that a
    spreadsheet would run as a formula begins with an apostrophe.
    """
    from pipeline import lists, runs
    from pipeline.engines import choose_engine
    from pipeline.export import records, write
    from pipeline.ledger import Ledger
    from pipeline.store import Store

    settings = settings_of(workspace=workspace, programme=programme, ocr=ocr)
    existing_workspace(settings)
    engine = choose_engine(settings.ocr, settings.threads)
    with Store(settings.workspace) as store:
        judgement = runs.judge_stored(store, settings, engine, lists.remembered(store))
        stages = Ledger(store).stages()
    which: Which = "all" if every else "complete" if complete else "accepted"
    found = list(records(judgement.packets, judgement.programme, stages, which, personal))
    path = out or settings.workspace / "exports" / f"records.{form}"
    write(path, form, found)
    typer.echo(f"{path}: {len(found)} of {len(judgement.packets)} packets ({which})")


def schema(programme: ProgrammeName = None) -> None:
    """The JSON Schema of one exported record (a line of the .jsonl), with every form's fields."""
    from pipeline.export import schema as schema_of
    from pipeline.packs import load_pack

    chosen, _ = load_pack(settings_of(programme=programme).programme)
    typer.echo(json.dumps(schema_of(chosen), ensure_ascii=False, indent=2))
