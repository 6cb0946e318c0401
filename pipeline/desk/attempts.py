"""How often somebody may get a password wrong."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

_WINDOW_SECONDS = 15 * 60.0
# For one user from one address; from one address for any user; for one user from anywhere.
_MOST_PAIR, _MOST_ADDRESS, _MOST_USER = 5, 30, 50
_MOST_KEYS = 10_000


class Attempts:
    """Failed logins of the last quarter of an hour, by user and address.

    In memory: a restart forgives them. The limit for a user from anywhere is the widest, so that
    nobody can lock out a colleague with a few wrong passwords.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failed: dict[tuple[str, str], deque[float]] = {}

    def wait(self, user: str, address: str) -> float:
        """Seconds until this user may try again from there; 0 where they may now."""
        with self._lock:
            return max(self._wait(key, most) for key, most in _keys(user, address))

    def failed(self, user: str, address: str) -> None:
        """Note a wrong password."""
        with self._lock:
            if len(self._failed) > _MOST_KEYS:
                self._forget_old()
            for key, _ in _keys(user, address):
                self._failed.setdefault(key, deque()).append(self._clock())

    def succeeded(self, user: str, address: str) -> None:
        """Forget what this user got wrong at this address."""
        with self._lock:
            self._failed.pop((user, address), None)

    def _wait(self, key: tuple[str, str], most: int) -> float:
        times = self._failed.get(key, deque())
        oldest = self._clock() - _WINDOW_SECONDS
        while times and times[0] < oldest:
            times.popleft()
        return times[-most] - oldest if len(times) >= most else 0.0

    def _forget_old(self) -> None:
        oldest = self._clock() - _WINDOW_SECONDS
        self._failed = {
            key: times for key, times in self._failed.items() if times and times[-1] > oldest
        }


def _keys(user: str, address: str) -> tuple[tuple[tuple[str, str], int], ...]:
    return (
        ((user, address), _MOST_PAIR), (("", address), _MOST_ADDRESS), ((user, ""), _MOST_USER)
    )  # fmt: skip
