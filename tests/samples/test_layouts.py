"""The development layouts: what they show is what their truth says."""

import io

import docx
import pytest

from samples import word
from samples.layout import EMPTY_BOX, MARK, TICKED, Form, Row, Table, label, value
from samples.packet import APPLICANT_PLACES, Filled, fill
from samples.paper import draw
from samples.plan import ORG, PERSON, PROJECT, REG, Plan, make_plan, with_layout

AWARDS = (ORG, PROJECT, PERSON, REG)
LAYOUTS = ("3", "4", "5")


def laid(award: str, layout: str, seed: str) -> tuple[Plan, Filled]:
    """Return a filled form in a layout."""
    plan = with_layout(make_plan(seed, 1, award, "folder", (), set(), light=True), layout)
    return plan, fill(plan)


def bare(text: str) -> str:
    """Return a text without blanks."""
    return "".join(text.split())


@pytest.mark.parametrize("award", AWARDS)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", ["a", "b"])
def test_paper_and_word_hold_every_value(award: str, layout: str, seed: str) -> None:
    """What the truth says about a form stands on its paper and in its Word version."""
    plan, filled = laid(award, layout, seed)
    sheets = draw(filled.paper, plan.style)
    hands = [spot.name for sheet in sheets for spot in sheet.spots if spot.kind == "hand"]
    paper = bare("".join([text for sheet in sheets for text, _ in sheet.lines] + hands))
    lines = bare("\n".join(word.text_of(filled.electronic)))
    cells = [one for rows in filled.rows.values() for row in rows for one in row.values()]
    for one in (*filled.values.values(), *cells):
        assert bare(one.shown) in lines
        for part in one.shown.split():
            assert bare(part) in paper


@pytest.mark.parametrize("award", AWARDS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_places_for_seal_and_signature_stand_on_the_paper(award: str, layout: str) -> None:
    """Each layout has the places that the rules look at."""
    plan, filled = laid(award, layout, "a")
    spots = {spot.name for sheet in draw(filled.paper, plan.style) for spot in sheet.spots}
    wanted = {
        ORG: {"cover", "declaration", "org_opinion"},
        PROJECT: {"cover", "declaration", "org_opinion", "contributor:0"},
        PERSON: {"cover", "self_declaration", "employer_opinion"},
        REG: {"registration"},
    }[award]
    missing = wanted - spots
    assert missing <= ({"contributor:0"} if layout == "5" else set())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_choices_are_marked_as_the_layout_does(layout: str) -> None:
    """Layout 4 marks within brackets; the others have boxes."""
    _, filled = laid(ORG, layout, "a")
    shown = filled.values["ownership"].shown
    assert (MARK in shown) == (layout == "4")
    assert any(mark in shown for mark in EMPTY_BOX + TICKED) == (layout != "4")


def test_heading_rows_stand_again_on_the_next_page() -> None:
    """A table that goes on is headed again on paper, and says so in Word."""
    plan = make_plan("a", 1, ORG, "folder", (), set(), light=True)
    rows = (Row((label("名称", 0, 24),)), *(Row((value(str(i), 0, 24),)) for i in range(60)))
    form = Form("award_org", (Table(rows, repeat=1),))

    sheets = draw(form, plan.style)
    table = docx.Document(io.BytesIO(word.write(form, plan.style))).tables[0]

    assert len(sheets) > 1
    assert all(sheet.lines[0][0] == "名称" for sheet in sheets)
    assert [("w:tblHeader" in row._tr.xml) for row in table.rows[:2]] == [True, False]


@pytest.mark.parametrize("award", AWARDS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_seals_stand_only_where_somebody_has_one(award: str, layout: str) -> None:
    """An organisation stamps; a person who declares something signs."""
    plan, filled = laid(award, layout, "a")
    spots = [spot for sheet in draw(filled.paper, plan.style) for spot in sheet.spots]
    stamped = {spot.name for spot in spots if spot.kind == "seal"}
    assert stamped <= {*APPLICANT_PLACES, "recommender_opinion"}
    assert stamped
