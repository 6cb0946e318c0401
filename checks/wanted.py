"""Which pages a programme wants to have read in full."""

from __future__ import annotations

from extractors.facts import Look


def wanted(looks: tuple[Look, ...]) -> frozenset[int]:
    """Indexes (from 0) of the pages to read: every page that is not blank."""
    return frozenset(look.number - 1 for look in looks if not look.blank)
