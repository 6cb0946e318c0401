"""Who is logged in: a random token in the browser, its digest in the database."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete, insert, or_, select, update

from pipeline import tables
from pipeline.people import User, user_of
from pipeline.store import Store

Clock = Callable[[], float]
# Use is written down at most this often: a page with many pictures is one use.
_NOTED_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Session:
    """A logged-in user. `csrf` is the token that everything which changes something must carry."""

    user: User
    csrf: str
    token: str


class Sessions:
    """Sessions in the database: they outlive a restart, and end after some hours or idleness."""

    def __init__(
        self, store: Store, hours: float, idle_minutes: float, clock: Clock = time.time
    ) -> None:
        self._store = store
        self._longest, self._idle = hours * 3600, idle_minutes * 60
        self._clock = clock

    def start(self, user: User) -> Session:
        """Log a user in; outdated sessions of all are cleared away."""
        token = secrets.token_urlsafe(32)
        now = self._clock()
        table = tables.sessions
        over = or_(table.c.started < now - self._longest, table.c.used < now - self._idle)
        row = {"digest": _digest(token), "user": user.name, "started": now, "used": now}
        with self._store.transaction() as connection:
            connection.execute(delete(table).where(over))
            connection.execute(insert(table), row)
        return Session(user, _csrf(token), token)

    def find(self, token: str, counts: bool = True) -> Session | None:
        """The session of a token, if it has not ended; notes that it was used if that `counts`."""
        sessions, users, now = tables.sessions, tables.users, self._clock()
        digest = _digest(token)
        query = (
            select(users, sessions.c.started, sessions.c.used)
            .join_from(sessions, users, sessions.c.user == users.c.name)
            .where(sessions.c.digest == digest)
        )
        with self._store.transaction() as connection:
            row = connection.execute(query).first()
        if row is None or row.disabled:
            return None
        if now - row.started > self._longest or now - row.used > self._idle:
            return None
        if counts and now - row.used > _NOTED_SECONDS:
            with self._store.transaction() as connection:
                connection.execute(
                    update(sessions).where(sessions.c.digest == digest).values(used=now)
                )
        return Session(user_of(row), _csrf(token), token)

    def end(self, token: str) -> None:
        """Log out."""
        table = tables.sessions
        with self._store.transaction() as connection:
            connection.execute(delete(table).where(table.c.digest == _digest(token)))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _csrf(token: str) -> str:
    """Follows from the token, which no page and no script can see."""
    return hashlib.sha256(b"csrf " + token.encode()).hexdigest()
