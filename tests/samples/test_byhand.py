"""Values written in with a pen: which, how they look, and that the truth names them."""

import random
from dataclasses import replace

import numpy as np

from samples.byhand import by_hand, hand_of, leave_to_pen, write_by_hand
from samples.layout import Cell, CoverLine, Form, Para, Row, Table, Value, label, value
from samples.sheet import blank_sheet

VALUES = {
    "org_name": Value("某某公司", "某某公司"),
    "contact_name": Value("李四", "李四"),
    "contact_phone": Value("62524131", "62524131"),
    "fill_date": Value("2021年8月1日", "2021-08-01"),
    "ownership": Value("□国有　☑民营", "民营"),
    "remark": Value("", ""),
}


def form(*more: Row) -> Form:
    rows = [
        Row((label("单位名称", 0, 4), value("某某公司", 4, 20))),
        Row((label("联系人", 0, 4), value("李四", 4, 8), label("电话", 12, 4),
             value("62524131", 16, 8))),
        Row((label("性质", 0, 4), value("□国有　☑民营", 4, 20))),
        *more,
    ]  # fmt: skip
    return Form("award", (CoverLine("填表日期：", "2021年8月1日"), Table(tuple(rows))))


def penned(one: Form) -> list[str]:
    tables = [block for block in one.blocks if isinstance(block, Table)]
    return [
        para.text
        for table in tables
        for row in table.rows
        for cell in row.cells
        for para in cell.paras
        if para.pen
    ]


def test_short_values_with_a_place_of_their_own_are_left_to_the_pen() -> None:
    written, names = by_hand(form(), VALUES, 1.0, random.Random(1))
    assert set(names) == {"contact_name", "contact_phone"}
    assert penned(written) == ["李四", "62524131"]


def test_without_a_share_nothing_is_changed() -> None:
    assert by_hand(form(), VALUES, 0.0, random.Random(1)) == (form(), ())


def test_what_stands_twice_is_printed() -> None:
    """Else the field would be read from the printed place, and the truth be wrong."""
    twice = form(Row((label("负责人", 0, 4), value("李四", 4, 20))))
    assert by_hand(twice, VALUES, 1.0, random.Random(1))[1] == ("contact_phone",)


def test_a_pen_writes_in_its_colour_and_the_sheet_knows_the_line() -> None:
    sheet = blank_sheet(200)
    leave_to_pen(sheet, (100.0, 100.0), ("电话：", "62524131"), ("song", 30, 900.0))
    assert [text for text, _ in sheet.lines] == ["电话："]
    hand = replace(hand_of(random.Random(3)), colour=(30, 42, 130))
    write_by_hand(sheet, hand, random.Random(4))
    text, (left, top, right, bottom) = sheet.lines[-1]
    assert text == "62524131"
    pixels = np.asarray(sheet.image)[round(top) : round(bottom), round(left) : round(right)]
    inked = pixels[pixels.sum(axis=2) < 500].astype(int)
    assert len(inked) > 100
    assert (inked[:, 2] - inked[:, 0]).mean() > 40


def test_what_does_not_fit_is_written_closer() -> None:
    sheet = blank_sheet(200)
    leave_to_pen(sheet, (100.0, 100.0), ("", "上海市长宁区某某路一千二百号"), ("song", 30, 420.0))
    write_by_hand(sheet, hand_of(random.Random(3)), random.Random(4))
    assert sheet.lines[-1][1][2] < 420 + 60


def test_a_writer_stays_the_same() -> None:
    assert hand_of(random.Random("a")) == hand_of(random.Random("a"))


def test_a_labelled_value_in_one_place_is_written_behind_its_label() -> None:
    para = Para("电话：62524131", filled=3)
    one = Form("award", (Table((Row((Cell((para,), 0, 24),)),)),))
    written, names = by_hand(one, VALUES, 1.0, random.Random(1))
    assert (penned(written), names) == (["电话：62524131"], ("contact_phone",))
