"""Blank forms: what an office hands out, before anybody fills it in."""

from collections.abc import Callable

from samples import aside2, aside3, aside4
from samples.case import Case, draw_case
from samples.forms_org import build_org, org_rows, org_values
from samples.forms_person import build_person, person_rows, person_values
from samples.forms_project import build_project, project_rows, project_values
from samples.forms_registration import build_registration, registration_values
from samples.layout import BLANK, EMPTY_BOX, TICKED, Form, RowValues, Value, Values
from samples.style import ASIDE2, ASIDE3, ASIDE4, Style

KEPT_ASIDE = {
    ASIDE2: (aside2.build, aside2.values_of),
    ASIDE3: (aside3.build, aside3.values_of),
    ASIDE4: (aside4.build, aside4.values_of),
}
AWARDS = ("registration", "organisation", "project", "individual")
_EMPTIED = str.maketrans(dict.fromkeys(TICKED, EMPTY_BOX))
_PRINTED = ("self_declaration",)
_PRINTED_COLUMNS = ("name", "unit")  # of the table of indicators
_ROWS = 3
Filled = tuple[Values, RowValues]
_FILLED: dict[str, Callable[[Case, Style], Filled]] = {
    "registration": lambda case, style: (registration_values(case, style), {}),
    "organisation": lambda case, style: (org_values(case, style), org_rows(case, style)),
    "project": lambda case, style: (project_values(case, style), project_rows(case, style)),
    "individual": lambda case, style: (person_values(case, style), person_rows(case, style)),
}
_BUILT: dict[str, Callable[[Values, RowValues, Style], Form]] = {
    "registration": lambda values, rows, style: build_registration(values, style),
    "organisation": build_org,
    "project": build_project,
    "individual": lambda values, rows, style: build_person(values, rows, style, 0),
}


def blank_form(award: str, style: Style) -> Form:
    """Return the form of an award with all boxes empty and nothing filled in.

    Of the layouts beside 0 to 2 it is those of `KEPT_ASIDE` that have blank forms.
    """
    values, rows = _FILLED[award](draw_case("blank", award, set()), style)
    values, rows = _blank(values), _blank_rows(rows)
    if style.layout in KEPT_ASIDE:
        build, values_of = KEPT_ASIDE[style.layout]
        return build(award, values_of(values, style), rows, style, 0)
    return _BUILT[award](values, rows, style)


def _blank(values: Values) -> Values:
    return {
        name: value if name in _PRINTED else Value(_emptied(value.shown), "")
        for name, value in values.items()
    }


def _emptied(shown: str) -> str:
    """Return tick boxes emptied, and nothing of what is written."""
    return shown.translate(_EMPTIED) if any(one in shown for one in TICKED + EMPTY_BOX) else ""


def _blank_rows(rows: RowValues) -> RowValues:
    """Return rows to be filled in; of indicators name and unit are printed."""
    out: RowValues = {}
    for name, lines in rows.items():
        if name == "indicators":
            out[name] = [
                {key: one if key in _PRINTED_COLUMNS else BLANK for key, one in line.items()}
                for line in lines
            ]
        else:
            out[name] = [dict.fromkeys(lines[0], BLANK) for _ in range(_ROWS)]
    return out
