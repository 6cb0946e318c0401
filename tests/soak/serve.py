"""Makes a workspace of many packets and serves the desk on it, until it is ended.

    python -m tests.soak.serve FOLDER PORT PACKETS REAL USERS

REAL of them can be opened and decided about; the others only stand in the lists. Prints a session
of each user (`user00=token`), then serves.
"""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from pathlib import Path

import uvicorn

from checks.findings import Verdict
from pipeline import lists, runs
from pipeline.desk.app import create_app
from pipeline.desk.state import Desk
from pipeline.engines import choose_engine
from pipeline.packets import PacketView
from pipeline.people import People, Role
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.workers import PoolExecutor
from samples.identities import uscc_check
from tests.browser.paper import contents
from tests.checks.packets import FOREIGN, Packet, changed, files_of, sealed
from tests.pipeline.desk.many import finding, packet
from tests.pipeline.desk.serving import PASSWORD, QUICK
from tests.pipeline.stored import deliver

# Names that differ in a letter only would be taken for misreadings of one.
_LETTERS = "春江花月夜海潮平生明共滟波千万里何处无流宛转绕芳甸照林皆似霰空霜飞觉汀白沙看天色尘皎轮"


def made(number: int) -> Packet:
    """An organisation of its own, another's seal on its cover and none on its commitment."""
    name = f"上海{''.join(random.Random(number).choices(_LETTERS, k=6))}有限公司"
    first = f"91310101MA1{number:06}"
    code = first + uscc_check(first)
    spoilt = sealed("cover", FOREIGN)(sealed("commitment", None)(Packet(name=name)))
    filled = changed(**{"单位名称": name, "统一社会信用代码": code, "邮政编码": ""})(spoilt)
    return replace(filled, licence={"统一社会信用代码": code})


def only_listed(count: int) -> list[PacketView]:
    """Packets in whose findings nothing is wrong: no reviewer is led to them before the others."""
    found = [finding("F01", Verdict.MET, place) for place in range(40)]
    return [packet(number, *found) for number in range(1, count + 1)]


def fill(folder: Path, packets: int, real: int, users: int) -> Settings:
    settings = Settings(workspace=folder / "ws", workers=1)
    drawn = contents(made(0))
    for number in range(1, real + 1):
        deliver(folder, files_of(made(number)), f"d{number}", f"第{number}某某精密.zip", drawn)
    with Store(settings.workspace) as store:
        engine = choose_engine(settings.ocr, settings.threads)
        judgement = runs.judge_stored(store, settings, engine, lists.remembered(store))
        assert len(judgement.views) == real
        views = (*judgement.views, *only_listed(packets - real))
        store.save_judgement([(one.id, one.model_dump_json()) for one in views], judgement.pack)
        runs.remember_basis(store, "basis")
        people = People(store, QUICK)
        for number in range(users):
            people.add(f"user{number:02}", f"某{number:02}", Role.REVIEWER, PASSWORD)
    return settings


def serve(folder: Path, port: int, packets: int, real: int, users: int) -> None:
    settings = fill(folder, packets, real, users)
    with Store(settings.workspace) as store, PoolExecutor(1) as executor:
        app = create_app(settings, store, executor)
        desk: Desk = app.state.desk
        tokens = [f"{user.name}={desk.sessions.start(user).token}" for user in desk.people.all()]
        print(*tokens, flush=True)
        uvicorn.run(
            app, host="127.0.0.1", port=port, log_level="warning", timeout_graceful_shutdown=1
        )


if __name__ == "__main__":
    serve(Path(sys.argv[1]), *(int(one) for one in sys.argv[2:6]))
