"""What a packet was judged to be before, and what changed since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from checks.findings import Standing, Verdict
from pipeline.packets import FindingView, PacketView, PastFinding, PastPacket
from pipeline.store import Store


@dataclass(frozen=True, slots=True)
class Change:
    """Verdicts of a rule at a place, before and now; several where it has several findings."""

    code: str
    rule: str
    place: str
    before: tuple[Verdict, ...]
    now: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Former:
    """The judgement before the one that is kept: when (ISO 8601), by which pack, what it was."""

    judged_at: str
    pack: str
    standing: Standing
    changes: tuple[Change, ...]


def last_change(store: Store, view: PacketView) -> Former | None:
    """The last judgement of a packet with other verdicts than it has now; None without one."""
    for judged_at, pack, body in reversed(store.former_judgements(view.id)):
        past = PastPacket.model_validate_json(body)
        changed = changes(past, view)
        if changed or past.standing is not view.standing:
            return Former(judged_at, pack, past.standing, changed)
    return None


def changes(before: PastPacket, now: PacketView) -> tuple[Change, ...]:
    """Where verdicts differ, by code and rule."""
    was, is_ = _verdicts(before.findings), _verdicts(now.findings)
    return tuple(
        Change(*key, tuple(was.get(key, ())), tuple(is_.get(key, ())))
        for key in sorted(was.keys() | is_.keys())
        if was.get(key) != is_.get(key)
    )


def _verdicts(
    findings: Iterable[PastFinding | FindingView],
) -> dict[tuple[str, str, str], list[Verdict]]:
    found: dict[tuple[str, str, str], list[Verdict]] = {}
    for one in findings:
        place = " ".join(part for part in (one.form, one.where) if part)
        found.setdefault((one.code, one.rule, place), []).append(one.verdict)
    return {key: sorted(verdicts) for key, verdicts in found.items()}
