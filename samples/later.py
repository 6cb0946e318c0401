"""What comes later: corrections (补正) of some packets, and reports copied from another applicant.

A correction cures the defects that an applicant can cure, but for one where there are several;
only the documents that changed are handed in again, of some forms only the page.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from samples.case import draw_case
from samples.packaging import FORM_KINDS, Packed, pack
from samples.packet import Document, Packet, make
from samples.plan import REG, Defect, Plan
from samples.truth import truth_of

DAYS = 12
# Defects that lie in the facts of the application: curing one means telling the facts anew.
OF_FACTS = frozenset({"F02", "F03", "F04", "F05", "D03"})
ON_PAPER = frozenset({"S01", "S02", "S03", "S06", "G01", "F01", "C02", "C03", "D01"})


@dataclass(frozen=True, slots=True)
class Correction:
    """A packet as it is after its correction, and what the correction cures."""

    plan: Plan
    cured: tuple[Defect, ...]
    page_only: bool

    @property
    def name(self) -> str:
        return f"{self.plan.name}_补正"


def corrections(plans: Sequence[Plan], count: int, seed: str) -> dict[str, Correction]:
    """Return the corrections of so many of the packets, by the packet's name."""
    out: dict[str, Correction] = {}
    for plan in plans:
        if len(out) == count:
            break
        corrected = _corrected(plan, seed, page_only=len(out) % 2 == 0)
        if corrected is not None:
            out[plan.name] = corrected
    return out


def _corrected(plan: Plan, seed: str, *, page_only: bool) -> Correction | None:
    case = plan.case
    if any(d.code in OF_FACTS for d in plan.defects):
        if plan.has("E02"):
            return None  # the facts anew would cure what nobody can
        case = draw_case(f"{seed}:{plan.index}", plan.case.award, set())
        if (case.org.name, case.hero.name) != (plan.case.org.name, plan.case.hero.name):
            return None  # another packet had taken its first name
    paper = [d for d in plan.defects if d.code in ON_PAPER]
    kept = paper[-1:] if len(paper) > 1 else []
    cured = tuple(d for d in plan.defects if d.code in OF_FACTS | ON_PAPER and d not in kept)
    if not cured:
        return None
    after = replace(
        plan,
        case=case,
        paper_org=case.org if any(d.code == "F03" for d in cured) else plan.paper_org,
        defects=tuple(d for d in plan.defects if d not in cured),
        received=plan.received + timedelta(days=DAYS),
        entry="eml" if plan.index % 2 else "zip",
        scanned_report=False,
        broken_files=False,
        two_up=False,
        backs=False,
        nested=False,
        letter=False,
    )
    return Correction(after, cured, page_only)


def corrected_packet(correction: Correction) -> tuple[Packet, Packed]:
    """Make the corrected papers, and pack those that changed."""
    whole = make(correction.plan)
    wanted: dict[str, set[str]] = {}
    for defect in correction.cured:
        for kind, place in _changed(defect, correction.plan):
            wanted.setdefault(kind, set()).add(place)
    documents = tuple(
        _cut(document, wanted[document.kind], correction)
        for document in whole.documents
        if document.kind in wanted and _is_wanted(document, correction)
    )
    named = replace(correction.plan, name=correction.name)
    return whole, pack(replace(whole, plan=named, documents=documents))


def _changed(defect: Defect, plan: Plan) -> list[tuple[str, str]]:
    """Return the kinds of the documents to hand in again, with the place that changed."""
    if defect.code in ("F02", "F04", "F05"):  # stands on several papers
        return [(kind, "") for kind in (*FORM_KINDS, "licence", "id_card", "test_report")]
    return [(defect.form, defect.where if defect.code in ("S01", "S02", "S03") else "")]


def _is_wanted(document: Document, correction: Correction) -> bool:
    """Of a form whose electronic version was the defect, only that; of a page, only the paper."""
    codes = {d.code for d in correction.cured if d.form == document.kind}
    if codes and codes <= {"C02"}:
        return bool(document.file)
    if codes and codes <= {"S01", "S02", "S03", "S06", "G01"}:
        return not document.file
    return True


def _cut(document: Document, places: set[str], correction: Correction) -> Document:
    """Return only the pages whose seals were wrong, where the correction is of pages."""
    kept = tuple(
        page for page in document.pages if any(seal.place in places for seal in page.seals)
    )
    if not correction.page_only or "" in places or document.kind == "registration" or not kept:
        return document
    return replace(document, pages=kept)


def corrected_truth(
    plan: Plan, before: dict[str, Any], correction: Correction, whole: Packet, packed: Packed
) -> dict[str, Any]:
    """Return the truth of a packet with its correction: what counts now, and what was cured."""
    entries = [entry.name for entry in packed.entries]
    after = truth_of(whole, list(packed.filed), entries, [])
    kept = {key: before[key] for key in ("packet", "award", "applicant", "item", "hard")}
    return kept | {
        "applicant": after["applicant"],
        "item": after["item"],
        "entries": [*before["entries"], *entries],
        "fields": after["fields"],
        "rows": after["rows"],
        "problems": before["problems"],
        "defects": after["defects"],
        "later": {
            "entries": entries,
            "defects_before": before["defects"],
            "cured": [{"code": d.code, "form": d.form, "where": d.where} for d in correction.cured],
            "documents": after["documents"],
            "fields_before": before["fields"],
        },
    }  # fmt: skip


def receipt_row(plan: Plan, correction: Correction, row: list[object]) -> list[object]:
    """Return the register's row of a correction, given that of the packet itself."""
    short = any(d.code == "C01" for d in correction.plan.defects)  # another original would cure it
    paper = not short and any(d.code != "C02" for d in correction.cured)
    return [
        *row[:4], correction.plan.received, "电子邮件" if correction.plan.entry == "eml" else "U盘",
        int(paper), 0, "", "有", "补正",
    ]  # fmt: skip


def with_copies(plans: Sequence[Plan], count: int, seed: str) -> tuple[list[Plan], dict[str, str]]:
    """Let so many applicants take the report of another of the same award; say whose."""
    rng = random.Random(f"{seed}:copied")
    out, taken, whose = list(plans), set[str](), dict[str, str]()
    for index in rng.sample(range(len(out)), len(out)):
        plan = out[index]
        if len(whose) == count or plan.case.award == REG or plan.name in taken:
            continue
        models = [
            one
            for one in out
            if one.case.award == plan.case.award and one.name not in {*taken, plan.name}
            if not any(
                d.code == "D01" and d.form == "report" for d in (*one.defects, *plan.defects)
            )
        ]
        if models:
            model = rng.choice(models)
            out[index] = replace(plan, report_seed=model.case.seed)
            taken |= {plan.name, model.name}
            whose[plan.name] = model.name
    return out, whose
