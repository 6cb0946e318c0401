"""Deal awards, kinds of entry and planted defects to the packets of a haul."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from samples import texts
from samples.case import Case
from samples.plan import (
    ALL,
    CODES,
    ENTRY_KINDS,
    EVERY_CODE,
    ORG,
    PERSON,
    PROJECT,
    REG,
    Plan,
    make_plan,
)

CodeMap = Mapping[str, tuple[tuple[str, ...], str]]


def draw_plans(seed: int, count: int, allowed: tuple[str, ...] = ALL) -> list[Plan]:
    """Deal awards, entry kinds and defects so that each occurs about equally often."""
    rng = random.Random(f"{seed}:deal")
    used: set[str] = set()
    load = [0] * (count * 50 // 100) + [1] * (count * 30 // 100)
    load += [rng.choice((2, 3)) for _ in range(count - len(load))]
    rng.shuffle(load)
    deck: list[str] = []
    awards: list[str] = []
    entries: list[str] = []
    plans = []
    for index, number in enumerate(load, 1):
        if not entries:
            entries = rng.sample(ENTRY_KINDS, len(ENTRY_KINDS))
        codes = _deal_codes(deck, number, rng, CODES)
        award = _next_award(awards, _fitting(codes, CODES, allowed), allowed, rng)
        entry = entries.pop()
        plans.append(
            make_plan(
                str(seed), index, award, entry, codes, used, **_options(str(seed), index, rng)
            )
        )
    return plans


def _options(seed: str, index: int, rng: random.Random) -> dict[str, Any]:
    """What else befalls a packet."""
    return {
        "broken_files": index % 20 == 7,
        "scanned_report": index % 15 == 4,
        "two_up": rng.random() < 0.15,
        "backs": rng.random() < 0.15,
        "grey_copies": rng.random() < 0.2,
        "nested": rng.random() < 0.2,
        "letter": rng.random() < 0.25,
        "straddle": rng.random() < 0.12,
        "blue": random.Random(f"{seed}:{index}:blue").random() < 0.2,
    }


def _fitting(codes: Sequence[str], known: CodeMap, allowed: Sequence[str] = ALL) -> list[str]:
    """The awards in which all of these codes can be planted."""
    return [award for award in allowed if all(award in known[code][0] for code in codes)]


def _next_award(
    awards: list[str], fitting: Sequence[str], allowed: Sequence[str], rng: random.Random
) -> str:
    """Take the next fitting award from the deal, which is dealt anew when it is used up."""
    if not awards:
        deal = rng.sample((ORG, ORG, ORG, PROJECT, PROJECT, PERSON, PERSON, REG), 8)
        awards += [one for one in deal if one in allowed]
    award = next((one for one in awards if one in fitting), fitting[0])
    if award in awards:
        awards.remove(award)
    return award


def _deal_codes(
    deck: list[str], number: int, rng: random.Random, known: CodeMap
) -> tuple[str, ...]:
    chosen: list[str] = []
    for _ in range(number):
        if len(deck) < len(known):
            deck += rng.sample(list(known), len(known))
        for code in deck:
            groups = {known[one][1] for one in chosen}
            fits = _fitting([*chosen, code], known)
            if code not in chosen and known[code][1] not in groups and fits:
                chosen.append(code)
                deck.remove(code)
                break
    return tuple(chosen)


# --- every code -------------------------------------------------------------------------------

ALONE, TOGETHER = 44, 24  # of 100 packets: with one defect, and with two or three
MOST_TRIES = 200


def draw_every_code(seed: int, count: int) -> list[Plan]:
    """Deal so that of 100 packets each code of `EVERY_CODE` is in four or more.

    In two alone and in two or more beside others. Packets with an E03 go in pairs, of one award,
    with the same project or person; no other two projects of the haul have the same name.
    """
    name = f"{seed}:every"
    rng = random.Random(f"{name}:deal")
    dealt = _deal_every(count, rng)
    awards = _awards_of(dealt, rng)
    used: set[str] = set()
    projects: set[str] = set()
    entries: list[str] = []
    first: dict[str, Case] = {}  # of a pair, by award
    plans = []
    for index, (codes, award) in enumerate(zip(dealt, awards, strict=True), 1):
        if not entries:
            entries = rng.sample(ENTRY_KINDS, len(ENTRY_KINDS))
        twin = first.pop(award, None) if "E03" in codes else None
        adapt: Callable[[Case], Case] = partial(_own_project, taken=projects)
        if twin is not None:
            adapt = partial(_same_achievement, other=twin)
        options = _options(name, index, rng)
        plan = make_plan(name, index, award, entries.pop(), codes, used, adapt, **options)
        if "E03" in codes and twin is None:
            first[award] = plan.case
        plans.append(plan)
    return plans


def _deal_every(count: int, rng: random.Random) -> list[tuple[str, ...]]:
    """The codes of each packet, those with an E03 in even number."""
    for _ in range(MOST_TRIES):
        alone: list[str] = []
        beside: list[str] = []
        together = [rng.choice((2, 3, 3)) for _ in range(count * TOGETHER // 100)]
        dealt = [_deal_codes(alone, 1, rng, EVERY_CODE) for _ in range(count * ALONE // 100)]
        dealt += [_deal_codes(beside, number, rng, EVERY_CODE) for number in together]
        dealt += [()] * (count - len(dealt))
        rng.shuffle(dealt)
        if _even(dealt):
            return dealt
    message = f"no even number of E03 in {count} packets"
    raise ValueError(message)


def _even(dealt: Sequence[tuple[str, ...]]) -> bool:
    """Whether the packets with an E03 can be paired: two and two that fit the same award."""
    pairs = [_fitting(codes, EVERY_CODE) for codes in dealt if "E03" in codes]
    only = [fits[0] for fits in pairs if len(fits) == 1]
    return len(pairs) % 2 == 0 and (
        len(only) < len(pairs) or all(only.count(award) % 2 == 0 for award in (PROJECT, PERSON))
    )


def _awards_of(dealt: Sequence[tuple[str, ...]], rng: random.Random) -> list[str]:
    awards: list[str] = []
    out = []
    paired = _paired(dealt)
    for index, codes in enumerate(dealt):
        fitting = [paired[index]] if index in paired else _fitting(codes, EVERY_CODE)
        out.append(_next_award(awards, fitting, ALL, rng))
    return out


def _paired(dealt: Sequence[tuple[str, ...]]) -> dict[int, str]:
    """The award of each packet with an E03: an even number of each."""
    fits = {i: _fitting(codes, EVERY_CODE) for i, codes in enumerate(dealt) if "E03" in codes}
    chosen = {index: awards[0] for index, awards in fits.items() if len(awards) == 1}
    for index in fits:
        if index not in chosen:
            odd = [a for a in (PROJECT, PERSON) if list(chosen.values()).count(a) % 2]
            chosen[index] = odd[0] if odd else (PROJECT, PERSON)[len(chosen) // 2 % 2]
    return chosen


def _own_project(case: Case, taken: set[str]) -> Case:
    """Give a project a name that no other has."""
    if case.award != PROJECT:
        return case
    rng, name = case.rng("own-project"), case.project.name
    while name in taken:
        name = texts.project_name(rng, case.project.category)
    taken.add(name)
    return replace(case, project=replace(case.project, name=name))


def _same_achievement(case: Case, other: Case) -> Case:
    """Let the application be for what another applicant applies for too."""
    if case.award == PROJECT:
        return replace(case, project=replace(case.project, name=other.project.name))
    return replace(case, hero=other.hero, worker=other.worker)
