"""Every place at which the program can be killed while it writes, and the power be cut."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.disturb import disturbed
from tests.faults.trace import possible

pytestmark = pytest.mark.skipif(not possible(), reason="needs Linux on x86-64 or ARM64")


# Each work, and how many writes it has at least.
WORKS = {
    "run": 700, "correction": 300, "retry": 300, "forget": 150, "letter": 50, "backup": 150,
    "decide": 200, "upload": 400,
}  # fmt: skip


@pytest.mark.parametrize(("work", "least"), WORKS.items())
def test_every_write(work: str, least: int, tmp_path: Path) -> None:
    """As the twenty of the short tests, at every write there is; ends as if nothing had been."""
    found = disturbed(work, tmp_path, "all")
    print(f"{work}: {found.writes} writes, killed at {found.killed}, {len(found.wrong)} wrong")
    assert found.wrong == []
    assert found.killed == found.writes >= least
