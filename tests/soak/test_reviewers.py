"""Twenty reviewers at one desk with a thousand packets (SOAK_SECONDS, 300 unless told)."""

from __future__ import annotations

import os
import time
from pathlib import Path
from statistics import median

from pipeline.ledger import Ledger
from pipeline.store import Store
from tests.soak.reviewers import Reviewer, Seen, Server

SECONDS = float(os.environ.get("SOAK_SECONDS", "300"))
USERS, PACKETS, REAL = 20, 1000, 60
_PAGES = (
    "start page", "queue", "packet page", "packet page data", "page picture",
    "page picture again", "decision",
)  # fmt: skip


def test_nothing_is_lost_and_nothing_held_twice(tmp_path: Path) -> None:
    """Every decision that was confirmed stands in the record, which is unbroken."""
    server, seen = Server(tmp_path, PACKETS, REAL, USERS), Seen()
    try:
        quiet = alone(server)
        until = time.monotonic() + SECONDS
        reviewers = [Reviewer(server, user, seen, until) for user in sorted(server.tokens)]
        for one in reviewers:
            one.start()
        for one in reviewers:
            one.join(SECONDS + 120)
        assert not any(one.is_alive() for one in reviewers)
        print("\n" + told(seen, quiet))
    finally:
        server.stop()
    assert seen.wrong == []
    assert seen.finished >= USERS
    with Store(tmp_path / "ws") as store:
        ledger = Ledger(store)
        kept = {(entry.seq, entry.packet, entry.by) for entry in ledger.everything()}
        assert ledger.verify() == ()
    assert len(set(seen.confirmed)) == len(seen.confirmed)
    assert set(seen.confirmed) <= kept


def alone(server: Server) -> dict[str, list[float]]:
    """The same pages asked for by one reviewer before the others come."""
    seen = Seen()
    one = Reviewer(server, "user00", seen, time.monotonic() + min(10, SECONDS))
    one.start()
    one.join(130)
    assert seen.wrong == []
    return seen.seconds


def told(seen: Seen, quiet: dict[str, list[float]]) -> str:
    """Medians in milliseconds: among all, and alone."""
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    lines = [
        f"{USERS} reviewers, {SECONDS:.0f} s: {seen.finished} packets finished, "
        f"{len(seen.confirmed)} decisions, {seen.met} met a lease; load {load}"
    ]
    for name in _PAGES:
        among, by_one = (1000 * median(one.get(name) or [0]) for one in (seen.seconds, quiet))
        lines.append(f"{name}: {among:.0f} ms among {USERS}, {by_one:.0f} ms alone")
    return "\n".join(lines)
