"""`yushen letter`: the deficiency notice of a packet, or of all."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.commands import (
    Ocr,
    ProgrammeName,
    Workers,
    Workspace,
    existing_workspace,
    pool,
    settings_of,
)
from pipeline.errors import InputError

if TYPE_CHECKING:
    from pipeline.letter_docx import Written
    from pipeline.settings import Settings

_DAY = ["%Y-%m-%d"]


def letter(
    packet: Annotated[
        str | None, typer.Argument(metavar="[PACKET]", help="Id of a packet, or how it begins.")
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Every packet with something to correct, and a summary.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Default: letters in the workspace.")
    ] = None,
    due: Annotated[
        datetime | None,
        typer.Option("--due", formats=_DAY, help="Last day for corrections (default: the pack's)."),
    ] = None,
    dated: Annotated[
        datetime | None, typer.Option("--date", formats=_DAY, help="The letter's date: today.")
    ] = None,
    workspace: Workspace = None,
    programme: ProgrammeName = None,
    workers: Workers = None,
    ocr: Ocr = None,
) -> None:
    """Write the deficiency notice (补正通知) as .docx: all that is certain, in one letter.

    What is doubtful stands on a last page of its own, for the person who sends the letter.
    """
    from checks.receipts import SHANGHAI

    if every is (packet is not None):
        raise typer.BadParameter("name a PACKET, or --all")
    settings = settings_of(workspace=workspace, programme=programme, workers=workers, ocr=ocr)
    existing_workspace(settings)
    today = dated.date() if dated else datetime.now(SHANGHAI).date()
    last = due.date() if due else None
    _refuse_past(last, today)
    _write(packet, settings, out or settings.workspace / "letters", today, last)


def _write(
    packet: str | None, settings: Settings, folder: Path, dated: date, due: date | None
) -> None:
    """The letter of one packet, or of all (None) with their summary, into a folder."""
    from pipeline import asked, console, runs, sending
    from pipeline.engines import choose_engine
    from pipeline.letter_docx import write_summary
    from pipeline.messages import text
    from pipeline.packets import chosen
    from pipeline.packs import load_pack
    from pipeline.settings import reading_limits
    from pipeline.store import Store

    sending.demand_contact(settings.letter, settings.workspace)
    known, _ = load_pack(settings.programme)
    template = sending.template_of(known, settings.programme)
    keys = runs.keys_of(settings, choose_engine(settings.ocr, settings.threads))
    with Store(settings.workspace) as store:
        views = runs.kept(store)
        sorted_ = tuple(view for view in views if not view.is_unsorted)
        views = sorted_ if packet is None else chosen(views, packet)
        made = sending.letters(store, views, known, settings.letter, dated, due)
        if packet is not None and not made[0].items:
            doubts = len(made[0].doubts)
            raise InputError(f"{packet}: nothing certain to correct; {doubts} doubtful findings")
        if packet is not None and not made[0].is_due:
            raise InputError(f"{packet}: the applicant's name was not read: nobody to write to")
        with pool(settings) as executor, console.progress() as progress:
            written = sending.write_letters(
                folder, made, template, store, keys, executor, reading_limits(settings), progress
            )
        asked.remember(store, [(one.packet, one.day, one.due) for one in made if one.is_due])
    if packet is None:
        write_summary(folder / text("letters-summary"), written)
    _show(folder, written)


def _refuse_past(due: date | None, dated: date) -> None:
    if due is not None and due < dated:
        raise typer.BadParameter(f"--due {due} lies before the letter's date {dated}")


def _show(folder: Path, written: tuple[Written, ...]) -> None:
    sent = [one for one in written if one.file]
    for one in sent:
        typer.echo(folder / one.file)
    if len(written) > 1:
        typer.echo(f"packets: {len(written)}, letters: {len(sent)}, in {folder}")
