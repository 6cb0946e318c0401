"""Codes and mobile numbers in ruled squares."""

from dataclasses import replace
from itertools import pairwise

import pytest

from samples.committed import committed_plans
from samples.forms_shared import in_squares
from samples.layout import Cell, Para, Row, Table, label, value
from samples.packet import Filled, fill
from samples.paper import Typesetter, draw, put_table
from samples.plan import ORG, PERSON, PROJECT, REG, Plan, make_plan
from samples.sheet import Sheet


def combed(award: str, *codes: str, comb: bool = True) -> tuple[Plan, Filled]:
    """Return a filled form in the style with squares, or without."""
    plan = make_plan("comb", 1, award, "folder", codes, set())
    plan = replace(plan, style=replace(plan.style, comb=comb))
    return plan, fill(plan)


def drawn(table: Table) -> Sheet:
    """Draw a table alone."""
    setter = Typesetter(make_plan("comb", 1, REG, "folder", (), set()).style)
    sheets = [setter.sheet()]
    put_table(sheets, setter, table, 100, 0)
    return sheets[0]


@pytest.mark.parametrize("award", [ORG, PROJECT, PERSON, REG])
def test_code_stands_in_eighteen_squares(award: str) -> None:
    """The line is the joined code; each of its characters has a ruled cell of its own."""
    plan, filled = combed(award)
    code = plan.case.org.uscc
    sheets = draw(filled.paper, plan.style)
    (sheet, box), *_ = [(s, b) for s in sheets for text, b in s.lines if text == code]
    middle = (box[1] + box[3]) / 2
    row = [cell for cell in sheet.cells if cell[4][1] < middle < cell[4][3]]
    squares = [cell for cell in row if box[0] - 9 < sum(cell[4][::2]) / 2 < box[2] + 9]
    assert len(squares) == 18
    assert len({round(cell[4][2] - cell[4][0]) for cell in squares}) <= 2  # as wide as each other
    assert len({cell[0] for cell in squares}) == 1
    assert filled.values["uscc"].truth == code


def test_squares_part_the_columns_of_the_table() -> None:
    """Squares are counted as the other cells are: what lies under them spans their edges."""
    row = Row((label("代码", 0, 4), in_squares("uscc", value("9" * 18, 4, 20), 8)))
    below = Row((label("名称", 0, 4), value("某公司", 4, 20)))
    cells = drawn(Table((row, below))).cells
    # 18 squares of 8/11 columns leave room at the right: one more cell
    assert [cell[:4] for cell in cells] == [
        (0, 0, 1, 1),
        *[(0, 1 + n, 1, 1) for n in range(19)],
        (1, 0, 1, 1),
        (1, 1, 1, 19),
    ]
    for (*_, one), (*_, other) in pairwise(cells[1:20]):
        assert one[2] == pytest.approx(other[0])


def test_rules_a_hair_apart_are_one_edge() -> None:
    """A jog of less than a millimetre makes no column."""
    upper = Row((label("代码", 0, 4), in_squares("uscc", value("9" * 18, 4, 20), 8)))
    lower = Row((label("甲", 0, 9), value("乙", 9, 15)))  # 9 lies by 4 + 7 * 8/11
    assert [cell[:4] for cell in drawn(Table((upper, lower))).cells[-2:]] == [
        (1, 0, 1, 8),
        (1, 8, 1, 12),
    ]


@pytest.mark.parametrize(
    ("shown", "squares"),
    [("13912345678", 11), ("", 11), ("021-8765432", 0), ("51840095、13779415605", 0)],
)
def test_only_what_fits_stands_in_squares(shown: str, squares: int) -> None:
    """One mobile number, or none yet; two numbers or a landline take the plain cell."""
    assert in_squares("contact_phone", value(shown, 4, 8), 8).comb == squares
    assert in_squares("postcode", value(shown, 4, 8), 8).comb == 0


def test_blank_squares_hold_no_line() -> None:
    """An empty comb is ruled, and says nothing."""
    cell = in_squares("phone", Cell((Para(""),), 4, 8), 8)
    sheet = drawn(Table((Row((label("手机", 0, 4), cell)),)))
    assert len(sheet.cells) == 12
    assert [text for text, _ in sheet.lines] == ["手机"]


def test_squares_do_not_reach_the_word_file() -> None:
    """Word holds the value in one piece, and no other drawing depends on the squares."""
    with_squares, without = combed(ORG)[1], combed(ORG, comb=False)[1]
    assert with_squares.values == without.values
    assert with_squares.rows == without.rows


def test_committed_haul_has_both_styles() -> None:
    """Some applicants' forms have squares, most have none."""
    styles = [plan.style.comb for plan in committed_plans()]
    assert 2 <= sum(styles) < 8
