"""Pages to learn the finding of seals from: small pictures that know where their seals are."""

from __future__ import annotations

import cv2
import numpy as np

from samples.seal_pages import draw_page
from samples.seal_plan import plan_page
from samples.seal_scenes import DPI, draw_scene

SEALED = next(n for n in range(1, 40) if len(plan_page(5, n).seals) == 1)


def test_a_scene_is_its_page_at_a_lower_resolution() -> None:
    """The outline lies on the same place of the paper, and there is ink along it."""
    picture, (seal,) = draw_scene(5, SEALED)
    _, truth = draw_page(plan_page(5, SEALED))

    left, top, right, bottom = truth["seals"][0]["box"]
    middle = [seal["middle"][axis] / picture.shape[1 - axis] for axis in (0, 1)]

    assert abs(picture.shape[0] - 11.69 * DPI) < 0.1 * DPI
    assert abs(middle[0] - (left + right) / 2) < 0.03
    assert abs(middle[1] - (top + bottom) / 2) < 0.03
    ring = np.zeros(picture.shape[:2], np.uint8)
    box = (tuple(seal["middle"]), tuple(2 * half for half in seal["half"]), seal["turn"])
    if seal["straight"]:
        cv2.polylines(ring, [cv2.boxPoints(box).astype(np.int32)], True, 255, 5)
    else:
        cv2.ellipse(ring, box, 255, 5)
    redness = picture[..., 0].astype(float) - picture[..., 1]
    assert redness[ring > 0].mean() > redness.mean() + 8


def test_the_same_seed_draws_the_same_scene() -> None:
    """And another number another one."""
    picture, seals = draw_scene(6, 3)
    again, told = draw_scene(6, 3)

    assert np.array_equal(picture, again)
    assert seals == told
    assert not np.array_equal(picture, draw_scene(6, 4)[0])
