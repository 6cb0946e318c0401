"""The built-in pack, bound once for all tests."""

from functools import cache
from pathlib import Path

from checks import programmes
from checks.programme import Programme, bind

FOLDER = Path(next(iter(programmes.__path__))) / "saq_2021"


@cache
def texts() -> tuple[tuple[str, str], ...]:
    """Names and texts of the pack's files."""
    files = sorted(FOLDER.rglob("*.toml"))
    return tuple((path.relative_to(FOLDER).as_posix(), path.read_text("utf-8")) for path in files)


@cache
def programme() -> Programme:
    return bind(dict(texts()))
