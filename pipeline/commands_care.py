"""`yushen audit`: whether the record of decisions is whole."""

from __future__ import annotations

import typer

from pipeline.commands import Workspace, existing_workspace, settings_of
from pipeline.errors import StoreError

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
