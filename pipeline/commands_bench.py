"""`yushen bench`, `doctor` and `programme`: how well it works, and what works here."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.commands import AsJson, Ocr, ProgrammeName, Workers, Workspace, settings_of
from pipeline.errors import ExitCode

if TYPE_CHECKING:
    from pipeline.bench import Benched
    from pipeline.settings import Settings
    from pipeline.tasks import EngineChoice


def bench(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[DIR]", help="Folder with haul/ and truth/ (default: samples)."),
    ] = None,
    workspace: Annotated[
        Path | None,
        typer.Option("--workspace", help="Keep what is read here (default: a temporary one)."),
    ] = None,
    programme: ProgrammeName = None,
    workers: Workers = None,
    ocr: Ocr = None,
    as_json: AsJson = False,
    wrong: Annotated[
        bool, typer.Option("--wrong", help="Also list what was wrong, a line each.")
    ] = False,
    compare: Annotated[
        bool, typer.Option("--compare", help="Let bare OCR engines read some of the pages too.")
    ] = False,
    pages: Annotated[
        int, typer.Option("--pages", min=1, help="With --compare: at most so many pages.")
    ] = 24,
    seals: Annotated[
        bool,
        typer.Option(
            "--seals",
            help="DIR holds pages with seals or bound scans (samples.seals, samples.bundle).",
        ),
    ] = False,
) -> None:
    """Accuracy and speed on a haul with truth. --wrong prints values of fields."""
    from pipeline.bench import default_folder

    if seals:
        _bench_seals(folder, settings_of(workers=workers, ocr=ocr), as_json, wrong)
        return
    chosen = folder or default_folder()
    given: dict[str, Any] = {"programme": programme, "workers": workers, "ocr": ocr}
    compared = pages if compare else 0
    if workspace is not None:
        result = _benched(chosen, settings_of(workspace=workspace, **given), compared)
    else:
        with tempfile.TemporaryDirectory(prefix="yushen-bench-") as temporary:
            settings = settings_of(workspace=Path(temporary), **given)
            result = _benched(chosen, settings, compared)
    if as_json:
        typer.echo(result.measures.model_dump_json(indent=2))
    else:
        from pipeline import bench_tables, console

        for table in bench_tables.tables(result.measures):
            console.stdout().print(table)
    for line in result.wrong if wrong else ():
        typer.echo(line, err=as_json)


def _benched(folder: Path, settings: Settings, compared_pages: int) -> Benched:
    from pipeline import console
    from pipeline.bench import bench as run_bench
    from pipeline.engines import choose_engine

    engine = choose_engine(settings.ocr, settings.threads)
    with console.progress() as progress:
        return run_bench(folder, settings, engine, progress, compared_pages)


def _bench_seals(folder: Path | None, settings: Settings, as_json: bool, wrong: bool) -> None:
    from pipeline import bench_tables, console
    from pipeline.commands import pool
    from pipeline.engines import choose_engine
    from pipeline.seal_bench import bench_seals

    if folder is None:
        raise typer.BadParameter("--seals wants the DIR of a corpus: python -m samples.seals")
    engine = choose_engine(settings.ocr, settings.threads)
    if (folder / "bundle.json").exists():
        _bench_straddle(folder, settings, engine, as_json, wrong)
        if not (folder / "truth.json").exists():
            return
    with pool(settings) as executor, console.progress() as progress:
        result = bench_seals(folder, settings, engine, executor, progress)
    if as_json:
        typer.echo(result.measures.model_dump_json(indent=2))
    else:
        for table in bench_tables.seal_tables(result.measures):
            console.stdout().print(table)
    for line in result.wrong if wrong else ():
        typer.echo(line, err=as_json)


def _bench_straddle(
    folder: Path, settings: Settings, engine: EngineChoice, as_json: bool, wrong: bool
) -> None:
    from pipeline import bench_tables, console
    from pipeline.commands import pool
    from pipeline.straddle_bench import bench_straddle

    with pool(settings) as executor, console.progress() as progress:
        result = bench_straddle(folder, settings, engine, executor, progress)
    if as_json:
        typer.echo(result.measures.model_dump_json(indent=2))
    else:
        console.stdout().print(bench_tables.values_table("straddle", result.measures.model_dump()))
    for line in result.wrong if wrong else ():
        typer.echo(line, err=as_json)


def doctor(workspace: Workspace = None, ocr: Ocr = None) -> None:
    """Engines, models, fonts, disk, limits: what works here and what to install."""
    from pipeline import console
    from pipeline.doctor import examine, show

    settings = settings_of(workspace=workspace, ocr=ocr)
    found = examine(settings)
    show(console.stdout(), found)
    if any(one.fatal for one in found):
        raise typer.Exit(ExitCode.TOOL_MISSING)


programme_app = typer.Typer(help="Programme packs.", no_args_is_help=True)


@programme_app.callback()
def _programme() -> None:
    """Programme packs."""


@programme_app.command("check")
def check(
    folder: Annotated[
        str, typer.Argument(metavar="DIR", help="Folder of a pack, or a built-in name.")
    ],
) -> None:
    """Validate a pack: every form, field, rule and award that it names must exist."""
    from pipeline.packs import load_pack

    programme, pack = load_pack(folder)
    typer.echo(
        f"{pack}: {len(programme.awards)} awards, {len(programme.forms)} forms, "
        f"{len(programme.rules)} rules"
    )


@programme_app.command("kinds")
def kinds() -> None:
    """The rule kinds that a pack may use, with their parameters, as a page of Markdown."""
    from checks.catalogue import page

    typer.echo(page(), nl=False)


@programme_app.command("draft")
def draft(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="Blank forms and the notice: .docx, .pdf, .txt."),
    ],
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="DIR", help="New folder for the pack.")
    ],
    workers: Workers = None,
    ocr: Ocr = None,
) -> None:
    """Draft a pack from the blank forms and the notice, for a person to finish."""
    from pipeline import console
    from pipeline.commands import pool
    from pipeline.drafting import Sources, draft_pack, write_pack
    from pipeline.engines import choose_engine
    from pipeline.settings import reading_limits

    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise typer.BadParameter(f"{out} is there and not an empty folder: choose another")
    settings = settings_of(workers=workers, ocr=ocr)
    engine = choose_engine(settings.ocr, settings.threads)
    with pool(settings) as executor, console.progress() as progress:
        sources = Sources(executor, engine, reading_limits(settings), progress)
        drafted = draft_pack(files, sources)
    write_pack(out, drafted.files)
    for line in drafted.summary:
        typer.echo(line)
    typer.echo(f"{out}: finish the lines marked uncertain, then: yushen programme check {out}")
