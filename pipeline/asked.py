"""By when applicants were asked for corrections: the days of the letters that were written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date

from checks.receipts import Asked
from pipeline.ledger import Ledger
from pipeline.store import Store

DOCUMENT = "letters-due"
_Kept = dict[str, dict[str, str]]  # by packet: the letter's day, and the last day it names


def remember(store: Store, letters: Iterable[tuple[str, date, date]]) -> None:
    """Note packet, day and due day of letters; one that is written again the same day replaces."""
    new = list(letters)
    if not new:
        return

    def noted(body: str | None) -> str:
        known: _Kept = json.loads(body) if body else {}
        for packet, day, due in new:
            known.setdefault(packet, {})[day.isoformat()] = due.isoformat()
        return json.dumps(known)

    store.change_document(DOCUMENT, noted)


def letters_asked(store: Store, ledger: Ledger | None) -> Mapping[str, tuple[Asked, ...]]:
    """The letters of each packet, as they were dated; those that were taken back asked nothing."""
    known: _Kept = json.loads(store.document(DOCUMENT) or "{}")
    found = {
        packet: {date.fromisoformat(day): date.fromisoformat(due) for day, due in days.items()}
        for packet, days in known.items()
    }
    for packet, letter in ledger.letters() if ledger else ():
        if letter.dated and letter.due:
            found.setdefault(packet, {})[letter.dated] = letter.due
    return {
        packet: tuple(Asked(day, due) for day, due in sorted(days.items()))
        for packet, days in found.items()
    }
