"""What the desk's routes share: one object, made at start-up, on `app.state.desk`."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from fastapi import Request

from checks.programme import Programme
from pipeline.desk.attempts import Attempts
from pipeline.desk.batches import Batches
from pipeline.desk.drawn import Drawn
from pipeline.desk.index import Index
from pipeline.desk.leases import Leases
from pipeline.desk.pages import Pages
from pipeline.desk.sessions import Sessions
from pipeline.ledger import Ledger
from pipeline.people import People
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.workers import Executor

_FIRST_SECONDS = 15 * 60.0


class FirstUser:
    """The one-time address on which the first user is created: its secret, and until when."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.token = secrets.token_urlsafe(24)
        self._clock = clock
        self._until = clock() + _FIRST_SECONDS

    def opens(self, token: str) -> bool:
        right = secrets.compare_digest(token.encode(), self.token.encode())
        return right and self._clock() < self._until


@dataclass(frozen=True, slots=True)
class Desk:
    """Settings, store and whatever else routes need. `secure`: browsers reach us through TLS.

    `executor` opens foreign bytes for whoever waits at a page; a batch has its own.
    """

    settings: Settings
    store: Store
    ledger: Ledger
    executor: Executor
    programme: Programme
    people: People
    sessions: Sessions
    pages: Pages
    index: Index
    leases: Leases
    batches: Batches
    secure: bool = False
    attempts: Attempts = field(default_factory=Attempts)
    first: FirstUser = field(default_factory=FirstUser)
    drawn: Drawn = field(default_factory=Drawn)


def desk_of(request: Request) -> Desk:
    """The desk that answers this request."""
    desk: Desk = request.app.state.desk
    return desk
