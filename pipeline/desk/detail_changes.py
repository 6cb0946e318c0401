"""What later deliveries changed in a packet, as its page shows it: old beside new, with places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from checks.changes import Change, FieldChange
from checks.decided import finding_key
from checks.findings import Turn
from extractors.facts import Evidence, Origin, Presence
from pipeline.desk.detail_fields import FieldKey, field_key
from pipeline.desk.packet_words import word as page_word
from pipeline.desk.places import Pages, page_key
from pipeline.desk.shapes import Before, ChangeView, Cured, Person, ReplacedView, Spot
from pipeline.judging import Packet
from pipeline.messages import PRESENCES
from pipeline.packets import PacketView
from pipeline.versions import ChangeView as Told
from pipeline.versions import FieldChangeView
from pipeline.words import word


def change_views(packet: Packet, view: PacketView, pages: Pages) -> Iterator[ChangeView]:
    """What each later delivery brought, the newest first; what is open now stands elsewhere."""
    for change, told in reversed(list(zip(packet.changes, view.changes, strict=True))):
        yield ChangeView(
            number=told.number,
            title=_title(told),
            received=(told.received_at or "")[:16].replace("T", " "),
            added=told.added,
            replaced=tuple(_replaced(told, change)),
            cured=tuple(_cured(told, change, pages)),
            fields=len(told.fields),
        )


def _title(told: Told) -> str:
    between = page_word("between")
    entries = between.join(told.entries) or word("copies-only")
    return word("change", number=told.number, entries=entries)


def _replaced(told: Told, change: Change) -> Iterator[ReplacedView]:
    for one, found in zip(told.replaced, change.replaced, strict=True):
        old, new = found.document.pages[0], found.by.pages[0]
        yield ReplacedView(
            name=one.kind if one.whole else one.kind + word("part"),
            old=Spot(page=page_key(old.sha256, old.number), box=None, address=""),
            new=Spot(page=page_key(new.sha256, new.number), box=None, address=""),
            old_path=one.path,
            new_path=one.by_path,
        )


def _cured(told: Told, change: Change, pages: Pages) -> Iterator[Cured]:
    for number, (one, found) in enumerate(zip(told.findings, change.findings, strict=True)):
        if one.turn is not Turn.CURED or found.before is None:
            continue
        yield Cured(
            key=f"{told.number}-{number}",
            code=one.code,
            text=one.text,
            was=tuple(_spots(found.before.evidence, pages)),
            proof=tuple(_spots(found.proof, pages)),
        )


def _spots(places: Sequence[Evidence], pages: Pages) -> Iterator[Spot]:
    for place in places:
        spot = pages.spot(place)
        if spot is not None:
            yield spot


def turns(packet: Packet) -> Mapping[str, str]:
    """Whether an open finding outlived the last correction or came with it, by its key."""
    if not packet.changes:
        return {}
    return {
        finding_key(one.finding): one.turn.value
        for one in packet.changes[-1].findings
        if one.turn is not Turn.CURED
    }


def befores(
    packet: Packet, view: PacketView, pages: Pages, said: Mapping[FieldKey, Person]
) -> Mapping[str, Before]:
    """What fields said before the last correction that changed them, by the fields' keys.

    `said` are people's decisions: one on a value that was replaced stands beside that.
    """
    found: dict[str, Before] = {}
    for change, told in zip(packet.changes, view.changes, strict=True):
        for one, shown in zip(change.fields, told.fields, strict=True):
            name = f"{one.name}.{one.column}" if one.row is not None else one.name
            key = field_key(one.form, name, one.row)
            replaced = one.old.origin is Origin.PERSON and one.new.origin is not Origin.PERSON
            person = said.get((one.form, name, one.row)) if replaced else None
            found[key] = _before(one, shown, told.number, pages, person)
    return found


def _before(
    one: FieldChange, shown: FieldChangeView, number: int, pages: Pages, person: Person | None
) -> Before:
    filled = one.old.presence is Presence.FILLED
    return Before(
        number=number,
        value=shown.old if filled else "",
        presence=one.old.presence.value,
        presence_name=PRESENCES[one.old.presence],
        sure=one.sure,
        spot=pages.spot(one.old.evidence),
        person=person,
    )
