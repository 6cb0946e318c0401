"""Opening a ring anew by the letters that were read around it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.facts import Character
from extractors.ocr.engine import Recognised
from extractors.seals.reopen import Stretch, lettered, other_openings, whole_turn
from extractors.seals.ring import MARGIN, TURN, Ring

RING = Ring(start=300, length=500, top=0.1, bottom=0.4, turn=0.1, gap=1 - 500 / TURN)
HEIGHT, SQUEEZE = 50, 0.8


def read_at(columns: dict[int, tuple[str, float]], ring: Ring) -> Recognised:
    """A reading of the ring's strip whose letters were last seen at columns of the turn."""
    places = tuple(((at - ring.start) * SQUEEZE + MARGIN[1]) / HEIGHT for at in columns)
    characters = tuple(Character(((letter, sure),)) for letter, sure in columns.values())
    return Recognised("".join(one for one, _ in columns.values()), 0.9, characters, places=places)


def test_the_whole_turn_begins_in_the_middle_of_the_opening() -> None:
    """Half of the opening lies before the title, half behind it."""
    turn = whole_turn(RING)
    assert turn.length == TURN
    assert turn.start == (300 - (TURN - 500) // 2) % TURN


def test_a_title_runs_on_over_the_turns_end() -> None:
    """Letters at both ends of the strip are one title where the turn was cut inside it."""
    turn = replace(RING, start=0, length=TURN)
    columns = (50, 110, 170, 230, 820, 880, 940)
    letters = lettered(read_at({at: ("上", 0.9) for at in columns}, turn), turn, HEIGHT, SQUEEZE)
    assert letters is not None
    assert letters.first == pytest.approx(820 - 60)
    assert letters.last == pytest.approx(TURN + 230 + 60)


def test_what_was_read_unsurely_or_is_no_letter_counts_for_nothing() -> None:
    """A code's digits, and words that stand upside down, do not make a title longer."""
    turn = replace(RING, start=0, length=TURN)
    title = {at: ("上", 0.9) for at in (200, 260, 320, 380)}
    others = {440: ("3", 0.99), 500: ("章", 0.3)}
    letters = lettered(read_at({**title, **others}, turn), turn, HEIGHT, SQUEEZE)
    assert letters is not None
    assert letters.last == pytest.approx(380 + 60)
    few = dict(list(title.items())[:3])
    assert lettered(read_at(few, turn), turn, HEIGHT, SQUEEZE) is None


def test_a_letter_before_the_opening_grows_the_ring_for_nothing() -> None:
    """The grown ring keeps its end and its way up; the title alone has to be clearly better."""
    (grown, nothing), (alone, something) = other_openings(RING, Stretch(240.0, 700.0, 50.0))
    assert (grown.start, grown.start + grown.length) == (240, 800)
    assert (grown.turn, nothing) == (RING.turn, 0.0)
    assert (alone.start, alone.length) == (240, 460)
    assert alone.turn < RING.turn
    assert something > 0


def test_letters_where_the_ring_is_open_already_change_nothing() -> None:
    """Nothing is read again for a shift of less than a third of a letter."""
    assert other_openings(RING, Stretch(305.0, 790.0, 50.0)) == ()
    turned = Stretch(305.0 + TURN, 790.0 + TURN, 50.0)
    assert other_openings(RING, turned) == ()


def test_a_row_inside_the_ring_opens_nothing() -> None:
    """Where a title is worn in its middle the longest row of letters is only a part of it."""
    assert other_openings(RING, Stretch(300.0, 560.0, 50.0)) == ()
