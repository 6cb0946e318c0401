"""The office's own lists, read once and remembered: the receipt register and the member roster."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from checks.receipts import Member, Receipt
from extractors.limits import Limits
from pipeline import codec, registers
from pipeline.errors import InputError
from pipeline.settings import Settings, reading_limits
from pipeline.store import Store
from pipeline.workers import Executor

RECEIPTS, MEMBERS = "receipts", "members"
# Raised by hand whenever the same list would be understood differently.
_VERSION = 1

R = TypeVar("R")
_Reader = Callable[[Path, Executor, Limits], tuple[R, ...]]


@dataclass(frozen=True, slots=True)
class Lists:
    """Both lists; None for one that was never given."""

    receipts: tuple[Receipt, ...] | None
    members: tuple[Member, ...] | None


def gather(haul: Path, settings: Settings, store: Store, executor: Executor) -> Lists:
    """Find and read the lists; one that is not there now may be remembered from before.

    A list whose bytes were read before is not read again. Raises InputError naming the file.
    """
    limits = reading_limits(settings)
    register = registers.find_register(haul, settings.register)
    roster = registers.find_roster(haul, settings.members)
    if register is not None:
        _bring(RECEIPTS, Receipt, register, registers.read_register, store, executor, limits)
    if roster is not None:
        _bring(MEMBERS, Member, roster, registers.read_roster, store, executor, limits)
    return remembered(store)


def remembered(store: Store) -> Lists:
    """The lists of the last run."""
    return Lists(_kept(RECEIPTS, Receipt, store), _kept(MEMBERS, Member, store))


def _kept(name: str, row: type[R], store: Store) -> tuple[R, ...] | None:
    body = store.document(name)
    kind: type[tuple[R, ...]] = tuple[row, ...]  # type: ignore[valid-type]
    return None if body is None else codec.load_json(kind, body)


def _bring(
    name: str,
    row: type[R],
    path: Path,
    read: _Reader[R],
    store: Store,
    executor: Executor,
    limits: Limits,
) -> None:
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    source = f"{digest} {_VERSION}"
    if store.document(name) is not None and store.document(f"{name}-source") == source:
        return
    rows = read(path, executor, limits)
    store.save_document(name, codec.dump_json(tuple[row, ...], rows))  # type: ignore[valid-type]
    store.save_document(f"{name}-source", source)
