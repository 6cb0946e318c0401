"""A desk on a workspace with one judged packet, made without reading a page."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI

from pipeline import lists, runs
from pipeline.engines import choose_engine
from pipeline.packets import PacketView
from pipeline.settings import LetterSettings, Settings
from pipeline.store import Store
from tests.checks.packets import Packet
from tests.pipeline.desk.serving import desk_app, with_people
from tests.pipeline.stored import workspace

OFFICE = LetterSettings(contact="张某", phone="021-00000000")


def judged_desk(
    folder: Path, packet: Packet, office: LetterSettings = OFFICE
) -> tuple[FastAPI, PacketView]:
    """The desk and its one packet."""
    return desk_on(workspace(folder, packet), office)


def desk_on(place: Path, office: LetterSettings = OFFICE) -> tuple[FastAPI, PacketView]:
    """The desk on a workspace whose facts make one packet."""
    settings = Settings(workspace=place, letter=office)
    with Store(place) as store:
        engine = choose_engine(settings.ocr, settings.threads)
        judgement = runs.judge_stored(store, settings, engine, lists.remembered(store))
        runs.save(store, judgement, "basis")
    with_people(place)
    return desk_app(place, settings), judgement.views[0]
