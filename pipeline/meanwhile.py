"""What judging will need of a delivery, made ready while the pages of others are still being read.

The workers read; this process waits for them, and judging needs the language tools here anyway.
So the pages of a delivery are sorted, and its forms read, as soon as the last page of its files is
stored. What is kept is what judging would have kept (`sortings`), under the same key: it is found
where it still holds, and what is missing is made by judging.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.cycles import nothing_to_collect
from pipeline.deliveries import Delivery
from pipeline.ledger import Ledger
from pipeline.reading import Keys, readable
from pipeline.settings import Settings
from pipeline.store import Store

if TYPE_CHECKING:  # loads the language tools, which a run with no news does not need
    from pipeline.judging import Bench


class Meanwhile:
    """Follows a reading and sorts each delivery when nothing of it is left to be read."""

    def __init__(self, store: Store, settings: Settings, keys: Keys) -> None:
        self._store = store
        self._settings = settings
        self._keys = keys
        self._pages: Counter[str] = Counter()
        self._files: dict[str, set[str]] = {}  # that are still to be read, by delivery
        self._deliveries: dict[str, Delivery] = {}

    def to_read(self, pages: Mapping[str, int]) -> None:
        """Note which deliveries wait for which files; those that wait for none are let be."""
        self._pages = Counter(pages)
        for delivery in self._store.deliveries():
            files = {one.sha256 or "" for one in readable([delivery])} & pages.keys()
            if files:
                self._files[delivery.id] = files
                self._deliveries[delivery.id] = delivery

    def was_read(self, sha256: str) -> None:
        """Sort what waited for this page only."""
        self._pages[sha256] -= 1
        if self._pages[sha256]:
            return
        for key, files in tuple(self._files.items()):
            files.discard(sha256)
            if not files:
                del self._files[key]
                self._sort(self._deliveries.pop(key))

    def _sort(self, delivery: Delivery) -> None:
        from pipeline.judging import sort_deliveries

        with nothing_to_collect():
            sort_deliveries([delivery], self._bench)

    @cached_property
    def _bench(self) -> Bench:
        """With what people said by now: where they say more meanwhile, judging sorts again."""
        from checks.judge import Office
        from pipeline.judging import Bench
        from pipeline.packs import load_pack

        programme, _ = load_pack(self._settings.programme)
        said = Ledger(self._store).decided()
        return Bench(self._store, self._keys, Office(None, None), programme, said)
