"""What became of every file of a hostile haul: facts, a reason, or (never) neither."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extractors.facts import Problem, Status
from pipeline.deliveries import Delivery, Member
from pipeline.labels import disk_name, is_litter, safe_label
from pipeline.reading import FileFacts, Keys, file_facts
from pipeline.store import Store

READ, LITTER = "read", "litter"


@dataclass(frozen=True, slots=True)
class Outcomes:
    """`codes` counts what became of each file, members of archives included; `silent` are those
    of which nothing is known, `missing` the entries that are no delivery."""

    codes: Counter[str]
    silent: tuple[str, ...]
    missing: tuple[str, ...]
    largest_delivery: int
    longest_seconds: float


def outcomes(haul: Path, store: Store, keys: Keys) -> Outcomes:
    """Go through all entries of the haul and all members of their deliveries."""
    codes: Counter[str] = Counter()
    silent: list[str] = []
    deliveries = {one.name: one for one in store.deliveries()}
    missing: list[str] = []
    for path in haul.iterdir():
        name = disk_name(path)
        if is_litter(name):
            codes[LITTER] += 1
            continue
        found = deliveries.get(safe_label(name)[0])
        if found is None:
            missing.append(name)
            continue
        for label, code in _of_delivery(found, store, keys):
            codes[code or "nothing"] += 1
            if not code:
                silent.append(label)
    sizes = [_bytes_of(one, store) for one in deliveries.values()]
    facts = store.facts(_slots(store, keys))
    longest = max((fact.seconds for fact in facts.values()), default=0.0)
    return Outcomes(codes, tuple(silent), tuple(missing), max(sizes, default=0), longest)


def _of_delivery(delivery: Delivery, store: Store, keys: Keys) -> Iterator[tuple[str, str]]:
    """Each file's label and what became of it, "" for nothing."""
    for problem in delivery.problems:
        yield delivery.name, problem.code
    for member in delivery.members:
        yield f"{delivery.name}/{member.path}", _of_member(member, store, keys)


def _of_member(member: Member, store: Store, keys: Keys) -> str:
    facts = file_facts(store, keys, member.sha256, member.path) if member.sha256 else None
    if facts is not None and any(page.status is not Status.UNREADABLE for page in facts.pages):
        return READ
    if facts is not None and any(look.width or look.text_layer for look in facts.looks):
        return READ  # seen, and nothing on it was wanted
    problems = (*member.problems, *(_problems(facts) if facts else ()))
    if problems:
        return problems[0].code
    return READ if member.kind in ("container", "text") else ""


def _problems(facts: FileFacts) -> Iterator[Problem]:
    yield from facts.info.problems
    for look in facts.looks:
        yield from look.problems
    for page in facts.pages:
        yield from page.problems


def _bytes_of(delivery: Delivery, store: Store) -> int:
    kept = {member.sha256 for member in delivery.members if member.sha256}
    return sum(store.originals.path(sha256).stat().st_size for sha256 in kept)


def _slots(store: Store, keys: Keys) -> Iterator[str]:
    for delivery in store.deliveries():
        for member in delivery.members:
            if not member.sha256:
                continue
            yield keys.describe(member.sha256, member.path)
            facts = file_facts(store, keys, member.sha256, member.path)
            if facts is None:
                continue
            for index in range(facts.info.pages):
                yield keys.look(member.sha256, index)
                yield keys.read(member.sha256, index, facts.info.kind)
