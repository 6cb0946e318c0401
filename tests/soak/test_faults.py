"""Every place at which the program can be killed while it writes, and the power be cut."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.disturb import disturbed
from tests.faults.trace import possible

pytestmark = pytest.mark.skipif(not possible(), reason="needs Linux on x86-64 or ARM64")


@pytest.mark.parametrize(("scenario", "least"), [("run", 400), ("decide", 100), ("forget", 100)])
def test_every_write(scenario: str, least: int, tmp_path: Path) -> None:
    """As the twenty of the short tests, at every write there is."""
    found = disturbed(scenario, tmp_path, "all")
    assert found.killed == found.writes >= least
    assert found.wrong == []
