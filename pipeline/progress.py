"""How long work tells how far it is, without knowing who draws it."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told about steps ("preserve", "unpack", "describe", "look", "read") as they run."""

    def started(self, step: str, total: int | None) -> None:
        """A step begins; `total` is how many advances are to come, None where unknown."""
        ...

    def advanced(self, step: str, count: int = 1) -> None: ...

    def finished(self, step: str) -> None: ...


class Silent:
    """Progress that nobody watches."""

    def started(self, step: str, total: int | None) -> None:
        return None

    def advanced(self, step: str, count: int = 1) -> None:
        return None

    def finished(self, step: str) -> None:
        return None
