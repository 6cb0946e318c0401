"""How likely a text is, given a recogniser's trace."""

from __future__ import annotations

import math
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from checks.likelihood import UNSEEN, Plain, Trace, best_path, log_likelihoods
from extractors.facts import Character

LETTERS = ("", "上", "海")


def trace(*rows: tuple[float, ...]) -> Trace:
    """Steps over the letters, each row made to add up to one."""
    return tuple(
        Character(tuple((char, p / sum(row)) for char, p in zip(LETTERS, row, strict=True)))
        for row in rows
    )


def log_likelihood(steps: Trace, text: str, plain: Plain) -> float:
    return log_likelihoods(steps, (text,), plain)[0]


def same(char: str) -> str:
    return char


ROWS = st.lists(st.tuples(*[st.floats(0.01, 1.0) for _ in LETTERS]), min_size=1, max_size=4).map(
    lambda rows: trace(*rows)
)


@given(ROWS)
def test_all_texts_together_are_certain(steps: Trace) -> None:
    """Probabilities of every text that so many steps can say add up to one."""
    texts = ("".join(t) for size in range(len(steps) + 1) for t in product("上海", repeat=size))
    assert math.isclose(sum(math.exp(log_likelihood(steps, t, same)) for t in texts), 1.0)


@given(ROWS, st.text("上海", max_size=3))
def test_a_text_is_never_likelier_than_certain(steps: Trace, text: str) -> None:
    assert log_likelihood(steps, text, same) <= 1e-9


def test_a_character_that_was_passed_over_counts_with_what_it_had() -> None:
    """上 was likelier a gap, so the best path lacks it; the whole name is hardly less likely."""
    steps = trace((0.6, 0.4, 0.0), (1.0, 0.0, 0.0), (0.02, 0.0, 0.98))
    assert best_path(steps, same) == "海"
    full, short = (log_likelihood(steps, text, same) for text in ("上海", "海"))
    assert 0 < short - full < 0.5


def test_a_repeated_character_needs_a_gap_between() -> None:
    steps = trace((0.0, 1.0, 0.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))
    assert best_path(steps, same) == "上上"
    assert log_likelihood(steps, "上上", same) > -0.01
    assert log_likelihood(steps, "上", same) < math.log(UNSEEN) + 1


def test_a_character_that_is_not_listed_costs_the_floor() -> None:
    steps = trace((0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
    assert math.isclose(log_likelihood(steps, "上江", same), math.log(UNSEEN), abs_tol=0.01)


def test_what_is_no_part_of_a_name_counts_as_a_gap() -> None:
    """A bracket on the seal does not make the name without it less likely."""
    bracket = Character((("（", 0.97), ("", 0.03)))
    steps = (*trace((0.0, 1.0, 0.0)), bracket, *trace((0.0, 0.0, 1.0)))
    bare = {"（": ""}
    assert log_likelihood(steps, "上海", lambda char: bare.get(char, char)) > -0.01


def test_nothing_kept_says_nothing() -> None:
    assert log_likelihood((), "上海", same) == -math.inf
