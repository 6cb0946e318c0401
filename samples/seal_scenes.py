"""Pages to learn the finding of seals from: small pictures, and the whole outline of each seal.

`python -m samples.seal_scenes --pages N --seed S --out DIR` writes DIR/NNNNN.jpg
and DIR/scenes.json: pages of the corpus of seals at a lower resolution, for learning needs many.
"""

import argparse
import json
import multiprocessing
import random
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from samples.degrade import Matrix, Pixels
from samples.seal_pages import Pressed, carried, scanned, stamped_page
from samples.seal_plan import plan_page

DPI = 64  # of a scene: a seal is 30 to 150 pixels wide
DRAWN_DPI = (100, 130, 150, 200)


def draw_scene(seed: int, number: int) -> tuple[Pixels, list[dict[str, Any]]]:
    """Return a page at 64 dpi, and where its seals are, each in pixels.

    `middle`, `half` (width and height along its own axes) and `turn` (degrees clockwise) are those
    of the whole outline, also where the page's edge cuts it.
    """
    rng = random.Random(f"scenes:{seed}:{number}")
    plan = replace(plan_page(seed, number), dpi=rng.choice(DRAWN_DPI))
    page, pressed = stamped_page(plan)
    pixels, matrix = scanned(page.sheet, plan)
    scale = DPI / plan.dpi
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    told = [_told(one, matrix, scale) for one in pressed]
    high, wide = small.shape[:2]
    return np.asarray(small, np.uint8), [one for one in told if _shown(one, wide, high)]


def _told(one: Pressed, matrix: Matrix, scale: float) -> dict[str, Any]:
    points = (carried(one.outline, matrix) * scale).astype(np.float32)
    straight = one.planned.pressed.design.shape in ("square", "rectangle")
    around = cv2.minAreaRect(points) if straight else cv2.fitEllipse(points)
    (x, y), (across, down), turn = around
    return {
        "middle": [round(x, 2), round(y, 2)],
        "half": [round(across / 2, 2), round(down / 2, 2)],
        "turn": round(turn, 1),
        "straight": straight,
        "wear": one.planned.pressed.wear.names,
        "place": one.planned.place,
    }


def _shown(told: dict[str, Any], wide: int, high: int) -> bool:
    x, y = told["middle"]
    beyond = 0.3 * told["half"][0]
    return bool(-beyond < x < wide + beyond and 0 <= y < high)


def write_scene(seed: int, out: Path, number: int) -> dict[str, Any]:
    """Draw and write one page; return its truth."""
    pixels, seals = draw_scene(seed, number)
    name = f"{number:05d}.jpg"
    cv2.imwrite(str(out / name), pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 95])
    return {"file": name, "seals": seals}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args(arguments)
    chosen.out.mkdir(parents=True, exist_ok=True)
    one, numbers = partial(write_scene, chosen.seed, chosen.out), range(1, chosen.pages + 1)
    with multiprocessing.get_context("spawn").Pool(chosen.workers) as pool:
        scenes = list(pool.imap(one, numbers, chunksize=8))
    (chosen.out / "scenes.json").write_text(json.dumps(scenes, ensure_ascii=False), "utf-8")
    print(f"{len(scenes)} pages, {sum(len(one['seals']) for one in scenes)} seals")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
