"""What the desk answers when something cannot be done: a code, and its wording."""

from __future__ import annotations

from pipeline.desk.words import word


class DeskError(Exception):
    """A foreseen refusal: `code` has its wording under `error-CODE` in the catalogue."""

    def __init__(self, code: str, status: int = 400, **names: object) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.text = word(f"error-{code}", **names)


class NotFoundError(DeskError):
    def __init__(self) -> None:
        super().__init__("not-found", 404)


class LoggedOutError(DeskError):
    """Nobody is logged in, or no longer."""

    def __init__(self) -> None:
        super().__init__("log-in", 401)
