"""Which packet is which: an id that was given once stays with its packet.

Decisions of people hang on a packet's id, so that it must outlive a second reading, a corrected
name, and another delivery that is joined to it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from checks.claims import alike
from checks.compare import comparable

_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Sighting:
    """What is known of a packet: its award, who applies for what, the names of its entries."""

    award: str
    applicant: str
    item: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """An id, and what its packet was when it got it."""

    id: str
    first: Sighting


def identified(found: Sequence[Sighting], known: Sequence[Known]) -> tuple[str, ...]:
    """The id of each packet; `known` in the order in which they were given.

    A packet is a known one where they share an award and an entry. Of several packets in one
    delivery those of the same item are the same, then those of a similar one, then what is left
    in its order. Where packets were joined the id that was given first goes on; taken apart
    again, each has its own.
    """
    ids: dict[int, str] = {}
    given = {one.id for one in known}
    holders: dict[str, list[int]] = {}
    for place, sighting in enumerate(found):
        for entry in sighting.entries:
            holders.setdefault(entry, []).append(place)
    free = [one for one in known if any(entry in holders for entry in one.first.entries)]
    for closeness in (_CERTAIN, _ALIKE, _LEFT):
        left = []
        for one in free:
            places = {place for entry in one.first.entries for place in holders.get(entry, ())}
            places = {
                p for p in places - ids.keys() if _closeness(one.first, found[p]) >= closeness
            }
            if places:
                ids[max(places, key=lambda p: (*_shared(one.first, found[p]), -p))] = one.id
            else:
                left.append(one)
        free = left
    for place, sighting in enumerate(found):
        if place not in ids:
            ids[place] = _new(sighting, given)
            given.add(ids[place])
    return tuple(ids[place] for place in range(len(found)))


_LEFT, _ALIKE, _CERTAIN = 1, 2, 3


def _shared(one: Sighting, other: Sighting) -> tuple[int, int]:
    """How much they have in common; of equals the one with the first entry of the known one."""
    first = int(bool(one.entries) and one.entries[0] in other.entries)
    return first, len(set(one.entries) & set(other.entries))


def _closeness(one: Sighting, other: Sighting) -> int:
    if one.award != other.award or not set(one.entries) & set(other.entries):
        return 0
    names = ((one.item, other.item), (one.applicant, other.applicant))
    if all(comparable(a) == comparable(b) for a, b in names):
        return _CERTAIN
    return _ALIKE if all(alike(a, b) or not (a and b) for a, b in names) else _LEFT


def _new(sighting: Sighting, given: set[str]) -> str:
    """The same packet of the same haul gets the same id in every workspace."""
    parts = (sighting.award, sighting.applicant, sighting.item, *sighting.entries)
    base = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:_DIGITS]
    number, found = 2, base
    while found in given:
        found, number = f"{base}-{number}", number + 1
    return found
