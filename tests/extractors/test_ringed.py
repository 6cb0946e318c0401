import pytest

from extractors.facts import Box, Ink, Line, Seal, SealKind, Shape
from extractors.ringed import without_ring_words


def _seal(ink: Ink = Ink.BLACK, shape: Shape = Shape.ROUND) -> Seal:
    """A seal of radius 100 around (500, 500)."""
    return Seal(
        box=Box(400, 400, 600, 600),
        shape=shape,
        ink=ink,
        kind=SealKind.OFFICIAL,
        title="上海华东检测（上海）有限公司",
        purpose="",
        code="",
        diameter_mm=40.0,
        complete=True,
        edge=False,
        confidence=0.9,
        title_confidence=0.9,
    )


def _left(*lines: Line, seal: Seal | None = None) -> tuple[str, ...]:
    return tuple(line.text for line in without_ring_words(lines, (seal or _seal(),)))


@pytest.mark.parametrize(
    "line",
    [
        Line("3177655347831", Box(465, 570, 535, 592), 0.56),
        Line("华", Box(412, 480, 440, 505), 1.0),
        Line("(上海)", Box(470, 408, 540, 440), 0.55),
        Line("可", Box(560, 520, 590, 545), 0.39),
    ],
)
def test_words_of_a_grey_ring_are_no_lines(line: Line) -> None:
    """The code, a part of the title and an unsure turned character are taken out."""
    assert _left(line) == ()


@pytest.mark.parametrize(
    "line",
    [
        Line("年", Box(560, 520, 590, 545), 0.99),
        Line("可", Box(485, 490, 515, 520), 0.39),
        Line("有限公司", Box(380, 480, 560, 520), 0.9),
        Line("13764900112", Box(465, 560, 535, 585), 0.9),
        Line("登记机发", Box(450, 415, 540, 450), 0.5),
        Line("华", Box(600, 410, 640, 440), 1.0),
    ],
)
def test_print_at_a_grey_seal_stays(line: Line) -> None:
    """What is surely read, runs across the ring, is longer, or lies elsewhere is print."""
    assert _left(line) == (line.text,)


@pytest.mark.parametrize("seal", [_seal(ink=Ink.RED), _seal(shape=Shape.SQUARE)])
def test_only_round_grey_seals_leave_words(seal: Seal) -> None:
    """Coloured ink was lifted off before, and a square seal has no ring."""
    assert _left(Line("可", Box(560, 520, 590, 545), 0.39), seal=seal) == ("可",)
