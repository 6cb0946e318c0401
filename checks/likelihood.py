"""How likely a text is, given what a recogniser held possible along a strip.

The recogniser (CTC; Graves et al. 2006) gives for each step along the strip the probability of
every character and of none. A text's probability is the sum over all ways to lay it along the
steps, so a character that was passed over still counts with what it had, however small.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from extractors.facts import Character

# What the trace does not list is not impossible: the floor of a step's probability.
UNSEEN = 1e-4
_GAP = ""
_LEAST = 1e-300  # keeps what is impossible at 0 where it is divided by its sum

Trace = tuple[Character, ...]
# Makes characters comparable; what it makes "" is no part of a text.
Plain = Callable[[str], str]


def log_likelihoods(trace: Trace, texts: Sequence[str], plain: Plain) -> tuple[float, ...]:
    """Natural logarithms of the probabilities that the strip says exactly these (plain) texts.

    Several cost hardly more than one.
    """
    if not trace:
        return (-np.inf,) * len(texts)
    emitted = _emitted(trace, texts, plain)
    # States of a text (a row each): gap, first character, gap, second character, …, gap.
    skips = np.array([_skips(text, emitted.shape[2]) for text in texts])[:, 2:]
    now = np.zeros(emitted.shape[1:])
    now[:, :2] = emitted[0, :, :2]
    totals = np.ones((len(emitted), len(texts), 1))
    for step, total in zip(emitted[1:], totals[1:], strict=True):
        after = now.copy()
        after[:, 1:] += now[:, :-1]
        after[:, 2:] += now[:, :-2] * skips
        after *= step
        # Kept near 1, for a long strip's probability is smaller than floats go.
        np.maximum(after.sum(1, keepdims=True), _LEAST, out=total)
        now = after / total
    scale = np.log(totals).sum(0)[:, 0]
    ends = [
        float(row[: 2 * len(text) + 1][-2:].sum()) for row, text in zip(now, texts, strict=True)
    ]
    return tuple(
        float(at) + math.log(end) if end > 0 else -np.inf
        for at, end in zip(scale, ends, strict=True)
    )


def _emitted(trace: Trace, texts: Sequence[str], plain: Plain) -> NDArray[np.float64]:
    """Probability of each state's symbol, by step, text and state; 0 behind a text's last state."""
    symbols = sorted({_GAP, *(char for text in texts for char in text)})
    places = {symbol: place for place, symbol in enumerate(symbols)}
    heard = np.zeros((len(trace), len(symbols) + 1))  # the last one is no symbol
    for row, one in zip(heard, trace, strict=True):
        likely = _likely(one, plain)
        row[:-1] = [likely.get(symbol, UNSEEN) for symbol in symbols]
    states = np.full((len(texts), 2 * max(map(len, texts)) + 1), len(symbols))
    for row, text in zip(states, texts, strict=True):
        row[: 2 * len(text) + 1] = places[_GAP]
        row[1 : 2 * len(text) : 2] = [places[char] for char in text]
    return heard[:, states]


@lru_cache(maxsize=20_000)
def _likely(step: Character, plain: Plain) -> dict[str, float]:
    found: dict[str, float] = {}
    for char, probability in step.candidates:
        name = plain(char)
        found[name] = found.get(name, 0.0) + probability
    return found


def _skips(text: str, states: int) -> NDArray[np.float64]:
    """1 for states that may follow on the one two before: a character after a different one."""
    skips = np.zeros(states)
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
