"""How long work tells how far it is, without knowing who draws it or goes on from there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Progress(Protocol):
    """Told about steps ("preserve", "unpack", "describe", "look", "read") as they run."""

    def started(self, step: str, total: int | None) -> None:
        """A step begins; `total` is how many advances are to come, None where unknown."""
        ...

    def advanced(self, step: str, count: int = 1) -> None: ...

    def finished(self, step: str) -> None: ...


class Follower(Protocol):
    """Goes on with files whose pages were read, while others are still being read."""

    def to_read(self, pages: Mapping[str, int]) -> None:
        """How many pages of which files (hashes) are to be read."""
        ...

    def was_read(self, sha256: str) -> None:
        """One more page of a file was read, or given up; its facts are stored."""
        ...


class Silent:
    """Progress that nobody watches."""

    def started(self, step: str, total: int | None) -> None:
        return None

    def advanced(self, step: str, count: int = 1) -> None:
        return None

    def finished(self, step: str) -> None:
        return None
