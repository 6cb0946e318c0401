"""A desk around a real workspace, and browsers that talk to it."""

from __future__ import annotations

import re
from pathlib import Path

from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient

from pipeline.desk.app import create_app
from pipeline.people import People, Role
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.workers import InlineExecutor

ADDRESS = "http://desk.test"
# Far too cheap for real passwords; hashes say themselves how they were made.
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "correct horse battery"
_CSRF = re.compile(r'<meta name="csrf" content="([0-9a-f]{64})">')
_HTML = {"accept": "text/html", "origin": ADDRESS}


def desk_app(folder: Path, settings: Settings | None = None) -> FastAPI:
    settings = settings or Settings(workspace=folder)
    return create_app(settings, Store(folder), InlineExecutor())


def with_people(folder: Path) -> None:
    """One user a role, named after it."""
    with Store(folder) as store:
        people = People(store, QUICK)
        for role in Role:
            people.add(role.value, f"某{role.value}", role, PASSWORD)


class Browser(TestClient):
    """Sends what browsers send with every request; follows no redirection by itself."""

    def __init__(self, app: FastAPI) -> None:
        super().__init__(app, base_url=ADDRESS, follow_redirects=False, headers=_HTML)

    def log_in(self, name: str, password: str = PASSWORD) -> Browser:
        answer = self.post("/login", data={"name": name, "password": password})
        assert answer.status_code == 303, answer.text
        found = _CSRF.search(self.get("/").text)
        assert found
        self.csrf = found[1]
        self.headers["x-csrf-token"] = self.csrf
        return self
