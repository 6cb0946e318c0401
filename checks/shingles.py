"""Texts that are mostly the same: runs of characters that they share, and hardly anybody else.

A text is taken as the set of its runs of `LENGTH` characters, white space and punctuation put
aside, of which about one in `KEPT` is looked at (the same ones in every text). A character that was
misread spoils the runs over it and no others, so that a scan is still like its typed text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

LENGTH: Final = 10
KEPT: Final = 4
# A run that more owners have than this, and than this share of all, is a form's or a trade's own.
_FEW, _SHARE = 3, 0.05
_NO_WORD = re.compile(r"[\W_]+")
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_NONE: Final[Hashes] = np.zeros(0, np.uint64)


def shingles(text: str) -> Hashes:
    """The hashes of a text's runs that are looked at, sorted, each once."""
    bare = _NO_WORD.sub("", unicodedata.normalize("NFKC", text))
    if len(bare) < LENGTH:
        return _NONE
    codes = np.frombuffer(bare.encode("utf-32-le"), np.uint32).astype(np.uint64)
    runs = len(codes) - LENGTH + 1
    found = np.zeros(runs, np.uint64)
    with np.errstate(over="ignore"):
        for place in range(LENGTH):
            found = found * _BASE + codes[place : place + runs]
        for factor in _MIX:
            found = (found ^ (found >> np.uint64(31))) * factor
    found ^= found >> np.uint64(31)
    return np.unique(found[found % np.uint64(KEPT) == 0])


@dataclass(frozen=True, slots=True)
class Match:
    """Two texts by their places, and what share of the shorter one is in the other (0..1)."""

    one: int
    other: int
    share: float


def common(texts: Sequence[Hashes], owners: Sequence[int]) -> Hashes:
    """The runs that are nobody's own, sorted: too many owners have them."""
    hashes, places = _joined(texts)
    if not len(hashes):
        return _NONE
    by_owner = np.asarray(owners, np.int64)[places]
    order = np.lexsort((by_owner, hashes))
    hashes, by_owner = hashes[order], by_owner[order]
    first = np.ones(len(hashes), bool)
    first[1:] = (hashes[1:] != hashes[:-1]) | (by_owner[1:] != by_owner[:-1])
    found, count = np.unique(hashes[first], return_counts=True)
    most = max(_FEW, int(_SHARE * len(set(owners))))
    return np.asarray(found[count > most])


def matches(
    texts: Sequence[Hashes], owners: Sequence[int], share: float, least: int
) -> tuple[Match, ...]:
    """Texts of different owners of which at least `share` of the shorter one is the same.

    Runs that are common to many owners count for nothing. Texts with fewer than `least` own
    characters are too short to tell.
    """
    shared = common(texts, owners)
    own = [np.setdiff1d(text, shared, assume_unique=True) for text in texts]
    sizes = np.array([len(text) for text in own], np.int64)
    hashes, places = _joined(own)
    order = np.lexsort((places, hashes))
    hashes, places = hashes[order], places[order]
    found = []
    step = 1
    while step < len(hashes):
        same = hashes[step:] == hashes[:-step]
        if not same.any():
            break
        found.append(places[:-step][same] * len(texts) + places[step:][same])
        step += 1
    if not found:
        return ()
    pairs, count = np.unique(np.concatenate(found), return_counts=True)
    ones, others = np.divmod(pairs, len(texts))
    shorter = np.minimum(sizes[ones], sizes[others])
    by = np.asarray(owners, np.int64)
    chosen = (by[ones] != by[others]) & (shorter * KEPT >= least) & (count >= share * shorter)
    return tuple(
        Match(int(one), int(other), float(number / size))
        for one, other, number, size in zip(
            ones[chosen], others[chosen], count[chosen], shorter[chosen], strict=True
        )
    )


def _joined(texts: Sequence[Hashes]) -> tuple[Hashes, NDArray[np.int64]]:
    hashes = np.concatenate([_NONE, *texts])
    places = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    return hashes, places
