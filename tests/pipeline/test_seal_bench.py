"""Counting how well seals are found and told apart."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from extractors.facts import Box, PageFacts, Source, Status
from pipeline.errors import InputError
from pipeline.seal_bench import Names, StampedPage, StampedSeal, load_pages, matches, measured
from tests.checks.paper import seal

NAME = "上海泽程精密机械股份有限公司"
NEAR = "上海泽程精工机械股份有限公司"


def true_seal(left: float, top: float) -> StampedSeal:
    """A seal of the truth on a page of 1000 x 1000 pixels, 180 wide."""
    box = (left / 1000, top / 1000, (left + 180) / 1000, (top + 180) / 1000)
    names = Names(same=NAME, unrelated=("华东信诚质量认证有限公司",), near=(NEAR,))
    return StampedSeal(box=box, shape="round", ink="red", kind="official", title=NAME, names=names)


def facts(*seals: object) -> PageFacts:
    return PageFacts(
        1, 1000, 1000, 200, 0, 0.0, Source.OCR, Status.LOOKED, False, seals=tuple(seals)
    )


def test_each_true_seal_has_the_one_that_covers_it_best() -> None:
    """A found seal stands for one of the truth only, and one elsewhere for none."""
    page = StampedPage(file="a.jpg", seals=(true_seal(100, 100), true_seal(150, 100)))
    near, far = seal(NAME, at=(230, 190)), seal(NAME, at=(800, 800))
    assert [found for _, found in matches(page, facts(near, far))] == [None, near]


def test_what_was_found_read_and_told_is_counted() -> None:
    page = StampedPage(file="a.jpg", dpi=200, seals=(true_seal(100, 100), true_seal(600, 600)))
    false = replace(seal("某某", at=(800, 200)), box=Box(700, 100, 880, 280))
    found = measured([(page, facts(seal(NAME, at=(190, 190)), false), 0.5)]).measures
    assert (found.all.seals, found.all.recall, found.all.precision) == (2, 0.5, 0.5)
    assert (found.all.title_exact, found.all.title_chars) == (1.0, 1.0)
    told = found.all.owner
    assert [(told[r].right, told[r].cannot_tell) for r in ("same", "unrelated", "near")] == [
        (1.0, 0.0)
    ] * 3
    assert found.groups["scan 200 dpi"].seals == 2
    assert found.decoys == {"none": 1}


def test_another_organisations_seal_taken_for_the_owners_is_wrong() -> None:
    """A title that reads as a near name: both questions are answered wrongly."""
    page = StampedPage(file="a.jpg", seals=(true_seal(100, 100),))
    found = measured([(page, facts(seal(NEAR, at=(190, 190))), 0.1)]).measures.all
    assert found.owner["near"].right == 0.0
    assert found.owner["same"].right == 0.0


def test_cut_seals_have_no_title_to_be_read() -> None:
    page = StampedPage(file="a.jpg", seals=(replace_complete(true_seal(100, 100)),))
    found = measured([(page, facts(seal("上海泽程", at=(190, 190))), 0.1)]).measures.all
    assert found.recall == 1.0
    assert found.title_exact is None


def replace_complete(one: StampedSeal) -> StampedSeal:
    return one.model_copy(update={"complete": False})


@pytest.mark.parametrize("text", ["", "{", json.dumps({"pages": []})])
def test_a_corpus_without_valid_truth_says_so(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match=r"truth\.json"):
        load_pages(tmp_path)
    (tmp_path / "truth.json").write_text(text)
    with pytest.raises(InputError, match=r"truth\.json"):
        load_pages(tmp_path)
