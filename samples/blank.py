"""Blank forms: what an office hands out, before anybody fills it in."""

from collections.abc import Callable
from dataclasses import replace

from samples import aside, aside2, aside3, aside4, layouts
from samples.case import Case, draw_case
from samples.forms_org import build_org, org_rows, org_values
from samples.forms_person import build_person, person_rows, person_values
from samples.forms_project import build_project, project_rows, project_values
from samples.forms_registration import build_registration, registration_values
from samples.layout import BLANK, EMPTY_BOX, TICKED, Form, RowValues, Value, Values
from samples.style import ASIDE, ASIDE2, ASIDE3, ASIDE4, Style

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
_WRITTEN = Value("某某", "某某")
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


def awards_of(layout: int) -> tuple[str, ...]:
    """Return the awards whose blank form can be drawn in a layout.

    The first one kept aside prints sums in its project form, which a blank one does not have.
    """
    return tuple(one for one in AWARDS if layout != ASIDE or one != "project")


def blank_form(award: str, style: Style) -> Form:
    """Return the form of an award with all boxes empty and nothing filled in.

    All layouts have blank forms, see `awards_of` for those that have not all of them.
    """
    values, rows = _FILLED[award](draw_case("blank", award, set()), style)
    return _laid(award, style, _blank(values), _blank_rows(rows))


def filled_alone(award: str, style: Style) -> dict[str, Form]:
    """Return the blank form again for each name of a value, with only this one filled in.

    A column of a table is LIST.COLUMN, filled in in all rows; choices are ticked. What differs
    from `blank_form` is where the value stands.
    """
    filled, listed = _FILLED[award](draw_case("blank", award, set()), style)
    values, rows = _blank(filled), _blank_rows(listed)
    forms = {
        name: _laid(award, style, values | {name: _written(one)}, rows)
        for name, one in filled.items()
    }
    for name, lines in rows.items():
        for column in lines[0]:
            marked = [line | {column: _WRITTEN} for line in lines]
            forms[f"{name}.{column}"] = _laid(award, style, values, rows | {name: marked})
    return forms


def _laid(award: str, style: Style, values: Values, rows: RowValues) -> Form:
    if style.layout == ASIDE:
        build = aside.builder(draw_case("blank", award, set()), style)
        return replace(build(aside.values_of(values, style), rows), photo_seed=0)
    if style.layout in layouts.DEVELOPMENT:
        build = layouts.builder(draw_case("blank", award, set()), style)
        return replace(build(layouts.values_of(values, style), rows), photo_seed=0)
    if style.layout in KEPT_ASIDE:
        lay, values_of = KEPT_ASIDE[style.layout]
        return lay(award, values_of(values, style), rows, style, 0)
    return _BUILT[award](values, rows, style)


def _written(one: Value) -> Value:
    """Return a choice as it is ticked, and any word in place of all else."""
    return one if any(mark in one.shown for mark in TICKED) else _WRITTEN


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
