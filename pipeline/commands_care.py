"""Care of a workspace: `yushen verify`, `backup`, `forget` and `audit`."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands import (
    Ocr,
    ProgrammeName,
    Workspace,
    existing_workspace,
    settings_of,
)
from pipeline.errors import StoreError

Yes = Annotated[bool, typer.Option("--yes", help="Ask nothing.")]

audit_app = typer.Typer(name="audit", help="The record of decisions.", no_args_is_help=True)


@audit_app.command("verify")
def audit_verify(workspace: Workspace = None) -> None:
    """Prove that no decision was changed, taken out or slipped in; exit code 6 where one was."""
    from pipeline.ledger import Ledger
    from pipeline.store import Store

    settings = settings_of(workspace=workspace)
    existing_workspace(settings)
    with Store(settings.workspace) as store:
        ledger = Ledger(store)
        problems, count = ledger.verify(), len(ledger.everything())
    for problem in problems:
        typer.echo(problem)
    if problems:
        raise StoreError(f"{settings.workspace}: the record of decisions is broken")
    typer.echo(f"{count} decisions, chain unbroken")


def verify(workspace: Workspace = None) -> None:
    """Hash every original again, decode every fact, check database and decisions.

    Prints a line for each problem; exit code 6 where there is one.
    """
    from pipeline import console, verifying
    from pipeline.store import Store

    settings = settings_of(workspace=workspace)
    existing_workspace(settings)
    with Store(settings.workspace) as store:
        with console.progress() as progress:
            problems = verifying.verify(store, progress)
        count = len(store.original_hashes())
    for problem in problems:
        typer.echo(problem)
    if problems:
        raise StoreError(f"{settings.workspace}: {len(problems)} problems")
    typer.echo(f"{count} originals, all as they were written")


def backup(
    target: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is not there yet.")],
    workspace: Workspace = None,
) -> None:
    """Copy the workspace, while others work on it, into a new folder that can be opened as one.

    Originals become second names of the same bytes where the disk is the same, copies elsewhere.
    """
    from pipeline import backup as copying
    from pipeline import console
    from pipeline.store import Store

    settings = settings_of(workspace=workspace)
    existing_workspace(settings)
    with Store(settings.workspace) as store, console.progress() as progress:
        count = copying.backup(store, target, progress)
    typer.echo(f"{target}: {count} originals, verified; open it with --workspace")


def forget(
    packet: Annotated[
        str, typer.Argument(metavar="PACKET", help="Id of a packet, or how it begins.")
    ],
    yes: Yes = False,
    workspace: Workspace = None,
    programme: ProgrammeName = None,
    ocr: Ocr = None,
) -> None:
    """Remove a packet for good: originals, facts, pictures, letters, and what was decided about it.

    What other packets hold, too, stays with them. That it was removed stays on record, and a later
    run does not take its entries in again.
    """
    from pipeline import forgetting, lists, runs
    from pipeline.engines import choose_engine
    from pipeline.letter_docx import name_prefix
    from pipeline.locks import Lock, held
    from pipeline.packets import chosen
    from pipeline.packs import load_pack
    from pipeline.sending import numbers_given
    from pipeline.store import Store

    settings = settings_of(workspace=workspace, programme=programme, ocr=ocr)
    existing_workspace(settings)
    engine = choose_engine(settings.ocr, settings.threads)
    known, _ = load_pack(settings.programme)
    with held(settings.workspace, Lock.WORK, "forget"), Store(settings.workspace) as store:
        if forgetting.finish(store):  # one that was begun and killed
            runs.judge_and_keep(store, settings, engine, lists.remembered(store))
        views = runs.kept(store)
        view = chosen(views, packet)[0]

        def letters(one: str) -> list[str]:
            return [name_prefix(number) for number in numbers_given(store, known, one)]

        plan = forgetting.plan(store, views, view.id, letters)
        typer.echo(
            f"packet {view.id}: {len(plan.deliveries)} entries and {len(plan.originals)} originals "
            f"go; {len(plan.shared)} originals stay, for others hold them, too"
        )
        if not yes:
            typer.confirm("Remove it for good?", abort=True)
        forgetting.forget(store, plan, getpass.getuser())
        runs.judge_and_keep(store, settings, engine, lists.remembered(store))
    typer.echo(f"packet {view.id}: removed; exports other than the report are to be written again")
