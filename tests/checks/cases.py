"""Cases made by hand: the records that rules look at, without pages to read them from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from checks.documents import Copy, Document, PageRef
from checks.kinds.base import Case
from checks.receipts import SHANGHAI, Member, Receipt
from checks.record import Record, build_record
from extractors.facts import Box, Evidence, Presence, Reading, Seal
from extractors.formtypes import FormFacts, Place
from tests.checks.pack import programme
from tests.checks.packets import NAME
from tests.checks.paper import page, seal

SURE, DOUBTFUL = 0.99, 0.6
OWN = seal(NAME)
IN_TIME = datetime(2021, 6, 20, 9, 30, tzinfo=SHANGHAI)
HEIGHT = 200  # of a place to stamp


def reading(value: object, sure: float = SURE, objection: str = "") -> Reading[Any]:
    """A field that says so; an empty text or None is there and blank."""
    presence = Presence.BLANK if value in ("", None) else Presence.FILLED
    return Reading(value or None, str(value or ""), sure, presence, objection=objection)


def readings(sure: float = SURE, **values: object) -> dict[str, Reading[Any]]:
    """Fields by name; a value that is a reading already is taken as it is."""
    return {
        name: value if isinstance(value, Reading) else reading(value, sure)
        for name, value in values.items()
    }


def full(kind: str, **others: object) -> dict[str, Reading[Any]]:
    """Every required field of a form filled with something, but for these."""
    names = [field.name for field in programme().form(kind).fields if field.required]
    return readings(**(dict.fromkeys(names, "某某") | others))


def document(
    kind: str,
    fields: Mapping[str, Reading[Any]] | None = None,
    *,
    typed: bool = False,
    rows: Mapping[str, tuple[Mapping[str, Reading[Any]], ...]] | None = None,
    seals: Mapping[str, Seal] | None = None,
    loose: tuple[Seal, ...] = (),
    placed: bool = True,
) -> Document:
    """A document of one page, on paper or typed: `seals` at places, `loose` ones elsewhere."""
    file = f"{kind} typed" if typed else kind
    names = [block.name for block in programme().form(kind).blocks] if placed else []
    places = {
        name: Place(file, 1, Box(100, top, 900, top + HEIGHT))
        for name, top in zip(names, range(50, 1400, HEIGHT + 20), strict=False)
    }
    stamped = [_put(one, places[name]) for name, one in (seals or {}).items()]
    said = {
        name: replace(one, evidence=Evidence(file, 1, None if typed else Box(0, 0, 9, 9)))
        for name, one in (fields or {}).items()
    }
    return Document(
        kind=kind,
        copy=Copy.ELECTRONIC if typed else Copy.ORIGINAL,
        copy_known_by="",
        kind_known_by="",
        pages=(PageRef("d1", file, file, 1),),
        page_facts=(page(1, seals=(*stamped, *loose)),),
        facts=FormFacts(kind, ((file, 1),), said, rows or {}, places),
    )


def _put(one: Seal, place: Place) -> Seal:
    assert place.box is not None
    x, y = place.box.centre
    return replace(one, box=Box(x - 80, y - 80, x + 80, y + 80))


def record(*documents: Document) -> Record:
    return build_record(documents, programme().forms)


def receipt(award: str, originals: int | None = 1, copies: int | None = 2) -> Receipt:
    said = programme().award(award).name
    return Receipt(NAME, said, "", IN_TIME, "现场递交", originals, copies, True, True, "", 2)


def case(award: str, *documents: Document, **others: Any) -> Case:
    """A packet of an award with these documents, in time and of a member unless said otherwise."""
    pack = programme()
    known = pack.award(award)
    usual = Case(
        award=award,
        form=known.form,
        applicant=NAME,
        closing=known.closing,
        record=record(*documents),
        forms={form.kind: form for form in pack.forms},
        places=pack.places,
        files=(),
        rest=(),
        receipt=receipt(award),
        receipts_known=True,
        received_at=IN_TIME,
        members=(Member("1", NAME, "", (), None, "正常"),),
        house=pack.house.rules(),
    )
    return replace(usual, **others)
