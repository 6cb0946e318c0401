"""The measure of drafting: where values stand on a blank form, and what counts as found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.formtypes import Block, Field, Form, Rows
from samples.blank import AWARDS, awards_of
from samples.plan import make_plan, with_layout
from samples.style import Style
from tests.drafting.places import Asked, Place, asked
from tests.drafting.score import score

LAYOUTS = ("0", "3", "4", "5", "aside", "aside2", "aside3", "aside4")


def style_of(layout: str) -> Style:
    plan = make_plan("blank", 1, "project", "folder", (), set(), light=True)
    return replace(with_layout(plan, layout).style, comb=False)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("award", AWARDS)
def test_a_value_alone_changes_its_places_and_no_other(layout: str, award: str) -> None:
    """It stands in one place, or also on the cover or beside a signature; each has a label."""
    style = style_of(layout)
    if award not in awards_of(style.layout):
        return
    wanted = asked(award, style)
    singles = [places for name, places in wanted.named.items() if "." not in name]
    assert {len(places) for places in singles} <= {1, 2, 3}
    assert len(wanted.named) > 15
    # The date at a form's foot has none.
    labelled = [any(one.known_as or one.block for one in p) for p in wanted.named.values()]
    assert all(labelled)


def test_labels_are_those_printed_beside_and_above() -> None:
    """A label at the left, a heading above a column, a heading outside the tables."""
    named = asked("project", style_of("aside4")).named
    assert "应用领域" in named["sector"][0].known_as
    assert named["start_on"][0].at == named["end_on"][0].at
    assert "出生年月" in named["contributors.birth_ym"][0].known_as
    assert "推广应用情况及前景" in named["diffusion"][0].known_as
    assert named["org_opinion"][0].block


def field(label: str) -> Field:
    return Field(name="x", labels=(label,))


def place(*labels: str, at: int = 0) -> Place:
    return Place((at,), labels)


WANTED = Asked(
    {
        "first": (place("姓名", at=1),),
        "second": (place("姓名", at=2),),
        "start": (place("起止时间", at=3),),
        "end": (place("起止时间", at=3),),
        "opinion": (place("单位意见", at=4),),
        "people.name": (place("完成人", at=5),),
        "people.task": (place("分工", at=6),),
        "count": (place("总数", at=7),),
    },
    (place("签收", at=9),),
)


def test_each_drafted_field_speaks_for_one_place() -> None:
    """One 姓名 of two is missed; a span that two values share is found by one field."""
    one = Form(kind="a", name="a", fields=(field("姓名"), field("起止时间"), field("签收")))
    found = score(WANTED, (one,))
    assert found.found == ("first", "start", "end")
    assert found.false_fields == ()
    two = replace(one, fields=(*one.fields, field("姓名"), field("填表说明")),
                  blocks=(Block(name="b", labels=("单位意见",)),))  # fmt: skip
    found = score(WANTED, (two,))
    assert found.found == ("first", "second", "start", "end", "opinion")
    assert found.false_fields == ("填表说明",)


def test_a_table_of_single_values_is_false() -> None:
    """So is the same table a second time; its columns are found once."""
    people = Rows(name="p", columns=(field("完成人"), field("分工")))
    counts = Rows(name="c", columns=(field("总数"), field("其他")))
    found = score(WANTED, (Form(kind="a", name="a", rows=(people, counts, people)),))
    assert found.found == ("people.name", "people.task")
    assert found.in_tables == ("count",)
    assert found.false_tables == ("总数 | 其他", "完成人 | 分工")
