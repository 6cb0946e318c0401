"""One picture in two places is told from one stamp pressed twice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from checks.findings import Finding, Severity, Standing, Verdict
from checks.impressions import difference, repeated, same_picture
from checks.judge import Judged
from extractors.facts import Box, Drawn, Ink, Seal
from extractors.seals.cells import SIDE, packed, unpacked
from tests.checks.impressed import Stamp, impression
from tests.checks.packets import NAME, Packet, judged, of_code, opened
from tests.checks.paper import seal


def _seal(text: str, at: float = 400.0) -> Seal:
    return replace(seal(NAME, (at, at)), fingerprint=text)


def test_cells_come_back_as_they_were_kept() -> None:
    """Packing keeps each cell to a fourteenth, and which cells are hidden."""
    ink = np.random.default_rng(3).random((SIDE, SIDE)).astype(np.float32)
    hidden = np.eye(SIDE, dtype=bool)
    found = unpacked(packed(ink, hidden))
    assert found is not None
    assert np.abs(found[0] - ink)[~hidden].max() <= 0.5 / 14 + 1e-6
    assert (found[1] == hidden).all()


@pytest.mark.parametrize("text", ["", "!", "AAAA", "印", "A" * 2732])
def test_what_is_no_impression_is_like_none(text: str) -> None:
    """Nothing is said of seals without an impression, or with an empty one."""
    assert difference(text, impression(Stamp())) is None or not same_picture(
        _seal(text), _seal(impression(Stamp()))
    )


def test_a_picture_laid_down_twice_is_the_same() -> None:
    """A shift of part of a cell, noise, and print over one of them make no difference."""
    first = impression(Stamp(wear=5), noise=1)
    second = impression(Stamp(wear=5, shift=0.3), hidden=True, noise=2)
    assert same_picture(_seal(first), _seal(second))


@pytest.mark.parametrize(
    "other",
    [Stamp(turn=0.3, wear=5), Stamp(turn=2.0, wear=5), Stamp(wear=6), Stamp(design=2, wear=5)],
    ids=["turned a little", "turned", "inked otherwise", "another stamp"],
)
def test_a_stamp_pressed_twice_is_not_the_same(other: Stamp) -> None:
    """The hand turns it, the ink lies elsewhere; each is enough."""
    assert not same_picture(_seal(impression(Stamp(wear=5))), _seal(impression(other)))


def test_where_print_hides_nearly_all_nothing_is_told() -> None:
    """Too few cells to compare are no evidence."""
    ink = np.full((SIDE, SIDE), 0.5, np.float32)
    hidden = np.ones((SIDE, SIDE), bool)
    hidden[30:34, 30:34] = False
    assert difference(packed(ink, hidden), packed(ink, hidden)) is None


def test_pictures_are_gathered() -> None:
    """Three of one picture are one group; what stands alone is in none."""
    texts = [
        impression(Stamp(wear=5), noise=n) if n else impression(Stamp(2)) for n in (1, 0, 2, 3)
    ]
    assert repeated([_seal(text) for text in texts]) == ((0, 2, 3),)


def _packet(cover: Seal, declaration: Seal) -> Judged:
    return judged(replace(Packet(), sealed={"cover": cover, "declaration": declaration}))


def _note(result: Judged) -> Finding:
    (found,) = [one for one in of_code(result, "S07") if one.verdict is not Verdict.MET]
    assert (found.verdict, found.severity) == (Verdict.UNSURE, Severity.NOTE)
    assert result.standing is Standing.COMPLETE
    return found


def test_one_picture_on_two_pages_is_a_note_with_both_places() -> None:
    """Staff are shown both places; the packet stands as it stood."""
    one = impression(Stamp(wear=5), noise=1)
    found = _note(_packet(_seal(one), _seal(impression(Stamp(wear=5), noise=2))))
    assert (found.rule, found.reason) == ("seal-same-picture", "same-picture")
    assert len({(place.file, place.page) for place in found.evidence}) == 2
    assert all(isinstance(place.box, Box) for place in found.evidence)


def test_a_stamp_pressed_on_two_pages_is_no_note() -> None:
    """Whoever stamps with care is not asked about it."""
    pressed = (Stamp(wear=5), Stamp(turn=0.4, wear=6))
    assert opened(_packet(*(_seal(impression(one)) for one in pressed))) == []


def test_a_second_scan_of_a_page_is_no_note() -> None:
    """Copies of a page show its seal again: the same words in the same place."""
    from tests.checks.packets import files_of

    packet = replace(Packet(), sealed={"commitment": _seal(impression(Stamp(wear=5)))})
    files = files_of(packet)
    again = next(file for file in files if "承诺书" in file.path)
    copy = replace(again, path="承诺书（副本）.pdf", sha256="f" * 64)
    assert of_rule(judged(packet, (*files, copy)), "seal-same-picture") == []


def of_rule(result: Judged, rule: str) -> list[Finding]:
    """Findings of a rule that are not met."""
    return [f for f in result.findings if f.rule == rule and f.verdict is not Verdict.MET]


def test_a_seal_that_is_an_image_of_its_own_is_a_note() -> None:
    """It is told as a fact, with its place."""
    drawn = replace(seal(NAME), drawn=Drawn.IMAGE)
    found = _note(_packet(drawn, seal(NAME)))
    assert (found.rule, len(found.evidence)) == ("seal-laid-over", 1)


def test_a_black_seal_on_an_original_is_for_people() -> None:
    """A photocopy or a grey scan where the original was asked for: staff look at the paper."""
    black = replace(seal(NAME), ink=Ink.BLACK)
    result = _packet(black, black)
    (found,) = [one for one in of_code(result, "S07") if one.verdict is not Verdict.MET]
    assert (found.rule, len(found.evidence)) == ("seal-in-colour", 2)
    assert (found.verdict, found.severity) == (Verdict.UNSURE, Severity.SUPPLEMENT)
    assert result.standing is Standing.UNSURE
