"""Blank forms: what an office hands out, before anybody fills it in."""

from samples.case import draw_case
from samples.forms_org import build_org, org_rows, org_values
from samples.forms_person import build_person, person_rows, person_values
from samples.forms_project import build_project, project_rows, project_values
from samples.forms_registration import build_registration, registration_values
from samples.layout import BLANK, EMPTY_BOX, TICKED, Form, RowValues, Value, Values
from samples.style import Style

AWARDS = ("registration", "organisation", "project", "individual")
_EMPTIED = str.maketrans(dict.fromkeys(TICKED, EMPTY_BOX))
_PRINTED = ("self_declaration",)
_PRINTED_COLUMNS = ("name", "unit")  # of the table of indicators
_ROWS = 3


def blank_form(award: str, style: Style) -> Form:
    """Return the form of an award with all boxes empty and nothing filled in."""
    case = draw_case("blank", award, set())
    if award == "registration":
        return build_registration(_blank(registration_values(case, style)), style)
    if award == "organisation":
        rows = _blank_rows(org_rows(case, style))
        return build_org(_blank(org_values(case, style)), rows, style)
    if award == "project":
        rows = _blank_rows(project_rows(case, style))
        return build_project(_blank(project_values(case, style)), rows, style)
    rows = _blank_rows(person_rows(case, style))
    return build_person(_blank(person_values(case, style)), rows, style, 0)


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
