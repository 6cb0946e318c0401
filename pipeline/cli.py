"""The program `yushen`: one command a function, errors caught once.

Heavy libraries are loaded inside the commands, so that `--help` answers at once.
"""

from __future__ import annotations

import os
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from pipeline import (
    commands_bench,
    commands_care,
    commands_desk,
    commands_export,
    commands_inspect,
    commands_letter,
    commands_run,
)
from pipeline.errors import ExitCode, YushenError

# Small matrices are compared here, which a second thread only holds up; numpy reads this when it
# is loaded. A pool of workers sets the number that `--threads` says.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


class Guarded(TyperGroup):
    """Turns foreseen errors into one line and an exit code.

    Anything unforeseen keeps its traceback: it is a bug and should look like one.
    """

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except YushenError as error:
            typer.echo(f"yushen: {error}", err=True)
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt as error:
            typer.echo("yushen: interrupted; run the same command again to go on", err=True)
            raise typer.Exit(ExitCode.INTERRUPTED) from error


app = typer.Typer(
    cls=Guarded,
    name="yushen",
    help="Yushen (预审) takes in award packets, reads them, and says what is missing.",
    no_args_is_help=True,
    add_completion=False,
    # The pretty ones print local variables, which hold what the paper says.
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            typer.echo(f"yushen {version('yushen')}")
        except PackageNotFoundError:
            typer.echo("yushen (not installed)")
        raise typer.Exit


@app.callback()
def common(
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Log what happens, on stderr.")
    ] = False,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Options before the command."""
    from pipeline.console import start_logging

    start_logging(verbose)


for command in (
    commands_run.run,
    commands_run.status,
    commands_inspect.inspect,
    commands_run.judge,
    commands_run.retry,
    commands_care.verify,
    commands_care.backup,
    commands_care.forget,
    commands_letter.letter,
    commands_export.export,
    commands_export.schema,
):
    app.command()(command)
app.add_typer(commands_bench.programme_app, name="programme")
app.add_typer(commands_care.audit_app, name="audit")
app.command()(commands_desk.desk)
app.add_typer(commands_desk.user_app, name="user")
app.command()(commands_bench.doctor)
app.command()(commands_bench.bench)


def main() -> None:
    """The console script."""
    app()
