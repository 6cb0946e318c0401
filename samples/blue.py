"""What an applicant stamps from a blue pad: its department's seal, and the contact's name seal.

Neither takes a place where the organisation's seal is demanded; both stand over print.
"""

import random

from samples.plan import FORM, Plan
from samples.sheet import Rect, Sheet
from samples.stamps import PlacedSeal, department_seal, name_seal, press

DEPARTMENTS = ("质量管理部", "综合管理部", "企业管理部", "办公室")
AWAY_MM = 55.0  # between a department's seal and any place of an organisation's

Seals = dict[int, tuple[PlacedSeal, ...]]


def press_blue(plan: Plan, kind: str, sheets: list[Sheet]) -> Seals:
    """Stamp the packet's form in blue, where the plan says so; return the seals of each sheet."""
    if not plan.blue or kind != FORM[plan.case.award]:
        return {}
    out: Seals = {}
    rng = plan.case.rng("blue")
    for index, seal in (
        _department(plan, sheets, rng),
        *_contact(plan.case.org.contact.name, sheets, rng),
    ):
        out[index] = (*out.get(index, ()), seal)
    return out


def _department(plan: Plan, sheets: list[Sheet], rng: random.Random) -> tuple[int, PlacedSeal]:
    """Stamp over the longest line that stands away from the other seals."""
    index, line = max(
        ((number, line) for number, sheet in enumerate(sheets) for line in _free_lines(sheet)),
        key=lambda one: len(one[1][0]),
    )
    sheet, (_, (left, top, right, bottom)) = sheets[index], line
    centre = (left + (right - left) * rng.uniform(0.3, 0.7), (top + bottom) / 2)
    name = plan.case.org.name
    spec = department_seal(name, rng.choice(DEPARTMENTS))
    box = press(sheet, spec, centre, rng, "blue")
    return index, PlacedSeal(spec, "department", name, box, "blue")


def _free_lines(sheet: Sheet) -> list[tuple[str, Rect]]:
    away = AWAY_MM / 25.4 * sheet.dpi
    middles = [(s.box[1] + s.box[3]) / 2 for s in sheet.spots if s.kind in ("seal", "sign")]
    return [
        line
        for line in sheet.lines
        if all(abs((line[1][1] + line[1][3]) / 2 - middle) > away for middle in middles)
    ]


def _contact(name: str, sheets: list[Sheet], rng: random.Random) -> list[tuple[int, PlacedSeal]]:
    """Stamp the contact's name seal beside and a little over the name, where the form has it."""
    for index, sheet in enumerate(sheets):
        for text, (_, top, right, bottom) in sheet.lines:
            if text == name:
                spec = name_seal(name)
                reach = spec.mm * 0.35 / 25.4 * sheet.dpi
                centre = (right + reach, (top + bottom) / 2 + rng.uniform(-0.2, 0.2) * reach)
                box = press(sheet, spec, centre, rng, "blue")
                return [(index, PlacedSeal(spec, "contact", name, box, "blue"))]
    return []
