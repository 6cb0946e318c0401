"""How likely a text is, given what a recogniser held possible along a strip.

The recogniser (CTC; Graves et al. 2006) gives for each step along the strip the probability of
every character and of none. A text's probability is the sum over all ways to lay it along the
steps, so a character that was passed over still counts with what it had, however small.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from extractors.facts import Character

# What the trace does not list is not impossible: the floor of a step's probability.
UNSEEN = 1e-4
_GAP = ""

Trace = tuple[Character, ...]
# Makes characters comparable; what it makes "" is no part of a text.
Plain = Callable[[str], str]


def log_likelihood(trace: Trace, text: str, plain: Plain) -> float:
    """Natural logarithm of the probability that the strip says exactly this (plain) text."""
    if not trace:
        return -np.inf
    emitted = _emitted(trace, text, plain)
    # States: gap, first character, gap, second character, …, gap.
    states = 2 * len(text) + 1
    skips = _skips(text)
    now = np.zeros(states)
    now[:2] = emitted[0, :2]
    scale = 0.0
    for row in emitted[1:]:
        before = now
        now = before.copy()
        now[1:] += before[:-1]
        now[2:] += np.where(skips[2:], before[:-2], 0.0)
        now *= row
        total = now.sum()
        if total <= 0.0:
            return -np.inf
        # Kept near 1, for a long strip's probability is smaller than floats go.
        now /= total
        scale += float(np.log(total))
    ends = float(now[-2:].sum())
    return scale + float(np.log(ends)) if ends > 0 else -np.inf


def _emitted(trace: Trace, text: str, plain: Plain) -> NDArray[np.float64]:
    """Probability of each state's symbol (columns) at each step (rows)."""
    rows = np.empty((len(trace), 2 * len(text) + 1))
    for index, step in enumerate(trace):
        likely = _likely(step, plain)
        rows[index, ::2] = likely.get(_GAP, UNSEEN)
        rows[index, 1::2] = [likely.get(char, UNSEEN) for char in text]
    return rows


@lru_cache(maxsize=20_000)
def _likely(step: Character, plain: Plain) -> dict[str, float]:
    found: dict[str, float] = {}
    for char, probability in step.candidates:
        name = plain(char)
        found[name] = found.get(name, 0.0) + probability
    return found


def _skips(text: str) -> NDArray[np.bool_]:
    """States that may follow on the one two before: a character after a different one."""
    skips = np.zeros(2 * len(text) + 1, bool)
    for index in range(1, len(text)):
        skips[2 * index + 1] = text[index] != text[index - 1]
    return skips


def best_path(trace: Trace, plain: Plain) -> str:
    """The text of the likeliest symbol at each step, repeated ones taken for one."""
    out: list[str] = []
    last = _GAP
    for step in trace:
        likely = _likely(step, plain)
        char = max(likely, key=lambda name: likely[name])
        if char not in (_GAP, last):
            out.append(char)
        last = char
    return "".join(out)
