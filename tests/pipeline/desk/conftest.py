"""Fixtures of the desk's tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import FastAPI

from tests.pipeline.desk.serving import desk_app, with_people


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    """A desk on an empty workspace with one user a role."""
    with_people(tmp_path / "ws")
    return desk_app(tmp_path / "ws")
