"""What a run does beside reading: `python -m tests.scale.meanwhile --workspace DIR`.

Every page counts as just read, one after another; none is.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from sqlalchemy import select

from pipeline import tables
from pipeline.engines import choose_engine
from pipeline.meanwhile import Meanwhile
from pipeline.reading import READ
from pipeline.runs import keys_of
from pipeline.settings import Settings
from pipeline.store import Store


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workspace", type=Path, required=True)
    parser.add_argument("--programme", required=True)
    chosen = parser.parse_args()
    settings = Settings(workspace=chosen.workspace, programme=chosen.programme)
    keys = keys_of(settings, choose_engine(settings.ocr, settings.threads))
    with Store(chosen.workspace) as store:
        with store.transaction() as connection:
            read = select(tables.facts.c.sha256).filter_by(tier=READ)
            pages = Counter(connection.scalars(read))
        follower = Meanwhile(store, settings, keys)
        follower.to_read(pages)
        for sha256 in tuple(pages.elements()):
            follower.was_read(sha256)


if __name__ == "__main__":
    main()
