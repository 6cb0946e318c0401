"""A small part of the hostile corpus, through real workers with an engine that reads nothing.

The whole of it: `make robust`.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.ingest import ingest
from pipeline.reading import keys_for, read_all
from pipeline.settings import Settings, pool_options, reading_limits
from pipeline.store import Store
from pipeline.workers import PoolExecutor
from samples.hostile.make import corpus, write
from tests.robust.drive import BLIND
from tests.robust.outcomes import READ, outcomes

FILES, SEED = 30, 8


def everything(folder: Path) -> dict[str, str]:
    """All that lies in a folder, by the hash of its bytes, or as what it is."""
    found = {}
    for path in folder.rglob("*"):
        plain = path.is_file() and not path.is_symlink()
        shown = hashlib.sha256(path.read_bytes()).hexdigest() if plain else "other"
        found[str(path.relative_to(folder))] = shown
    return found


def test_every_hostile_file_ends_in_facts_or_a_reason(tmp_path: Path) -> None:
    """Nothing is passed over in silence, nothing is written beside the workspace."""
    haul, workspace = tmp_path / "haul", tmp_path / "workspace"
    write(corpus(FILES, SEED), haul)
    before = everything(tmp_path)
    settings = Settings(workspace=workspace, workers=2)
    limits = reading_limits(settings)

    with Store(workspace) as store:
        with PoolExecutor(*pool_options(settings)) as executor:
            ingest(haul, store, executor, settings)
            read_all(store, executor, BLIND, limits, lambda looks: set(range(len(looks))))
        found = outcomes(haul, store, keys_for(BLIND, limits))

    assert (found.silent, found.missing) == ((), ())
    assert found.codes[READ] > 5
    assert len(found.codes) > 8
    assert found.longest_seconds <= limits.page_seconds
    after = {name: what for name, what in everything(tmp_path).items() if name in before}
    assert after == before
    outside = set(everything(tmp_path)) - set(before) - {"workspace"}
    assert all(name.startswith("workspace/") for name in outside)


def test_the_same_seed_gives_the_same_files() -> None:
    """Also those drawn by chance, and more of them where more are asked for."""
    one, other = corpus(70, 3), corpus(70, 3)
    for first, second in zip(one, other, strict=True):
        assert first.name == second.name
        assert first.data == second.data or first.group == "locked", first.name
    assert corpus(70, 4) != one
    assert len({item.name for item in one}) == 70
