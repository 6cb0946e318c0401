"""What lists show of every packet, kept in memory and brought up to date where packets changed.

Nothing here is anybody's decision: all of it follows from the database.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from checks.findings import Settled, Standing, Verdict
from pipeline.decisions import Stage
from pipeline.delivery_rows import arrivals
from pipeline.ledger import Entry, Ledger
from pipeline.masking import scrubbed
from pipeline.packets import PacketView
from pipeline.store import Store

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Row:
    """A packet in a list. `wrong` and `unsure` count the findings that nobody settled, by code.

    `joins` counts the doubtful ones. `corrections` are the names of the entries that came last.
    `by` and `at`: who decided last about it and when (ISO 8601), "" where nobody did.
    """

    id: str
    position: int
    entries: tuple[str, ...]
    award: str
    award_name: str
    applicant: str
    item: str
    standing: Standing
    received_at: datetime | None
    receipt: int | None
    unsorted: int
    unopened: int
    wrong: Mapping[str, int]
    unsure: Mapping[str, int]
    words: str
    joins: int = 0
    corrections: tuple[str, ...] = ()
    stage: Stage = Stage.RECEIVED
    by: str = ""
    at: str = ""

    @property
    def wrongs(self) -> int:
        return sum(self.wrong.values())

    @property
    def unsures(self) -> int:
        return sum(self.unsure.values())

    @property
    def waits(self) -> bool:
        """Whether staff still have to do something about it."""
        return self.stage in WAITING

    @property
    def doubtful(self) -> bool:
        """Whether it is not even clear whose it is, or what all of it is."""
        unclear = self.unsorted + self.unopened + self.joins
        return not self.applicant or unclear > 0


WAITING = frozenset({Stage.RECEIVED, Stage.IN_CHECK, Stage.CORRECTED})


class Index:
    """The rows of all packets, in the order in which they were judged."""

    def __init__(self, store: Store, ledger: Ledger) -> None:
        self._store, self._ledger = store, ledger
        self._lock = threading.Lock()
        self._judged = ""
        self._at: dict[str, str] = {}
        self._plain: dict[str, Row] = {}
        self._corrected: dict[str, str] = {}
        self._entries: tuple[Entry, ...] | None = None
        self._rows: dict[str, Row] = {}

    def rows(self) -> Mapping[str, Row]:
        """Every packet's row, by id."""
        with self._lock:
            judged, entries = self._store.last_judged(), self._ledger.everything()
            if judged != self._judged or entries is not self._entries:
                if judged != self._judged:
                    self._read_changed()
                self._rows = self._with_stages(entries)
                self._judged, self._entries = judged, entries
            return self._rows

    def corrected_at(self, packet: str) -> str:
        """When the packet's last correction was taken in; "" where none came."""
        self.rows()
        return self._corrected.get(packet, "")

    def _read_changed(self) -> None:
        at = self._store.judged_at()
        bodies = self._store.judged_bodies([key for key in at if self._at.get(key) != at[key]])
        known = self._plain
        fresh = {
            key: row_of(PacketView.model_validate_json(body), 0) for key, body in bodies.items()
        }
        self._plain = {
            key: replace(fresh.get(key) or known[key], position=position)
            for position, key in enumerate(at)
            if key in fresh or key in known
        }
        self._at = at
        with self._store.transaction() as connection:
            came = arrivals(connection)
        self._corrected = {
            key: max((came.get(name, "") for name in row.corrections), default="")
            for key, row in self._plain.items()
            if row.corrections
        }

    def _with_stages(self, entries: Iterable[Entry]) -> dict[str, Row]:
        last = {entry.packet: entry for entry in entries}
        # May know of a newer decision than `entries` does; the next call finds that one, too.
        stages = self._ledger.stages(self._corrected)
        return {
            key: replace(row, stage=stages[key], by=last[key].by, at=last[key].at)
            if key in stages and key in last
            else row
            for key, row in self._plain.items()
        }


def row_of(view: PacketView, position: int) -> Row:
    """What lists show of a packet; personal numbers are masked."""
    counted: dict[Verdict, Counter[str]] = {verdict: Counter() for verdict in Verdict}
    for finding in view.findings:
        if finding.counts and finding.settled is not Settled.SET_ASIDE:
            counted[finding.verdict][finding.code] += 1
    searched = (view.applicant, view.item, view.credit_code, view.id, *view.entries)
    return Row(
        id=view.id,
        position=position,
        entries=tuple(scrubbed(entry) for entry in view.entries),
        award=view.award,
        award_name=view.award_name,
        applicant=scrubbed(view.applicant),
        item=scrubbed(view.item),
        standing=view.standing,
        received_at=datetime.fromisoformat(view.received_at) if view.received_at else None,
        receipt=view.receipt,
        unsorted=view.unsorted,
        unopened=len(view.unopened),
        wrong=counted[Verdict.UNMET],
        unsure=counted[Verdict.UNSURE],
        words=" ".join(folded(word) for word in searched),
        joins=len(view.joins),
        corrections=view.changes[-1].entries if view.changes else (),
    )


def folded(words: str) -> str:
    """As it is searched for: full-width and half-width alike, without spaces and capitals."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", words)).casefold()
