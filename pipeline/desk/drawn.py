"""The pictures of the letters that people work on, so that a change of a word draws none anew."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from typing import Final

_MOST: Final = 16  # packets


class Drawn:
    """Pictures (PNG) by item, of the packets last worked on; `stamp` says what they show."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[str, Mapping[str, bytes]]] = OrderedDict()

    def get(self, packet: str, stamp: str) -> Mapping[str, bytes] | None:
        with self._lock:
            known = self._kept.get(packet)
            return known[1] if known is not None and known[0] == stamp else None

    def keep(self, packet: str, stamp: str, pictures: Mapping[str, bytes]) -> None:
        with self._lock:
            self._kept[packet] = (stamp, pictures)
            self._kept.move_to_end(packet)
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
