"""The layouts kept aside: what they show is what their truth says."""

import argparse
import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from samples import word
from samples.aside2_parts import aside2_style
from samples.aside4_parts import aside4_style
from samples.aside_shared import aside_style
from samples.blank import blank_form
from samples.committed import committed_plans
from samples.layout import EMPTY_BOX, TICKED, Form, Table, Value, ticks_in
from samples.make import After, plans_for, write_packet
from samples.packet import KEPT_ASIDE, Filled, blanked, fill
from samples.paper import draw
from samples.plan import ORG, PERSON, PROJECT, REG, Plan, make_plan, with_layout
from samples.sheet import Sheet
from samples.style import ASIDE, ASIDE2, ASIDE4, draw_style

AWARDS = (ORG, PROJECT, PERSON, REG)
LAYOUTS = ("aside", "aside2", "aside4")
DRAWN = ("aside2", "aside4")  # with blank forms, and with nothing over another
SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(params=LAYOUTS)
def layout(request: pytest.FixtureRequest) -> str:
    """Return the name of a layout kept aside."""
    return str(request.param)


def laid(
    layout: str, award: str, seed: str = "a", *codes: str, boxes: str = "behind"
) -> tuple[Plan, Filled]:
    """Return a filled form in this layout, printed throughout."""
    plan = with_layout(make_plan(seed, 1, award, "folder", codes, set(), light=True), layout)
    style = replace(plan.style, boxes=boxes, tick_pen="", hand_dates=False)
    return replace(plan, style=style), fill(replace(plan, style=style))


def drawn(plan: Plan, filled: Filled) -> list[Sheet]:
    """Return the form's sheets."""
    return draw(filled.paper, plan.style)


def bare(text: str) -> str:
    """Return a text without blanks."""
    return "".join(text.split())


@pytest.mark.parametrize("award", AWARDS)
@pytest.mark.parametrize("boxes", ["before", "behind", "brackets"])
@pytest.mark.parametrize("seed", ["a", "b", "c", "d"])
def test_paper_and_word_hold_every_value(layout: str, award: str, boxes: str, seed: str) -> None:
    """What the truth says about a form stands on its paper and in its Word version."""
    plan, filled = laid(layout, award, seed, boxes=boxes)
    paper = bare("".join(text for sheet in drawn(plan, filled) for text, _ in sheet.lines))
    lines = "\n".join(word.text_of(filled.electronic))
    cells = [one for rows in filled.rows.values() for row in rows for one in row.values()]
    for one in (*filled.values.values(), *cells):
        assert one.shown in lines
        assert bare(one.shown) in paper


@pytest.mark.parametrize("award", AWARDS)
def test_word_file_has_its_lines(layout: str, award: str) -> None:
    """The Word file opens and holds the text that is told of it."""
    plan, filled = laid(layout, award)
    document = docx.Document(io.BytesIO(word.write(filled.electronic, plan.style)))
    told = bare("".join(word.text_of(filled.electronic)))
    inside = document.element.body.xpath("string(.)")
    symbols = dict.fromkeys(map(ord, EMPTY_BOX + TICKED))  # may be symbols of a typeface
    assert sorted(bare(inside).translate(symbols)) == sorted(told.translate(symbols))


@pytest.mark.parametrize("award", AWARDS)
def test_ticks_of_the_page_are_the_choices_of_the_truth(layout: str, award: str) -> None:
    """Each box bears the word before it; those ticked are what the fields say."""
    plan, filled = laid(layout, award)
    ticks = [(name, state) for s in drawn(plan, filled) for name, state, _ in s.ticks]
    fields = [one for one in filled.values.values() if ticks_in(one.shown)]
    assert len(ticks) == sum(len(ticks_in(one.shown)) for one in fields) > 0
    for one in fields:
        chosen = [name for name, state, _ in ticks_in(one.shown) if state]
        truth = one.truth if isinstance(one.truth, list) else [one.truth]
        assert chosen == truth or (isinstance(one.truth, bool) and len(chosen) == 1)
        assert set(ticks_in(one.shown)[0][:1]) <= {name for name, _ in ticks}


def test_brackets_are_text_and_no_boxes(layout: str) -> None:
    """A mark in brackets is no tick box; with a pen it is written, not printed."""
    plan, filled = laid(layout, REG, boxes="brackets")
    (sheet,) = drawn(plan, filled)
    assert sheet.ticks == [] and any("（√）" in text for text, _ in sheet.lines)
    assert not [spot for spot in sheet.spots if spot.kind == "tick"]
    by_pen = replace(plan.style, tick_pen="fill")
    (sheet,) = draw(filled.paper, by_pen)
    marks = [spot for spot in sheet.spots if spot.kind == "tick"]
    assert len(marks) == sum(text.count("√") for text, _ in sheet.lines)
    assert {spot.name for spot in marks} == {"check"}


def test_a_word_is_not_parted_from_its_box() -> None:
    """Wrapped lines keep the box with the word before it."""
    names = [name for name, _, _ in ticks_in("制造业□　服务业☑　其他□")]
    assert names == ["制造业", "服务业", "其他"]
    assert [name for name, _, _ in ticks_in("近三年有无事故：有□　无☑")] == ["有", "无"]
    assert [name for name, _, _ in ticks_in("□制造业　☑服务业")] == ["制造业", "服务业"]


@pytest.mark.parametrize("boxes", ["behind", "brackets"])
@pytest.mark.parametrize("seed", ["a", "b", "c", "d", "e"])
def test_registration_is_one_sheet(layout: str, boxes: str, seed: str) -> None:
    """The form fits on one page, whatever its length of names."""
    assert len(drawn(*laid(layout, REG, seed, boxes=boxes))) == 1


@pytest.mark.parametrize(("award", "where"), [(REG, "ownership"), (PROJECT, "start_on")])
def test_blanked_field_is_blank_on_paper(layout: str, award: str, where: str) -> None:
    """A planted blank leaves no mark and no text."""
    choice = Value("国有（　）　民营（√）", "民营")
    assert blanked(choice) == Value("国有（　）　民营（　）", "")
    plan, filled = laid(layout, award)
    values = filled.values | {where: blanked(filled.values[where])}
    form = KEPT_ASIDE[plan.style.layout].builder(plan.case, plan.style)(values, filled.rows)
    before, after = (
        "".join(text for sheet in draw(one, plan.style) for text, _ in sheet.lines)
        for one in (filled.paper, form)
    )
    assert len(bare(before)) >= len(bare(after)) and before != after


@pytest.mark.parametrize("award", AWARDS)
def test_versions_differ_only_by_defect(layout: str, award: str) -> None:
    """Paper and electronic version agree, save for the one field of a planted C03."""
    same = laid(layout, award)[1]
    assert word.text_of(same.paper) == word.text_of(same.electronic)
    other = laid(layout, award, "a", "C03")[1]
    pairs = zip(word.text_of(other.paper), word.text_of(other.electronic), strict=True)
    assert sum(a != b for a, b in pairs) == 1


def test_places_for_seals_and_signatures_are_those_of_the_plan(layout: str) -> None:
    """The forms want the same seals and signatures as the other layouts."""
    for award in AWARDS:
        plan = make_plan("p", 1, award, "folder", (), set(), light=True)
        marked = [
            {
                (spot.kind, spot.name)
                for sheet in draw(fill(one).paper, one.style)
                for spot in sheet.spots
                if spot.kind in ("seal", "sign")
            }
            for one in (plan, with_layout(plan, layout))
        ]
        assert marked[0] - {("seal", "self_declaration")} == marked[1]


def asked(**options: str) -> argparse.Namespace:
    """Return the command line's choices."""
    usual = {"committed": False, "every_code": False, "report": "dealt", "packets": 4, "seed": 1}
    usual |= {"by_hand": 0.0}
    return argparse.Namespace(**(usual | {"layout": "", "electronic": ""} | options))


def test_layout_is_chosen_by_option_alone() -> None:
    """No haul has this layout unasked; asked for, all of it has."""
    for plan in (*committed_plans(), *plans_for(asked())):
        assert plan.style.layout < ASIDE and plan.electronic == "docx"
        assert plan.style.boxes == "before"
    assert {plan.style.layout for plan in plans_for(asked(layout="aside"))} == {ASIDE}
    assert {plan.style.layout for plan in plans_for(asked(layout="aside2"))} == {ASIDE2}
    assert {plan.style.layout for plan in plans_for(asked(layout="aside4"))} == {ASIDE4}
    assert {plan.style.layout for plan in plans_for(asked(layout="1"))} == {1}
    one, other = plans_for(asked(layout="aside")), plans_for(asked())
    assert [plan.case for plan in one] == [plan.case for plan in other]


@pytest.mark.parametrize("number", [4, 11])
def test_committed_packet_comes_out_as_it_was(number: int, tmp_path: Path) -> None:
    """What this layout needed of the others' parts changed nothing of the haul in git."""
    for part in ("haul", "truth"):
        (tmp_path / part).mkdir()
    plan = committed_plans()[number - 1]
    write_packet(tmp_path, After(), plan)
    truth, kept = (root / "truth" / f"{plan.name}.json" for root in (tmp_path, SAMPLES))
    assert truth.read_bytes() == kept.read_bytes()


def test_looks_are_repeatable() -> None:
    """The same applicant gets the same looks."""
    plan = make_plan("r", 1, ORG, "folder", (), set())
    rng = plan.case.rng
    assert aside_style(plan.style, rng("x")) == aside_style(plan.style, rng("x"))
    assert aside2_style(plan.style, rng("x")) == aside2_style(plan.style, rng("x"))
    assert aside4_style(plan.style, rng("x")) == aside4_style(plan.style, rng("x"))
    assert draw_style(rng("y"), 200).boxes == "before"


@pytest.mark.parametrize("award", AWARDS)
@pytest.mark.parametrize("seed", ["a", "b", "c"])
@pytest.mark.parametrize("size", [10.5, 12.0])
@pytest.mark.parametrize("name", DRAWN)
def test_nothing_is_printed_over_another(name: str, award: str, seed: str, size: float) -> None:
    """Each line of a page lies on the page and on no other line."""
    plan, filled = laid(name, award, seed)
    for sheet in draw(filled.paper, replace(plan.style, size=size)):
        width, height = sheet.image.size
        boxes = sorted((box for _, box in sheet.lines), key=lambda box: box[1])
        assert all(0 < b[0] < b[2] < width and 0 < b[1] < b[3] < height for b in boxes)
        for number, one in enumerate(boxes):
            for other in boxes[number + 1 :]:
                across = min(one[2], other[2]) - max(one[0], other[0])
                assert across <= 2 or one[3] - other[1] <= 2


def labels(form: Form) -> set[str]:
    """Return the texts of a form's label cells."""
    tables = [block for block in form.blocks if isinstance(block, Table)]
    cells = [cell for table in tables for row in table.rows for cell in row.cells]
    return {para.text for cell in cells if cell.kind in ("label", "title") for para in cell.paras}


@pytest.mark.parametrize("award", AWARDS)
@pytest.mark.parametrize("boxes", ["before", "brackets"])
@pytest.mark.parametrize("name", DRAWN)
def test_blank_form_has_the_labels_and_nothing_filled_in(name: str, award: str, boxes: str) -> None:
    """What the office hands out is the form that came back, without what was filled in."""
    plan, filled = laid(name, award, boxes=boxes)
    blank = blank_form(award, plan.style)
    assert labels(blank) == labels(filled.paper)
    text = "".join(word.text_of(blank))
    assert not set(text) & {*TICKED, "√"}
    for field in ("org_name", "employer", "uscc", "address", "person_name", "project_name"):
        assert field not in filled.values or filled.values[field].shown not in text
