"""What judging will need, made ready while the pages of other deliveries are still being read.

The workers read; this process waits for them, and judging needs the language tools here anyway.
So as soon as the last page of a delivery's files is stored its pages are sorted, its forms are
read, and the rules are held against the packets that it makes together with what this run read of
the same applicants before. What is kept is what judging would have kept (`sortings`, `verdicts`),
under the same keys: it is found where it still holds, and what is missing is made by judging.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline import lists
from pipeline.cycles import nothing_to_collect
from pipeline.deliveries import Delivery
from pipeline.ledger import Ledger
from pipeline.reading import Keys, readable
from pipeline.settings import Settings
from pipeline.store import Store

log = logging.getLogger(__name__)

if TYPE_CHECKING:  # these load the language tools, which a run with no news does not need
    from pipeline.judging import Bench
    from pipeline.verdicts import Verdicts


class Meanwhile:
    """Follows a reading and judges each delivery when nothing of it is left to be read."""

    def __init__(self, store: Store, settings: Settings, keys: Keys) -> None:
        self._store = store
        self._settings = settings
        self._keys = keys
        self._pages: Counter[str] = Counter()
        self._files: dict[str, set[str]] = {}  # that are still to be read, by delivery
        self._deliveries: tuple[Delivery, ...] = ()
        self._of_applicant: dict[str, set[str]] = {}  # deliveries that were judged

    def to_read(self, pages: Mapping[str, int]) -> None:
        """Note which deliveries wait for which files; those that wait for none are let be."""
        self._pages = Counter(pages)
        self._deliveries = self._store.deliveries()
        for delivery in self._deliveries:
            files = {one.sha256 or "" for one in readable([delivery])} & pages.keys()
            if files:
                self._files[delivery.id] = files

    def was_read(self, sha256: str) -> None:
        """Judge what waited for this page only."""
        self._pages[sha256] -= 1
        if self._pages[sha256]:
            return
        for key, files in tuple(self._files.items()):
            files.discard(sha256)
            if not files:
                del self._files[key]
                self._try(key)

    def _try(self, key: str) -> None:
        """Nothing that goes wrong here may end the reading; judging meets it again, and says it."""
        try:
            with nothing_to_collect():
                self._judge(key)
        except Exception:  # whatever it is: reading costs hours, and judging says it again
            log.exception("delivery %s is not judged meanwhile", key)

    def _judge(self, key: str) -> None:
        """Sort a delivery, and judge the packets that it is in."""
        from checks.compare import comparable
        from pipeline.judging import judge_one, put_together

        found = put_together(self._bench, self._chosen({key}))
        together = {key}
        for one in found:
            if name := comparable(one.application.applicant):
                together |= self._of_applicant.setdefault(name, set())
                self._of_applicant[name].add(key)
        if len(together) > 1:
            found = put_together(self._bench, self._chosen(together))
        for one in found:
            if key in {delivered.id for delivered in one.application.deliveries}:
                judge_one(self._bench, one, self._verdicts)
        self._verdicts.add()

    def _chosen(self, keys: set[str]) -> tuple[Delivery, ...]:
        return tuple(one for one in self._deliveries if one.id in keys)

    @cached_property
    def _bench(self) -> Bench:
        """With what people said by now: where they say more meanwhile, judging does it again."""
        from checks.judge import Office
        from pipeline.judging import Bench, told
        from pipeline.packs import load_pack

        known = lists.remembered(self._store)
        office = Office(known.receipts, known.members)
        programme, _ = load_pack(self._settings.programme)
        return told(Bench(self._store, self._keys, office, programme), Ledger(self._store))

    @cached_property
    def _verdicts(self) -> Verdicts:
        from pipeline.verdicts import Verdicts

        bench = self._bench
        return Verdicts(bench.store, bench.programme, bench.office)
