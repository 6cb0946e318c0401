"""A moment of the fuzzing that `make soak` does for minutes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.robust.fuzz import TARGETS, fuzz

SECONDS = 1.0


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_nothing_unforeseen(target: str, tmp_path: Path) -> None:
    """Whatever the bytes, there is an answer, a reason, or an error of ours with its exit code."""
    assert fuzz(target, tmp_path, SECONDS) > 0
