"""What rules said of packets, kept: after a change of one rule only that one is held anew.

A finding hangs on its rule, on the packet's papers as they were sorted and read, on its row of the
register, and on what holds for all packets (roster, house rules, awards, names of places). All of
it is in the key, so that one which no longer holds is never found. Of each packet no more is kept
than its last judging asked for.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from pydantic_core import from_json
from sqlalchemy import delete, select
from sqlalchemy import insert as sql_insert

from checks.documents import Document
from checks.findings import Finding, Verdict
from checks.judge import Application, Evaluate, Office, evaluate
from checks.kinds.base import Case
from checks.programme import Programme, Rule
from extractors.facts import Box, Evidence
from pipeline import tables
from pipeline.store import Store

_DIGITS: Final = 24
_VERDICT: Final[Mapping[str, Verdict]] = {one.value: one for one in Verdict}
_Kept = dict[str, list[Any]]  # findings as JSON has them, by their keys


class Verdicts:
    """What was kept of all packets, and what one judging of them found."""

    def __init__(self, store: Store, programme: Programme, office: Office) -> None:
        self._store = store
        self._basis = _digest(
            repr(programme.house), repr(programme.awards), repr(dict(programme.places)),
            repr(office.members), repr(office.receipts is None),
        )  # fmt: skip
        self._rules = {
            rule.id: _digest(rule.code, rule.severity, repr(rule.require))
            for rule in programme.rules
        }
        with store.transaction() as connection:
            rows = connection.execute(select(tables.verdicts)).all()
        self._before: dict[str, bytes] = {row.packet: row.body for row in rows}
        self._after: dict[str, tuple[_Kept, _Kept]] = {}

    def of(self, packet: str, application: Application) -> Evaluate:
        """How to hold rules against this state of a packet."""
        if any(not one.digest for one in application.deliveries):
            return evaluate
        state = _digest(self._basis, *_said_by(application))
        known, asked = self._after.setdefault(packet, (_loaded(self._before.get(packet)), {}))

        def found(rule: Rule, case: Case) -> tuple[Finding, ...]:
            key = _digest(state, rule.id, self._rules[rule.id])
            kept = known.get(key)
            findings = (
                evaluate(rule, case) if kept is None else tuple(_back(rule, one) for one in kept)
            )
            asked[key] = [_plain(one) for one in findings] if kept is None else kept
            return findings

        return found

    def keep(self) -> None:
        """Keep what this judging asked for in place of what the last one did."""
        self._write(self._before.keys() - self._after.keys())

    def add(self) -> None:
        """Keep what was asked since, beside what is kept of other packets."""
        self._write(())
        self._after.clear()

    def _write(self, gone: Collection[str]) -> None:
        new = {
            packet: zlib.compress(_json(asked).encode(), 1)
            for packet, (known, asked) in self._after.items()
            if known.keys() != asked.keys()
        }
        if not new and not gone:
            return
        table = tables.verdicts
        with self._store.transaction() as connection:
            for packet in (*gone, *new):
                connection.execute(delete(table).filter_by(packet=packet))
            if new:
                rows = [{"packet": packet, "body": body} for packet, body in new.items()]
                connection.execute(sql_insert(table), rows)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:_DIGITS]


def _said_by(application: Application) -> Iterator[str]:
    """All of a packet that a rule may look at."""
    yield from (application.award, application.applicant, application.item)
    yield f"{application.receipt!r} {application.received_at}"
    yield f"{application.asked!r} {application.later!r} {application.receipts!r}"
    yield from (f"{one.id} {one.digest} {one.received_hint}" for one in application.deliveries)
    yield from (f"{one.delivery} {one.path}" for one in application.files)
    yield from (f"{one.path} {one.number} {one.half}" for one in application.rest)
    yield from map(_named, application.documents)
    yield from (_named(one.document) for one in application.replaced)


def _named(document: Document) -> str:
    """Which document of its delivery it is, and what of it still counts."""
    first, facts = document.pages[0], document.facts
    pages = f"{first.delivery} {first.path} {first.number} {first.half} {len(document.pages)}"
    held = "|".join((*facts.fields, "", *facts.rows, "", *facts.places))
    return f"{document.kind} {document.copy} {pages} {held}"


def _json(kept: _Kept) -> str:
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def _loaded(body: bytes | None) -> _Kept:
    found: _Kept = from_json(zlib.decompress(body)) if body else {}
    return found


def _plain(one: Finding) -> list[Any]:
    places = [[at.file, at.page, _sides(at.box), at.address] for at in one.evidence]
    return [one.verdict, one.form, one.where, one.reason, dict(one.parameters), places]


def _sides(box: Box | None) -> list[float] | None:
    return [box.left, box.top, box.right, box.bottom] if box else None


def _back(rule: Rule, kept: list[Any]) -> Finding:
    verdict, form, where, reason, parameters, places = kept
    evidence = tuple(
        Evidence(file, page, Box(*box) if box else None, address)
        for file, page, box, address in places
    )
    return Finding(
        rule.id, rule.code, _VERDICT[verdict], rule.severity, form, where, reason, parameters,
        evidence,
    )  # fmt: skip
