"""Which packet gets which award, entry kind and defects."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from samples import identities, texts
from samples.aside2_parts import aside2_style
from samples.aside3_parts import aside3_style
from samples.aside4_parts import aside4_style
from samples.aside_shared import aside_style
from samples.case import Case, draw_case
from samples.layouts import restyled
from samples.style import Style, draw_style, tick_pen

ORG, PROJECT, PERSON, REG = "organisation", "project", "individual", "registration"
ALL = (ORG, PROJECT, PERSON, REG)
# code -> awards where it can be planted; codes of one group never meet in a packet
CODES: dict[str, tuple[tuple[str, ...], str]] = {
    "S01": (ALL, "seal"),
    "S02": (ALL, "seal"),
    "S03": (ALL, "seal"),
    "S06": ((ORG, PROJECT, PERSON), "copy"),
    "G01": ((ORG, PROJECT), "sign"),
    "F01": (ALL, "blank"),
    "F02": ((PROJECT,), "name"),
    "F03": ((ORG, PROJECT), "copy"),
    "F04": (ALL, "copy"),
    "F05": ((PROJECT,), "span"),
    "D01": ((ORG, PROJECT, PERSON), "copy"),
    "D03": ((ORG, PROJECT), "copy"),
    "C01": (ALL, "count"),
    "C02": (ALL, "word"),
    "C03": (ALL, "word"),
    "T01": (ALL, "late"),
    "E01": (ALL, "member"),
    "E02": ((ORG,), "age"),
}
# Those that `deal.draw_every_code` plants. An E03 takes two packets.
EVERY_CODE = CODES | {
    "S07": (ALL, "seal"),
    "F06": ((ORG,), "staff"),
    "D04": ((ORG,), "long"),
    "E03": ((PROJECT, PERSON), "name"),
}
STAFF = ("mgmt_count", "tech_count")
ENTRY_KINDS = ("folder", "zip", "zip-gbk", "eml", "volume", "tiff", "photos", "pair")
CLOSING = {REG: date(2021, 6, 30)}
CLOSING_AWARDS = date(2021, 8, 15)


@dataclass(frozen=True, slots=True)
class Defect:
    """A planted defect as the truth states it."""

    code: str
    form: str
    where: str


@dataclass(frozen=True, slots=True)
class Plan:
    """All that one packet is made from."""

    index: int
    name: str
    case: Case
    paper_org: identities.Org  # the organisation as its licence shows it
    style: Style
    entry: str
    defects: tuple[Defect, ...]
    received: datetime
    copies: tuple[int, int]  # originals, copies
    other: identities.Org  # some other organisation, for wrong seals
    broken_files: bool = False
    scanned_report: bool = False
    report_pages: int = 0  # a scanned report of so many pages; 0: a short one
    two_up: bool = False
    backs: bool = False
    grey_copies: bool = False
    nested: bool = False
    letter: bool = False
    blue: bool = False  # what needs no red is stamped from a blue pad
    straddle: bool = False  # a seal across the edges of the form's pages
    light: bool = False  # 200 dpi and strong compression, for the haul kept in git
    electronic: str = "docx"  # as what the form's electronic version comes: docx or pdf
    by_hand: float = 0.0  # share of the form's short values that are written with a pen
    report_seed: str = ""  # another packet's, where the report's text is copied from that one

    def has(self, code: str) -> Defect | None:
        """Return the planted defect of a code."""
        return next((d for d in self.defects if d.code == code), None)


FORM = {ORG: "award_org", PROJECT: "award_project", PERSON: "award_person", REG: "registration"}
SEAL_PLACES = {
    ORG: ("cover", "org_opinion", "declaration", "commitment"),
    PROJECT: ("cover", "org_opinion", "declaration", "commitment"),
    PERSON: ("cover", "employer_opinion", "commitment"),
    REG: ("registration",),
}
REQUIRED = {
    REG: (
        "address",
        "postcode",
        "contact_name",
        "contact_phone",
        "email",
        "ownership",
        "org_category",
        "fill_date",
    ),
    ORG: (
        "legal_rep_name",
        "postcode",
        "contact_phone",
        "founded_on",
        "registered_capital_wan",
        "ownership",
        "employee_count",
        "mgmt_count",
        "tech_count",
        "main_products",
        "pem_year",
        "industry",
        "overview",
        "practice_summary",
        "innovation",
        "major_incident",
        "inspection_failed",
        "org_opinion",
    ),
    PROJECT: (
        "project_category",
        "sector",
        "start_on",
        "end_on",
        "legal_rep_name",
        "address",
        "contact_name",
        "contact_phone",
        "leader_phone",
        "abstract",
        "background",
        "method",
        "innovations",
        "results",
        "diffusion",
        "org_opinion",
    ),
    PERSON: (
        "sex",
        "birth_ym",
        "education",
        "school",
        "major",
        "position",
        "title",
        "quality_years",
        "phone",
        "email",
        "achievements",
        "employer_opinion",
    ),
}
DIFFERING = {
    REG: ("employee_count", "contact_phone", "address"),
    ORG: ("employee_count", "registered_capital_wan", "contact_phone", "address", "mgmt_count"),
    PROJECT: ("budget_wan", "leader_phone", "address", "contact_phone"),
    PERSON: ("phone", "quality_years", "address"),
}
MATERIALS = {
    ORG: ("licence", "commitment", "report", "certificate"),
    PROJECT: ("licence", "commitment", "report", "test_report"),
    PERSON: ("commitment", "id_card", "report"),
}


def place(
    code: str, award: str, case: Case, rng: random.Random, beside: tuple[str, ...] = ()
) -> Defect:
    """Choose the form and place where a defect goes; `beside` are the packet's codes."""
    form = FORM[award]
    places = SEAL_PLACES[award]
    if "D01" in beside:  # what is not handed in bears no wrong seal
        places = tuple(name for name in places if name != "commitment")
    if code in ("S01", "S02", "S03"):
        where = rng.choice(places)
        return Defect(code, "commitment" if where == "commitment" else form, where)
    if code == "S07":  # a whole document, told by its first place
        where = rng.choice((places[0], places[-1]))
        return Defect(code, "commitment" if where == "commitment" else form, where)
    if code == "S06":
        kind = (
            "id_card"
            if award == PERSON
            else rng.choice(("licence", "licence", "certificate") if award == ORG else ("licence",))
        )
        return Defect(code, kind, f"{kind}_copy")
    if code == "D03":
        kind = rng.choice(("certificate", "licence")) if award == ORG else "licence"
        return Defect(code, kind, "valid_to")
    taken = _taken_fields(beside)
    simple = {
        "G01": "declaration",
        "F01": rng.choice([name for name in REQUIRED[award] if name not in taken]),
        "F02": "project_name",
        "F04": rng.choice(("uscc", "id_no"))
        if award == PERSON and "id_no" not in taken
        else "uscc",
        "F05": rng.choice(("start_on", "benefit")),
        "D01": rng.choice(_spared(MATERIALS.get(award, ("commitment",)), beside)),
        "C01": "copies",
        "C02": rng.choice(("missing", "missing", "damaged", "encrypted")),
        "C03": rng.choice([name for name in DIFFERING[award] if name not in taken]),
        "T01": "received",
        "E01": "member",
        "E02": "founded_on",
        "F06": rng.choice(STAFF) if "F06" in beside else "",
        "D04": "overview",
        "E03": "id_no" if award == PERSON else "project_name",
    }
    if code == "F03":
        return Defect(code, "licence", rng.choice(("org_name", "legal_rep_name", "uscc")))
    return Defect(code, simple["D01"] if code == "D01" else form, simple[code])


_STAMPED = ("licence", "certificate", "id_card")  # S06, F03 and D03 are on one of these


def _spared(materials: tuple[str, ...], codes: tuple[str, ...]) -> tuple[str, ...]:
    """What may be left out without taking another defect of the packet away."""
    spared = materials
    if {"S06", "F03", "D03"} & set(codes):
        spared = tuple(kind for kind in materials if kind not in _STAMPED)
    return spared or materials


def _taken_fields(codes: tuple[str, ...]) -> frozenset[str]:
    """Fields that a packet's defects need as they are, so that no other defect may touch them."""
    wanted = {
        "F06": ("employee_count", *STAFF),
        "D04": ("overview",),
        "E03": ("id_no", "project_name"),
    }
    return frozenset(name for code in codes for name in wanted.get(code, ()))


def _alter(case: Case, defect: Defect, rng: random.Random) -> Case:
    """Return the case with the facts that a defect needs."""
    org, project = case.org, case.project
    if defect.code == "F04" and defect.where == "uscc":
        return replace(case, org=replace(org, uscc=identities.break_code(rng, org.uscc)))
    if defect.code == "F04":
        first = case.hero.id_no[:17]
        wrong = rng.choice([c for c in "0123456789" if c != identities.id_check(first)])
        return replace(case, hero=replace(case.hero, id_no=first + wrong))
    if defect.code == "F02":
        longer = texts.long_project_name(rng, project.name)
        return replace(case, project=replace(project, name=longer))
    if defect.code == "F05" and defect.where == "start_on":
        return replace(case, project=replace(project, start=project.end, end=project.start))
    if defect.code == "E02":
        founded = date(2018, rng.randint(9, 12), rng.randint(1, 28))
        return replace(case, org=replace(org, founded=founded, pem_year=2019))
    if defect.code == "D03":
        ended = date(2021, rng.randint(2, 7), rng.randint(1, 28))
        if defect.form == "licence":
            return replace(case, licence_valid_to=ended)
        first_held = replace(
            case.certificates[0], valid_to=ended, valid_from=date(2018, ended.month, ended.day)
        )
        return replace(case, certificates=(first_held, *case.certificates[1:]))
    return case


def _licence_org(case: Case, defect: Defect | None, rng: random.Random) -> identities.Org:
    org = case.org
    if defect is None:
        return org
    if defect.where == "org_name":
        return replace(org, name=identities.near_name(rng, org.name))
    if defect.where == "legal_rep_name":
        return replace(org, legal_rep=identities.person_name(rng, {org.legal_rep}))
    return replace(org, uscc=identities.uscc(rng, org.uscc[2:8]))


def _received(case: Case, late: bool, rng: random.Random) -> datetime:
    closing = CLOSING.get(case.award, CLOSING_AWARDS)
    if late:
        when = closing + timedelta(days=rng.randint(1, 5))
    else:
        span = (closing - case.signed_on).days
        when = case.signed_on + timedelta(days=rng.randint(1, max(1, span)))
    return datetime(when.year, when.month, when.day, rng.randint(9, 16), rng.randint(0, 59))


def _copies(award: str, short: bool, rng: random.Random) -> tuple[int, int]:
    if award == REG:
        return (0, 0) if short else (1, 0)
    return rng.choice(((1, 1), (1, 0), (0, 2))) if short else (1, 2)


def make_plan(
    seed: str,
    index: int,
    award: str,
    entry: str,
    codes: tuple[str, ...],
    used: set[str],
    adapt: Callable[[Case], Case] | None = None,
    **options: Any,
) -> Plan:
    """Invent one packet: its facts (`adapt` may change them), its looks and its defects."""
    rng = random.Random(f"{seed}:{index}:plan")
    case = draw_case(f"{seed}:{index}", award, used)
    case = adapt(case) if adapt else case
    defects = tuple(place(code, award, case, rng, codes) for code in codes)
    for defect in defects:
        case = _alter(case, defect, rng)
    by_code = {d.code: d for d in defects}
    style = draw_style(rng, 300 if rng.random() < 0.12 and entry != "photos" else 200)
    if options.get("light"):
        style = replace(style, dpi=200)
    style = replace(
        style,
        comb=case.rng("comb").random() < 0.28,
        tick_pen=tick_pen(case.rng("pen-ticks")),
    )
    if award == REG:  # one sheet
        style = replace(style, size=10.5, margin=20.0)
    other = identities.org(rng, used)
    if "S02" in by_code and rng.random() < 0.6:
        other = replace(other, name=identities.near_name(rng, case.org.name))
    return Plan(
        index=index,
        name=f"{index:03d}_{_short(case)}",
        case=case,
        paper_org=_licence_org(case, by_code.get("F03"), rng),
        style=style,
        entry=entry,
        defects=defects,
        received=_received(case, "T01" in by_code, rng),
        copies=_copies(award, "C01" in by_code, rng),
        other=other,
        **options,
    )


def _short(case: Case) -> str:
    name = case.org.name.removeprefix("上海")
    for ending in ("股份有限公司", "（集团）有限公司", "（上海）有限公司", "有限公司"):
        name = name.removesuffix(ending)
    return name


def with_report(plan: Plan, pages: int, entry: str = "") -> Plan:
    """Return a packet with a scanned report, of so many pages if any; it is then never missing."""
    kept = tuple(d for d in plan.defects if d.code != "D01" or d.form != "report")
    return replace(
        plan, scanned_report=True, report_pages=pages, entry=entry or plan.entry, defects=kept
    )


def with_layout(plan: Plan, layout: str) -> Plan:
    """Return a packet with its forms in one layout: 0 to 5, or one that is kept aside."""
    if layout == "aside":
        return replace(plan, style=aside_style(plan.style, plan.case.rng("aside")))
    if layout == "aside2":
        return replace(plan, style=aside2_style(plan.style, plan.case.rng("aside2")))
    if layout == "aside3":
        return replace(plan, style=aside3_style(plan.style, plan.case.rng("aside3")))
    if layout == "aside4":
        return replace(plan, style=aside4_style(plan.style, plan.case.rng("aside4")))
    return replace(plan, style=restyled(plan.style, int(layout)))


def with_electronic(plan: Plan, way: str) -> Plan:
    """Return a packet with its electronic version as docx or pdf; mixed: every other one."""
    return replace(plan, electronic=("docx", "pdf")[plan.index % 2] if way == "mixed" else way)
