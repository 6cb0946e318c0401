"""Draw a planned page of the corpus of seals, scan it, and say where its seals came to lie."""

import math
import random
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from samples import degrade, seal_papers
from samples.decoys import DECOYS
from samples.degrade import Matrix, Pixels
from samples.seal_papers import Page
from samples.seal_plan import PagePlan, PlannedSeal, Tone
from samples.seal_press import Points, press
from samples.sheet import Rect, Sheet

SHOWN = 0.4  # at least this share of a seal's width is on the paper


@dataclass(frozen=True, slots=True)
class Pressed:
    """A seal on the sheet: its whole outline, also what lies beyond the paper."""

    planned: PlannedSeal
    outline: Points
    middle: tuple[float, float]


def draw_page(plan: PagePlan) -> tuple[bytes, dict[str, Any]]:
    """Return a page as JPEG and its truth, but for the file's name."""
    page, seals = stamped_page(plan)
    pixels, matrix = scanned(page.sheet, plan)
    jpeg, size = degrade.encode(pixels, plan.ageing, page.sheet.dpi), pixels.shape[1::-1]
    return jpeg, {
        "dpi": plan.dpi,
        "source": plan.source,
        "hard": plan.hard,
        "layout": plan.layout,
        "paper": plan.tint,
        "decoys": list(plan.decoys),
        "seals": [
            told for one in seals if (told := seal_truth(one, plan, page.sheet, matrix, size))
        ],
    }


def stamped_page(plan: PagePlan) -> tuple[Page, list[Pressed]]:
    """Print a page, lay it on paper, and press its seals."""
    headed = "red_header" in plan.decoys
    owner = str(plan.owner)
    page = seal_papers.printed(plan.layout, plan.dpi, owner, plan.rng("print"), headed=headed)
    for name in plan.decoys:
        DECOYS[name](page, plan.rng(name))
    seal_papers.lay_on_paper(page.sheet, plan.tint, plan.rng("paper"))
    return page, press_all(page, plan.seals, plan.rng("press"))


def press_all(page: Page, seals: tuple[PlannedSeal, ...], rng: random.Random) -> list[Pressed]:
    """Press the seals one after the other."""
    out: list[Pressed] = []
    for one in seals:
        at = _middle(page, one, out, rng)
        out.append(Pressed(one, press(page.sheet, one.pressed, at), at))
    return out


def _middle(
    page: Page, one: PlannedSeal, before: list[Pressed], rng: random.Random
) -> tuple[float, float]:
    """Choose where a seal's middle comes."""
    design = one.pressed.design
    wide, high = page.sheet.image.size
    half = page.mm(max(design.width, design.height)) / 2
    if one.place == "edge":
        share = rng.uniform(SHOWN * 2 - 1, 0.9) * page.mm(design.width) / 2
        y = rng.uniform(half * 1.5, high - half * 1.5)
        if rng.random() < 0.7:
            return (wide - share if rng.random() < 0.7 else share), y
        x = rng.uniform(half * 1.5, wide - half * 1.5)
        return x, (high - share if rng.random() < 0.7 else share)
    if one.place == "overlap":
        near = before[-1]
        reach = _reach(page, one, near)
        dx, dy = rng.choice((-1, 1)) * reach * rng.uniform(0.45, 0.85), rng.gauss(0, reach * 0.2)
        return _held((near.middle[0] + dx, near.middle[1] + dy), half + 4, wide, high)
    at = (0.0, 0.0)
    for _ in range(20):  # beside the others; where there is no room, over them
        x, y = rng.choice(page.spots.get(one.place) or page.spots["empty"])
        at = (x + rng.gauss(0, page.mm(4)), y + rng.gauss(0, page.mm(4)))
        at = _held(at, half + 4, wide, high)
        if all(math.dist(at, other.middle) > 0.9 * _reach(page, one, other) for other in before):
            break
        page.spot(one.place, wide * rng.uniform(0.2, 0.8), y + page.mm(rng.uniform(-40, 40)))
    return at


def _reach(page: Page, one: PlannedSeal, other: Pressed) -> float:
    """Return the distance at which two seals touch."""
    return page.mm(one.pressed.design.width + other.planned.pressed.design.width) / 2


def _held(at: tuple[float, float], edge: float, wide: int, high: int) -> tuple[float, float]:
    """Move a middle so far in that the whole seal is on the paper."""
    return min(max(at[0], edge), wide - edge), min(max(at[1], edge), high - edge)


def scanned(sheet: Sheet, plan: PagePlan) -> tuple[Pixels, Matrix]:
    """Pass a stamped sheet through the machine; return the picture and how places moved."""
    rng, ageing = plan.rng("scan"), plan.ageing
    matrix, size = degrade.geometry(sheet, ageing, rng)
    pixels = degrade.warp(np.asarray(sheet.image), matrix, size, ageing)
    pixels = degrade.optics(_toned(pixels, plan.tone), ageing, rng)
    if plan.tone.threshold:
        pixels = _black_and_white(pixels, plan.tone.threshold)
    return pixels, matrix


def _toned(pixels: Pixels, tone: Tone) -> Pixels:
    """Cast, fade and stretch colours, with one matrix."""
    grey = np.array([0.299, 0.587, 0.114])
    mix = np.eye(3) * tone.saturation + np.outer(np.ones(3), grey) * (1 - tone.saturation)
    mix = mix * (np.array(tone.cast)[:, None] * tone.contrast)
    lift = np.full((3, 1), 255 * (1 - tone.contrast) * 0.9)
    return np.asarray(cv2.transform(pixels, np.hstack([mix, lift])), np.uint8)


def _black_and_white(pixels: Pixels, share: float) -> Pixels:
    """Copy without tones: black is what is darker than a share of the paper around it."""
    height, width = pixels.shape[:2]
    grey = pixels[..., 0]
    small = cv2.resize(grey, (width // 8, height // 8), interpolation=cv2.INTER_AREA)
    paper = cv2.dilate(cv2.medianBlur(small, 3), np.ones((9, 9), np.uint8))
    paper = cv2.resize(cv2.blur(paper, (9, 9)), (width, height), interpolation=cv2.INTER_LINEAR)
    flat = np.where(grey > paper * share, 255, 0).astype(np.uint8)
    return np.repeat(flat[..., None], 3, axis=2)


def carried(points: Points, matrix: Matrix) -> NDArray[np.float64]:
    """Return where points of the sheet come to lie on its picture."""
    moved = np.hstack([points, np.ones((len(points), 1))]) @ matrix.T
    return np.asarray(moved[:, :2] / moved[:, 2:], np.float64)


def _inside(points: Points, wide: float, high: float) -> NDArray[np.bool_]:
    x, y = points[:, 0], points[:, 1]
    return np.asarray((x >= -1) & (x <= wide + 1) & (y >= -1) & (y <= high + 1), np.bool_)


def seal_box(
    outline: Points, sheet: Sheet, matrix: Matrix, size: tuple[int, int]
) -> tuple[Rect, bool] | None:
    """Return where a seal's ink lies on the picture, and whether all of its edge does."""
    on_paper = _inside(outline, *sheet.image.size)
    moved = carried(outline[on_paper], matrix)
    seen = moved[_inside(moved, *size)]
    if len(seen) < 2:
        return None
    scale = np.array([size[0], size[1]], np.float64)
    low, high = np.clip(seen.min(axis=0) / scale, 0, 1), np.clip(seen.max(axis=0) / scale, 0, 1)
    left, top, right, bottom = (round(float(v), 5) for v in (*low, *high))
    return (left, top, right, bottom), len(seen) == len(outline)


def _turned(one: Pressed, matrix: Matrix) -> float:
    """Return how far the seal is turned on the picture, degrees clockwise."""
    a = np.radians(one.planned.pressed.turn)
    middle = np.array(one.middle)
    up = middle + 20 * np.array([np.sin(a), -np.cos(a)])
    foot, head = carried(np.stack([middle, up]), matrix)
    dx, dy = head - foot
    return round(float(np.degrees(np.arctan2(dx, -dy))), 1)


def seal_truth(
    one: Pressed, plan: PagePlan, sheet: Sheet, matrix: Matrix, size: tuple[int, int]
) -> dict[str, Any] | None:
    """Return the truth of one seal, or nothing where none of it is on the picture."""
    found = seal_box(one.outline, sheet, matrix, size)
    if found is None:
        return None
    box, complete = found
    design, named = one.planned.pressed.design, one.planned.named
    return {
        "box": list(box),
        "shape": design.shape,
        "ink": "black" if plan.ageing.grey else one.planned.pressed.ink,
        "kind": design.kind,
        "title": design.title,
        "purpose": design.purpose,
        "code": design.code,
        "mm": round(design.width, 1),
        "motif": design.motif,
        "complete": complete,
        "turn": _turned(one, matrix),
        "copy": plan.ageing.grey,
        "place": one.planned.place,
        "wear": one.planned.pressed.wear.names,
        "names": {
            "same": named.same,
            "unrelated": list(named.unrelated),
            "near": list(named.near),
        },
    }
