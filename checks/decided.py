"""What people decided, as effects on what was read and found: pure, without names and times.

A decision is anchored to the bytes of a file and to a place on one of its pages, so that it
outlives a re-reading. People change facts (what a field says, whose a seal is, what a page is),
and the rules are held against the facts again; or they settle what a rule found.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from checks.findings import Finding, Settled, Verdict
from extractors.facts import (
    Box,
    Character,
    Evidence,
    Half,
    Origin,
    PageFacts,
    Presence,
    Reading,
    Seal,
    SealKind,
)
from extractors.formtypes import Field, Form, FormFacts
from extractors.values import parse

_SAME_SEAL = 0.5  # IoU, as a seal counts as found again


@dataclass(frozen=True, slots=True)
class FieldSaid:
    """What stands in a field. `row` is the 0-based row where `field` is "ROWS.COLUMN".

    `raw` is the text as a person confirmed or typed it, "" where nothing can be read.
    """

    form: str
    field: str
    file: str
    page: int
    box: Box | None
    presence: Presence
    raw: str
    row: int | None = None


class SealAnswer(StrEnum):
    VALID = "valid"
    NOT_A_SEAL = "not-a-seal"
    OTHER_ORGANISATION = "other-organisation"
    WRONG_KIND = "wrong-kind"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class SealSaid:
    """What a person sees in an impression. `title` is whose it is; `kind` what it is for."""

    box: Box
    answer: SealAnswer
    title: str
    kind: SealKind | None


@dataclass(frozen=True, slots=True)
class PageSaid:
    """What a page is: "" for unsorted. `begins` opens a document of its own.

    `after` is the page (file, number) that it is to follow, wherever that stands.
    """

    kind: str
    begins: bool
    after: tuple[str, int] | None = None


class FindingAnswer(StrEnum):
    AGREE = "agree"
    SET_ASIDE = "set-aside"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class FindingSaid:
    """An answer to a finding; it holds as long as the finding says what the person saw."""

    answer: FindingAnswer
    saw: Verdict


PageKey = tuple[str, int, Half | None]


@dataclass(frozen=True, slots=True)
class Decided:
    """All that people decided: by page, by file, and by packet and finding."""

    pages: Mapping[PageKey, PageSaid] = field(default_factory=dict)
    seals: Mapping[tuple[str, int], tuple[SealSaid, ...]] = field(default_factory=dict)
    fields: Mapping[str, tuple[FieldSaid, ...]] = field(default_factory=dict)
    findings: Mapping[str, Mapping[str, FindingSaid]] = field(default_factory=dict)


NOTHING = Decided()


def finding_key(finding: Finding) -> str:
    """Tells a finding from the others of its packet, whatever its wording and verdict."""
    where = finding.evidence[0] if finding.evidence else None
    parts = [
        finding.rule, finding.form, finding.where, where.file if where else "",
        str(where.page) if where else "",
    ]  # fmt: skip
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def settled(findings: tuple[Finding, ...], said: Mapping[str, FindingSaid]) -> tuple[Finding, ...]:
    """Findings as people settled them; what a person saw otherwise than it is now is no answer."""
    if not said:
        return findings
    return tuple(_settled(finding, said.get(finding_key(finding))) for finding in findings)


def _settled(finding: Finding, said: FindingSaid | None) -> Finding:
    if said is None or said.saw is not finding.verdict:
        return finding
    if said.answer is FindingAnswer.SET_ASIDE:
        return replace(finding, verdict=Verdict.MET, settled=Settled.SET_ASIDE, reason="set-aside")
    if said.answer is FindingAnswer.ASK:
        return replace(finding, verdict=Verdict.UNMET, settled=Settled.ASKED)
    return replace(finding, settled=Settled.AGREED)


# Pages ---------------------------------------------------------------------------------------


def page_as_seen(file: str, page: PageFacts, decided: Decided) -> PageFacts:
    """A page with its seals as people saw them."""
    said = decided.seals.get((file, page.number), ())
    if not said:
        return page
    seals = (_seal_as_seen(seal, said) for seal in page.seals)
    return replace(page, seals=tuple(seal for seal in seals if seal is not None))


def _seal_as_seen(seal: Seal, said: tuple[SealSaid, ...]) -> Seal | None:
    """The seal as the last person saw it; None where it is none."""
    answers = [one for one in said if seal.box.iou(one.box) >= _SAME_SEAL]
    if not answers or answers[-1].answer is SealAnswer.UNCLEAR:
        return seal
    last = answers[-1]
    if last.answer is SealAnswer.NOT_A_SEAL:
        return None
    title = last.title or seal.title
    return replace(
        seal,
        kind=last.kind or seal.kind,
        title=title,
        confidence=1.0,
        title_confidence=1.0,
        characters=tuple(Character(((letter, 1.0),)) for letter in title),
        readings=(title,),
        traces=(),
    )


# Fields --------------------------------------------------------------------------------------


def facts_as_said(facts: FormFacts, form: Form, decided: Decided) -> FormFacts:
    """What was read of a document, with what people said of its fields."""
    files = dict.fromkeys(file for file, _ in facts.pages)
    said = [one for file in files for one in decided.fields.get(file, ()) if one.form == form.kind]
    if not said:
        return facts
    fields, rows = dict(facts.fields), {name: list(found) for name, found in facts.rows.items()}
    types = _types(form)
    for one in said:
        column = types.get(one.field)
        if column is None:
            continue
        if one.row is None:
            fields[one.field] = _reading(one, column, fields.get(one.field))
            continue
        name, _, inner = one.field.partition(".")
        known = rows.get(name, [])
        if one.row < len(known):
            row = known[one.row]
            known[one.row] = {**row, inner: _reading(one, column, row.get(inner))}
    return replace(facts, fields=fields, rows={name: tuple(found) for name, found in rows.items()})


def _types(form: Form) -> Mapping[str, Field]:
    """Every field that a person can say something of, those of rows as "ROWS.COLUMN"."""
    types = {one.name: one for one in form.fields}
    types |= {f"{rows.name}.{one.name}": one for rows in form.rows for one in rows.columns}
    for block in form.blocks:
        types[block.name] = Field(name=block.name, type="richtext")
        types[f"{block.name}_signature"] = Field(name=f"{block.name}_signature", type="signature")
        dated = block.date_name or f"{block.name}_date"
        types[dated] = Field(name=dated, type="date")
    return types


def said_type(form: Form, name: str) -> str | None:
    """The type of a field, block part or "ROWS.COLUMN" of a form; None where there is none."""
    found = _types(form).get(name)
    return found.type if found else None


def _reading(said: FieldSaid, about: Field, before: Reading[Any] | None) -> Reading[Any]:
    """A person's reading. A confirmed text keeps the value that was made of it."""
    place = Evidence(said.file, said.page, said.box) if said.page else None
    place = place or (before.evidence if before else None)
    if said.presence is not Presence.FILLED:
        return Reading(None, said.raw, 1.0, said.presence, Origin.PERSON, place)
    if before is not None and before.raw == said.raw and before.value is not None:
        return replace(before, confidence=1.0, origin=Origin.PERSON)
    parsed = parse(about.type, said.raw)
    return Reading(
        parsed.value, said.raw, 1.0, Presence.FILLED, Origin.PERSON, place, parsed.objection
    )
