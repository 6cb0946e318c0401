"""The doubtful joins of a packet's deliveries as its page shows them, and decisions on them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence

from pipeline.decisions import JoinAnswer, JoinDecision, JoinPart
from pipeline.desk.history import person_of
from pipeline.desk.index import Row
from pipeline.desk.shapes import JoinCard, JoinSide, Person, State
from pipeline.errors import InputError
from pipeline.ledger import Entry
from pipeline.masking import scrubbed
from pipeline.packets import PacketView
from pipeline.versions import JoinView, PartView

# The packets that hold an entry.
Holders = Callable[[str], Sequence[Row]]


def join_cards(
    view: PacketView, decided: Sequence[Entry], names: Mapping[str, str], holders: Holders
) -> Iterator[JoinCard]:
    """Those that are open, then those that people decided; `decided` are such entries in force."""
    for one in view.joins:
        if (asked := _asked(one, holders)) is not None:
            yield _card(asked, view.id, holders, None)
    for entry in decided:
        if isinstance(said := entry.decision, JoinDecision):
            person = person_of(entry, names, said.answer.value, "")
            yield _card(said, view.id, holders, person)


def _card(one: JoinDecision, packet: str, holders: Holders, person: Person | None) -> JoinCard:
    return JoinCard(
        key=_key(one),
        text=one.saw,
        joined=one.answer is JoinAnswer.TOGETHER,
        sides=tuple(_side(part.entry, packet, holders) for part in one.parts),
        state=State.CONFIRMED if person else State.UNSURE,
        answer=one.answer.value if person else "",
        person=person,
    )


def _side(entry: str, packet: str, holders: Holders) -> JoinSide:
    others = tuple(row.id for row in holders(entry) if row.id != packet)
    return JoinSide(entry=scrubbed(entry), packets=others)


def join_decision(
    view: PacketView, decided: Sequence[Entry], key: str, answer: JoinAnswer, holders: Holders
) -> JoinDecision:
    """The whole decision on a join; raises InputError where there is none of this key."""
    asked = (_asked(one, holders) for one in view.joins)
    said = (one.decision for one in decided)
    for one in (*asked, *said):
        if isinstance(one, JoinDecision) and _key(one) == key:
            return one.model_copy(update={"answer": answer})
    raise InputError(f"{view.id}: no such join")


def _key(one: JoinDecision) -> str:
    return hashlib.sha256(one.target.encode()).hexdigest()[:12]


def _asked(one: JoinView, holders: Holders) -> JoinDecision | None:
    """The decision that would leave it as it is; None where a delivery is no longer there."""
    if not (one.part.entry and one.other.entry):
        return None
    apart = one.part.delivery != one.other.delivery
    return JoinDecision(
        part=_part(one.part, holders, apart),
        other=_part(one.other, holders, apart),
        answer=JoinAnswer.TOGETHER if one.joined else JoinAnswer.APART,
        saw=one.text,
    )


def _part(part: PartView, holders: Holders, apart: bool) -> JoinPart:
    """What is said of it; without the item, which may be read otherwise, where it is the only one
    of its award in the delivery."""
    alike = sum(row.award == part.award for row in holders(part.entry))
    item = "" if apart and alike <= 1 else part.item
    return JoinPart(delivery=part.delivery, entry=part.entry, award=part.award, item=item)
