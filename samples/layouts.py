"""Which layouts the forms have: 0, 1 and 2 are drawn by the forms themselves; 3, 4 and 5 are the
development layouts, each another office's design; others are kept aside (`samples.aside` on)."""

from collections.abc import Callable
from dataclasses import replace

from samples import layout3, layout4, layout5
from samples.case import Case
from samples.layout import Form, RowValues, Values
from samples.layout_parts import ticked_as
from samples.style import Style

DEVELOPMENT = {3: layout3, 4: layout4, 5: layout5}
BOXES = {3: ("before", "behind"), 4: ("brackets",), 5: ("before", "before", "behind")}
# Forms without a place for the office's number, told by a field of theirs.
UNNUMBERED = {4: ("fill_date",), 5: ("project_name", "person_name")}
Build = Callable[[Values, RowValues], Form]


def restyled(style: Style, layout: int) -> Style:
    """Return a style with its forms in one layout."""
    ways = BOXES.get(layout)
    boxes = ways[style.words % len(ways)] if ways else style.boxes
    return replace(style, layout=layout, boxes=boxes)


def values_of(values: Values, style: Style) -> Values:
    """Return what the form says, with choices set as the layout has them."""
    unasked = UNNUMBERED.get(style.layout, ())
    asked = {
        name: one
        for name, one in values.items()
        if name != "serial_no" or not any(mark in values for mark in unasked)
    }
    return ticked_as(asked, style.boxes, style.ticked)


def builder(case: Case, style: Style) -> Build:
    """Return what lays the case's form out in a development layout."""
    module = DEVELOPMENT[style.layout]
    built: dict[str, Build] = {
        "registration": lambda values, rows: module.registration(values, style),
        "organisation": lambda values, rows: module.org(values, rows, style),
        "project": lambda values, rows: module.project(values, rows, style),
        "individual": lambda values, rows: module.person(
            values, rows, style, case.hero.born.toordinal()
        ),
    }
    return built[case.award]
