"""Readers of archives, mails, registers and packs under bytes that nobody thought of.

`make soak` runs them for minutes each (FUZZ_SECONDS); a few seconds of the same are part of
`make test` (tests/robust/test_fuzz.py).
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.robust.fuzz import TARGETS, fuzz

SECONDS = float(os.environ.get("FUZZ_SECONDS", "600"))


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_nothing_unforeseen(target: str, tmp_path: Path) -> None:
    """Whatever the bytes, there is an answer, a reason, or an error of ours with its exit code."""
    assert fuzz(target, tmp_path, SECONDS) > 10
