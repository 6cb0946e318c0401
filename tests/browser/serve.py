"""Makes a workspace of a scene and serves the desk on it, until it is ended.

Prints the first packet's id and a session of each user, then serves. Run by the tests.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import uvicorn

from pipeline.decisions import Stage, StageDecision
from pipeline.desk.app import create_app
from pipeline.desk.state import Desk
from pipeline.ledger import Ledger
from pipeline.settings import LetterSettings, Settings
from pipeline.store import Store
from pipeline.workers import PoolExecutor
from tests.browser.paper import contents
from tests.checks.packets import FOREIGN, Packet, sealed
from tests.pipeline.desk import scenes
from tests.pipeline.desk.serving import with_people
from tests.pipeline.stored import workspace

PACKET = sealed("cover", FOREIGN)(sealed("commitment", None)(Packet()))


def spoilt(folder: Path) -> Path:
    """One packet: another's seal on the cover, none on the commitment."""
    place = workspace(folder, PACKET, contents(PACKET))
    scenes.judge_again(folder)
    return place


def corrected(folder: Path) -> Path:
    """A packet that was returned and handed in again."""
    place = scenes.first_packet(folder)
    with Store(place) as store:
        (packet,) = store.judged_at()
        Ledger(store).append(packet, "reviewer", StageDecision(stage=Stage.RETURNED), 0)
    time.sleep(1.1)  # the record's clock shows seconds
    scenes.correction(folder)
    return place


SCENES: Mapping[str, Callable[[Path], Path]] = {
    "spoilt": spoilt,
    "corrected": corrected,
    "near": scenes.near_names,
    "several": scenes.several,
}


def serve(folder: Path, port: int, scene: str) -> None:
    place = SCENES[scene](folder)
    settings = Settings(
        workspace=place, workers=1, letter=LetterSettings(contact="张某", phone="021-00000000")
    )
    with_people(place)
    with Store(place) as store, PoolExecutor(1) as executor:
        app = create_app(settings, store, executor)
        desk: Desk = app.state.desk
        tokens = [f"{user.name}={desk.sessions.start(user).token}" for user in desk.people.all()]
        print(next(iter(store.judged_at())), *tokens, flush=True)
        uvicorn.run(
            app, host="127.0.0.1", port=port, log_level="warning", timeout_graceful_shutdown=1
        )


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
