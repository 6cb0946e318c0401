"""Blue ink beside black print is a pen's; blue print, seals, links and other colours are not."""

import random
from dataclasses import replace

import cv2
import numpy as np
import pytest

from extractors.facts import Box, Ink, Line, Origin, Presence, Seal, SealKind, Shape
from extractors.forms import extract
from extractors.formtypes import Block, Field, Form, FormFacts
from extractors.layout import Piece
from extractors.ocr.engine import PageImage
from extractors.penned import is_penned, with_penned
from extractors.readings import BY_HAND, reading_of
from extractors.tables import ink_of, with_text
from pipeline.codec import load_json
from tests.checks.paper import page as paper_page
from tests.checks.paper import table
from tests.extractors.drawing import DPI

BLACK, BLUE, RED, VIOLET = (30, 28, 28), (150, 45, 25), (40, 30, 200), (140, 40, 80)
LABELS = ("单位名称", "通讯地址", "联系电话", "邮政编码", "传真号码", "成立日期")
PHONE = "13812345678"


def page() -> PageImage:
    return np.full((900, 1200, 3), 252, np.uint8)


def write(
    image: PageImage, text: str, x: int, y: int, colour: tuple[int, int, int], uneven: bool = False
) -> Box:
    """Write digits, 24 pixels each; return their box. A hand's stand unevenly."""
    rng = random.Random(text)
    for place, character in enumerate(text):
        up, scale = (rng.randint(-5, 5), rng.uniform(0.8, 1.25)) if uneven else (0, 1.0)
        at = (x + 24 * place, y + up)
        cv2.putText(image, character, at, cv2.FONT_HERSHEY_SIMPLEX, scale, colour, 2, cv2.LINE_AA)
    return Box(x - 2, y - 32, x + 24 * len(text) + 2, y + 9)


def form(
    image: PageImage,
    value: tuple[int, int, int] = BLUE,
    uneven: bool = True,
    print_: tuple[int, int, int] = BLACK,
) -> tuple[Line, ...]:
    """Six printed labels with a printed value each, and one more value written in."""
    lines = []
    for number, label in enumerate(LABELS):
        y = 80 + 90 * number
        lines.append(Line(label, write(image, "8888", 60, y, print_), 0.99))
        lines.append(Line("20010203", write(image, "20010203", 260, y, print_), 0.99))
    lines.append(Line(PHONE, write(image, PHONE, 700, 80, value, uneven), 0.97))
    return tuple(lines)


def penned(image: PageImage, lines: tuple[Line, ...], seals: tuple[Seal, ...] = ()) -> list[str]:
    return [
        one.penned for one in with_penned(lines, image, ink_of(image, DPI), seals) if one.penned
    ]


@pytest.mark.parametrize("colour", [BLUE, VIOLET, (96, 28, 22)])
def test_a_coloured_pen_is_told(colour: tuple[int, int, int]) -> None:
    image = page()
    assert penned(image, form(image, colour)) == [PHONE]


@pytest.mark.parametrize("colour", [BLACK, RED, (30, 120, 60)])
def test_black_red_and_green_are_not(colour: tuple[int, int, int]) -> None:
    image = page()
    assert penned(image, form(image, colour)) == []


def tinted(image: PageImage) -> PageImage:
    return (image * np.array([0.72, 0.86, 0.97])).astype(np.uint8)  # yellowish paper


def shaded(image: PageImage) -> PageImage:
    along = np.linspace(1.0, 0.55, image.shape[1])[None, :, None]
    return (image * along * np.array([1.0, 0.92, 0.85])).astype(np.uint8)  # a bluish photo


def squeezed(image: PageImage) -> PageImage:
    soft = cv2.GaussianBlur(image, (0, 0), 1.1)
    _, data = cv2.imencode(".jpg", soft, [cv2.IMWRITE_JPEG_QUALITY, 40])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)


@pytest.mark.parametrize("aged", [tinted, shaded, squeezed, lambda one: squeezed(shaded(one))])
def test_paper_light_and_compression_change_nothing(aged: object) -> None:
    image, plain = page(), page()
    lines, none = form(image), form(plain, BLACK)
    assert callable(aged)
    assert penned(aged(image), lines) == [PHONE]
    assert penned(aged(plain), none) == []


def test_a_grey_page_says_nothing() -> None:
    image = page()
    lines = form(image)
    grey = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    assert penned(np.asarray(grey, np.uint8), lines) == []


def test_of_a_blue_form_nothing_is_a_pens() -> None:
    image = page()
    assert penned(image, form(image, BLUE, print_=BLUE)) == []


def test_blue_labels_are_print() -> None:
    image = page()
    lines = list(form(image, BLACK))
    for number in range(5):
        box = write(image, "8888", 700, 170 + 90 * number, BLUE, uneven=True)
        lines.append(Line(LABELS[number], box, 0.99))
    assert penned(image, tuple(lines)) == []


def test_what_is_set_in_blue_type_is_print() -> None:
    image = page()
    assert penned(image, form(image, BLUE, uneven=False)) == []


def test_a_link_is_print() -> None:
    image = page()
    lines = form(image)
    cv2.line(image, (700, 92), (964, 92), BLUE, 2)
    assert penned(image, lines) == []


def test_emblems_and_a_single_mark_are_no_handwriting() -> None:
    image = page()
    lines = form(image)
    assert penned(image, (*lines[:-1], replace(lines[-1], text="ilac-MRA"))) == []
    assert penned(image, (*lines[:-1], replace(lines[-1], text="7"))) == []


def test_what_a_blue_seal_covers_is_not_judged() -> None:
    image = page()
    lines = form(image)
    seal = Seal(
        Box(690, 30, 980, 130), Shape.OVAL, Ink.BLUE, SealKind.OFFICIAL, "", "", "", 42.0, True,
        False, 0.9, 0.0,
    )  # fmt: skip
    assert penned(image, lines, (seal,)) == []
    assert penned(image, lines, (replace(seal, ink=Ink.RED),)) == [PHONE]


def test_behind_a_printed_label_only_the_value_is_a_pens() -> None:
    image = page()
    lines = form(image, BLACK)
    label = write(image, "888888", 60, 700, BLACK)
    value = write(image, PHONE, 230, 700, BLUE, uneven=True)
    line = Line(f"联系电话：{PHONE}", Box.around([label, value]), 0.98)
    assert penned(image, (*lines, line)) == [PHONE]


def test_a_cell_keeps_what_is_a_pens() -> None:
    from extractors.facts import Cell
    from extractors.tables import Grid

    box = Box(0, 0, 100, 100)
    lines = (
        Line("电话：", Box(5, 5, 40, 20), 1.0),
        Line(PHONE, Box(5, 40, 90, 60), 0.9, penned=PHONE),
    )
    (cell,) = with_text(Grid(box, (Cell(0, 0, 1, 1, box, ""),)), lines).cells
    assert (cell.text, cell.penned) == (f"电话：\n{PHONE}", PHONE)


@pytest.mark.parametrize(
    ("text", "written", "told"),
    [
        (PHONE, PHONE, True),
        ("138 1234 5678", PHONE, True),
        ("2021年8月5日", "2021年8月5", True),
        ("上海市浦东新区", PHONE, False),
        (PHONE, "", False),
        ("", PHONE, False),
    ],
)
def test_is_penned(text: str, written: str, told: bool) -> None:
    assert is_penned(text, written) is told


def piece(text: str, written: str = "", sure: float = 1.0) -> Piece:
    box = Box(0, 0, 100, 20)
    return Piece(text, text, box, sure, "f", 1, 0, False, "", (), 1000.0, written)


def test_a_handwritten_value_is_filled_kept_and_never_sure() -> None:
    field = Field(name="phone", type="phones")
    told = reading_of(field, piece(PHONE, PHONE), 1.0)
    assert (told.origin, told.presence, told.confidence) == (
        Origin.HANDWRITTEN,
        Presence.FILLED,
        BY_HAND,
    )
    assert told.value == reading_of(field, piece(PHONE), 1.0).value
    assert reading_of(field, piece(PHONE), 1.0).origin is Origin.ENGINE


def test_what_nobody_can_read_of_a_pen_is_filled_all_the_same() -> None:
    told = reading_of(Field(name="n", type="int"), piece("乱写", "乱写", 0.3), 1.0)
    assert (told.value, told.presence, told.origin) == (None, Presence.FILLED, Origin.HANDWRITTEN)


def test_a_signature_and_an_empty_place_are_not_handwritten_values() -> None:
    signed = reading_of(Field(name="s", type="signature"), piece("王五", "王五"), 1.0)
    assert signed.origin is Origin.ENGINE
    blank = reading_of(Field(name="t", type="text"), piece("____", "____"), 1.0)
    assert (blank.presence, blank.origin) == (Presence.BLANK, Origin.ENGINE)


def test_a_stated_none_in_ink_is_told() -> None:
    told = reading_of(Field(name="t", type="text"), piece("无", "无"), 1.0)
    assert (told.presence, told.origin) == (Presence.STATED_NONE, Origin.HANDWRITTEN)


def test_lines_that_were_stored_before_are_print() -> None:
    old = '{"text": "某某", "box": {"left": 0, "top": 0, "right": 9, "bottom": 9}, "confidence": 1}'
    assert load_json(Line, old).penned == ""


def test_lines_without_ink_or_beyond_the_page_are_no_trouble() -> None:
    image = page()
    lines = form(image)
    odd = (
        Line("空白", Box(50, 700, 200, 730), 0.5),
        Line("页外", Box(1300, 880, 1400, 910), 0.5),
        Line("旁边", Box(60, 50, 160, 52), 0.5),
    )
    assert penned(image, (*lines, *odd)) == [PHONE]


FORM = Form(
    kind="award",
    name="申报表",
    fields=(
        Field(name="org_name", labels=("单位名称",), type="organisation"),
        Field(name="phone", labels=("联系电话",), type="phones"),
    ),
    blocks=(Block(name="own", labels=("申报单位意见",), signatures=("负责人",)),),
)
OPINION = "同意申报。\n负责人（签字）：张三\n2021年8月2日"


def read_with_pen(rows: list[list[str]], written: dict[str, str]) -> FormFacts:
    """A form whose cells with these texts were written into with a pen: what of them."""
    drawn = table(rows)
    cells = tuple(replace(cell, penned=written.get(cell.text, "")) for cell in drawn.cells)
    facts = paper_page(tables=[replace(drawn, cells=cells)])
    return extract(FORM, (("f" * 64, facts),))


def test_a_field_of_a_form_is_handwritten_where_its_cell_is() -> None:
    rows = [["单位名称", "上海某某有限公司"], ["联系电话", PHONE]]
    fields = read_with_pen(rows, {PHONE: PHONE}).fields
    assert (fields["phone"].value, fields["phone"].origin) == ((PHONE,), Origin.HANDWRITTEN)
    assert fields["org_name"].origin is Origin.ENGINE
    beside = read_with_pen([["单位名称", "上海某某有限公司"], [f"联系电话：{PHONE}", ""]],
                           {f"联系电话：{PHONE}": PHONE})  # fmt: skip
    assert beside.fields["phone"].origin is Origin.HANDWRITTEN


def test_whoever_signs_and_dates_an_opinion_does_so_with_a_pen() -> None:
    rows = [["单位名称", "上海某某有限公司"], ["申报单位意见", OPINION]]
    fields = read_with_pen(rows, {OPINION: "张三\n2021年8月2日"}).fields
    assert {fields[name].origin for name in ("own", "own_signature", "own_date")} == {Origin.ENGINE}
    assert fields["own_date"].confidence > BY_HAND
    whole = read_with_pen(rows, {OPINION: "同意申报。\n张三\n2021年8月2日"}).fields
    assert whole["own"].origin is Origin.HANDWRITTEN
    assert whole["own_date"].origin is Origin.ENGINE
