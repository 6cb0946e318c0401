"""Makes a workspace with one packet and serves the desk on it, until it is ended.

Prints the packet's id and a session of each user, then serves. Run by the tests.
"""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn

from pipeline import lists, runs
from pipeline.desk.app import create_app
from pipeline.desk.state import Desk
from pipeline.engines import choose_engine
from pipeline.settings import LetterSettings, Settings
from pipeline.store import Store
from pipeline.workers import PoolExecutor
from tests.browser.paper import contents
from tests.checks.packets import FOREIGN, Packet, sealed
from tests.pipeline.desk.serving import with_people
from tests.pipeline.stored import workspace

PACKET = sealed("cover", FOREIGN)(sealed("commitment", None)(Packet()))


def serve(folder: Path, port: int) -> None:
    place = workspace(folder, PACKET, contents(PACKET))
    settings = Settings(
        workspace=place, workers=1, letter=LetterSettings(contact="张某", phone="021-00000000")
    )
    with_people(place)
    with Store(place) as store, PoolExecutor(1) as executor:
        engine = choose_engine(settings.ocr, settings.threads)
        judgement = runs.judge_stored(store, settings, engine, lists.remembered(store))
        runs.save(store, judgement, "basis")
        app = create_app(settings, store, executor)
        desk: Desk = app.state.desk
        tokens = [f"{user.name}={desk.sessions.start(user).token}" for user in desk.people.all()]
        print(judgement.views[0].id, *tokens, flush=True)
        uvicorn.run(
            app, host="127.0.0.1", port=port, log_level="warning", timeout_graceful_shutdown=1
        )


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]))
