"""Connected parts by contours, held against OpenCV's labelled components."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.contours import parts_of, without_parts


def _blots(seed: int) -> np.ndarray:
    noise = np.random.default_rng(seed).integers(0, 256, (120, 160)).astype(np.uint8)
    return np.asarray((cv2.blur(noise, (7, 7)) > 132) * np.uint8(255), np.uint8)


def test_parts_are_the_connected_components() -> None:
    """Also those that stand inside a hole of another part."""
    for seed in range(5):
        mask = _blots(seed)
        cv2.circle(mask, (80, 60), 40, 255, 3)
        count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
        boxes = sorted(map(cv2.boundingRect, parts_of(mask)[0]))
        assert boxes == sorted(tuple(row[:4]) for row in stats[1:count].tolist())


def test_holes_are_what_a_part_encloses() -> None:
    """A frame has one, a stroke none; its outline runs on the part around it."""
    mask = np.zeros((60, 80), np.uint8)
    cv2.rectangle(mask, (10, 10), (50, 40), 255, 1)
    cv2.line(mask, (60, 10), (60, 50), 255, 1)
    parts, holes = parts_of(mask)
    assert len(parts) == 2
    assert [cv2.boundingRect(hole) for hole in holes] == [(10, 10, 41, 31)]
    assert parts_of(np.zeros((9, 9), np.uint8)) == ([], [])


def test_only_the_given_parts_are_taken_off() -> None:
    """Every pixel of theirs goes, none of another part's."""
    mask = _blots(7)
    parts = parts_of(mask)[0]
    rest = without_parts(mask, parts[::2])
    assert sorted(map(cv2.boundingRect, parts_of(rest)[0])) == sorted(
        map(cv2.boundingRect, parts[1::2])
    )
    assert np.array_equal(without_parts(mask, []), mask)
    assert not without_parts(mask, parts).any()
