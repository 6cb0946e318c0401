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
    from pipeline import console, runs
    from pipeline.engines import choose_engine
    from pipeline.locks import Lock, held
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
        _conclude(store, settings, engine, taken, before, start)


def retry(
    packet: Annotated[
        str | None, typer.Argument(metavar="[PACKET]", help="Id of a packet, or how it begins.")
    ] = None,
    workspace: Workspace = None,
    programme: ProgrammeName = None,
    workers: Workers = None,
    ocr: Ocr = None,
    read: Read = None,
) -> None:
    """Try again what crashed, ran out of time or was put in quarantine: of all, or of PACKET."""
    from pipeline import console, runs
    from pipeline.engines import choose_engine
    from pipeline.locks import Lock, held
    from pipeline.packets import chosen
    from pipeline.store import Store

    start = time.perf_counter()
    settings = settings_of(
        workspace=workspace, programme=programme, workers=workers, ocr=ocr, read=read
    )
    existing_workspace(settings)
    engine = choose_engine(settings.ocr, settings.threads)
    with held(settings.workspace, Lock.WORK, "retry"), Store(settings.workspace) as store:
        names = set(chosen(runs.kept(store), packet)[0].entries) if packet else None
        before = runs.forget_basis(store)
        with pool(settings) as executor, console.progress() as progress:
            taken = runs.try_again(settings, store, executor, engine, progress, names)
        _conclude(store, settings, engine, taken, before, start)


def _conclude(
    store: Store,
    settings: Settings,
    engine: EngineChoice,
    taken: Taken,
    before: str,
    start: float,
) -> None:
    """Judge what was read, keep it, and show it."""
    from pipeline import console, runs, summary, summary_joins
    from pipeline.messages import text

    views, report = runs.judge_taken(store, settings, engine, taken, before)
    out = console.stdout()
    summary.show_run(out, views, runs.unopened(views), taken, time.perf_counter() - start)
    summary_joins.show_joins(out, views)
    summary_joins.show_register(out, views, runs.kept_unclaimed(store))
    out.print(text("report", path=report), soft_wrap=True)


def judge(
    workspace: Workspace = None,
    programme: ProgrammeName = None,
    ocr: Ocr = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would change.")
    ] = False,
) -> None:
    """Judge the stored facts again, after a change of rules; no page is read."""
    from pipeline.cycles import nothing_to_collect

    settings = settings_of(workspace=workspace, programme=programme, ocr=ocr)
    existing_workspace(settings)
    with nothing_to_collect():  # the packets are gone when collecting goes on
        _judge_again(settings, dry_run)


def _judge_again(settings: Settings, dry_run: bool) -> None:
    from pipeline import console, lists, runs, summary
    from pipeline.engines import choose_engine
    from pipeline.locks import Lock, held
    from pipeline.messages import text
    from pipeline.packets import changes
    from pipeline.store import Store

    engine = choose_engine(settings.ocr, settings.threads)
    out = console.stdout()
    with held(settings.workspace, Lock.WORK, "judge"), Store(settings.workspace) as store:
        known, before = lists.remembered(store), runs.kept_before(store)
        if dry_run:
            judgement = runs.judge_stored(store, settings, engine, known)
        else:
            judgement, path = runs.judge_and_keep(store, settings, engine, known)
        lines = changes(before, judgement.views)
        told = (*lines, f"{len(lines)} changes" if lines else "no change")
        # At once, and as it is: a haul has thousands, and each would be looked through for colours.
        out.print("\n".join(told), markup=False, highlight=False, soft_wrap=True)
    if dry_run:
        return
    summary.show_outcome(out, judgement.views)
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
    from pipeline.former import last_change
    from pipeline.packets import chosen
    from pipeline.store import Store

    settings = settings_of(workspace=workspace)
    existing_workspace(settings)
    with Store(settings.workspace) as store:
        views, last = runs.kept(store), runs.last_reading(store)
        views = chosen(views, packet) if packet is not None else views
        before = last_change(store, views[0]) if packet is not None else None
        unclaimed = runs.kept_unclaimed(store)
    if reading:
        _show_reading(last, as_json)
        return
    if as_json:
        shown = [view.model_dump(mode="json") for view in views]
        typer.echo(json.dumps(shown[0] if packet else shown, ensure_ascii=False, indent=1))
    elif packet is not None:
        summary.show_checklist(console.stdout(), views[0])
        summary_joins.show_joins(console.stdout(), views)
        summary_joins.show_changes(console.stdout(), views[0])
        if before is not None:
            summary.show_former(console.stdout(), before)
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
