"""Make bound scans with a seal across their pages' edges (骑缝章), or a seal's picture pasted in.

`python -m samples.bundle --bundles K --seed S --out DIR [--pages N]` writes DIR/bundles/*.pdf and
DIR/bundle.json.
"""

import argparse
import json
import multiprocessing
import shutil
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from samples.bundle_pages import draw_bundle
from samples.bundle_plan import plan_bundle


def write_bundle(seed: int, pages: int, out: Path, number: int) -> dict[str, Any]:
    """Draw and write one bundle; return its truth."""
    pdf, truth = draw_bundle(plan_bundle(seed, number, pages))
    name = f"bundles/{number:05d}.pdf"
    (out / name).write_bytes(pdf)
    return {"file": name, **truth}


def make_bundles(count: int, seed: int, out: Path, pages: int = 0, workers: int = 2) -> None:
    """Write the bundles and their truth anew."""
    shutil.rmtree(out / "bundles", ignore_errors=True)
    (out / "bundles").mkdir(parents=True)
    one, numbers = partial(write_bundle, seed, pages, out), range(1, count + 1)
    if workers < 2 or count < 2:
        _write_truth(out, map(one, numbers))
        return
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        _write_truth(out, pool.imap(one, numbers))


def _write_truth(out: Path, told: Iterable[dict[str, Any]]) -> None:
    lines = ",\n".join(json.dumps(bundle, ensure_ascii=False) for bundle in told)
    (out / "bundle.json").write_text(f'{{"bundles": [\n{lines}\n]}}\n', encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundles", type=int, default=10)
    parser.add_argument("--pages", type=int, default=0, help="of each; 0: 3 to 12")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args(arguments)
    if chosen.pages and chosen.pages < 3:
        parser.error("a bundle has at least 3 pages")
    make_bundles(chosen.bundles, chosen.seed, chosen.out, chosen.pages, chosen.workers)
    print(f"{chosen.bundles} bundles in {chosen.out}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
