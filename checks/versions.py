"""What a later delivery (补正) brings in the place of what came before.

Nothing is thrown away: a document that was replaced is kept and named, and no rule looks at it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from checks.claims import says_later
from checks.compare import comparable
from checks.documents import Copy, Delivered, Document, Replaced
from checks.judge import Application
from checks.programme import Programme
from checks.receipts import SHANGHAI, Receipt
from checks.record import Row, build_record
from checks.registered import joined
from extractors.facts import Origin, Presence
from extractors.formtypes import Form

# Of what the earlier document says; with less in common, the later one is a page of it.
_WHOLE = 0.8


def settle(
    application: Application, programme: Programme, first: frozenset[str] = frozenset()
) -> Application:
    """The application as it is after its corrections: of each document the newest.

    `first` are the names of the entries that the packet was first kept with, where it was kept
    before: all others came later. Else a delivery is a later one where its name says so, or where
    its mail came on a later day and brings again what was there.
    """
    later = later_of(application, first)
    order = {one.id: place for place, one in enumerate((*_others(application, later), *later))}
    batches: dict[str, list[Document]] = {}
    for document in application.documents:
        batches.setdefault(document.pages[0].delivery, []).append(document)
    corrections = {one.id for one in later}
    current: list[Document] = []
    gone: list[Replaced] = []
    for key in sorted(batches, key=lambda key: order.get(key, -1)):
        if key in corrections:
            current, replaced = _after(current, batches[key], programme)
            current, replaced = _still_said(current, replaced)
            gone += replaced
        else:
            current += batches[key]
    return named(
        replace(
            application,
            documents=tuple(current),
            replaced=tuple(gone),
            later=tuple(one.id for one in later),
        ),
        programme,
    )


def named(application: Application, programme: Programme) -> Application:
    """With the names that its documents give now; of unsorted material nothing gives any."""
    if application.is_unsorted:
        return application
    award = programme.award(application.award)
    form = build_record(application.documents, (programme.form(award.form),)).get(award.form)
    if form is None:
        return application
    item = str(form.reading(award.item).value or "") if award.item else ""
    return replace(
        application,
        applicant=str(form.reading(award.applicant).value or "") or application.applicant,
        item=item or application.item,
    )


# --- which deliveries came later ---------------------------------------------------------------


def later_of(application: Application, first: frozenset[str]) -> tuple[Delivered, ...]:
    """The deliveries that came after the packet's first ones, in the order in which they came."""
    all_of_them = application.deliveries
    known = [one for one in all_of_them if one.name in first]
    later = [
        one
        for one in all_of_them
        if says_later(one.name)
        or (known and one.name not in first)
        or _is_on_a_later_day(one, application)
    ]
    if len(later) == len(all_of_them):
        later = later[1:]
    hints = [one.received_hint for one in later if one.received_hint is not None]
    if len(hints) == len(later):
        later.sort(key=lambda one: one.received_hint or datetime.max.replace(tzinfo=SHANGHAI))
    return tuple(later)


def _others(application: Application, later: Iterable[Delivered]) -> list[Delivered]:
    known = {one.id for one in later}
    return [one for one in application.deliveries if one.id not in known]


def _is_on_a_later_day(one: Delivered, application: Application) -> bool:
    """Whether a mail came after the day of receipt with something that was there before."""
    if one.received_hint is None or application.received_at is None:
        return False
    if _day(one.received_hint) <= _day(application.received_at):
        return False
    own = [d for d in application.documents if d.pages[0].delivery == one.id]
    before = [d for d in application.documents if d.pages[0].delivery != one.id]
    return any(_is_same_role(new, old) and new.kind == old.kind for new in own for old in before)


def _day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()


def is_later_row(row: Receipt) -> bool:
    """Whether a row of the register says that it is of a correction."""
    return says_later(f"{row.note} {row.channel} {row.award}")


# --- what they replace -------------------------------------------------------------------------


def _after(
    current: list[Document], brought: list[Document], programme: Programme
) -> tuple[list[Document], list[Replaced]]:
    """What holds after a correction (the newest first), and what it replaced."""
    forms = {form.kind: form for form in programme.forms}
    gone: list[Replaced] = []
    kept: list[Document] = []
    for old in current:
        left: Document | None = old
        for new in brought:
            if left is None or not _is_instead(new, old, forms[old.kind]):
                continue
            if _pages(new) == _pages(old):  # the same file once more
                left = None
                continue
            whole = _is_whole(new, old, forms[old.kind])
            gone.append(Replaced(old, new, whole))
            left = None if whole else _without(left, new)
        if left is not None:
            kept.append(left)
    return [*brought, *kept], gone


def _still_said(
    current: list[Document], gone: list[Replaced]
) -> tuple[list[Document], list[Replaced]]:
    """What a person said of a replaced document holds where the later one says the same."""
    heirs = {
        id(new): _inherited(new, [one.document for one in gone if one.by is new])
        for new in (one.by for one in gone)
    }
    return (
        [heirs.get(id(one), one) for one in current],
        [replace(one, by=heirs[id(one.by)]) for one in gone],
    )


def _inherited(new: Document, olds: Iterable[Document]) -> Document:
    fields, rows = dict(new.facts.fields), dict(new.facts.rows)
    for old in olds:
        fields |= _same(old.facts.fields, fields)
        for name, now in rows.items():
            was = (*old.facts.rows.get(name, ()), *({} for _ in now))
            rows[name] = tuple({**b, **_same(a, b)} for a, b in zip(was, now, strict=False))
    if (fields, rows) == (new.facts.fields, new.facts.rows):
        return new
    return replace(new, facts=replace(new.facts, fields=fields, rows=rows))


def _same(was: Row, now: Row) -> Row:
    """Readings that a person gave before and that are read alike now, as a person's."""
    return {
        name: replace(now[name], confidence=1.0, origin=Origin.PERSON)
        for name, old in was.items()
        if old.origin is Origin.PERSON and old.presence is Presence.FILLED
        if name in now and now[name].presence is Presence.FILLED
        if comparable(now[name].value) == comparable(old.value)
    }


def _is_instead(new: Document, old: Document, form: Form) -> bool:
    """Whether a later document stands in the place of an earlier one; not where in doubt."""
    if new.kind != old.kind or not _is_same_role(new, old):
        return False
    pairs = [(_said(new, name), _said(old, name)) for name in form.several]
    told = [(a, b) for a, b in pairs if a and b]
    return not form.several or (bool(told) and all(a == b for a, b in told))


def _is_same_role(new: Document, old: Document) -> bool:
    """Electronic for electronic, paper for paper; an original does not replace a copy."""
    if Copy.ELECTRONIC in (new.copy, old.copy):
        return new.copy is old.copy
    return (new.copy is Copy.COPY) == (old.copy is Copy.COPY)


def _said(document: Document, name: str) -> str:
    reading = document.facts.fields.get(name)
    return comparable(reading.value) if reading is not None and reading.value else ""


def _pages(document: Document) -> tuple[tuple[str, int], ...]:
    return tuple((page.sha256, page.number) for page in document.pages)


def _is_whole(new: Document, old: Document, form: Form) -> bool:
    """Whether the later one is all of the document, or some pages of it."""
    before, now = _held(old), _held(new)
    if form.single_page:
        return True
    if not before:
        return 2 * len(new.pages) >= len(old.pages)
    return len(before & now) >= _WHOLE * len(before)


def _held(document: Document) -> frozenset[str]:
    facts = document.facts
    fields = {name for name, one in facts.fields.items() if one.presence is not Presence.NOT_FOUND}
    return frozenset(fields | facts.places.keys() | facts.rows.keys())


def _without(old: Document, new: Document) -> Document:
    """What an earlier document says of that which the later one is silent about."""
    held = _held(new)
    facts = old.facts
    left = replace(
        facts,
        fields={name: one for name, one in facts.fields.items() if name not in held},
        rows={name: rows for name, rows in facts.rows.items() if name not in held},
        places={name: place for name, place in facts.places.items() if name not in held},
    )
    return replace(old, facts=left)


# --- as it was before --------------------------------------------------------------------------


def states(
    application: Application,
    programme: Programme,
    first: frozenset[str] = frozenset(),
    older: Iterable[Delivered] = (),
) -> tuple[Application, ...]:
    """The application after each of its deliveries that came later, the first state first.

    `application` as it was assembled; `older` are what entries held when they were taken in
    before, each in the place of the delivery of the same name. One state: nothing came later, or
    the material is unsorted.
    """
    if application.is_unsorted:
        return (application,)
    later = later_of(application, first)
    rows = [row for row in application.receipts if is_later_row(row)]
    steps = [later[:count] for count in range(len(later) + 1)]
    found = []
    for old in older:
        substituted = _substituted(application, old, programme)
        if substituted is not None:
            found.append(_at(substituted, (), later, rows, programme, first))
    found += [
        _at(application, kept, later, rows[: len(kept)], programme, first) for kept in steps[:-1]
    ]
    if not later and rows:  # only copies came later: they are no delivery of the haul
        found.append(_at(application, (), (), [], programme, first))
    return (*found, settle(application, programme, first))


def _at(
    application: Application,
    kept: tuple[Delivered, ...],
    later: tuple[Delivered, ...],
    rows: list[Receipt],
    programme: Programme,
    first: frozenset[str],
) -> Application:
    """The application without the later deliveries and rows that are not `kept`."""
    names = {one.id for one in (*_others(application, later), *kept)}
    receipts = tuple(r for r in application.receipts if r in rows or not is_later_row(r))
    narrowed = replace(
        application,
        documents=tuple(d for d in application.documents if d.pages[0].delivery in names),
        files=tuple(file for file in application.files if file.delivery in names),
        rest=tuple(page for page in application.rest if page.delivery in names),
        deliveries=tuple(one for one in application.deliveries if one.id in names),
        receipts=receipts,
        receipt=joined(receipts),
    )
    return settle(narrowed, programme, first)


def _substituted(
    application: Application, old: Delivered, programme: Programme
) -> Application | None:
    """With what an entry held before, in the place of what it holds now."""
    now = next((one for one in application.deliveries if one.name == old.name), None)
    if now is None:
        return None
    others = {award.form for award in programme.awards if award.id != application.award}
    documents = [d for d in application.documents if d.pages[0].delivery != now.id]
    documents += [d for d in old.pages.documents if d.kind not in others]
    return replace(
        application,
        documents=tuple(documents),
        files=(*(f for f in application.files if f.delivery != now.id), *old.files),
        rest=(*(p for p in application.rest if p.delivery != now.id), *old.pages.rest),
        deliveries=tuple(old if one is now else one for one in application.deliveries),
    )
