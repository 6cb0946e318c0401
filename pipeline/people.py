"""The people who work at the desk: names, roles, passwords. No decision without one of them."""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from checks.receipts import SHANGHAI
from pipeline import tables
from pipeline.errors import InputError
from pipeline.store import Store

LEAST_PASSWORD = 10
# Beyond this, hashing would be a way to keep the machine busy.
MOST_PASSWORD = 1000
_NAME = re.compile(r"[A-Za-z0-9._-]{2,32}")
_SHOWN = 40
_NO_PASSWORD = "none yet"  # no hash: nothing that anybody types is this


class Role(StrEnum):
    """What somebody may do: look; decide; take in and run; all of it."""

    READER = "reader"
    REVIEWER = "reviewer"
    OPERATOR = "operator"
    LEAD = "lead"

    def allows(self, needed: Role) -> bool:
        """Whether somebody of this role may do what `needed` may."""
        return needed in _ALLOWED[self]


_ALLOWED = {
    Role.READER: {Role.READER},
    Role.REVIEWER: {Role.READER, Role.REVIEWER},
    Role.OPERATOR: {Role.READER, Role.OPERATOR},
    Role.LEAD: set(Role),
}


@dataclass(frozen=True, slots=True)
class User:
    """Somebody with a name to log in with and one that is shown."""

    name: str
    shown: str
    role: Role
    disabled: bool = False


class PersonError(InputError):
    """A name or password that will not do; `code` says why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class People:
    """Named users in the workspace's database."""

    def __init__(self, store: Store, hasher: PasswordHasher | None = None) -> None:
        self._store = store
        # Argon2id with the library's parameters (RFC 9106, second recommendation: 64 MiB each).
        self._hasher = hasher or PasswordHasher()
        self._hashing = threading.BoundedSemaphore(2)

    def add(self, name: str, shown: str, role: Role, password: str) -> User:
        """A new user; raises PersonError."""
        return self._add(name, shown, role, lambda: self._hashed(password))

    def add_invited(self, name: str, shown: str, role: Role) -> User:
        """A new user without a password, who is to be invited; raises PersonError."""
        return self._add(name, shown, role, lambda: _NO_PASSWORD)

    def _add(self, name: str, shown: str, role: Role, password: Callable[[], str]) -> User:
        user = User(checked_name(name), shown.strip()[:_SHOWN], role)
        if not user.shown:
            raise PersonError("shown-missing", "the shown name is empty")
        row = {
            "name": user.name, "shown": user.shown, "role": role.value, "disabled": False,
            "password": password(), "created_at": _now(),
        }  # fmt: skip
        with self._store.transaction() as connection:
            try:
                connection.execute(insert(tables.users), row)
            except IntegrityError as error:
                raise PersonError("name-taken", f"{user.name}: there is such a user") from error
        return user

    def set_password(self, name: str, password: str) -> None:
        """A new password; whoever is logged in under the name has to log in again.

        An address at which another one could be chosen ends.
        """
        hashed = self._hashed(password)
        with self._store.transaction() as connection:
            _uninvite(connection, name)
            _change(connection, name, password=hashed)

    def set_role(self, name: str, role: Role) -> None:
        """Another role, from the next login on; whoever is logged in is logged out."""
        with self._store.transaction() as connection:
            _change(connection, name, role=role.value)

    def invite(self, name: str, seconds: float) -> str:
        """A secret with which the user may choose a password once; earlier ones end."""
        token, table = secrets.token_urlsafe(32), tables.invitations
        row = {"user": name, "digest": _digest(token), "until": time.time() + seconds}
        with self._store.transaction() as connection:
            connection.execute(delete(table).where(table.c.user == name))
            connection.execute(insert(table), row)
        return token

    def invited(self, token: str) -> User | None:
        """Whom a secret invites, as long as it does."""
        table, users = tables.invitations, tables.users
        query = (
            select(users)
            .join_from(table, users, table.c.user == users.c.name)
            .where(table.c.digest == _digest(token), table.c.until > time.time())
        )
        with self._store.transaction() as connection:
            row = connection.execute(query).first()
        return user_of(row) if row and not row.disabled else None

    def accept(self, token: str, password: str) -> User | None:
        """Set the password of whom the secret invites, once; None where it invites nobody."""
        hashed, user, table = self._hashed(password), self.invited(token), tables.invitations
        if user is None:
            return None
        with self._store.transaction() as connection:
            used = connection.execute(delete(table).where(table.c.digest == _digest(token)))
            if not used.rowcount:
                return None
            _change(connection, user.name, password=hashed)
        return user

    def disable(self, name: str, disabled: bool = True) -> None:
        """Whoever is disabled is logged out and cannot log in; their decisions stay."""
        with self._store.transaction() as connection:
            _uninvite(connection, name)
            _change(connection, name, disabled=disabled)

    def all(self) -> tuple[User, ...]:
        with self._store.transaction() as connection:
            rows = connection.execute(select(tables.users).order_by(tables.users.c.name)).all()
        return tuple(user_of(row) for row in rows)

    def is_empty(self) -> bool:
        with self._store.transaction() as connection:
            return not connection.scalar(select(func.count()).select_from(tables.users))

    def with_password(self, name: str, password: str) -> User | None:
        """The user, if the password is theirs; it takes as long where there is no such user."""
        with self._store.transaction() as connection:
            row = connection.execute(select(tables.users).filter_by(name=name)).first()
        if row is not None and row.password == _NO_PASSWORD:
            row = None  # whoever was only invited is nobody yet
        right = self._verified(row.password if row else _nobody(self._hasher), password)
        return user_of(row) if row and right and not row.disabled else None

    def _verified(self, hashed: str, password: str) -> bool:
        if len(password) > MOST_PASSWORD:
            return False
        with self._hashing:
            try:
                return self._hasher.verify(hashed, password)
            except (VerificationError, InvalidHashError):
                return False

    def _hashed(self, password: str) -> str:
        if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD:
            raise PersonError("password-short", f"a password has at least {LEAST_PASSWORD} signs")
        with self._hashing:
            return self._hasher.hash(password)


def _change(connection: Connection, name: str, **values: Any) -> None:
    """Change a user, who is logged out everywhere; raises PersonError."""
    table, sessions = tables.users, tables.sessions
    done = connection.execute(update(table).where(table.c.name == name).values(**values))
    if not done.rowcount:
        raise PersonError("no-user", f"{name}: no such user; `yushen user list` lists them")
    connection.execute(delete(sessions).where(sessions.c.user == name))


def _uninvite(connection: Connection, name: str) -> None:
    table = tables.invitations
    connection.execute(delete(table).where(table.c.user == name))


@cache
def _nobody(hasher: PasswordHasher) -> str:
    """What the password of somebody who does not exist is compared with."""
    return hasher.hash("nobody has this password")


def user_of(row: Any) -> User:
    """A row of the users' table."""
    return User(row.name, row.shown, Role(row.role), bool(row.disabled))


def checked_name(name: str) -> str:
    """A name to log in with: 2 to 32 letters, digits, dots, dashes; raises PersonError."""
    if not _NAME.fullmatch(name):
        raise PersonError("name-form", "a name has 2 to 32 letters, digits or . _ -")
    return name.lower()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _now() -> str:
    return datetime.now(SHANGHAI).isoformat(timespec="seconds")
