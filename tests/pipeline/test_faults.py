"""Twenty places at which the program is killed and the power is cut; `make soak` tries them all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.disturb import disturbed
from tests.faults.trace import possible

pytestmark = pytest.mark.skipif(not possible(), reason="needs Linux on x86-64 or ARM64")


@pytest.mark.parametrize(("scenario", "count"), [("run", 9), ("decide", 7), ("forget", 4)])
def test_nothing_is_lost_and_nothing_is_there_twice(
    scenario: str, count: int, tmp_path: Path
) -> None:
    """Started again, a disturbed run (or forgetting) ends in the state of an undisturbed one, byte
    for byte in the exports; of decisions no confirmed one is lost and none is half."""
    found = disturbed(scenario, tmp_path, str(count))
    assert found.killed == count
    assert found.wrong == []
