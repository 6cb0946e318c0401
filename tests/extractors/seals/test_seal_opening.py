"""The ring is opened where its title ends, by what is even about its top."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.seals.opening import Flags, openings
from extractors.seals.outline import Outline

ROUND = Outline(200, 200, 180, 180, 0.0, straight=False)
NO_STAR = np.zeros((400, 400), np.float32)


def ring(turn: float, sweep: float = 240, count: int = 12, without: tuple[int, ...] = ()) -> Flags:
    """Columns of a ring with even letters about its top, some of them worn away."""
    inked = np.zeros(960, bool)
    for place, angle in enumerate(np.linspace(-sweep / 2, sweep / 2, count)):
        if place not in without:
            columns = np.arange(angle + turn - 7, angle + turn + 7, 0.2) / 360 * 960
            inked[np.round(columns).astype(int) % 960] = True
    return inked


@pytest.mark.parametrize("turn", [-30, 0, 20, 150])
def test_the_widest_even_gap(turn: float) -> None:
    """However it is turned; upside down too, if only as a last resort."""
    found = openings(ring(turn), NO_STAR, ROUND)

    assert min(abs((one.middle - 180 - turn + 180) % 360 - 180) for one in found) < 6


def test_worn_letters_do_not_open_the_ring() -> None:
    """A gap worn into the title is not even about a way up that seals are pressed with."""
    found = openings(ring(0, without=(2, 3, 4)), NO_STAR, ROUND)

    assert abs(found[0].middle - 180) < 6


def test_no_letter_is_lost() -> None:
    """The opening ends at the first letter, though a wider gap lies behind it."""
    inked = ring(0, sweep=230, count=6, without=(1, 4))
    found = openings(inked, NO_STAR, ROUND)

    assert found[0].half <= 180 - 230 / 2 + 1
