"""What speaks for a seal is weighed together."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from extractors.facts import Ink
from extractors.seals.locate import Found
from extractors.seals.outline import Outline
from extractors.seals.proof import probability
from extractors.seals.signs import Signs
from extractors.seals.title import NO_TITLE, Title

DPI = 200
NAME = "上海示范精密机械有限公司"
# A clear ring of 42 mm with letters and a star.
CLEAR = Signs(
    outline=0.98, outside=0.01, gap=0.95, ring=0.6, text=0.2, core=0.7, moat=0.05, inside=0.25,
    visible=1.0, thin=0.98, weakest=0.92,
)  # fmt: skip
SHARES = st.floats(0.0, 1.0)


def found(
    score: float = 0.95, mm: float = 42, straight: bool = False, signs: Signs = CLEAR
) -> Found:
    """What the network has no opinion of: a third is what it says of a seal in doubt."""
    half = mm / 25.4 * DPI / 2
    outline = Outline(500, 500, half, half, 0.0, straight)
    return Found(outline, Ink.RED, signs, score, seen=0.35 if not straight else 0.15)


def titled(text: str, confidence: float = 0.95) -> Title:
    return Title(text, confidence, (), (text,))


def test_a_clear_ring_with_a_name_and_a_star_is_a_seal() -> None:
    assert probability(found(), titled(NAME), (), 0.6, DPI) > 0.95


def test_no_sign_is_enough_by_itself() -> None:
    """A perfect small ring without words or star, or words in a poor outline, is in doubt."""
    assert probability(found(mm=24), NO_TITLE, (), 0.0, DPI) < 0.5
    poor = replace(CLEAR, gap=0.3, weakest=0.1)
    assert probability(found(0.45, 24, signs=poor), titled(NAME, 0.6), (), 0.0, DPI) < 0.5


def test_the_lines_of_a_table_are_no_words() -> None:
    """What a recogniser makes of rules (二, 田, 土) speaks for nothing."""
    table = replace(CLEAR, inside=0.1)
    rules = probability(found(mm=60, straight=True, signs=table), titled("二田土"), (), 0.0, DPI)
    words = probability(found(mm=60, straight=True, signs=table), titled("财务结算"), (), 0.0, DPI)
    assert rules < 0.5 < words


def test_black_ink_needs_words_or_a_star() -> None:
    """Rings in black are printed on many a page."""
    black = replace(found(), ink=Ink.BLACK)
    assert probability(black, NO_TITLE, (), 0.0, DPI) <= 0.5
    assert probability(black, titled(NAME), (), 0.0, DPI) > 0.9


@given(SHARES, SHARES, SHARES, st.booleans())
def test_more_signs_never_make_it_less_likely(
    score: float, star: float, sure: float, straight: bool
) -> None:
    """A better outline, a clearer star and surer words only add."""
    poor = probability(
        found(score / 2, straight=straight), titled(NAME, sure / 2), (), star / 2, DPI
    )
    good = probability(found(score, straight=straight), titled(NAME, sure), (), star, DPI)
    assert 0.0 < poor <= good < 1.0


def test_a_page_of_unknown_scale_says_nothing_of_the_size() -> None:
    """Between what a usual and an unusual size say."""
    known, unknown = (probability(found(), NO_TITLE, (), 0.3, dpi) for dpi in (DPI, None))
    odd = probability(found(mm=20), NO_TITLE, (), 0.3, DPI)
    assert odd < unknown < known


def test_a_filled_square_needs_a_name() -> None:
    """White letters on a ground of ink: a name seal, where nothing is read a logo."""
    ground = replace(CLEAR, inside=0.75)
    square = found(mm=20, straight=True, signs=ground)
    assert probability(square, titled("朱博敏印"), (), 0.0, DPI) > 0.8
    for title in (NO_TITLE, titled("朱博敏印", 0.4), titled("口日")):
        assert probability(square, title, (), 0.0, DPI) < 0.5
    cut = found(mm=20, straight=True, signs=replace(ground, visible=0.6))
    assert probability(cut, titled("朱博", 0.5), (), 0.0, DPI) > 0.5


@given(SHARES, st.booleans())
def test_what_the_network_sees_only_adds(seen: float, straight: bool) -> None:
    """The likelier it finds a seal, the likelier it is one; alone it is enough for neither."""
    one = found(0.9, straight=straight)
    less, more = (
        probability(replace(one, seen=value), titled(NAME, 0.8), (), 0.0, DPI)
        for value in (seen / 2, seen)
    )
    assert less <= more
    nothing = replace(CLEAR, gap=0.1, weakest=0.0, inside=0.02)
    bare = replace(found(0.05, 24, straight, nothing), seen=seen)
    assert probability(bare, NO_TITLE, (), 0.0, DPI) < 0.5


def test_a_clear_seal_that_the_network_does_not_see_is_still_one() -> None:
    """It was taught on drawn pages: other paper may hide from it what is plain."""
    assert probability(replace(found(), seen=0.0), titled(NAME), (), 0.6, DPI) > 0.6
