"""The table of words is whole: what it names is there, and nothing twice."""

import tomllib
from collections import Counter
from importlib.resources import files
from itertools import product

import pytest

from extractors.lexicon import lexicon

TABLE = tomllib.loads(files("extractors").joinpath("words.toml").read_text("utf-8"))


def test_no_word_means_two_things() -> None:
    """A word of two concepts is a phrase of both."""
    words = [*TABLE["empty"].split(), *TABLE["phrases"]]
    for said in TABLE["concepts"].values():
        words += said.get("words", "").split()
        words += map("".join, product(*map(str.split, said.get("made_of", ()))))
    words = [word for word in words if word]
    assert [word for word, count in Counter(words).items() if count > 1] == []


def test_what_is_named_is_a_concept() -> None:
    """Of phrases, and of what a concept implies."""
    named = {one for means in TABLE["phrases"].values() for one in means.split()}
    named |= {one for said in lexicon().implied.values() for one in said}
    assert named <= TABLE["concepts"].keys()


@pytest.mark.parametrize(
    ("key", "means"),
    [
        ("小组长", [("project", "leader")]),
        ("2021年度", [("#2021",), ("year",)]),
        ("甲方", [("甲",), ("方",)]),
        ("的姓名", [(), ("person",)]),
    ],
)
def test_a_key_is_taken_apart_by_its_longest_words(key: str, means: list[tuple[str, ...]]) -> None:
    """A character of no word stands for itself, a number is one."""
    assert list(lexicon().split(key)) == means
