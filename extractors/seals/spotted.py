"""Which of the known purposes a strip says, where its likeliest reading says none.

Keyword spotting on the recogniser's whole answer (CTC): how much less likely a name is, anywhere
along the strip, than the best reading of the same stretch. What stands before and behind it counts
for nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from extractors.facts import Character
from extractors.seals.kind import PARTS, PURPOSES
from extractors.seals.title import plain

UNSEEN: Final = 1e-4  # probability of what a step does not list
# Nats below the best reading, a letter of the name; a short name is soon found by chance.
NEAR, NEAR_IF_SHORT, SHORT = -2.6, -0.5, 2
NEVER: Final = -1e9
NAMES: Final = (*(name for name, _ in PURPOSES), *PARTS)
Trace = Sequence[Character]


def spotted(traces: Iterable[Trace]) -> str:
    """The purpose or department that some strip comes near enough to say, "" where none does."""
    best = np.full(len(NAMES), NEVER)
    for trace in traces:
        best = np.maximum(best, _shortfalls(trace))
    lengths = np.array([len(name) for name in NAMES])
    near = np.nonzero(best >= lengths * np.where(lengths <= SHORT, NEAR_IF_SHORT, NEAR))[0]
    # Of names that fit alike the longer one is meant: 业务合同专用章 holds 合同专用章.
    chosen = max(near, key=lambda at: (round(float(best[at]), 2), lengths[at]), default=None)
    return "" if chosen is None else NAMES[chosen]


@cache
def _states() -> tuple[NDArray[np.intp], NDArray[np.bool_], dict[str, int], NDArray[np.intp]]:
    """Each name as letters with gaps between; where a letter may follow its neighbour at once."""
    letters = sorted({letter for name in NAMES for letter in name})
    place = {symbol: at for at, symbol in enumerate(("", *letters))}
    states = np.zeros((len(NAMES), 2 * max(map(len, NAMES)) - 1), np.intp)
    follows = np.zeros(states.shape, bool)
    for row, name in enumerate(NAMES):
        states[row, : 2 * len(name) : 2] = [place[letter] for letter in name]
        follows[row, 2 : 2 * len(name) : 2] = [
            one != other for one, other in itertools.pairwise(name)
        ]
    ends = np.array([2 * len(name) - 2 for name in NAMES])
    return states, follows, place, ends


def _shortfalls(trace: Trace) -> NDArray[np.float64]:
    """For each name the sum of its logarithms against the best reading, 0 or less (Viterbi)."""
    states, follows, symbols, ends = _states()
    names = np.arange(len(NAMES))
    now = np.full(states.shape, NEVER)
    best = np.full(len(NAMES), NEVER)
    for step in trace:
        heard = np.full(len(symbols), UNSEEN)
        highest = UNSEEN
        for letter, probability in step.candidates:
            highest = max(highest, probability)
            at = symbols.get(plain(letter)[:1])
            if at is not None:
                heard[at] = max(heard[at], probability)
        heard = np.log(heard / highest)
        after = now.copy()
        after[:, 0] = np.maximum(after[:, 0], 0.0)
        after[:, 1:] = np.maximum(after[:, 1:], now[:, :-1])
        after[:, 2:] = np.maximum(after[:, 2:], np.where(follows[:, 2:], now[:, :-2], NEVER))
        now = after + heard[states]
        best = np.maximum(best, now[names, ends])
    return best
