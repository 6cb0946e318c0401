"""Write a haul of hostile and broken files, the same bytes for the same seed.

Only encrypted PDF files differ, which hold random salts.

    python -m samples.hostile.make --files 320 --seed 8 --out DIR

Everything that is made by hand comes first, then as many mutations of honest files as are asked.
A smaller number takes some of each group. Links and a pipe lie beside the files.
"""

from __future__ import annotations

import argparse
import os
import random
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from samples.hostile.archives import archives, mails
from samples.hostile.item import Item
from samples.hostile.mutations import endless, spoiled
from samples.hostile.names import names
from samples.hostile.offices import offices
from samples.hostile.pdfs import pdfs
from samples.hostile.pictures import pictures


def corpus(files: int, seed: int) -> tuple[Item, ...]:
    """Return so many files; where it is less than all, as many of each kind."""
    rng = random.Random(seed)
    makers = [archives(), mails(), pdfs(), pictures(), offices(), names(), spoiled(rng)]
    return tuple(islice(chain(_in_turn(makers), endless(rng)), files))


def _in_turn(makers: list[Iterator[Item]]) -> Iterator[Item]:
    """One of each in turn, until none has any left; nothing is made that is not asked for."""
    while makers:
        left = []
        for maker in makers:
            item = next(maker, None)
            if item is not None:
                yield item
                left.append(maker)
        makers = left


def write(items: tuple[Item, ...], folder: Path) -> None:
    """Write the files, and what only a folder can hold: links, a pipe, a folder without end."""
    folder.mkdir(parents=True, exist_ok=True)
    for item in items:
        (folder / item.name).write_bytes(item.data)
    (folder / "link.pdf").symlink_to("/etc/passwd")
    inside = folder / "folder"
    inside.mkdir(exist_ok=True)
    (inside / "up").symlink_to("..")
    (inside / "dangling.pdf").symlink_to("nowhere")
    os.mkfifo(inside / "pipe.pdf")
    deep = inside
    for _ in range(60):
        deep = deep / "d"
        deep.mkdir()
    (deep / "deep.pdf").write_bytes(b"%PDF-")


def main() -> None:
    """Write the corpus that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=400)
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    items = corpus(given.files, given.seed)
    write(items, given.out)
    size = sum(len(item.data) for item in items)
    print(f"{len(items)} files, {size / 1e6:.0f} MB, in {given.out}")


if __name__ == "__main__":
    main()
