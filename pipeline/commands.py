"""What all commands share: their common options, and the settings these make."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.errors import InputError

if TYPE_CHECKING:
    from pipeline.settings import Settings
    from pipeline.workers import PoolExecutor

Workspace = Annotated[
    Path | None,
    typer.Option("--workspace", help="Folder of database, originals, facts and exports."),
]
ProgrammeName = Annotated[
    str | None, typer.Option("--programme", help="Programme pack: a built-in name or a folder.")
]
Register = Annotated[
    Path | None, typer.Option("--register", help="Receipt register (收件登记), .xlsx or .csv.")
]
Members = Annotated[
    Path | None, typer.Option("--members", help="Member roster (会员名册), .xlsx or .csv.")
]
Workers = Annotated[int | None, typer.Option("--workers", help="Number of worker processes.")]
Ocr = Annotated[str | None, typer.Option("--ocr", help="OCR engine: rapid or tesseract.")]
Read = Annotated[
    str | None,
    typer.Option("--read", help="Pages to read in full: those wanted (default), or all."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]


def settings_of(**overrides: Any) -> Settings:
    """The settings, with what the command line gave on top."""
    from pipeline.settings import load

    return load(overrides)


@contextmanager
def pool(settings: Settings) -> Iterator[PoolExecutor]:
    """The worker processes; none is started before there is something to do."""
    from pipeline.settings import pool_options
    from pipeline.workers import PoolExecutor

    with PoolExecutor(*pool_options(settings)) as executor:
        yield executor


def existing_folder(path: Path) -> Path:
    """The folder; raises InputError where there is none."""
    if not path.is_dir():
        reason = "is not a folder" if path.exists() else "no such folder"
        raise InputError(f"{path}: {reason}")
    return path


def existing_workspace(settings: Settings) -> None:
    """Commands that only look make no workspace; raises InputError where there is none."""
    from pipeline.store import DATABASE

    if not (settings.workspace / DATABASE).is_file():
        raise InputError(f"{settings.workspace}: no workspace here: `yushen run HAUL` makes one")
