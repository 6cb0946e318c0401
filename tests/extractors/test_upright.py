"""Setting pages upright."""

import cv2
import numpy as np
import pytest

from extractors.upright import deskewed, flattened, sheet_corners, skew_of, turned
from tests.extractors.drawing import ruled, sheet, words


def page() -> np.ndarray:
    image = ruled(sheet(1200, 1600), (200, 300, 400, 500), (100, 600, 1100))
    for line in range(10):
        words(image, "the quick brown fox jumps over it", 120, 700 + 70 * line)
    return image


@pytest.mark.parametrize("degrees", [-2.5, -0.7, 0.0, 0.4, 1.8])
def test_skew_is_found_and_taken_out(degrees: float) -> None:
    """Within a tenth of a degree."""
    image = page()
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    skewed = cv2.warpAffine(image, matrix, (width, height), borderValue=(250, 250, 250))
    found = skew_of(skewed)
    assert found == pytest.approx(degrees, abs=0.12)
    assert abs(skew_of(deskewed(skewed, found))) <= 0.1


def test_an_empty_page_has_no_skew() -> None:
    """Noise is no text."""
    noise = np.random.default_rng(1).integers(240, 255, (800, 600, 3), np.uint8)
    assert skew_of(noise) == 0.0


def test_four_quarter_turns_are_none() -> None:
    """Turning keeps every pixel."""
    image = page()
    once = turned(image, 90)
    assert once.shape[:2] == (image.shape[1], image.shape[0])
    assert np.array_equal(turned(once, 270), image)
    assert np.array_equal(turned(turned(image, 180), 180), image)


def test_a_sheet_on_a_dark_table_is_cut_out() -> None:
    """A photo: the paper's corners become the picture's."""
    photo = np.full((1000, 800, 3), 60, np.uint8)
    corners = np.array([(120, 90), (700, 130), (680, 900), (100, 860)], np.int32)
    cv2.fillConvexPoly(photo, corners, (245, 245, 245))
    found = sheet_corners(photo)
    assert found is not None
    assert np.abs(found - corners).max() < 12
    flat = flattened(photo, found)
    assert flat.mean() > 235
    assert flat.shape[0] > flat.shape[1]


def test_a_page_that_fills_the_picture_is_left_alone() -> None:
    """A scan has no background."""
    assert sheet_corners(page()) is None


def shaded(image: np.ndarray, lit: np.ndarray, dark: float) -> np.ndarray:
    """The picture with a shadow over all but these corners."""
    light = np.full(image.shape[:2], dark, np.float32)
    cv2.fillConvexPoly(light, lit, 1.0)
    return (image * light[:, :, None]).astype(np.uint8)


def test_the_edge_of_a_shadow_is_none_of_the_sheet() -> None:
    """Lines of print and rules go on in the shadow, and nothing of them may be lost."""
    lit = np.array([(200, 0), (800, 0), (900, 1600), (150, 1600)], np.int32)
    assert sheet_corners(shaded(page(), lit, 0.55)) is None
    empty = np.full((1600, 1200, 3), 250, np.uint8)
    assert sheet_corners(shaded(empty, lit, 0.2)) is not None  # a sheet on a dark desk


def test_a_shadow_on_the_sheet_of_a_photo_hides_no_part_of_it() -> None:
    """The desk around it is darker still."""
    photo = np.full((2000, 1500, 3), 40, np.uint8)
    photo[200:1800, 150:1350] = page()
    lit = np.array([(0, 0), (1500, 0), (1500, 1100), (0, 1350)], np.int32)
    found = sheet_corners(shaded(photo, lit, 0.62))
    assert found is not None
    assert np.abs(found - np.array([(150, 200), (1350, 200), (1350, 1800), (150, 1800)])).max() < 15
