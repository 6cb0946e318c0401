"""Characters counted by page, by line, and under seals; and where a line's box belongs."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from pydantic import ValidationError

from extractors.facts import Box, Line, PageFacts, Source, Status
from extractors.upright import levelling
from pipeline.bench import reliability
from pipeline.frames import placed_line
from pipeline.line_scores import TrueLine, matched, page_errors, score_characters
from pipeline.tallies import Scores
from pipeline.truth import TruePage, TrueSeal

WIDTH, HEIGHT = 1654, 2339


def page(*lines: Line, skew: float = 0.0) -> PageFacts:
    return PageFacts(
        number=1,
        width=WIDTH,
        height=HEIGHT,
        dpi=200,
        rotation=0,
        skew=skew,
        source=Source.OCR,
        status=Status.READ,
        blank=False,
        lines=lines,
    )


def read(text: str, left: float, top: float, right: float, sure: float = 0.99) -> Line:
    return Line(text, Box(left, top, right, top + 40), sure)


def true(text: str, left: float, top: float, right: float, height: float = 40) -> TrueLine:
    return TrueLine(text, Box(left, top, right, top + height))


def shares(box: Box) -> tuple[float, float, float, float]:
    return (box.left / WIDTH, box.top / HEIGHT, box.right / WIDTH, box.bottom / HEIGHT)


def told(*lines: TrueLine, **more: object) -> TruePage:
    return TruePage.model_validate(
        {
            "file": "a.pdf",
            "text": [line.text for line in lines],
            "text_boxes": [shares(line.box) for line in lines],
            **more,
        }
    )


def counted(true_page: TruePage, facts: PageFacts, *seals: TrueSeal) -> dict[str, tuple[int, int]]:
    scores = Scores()
    score_characters(scores, true_page, facts, seals)
    return {name: (one.wrong, one.total) for name, one in scores.characters.items()}


@pytest.mark.parametrize(
    ("wanted", "got", "wrong"),
    [
        ("甲乙丙", "丙乙甲", 0),  # order does not count
        ("甲乙丙", "甲丁丙", 1),  # a misread character is missing and too much
        ("甲乙", "甲乙丙丁", 2),
        ("□有 ☑無（ＡＢ）", "有无(AB)", 0),  # what is the same, and what is counted elsewhere
    ],
)
def test_characters_of_a_page(wanted: str, got: str, wrong: int) -> None:
    assert page_errors([wanted], [got])[0] == wrong


def test_parted_and_joined_lines_are_no_errors() -> None:
    """A signature between two prints may be read with them as one line, or each by itself."""
    row = (
        true("签字：", 100, 300, 200),
        true("杨嘉思", 210, 285, 330, 70),
        true("公章", 400, 300, 480),
    )
    below = true("下一行", 100, 360, 300)
    joined = (read("签字：杨嘉思公章", 100, 300, 480), read("下一行", 100, 360, 300))
    parted = (
        read("公章", 400, 300, 480),
        read("杨嘉思", 205, 298, 330),
        read("签字：", 100, 300, 200),
        read("下一", 100, 360, 200),
        read("行", 210, 360, 300),
    )
    for lines in (joined, parted):
        groups = matched((*row, below), lines)
        assert sum(group.errors for group in groups) == 0, lines
        assert sum(len(group.wanted) for group in groups) == 11
        assert sum(len(group.read) for group in groups) == len(lines)


def test_every_line_is_counted_once() -> None:
    """What was not read is missing, what stands nowhere is too much."""
    groups = matched(
        (true("上海", 100, 100, 200), true("质量", 100, 200, 200)),
        (read("上海", 100, 102, 200), read("某某公司", 800, 900, 1000)),
    )
    assert sorted((group.wanted, group.errors) for group in groups) == [
        ("", 4),
        ("上海", 0),
        ("质量", 2),
    ]


def test_conditions_count_what_meets_them() -> None:
    """Each page counts under all of its conditions, and a haul without places has no lines."""
    facts = page(read("上海丁", 100, 100, 300), skew=-0.6)
    bare = TruePage(file="a.pdf", source="photo", rotation=90, hard=True, text=("上海市",))
    assert counted(bare, facts) == dict.fromkeys(
        ("all", "photo", "hard", "turned", "skewed"), (1, 3)
    )
    plain = counted(told(true("上海市", 100, 100, 300)), page(read("上海丁", 100, 100, 300)))
    assert plain == dict.fromkeys(("all", "scan", "upright", "lines"), (1, 3))


def test_lines_under_a_seal_answer_for_the_seals_words() -> None:
    """Touched lines by ink; a word of the ring that was taken for text is wrong, others are not."""
    lines = (true("申报单位（公章）", 100, 300, 400), true("无印处", 100, 600, 300))
    seal = TrueSeal(file="a.pdf", box=shares(Box(350, 200, 650, 500)), ink="red")
    facts = page(
        read("申报单位(公章)", 100, 300, 400),
        read("有限公", 450, 420, 550),
        read("无印", 100, 600, 300),
        read("远处", 900, 900, 990),
    )
    found = counted(told(*lines), facts, seal)
    assert found["red_seal"] == (3, 8)
    assert found["lines"] == (3 + 1 + 2, 11)
    assert "blue_seal" not in found
    blue = seal.model_copy(update={"ink": "blue"})
    assert counted(told(*lines), facts, blue)["blue_seal"] == (3, 8)


def test_a_sure_line_is_held_to_it() -> None:
    """A piece of a true line is right, anything else is wrong; tick boxes alone say nothing."""
    scores = Scores()
    lines = (
        read("申报", 100, 300, 160, 0.9),
        read("单拉", 170, 300, 240, 0.8),
        read("□", 250, 300, 280, 0.7),
        read("有限公", 450, 820, 550, 0.6),
    )
    score_characters(scores, told(true("申报单位", 100, 300, 300)), page(*lines), ())
    assert sorted(scores.said) == [(0.6, False), (0.8, False), (0.9, True)]


def test_reliability_is_binned_and_weighted() -> None:
    """Shares and mean confidence in each bin; the error is their distance, by lines."""
    found = reliability([(0.4, False), (0.6, True), (0.6, False), (1.0, True)])
    assert found is not None
    by_low = {one.low: one for one in found.bins}
    assert (by_low[0.5].lines, by_low[0.5].confidence, by_low[0.5].right) == (2, 0.6, 0.5)
    assert (by_low[0.99].lines, by_low[0.99].right) == (1, 1.0)
    assert (by_low[0.9].lines, by_low[0.9].confidence) == (0, None)
    assert found.calibration_error == pytest.approx((0.4 + 0.2 + 0.0) / 4)
    assert reliability([]) is None


@pytest.mark.parametrize("degrees", [-2.4, -0.7, 0.0, 1.5])
def test_a_line_askew_gets_its_own_height_back(degrees: float) -> None:
    """The truth tells the hull of the slanted line; on the levelled page the line is level."""
    level = Box(300, 800, 1300, 840)
    back = cv2.invertAffineTransform(levelling(WIDTH, HEIGHT, degrees))
    corners = np.array([(300, 800), (1300, 800), (1300, 840), (300, 840)], float)
    slanted = corners @ back[:, :2].T + back[:, 2]
    hull = Box(*map(float, (*slanted.min(axis=0), *slanted.max(axis=0))))
    facts = page(skew=degrees)
    found = placed_line(facts, shares(hull))
    for got, want in zip(
        (found.left, found.top, found.right, found.bottom),
        (level.left, level.top, level.right, level.bottom),
        strict=True,
    ):
        assert math.isclose(got, want, abs_tol=1.0)


def test_every_line_of_the_truth_has_its_box() -> None:
    """A list that does not run beside the text would shift all boxes."""
    with pytest.raises(ValidationError):
        TruePage.model_validate({"file": "a", "text": ["甲", "乙"], "text_boxes": [[0, 0, 1, 1]]})
