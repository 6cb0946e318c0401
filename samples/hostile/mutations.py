"""Honest files spoiled: cut, flipped, blanked, doubled, and named as something else."""

from __future__ import annotations

import random
from collections.abc import Callable

from samples.hostile.item import Item, Items, honest

Spoil = Callable[[bytes, random.Random], bytes]


def spoiled(rng: random.Random) -> Items:
    """Yield every honest file spoiled in every way, then named by every other suffix in turn."""
    for name, data in honest().items():
        yield Item("honest", name, data)
        for way, spoil in _WAYS.items():
            yield Item(way, f"{way}-{name}", spoil(data, rng))
    suffixes = [name.rpartition(".")[2] for name in honest()]
    for place, (name, data) in enumerate(honest().items()):
        stem = name.partition(".")[0]
        other = suffixes[(place + 4) % len(suffixes)]
        yield Item("swapped", f"swapped-{stem}.{other}", data)
        yield Item("swapped", f"swapped-{stem}", data)


def endless(rng: random.Random) -> Items:
    """Yield more and more spoiled files, for a corpus as large as is asked."""
    number = 0
    while True:
        for name, data in honest().items():
            number += 1
            way, spoil = rng.choice(list(_WAYS.items()))
            yield Item(way, f"more-{number}-{name}", spoil(spoil(data, rng), rng))


def _cut_head(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randint(1, 64)]


def _cut_tail(data: bytes, rng: random.Random) -> bytes:
    return data[: max(1, len(data) - rng.randint(1, 64))]


def _cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randint(len(data) // 4, len(data) * 3 // 4)]


def _flipped(data: bytes, rng: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(max(1, len(out) // 500)):
        out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def _bit(data: bytes, rng: random.Random) -> bytes:
    out = bytearray(data)
    out[rng.randrange(min(len(out), 600))] ^= 1 << rng.randrange(8)
    return bytes(out)


def _blanked(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data) // 2)
    size = rng.randint(16, max(17, len(data) // 4))
    return data[:start] + bytes(size) + data[start + size :]


def _doubled(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data) // 2)
    return data[:start] + data[start // 2 :]


def _noise(data: bytes, rng: random.Random) -> bytes:
    kept = rng.randint(8, 40)
    return data[:kept] + rng.randbytes(len(data) - min(kept, len(data)))


_WAYS: dict[str, Spoil] = {
    "head-only": _cut_head,
    "tail-lost": _cut_tail,
    "cut": _cut,
    "flipped": _flipped,
    "one-bit": _bit,
    "blanked": _blanked,
    "doubled": _doubled,
    "noise": _noise,
}
