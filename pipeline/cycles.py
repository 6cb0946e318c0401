"""Doing without the search for cycles, where very many values are made and none is in one."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_inside = 0  # how many do without it now: the desk judges in several threads


@contextmanager
def nothing_to_collect() -> Iterator[None]:
    """Facts and packets have no cycles, and are many. It saves a quarter of the time.

    Collecting goes on when the last one is through.
    """
    _count(1)
    try:
        yield
    finally:
        _count(-1)


def _count(step: int) -> None:
    global _inside
    with _lock:
        _inside += step
        if _inside:
            gc.disable()
        else:
            gc.enable()
