"""Make pages to measure the finding and reading of seals with.

`python -m samples.seals --pages N --seed S --out DIR` writes DIR/pages/*.jpg and DIR/truth.json.
"""

import argparse
import json
import multiprocessing
import shutil
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from samples.seal_pages import draw_page
from samples.seal_plan import plan_page


def write_page(seed: int, out: Path, number: int) -> dict[str, Any]:
    """Draw and write one page; return its truth."""
    jpeg, truth = draw_page(plan_page(seed, number))
    name = f"pages/{number:05d}.jpg"
    (out / name).write_bytes(jpeg)
    return {"file": name, **truth}


def make_corpus(pages: int, seed: int, out: Path, workers: int = 2) -> int:
    """Write the pages and the truth anew; return how many seals they bear."""
    shutil.rmtree(out / "pages", ignore_errors=True)
    (out / "pages").mkdir(parents=True)
    one, numbers = partial(write_page, seed, out), range(1, pages + 1)
    if workers < 2:
        return write_truth(out, map(one, numbers))
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        return write_truth(out, pool.imap(one, numbers, chunksize=4))


def write_truth(out: Path, told: Iterable[dict[str, Any]]) -> int:
    """Write the truth, one page a line; return how many seals it names."""
    pages = list(told)
    lines = ",\n".join(json.dumps(page, ensure_ascii=False) for page in pages)
    (out / "truth.json").write_text(f'{{"pages": [\n{lines}\n]}}\n', encoding="utf-8")
    return sum(len(page["seals"]) for page in pages)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args(arguments)
    seals = make_corpus(chosen.pages, chosen.seed, chosen.out, chosen.workers)
    print(f"{chosen.pages} pages, {seals} seals in {chosen.out}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
