"""What is made ready beside reading, and that nothing of it ends the reading."""

from __future__ import annotations

import gc
import logging
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest

from extractors.limits import Limits
from pipeline.cycles import nothing_to_collect
from pipeline.engines import choose_engine
from pipeline.meanwhile import Meanwhile
from pipeline.reading import keys_for, readable
from pipeline.settings import Settings
from pipeline.store import Store
from tests.checks.packets import Packet
from tests.pipeline.stored import workspace


def test_what_goes_wrong_beside_reading_is_said_and_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Here the pack is not there; judging will say so when all is read."""
    settings = Settings(workspace=workspace(tmp_path, Packet()), programme=str(tmp_path / "none"))
    keys = keys_for(choose_engine("rapid"), Limits())
    with Store(settings.workspace) as store, caplog.at_level(logging.ERROR):
        files = {one.sha256 or "" for one in readable(store.deliveries())}
        follower = Meanwhile(store, settings, keys)
        follower.to_read(Counter(files))
        for sha256 in sorted(files):
            follower.was_read(sha256)
    assert "is not judged meanwhile" in caplog.text


def test_collecting_goes_on_after_all_threads() -> None:
    """Whoever comes in while another one is within."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=_in_and_out) for _ in range(4)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    finally:
        sys.setswitchinterval(before)
    assert gc.isenabled()


def _in_and_out() -> None:
    for _ in range(2000):
        with nothing_to_collect():
            assert not gc.isenabled()
