"""Each bit of ink belongs to one seal."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractors.seals.chosen import chosen, same_outline, take
from extractors.seals.inks import Grey
from extractors.seals.outline import Outline
from extractors.seals.signs import read_signs


def circle(x: float, y: float, radius: float = 80) -> Outline:
    return Outline(x, y, radius, radius, 0.0, straight=False)


def stamped(*rings: Outline) -> Grey:
    """Rings with letters on the arc and a blot in the middle."""
    mask = np.zeros((500, 700), np.uint8)
    for ring in rings:
        centre, radius = (round(ring.x), round(ring.y)), ring.radius
        cv2.circle(mask, centre, round(radius) - 2, 255, 4)
        cv2.circle(mask, centre, round(0.18 * radius), 255, -1)
        for degrees in range(150, 400, 20):
            angle = np.deg2rad(degrees)
            at = ring.x + 0.75 * radius * np.cos(angle), ring.y + 0.75 * radius * np.sin(angle)
            x, y = round(at[0]), round(at[1])
            cv2.rectangle(mask, (x - 7, y - 7), (x + 7, y + 7), 255, 3)
    return mask


def test_the_second_find_of_a_ring_has_nothing_to_stand_on() -> None:
    """Outlines a few pixels apart, and one through the letters, are the same seal."""
    ring = circle(200, 250)
    found = chosen(stamped(ring), [ring, circle(203, 249, 81), circle(200, 250, 60)], 0.3)
    assert found == [ring]


@pytest.mark.parametrize("apart", [50, 90, 130])
def test_rings_that_cross_are_both_kept(apart: int) -> None:
    """Of two seals over one another each has nearly all of its own line."""
    first, second = circle(200, 250), circle(200 + apart, 260)
    found = chosen(stamped(first, second), [first, second], 0.3)
    assert set(found) == {first, second}


def test_letters_within_a_ring_are_no_seal() -> None:
    """A small circle through a letter lies on ink of its own, but inside another seal."""
    ring = circle(200, 250)
    assert chosen(stamped(ring), [ring, circle(260, 250, 12)], 0.0) == [ring]


def test_the_ink_that_was_taken_is_gone() -> None:
    ring = circle(200, 250)
    rest = stamped(ring)
    take(rest, ring)
    assert read_signs(rest, ring).outline < 0.05


def test_one_stamp_in_two_inks_has_one_outline() -> None:
    """A purple seal is red and blue; one in another colour may lie within."""
    assert same_outline(circle(200, 250), circle(203, 252, 82))
    assert not same_outline(circle(200, 250), circle(203, 252, 60))
