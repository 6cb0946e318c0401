"""Twenty and more places to kill the program and cut the power; `make soak` tries them all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.disturb import disturbed
from tests.faults.trace import possible

pytestmark = pytest.mark.skipif(not possible(), reason="needs Linux on x86-64 or ARM64")


WORKS = {"run": 6, "decide": 5, "upload": 4, "forget": 3, "backup": 3, "letter": 2}


@pytest.mark.parametrize(("work", "count"), WORKS.items())
def test_nothing_is_lost_and_nothing_is_there_twice(work: str, count: int, tmp_path: Path) -> None:
    """Started again, disturbed work ends in the state of work that was not, byte for byte in the
    exports; of decisions and uploads no confirmed one is lost and none is half."""
    found = disturbed(work, tmp_path, str(count))
    assert found.killed == count
    assert found.wrong == []
