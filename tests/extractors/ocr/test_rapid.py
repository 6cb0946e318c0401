"""The default engine on drawn words: real models, both ways of reading."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from extractors.ocr.engine import Recognised
from extractors.ocr.models import model_files
from extractors.ocr.rapid import RapidEngine, RapidOptions, settled
from extractors.ocr.sessions import available_backend, load
from extractors.punctuation import full_width
from extractors.upright import turned
from tests.extractors.drawing import sheet, words

_TEXT = ("quality award 2021", "page of evidence", "number 48 of 90", "organisation name")


@cache
def _engine(cascade: bool) -> RapidEngine:
    return RapidEngine(RapidOptions(cascade=cascade))


def _page() -> np.ndarray:
    image = sheet(1000, 700)
    for number, text in enumerate(_TEXT):
        words(image, text, 80, 120 + 130 * number, 1.6)
    return image


@pytest.mark.parametrize("cascade", [True, False])
def test_lines_are_read_in_order_with_their_boxes(cascade: bool) -> None:
    lines = _engine(cascade).lines(_page())
    assert [line.text.replace(" ", "") for line in lines] == [
        text.replace(" ", "") for text in _TEXT
    ]
    for number, line in enumerate(lines):
        assert line.box.holds(200, 120 + 130 * number - 15)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_turn_that_sets_a_page_upright_is_found(turn: int) -> None:
    lying = turned(_page(), (360 - turn) % 360)
    assert _engine(True).rotation(lying) == turn


def test_the_quick_survey_answers_in_the_frame_of_the_upright_page() -> None:
    quick = _engine(True)._quick
    _, level = quick.survey(_page())
    turn, over = quick.survey(turned(_page(), 180))
    assert turn == 180
    assert len(over) == len(level) == len(_TEXT)
    for first, second in zip(level, over, strict=True):
        assert first.iou(second) > 0.6


def test_an_empty_page_has_no_lines_and_lies_as_it_should() -> None:
    assert _engine(True).lines(sheet()) == ()
    assert _engine(True).rotation(sheet()) == 0


def test_a_strip_read_among_others_reads_as_it_does_alone() -> None:
    page = _page()
    strips = tuple(page[70 + 130 * n : 145 + 130 * n, 60:760] for n in range(len(_TEXT)))
    engine = _engine(True)
    assert engine.recognise(strips) == tuple(engine.recognise((one,))[0] for one in strips)


@pytest.mark.parametrize("backend", ["openvino", "onnxruntime"])
def test_both_back_ends_compute_the_same_on_as_many_threads_as_asked(backend: str) -> None:
    session = load(model_files().quick_recogniser, backend, 1)
    other = load(model_files().quick_recogniser, "onnxruntime", 1)
    batch = np.random.default_rng(5).normal(size=(1, 3, 48, 192)).astype(np.float32)
    assert session.threads == 1
    assert session.precision in {"f32", "bf16"}
    if session.precision == "f32":
        assert np.allclose(session.run(batch), other.run(batch), atol=1e-3)


def test_the_back_end_that_is_asked_for_is_taken() -> None:
    assert available_backend("onnxruntime") == "onnxruntime"
    assert available_backend() in {"openvino", "onnxruntime"}


def test_the_identity_names_what_changes_results() -> None:
    usual = _engine(True).identity
    assert "cascade" in usual
    assert _engine(False).identity != usual


def test_two_readings_that_agree_are_as_sure_as_the_surer() -> None:
    both = settled(Recognised("盖章)", 0.7, ()), Recognised("盖 章）", 0.9, ()))
    assert (both.text, both.confidence) == ("盖 章）", 0.9)
    assert settled(Recognised("代码", 0.95, ()), Recognised("代码", 0.4, ())).confidence == 0.95


def test_a_disputed_reading_is_worth_less_than_either() -> None:
    """The careful model is believed, unless the tiny one is clearly surer."""
    near = settled(Recognised("土海", 0.93, ()), Recognised("上海", 0.9, ()))
    assert near.text == "上海"
    assert near.confidence < 0.6
    far = settled(Recognised("鼻", 0.96, ()), Recognised("昌", 0.2, ()))
    assert far.text == "鼻"
    assert far.confidence < 0.6


@pytest.mark.parametrize(
    ("read", "set_as"),
    [
        ("经审核,材料真实,同意申报。", "经审核，材料真实，同意申报。"),
        ("中衡国信认证(上海）有限公司", "中衡国信认证（上海）有限公司"),
        ("说明:1) 见附件", "说明：1) 见附件"),
        ("盖章)", "盖章）"),
        ("E-mail:a,b", "E-mail:a,b"),
        ("2,345 (x)", "2,345 (x)"),
        ("12:30", "12:30"),
    ],
)
def test_marks_at_chinese_characters_are_full_width(read: str, set_as: str) -> None:
    assert full_width(read) == set_as
    assert full_width(set_as) == set_as


def test_saying_what_stands_beyond_a_short_reading_is_no_dispute() -> None:
    """Where ink was left at the end, the reading that goes on is taken, and as sure as it is."""
    short, whole = Recognised("同意申报", 0.999, ()), Recognised("同意申报。", 0.93, ())
    assert settled(short, whole, cut_short=True) is whole
    assert settled(short, whole).text == "同意申报"


def test_another_reading_of_a_short_one_is_disputed() -> None:
    """Ink left at the end does not make a reading right that differs in the rest."""
    short, other = Recognised("同意申报", 0.99, ()), Recognised("同意中报。", 0.98, ())
    assert settled(short, other, cut_short=True).confidence < 0.6
