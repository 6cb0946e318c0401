"""The ring is unrolled from its start, its readings agree, and its words tell its kind."""

from __future__ import annotations

import numpy as np
import pytest
import seal_drawing as drawing
from seal_drawing import RED, Drawn
from seal_fakes import Says, recognised

from extractors.facts import Ink, SealKind, Shape
from extractors.ocr.engine import Recognised
from extractors.seals.closeup import WhitePage
from extractors.seals.inner import read_code
from extractors.seals.kind import kind_of, purpose_of
from extractors.seals.locate import locate
from extractors.seals.ring import Plate, Ring, find_rings, plate
from extractors.seals.title import NO_TITLE, agreed

DPI = 120


def ring_of(seal: Drawn) -> tuple[Plate, Ring]:
    page = drawing.blank_page(DPI, 90, 90)
    drawing.press(page, drawing.seal_mask(seal, DPI), (100, 100), RED)
    white = WhitePage.of(page)
    (found,) = locate(white, None)
    sheet = plate(white, found.outline, Ink.RED)
    return sheet, find_rings(sheet)[0]


@pytest.mark.parametrize("turn", [-60, -10, 0, 25])
@pytest.mark.parametrize("code", ["", "3101150123456"])
def test_the_title_starts_at_the_gap(turn: float, code: str) -> None:
    """However a seal is turned, the ring is cut between the title's end and start."""
    _, ring = ring_of(Drawn("上海示范精密机械有限公司", sweep=250, code=code, turn=turn))

    assert np.rad2deg(ring.turn) == pytest.approx(turn, abs=5)
    assert ring.length / 960 * 360 == pytest.approx(250 + 20, abs=22)


def test_one_wrong_character_is_outvoted() -> None:
    """A character that one strip misread is put right by the others, and stays a candidate."""
    title = agreed(
        (
            recognised("上海市质量协会", 0.9),
            recognised("上海市盾量协会", 0.95),
            recognised("上海市质量协会", 0.9),
        )
    )

    assert title.text == "上海市质量协会"
    assert [name for name, _ in title.characters[3].candidates] == ["质", "盾"]


def test_specks_at_the_ends_are_dropped() -> None:
    """Points and strokes around the title are no letters; brackets are written wide."""
    title = agreed((recognised("、上海(集团)公司·"),))

    assert title.text == "上海（集团）公司"
    assert len(title.characters) == len(title.text)


def test_nothing_read() -> None:
    """No reading makes no title."""
    assert agreed((Recognised("", 0.0, ()),)) == NO_TITLE


@pytest.mark.parametrize(
    ("title", "lines", "star", "kind"),
    [
        ("上海示范有限公司", (), True, SealKind.OFFICIAL),
        ("上海示范有限公司", ("合同专用章",), True, SealKind.CONTRACT),
        ("上海示范有限公司", ("合同专用草",), True, SealKind.CONTRACT),
        ("上海示范有限公司", ("财务专用章",), False, SealKind.FINANCE),
        ("上海示范有限公司", ("91310000MA1FL0000X", "发票专用章"), False, SealKind.INVOICE),
        ("上海示范有限公司合同专用章", (), False, SealKind.CONTRACT),
        ("上海示范有限公司", ("报名专用章",), True, SealKind.OTHER),
        ("上海示范有限公司", ("财务结算专用章",), False, SealKind.FINANCE),
        ("上海示范有限公司", ("业务合同专用章",), False, SealKind.CONTRACT),
        ("上海示范有限公司", ("20220125", "收讫"), False, SealKind.OTHER),
        ("上海示范有限公司", ("质量部",), True, SealKind.DEPARTMENT),
        ("上海示范有限公司", ("工会委员会",), True, SealKind.DEPARTMENT),
        ("岚州市总工会", (), True, SealKind.OFFICIAL),
        ("岚州市总工会", ("一二", "XU"), True, SealKind.OFFICIAL),
        ("上海示范有限公司", ("专用章",), True, SealKind.OTHER),
        ("上海示范有限公司人力资源部", (), True, SealKind.DEPARTMENT),
        ("上海示范有限公司质量管理办公室", (), True, SealKind.DEPARTMENT),
        ("上海市总部", (), True, SealKind.OFFICIAL),
        ("", (), True, SealKind.OFFICIAL),
        ("", (), False, SealKind.UNKNOWN),
    ],
)
def test_kind_by_words(title: str, lines: tuple[str, ...], star: bool, kind: SealKind) -> None:
    """Words come before the motif, and are matched roughly."""
    assert kind_of(Shape.ROUND, title, lines, star) is kind


def test_a_square_with_a_name() -> None:
    """A square seal with a few characters is a person's."""
    assert kind_of(Shape.SQUARE, "王建国印", (), star=False) is SealKind.NAME


@pytest.mark.parametrize(
    ("title", "kind"),
    [("董子建", SealKind.NAME), ("吴桂之印", SealKind.NAME), ("与原件一致", SealKind.OTHER)],
)
def test_a_long_frame(title: str, kind: SealKind) -> None:
    """A low frame is a person's only where it clearly says a name."""
    assert kind_of(Shape.RECTANGLE, title, (title,), star=False) is kind


def test_an_oval_with_a_tax_number() -> None:
    """The number across an oval tells an invoice seal where its purpose cannot be read."""
    lines = ("91310115MA1F851811", "票")
    assert kind_of(Shape.OVAL, "元世贸易有限公司", lines, star=False) is SealKind.INVOICE


def test_purpose_is_put_right() -> None:
    """A purpose that was nearly read is given as it is properly written; others are none."""
    assert purpose_of("发票专用草") == ("发票专用章", SealKind.INVOICE)
    assert purpose_of("务合同专用") == ("业务合同专用章", SealKind.CONTRACT)
    assert purpose_of("上海示范有限公司") is None


@pytest.mark.parametrize(
    ("says", "code"),
    [
        (Says("3101150123456"), "3101150123456"),
        (Says("31O115O123456"), "3101150123456"),
        (Says("310115012345"), ""),
        (Says("3101150123456", 0.5), ""),
    ],
)
def test_a_code_is_whole_and_sure_or_not_given(says: Says, code: str) -> None:
    """Thirteen digits read surely, or nothing."""
    sheet, ring = ring_of(Drawn(code="3101150123456"))

    assert read_code(sheet, ring.turn, says) == code


@pytest.mark.parametrize(
    ("title", "line"), [("某市某区某街道同心社区", "委员会"), ("某市某花园", "业主委员会")]
)
def test_committees_of_residents_are_no_departments(title: str, line: str) -> None:
    """They are bodies of their own; the union's committee within a company is not."""
    assert kind_of(Shape.ROUND, title, (line,), star=True) is SealKind.OFFICIAL
    assert kind_of(Shape.ROUND, "某某有限公司", ("工会委员会",), True) is SealKind.DEPARTMENT
