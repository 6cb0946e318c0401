"""Make one packet: fill the forms, draw, stamp and scan every document."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from samples import aside, aside2, aside3, aside4, documents, layouts, letters, report, texts, word
from samples.acro import interactive
from samples.blue import press_blue
from samples.byhand import by_hand, hand_of, write_by_hand
from samples.case import Case
from samples.degrade import Ageing, Print, Scanned, draw_ageing, print_of, scan
from samples.forms_org import build_org, facts_of, org_rows, org_values
from samples.forms_person import build_person, person_rows, person_values
from samples.forms_project import build_project, project_rows, project_values, report_issuer
from samples.forms_registration import build_registration, registration_values
from samples.layout import BLANK, EMPTY_BOX, MARK, TICKED, Form, RowValues, Value, Values
from samples.long_report import long_report
from samples.paper import draw
from samples.pen import tick_by_pen
from samples.plan import Plan
from samples.sheet import Sheet, Spot, back_of, blank_sheet, put_text, side_by_side
from samples.stamps import PlacedSeal, SealSpec, name_seal, official, press, purpose_seal, sign
from samples.straddle import press_across
from samples.style import ASIDE, ASIDE2, ASIDE3, ASIDE4
from samples.vector import pdf_of, typed

KEPT_ASIDE = {ASIDE: aside, ASIDE2: aside2, ASIDE3: aside3, ASIDE4: aside4}
INTERACTIVE = 0.4  # of the PDF versions have form fields with values
APPLICANT_PLACES = (
    "cover",
    "registration",
    "declaration",
    "org_opinion",
    "employer_opinion",
    "commitment",
    "licence_copy",
    "certificate_copy",
    "id_card_copy",
)


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a packet: its scanned pages, or its file with the lines of each page."""

    kind: str
    pages: tuple[Scanned, ...] = ()
    file: bytes = b""
    suffix: str = ""
    texts: tuple[tuple[str, ...], ...] = ()
    prints: tuple[Print, ...] = ()  # of a file that holds a form's pages: what stands where


@dataclass(frozen=True, slots=True)
class Packet:
    """A made packet, before it is packed into entries."""

    plan: Plan
    documents: tuple[Document, ...]
    fields: dict[str, Values]
    rows: dict[str, RowValues]
    by_hand: dict[str, tuple[str, ...]]  # fields that are written with a pen on paper


@dataclass(frozen=True, slots=True)
class Filled:
    """A form filled twice: as on paper and as in the electronic version."""

    kind: str
    values: Values
    rows: RowValues
    paper: Form
    electronic: Form


def fill(plan: Plan) -> Filled:
    """Fill the packet's form; the paper version is the truth."""
    case, style = plan.case, plan.style
    builders: dict[
        str, Callable[[], tuple[str, Values, RowValues, Callable[[Values, RowValues], Form]]]
    ] = {
        "registration": lambda: (
            "registration",
            registration_values(case, style),
            {},
            lambda v, r: build_registration(v, style),
        ),
        "organisation": lambda: (
            "award_org",
            org_values(case, style),
            org_rows(case, style),
            lambda v, r: build_org(v, r, style),
        ),
        "project": lambda: (
            "award_project",
            project_values(case, style),
            project_rows(case, style),
            lambda v, r: build_project(v, r, style),
        ),
        "individual": lambda: (
            "award_person",
            person_values(case, style),
            person_rows(case, style),
            lambda v, r: build_person(v, r, style, case.hero.born.toordinal()),
        ),
    }
    kind, values, rows, build = builders[case.award]()
    if style.layout in KEPT_ASIDE:
        kept = KEPT_ASIDE[style.layout]
        values, build = kept.values_of(values, style), kept.builder(case, style)
    elif style.layout in layouts.DEVELOPMENT:
        values, build = layouts.values_of(values, style), layouts.builder(case, style)
    values = values | _spoiled(plan, values)
    span = plan.has("F05")
    if span and span.where == "benefit":
        late = str(case.project.end.year + 1)
        last = rows["benefit"][-1] | {"year": Value(late, late)}
        rows = rows | {"benefit": [*rows["benefit"][:-1], last]}
    differs = plan.has("C03")
    typed = values
    if differs:
        typed = values | {differs.where: altered(values[differs.where], case.rng("C03"))}
    return Filled(kind, values, rows, build(values, rows), build(typed, rows))


def _spoiled(plan: Plan, values: Values) -> Values:
    """Return the values that planted defects change, as they then are."""
    out: Values = {}
    for defect in plan.defects:
        if defect.code == "F01":
            out[defect.where] = blanked(values[defect.where])
        if defect.code == "F06":
            more = plan.case.org.employees + plan.case.rng("F06").randint(3, 60)
            out[defect.where] = Value(str(more), str(more))
        if defect.code == "D04":
            long = texts.long_overview(plan.case.rng("D04"), facts_of(plan.case.org))
            out[defect.where] = Value(long, long)
    return out


def blanked(value: Value) -> Value:
    """Return a field left blank: no text, or no box ticked."""
    if not any(mark in value.shown for mark in TICKED + EMPTY_BOX + MARK):
        return BLANK
    shown = "".join(EMPTY_BOX if c in TICKED else "　" if c == MARK else c for c in value.shown)
    return Value(shown, "")


def altered(value: Value, rng: random.Random) -> Value:
    """Return a value that differs in one digit (or a house number, for an address)."""
    places = [i for i, c in enumerate(value.shown) if c.isdigit()]
    spot = rng.choice(places[:4])
    digit = rng.choice([d for d in "123456789" if d != value.shown[spot]])
    shown = value.shown[:spot] + digit + value.shown[spot + 1 :]
    return Value(shown, shown)


def make(plan: Plan) -> Packet:
    """Make every document of a packet."""
    case, style = plan.case, plan.style
    filled = fill(plan)
    fields: dict[str, Values] = {filled.kind: filled.values}
    form, written = by_hand(filled.paper, filled.values, plan.by_hand, case.rng("by-hand"))
    dropped = {d.form for d in plan.defects if d.code == "D01"}
    docs = [Document(filled.kind, _scan_all(plan, filled.kind, draw(form, style)))]
    lost = plan.has("C02")
    if not lost or lost.where != "missing":
        docs.append(_electronic(plan, filled))
        if plan.letter:
            letter = letters.letter_form(case, style)
            docs.append(
                Document(
                    "cover_letter",
                    file=word.write(letter, style),
                    suffix=".docx",
                    texts=(tuple(word.text_of(letter)),),
                )
            )
    for paper in _attachments(plan):
        if paper.kind not in dropped:
            fields[paper.kind] = paper.values
            docs.append(Document(paper.kind, _scan_all(plan, paper.kind, list(paper.sheets))))
    if case.award != "registration" and "report" not in dropped:
        docs.append(_report(plan))
    hand = {filled.kind: written} if written else {}
    return Packet(plan, tuple(docs), fields, {filled.kind: filled.rows}, hand)


def _electronic(plan: Plan, filled: Filled) -> Document:
    """Return the form's electronic version: a Word file, or a PDF that was never paper."""
    style = plan.style
    if plan.electronic == "docx":
        return Document(
            filled.kind,
            file=word.write(filled.electronic, style),
            suffix=".docx",
            texts=(tuple(word.text_of(filled.electronic)),),
        )
    sheets = typed(filled.electronic, style)
    fields = plan.case.rng("interactive").random() < INTERACTIVE
    return Document(
        filled.kind,
        file=interactive(sheets, style.ticked) if fields else pdf_of(sheets),
        suffix=".pdf",
        texts=tuple(tuple(text for text, _ in sheet.lines) for sheet in sheets),
        prints=tuple(print_of(sheet) for sheet in sheets),
    )


def _attachments(plan: Plan) -> list[documents.Paper]:
    case, style = plan.case, plan.style
    if case.award == "registration":
        return []
    kept = KEPT_ASIDE.get(style.layout, letters)
    form, values = kept.commitment_form(case, style)
    out = [documents.Paper("commitment", tuple(draw(form, style)), values)]
    if case.award in ("organisation", "project"):
        out.append(documents.licence(case, plan.paper_org, style))
    if case.award == "organisation":
        out += [documents.certificate(case, held, style) for held in case.certificates[:1]]
    if case.award == "project":
        form, values = letters.test_report_form(case, style)
        out.append(documents.Paper("test_report", tuple(draw(form, style)), values))
    if case.award == "individual":
        out.append(documents.id_card(case.hero, case.worker.ethnicity, style))
    return out


def _report(plan: Plan) -> Document:
    if plan.report_pages:
        return Document("report", _scan_all(plan, "report", long_report(plan)))
    data, pages = report.born_digital(plan.case, plan.report_seed)
    lines = tuple(
        (*(shown for shown, _ in page.lines if shown.strip()), page.foot) for page in pages
    )
    lost = plan.has("C02")
    if not (plan.scanned_report or (lost and lost.where == "missing")):
        return Document("report", file=data, suffix=".pdf", texts=lines)
    sheets = []
    for page in pages:
        sheet = blank_sheet(200)
        for index, (shown, head) in enumerate(page.lines):
            put_text(sheet, (200, 200 + index * 60), shown, "song", 42 if head else 34)
        sheets.append(sheet)
    return Document("report", _scan_all(plan, "report", sheets))


def _scan_all(plan: Plan, kind: str, sheets: list[Sheet]) -> tuple[Scanned, ...]:
    attachment = kind in ("licence", "certificate", "id_card", "test_report")
    out = []
    if plan.two_up and not attachment and plan.entry != "photos":
        sheets = _opened(sheets)
    across, blue = _across(plan, kind, sheets), press_blue(plan, kind, sheets)
    black = plan.has("S07")
    photocopied = black is not None and black.form == kind
    for number, sheet in enumerate(sheets):
        rng = plan.case.rng(f"ink:{kind}:{number}")
        tick_by_pen(sheet, plan.case.rng(f"ticks:{kind}:{number}"))
        write_by_hand(sheet, hand_of(plan.case.rng("hand")), plan.case.rng(f"hand:{kind}:{number}"))
        seals = ink(plan, sheet, rng) + across.get(number, ()) + blue.get(number, ())
        if photocopied:
            sheet.image = sheet.image.convert("L").convert("RGB")
            seals = tuple(replace(one, ink="black") for one in seals)
        photo = plan.entry == "photos"
        ageing = draw_ageing(rng, grey=plan.grey_copies and attachment and not photo, photo=photo)
        out.append(scan(sheet, seals, _tempered(plan, ageing, kind), rng))
        if plan.backs and not photo:
            back = back_of(sheet)
            out.append(scan(back, (), replace(_tempered(plan, ageing, kind), turn=0), rng))
    return tuple(out)


def _across(plan: Plan, kind: str, sheets: list[Sheet]) -> dict[int, tuple[PlacedSeal, ...]]:
    """Stamp the form's inner pages across their edges, where the plan says so."""
    if not plan.straddle or not kind.startswith("award") or len(sheets) < 4:
        return {}
    if plan.entry == "photos" or plan.two_up or plan.has("S01"):
        return {}
    org = plan.case.org
    spec = official(org.name, org.seal_code, plan.case.rng("seal"))
    strips = press_across(sheets[1:], spec, plan.case.rng("straddle"))
    return {number: (one,) for number, one in enumerate(strips, 1)}


def _opened(sheets: list[Sheet]) -> list[Sheet]:
    """Return the pages after the cover as an opened volume shows them, two on one scan."""
    inner = sheets[1:]
    pairs = [side_by_side(a, b) for a, b in zip(inner[::2], inner[1::2], strict=False)]
    return sheets[:1] + pairs + inner[len(pairs) * 2 :]


def _tempered(plan: Plan, ageing: Ageing, kind: str) -> Ageing:
    if kind == "report" and plan.report_pages:  # fed through at once: an office scanner's usual
        ageing = replace(ageing, noise=min(ageing.noise, 1.5))
    best = 41 if plan.light else 55 if kind == "report" else 95
    return replace(ageing, quality=min(ageing.quality, best))


def ink(plan: Plan, sheet: Sheet, rng: random.Random) -> tuple[PlacedSeal, ...]:
    """Stamp and sign a sheet where its spots want it."""
    seals: list[PlacedSeal] = []
    for spot in sheet.spots:
        if spot.kind in ("tick", "pen"):  # made before, with numbers of their own
            continue
        middle = (spot.box[1] + spot.box[3]) / 2
        if spot.kind == "hand":
            sign(sheet, spot.name, (spot.box[0], middle), rng, plan.style.size / 72 * 1.15)
            continue
        if spot.kind == "sign":
            name = _signer(plan, spot.name)
            unsigned = plan.has("G01") and spot.name == "declaration"
            if name and not unsigned:
                small = spot.name.startswith("contributor:")
                start = spot.box[0] if small else spot.box[2]
                sign(sheet, name, (start, middle), rng, 0.2 if small else 0.31)
                seals += _name_seal(plan, sheet, spot, name, rng)
            continue
        spec, expected = _seal_for(plan, spot.name, rng)
        if spec:
            # A laboratory may use any ink; red is demanded of the applicant and its recommender.
            colour = "blue" if plan.blue and spot.name == "report_issuer" else "red"
            box = press(sheet, spec, _centre(sheet, spot, rng), rng, colour)
            seals.append(PlacedSeal(spec, spot.name, expected, box, colour))
    return tuple(seals)


def _name_seal(
    plan: Plan, sheet: Sheet, spot: Spot, name: str, rng: random.Random
) -> list[PlacedSeal]:
    if spot.name != "declaration" or plan.case.rng("name-seal").random() > 0.3:
        return []
    unit = sheet.dpi / 25.4
    middle = (spot.box[1] + spot.box[3]) / 2
    centre = (spot.box[2] + rng.uniform(4, 10) * unit, middle + rng.uniform(7, 10) * unit)
    spec, colour = name_seal(name), "blue" if plan.blue else "red"
    box = press(sheet, spec, centre, rng, colour)
    return [PlacedSeal(spec, "declaration", name, box, colour)]


def _centre(sheet: Sheet, spot: Spot, rng: random.Random) -> tuple[float, float]:
    unit = sheet.dpi / 25.4
    left, top, right, bottom = spot.box
    inward = min((right - left) / 2, 14 * unit)
    return (
        right - inward + rng.uniform(-6, 6) * unit,
        (top + bottom) / 2 + rng.uniform(-1, 7) * unit,
    )


def _signer(plan: Plan, place: str) -> str:
    case = plan.case
    if place.startswith("contributor:"):
        return case.project.members[int(place.split(":")[1])].name
    return {
        "declaration": case.org.legal_rep,
        "commitment": case.org.legal_rep,
        "org_opinion": case.org.legal_rep,
        "employer_opinion": case.org.legal_rep,
        "self_declaration": case.hero.name,
        "recommender_opinion": case.recommender.legal_rep if case.recommender else "",
    }.get(place, "")


def _seal_for(plan: Plan, place: str, rng: random.Random) -> tuple[SealSpec | None, str]:
    """Return the seal that stands at a place, and the name that should stand there."""
    case: Case = plan.case
    if place in APPLICANT_PLACES:
        return _applicant_seal(plan, place, rng), case.org.name
    names = {
        "recommender_opinion": case.recommender.name if case.recommender else "",
        "licence_registrar": documents.registrar(case.org),
        "certificate_issuer": case.certificates[0].issuer,
        "report_issuer": report_issuer(case),
    }
    name = names[place]
    return official(name, f"31{rng.randrange(10**11):011d}", rng), name


def _applicant_seal(plan: Plan, place: str, rng: random.Random) -> SealSpec | None:
    org, looks = plan.case.org, plan.case.rng("seal")
    for defect in plan.defects:
        if defect.where != place:
            continue
        if defect.code in ("S01", "S06"):
            return None
        if defect.code == "S02":
            return official(plan.other.name, plan.other.seal_code, looks)
        if defect.code == "S03":
            purpose = rng.choice(("合同专用章", "合同专用章", "财务专用章", "发票专用章"))
            code = org.uscc if purpose == "发票专用章" else org.seal_code
            return purpose_seal(org.name, purpose, code, star=rng.random() < 0.5)
    return official(org.name, org.seal_code, looks)
