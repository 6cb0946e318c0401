"""`yushen run`, `judge` and `status`: from a haul to packets that stand somewhere."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.commands import (
    AsJson,
    Members,
    Ocr,
    ProgrammeName,
    Read,
    Register,
    Workers,
    Workspace,
    existing_folder,
    existing_workspace,
    pool,
    settings_of,
)

if TYPE_CHECKING:
    from pipeline.packets import PacketView
    from pipeline.runs import LastReading, Taken
    from pipeline.settings import Settings
    from pipeline.store import Store
    from pipeline.tasks import EngineChoice


def run(
    haul: Annotated[
        Path, typer.Argument(metavar="HAUL", help="Folder in which every entry is one delivery.")
    ],
    workspace: Workspace = None,
    programme: ProgrammeName = None,
    register: Register = None,
    members: Members = None,
    workers: Workers = None,
    ocr: Ocr = None,
    read: Read = None,
    retry: Annotated[
        bool, typer.Option("--retry", help="Try again what crashed or ran out of time.")
    ] = False,
    reread: Annotated[
        bool, typer.Option("--reread", help="Read again what an older reader read.")
    ] = False,
) -> None:
    """Take in, read and judge a haul; resumes; prints a summary and writes the report."""
    from pipeline import console, runs, summary, summary_joins
    from pipeline.engines import choose_engine
    from pipeline.locks import Lock, held
    from pipeline.messages import text
    from pipeline.packs import read_pack
    from pipeline.store import Store

    start = time.perf_counter()
    existing_folder(haul)
    settings = settings_of(
        workspace=workspace, programme=programme, register=register, members=members,
        workers=workers, ocr=ocr, read=read,
    )  # fmt: skip
    read_pack(settings.programme)
    engine = choose_engine(settings.ocr, settings.threads)
    with held(settings.workspace, Lock.WORK, "run"), Store(settings.workspace) as store:
        before = runs.forget_basis(store)
        with pool(settings) as executor, console.progress() as progress:
            taken = runs.take_in(haul, settings, store, executor, engine, progress, retry, reread)
        views, report = _judged(store, settings, engine, taken, before)
        runs.remember_reading(store, taken)
        unopened, unclaimed = runs.unopened(views), runs.kept_unclaimed(store)
    out = console.stdout()
    summary.show_run(out, views, unopened, taken, time.perf_counter() - start)
    summary_joins.show_joins(out, views)
    summary_joins.show_register(out, views, unclaimed)
    out.print(text("report", path=report), soft_wrap=True)


def _judged(
    store: Store, settings: Settings, engine: EngineChoice, taken: Taken, before: str
) -> tuple[tuple[PacketView, ...], Path]:
    """What was judged before where nothing changed since, else judged anew, with its report."""
    from pipeline import runs

    folder = settings.workspace / "exports"
    basis = runs.basis_of(store, settings, engine)
    path = folder / "report.xlsx"
    if taken.nothing_new and basis == before and path.is_file():
        runs.remember_basis(store, basis)
        return runs.kept(store), path
    judgement = runs.judge_stored(store, settings, engine, taken.lists)
    from pipeline.report import write_report

    path = write_report(folder, judgement.packets, judgement.views, judgement.unclaimed)
    runs.save(store, judgement, basis)
    return judgement.views, path


def judge(
    workspace: Workspace = None,
    programme: ProgrammeName = None,
    ocr: Ocr = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would change.")
    ] = False,
) -> None:
    """Judge the stored facts again, after a change of rules; no page is read."""
    from pipeline import console, lists, runs, summary
    from pipeline.engines import choose_engine
    from pipeline.locks import Lock, held
    from pipeline.messages import text
    from pipeline.packets import changes
    from pipeline.report import write_report
    from pipeline.store import Store

    settings = settings_of(workspace=workspace, programme=programme, ocr=ocr)
    existing_workspace(settings)
    engine = choose_engine(settings.ocr, settings.threads)
    out = console.stdout()
    with held(settings.workspace, Lock.WORK, "judge"), Store(settings.workspace) as store:
        judgement = runs.judge_stored(store, settings, engine, lists.remembered(store))
        lines = changes(runs.kept(store), judgement.views)
        for line in lines:
            out.print(line, markup=False)
        out.print(f"{len(lines)} changes" if lines else "no change")
        if dry_run:
            return
        folder = settings.workspace / "exports"
        path = write_report(folder, judgement.packets, judgement.views, judgement.unclaimed)
        runs.save(store, judgement, runs.basis_of(store, settings, engine))
    summary.show_packets(out, judgement.views)
    out.print(text("report", path=path), soft_wrap=True)


def status(
    packet: Annotated[
        str | None, typer.Argument(metavar="[PACKET]", help="Id of a packet, or how it begins.")
    ] = None,
    workspace: Workspace = None,
    reading: Annotated[
        bool, typer.Option("--reading", help="Only what the last run looked at and read.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Where packets stand and why; with PACKET its whole checklist."""
    from pipeline import console, runs, summary, summary_joins
    from pipeline.packets import chosen
    from pipeline.store import Store

    settings = settings_of(workspace=workspace)
    existing_workspace(settings)
    with Store(settings.workspace) as store:
        views, last = runs.kept(store), runs.last_reading(store)
        unclaimed = runs.kept_unclaimed(store)
    if reading:
        _show_reading(last, as_json)
        return
    if packet is not None:
        views = chosen(views, packet)
    if as_json:
        shown = [view.model_dump(mode="json") for view in views]
        typer.echo(json.dumps(shown[0] if packet else shown, ensure_ascii=False, indent=1))
    elif packet is not None:
        summary.show_checklist(console.stdout(), views[0])
        summary_joins.show_joins(console.stdout(), views)
        summary_joins.show_changes(console.stdout(), views[0])
    else:
        summary.show_packets(console.stdout(), views)
        summary_joins.show_joins(console.stdout(), views)
        summary_joins.show_register(console.stdout(), views, unclaimed)
        _show_reading(last, as_json)


def _show_reading(last: LastReading | None, as_json: bool) -> None:
    from pipeline import console, summary

    if as_json:
        typer.echo(last.model_dump_json(indent=1) if last else "null")
    elif last:
        summary.show_reading(console.stdout(), last)
