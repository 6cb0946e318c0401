"""The desk's server killed while decisions come in."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from pipeline.desk.shapes import PacketData
from pipeline.ledger import Ledger
from pipeline.store import Store
from tests.pipeline.desk.serving import Browser, desk_app
from tests.soak.reviewers import Server

_WINDOWS = 3


def decide_on(client: httpx.Client, packet: str, mine: int, confirmed: set[int]) -> None:
    """Confirm one field after the other for as long as the server answers."""
    fields = client.get(f"/packets/{packet}/data").json()["fields"]
    filled = [one for one in fields if one["presence"] == "filled" and one["row"] is None]
    while True:
        for one in filled[mine::_WINDOWS]:
            act = {"about": "field", "form": one["form"], "field": one["field"], "row": None}
            act |= {"action": "confirm", "saw": one["value"]}
            body: dict[str, Any] = {"decision": act, "seen": 0}
            try:
                answer = client.post(f"/packets/{packet}/decisions", json=body)
            except httpx.TransportError:
                return
            assert answer.status_code == 200, answer.text
            confirmed.add(answer.json()["entry"])


@pytest.mark.parametrize("after", [5, 12])
def test_no_confirmed_decision_is_lost_and_none_is_half_written(after: int, tmp_path: Path) -> None:
    """What a browser was told is written stands in the record; the next start shows all of it."""
    server, confirmed = Server(tmp_path, 1, 1, 1), set[int]()
    try:
        clients = [server.client("user00") for _ in range(_WINDOWS)]
        place = clients[0].get("/next").headers["location"]
        packet = place.rpartition("/")[2]
        windows = [
            threading.Thread(target=decide_on, args=(client, packet, mine, confirmed), daemon=True)
            for mine, client in enumerate(clients)
        ]
        for window in windows:
            window.start()
        until = time.monotonic() + 60
        while len(confirmed) < after and time.monotonic() < until:
            time.sleep(0.005)
        server.process.kill()
        for window in windows:
            window.join(30)
    finally:
        server.stop()
    assert len(confirmed) >= after
    with Store(tmp_path / "ws") as store:
        entries = {entry.seq: entry for entry in Ledger(store).entries(packet)}
        assert Ledger(store).verify() == ()
    assert confirmed <= entries.keys()
    assert len(entries) - len(confirmed) <= _WINDOWS
    browser = Browser(desk_app(tmp_path / "ws")).log_in("user00")
    data = PacketData.model_validate(browser.get(f"{place}/data").json())
    shown = {f"field:{one.form}/{one.field}" for one in data.fields if one.person is not None}
    assert data.seen == max(entries)
    assert len(shown) == len({entry.target for entry in entries.values()})
